//! An index of quads that does not change: a dataset in; for any pattern of terms, the quads that match it, out.
//!
//! Terms are numbered in the order in which they come; quads are four numbers, kept in four orders, so that every pattern
//! of subject, predicate and object is a run of neighbours in one of them, which two binary searches find (Weiss, Karras
//! and Bernstein, "Hexastore", 2008, with the orders that graphs of this size need).

use oxrdf::{GraphNameRef, QuadRef, Term, TermRef};
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use spareval::{InternalQuad, QueryableDataset};
use std::convert::Infallible;
use std::hash::BuildHasher;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Where the subject, predicate, object and graph of a quad stand in its numbers.
type Order = [usize; 4];

const SPO: Order = [0, 1, 2, 3];
const POS: Order = [2, 0, 1, 3];
const OSP: Order = [1, 2, 0, 3];
const GSPO: Order = [1, 2, 3, 0];

/// Quads of named graphs; cheap to clone.
#[derive(Clone)]
pub(super) struct Index(Arc<Tables>);

struct Tables {
    terms: Terms,
    /// The quads in the orders [`SPO`], [`POS`], [`OSP`], [`GSPO`], each sorted.
    sorted: [(Order, Vec<[u32; 4]>); 4],
}

/// A term of a query: the number of one that the index holds, or one that the query made.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Stored(u32),
    Made(Rc<Term>),
}

impl Index {
    /// Indexes quads; those of the default graph are left out, as no dataset of ours has any.
    pub(super) fn of<'q>(quads: impl IntoIterator<Item = QuadRef<'q>>) -> Self {
        let mut terms = Terms::default();
        let mut numbered = Vec::new();
        for quad in quads {
            let graph = match quad.graph_name {
                GraphNameRef::NamedNode(node) => TermRef::from(node),
                GraphNameRef::BlankNode(node) => TermRef::from(node),
                GraphNameRef::DefaultGraph => continue,
            };
            let quad = [quad.subject.into(), quad.predicate.into(), quad.object, graph];
            numbered.push(quad.map(|term| terms.number(term)));
        }
        let sorted = [SPO, POS, OSP, GSPO].map(|order| {
            let mut table: Vec<[u32; 4]> = numbered.iter().map(|quad| arrange(quad, order)).collect();
            table.par_sort_unstable();
            (order, table)
        });
        Self(Arc::new(Tables { terms, sorted }))
    }

    /// The table and the part of it that holds the quads of a pattern: exactly those, but for the graph.
    fn run(&self, pattern: [Option<u32>; 4]) -> (usize, Range<usize>) {
        let [subject, predicate, object, graph] = pattern;
        let best = match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => self.part(0, &[s, p, o]),
            (Some(s), Some(p), None) => self.part(0, &[s, p]),
            (Some(s), None, Some(o)) => self.part(2, &[o, s]),
            (Some(s), None, None) => self.part(0, &[s]),
            (None, Some(p), Some(o)) => self.part(1, &[p, o]),
            (None, Some(p), None) => self.part(1, &[p]),
            (None, None, Some(o)) => self.part(2, &[o]),
            (None, None, None) => self.part(3, &[]),
        };
        let in_graph = graph.map(|graph| self.part(3, &[graph]));
        in_graph.filter(|(_, run)| run.len() < best.1.len()).unwrap_or(best)
    }

    /// The quads of a table that begin with some numbers.
    fn part(&self, table: usize, prefix: &[u32]) -> (usize, Range<usize>) {
        let quads = &self.0.sorted[table].1;
        let start = quads.partition_point(|quad| quad[..prefix.len()] < *prefix);
        let length = quads[start..].partition_point(|quad| quad[..prefix.len()] == *prefix);
        (table, start..start + length)
    }
}

impl QueryableDataset<'static> for Index {
    type InternalTerm = Node;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Node>,
        predicate: Option<&Node>,
        object: Option<&Node>,
        graph_name: Option<Option<&Node>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Node>, Infallible>> + use<> {
        let graph = graph_name.flatten();
        let nodes = [subject, predicate, object, graph];
        // Nothing has a term that the query made, nor stands in the default graph.
        let is_empty = graph_name == Some(None) || nodes.iter().any(|node| matches!(node, Some(Node::Made(_))));
        let pattern = nodes.map(|node| if let Some(Node::Stored(number)) = node { Some(*number) } else { None });
        let (table, run) = if is_empty { (0, 0..0) } else { self.run(pattern) };
        let index = self.clone();
        let quads = run.map(move |at| {
            let (order, quads) = &index.0.sorted[table];
            order.map(|place| quads[at][place])
        });
        let matches =
            move |quad: &[u32; 4]| quad.iter().zip(pattern).all(|(term, want)| want.is_none_or(|w| w == *term));
        quads.filter(matches).map(|quad| {
            let [subject, predicate, object, graph] = quad.map(Node::Stored);
            Ok(InternalQuad { subject, predicate, object, graph_name: Some(graph) })
        })
    }

    fn internalize_term(&self, term: Term) -> Result<Node, Infallible> {
        let known = self.0.terms.find(term.as_ref());
        Ok(known.map_or_else(|| Node::Made(Rc::new(term)), Node::Stored))
    }

    fn externalize_term(&self, term: Node) -> Result<Term, Infallible> {
        Ok(match term {
            Node::Stored(number) => self.0.terms.terms[number as usize].clone(),
            Node::Made(term) => (*term).clone(),
        })
    }
}

