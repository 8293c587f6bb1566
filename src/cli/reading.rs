//! Inputs in; every document, worked on in parallel and handed over in the order of the input, out.

use super::args::Watch;
use super::console::Console;
use super::pipeline::for_each_in_order;
use super::report::{Run, Told};
use crate::documents::{Cleaner, Document, read_inputs};
use crate::error::Result;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How many documents were read, and how many inputs failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub read: usize,
    pub failed: usize,
}

/// Does the same as [`watch_each_document`] in a run of which nothing but a tally is wanted.
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
    let mut run = Run::begin("", &Watch::default());
    let take = |doc: &Document, result: T| take(doc, result).map(|()| Told::default());
    watch_each_document(inputs, cleaner, jobs, console, &mut run, work, take)?;
    Ok(Tally { read: run.report.documents, failed: run.report.failed })
}

/// Does `work` on every document of the inputs, several at a time, and hands the results to `take` in the order of the input.
/// An input that cannot be read is told and counted, and the rest goes on.
///
/// # Errors
/// When `take` fails, or an input in a run that stops at the first failure.
pub(super) fn watch_each_document<T: Send>(
    inputs: &[PathBuf],
    cleaner: &Cleaner,
    jobs: Option<NonZeroUsize>,
    console: &Console,
    run: &mut Run,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(&Document, T) -> Result<Told>,
) -> Result<()> {
    let work = |item: Result<Document>| item.map(|doc| (work(&doc), doc));
    for_each_in_order(read_inputs(inputs, cleaner), jobs, work, |item| {
        match item {
            Ok((result, doc)) => {
                let told = take(&doc, result)?;
                run.add(doc.text.len(), told, console);
            }
            Err(error) => run.fail(error, console)?,
        }
        Ok(())
    })
}
