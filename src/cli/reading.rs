//! Inputs in; every document, worked on in parallel and handed over in the order of the input, out.

use super::console::Console;
use super::input_args::{Inputs, Watch};
use super::page::counted;
use super::pipeline::for_each_in_order;
use super::report::{Run, Told};
use crate::documents::{Cleaner, Document, Raw, Reader, Register, Skipped};
use crate::error::Result;
use std::num::NonZeroUsize;
use std::path::Path;

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
    inputs: &Inputs,
    cleaner: &Cleaner,
    jobs: Option<NonZeroUsize>,
    console: &Console,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(&Document, T) -> Result<()>,
) -> Result<Tally> {
    let mut run = Run::begin("", &Watch::default());
    let take = |doc: &Document, _: Option<&Path>, result: T| take(doc, result).map(|()| Told::default());
    watch_each_document(inputs, cleaner, jobs, console, &mut run, work, take)?;
    Ok(Tally { read: run.report.documents, failed: run.report.failed })
}

/// Does `work` on every document of the inputs, several at a time, and hands the results to `take` in the order of the input, with the
/// file that a document has its id from, if it has.
/// An input that cannot be read is told and counted, and the rest goes on.
///
/// # Errors
/// When `take` fails, or an input in a run that stops at the first failure.
pub(super) fn watch_each_document<T: Send>(
    inputs: &Inputs,
    cleaner: &Cleaner,
    jobs: Option<NonZeroUsize>,
    console: &Console,
    run: &mut Run,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(&Document, Option<&Path>, T) -> Result<Told>,
) -> Result<()> {
    let reader = Reader::new(cleaner.clone(), inputs.how.settings()?);
    let mut register = Register::default();
    let understand = |raw: Raw| {
        let found = reader.understand(raw)?;
        Ok((found.document().map(&work), found.file().map(Path::to_path_buf), found))
    };
    let ended = for_each_in_order(
        reader.find(&inputs.inputs),
        jobs,
        |raw: Result<Raw>| raw.and_then(understand),
        |item| {
            match item.and_then(|(result, file, found)| Ok((result.zip(register.admit(found)?), file))) {
                Ok((Some((result, doc)), file)) => {
                    let told = take(&doc, file.as_deref(), result)?;
                    run.add(doc.text.len(), told, console);
                }
                Ok((None, _)) => {}
                Err(error) => run.fail(error, console)?,
            }
            Ok(())
        },
    );
    run.skip(&register);
    if ended.is_ok() {
        tell_skipped(&register, console);
    }
    ended
}

/// Tells how much was passed over although nothing was wrong with it, and why.
fn tell_skipped(register: &Register, console: &Console) {
    let reason = |(why, count): (&Skipped, usize)| match why {
        Skipped::Language(language) => format!("{} in {language}", counted(count, "document")),
        Skipped::NoArticle => format!("{} without an article", counted(count, "page")),
        Skipped::NoText => format!("{} without text", counted(count, "record")),
        Skipped::Again => format!("{} that were read before", counted(count, "page")),
        Skipped::File(kind) => counted(count, kind),
    };
    let reasons: Vec<String> = register.skipped().map(reason).collect();
    if !reasons.is_empty() {
        console.note(&format_args!("skipped: {}", reasons.join(", ")));
    }
}