/// Each term once, with its number.
#[derive(Default)]
struct Terms {
    terms: Vec<Term>,
    numbers: hashbrown::HashTable<u32>,
}

impl Terms {
    fn number(&mut self, term: TermRef<'_>) -> u32 {
        self.find(term).unwrap_or_else(|| {
            // A graph of four thousand million terms would not fit in memory.
            let number = self.terms.len() as u32;
            self.terms.push(term.into_owned());
            let terms = &self.terms;
            self.numbers.insert_unique(hash(term), number, |number| hash(terms[*number as usize].as_ref()));
            number
        })
    }

    fn find(&self, term: TermRef<'_>) -> Option<u32> {
        self.numbers.find(hash(term), |number| self.terms[*number as usize].as_ref() == term).copied()
    }
}

fn hash(term: TermRef<'_>) -> u64 {
    FxBuildHasher.hash_one(term)
}

/// A quad in an order.
fn arrange(quad: &[u32; 4], order: Order) -> [u32; 4] {
    let mut arranged = [0; 4];
    for (term, place) in quad.iter().zip(order) {
        arranged[place] = *term;
    }
    arranged
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{NamedNode, Quad};

    /// All quads of a few terms whose numbers add up to something that is no multiple of three.
    fn quads() -> Vec<Quad> {
        let node = |kind: &str, number: usize| NamedNode::new_unchecked(format!("http://{kind}/{number}"));
        let all = (0..4 * 4 * 4 * 3).map(|n| (n % 4, n / 4 % 4, n / 16 % 4, n / 64));
        let some = all.filter(|(s, p, o, g)| (s + p + o + g) % 3 != 0);
        // Subjects and objects are of one kind, so that a term stands in both places.
        some.map(|(s, p, o, g)| Quad::new(node("x", s), node("p", p), node("x", o), node("g", g))).collect()
    }

    #[test]
    fn every_pattern_finds_what_a_search_of_all_finds() {
        let quads = quads();
        let index = Index::of(quads.iter().map(Quad::as_ref));
        let terms = |quad: &Quad| -> [Term; 4] {
            let oxrdf::GraphName::NamedNode(graph) = &quad.graph_name else { panic!("a named graph") };
            [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone(), graph.clone().into()]
        };
        for wanted in &quads {
            for bound in 0..16_usize {
                let pattern: Vec<Option<Term>> = terms(wanted)
                    .into_iter()
                    .enumerate()
                    .map(|(at, term)| (bound >> at & 1 == 1).then_some(term))
                    .collect();
                let is_match = |quad: &&Quad| {
                    terms(quad).iter().zip(&pattern).all(|(term, want)| want.as_ref().is_none_or(|want| want == term))
                };
                let nodes: Vec<Option<Node>> =
                    pattern.iter().map(|term| term.clone().map(|term| index.internalize_term(term).unwrap())).collect();
                let [s, p, o, g] = [0, 1, 2, 3].map(|at| nodes[at].as_ref());
                let found = index.internal_quads_for_pattern(s, p, o, g.map(Some)).count();
                assert_eq!(found, quads.iter().filter(is_match).count(), "{pattern:?}");
            }
        }
    }

    #[test]
    fn what_the_index_lacks_is_nowhere() {
        let index = Index::of(quads().iter().map(Quad::as_ref));
        let unknown = index.internalize_term(NamedNode::new_unchecked("http://x/9").into()).unwrap();
        assert_eq!(index.internal_quads_for_pattern(Some(&unknown), None, None, None).count(), 0);
        assert_eq!(index.internal_quads_for_pattern(None, None, None, Some(None)).count(), 0, "the default graph");
        assert_eq!(index.internal_quads_for_pattern(None, None, None, None).count(), quads().len());
        assert_eq!(index.externalize_term(unknown).unwrap().to_string(), "<http://x/9>");
    }
}
