//! DOT, the language of Graphviz: facts in; a picture of who does what to whom out.
//!
//! A node is an entity, in the shape and colour that the ontology gives its class (`ch:shape`, `ch:colour`). An edge stands
//! for all facts of one tone from one node to another, with the relations and how often each is told; it is thicker the more
//! they are. The tone is that of the relation's PLOVER quad class. What is planned is dashed; what is supposed or denied is
//! not drawn.

use crate::events::Status;
use crate::export::events::StatedFact;
use crate::export::names::Names;
use crate::rdf::vocab::{ch, owl, rdf};
use crate::store::Dataset;
use oxrdf::{NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

/// Characters of a node's label, and of one line of it.
const LABEL_LENGTH: usize = 40;
const LINE_LENGTH: usize = 20;
/// Relations that the label of an edge names.
const RELATIONS_SHOWN: usize = 3;

/// Left to right under `dot`; without overlaps under `sfdp`; edges below nodes under both.
const HEAD: &str = r##"digraph chancery {
    graph [rankdir=LR, ranksep=1.1, nodesep=0.3, overlap=prism, overlap_scaling=-8, outputorder=edgesfirst,
        label="green: cooperation   red: conflict   grey: other   dashed: planned", labelloc=b,
        fontname="Helvetica", fontsize=10, fontcolor="#555555"];
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

/// Draws the facts that are asserted or planned.
pub(super) fn write_facts(
    dataset: &Dataset,
    names: &Names<'_>,
    facts: &[StatedFact<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut drawing = Drawing::of(dataset, names);
    for fact in facts {
        if matches!(fact.status, Status::Asserted | Status::Planned) {
            drawing.add(fact.subject, fact.predicate, fact.object, fact.status == Status::Planned);
        }
    }
    drawing.write(out)
}

/// What an edge says of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tone {
    Cooperation,
    Conflict,
    Neither,
}

impl Tone {
    /// By a quad class of PLOVER ("verbal cooperation", "material conflict").
    fn of_quad_class(quad_class: &str) -> Self {
        match quad_class.rsplit(' ').next() {
            Some("cooperation") => Self::Cooperation,
            Some("conflict") => Self::Conflict,
            _ => Self::Neither,
        }
    }

    const fn colour(self) -> &'static str {
        match self {
            Self::Cooperation => "#2a7f62",
            Self::Conflict => "#c0392b",
            Self::Neither => "#8a8a8a",
        }
    }
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
    /// The objects that the ontology gives a class or relation, by its IRI and the property.
    ontology: HashMap<(&'a str, &'a str), &'a Term>,
    symmetric: BTreeSet<&'a str>,
    /// How often each relation is told along an edge.
    edges: BTreeMap<Edge<'a>, BTreeMap<&'a str, usize>>,
}

impl<'a> Drawing<'a> {
    fn of(dataset: &'a Dataset, names: &'a Names<'a>) -> Self {
        let mut ontology = HashMap::new();
        let mut symmetric = BTreeSet::new();
        for Quad { subject, predicate, object, .. } in &dataset.background.ontology {
            let NamedOrBlankNode::NamedNode(subject) = subject else { continue };
            ontology.insert((subject.as_str(), predicate.as_str()), object);
            if *object == Term::from(owl::SYMMETRIC_PROPERTY) {
                symmetric.insert(subject.as_str());
            }
        }
        let entity_base = dataset.background.iris.entity("").into_string();
        Self { names, entity_base, ontology, symmetric, edges: BTreeMap::new() }
    }

    fn add(&mut self, from: &'a str, relation: &'a str, to: &'a str, planned: bool) {
        let symmetric = self.symmetric.contains(relation);
        let (from, to) = if symmetric && to < from { (to, from) } else { (from, to) };
        let tone = self.told(relation, ch::QUAD_CLASS).map_or(Tone::Neither, Tone::of_quad_class);
        let edge = Edge { from, to, symmetric, planned, tone };
        *self.edges.entry(edge).or_default().entry(relation).or_default() += 1;
    }

    /// The text that the ontology gives a class or relation.
    fn told(&self, term: &str, property: NamedNodeRef<'_>) -> Option<&'a str> {
        match self.ontology.get(&(term, property.as_str())) {
            Some(Term::Literal(literal)) => Some(literal.value()),
            _ => None,
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())?;
        for (node, degree) in self.degrees() {
            self.write_node(node, degree, out)?;
        }
        for (edge, relations) in &self.edges {
            self.write_edge(edge, relations, out)?;
        }
        writeln!(out, "}}")
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

    fn write_node(&self, node: &'a str, degree: usize, out: &mut impl Write) -> io::Result<()> {
        let label = self.names.label(node);
        write!(out, "    {} [label={}", self.id(node), quote(&wrap(&shorten(label))))?;
        if let Some(class) = self.names.class(node).map(crate::rdf::ontology_term) {
            for (attribute, property) in [("shape", ch::SHAPE), ("fillcolor", ch::COLOUR)] {
                if let Some(value) = self.told(class.as_str(), property) {
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
        write!(out, "    {} -> {} [", self.id(edge.from), self.id(edge.to))?;
        write!(out, "label={}, color=\"{colour}\", fontcolor=\"{colour}\"", quote(&self.edge_label(relations)))?;
        write!(out, ", penwidth={:.1}", 1.0 + (total as f64).ln())?;
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
