//! Facts in; the network as viewers and graph databases take it, an edge for each relation between two, out: GraphML, GEXF and
//! the pair of CSV files that Neo4j imports.
//!
//! Nodes have a label, a class, a Wikidata item, a country and the number of facts they take part in; edges a relation, its
//! PLOVER type and tone, a status, a weight (how often it is told), the first and the last date, and the documents.

use crate::dates::When;
use crate::events::Status;
use crate::export::events::StatedFact;
use crate::export::names::Names;
use crate::export::nodes::Nodes;
use crate::export::relations::Relations;
use crate::export::xml::escape;
use crate::rdf::vocab::{ch, owl};
use crate::store::Dataset;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What may stand as the type of an attribute.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Truth,
}

/// Attributes of nodes and of edges, in the order of [`Node::values`] and [`Edge::values`].
const OF_NODES: [(&str, Kind); 6] = [
    ("label", Kind::Text),
    ("class", Kind::Text),
    ("iri", Kind::Text),
    ("wikidata", Kind::Text),
    ("country", Kind::Text),
    ("facts", Kind::Number),
];
const OF_EDGES: [(&str, Kind); 9] = [
    ("relation", Kind::Text),
    ("plover", Kind::Text),
    ("tone", Kind::Text),
    ("status", Kind::Text),
    ("symmetric", Kind::Truth),
    ("weight", Kind::Number),
    ("first", Kind::Text),
    ("last", Kind::Text),
    ("documents", Kind::Text),
];

struct Node<'d> {
    iri: &'d str,
    values: [String; OF_NODES.len()],
}

/// Facts that differ in nothing but document, date and sentence.
struct Edge<'d> {
    ends: [&'d str; 2],
    values: [String; OF_EDGES.len()],
    /// The first and last day, where there is one.
    days: Option<(String, String)>,
}

/// The network of some facts.
pub(super) struct Ties<'d> {
    entity_base: String,
    nodes: Vec<Node<'d>>,
    edges: Vec<Edge<'d>>,
}

impl<'d> Ties<'d> {
    pub(super) fn of(dataset: &'d Dataset, names: &Names<'d>, facts: &[StatedFact<'d>]) -> Self {
        let relations = Relations::of(dataset);
        let known = Nodes::of(&dataset.background.gazetteer);
        let mut degrees: BTreeMap<&str, usize> = BTreeMap::new();
        let mut told: BTreeMap<(&str, &str, &str, Status), Vec<&StatedFact<'_>>> = BTreeMap::new();
        for fact in facts {
            *degrees.entry(fact.subject).or_default() += 1;
            *degrees.entry(fact.object).or_default() += 1;
            told.entry((fact.subject, fact.predicate, fact.object, fact.status)).or_default().push(fact);
        }
        let node = |(&iri, facts): (&&'d str, &usize)| {
            let country = known.iri(iri, ch::IN_COUNTRY).map(|country| names.label(country)).unwrap_or_default();
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let (label, class) = (names.label(iri).to_owned(), text(names.class(iri)));
            let item = known.iri(iri, owl::SAME_AS).and_then(|item| item.rsplit('/').next());
            Node { iri, values: [label, class, iri.to_owned(), text(item), country.to_owned(), facts.to_string()] }
        };
        Self {
            entity_base: dataset.background.iris.entity("").into_string(),
            nodes: degrees.iter().map(node).collect(),
            edges: told.into_iter().map(|(key, facts)| edge(key, &facts, names, &relations)).collect(),
        }
    }

    /// The slug of an entity.
    fn id<'a>(&self, iri: &'a str) -> &'a str {
        iri.strip_prefix(&self.entity_base).unwrap_or(iri)
    }

    /// GraphML (Brandes et al., <http://graphml.graphdrawing.org/specification.html>).
    pub(super) fn write_graphml(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (what, attributes) in [("node", &OF_NODES[..]), ("edge", &OF_EDGES[..])] {
            for (name, kind) in attributes {
                let kind = match kind {
                    Kind::Text => "string",
                    Kind::Number => "int",
                    Kind::Truth => "boolean",
                };
                let key = format!("id=\"{what}-{name}\" for=\"{what}\" attr.name=\"{name}\" attr.type=\"{kind}\"");
                writeln!(out, "  <key {key}/>")?;
            }
        }
        writeln!(out, "  <graph id=\"chancery\" edgedefault=\"directed\">")?;
        for node in &self.nodes {
            writeln!(out, "    <node id=\"{}\">", escape(self.id(node.iri)))?;
            write_data("node", &OF_NODES, &node.values, out)?;
            writeln!(out, "    </node>")?;
        }
        for (number, edge) in self.edges.iter().enumerate() {
            let [from, to] = edge.ends.map(|end| escape(self.id(end)));
            writeln!(out, "    <edge id=\"e{number}\" source=\"{from}\" target=\"{to}\">")?;
            write_data("edge", &OF_EDGES, &edge.values, out)?;
            writeln!(out, "    </edge>")?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }

    /// GEXF 1.3 (<https://gexf.net>), which Gephi reads: edges last from their first date to their last.
    pub(super) fn write_gexf(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">")?;
        writeln!(out, "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\">")?;
        for (what, attributes) in [("node", &OF_NODES[..]), ("edge", &OF_EDGES[..])] {
            writeln!(out, "    <attributes class=\"{what}\" mode=\"static\">")?;
            for (name, kind) in attributes.iter().filter(|(name, _)| !is_built_in(name)) {
                let kind = match kind {
                    Kind::Text => "string",
                    Kind::Number => "integer",
                    Kind::Truth => "boolean",
                };
                writeln!(out, "      <attribute id=\"{what}-{name}\" title=\"{name}\" type=\"{kind}\"/>")?;
            }
            writeln!(out, "    </attributes>")?;
        }
        writeln!(out, "    <nodes>")?;
        for node in &self.nodes {
            let (id, label) = (escape(self.id(node.iri)), escape(&node.values[0]));
            writeln!(out, "      <node id=\"{id}\" label=\"{label}\">")?;
            write_values("node", &OF_NODES, &node.values, out)?;
            writeln!(out, "      </node>")?;
        }
        writeln!(out, "    </nodes>\n    <edges>")?;
        for (number, edge) in self.edges.iter().enumerate() {
            let [from, to] = edge.ends.map(|end| escape(self.id(end)));
            let (relation, weight) = (escape(&edge.values[0]), &edge.values[5]);
            let span = edge.days.as_ref().map(|(start, end)| format!(" start=\"{start}\" end=\"{end}\""));
            let span = span.unwrap_or_default();
            write!(out, "      <edge id=\"e{number}\" source=\"{from}\" target=\"{to}\" label=\"{relation}\"")?;
            writeln!(out, " weight=\"{weight}\"{span}>")?;
            write_values("edge", &OF_EDGES, &edge.values, out)?;
            writeln!(out, "      </edge>")?;
        }
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }

    /// The nodes for `neo4j-admin database import` (<https://neo4j.com/docs/operations-manual/current/import/>).
    pub(super) fn write_neo4j_nodes(&self, out: &mut impl Write) -> io::Result<()> {
        let header = ["id:ID", "label", "iri", "wikidata", "country", "facts:int", ":LABEL"].map(str::to_owned);
        let row = |node: &Node<'_>| {
            let [label, class, iri, wikidata, country, facts] = &node.values;
            let class = if class.is_empty() { "Entity".to_owned() } else { format!("Entity;{class}") };
            [self.id(node.iri), label, iri, wikidata, country, facts, &class].map(str::to_owned)
        };
        write_csv(std::iter::once(header).chain(self.nodes.iter().map(row)), out)
    }

    /// The relationships, to go with the nodes.
    pub(super) fn write_neo4j_relationships(&self, out: &mut impl Write) -> io::Result<()> {
        let names = ":START_ID,:END_ID,:TYPE,plover,tone,status,symmetric:boolean,weight:int,first,last,documents";
        let header: Vec<String> = names.split(',').map(str::to_owned).collect();
        let row = |edge: &Edge<'_>| {
            let ends = edge.ends.map(|end| self.id(end).to_owned());
            [&ends[..], &edge.values[..]].concat()
        };
        write_csv(std::iter::once(header).chain(self.edges.iter().map(row)), out)
    }
}

