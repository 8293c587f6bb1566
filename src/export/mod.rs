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
mod columns;
mod dot;
mod events;
mod filter;
mod jsonld;
mod lines;
mod names;
mod narrow;
mod network;
mod nodes;
mod records;
mod relations;
mod tables;
mod ties;
mod timeline;
mod turtle;
mod xml;

pub use answers::{AnswerFormat, answer_cells, write_answer};
pub use columns::{ColumnFormat, Columns, Rows, Table};
pub use dot::{Clusters, Picture};
pub use events::{Quote, StatedEvent, StatedFact};
pub use filter::{Filter, find_documents, find_entity};
pub use lines::write_store;
pub use names::Names;
pub use network::{Chain, Measure, Network, Standing};
pub use records::Records;
pub use relations::Tone;

use crate::error::{Error, Result};
use crate::rdf::vocab::{self, dcterms};
use crate::rdf::{Background, quads};
use crate::store::Dataset;
use narrow::Part;
use oxrdf::{Literal, NamedNodeRef, Quad, Term, Triple, TripleRef};
use oxrdfio::{RdfFormat, RdfSerializer};
use std::io::{self, Write};
use ties::Ties;
use turtle::TurtleWriter;

/// A format of [`write_dataset`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RDF Turtle: all graphs in one, to read and to load.
    Turtle,
    /// RDF TriG: Turtle with named graphs.
    Trig,
    /// RDF N-Triples: all graphs in one, a triple a line.
    NTriples,
    /// RDF N-Quads: named graphs, a quad a line.
    NQuads,
    /// JSON-LD 1.1 with plain keys: all graphs in one.
    JsonLd,
    /// RDF 1.1 XML: all graphs in one.
    RdfXml,
    /// The language of Graphviz: a picture of what is asserted and planned.
    Dot,
    /// GraphML: the network of entities, with typed attributes.
    GraphMl,
    /// GEXF 1.3, for Gephi: the same, over time.
    Gexf,
    /// Events as a tab-separated table, in the way of ICEWS and POLECAT.
    Plover,
    /// Facts as comma-separated values.
    Csv,
    /// Entities as comma-separated values, for Neo4j's import.
    Neo4jNodes,
    /// What ties them, to go with them.
    Neo4jRelationships,
    /// Events over time, as a page of HTML.
    Timeline,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 14] = [
        Self::Turtle,
        Self::Trig,
        Self::NTriples,
        Self::NQuads,
        Self::JsonLd,
        Self::RdfXml,
        Self::Dot,
        Self::GraphMl,
        Self::Gexf,
        Self::Plover,
        Self::Csv,
        Self::Neo4jNodes,
        Self::Neo4jRelationships,
        Self::Timeline,
    ];

    /// The name that users give it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::Trig => "trig",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::JsonLd => "jsonld",
            Self::RdfXml => "rdfxml",
            Self::Dot => "dot",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Plover => "plover",
            Self::Csv => "csv",
            Self::Neo4jNodes => "neo4j-nodes",
            Self::Neo4jRelationships => "neo4j-relationships",
            Self::Timeline => "timeline",
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

    /// Whether RDF 1.2 can be written in it.
    const fn has_triple_terms(self) -> bool {
        matches!(self, Self::Turtle | Self::Trig | Self::NTriples | Self::NQuads)
    }
}

