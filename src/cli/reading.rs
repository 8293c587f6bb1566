//! Inputs in; every document, worked on in parallel and handed over in the order of the input, out.

use super::console::Console;
use crate::documents::{Cleaner, Document, read_inputs};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Documents that are in memory at a time, for each thread.
const BATCH: usize = 16;

/// How many documents were read, and how many inputs failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub read: usize,
    pub failed: usize,
}

/// Does `work` on every document of the inputs, several at a time, and hands the results to `take` in the order of the input.
/// An input that cannot be read is told and counted, and the rest goes on.
///
/// # Errors
/// When `take` fails.
pub(super) fn for_each_document<T: Send>(
    inputs: &[PathBuf],
    cleaner: &Cleaner,
    jobs: Option<NonZeroUsize>,
    console: &Console,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(&Document, T) -> Result<()>,
) -> Result<Tally> {
    let threads = jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::new("cannot start threads").caused_by(e))?;
    let mut documents = read_inputs(inputs, cleaner);
    let mut tally = Tally::default();
    loop {
        let batch: Vec<_> = documents.by_ref().take(BATCH * pool.current_num_threads()).collect();
        if batch.is_empty() {
            return Ok(tally);
        }
        let done: Vec<_> = pool.install(|| batch.into_par_iter().map(|doc| doc.map(|doc| (work(&doc), doc))).collect());
        for item in done {
            match item {
                Ok((result, doc)) => {
                    take(&doc, result)?;
                    tally.read += 1;
                    console.advance();
                }
                Err(error) => {
                    tally.failed += 1;
                    console.error(&error);
                }
            }
        }
    }
}