fn edge<'d>(
    (subject, relation, object, status): (&'d str, &'d str, &'d str, Status),
    facts: &[&StatedFact<'d>],
    names: &Names<'d>,
    relations: &Relations<'d>,
) -> Edge<'d> {
    let dates: BTreeSet<When> = facts.iter().filter_map(|fact| fact.date).collect();
    let documents: BTreeSet<&str> = facts.iter().map(|fact| fact.doc_id).collect();
    let first = dates.iter().min_by_key(|when| when.first_day());
    let last = dates.iter().max_by_key(|when| when.last_day());
    let text = |when: Option<&When>| when.map(ToString::to_string).unwrap_or_default();
    Edge {
        ends: [subject, object],
        values: [
            names.label(relation).to_owned(),
            relations.text(relation, ch::PLOVER_TYPE).unwrap_or_default().to_owned(),
            relations.tone(relation).as_str().to_owned(),
            status.as_str().to_owned(),
            relations.is_symmetric(relation).to_string(),
            facts.len().to_string(),
            text(first),
            text(last),
            documents.into_iter().collect::<Vec<_>>().join(" "),
        ],
        days: first.zip(last).map(|(first, last)| (first.first_day().to_string(), last.last_day().to_string())),
    }
}

/// What GEXF has a place of its own for.
fn is_built_in(name: &str) -> bool {
    matches!(name, "label" | "weight")
}

fn write_data(what: &str, of: &[(&str, Kind)], values: &[String], out: &mut impl Write) -> io::Result<()> {
    let given = of.iter().zip(values).filter(|(_, value)| !value.is_empty());
    given
        .map(|((name, _), value)| (name, escape(value)))
        .try_for_each(|(name, value)| writeln!(out, "      <data key=\"{what}-{name}\">{value}</data>"))
}

fn write_values(what: &str, of: &[(&str, Kind)], values: &[String], out: &mut impl Write) -> io::Result<()> {
    let given = of.iter().zip(values).filter(|((name, _), value)| !is_built_in(name) && !value.is_empty());
    writeln!(out, "        <attvalues>")?;
    for ((name, _), value) in given {
        writeln!(out, "          <attvalue for=\"{what}-{name}\" value=\"{}\"/>", escape(value))?;
    }
    writeln!(out, "        </attvalues>")
}

/// Comma-separated values (RFC 4180).
pub(super) fn write_csv<R>(mut rows: impl Iterator<Item = R>, out: &mut impl Write) -> io::Result<()>
where
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    rows.try_for_each(|row| csv.write_record(row))?;
    csv.flush()
}
