//! `chancery facts`: a store in, its facts as a table with their sentences out.

use super::args::Global;
use super::console::{Console, cannot_print};
use super::export::open;
use super::page::counted;
use super::{Outcome, table};
use crate::error::Result;
use crate::export::{Filter, Names, StatedFact};
use std::io::Write;
use std::path::Path;

/// Prints the facts that pass the filter, by document and then by place in its text.
pub(super) fn show(store: &Path, filter: &Filter, global: &Global, console: &Console) -> Result<Outcome> {
    let dataset = open(store, global, console)?;
    let names = Names::of(&dataset);
    let facts = filter.select(&dataset, &names)?;
    let header = ["subject", "relation", "object", "status", "date", "document", "sentence"];
    let rows = facts.iter().map(|fact| row(fact, &names).to_vec());
    let table = table::render(&header.map(str::to_owned), rows);
    std::io::stdout().write_all(table.as_bytes()).map_err(cannot_print)?;
    console.note(&counted(facts.len(), "fact"));
    Ok(Outcome::Fine)
}

fn row(fact: &StatedFact<'_>, names: &Names<'_>) -> [String; 7] {
    let sentence = fact.quotes.first().map(|quote| quote.text.split_whitespace().collect::<Vec<_>>().join(" "));
    [
        names.label(fact.subject).to_owned(),
        names.label(fact.predicate).to_owned(),
        names.label(fact.object).to_owned(),
        fact.status.as_str().to_owned(),
        fact.date.map(|when| when.to_string()).unwrap_or_default(),
        fact.doc_id.to_owned(),
        sentence.unwrap_or_default(),
    ]
}
