//! The integration tests, in one binary: what each stage makes of its cases, and what crosses stages.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asking;
mod cases;
mod cli;
mod columns;
mod corrections;
mod docs;
mod documents;
mod duplicates;
mod eval;
mod explain;
mod export;
mod export_formats;
mod faults;
mod frames;
mod fuzzed;
mod gaps;
mod gold;
mod golden;
mod knowledge;
mod layers;
mod mentions;
mod mistakes;
mod names;
mod network;
mod inputs;
mod inputs_bad;
mod ontology;
mod queries;
mod references;
mod reports;
mod resume;
mod sample;
mod skipping;
mod store;
mod store_commands;
#[cfg(feature = "rocksdb")]
mod store_disk;
mod store_faults;
mod syntax;

use chancery::pipeline::{Extractor, Knowledge};
use std::sync::LazyLock;

/// An extractor with the knowledge that is compiled in.
fn extractor() -> &'static Extractor {
    static EXTRACTOR: LazyLock<Extractor> =
        LazyLock::new(|| Extractor::new(Knowledge::compiled().expect("the knowledge loads")).expect("the model loads"));
    &EXTRACTOR
}