/// How an export is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// Tell when and by what each document was read, too, which is all that differs when the same is read again.
    pub provenance: bool,
    /// Say in RDF 1.2 which triple a fact states (`rdf:reifies <<( … )>>`), in the place of subject, predicate and object.
    pub rdf_12: bool,
    /// What a picture shows.
    pub picture: Picture,
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
/// As [`write_dataset`], and when the format does not know RDF 1.2.
pub fn write_dataset_with(
    dataset: &Dataset,
    format: Format,
    filter: &Filter,
    settings: Settings,
    out: &mut impl Write,
) -> Result<()> {
    if settings.rdf_12 && !format.has_triple_terms() {
        let known = Format::ALL.into_iter().filter(|format| format.has_triple_terms()).map(Format::name);
        let known = known.collect::<Vec<_>>().join(", ");
        return Err(Error::new(format!("{} cannot hold triples about triples (formats: {known})", format.name())));
    }
    let names = Names::of(dataset);
    let facts = filter.select(dataset, &names)?;
    let events = || filter.select_events(dataset, &names);
    let part = || {
        let part = if filter.is_empty() { Part::whole(dataset) } else { Part::of(dataset, &facts) };
        if settings.provenance { part } else { Part { provenance: Vec::new().into(), ..part } }
    };
    let ties = || Ties::of(dataset, &names, &facts);
    let reified = settings.rdf_12;
    let written = match format {
        Format::Turtle => write_turtle(&part(), reified, out),
        Format::Trig => write_trig(&part(), reified, out),
        Format::NTriples => write_lines(&part(), reified, false, out),
        Format::NQuads => write_lines(&part(), reified, true, out),
        Format::JsonLd => {
            let part = part();
            jsonld::write(&part, &dataset.background.ontology, &entities(&part), out)
        }
        Format::RdfXml => write_rdfxml(&part(), out),
        Format::Dot => dot::write_facts(dataset, &names, &facts, settings.picture, out),
        Format::GraphMl => ties().write_graphml(out),
        Format::Gexf => ties().write_gexf(out),
        Format::Plover => tables::write_events(dataset, &names, &events()?, out),
        Format::Csv => {
            // An event may have a fact that passes, though it does not pass itself: by a participant of another fact.
            let events = Filter::default().select_events(dataset, &names)?;
            tables::write_facts(dataset, &names, &facts, &events, out)
        }
        Format::Neo4jNodes => ties().write_neo4j_nodes(out),
        Format::Neo4jRelationships => ties().write_neo4j_relationships(out),
        Format::Timeline => timeline::write(dataset, &names, &events()?, out),
    };
    written.map_err(cannot_write)
}

/// The context of JSON-LD exports as a file of its own.
pub fn jsonld_context(background: &Background) -> String {
    let context = jsonld::context(&background.iris, &background.ontology);
    // A context is made of texts and objects, which are always written.
    let text = serde_json::to_string_pretty(&context).unwrap_or_default();
    format!("{text}\n")
}

/// What is said of entities, whichever graph says it, sorted: formats that know no graphs have it in one place.
fn entities(part: &Part<'_>) -> Vec<Quad> {
    let shared = part.facts.iter().chain(&*part.entities).chain(&part.gazetteer);
    let mut entities: Vec<Quad> = shared.cloned().map(without_graph).collect();
    quads::sort(&mut entities);
    entities
}

fn write_turtle(part: &Part<'_>, reified: bool, out: &mut impl Write) -> io::Result<()> {
    let mut turtle = TurtleWriter::begin(part.iris, out)?.reified(reified);
    turtle.write_heading("Entities, and what documents assert of them")?;
    turtle.write_triples(&entities(part))?;
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

fn write_trig(part: &Part<'_>, reified: bool, out: &mut impl Write) -> io::Result<()> {
    let mut trig = TurtleWriter::begin(part.iris, out)?.reified(reified);
    part.graphs().try_for_each(|quads| trig.write_graph(quads))
}

fn write_lines(part: &Part<'_>, reified: bool, with_graph: bool, out: &mut impl Write) -> io::Result<()> {
    part.graphs().try_for_each(|quads| lines::write(quads, reified, with_graph, out))
}

/// XML cannot hold all characters; those that it cannot become U+FFFD.
fn write_rdfxml(part: &Part<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::RdfXml);
    for (prefix, namespace) in part.iris.prefixes() {
        // Only vocabularies name properties, and XML has no use for the other prefixes.
        if vocab::PREFIXES.iter().any(|(known, _)| *known == prefix) {
            serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
        }
    }
    let mut writer = serializer.for_writer(out);
    let entities = entities(part);
    let documents = part.documents.iter().flat_map(|(_, quads)| quads);
    for quad in entities.iter().chain(documents).chain(part.ontology).chain(&*part.provenance) {
        match &quad.object {
            Term::Literal(literal) if !literal.value().chars().all(xml::is_char) => {
                let object = Literal::new_typed_literal(xml::holdable(literal.value()), literal.datatype());
                writer.serialize_triple(TripleRef::new(&quad.subject, &quad.predicate, &object))?;
            }
            object => writer.serialize_triple(TripleRef::new(&quad.subject, &quad.predicate, object))?,
        }
    }
    let out = writer.finish()?;
    writeln!(out)
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
