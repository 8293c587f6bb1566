//! Answers of queries in, the formats of the SPARQL results, of triples and of pictures out; also the cells of a table to
//! look at.

use crate::error::{Error, Result};
use crate::export::turtle::TurtleWriter;
use crate::export::xml::{holdable, is_char};
use crate::export::{cannot_write, dot, triples_as_quads};
use crate::rdf::abbreviate;
use crate::store::{Answer, Dataset};
use oxigraph::sparql::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxrdf::{Literal, Term, Triple};
use std::io::{self, Write};

/// A format of [`write_answer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// SPARQL 1.1 Query Results CSV: plain values, for SELECT and ASK.
    Csv,
    /// SPARQL 1.1 Query Results TSV: terms in the syntax of Turtle, for SELECT and ASK.
    Tsv,
    /// SPARQL 1.1 Query Results JSON, for SELECT and ASK.
    Json,
    /// SPARQL Query Results XML, for SELECT and ASK.
    Xml,
    /// RDF 1.1 Turtle, for CONSTRUCT and DESCRIBE.
    Turtle,
    /// RDF 1.1 N-Triples, for CONSTRUCT and DESCRIBE.
    NTriples,
    /// The language of Graphviz, for CONSTRUCT and DESCRIBE.
    Dot,
}

impl AnswerFormat {
    /// Formats of the answers of SELECT and ASK.
    pub const OF_TABLES: [Self; 4] = [Self::Csv, Self::Tsv, Self::Json, Self::Xml];
    /// Formats of the answers of CONSTRUCT and DESCRIBE.
    pub const OF_TRIPLES: [Self; 3] = [Self::Turtle, Self::NTriples, Self::Dot];

    /// The name that users give it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Turtle => "turtle",
            Self::NTriples => "ntriples",
            Self::Dot => "dot",
        }
    }

    const fn of_results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            Self::Turtle | Self::NTriples | Self::Dot => None,
        }
    }
}

/// Writes an answer. The dataset tells the prefixes of Turtle, and names and looks of what DOT draws.
///
/// # Errors
/// When the format is not one of this kind of answer, naming those that are, or `out` cannot be written to.
pub fn write_answer(answer: &Answer, format: AnswerFormat, dataset: &Dataset, out: &mut impl Write) -> Result<()> {
    let written = match (answer, format, format.of_results()) {
        (Answer::Truth(truth), _, Some(results)) => write_truth(*truth, results, out),
        (Answer::Table { columns, rows }, _, Some(results)) => write_table(columns, rows, results, out),
        (Answer::Triples(triples), AnswerFormat::Turtle, _) => {
            let turtle = TurtleWriter::begin(&dataset.background.iris, out);
            turtle.and_then(|mut turtle| turtle.write_triples(&triples_as_quads(triples)))
        }
        (Answer::Triples(triples), AnswerFormat::NTriples, _) => write_lines(triples, out),
        (Answer::Triples(triples), AnswerFormat::Dot, _) => dot::write_triples(dataset, triples, out),
        (Answer::Triples(_), ..) => return Err(not_a_format(format, "triples", &AnswerFormat::OF_TRIPLES)),
        _ => return Err(not_a_format(format, "a table", &AnswerFormat::OF_TABLES)),
    };
    written.map_err(cannot_write)
}

/// The cells of an answer, header first, as people like to read them: names with prefixes, values without quotes.
pub fn answer_cells(answer: &Answer, dataset: &Dataset) -> (Vec<String>, Vec<Vec<String>>) {
    let prefixes = dataset.background.iris.prefixes();
    let cell = |term: &Term| match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => abbreviate(node.as_str(), &prefixes)
            .map_or_else(|| node.as_str().to_owned(), |(prefix, name)| format!("{prefix}:{name}")),
        Term::BlankNode(node) => node.to_string(),
    };
    match answer {
        Answer::Truth(truth) => (vec!["answer".to_owned()], vec![vec![if *truth { "yes" } else { "no" }.to_owned()]]),
        Answer::Table { columns, rows } => {
            let cells =
                |row: &Vec<Option<Term>>| row.iter().map(|term| term.as_ref().map(cell).unwrap_or_default()).collect();
            (columns.clone(), rows.iter().map(cells).collect())
        }
        Answer::Triples(triples) => {
            let cells = |triple: &Triple| {
                vec![cell(&triple.subject.clone().into()), cell(&triple.predicate.clone().into()), cell(&triple.object)]
            };
            (["subject", "predicate", "object"].map(str::to_owned).to_vec(), triples.iter().map(cells).collect())
        }
    }
}

fn not_a_format(format: AnswerFormat, kind: &str, formats: &[AnswerFormat]) -> Error {
    let known: Vec<_> = formats.iter().map(|format| format.name()).collect();
    Error::new(format!("the answer is {kind}, which {} cannot hold (formats: {})", format.name(), known.join(", ")))
}

fn write_truth(truth: bool, format: QueryResultsFormat, out: &mut impl Write) -> io::Result<()> {
    QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *out, truth)?;
    end_line(format, out)
}

fn write_table(
    columns: &[String],
    rows: &[Vec<Option<Term>>],
    format: QueryResultsFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    let variables: Vec<Variable> = columns.iter().map(Variable::new_unchecked).collect();
    let serializer = QueryResultsSerializer::from_format(format);
    let mut results = serializer.serialize_solutions_to_writer(&mut *out, variables.clone())?;
    for row in rows {
        let row: Vec<Option<Term>> = row.iter().map(|term| term.as_ref().map(|term| writable(term, format))).collect();
        let bound = variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_ref()?)));
        results.serialize(bound)?;
    }
    results.finish()?;
    end_line(format, out)
}

/// JSON and XML come on one line, which the serializer does not end.
fn end_line(format: QueryResultsFormat, out: &mut impl Write) -> io::Result<()> {
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) { writeln!(out) } else { Ok(()) }
}

/// XML 1.0 has no way to write most control characters (section 2.2, Char): they become U+FFFD.
fn writable(term: &Term, format: QueryResultsFormat) -> Term {
    match term {
        Term::Literal(literal) if format == QueryResultsFormat::Xml && !literal.value().chars().all(is_char) => {
            let value = holdable(literal.value());
            match literal.language() {
                Some(language) => Literal::new_language_tagged_literal_unchecked(value, language).into(),
                None => Literal::new_typed_literal(value, literal.datatype()).into(),
            }
        }
        other => other.clone(),
    }
}

fn write_lines(triples: &[Triple], out: &mut impl Write) -> io::Result<()> {
    triples.iter().try_for_each(|triple| writeln!(out, "{triple} ."))
}
