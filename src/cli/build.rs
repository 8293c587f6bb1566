//! `chancery build`: inputs in, a store with what they say out.

use super::args::{Global, Inputs};
use super::console::Console;
use super::page::counted;
use super::reading::for_each_document;
use super::{Outcome, knowledge};
use crate::documents::Document;
use crate::error::{Error, Result};
use crate::pipeline::Extraction;
use crate::rdf::{Made, document_quads};
use crate::store::{Frame, Store};
use std::path::Path;
use std::time::Instant;

/// What a build has done so far.
#[derive(Debug, Default)]
struct Sum {
    events: usize,
    facts: usize,
    replaced: usize,
}

/// Reads the inputs into a store, which it makes where there is none.
pub(super) fn build(inputs: &Inputs, path: &Path, global: &Global, console: &Console) -> Result<Outcome> {
    let start = Instant::now();
    let extractor = knowledge::extractor(global)?;
    let cleaner = crate::documents::Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let mut store = Store::open(path, global.base.as_ref())?;
    let iris = store.iris().clone();
    if let Some(warning) = store.warning() {
        console.warn(warning);
    }
    let made = Made { at: now()?, version: env!("CARGO_PKG_VERSION").to_owned() };
    let console = console.with_progress();
    let mut sum = Sum::default();
    let pack = |doc: &Document| {
        let extraction = extractor.extract(doc);
        let quads = document_quads(doc, &extraction, &extractor.knowledge().ontology, &iris);
        (Frame::of(&doc.id, &quads).made(made.clone()), counts(&extraction))
    };
    let take = |doc: &Document, (frame, (events, facts)): (Frame, (usize, usize))| {
        sum.replaced += usize::from(store.contains(&doc.id));
        sum.events += events;
        sum.facts += facts;
        console.detail(&format_args!("{}: {}", doc.id, counted(facts, "fact")));
        store.append(&frame)
    };
    let tally = for_each_document(inputs, &cleaner, global.jobs, &console, pack, take)?;
    store.sync()?;
    console.finish();
    let Sum { events, facts, replaced } = sum;
    console.note(&format_args!(
        "{}: {} read ({replaced} of them again), {}, {}, {} failed, in {:.1} s",
        path.display(),
        counted(tally.read, "document"),
        counted(events, "event"),
        counted(facts, "fact"),
        tally.failed,
        start.elapsed().as_secs_f64(),
    ));
    Ok(if tally.failed == 0 { Outcome::Fine } else { Outcome::Faults })
}

/// Seconds since 1970, or what SOURCE_DATE_EPOCH tells instead, so that builds can be repeated to the byte
/// (https://reproducible-builds.org/specs/source-date-epoch/).
fn now() -> Result<i64> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(told) => told.parse().map_err(|e| Error::new("SOURCE_DATE_EPOCH is no number of seconds").caused_by(e)),
        Err(_) => Ok(jiff::Timestamp::now().as_second()),
    }
}

fn counts(extraction: &Extraction) -> (usize, usize) {
    (extraction.events.len(), extraction.facts.len())
}
