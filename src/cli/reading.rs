//! Inputs in; every document, worked on in parallel and handed over in the order of the input, out.

use super::args::Inputs;
use super::console::Console;
use super::page::counted;
use crate::documents::{Cleaner, Document, Reader, Register, Skipped};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::num::NonZeroUsize;

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
    inputs: &Inputs,
    cleaner: &Cleaner,
    jobs: Option<NonZeroUsize>,
    console: &Console,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(&Document, T) -> Result<()>,
) -> Result<Tally> {
    let threads = jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::new("cannot start threads").caused_by(e))?;
    let reader = Reader::new(cleaner.clone(), inputs.how.settings()?);
    let mut register = Register::default();
    let mut found = reader.find(&inputs.inputs);
    let mut tally = Tally::default();
    loop {
        let batch: Vec<_> = found.by_ref().take(BATCH * pool.current_num_threads()).collect();
        if batch.is_empty() {
            tell_skipped(&register, console);
            return Ok(tally);
        }
        let understand = |raw| reader.understand(raw).map(|found| (found.document().map(&work), found));
        let done: Vec<_> = pool.install(|| batch.into_par_iter().map(|raw| raw.and_then(understand)).collect());
        for item in done {
            let admitted = item.and_then(|(result, found)| Ok(result.zip(register.admit(found)?)));
            match admitted {
                Ok(Some((result, doc))) => {
                    take(&doc, result)?;
                    tally.read += 1;
                    console.advance();
                }
                Ok(None) => {}
                Err(error) => {
                    tally.failed += 1;
                    console.error(&error);
                }
            }
        }
    }
}

/// Tells how much was passed over although nothing was wrong with it, and why.
fn tell_skipped(register: &Register, console: &Console) {
    let reason = |(why, count): (&Skipped, usize)| match why {
        Skipped::Language(language) => format!("{} in {language}", counted(count, "document")),
        Skipped::NoArticle => format!("{} without an article", counted(count, "page")),
        Skipped::NoText => format!("{} without text", counted(count, "record")),
        Skipped::Again => format!("{} that were read before", counted(count, "page")),
    };
    let reasons: Vec<String> = register.skipped().map(reason).collect();
    if !reasons.is_empty() {
        console.note(&format_args!("skipped: {}", reasons.join(", ")));
    }
}
