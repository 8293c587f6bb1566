//! DOT, the language of Graphviz: facts in; a picture of who does what to whom out.
//!
//! Of a large network the most central entities are drawn, and how many are left out is told. A node is an entity, in the shape
//! and colour that the ontology gives its class (`ch:shape`, `ch:colour`). An edge stands for all facts of one tone from one node
//! to another, with the relations and how often each is told; it is thicker the more they are. The tone is that of the
//! relation's PLOVER quad class. What is planned is dashed; what is supposed or denied is not drawn.

use crate::events::Status;
use crate::export::events::StatedFact;
use crate::export::names::Names;
use crate::export::network::{Measure, Network};
use crate::export::nodes::Nodes;
use crate::export::relations::{Relations, Tone};
use crate::rdf::vocab::{ch, rdf};
use crate::store::Dataset;
use oxrdf::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Characters of a node's label, and of one line of it.
const LABEL_LENGTH: usize = 40;
const LINE_LENGTH: usize = 20;
/// Relations that the label of an edge names.
const RELATIONS_SHOWN: usize = 3;
/// Edges from which on only those that are told more than once have a label.
const MANY_EDGES: usize = 80;
/// How the frame of a cluster looks.
const CLUSTER: &str = r##"labelloc=t, style="rounded,filled", color="#dddddd", fillcolor="#f7f7f7", fontsize=12"##;

/// Left to right under `dot`, whose older ranking (without `newrank`) fails on some clusters; without overlaps under `sfdp`; edges below nodes under both.
const HEAD: &str = r##"digraph chancery {
    graph [rankdir=LR, newrank=true, ranksep=1.1, nodesep=0.3, overlap=prism, overlap_scaling=-8, outputorder=edgesfirst,
        labelloc=b, fontname="Helvetica", fontsize=10, fontcolor="#555555"];
    node [fontname="Helvetica", style="filled", fillcolor="#ffffff", color="#666666", margin="0.12,0.06"];
    edge [fontname="Helvetica", fontsize=9, arrowsize=0.7];
"##;

/// Draws triples whose subject and object are things with an IRI, as a CONSTRUCT query gives them. The dataset tells what
/// they are called and what they look like.
pub(super) fn write_triples(dataset: &Dataset, triples: &[Triple], out: &mut impl Write) -> io::Result<()> {
    let names = Names::of(dataset);
    let mut drawing = Drawing::of(dataset, &names);
    for triple in triples {
        if let (NamedOrBlankNode::NamedNode(from), Term::NamedNode(to)) = (&triple.subject, &triple.object)
            && triple.predicate != rdf::TYPE
        {
            drawing.add(from.as_str(), triple.predicate.as_str(), to.as_str(), false);
        }
    }
    drawing.write(out)
}

/// What a picture shows of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Only this many entities, the most central.
    pub top: usize,
    /// By which measure.
    pub by: Measure,
    /// Which entities stand together.
    pub clusters: Clusters,
}

/// Which entities of a picture stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clusters {
    /// None in particular.
    #[default]
    None,
    /// Those that are tied to each other more than to others.
    Communities,
    /// Those of a region of the world, as the gazetteer knows it.
    Regions,
}

impl Default for Picture {
    fn default() -> Self {
        Self { top: 40, by: Measure::default(), clusters: Clusters::default() }
    }
}

/// Draws the facts that are asserted or planned.
pub(super) fn write_facts(
    dataset: &Dataset,
    names: &Names<'_>,
    facts: &[StatedFact<'_>],
    picture: Picture,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_drawn = |fact: &&StatedFact<'_>| matches!(fact.status, Status::Asserted | Status::Planned);
    let mut facts: Vec<StatedFact<'_>> = facts.iter().filter(is_drawn).cloned().collect();
    let all = Network::of(&facts, dataset);
    let count = all.entities().count();
    let mut drawing = Drawing { entities: count, ..Drawing::of(dataset, names) };
    if count > picture.top {
        let shown: BTreeSet<&str> = all.most_central(picture.by, picture.top).into_iter().collect();
        facts.retain(|fact| shown.contains(fact.subject) && shown.contains(fact.object));
    }
    match picture.clusters {
        Clusters::None => {}
        Clusters::Communities => {
            let parted = Network::of(&facts, dataset).communities();
            drawing.clusters = parted.into_iter().map(|members| (String::new(), members)).collect();
        }
        Clusters::Regions => drawing.clusters = regions(&facts, dataset, names),
    }
    for fact in &facts {
        drawing.add(fact.subject, fact.predicate, fact.object, fact.status == Status::Planned);
    }
    drawing.write(out)
}

/// The entities of facts by the region of their country, or of the country that they are.
fn regions<'d>(facts: &[StatedFact<'d>], dataset: &'d Dataset, names: &Names<'_>) -> Vec<(String, Vec<&'d str>)> {
    let known = Nodes::of(&dataset.background.gazetteer);
    let region = |entity: &str| known.iri(known.iri(entity, ch::IN_COUNTRY).unwrap_or(entity), ch::REGION);
    let mut regions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entity in facts.iter().flat_map(|fact| [fact.subject, fact.object]) {
        if let Some(region) = region(entity) {
            regions.entry(region).or_default().insert(entity);
        }
    }
    regions
        .into_iter()
        .map(|(region, members)| (names.label(region).to_owned(), members.into_iter().collect()))
        .collect()
}

