//! Turtle and TriG: quads in; text that reads well and is the same for the same quads out.
//!
//! Prefixes first, then a block for each subject, in the order of the quads given: `a` and its classes, then the other
//! properties, one a line.

use crate::export::lines::{REIFIES, Stated, is_part_of_statement};
use crate::rdf::vocab::{rdf, rdfs, skos, xsd};
use crate::rdf::{Iris, abbreviate};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::io::{Result, Write};

/// Writes triples of quads, whatever their graphs, as Turtle.
pub(super) struct TurtleWriter<W> {
    prefixes: Vec<(&'static str, String)>,
    reified: bool,
    out: W,
}

impl<W: Write> TurtleWriter<W> {
    /// Begins a file with the prefixes.
    pub(super) fn begin(iris: &Iris, mut out: W) -> Result<Self> {
        let prefixes = iris.prefixes();
        for (prefix, namespace) in &prefixes {
            writeln!(out, "@prefix {prefix}: <{namespace}> .")?;
        }
        Ok(Self { prefixes, reified: false, out })
    }

    /// The same writer, saying in RDF 1.2 which triple a fact states.
    pub(super) fn reified(self, reified: bool) -> Self {
        Self { reified, ..self }
    }

    /// Writes a comment that heads what follows.
    pub(super) fn write_heading(&mut self, heading: &str) -> Result<()> {
        let line: String = heading.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writeln!(self.out, "\n# {line}")
    }

    /// Writes the triples of quads that are sorted by subject, predicate and object.
    pub(super) fn write_triples(&mut self, quads: &[Quad]) -> Result<()> {
        self.write_subjects(quads, "")
    }

    /// Writes the triples of quads of one graph, sorted as for [`write_triples`](Self::write_triples), as a graph of TriG.
    pub(super) fn write_graph(&mut self, quads: &[Quad]) -> Result<()> {
        let Some(first) = quads.first() else { return Ok(()) };
        let name = match &first.graph_name {
            GraphName::NamedNode(node) => self.iri(node),
            GraphName::BlankNode(node) => node.to_string(),
            GraphName::DefaultGraph => return self.write_triples(quads),
        };
        writeln!(self.out, "\n{name} {{")?;
        self.write_subjects(quads, "    ")?;
        writeln!(self.out, "}}")
    }

    fn write_subjects(&mut self, quads: &[Quad], margin: &str) -> Result<()> {
        for node in quads.chunk_by(|a, b| a.subject == b.subject) {
            let mut node: Vec<&Quad> = node.iter().collect();
            // The sort is stable: what has no place of its own stays in the order of the IRIs.
            node.sort_by_key(|quad| place(quad.predicate.as_ref()));
            write!(self.out, "\n{margin}{}", self.subject(&node[0].subject))?;
            let stated = if self.reified { Stated::of(&node) } else { None };
            let mut told = Vec::new();
            for property in node.chunk_by(|a, b| a.predicate == b.predicate) {
                match &stated {
                    Some(stated) if property[0].predicate == rdf::SUBJECT => told.push(self.reifying(stated)),
                    Some(_) if is_part_of_statement(&property[0].predicate) => {}
                    _ => {
                        let objects: Vec<_> = property.iter().map(|quad| self.term(&quad.object)).collect();
                        told.push(format!("{} {}", self.predicate(&property[0].predicate), objects.join(", ")));
                    }
                }
            }
            writeln!(self.out, " {} .", told.join(&format!(" ;\n{margin}    ")))?;
        }
        Ok(())
    }

    fn subject(&self, subject: &NamedOrBlankNode) -> String {
        match subject {
            NamedOrBlankNode::NamedNode(node) => self.iri(node),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        }
    }

    fn reifying(&self, stated: &Stated<'_>) -> String {
        let [subject, predicate, object] =
            [stated.subject, stated.predicate, stated.object].map(|part| self.term(part));
        let reifies = self.iri(&NamedNode::new_unchecked(REIFIES));
        format!("{reifies} <<( {subject} {predicate} {object} )>>")
    }

    fn predicate(&self, predicate: &NamedNode) -> String {
        if *predicate == rdf::TYPE { "a".to_owned() } else { self.iri(predicate) }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.iri(node),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => self.literal(literal),
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        if literal.language().is_some() || literal.datatype() == xsd::STRING {
            return literal.to_string();
        }
        let quoted = Literal::new_simple_literal(literal.value());
        format!("{quoted}^^{}", self.iri(&literal.datatype().into_owned()))
    }

    fn iri(&self, node: &NamedNode) -> String {
        let abbreviated = abbreviate(node.as_str(), &self.prefixes).filter(|(_, name)| is_plain_name(name));
        abbreviated.map_or_else(|| node.to_string(), |(prefix, name)| format!("{prefix}:{name}"))
    }
}

/// Where a property stands in its block: classes, then what a statement states, then names, then all else.
fn place(property: NamedNodeRef<'_>) -> usize {
    let first = [rdf::TYPE, rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT, rdfs::LABEL, skos::ALT_LABEL];
    first.iter().position(|known| *known == property).unwrap_or(first.len())
}

/// Whether a local name needs no escape in Turtle (PN_LOCAL, narrowed to ASCII letters, digits, `_` and, inside, `-`).
fn is_plain_name(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let ends = (name.bytes().next(), name.bytes().last());
    let ends_are_words = matches!(ends, (Some(first), Some(last)) if is_word(first) && is_word(last));
    ends_are_words && name.bytes().all(|byte| is_word(byte) || byte == b'-')
}
