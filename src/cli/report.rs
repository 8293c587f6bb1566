//! What a run did: documents, facts and failures as they come in; a summary for a person and a report for a program out.

use super::console::Console;
use super::input_args::Watch;
use super::page::counted;
use crate::documents::{Place, Register, Skipped};
use crate::error::{Error, Result};
use crate::ontology::Ontology;
use crate::pipeline::Extraction;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Instant;

/// Failures that are kept to be listed; all are counted.
const MAX_FAILURES: usize = 10_000;
/// Relations that the summary tells, the most frequent first.
const MAX_RELATIONS: usize = 12;

/// What a document told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub events: usize,
    /// Facts by relation.
    pub facts: BTreeMap<String, usize>,
}

impl Told {
    pub(super) fn of(extraction: &Extraction, ontology: &Ontology) -> Self {
        let mut facts = BTreeMap::new();
        for fact in &extraction.facts {
            *facts.entry(ontology.relation(fact.relation).name.clone()).or_default() += 1;
        }
        Self { events: extraction.events.len(), facts }
    }
}

/// What came of a run.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    command: &'static str,
    complete: bool,
    /// Documents that were read, with the unchanged.
    pub documents: usize,
    /// Of them, those that the store had as they are, and that were not extracted again.
    pub unchanged: usize,
    /// Of them, those that took the place of what the store had of them.
    pub replaced: usize,
    /// Of them, copies of others.
    pub copies: usize,
    pub bytes: u64,
    pub events: usize,
    pub facts: usize,
    seconds: f64,
    facts_by_relation: BTreeMap<String, usize>,
    pub failed: usize,
    failures_by_kind: BTreeMap<String, usize>,
    failures: Vec<Failure>,
    skipped: usize,
    skipped_by_reason: BTreeMap<String, usize>,
    skips: Vec<Skip>,
}

/// An input that could not be read.
#[derive(Debug, Serialize)]
struct Failure {
    file: Option<String>,
    line: Option<usize>,
    /// Its row, entry or record, where lines do not tell.
    part: Option<String>,
    offset: Option<u64>,
    cause: String,
}

/// What was passed over although nothing is wrong with it.
#[derive(Debug, Serialize)]
struct Skip {
    file: String,
    line: Option<usize>,
    part: Option<String>,
    offset: Option<u64>,
    reason: String,
}

/// A run that is watched.
#[derive(Debug)]
pub(super) struct Run {
    pub report: Report,
    watch: Watch,
    start: Instant,
}

impl Run {
    pub(super) fn begin(command: &'static str, watch: &Watch) -> Self {
        Self { report: Report { command, ..Report::default() }, watch: watch.clone(), start: Instant::now() }
    }

    /// One document more is done.
    pub(super) fn add(&mut self, bytes: usize, told: Told, console: &Console) {
        let report = &mut self.report;
        report.documents += 1;
        report.bytes += bytes as u64;
        report.events += told.events;
        for (relation, count) in told.facts {
            report.facts += count;
            *report.facts_by_relation.entry(relation).or_default() += count;
        }
        console.advance(bytes as u64, report.documents, report.facts);
    }

    /// An input failed.
    ///
    /// # Errors
    /// The failure itself, when the run is to stop at the first.
    pub(super) fn fail(&mut self, error: Error, console: &Console) -> Result<()> {
        let report = &mut self.report;
        report.failed += 1;
        *report.failures_by_kind.entry(error.kind()).or_default() += 1;
        if report.failures.len() < MAX_FAILURES {
            let file = error.path().map(|path| path.display().to_string());
            let (line, part, offset) = (error.line_number(), error.part().map(str::to_owned), error.byte_offset());
            report.failures.push(Failure { file, line, part, offset, cause: error.what() });
        }
        if self.watch.strict {
            return Err(error);
        }
        console.error(&error);
        Ok(())
    }

    /// This was passed over.
    pub(super) fn skip(&mut self, register: &Register) {
        let report = &mut self.report;
        report.skipped = register.skipped().map(|(_, count)| count).sum();
        report.skipped_by_reason = register.skipped().map(|(why, count)| (reason(why), count)).collect();
        let skip = |(place, why): &(Place, Skipped)| {
            let Place { path, line, part, offset } = place.clone();
            Skip { file: path.display().to_string(), line, part, offset, reason: reason(why) }
        };
        report.skips = register.passed().iter().map(skip).collect();
    }

    /// Writes the report, if one is wanted, and hands back how the run ended.
    ///
    /// # Errors
    /// How the run ended, or that the report cannot be written.
    pub(super) fn end(&mut self, ended: Result<()>, console: &Console) -> Result<()> {
        console.finish();
        self.report.complete = ended.is_ok();
        self.report.seconds = self.seconds();
        if let Some(path) = &self.watch.report {
            let cannot = |e: std::io::Error| Error::new("cannot write the report").at(path).caused_by(e);
            let mut json = serde_json::to_vec_pretty(&self.report).map_err(|e| cannot(e.into()))?;
            json.push(b'\n');
            std::fs::write(path, json).map_err(cannot)?;
        }
        ended
    }

    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Tells a person which relations were found, and what failed.
    pub(super) fn summarise(&self, console: &Console) {
        let Report { facts_by_relation, failures_by_kind, copies, .. } = &self.report;
        let mut relations: Vec<_> = facts_by_relation.iter().collect();
        relations.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        if !relations.is_empty() {
            let rest = relations.split_off(relations.len().min(MAX_RELATIONS));
            let mut named: Vec<_> = relations.iter().map(|(name, count)| format!("{name} {count}")).collect();
            if !rest.is_empty() {
                named.push(format!("{} others {}", rest.len(), rest.iter().map(|(_, count)| **count).sum::<usize>()));
            }
            console.note(&format_args!("facts: {}", named.join(", ")));
        }
        if *copies > 0 {
            console.note(&format_args!("copies of others: {}", counted(*copies, "document")));
        }
        for (kind, count) in failures_by_kind {
            console.note(&format_args!("failed: {count} × {kind}"));
        }
    }
}

/// Why something was passed over, for a program.
fn reason(why: &Skipped) -> String {
    match why {
        Skipped::Language(language) => format!("in {language}"),
        Skipped::NoArticle => "no article".to_owned(),
        Skipped::NoText => "no text".to_owned(),
        Skipped::Again => "read before".to_owned(),
        Skipped::File(kind) => (*kind).to_owned(),
    }
}