/// An edge; those that differ in nothing but the relation are drawn as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    symmetric: bool,
    planned: bool,
    tone: Tone,
}

struct Drawing<'a> {
    names: &'a Names<'a>,
    entity_base: String,
    ontology: Relations<'a>,
    /// How often each relation is told along an edge.
    edges: BTreeMap<Edge<'a>, BTreeMap<&'a str, usize>>,
    /// Nodes that stand together, with a label that may be empty.
    clusters: Vec<(String, Vec<&'a str>)>,
    /// How many entities there are, drawn or not.
    entities: usize,
}

impl<'a> Drawing<'a> {
    fn of(dataset: &'a Dataset, names: &'a Names<'a>) -> Self {
        let entity_base = dataset.background.iris.entity("").into_string();
        let (edges, clusters) = (BTreeMap::new(), Vec::new());
        Self { names, entity_base, ontology: Relations::of(dataset), edges, clusters, entities: 0 }
    }

    fn add(&mut self, from: &'a str, relation: &'a str, to: &'a str, planned: bool) {
        let symmetric = self.ontology.is_symmetric(relation);
        let (from, to) = if symmetric && to < from { (to, from) } else { (from, to) };
        let edge = Edge { from, to, symmetric, planned, tone: self.ontology.tone(relation) };
        *self.edges.entry(edge).or_default().entry(relation).or_default() += 1;
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())?;
        let degrees = self.degrees();
        if self.entities > degrees.len() {
            writeln!(out, "    label=\"{} more entities are not drawn\";", self.entities - degrees.len())?;
        }
        write_legend(out)?;
        for (number, (label, members)) in self.clusters.iter().enumerate() {
            // One alone is no cluster.
            if members.len() > 1 {
                self.write_cluster(number, label, members, &degrees, out)?;
            }
        }
        let in_cluster: BTreeSet<&str> = self.clusters.iter().flat_map(|(_, members)| members).copied().collect();
        let is_alone = |node: &str| !in_cluster.contains(node);
        let few = |node: &str| self.clusters.iter().any(|(_, members)| members.len() == 1 && members[0] == node);
        for (node, degree) in degrees.iter().filter(|(node, _)| is_alone(node) || few(node)) {
            self.write_node(node, *degree, out)?;
        }
        for (edge, relations) in &self.edges {
            self.write_edge(edge, relations, out)?;
        }
        writeln!(out, "}}")
    }

    fn write_cluster(
        &self,
        number: usize,
        label: &str,
        members: &[&'a str],
        degrees: &BTreeMap<&'a str, usize>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        writeln!(out, "    subgraph cluster_{number} {{")?;
        writeln!(out, "    graph [label={}, {CLUSTER}];", quote(label))?;
        for node in members {
            self.write_node(node, degrees.get(node).copied().unwrap_or(1), out)?;
        }
        writeln!(out, "    }}")
    }

    /// Every node, with the number of facts that it takes part in.
    fn degrees(&self) -> BTreeMap<&'a str, usize> {
        let mut degrees = BTreeMap::new();
        for (edge, relations) in &self.edges {
            for node in BTreeSet::from([edge.from, edge.to]) {
                *degrees.entry(node).or_default() += relations.values().sum::<usize>();
            }
        }
        degrees
    }

    fn write_node(&self, node: &str, degree: usize, out: &mut impl Write) -> io::Result<()> {
        let label = self.names.label(node);
        write!(out, "    {} [label={}", self.id(node), quote(&wrap(&shorten(label))))?;
        if let Some(class) = self.names.class(node).map(crate::rdf::ontology_term) {
            for (attribute, property) in [("shape", ch::SHAPE), ("fillcolor", ch::COLOUR)] {
                if let Some(value) = self.ontology.text(class.as_str(), property) {
                    write!(out, ", {attribute}={}", quote(value))?;
                }
            }
        }
        writeln!(out, ", fontsize={}, tooltip={}];", font_size(degree), quote(label))
    }

    fn write_edge(
        &self,
        edge: &Edge<'a>,
        relations: &BTreeMap<&'a str, usize>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let total: usize = relations.values().sum();
        let colour = edge.tone.colour();
        let label = quote(&self.edge_label(relations));
        // Labels on very many edges hide them; a pointer still shows them.
        let shown = if self.edges.len() > MANY_EDGES && total == 1 { "edgetooltip" } else { "label" };
        write!(out, "    {} -> {} [", self.id(edge.from), self.id(edge.to))?;
        write!(out, "{shown}={label}, color=\"{colour}\", fontcolor=\"{colour}\"")?;
        write!(out, ", penwidth={:.1}", pen_width(total))?;
        if edge.symmetric {
            write!(out, ", dir=none")?;
        }
        if edge.planned {
            write!(out, ", style=dashed")?;
        }
        writeln!(out, "];")
    }

    /// The relations, most told first.
    fn edge_label(&self, relations: &BTreeMap<&'a str, usize>) -> String {
        let mut told: Vec<_> = relations.iter().map(|(iri, count)| (*count, self.names.label(iri))).collect();
        told.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let more = told.len().saturating_sub(RELATIONS_SHOWN);
        let lines = told.into_iter().take(RELATIONS_SHOWN).map(|(count, label)| match count {
            1 => label.to_owned(),
            _ => format!("{label} ×{count}"),
        });
        lines.chain((more > 0).then(|| format!("+{more} more"))).collect::<Vec<_>>().join("\n")
    }

    /// The slug of an entity, the whole IRI of all else.
    fn id(&self, iri: &str) -> String {
        quote(iri.strip_prefix(&self.entity_base).unwrap_or(iri))
    }
}

