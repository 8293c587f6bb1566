//! The quads of a graph in; for each node, what is said of it, out.

use oxrdf::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::HashMap;

/// Quads by the IRI of their subject; those of blank nodes are left out.
pub(super) struct Nodes<'d>(HashMap<&'d str, Vec<&'d Quad>>);

impl<'d> Nodes<'d> {
    pub(super) fn of(quads: impl IntoIterator<Item = &'d Quad>) -> Self {
        let mut nodes: HashMap<&str, Vec<&Quad>> = HashMap::new();
        for quad in quads {
            if let Some(node) = subject(quad) {
                nodes.entry(node).or_default().push(quad);
            }
        }
        Self(nodes)
    }

    /// Everything that is said of a node, in the order of the quads.
    pub(super) fn quads(&self, node: &str) -> &[&'d Quad] {
        self.0.get(node).map_or(&[], Vec::as_slice)
    }

    /// The objects of a property.
    pub(super) fn objects(&self, node: &str, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'d Term> {
        self.quads(node).iter().filter(move |quad| quad.predicate == property).map(|quad| &quad.object)
    }

    /// The first object of a property that is an IRI.
    pub(super) fn iri(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'d str> {
        self.objects(node, property).find_map(iri)
    }

    /// The text of the first object of a property that is a literal.
    pub(super) fn text(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'d str> {
        self.objects(node, property).find_map(text)
    }
}

/// The IRI of a quad's subject.
pub(super) fn subject(quad: &Quad) -> Option<&str> {
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject { Some(node.as_str()) } else { None }
}

/// The IRI of a term that is one.
pub(super) fn iri(term: &Term) -> Option<&str> {
    if let Term::NamedNode(node) = term { Some(node.as_str()) } else { None }
}

/// The text of a literal.
pub(super) fn text(term: &Term) -> Option<&str> {
    if let Term::Literal(literal) = term { Some(literal.value()) } else { None }
}
