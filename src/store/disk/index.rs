//! The tables on disk as a dataset that SPARQL asks: patterns of terms in, the quads that match out.

use super::keys::{Key, key, keys, node, predicate, read_term};
use oxigraph::store::{StorageError, Store as Table};
use oxrdf::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use rustc_hash::FxHashMap;
use spareval::{InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::fs::File;
use std::rc::Rc;
use std::sync::Arc;

/// Terms that are kept in memory once they were read.
const TERMS_KEPT: usize = 1 << 16;
/// What ties a key to its term's text in the table of terms.
pub(super) const TEXT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("k:text");

/// An index that is on disk, and what was last read of it.
pub(in crate::store) struct DiskIndex {
    tables: Arc<Tables>,
    kept: RefCell<FxHashMap<Key, Term>>,
}

struct Tables {
    quads: Table,
    terms: Table,
    /// Held as long as the tables are read.
    _lock: File,
}

/// A term of a query: the key of one that the index holds, or one that the query made.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::store) enum Node {
    Stored(Key),
    Made(Rc<Term>),
}

impl DiskIndex {
    pub(super) fn new(quads: Table, terms: Table, lock: File) -> Self {
        Self { tables: Arc::new(Tables { quads, terms, _lock: lock }), kept: RefCell::default() }
    }

    /// What is said of some nodes with some properties, sorted.
    pub(in crate::store) fn said_of(
        &self,
        nodes: &[Term],
        properties: &[NamedNodeRef<'_>],
    ) -> Result<Vec<Quad>, StorageError> {
        let mut found = Vec::new();
        for subject in nodes {
            for property in properties {
                let [from, by] = [subject.as_ref(), TermRef::from(*property)].map(|term| Node::Stored(key(term)));
                for quad in self.internal_quads_for_pattern(Some(&from), Some(&by), None, None) {
                    let quad = quad?;
                    let graph = quad.graph_name.map(|graph| self.externalize_term(graph)).transpose()?;
                    let (Term::NamedNode(subject), Some(Term::NamedNode(graph))) = (subject.clone(), graph) else {
                        continue;
                    };
                    found.push(Quad::new(subject, *property, self.externalize_term(quad.object)?, graph));
                }
            }
        }
        crate::rdf::quads::sort(&mut found);
        Ok(found)
    }
}

impl Clone for DiskIndex {
    fn clone(&self) -> Self {
        Self { tables: Arc::clone(&self.tables), kept: RefCell::default() }
    }
}

/// The term of a key, where a table of terms has it.
pub(super) fn find_term(terms: &Table, key: Key) -> Result<Option<Term>, StorageError> {
    let of = node(key);
    let found = terms.quads_for_pattern(Some(of.as_ref().into()), Some(TEXT), None, Some(GraphNameRef::DefaultGraph));
    let Some(quad) = found.into_iter().next().transpose()? else { return Ok(None) };
    let Term::Literal(text) = quad.object else { return Ok(None) };
    Ok(read_term(text.value()))
}

impl QueryableDataset<'static> for DiskIndex {
    type InternalTerm = Node;
    type Error = StorageError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Node>,
        property: Option<&Node>,
        object: Option<&Node>,
        graph_name: Option<Option<&Node>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Node>, StorageError>> + use<> {
        let nodes = [subject, property, object, graph_name.flatten()];
        // Nothing has a term that the query made, nor stands in the default graph.
        let is_empty = graph_name == Some(None) || nodes.iter().any(|node| matches!(node, Some(Node::Made(_))));
        let [subject, property, object, graph] =
            nodes.map(|node| if let Some(Node::Stored(key)) = node { Some(*key) } else { None });
        let [subject, object, graph] = [subject, object, graph].map(|key| key.map(node));
        let property = property.map(predicate);
        let found = (!is_empty).then(|| {
            self.tables.quads.quads_for_pattern(
                subject.as_ref().map(|node| node.as_ref().into()),
                property.as_ref().map(|node| node.as_ref()),
                object.as_ref().map(|node| node.as_ref().into()),
                graph.as_ref().map(|node| node.as_ref().into()),
            )
        });
        found.into_iter().flatten().map(|quad| {
            let [subject, predicate, object, graph] = keys(&quad?)?.map(Node::Stored);
            Ok(InternalQuad { subject, predicate, object, graph_name: Some(graph) })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Node, StorageError>> + use<> {
        self.tables.quads.named_graphs().map(|graph| match graph? {
            NamedOrBlankNode::BlankNode(node) => node.as_ref().unique_id().map(Node::Stored).ok_or_else(no_key),
            NamedOrBlankNode::NamedNode(_) => Err(no_key()),
        })
    }

    fn contains_internal_graph_name(&self, graph_name: &Node) -> Result<bool, StorageError> {
        match graph_name {
            Node::Stored(key) => self.tables.quads.contains_named_graph(node(*key).as_ref()),
            Node::Made(_) => Ok(false),
        }
    }

    fn internalize_term(&self, term: Term) -> Result<Node, StorageError> {
        let key = key(term.as_ref());
        if self.kept.borrow().contains_key(&key) || find_term(&self.tables.terms, key)?.is_some() {
            return Ok(Node::Stored(key));
        }
        Ok(Node::Made(Rc::new(term)))
    }

    fn externalize_term(&self, term: Node) -> Result<Term, StorageError> {
        let key = match term {
            Node::Stored(key) => key,
            Node::Made(term) => return Ok((*term).clone()),
        };
        if let Some(term) = self.kept.borrow().get(&key) {
            return Ok(term.clone());
        }
        let term = find_term(&self.tables.terms, key)?.ok_or_else(no_key)?;
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= TERMS_KEPT {
            kept.clear();
        }
        kept.insert(key, term.clone());
        Ok(term)
    }
}

fn no_key() -> StorageError {
    StorageError::Other("the index lacks a term".into())
}
