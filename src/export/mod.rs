//! Exports: a dataset in, a file for another tool out; and the records of single documents as JSON Lines.
//!
//! ```
//! use chancery::export::{Filter, Format, write_dataset};
//! use chancery::rdf::{Background, Iris, Known};
//! use chancery::{knowledge::Folder, ontology::Ontology, store::Dataset};
//! let ontology = Ontology::load(&Folder::ontology())?;
//! let background = Background::new(&Known::default(), &ontology, &Iris::default())?;
//! let mut turtle = Vec::new();
//! write_dataset(&Dataset::of([], background), Format::Turtle, &Filter::default(), &mut turtle)?;
//! assert!(turtle.starts_with(b"@prefix ch: <https://w3id.org/chancery/ontology#> .\n"));
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod answers;
mod dot;
mod events;
mod filter;
mod names;
mod narrow;
mod network;
mod nodes;
mod records;
mod relations;
mod turtle;

pub use answers::{AnswerFormat, answer_cells, write_answer};
pub use events::{Quote, StatedEvent, StatedFact};
pub use filter::{Filter, find_documents, find_entity};
pub use names::Names;
pub use network::{Chain, Measure, Network, Standing};
pub use records::Records;
pub use relations::Tone;

use crate::error::{Error, Result};
use crate::rdf::quads;
use crate::rdf::vocab::dcterms;
use crate::store::Dataset;
use narrow::Part;
use oxrdf::{NamedNodeRef, Quad, Triple};
use std::io::{self, Write};
use turtle::TurtleWriter;

/// A format of [`write_dataset`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RDF 1.1 Turtle: all graphs in one, to read and to load.
    Turtle,
    /// RDF 1.1 TriG: Turtle with named graphs.
    Trig,
    /// RDF 1.1 N-Triples: all graphs in one, a triple a line.
    NTriples,
    /// RDF 1.1 N-Quads: named graphs, a quad a line.
    NQuads,
    /// The language of Graphviz: a picture of what is asserted and planned.
    Dot,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Turtle, Self::Trig, Self::NTriples, Self::NQuads, Self::Dot];

    /// The name that users give it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::Trig => "trig",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::Dot => "dot",
        }
    }

    /// The format of a name.
    ///
    /// # Errors
    /// Names the known ones.
    pub fn named(name: &str) -> Result<Self> {
        let known = || Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| Error::new(format!("unknown format \"{name}\" (known: {})", known())))
    }
}

/// How an export is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// Tell when and by what each document was read, too, which is all that differs when the same is read again.
    pub provenance: bool,
}

/// Writes what of a dataset passes the filter, in the way that is set by default. The same dataset gives the same bytes.
///
/// An export tells of documents: of the gazetteer it has what they mention, and the ontology stands in it when nothing is
/// filtered out.
///
/// # Errors
/// When the filter names something unknown, or `out` cannot be written to.
pub fn write_dataset(dataset: &Dataset, format: Format, filter: &Filter, out: &mut impl Write) -> Result<()> {
    write_dataset_with(dataset, format, filter, Settings::default(), out)
}

/// The same in another way.
///
/// # Errors
/// As [`write_dataset`].
pub fn write_dataset_with(
    dataset: &Dataset,
    format: Format,
    filter: &Filter,
    settings: Settings,
    out: &mut impl Write,
) -> Result<()> {
    let names = Names::of(dataset);
    let facts = filter.select(dataset, &names)?;
    let part = || {
        let part = if filter.is_empty() { Part::whole(dataset) } else { Part::of(dataset, &facts) };
        if settings.provenance { part } else { Part { provenance: Vec::new().into(), ..part } }
    };
    let written = match format {
        Format::Turtle => write_turtle(&part(), out),
        Format::Trig => write_trig(&part(), out),
        Format::NTriples => write_lines(&part(), out, |quad, out| writeln!(out, "{} .", triple(quad))),
        Format::NQuads => write_lines(&part(), out, |quad, out| writeln!(out, "{quad} .")),
        Format::Dot => dot::write_facts(dataset, &names, &facts, out),
    };
    written.map_err(cannot_write)
}

/// Turtle knows no graphs, so what is said of an entity stands together, whichever graph says it.
fn write_turtle(part: &Part<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut turtle = TurtleWriter::begin(part.iris, out)?;
    let shared = part.facts.iter().chain(&*part.entities).chain(&part.gazetteer);
    let mut entities: Vec<Quad> = shared.cloned().map(without_graph).collect();
    quads::sort(&mut entities);
    turtle.write_heading("Entities, and what documents assert of them")?;
    turtle.write_triples(&entities)?;
    for (doc_id, quads) in &*part.documents {
        turtle.write_heading(&heading(doc_id, quads))?;
        turtle.write_triples(quads)?;
    }
    if !part.ontology.is_empty() {
        turtle.write_heading("Ontology")?;
        turtle.write_triples(part.ontology)?;
    }
    if !part.provenance.is_empty() {
        turtle.write_heading("When and by what it was read")?;
        turtle.write_triples(&part.provenance)?;
    }
    Ok(())
}

fn write_trig(part: &Part<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut trig = TurtleWriter::begin(part.iris, out)?;
    part.graphs().try_for_each(|quads| trig.write_graph(quads))
}

fn write_lines<W: Write>(part: &Part<'_>, out: &mut W, write: fn(&Quad, &mut W) -> io::Result<()>) -> io::Result<()> {
    part.graphs().flatten().try_for_each(|quad| write(quad, out))
}

fn triple(quad: &Quad) -> oxrdf::TripleRef<'_> {
    oxrdf::TripleRef::new(&quad.subject, &quad.predicate, &quad.object)
}

/// Triples as quads of the default graph, sorted.
fn triples_as_quads(triples: &[Triple]) -> Vec<Quad> {
    let quads = triples.iter().cloned().map(|triple| triple.in_graph(oxrdf::GraphName::DefaultGraph));
    let mut quads: Vec<Quad> = quads.collect();
    quads::sort(&mut quads);
    quads
}

fn without_graph(quad: Quad) -> Quad {
    Quad { graph_name: oxrdf::GraphName::DefaultGraph, ..quad }
}

fn heading(doc_id: &str, quads: &[Quad]) -> String {
    match document_text(quads, dcterms::TITLE) {
        Some(title) => format!("Document {doc_id}: {title}"),
        None => format!("Document {doc_id}"),
    }
}

/// What a document's graph says of the document: its title, or another property whose value is text.
pub fn document_text<'q>(quads: &'q [Quad], property: NamedNodeRef<'_>) -> Option<&'q str> {
    let is_document = |quad: &&Quad| oxrdf::GraphName::from(quad.subject.clone()) == quad.graph_name;
    quads.iter().filter(is_document).find(|quad| quad.predicate == property).and_then(|quad| nodes::text(&quad.object))
}

fn cannot_write(cause: io::Error) -> Error {
    Error::new("cannot write the export").caused_by(cause)
}
