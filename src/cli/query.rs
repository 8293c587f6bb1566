//! `chancery query`: a question and a store in, the answer out.

use super::args::{Ask, Global, QueryFormat};
use super::console::{Console, cannot_print};
use super::export::open_store;
use super::page::counted;
use super::{Outcome, table};
use crate::error::{Error, Result};
use crate::export::{AnswerFormat, answer_cells, write_answer};
use crate::knowledge::Folder;
use crate::store::{Answer, Dataset, Question};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Answers the question that the options name, or lists those there are.
pub(super) fn query(ask: Ask, global: &Global, console: &Console) -> Result<Outcome> {
    if ask.list {
        return list();
    }
    let mut question = question(&ask)?;
    for (name, value) in &ask.param {
        question.set(name, value).map_err(Error::wrong_use)?;
    }
    let (store, background) = open_store(&ask.store.store, global, console)?;
    let (graph, mut dataset) = store.graph(background)?;
    let answer = graph.query(&question, ask.timeout)?;
    if ask.format == QueryFormat::Dot {
        dataset.entities.extend(graph.descriptions(&answer)?);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match format(ask.format, &answer) {
        Some(format) => write_answer(&answer, format, &dataset, &mut out)?,
        None => write_table(&answer, &dataset, console, &mut out)?,
    }
    out.flush().map_err(cannot_print)?;
    Ok(Outcome::Fine)
}

fn question(ask: &Ask) -> Result<Question> {
    let name = ask.query.as_deref().unwrap_or_default();
    match &ask.execute {
        Some(source) => Question::parse("-e", source).map_err(Error::wrong_use),
        None if name.ends_with(".rq") => {
            let cannot = |e| Error::new("cannot read").at(name).caused_by(e);
            let source = std::fs::read_to_string(Path::new(name)).map_err(cannot)?;
            Question::parse(name, &source).map_err(Error::wrong_use)
        }
        None => Question::find(&Folder::queries(), name).map_err(Error::wrong_use),
    }
}

/// Prints each question's name, what it asks, and its parameters with their defaults.
fn list() -> Result<Outcome> {
    let mut out = io::stdout().lock();
    for question in Question::all(&Folder::queries())? {
        writeln!(out, "{}\n    {}", question.name(), question.title()).map_err(cannot_print)?;
        for parameter in question.parameters() {
            let (name, value, meaning) = (&parameter.name, parameter.value.value(), &parameter.meaning);
            writeln!(out, "    --param {name}=\"{value}\": {meaning}").map_err(cannot_print)?;
        }
    }
    Ok(Outcome::Fine)
}

/// The format to write an answer in; none is the table for people, which triples are better read as Turtle than as.
fn format(asked: QueryFormat, answer: &Answer) -> Option<AnswerFormat> {
    match asked {
        QueryFormat::Table => matches!(answer, Answer::Triples(_)).then_some(AnswerFormat::Turtle),
        QueryFormat::Csv => Some(AnswerFormat::Csv),
        QueryFormat::Tsv => Some(AnswerFormat::Tsv),
        QueryFormat::Json => Some(AnswerFormat::Json),
        QueryFormat::Xml => Some(AnswerFormat::Xml),
        QueryFormat::Turtle => Some(AnswerFormat::Turtle),
        QueryFormat::Ntriples => Some(AnswerFormat::NTriples),
        QueryFormat::Dot => Some(AnswerFormat::Dot),
    }
}

fn write_table(answer: &Answer, dataset: &Dataset, console: &Console, out: &mut impl Write) -> Result<()> {
    let (header, rows) = answer_cells(answer, dataset);
    let count = rows.len();
    out.write_all(table::render(&header, rows.into_iter()).as_bytes()).map_err(cannot_print)?;
    console.note(&counted(count, "row"));
    Ok(())
}
