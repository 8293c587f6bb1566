//! `chancery diff`: two stores in; the facts that one has and the other lacks out.

use super::args::{Global, TableFormat};
use super::console::{Console, cannot_print};
use super::export::open;
use super::{Outcome, table};
use crate::error::Result;
use crate::export::{Filter, Names, StatedFact};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// What tells two facts of a document apart: status and date are of it, the frame that found it is not.
type Key = [String; 6];

/// Prints the facts that vanished, marked `-`, and those that appeared, marked `+`, by document.
pub(super) fn diff(
    stores: [&Path; 2],
    filter: &Filter,
    format: TableFormat,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let [before, after] = stores.map(|path| facts(path, filter, global, console));
    let (before, after) = (before?, after?);
    let mut rows: Vec<(&Key, &str, &String)> = Vec::new();
    rows.extend(before.iter().filter(|(key, _)| !after.contains_key(*key)).map(|(key, text)| (key, "-", text)));
    let vanished = rows.len();
    rows.extend(after.iter().filter(|(key, _)| !before.contains_key(*key)).map(|(key, text)| (key, "+", text)));
    let appeared = rows.len() - vanished;
    rows.sort();
    let header = ["", "document", "subject", "relation", "object", "status", "date", "sentence"].map(str::to_owned);
    let rows = rows
        .into_iter()
        .map(|(key, sign, sentence)| [&[sign.to_owned()], &key[..], std::slice::from_ref(sentence)].concat());
    match format {
        TableFormat::Table => io::stdout().write_all(table::render(&header, rows).as_bytes()).map_err(cannot_print)?,
        TableFormat::Csv => table::write_csv(&header, rows, io::stdout().lock())?,
    }
    let same = before.len() - vanished;
    console.note(&format_args!("{appeared} facts appeared, {vanished} vanished, {same} are the same"));
    Ok(Outcome::Fine)
}

fn facts(path: &Path, filter: &Filter, global: &Global, console: &Console) -> Result<BTreeMap<Key, String>> {
    let dataset = open(path, global, console)?;
    let names = Names::of(&dataset);
    let row = |fact: &StatedFact<'_>| {
        let sentence = fact.quotes.first().map(|quote| quote.text.split_whitespace().collect::<Vec<_>>().join(" "));
        (key(fact, &names), sentence.unwrap_or_default())
    };
    Ok(filter.select(&dataset, &names)?.iter().map(row).collect())
}

fn key(fact: &StatedFact<'_>, names: &Names<'_>) -> Key {
    [
        fact.doc_id.to_owned(),
        names.label(fact.subject).to_owned(),
        names.label(fact.predicate).to_owned(),
        names.label(fact.object).to_owned(),
        fact.status.as_str().to_owned(),
        fact.date.map(|when| when.to_string()).unwrap_or_default(),
    ]
}