/// A table of what colours and lines mean, as a node that stands beside the others.
fn write_legend(out: &mut impl Write) -> io::Result<()> {
    let row = |colour: &str, line: &str, meaning: &str| {
        format!("<tr><td><font color=\"{colour}\">{line}</font></td><td align=\"left\">{meaning}</td></tr>")
    };
    let rows = [
        row(Tone::Cooperation.colour(), "<b>━━</b>", "cooperation"),
        row(Tone::Conflict.colour(), "<b>━━</b>", "conflict"),
        row(Tone::Neither.colour(), "<b>━━</b>", "neither"),
        row("#333333", "╌╌", "planned"),
        row("#333333", "─<b>━</b>", "the thicker, the more often told"),
    ];
    let table = format!("<table border=\"0\" cellspacing=\"0\" cellpadding=\"1\">{}</table>", rows.concat());
    writeln!(out, "    \"legend\" [shape=plain, style=\"\", fontsize=10, fontcolor=\"#555555\", label=<{table}>];")
}

/// Grows with the facts that an edge stands for, but slowly.
fn pen_width(total: usize) -> f64 {
    1.0 + 1.3 * (total as f64).ln()
}

/// Grows with the facts that a node takes part in, but slowly.
fn font_size(degree: usize) -> usize {
    (10.0 + 2.0 * (degree as f64).ln()).round().min(22.0) as usize
}

/// The first words, with an ellipsis where there are more.
fn shorten(label: &str) -> String {
    let Some((cut, _)) = label.char_indices().nth(LABEL_LENGTH) else { return label.to_owned() };
    let start = &label[..cut];
    // A single long word is cut in the middle.
    let words = start.rfind(char::is_whitespace).filter(|end| *end > cut / 2).map_or(start, |end| &start[..end]);
    format!("{}…", words.trim_end())
}

/// Breaks lines between words.
fn wrap(label: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= LINE_LENGTH) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// A quoted string of DOT. Control characters, which would break lines or turn the direction of the text around, are left
/// out; a backslash is doubled, as Graphviz reads escapes such as `\N` in labels.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_end_with_a_word() {
        assert_eq!(shorten("gas deal"), "gas deal");
        let long = "an agreement to supply gas through the eastern route for thirty years";
        assert_eq!(shorten(long), "an agreement to supply gas through the…");
        assert_eq!(wrap(&shorten(long)), "an agreement to\nsupply gas through\nthe…");
        assert_eq!(shorten(&"é".repeat(50)), format!("{}…", "é".repeat(40)));
    }

    #[test]
    fn strings_cannot_leave_their_quotes() {
        assert_eq!(quote("a\"b\\N\u{202e}c\r\td\n"), r#""a\"b\\Nc  d\n""#);
    }

    #[test]
    fn the_tone_is_that_of_the_quad_class() {
        assert_eq!(Tone::of_quad_class("verbal cooperation"), Tone::Cooperation);
        assert_eq!(Tone::of_quad_class("material conflict"), Tone::Conflict);
        assert_eq!(Tone::of_quad_class("neutral"), Tone::Neither);
    }
}
