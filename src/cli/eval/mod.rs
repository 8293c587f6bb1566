//! `chancery eval`: a gold and documents in; how well the facts of the documents are found, out.

mod report;

use super::args::{EvalArgs, Global};
use super::console::{Console, cannot_print};
use super::input_args::Inputs;
use super::page::counted;
use super::reading::for_each_document;
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document};
use crate::error::{Error, Result, suggest};
use crate::export::Records;
use crate::knowledge::Folder;
use crate::ontology::Ontology;
use crate::scoring::{Found, Gold, Rules, score};
use report::Report;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Prints misses, false alarms and figures, and what has changed since an earlier run.
pub(super) fn eval(args: &EvalArgs, global: &Global, console: &Console) -> Result<Outcome> {
    let golds = Gold::read(&read(&args.gold)?).map_err(|e| e.at(&args.gold))?;
    let before = args.compare.as_deref().map(read_run).transpose()?;
    let folder = knowledge::ontology_folder(global)?;
    let ontology = Ontology::load(&folder)?;
    let rules = rules(&folder, &ontology, &args.ignore)?;
    let (run, read, failed) = extract(&args.inputs, &folder, global, console)?;
    warn_of_strangers(&golds, &read, console);
    if let Some(path) = &args.save {
        std::fs::write(path, &run).map_err(|e| Error::new("cannot write").at(path).caused_by(e))?;
    }
    let found = Found::read(&run)?;
    let now = score(&golds, &found, &rules);
    let before = before.as_ref().map(|before| score(&golds, before, &rules));
    let report = Report { golds: &golds, now: &now, before: before.as_ref(), errors: args.errors };
    let mut out = console.out();
    out.write_all(report.write().as_bytes()).and_then(|()| out.flush()).map_err(cannot_print)?;
    let is_low = args.min_f1.filter(|least| now.total.f1() < *least);
    if let Some(least) = is_low {
        console.error(&Error::new(format!("F1 is {:.4}, below {least}", now.total.f1())));
    }
    Ok(if failed == 0 && is_low.is_none() { Outcome::Fine } else { Outcome::Faults })
}

/// What `chancery extract` prints for the inputs, the ids of their documents, and how many inputs failed.
fn extract(
    inputs: &Inputs,
    folder: &Folder,
    global: &Global,
    console: &Console,
) -> Result<(String, BTreeSet<String>, usize)> {
    let extractor = knowledge::extractor(global)?;
    let iris = global.base.clone().unwrap_or_default();
    let records = Records { ontology: &extractor.knowledge().ontology, iris: &iris };
    let console = console.with_progress(None);
    let (mut run, mut read) = (Vec::new(), BTreeSet::new());
    let work = |doc: &Document| {
        let mut lines = Vec::new();
        records.write_facts(doc, &extractor.extract_events(doc), &mut lines).map(|()| lines)
    };
    let tally = for_each_document(inputs, &Cleaner::load(folder)?, global.jobs, &console, work, |doc, lines| {
        read.insert(doc.id.clone());
        run.extend(lines?);
        Ok(())
    })?;
    console.finish();
    let run = String::from_utf8(run).map_err(|e| Error::new("the facts are not UTF-8").caused_by(e))?;
    Ok((run, read, tally.failed))
}

fn rules<'a>(folder: &Folder, ontology: &'a Ontology, ignored: &[String]) -> Result<Rules<'a>> {
    if let Some(unknown) = ignored.iter().find(|name| ontology.relation_named(name).is_none()) {
        let known = ontology.relations().map(|(_, relation)| relation.name.as_str());
        return Err(Error::new(format!("unknown relation \"{unknown}\" {}", suggest(unknown, known))).wrong_use());
    }
    Ok(Rules::load(folder, ontology)?.ignoring(ignored.iter().cloned()))
}

/// Tells when gold and inputs are not of the same documents.
fn warn_of_strangers(golds: &[Gold], read: &BTreeSet<String>, console: &Console) {
    let unread: Vec<_> = golds.iter().filter(|gold| !read.iter().any(|doc| gold.is_of(doc))).collect();
    if let Some(first) = unread.first() {
        let count = counted(unread.len(), "document");
        console.warn(&format_args!(
            "{count} of the gold not read, such as \"{}\"; their facts count as missed",
            first.doc
        ));
    }
    let strange = read.iter().filter(|doc| !golds.iter().any(|gold| gold.is_of(doc))).count();
    if strange > 0 {
        console.note(&format_args!("{} not in the gold, which do not count", counted(strange, "document")));
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))
}

fn read_run(path: &Path) -> Result<Vec<Found>> {
    read(path).and_then(|text| Found::read(&text).map_err(|e| e.at(path)))
}
