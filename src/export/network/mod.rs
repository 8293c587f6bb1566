//! Facts in; the network of the entities that they tie, who stands in its middle, which belong together, and what leads from one
//! to another, out.
//!
//! SPARQL finds patterns of a known shape; here stand the questions to the whole of a graph.

mod communities;
mod paths;
mod ranks;

pub use paths::Chain;
pub use ranks::{Measure, Standing};

use crate::export::events::StatedFact;
use crate::export::relations::Relations;
use crate::store::Dataset;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Entities, each tied to those that a fact tells of together with it.
pub struct Network<'f, 'd> {
    facts: &'f [StatedFact<'d>],
    /// Nodes are IRIs in the order of the alphabet; between two stands one edge.
    graph: UnGraph<&'d str, Tie>,
    nodes: BTreeMap<&'d str, NodeIndex>,
}

/// What ties two entities.
struct Tie {
    /// Indexes of the facts that tell of both.
    facts: Vec<usize>,
    /// How many of these lead from the one that the edge names first to the other, and the other way; a symmetric one both.
    there: usize,
    back: usize,
}

impl<'f, 'd> Network<'f, 'd> {
    /// The network that facts make. The dataset tells which relations are symmetric.
    pub fn of(facts: &'f [StatedFact<'d>], dataset: &'d Dataset) -> Self {
        let relations = Relations::of(dataset);
        let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
        for fact in facts {
            nodes.extend([(fact.subject, NodeIndex::end()), (fact.object, NodeIndex::end())]);
        }
        let mut graph = UnGraph::default();
        nodes.iter_mut().for_each(|(iri, node)| *node = graph.add_node(*iri));
        let mut network = Self { facts, graph, nodes };
        for (idx, fact) in facts.iter().enumerate() {
            network.add(idx, fact, relations.is_symmetric(fact.predicate));
        }
        network
    }

    fn add(&mut self, idx: usize, fact: &StatedFact<'d>, symmetric: bool) {
        let (from, to) = (self.nodes[fact.subject], self.nodes[fact.object]);
        let edge = self
            .graph
            .find_edge(from, to)
            .unwrap_or_else(|| self.graph.add_edge(from, to, Tie { facts: Vec::new(), there: 0, back: 0 }));
        let leads_there = self.graph.edge_endpoints(edge).is_some_and(|(first, _)| first == from);
        let tie = &mut self.graph[edge];
        tie.facts.push(idx);
        tie.there += usize::from(leads_there || symmetric);
        tie.back += usize::from(!leads_there || symmetric);
    }

    /// The IRIs of all entities, sorted.
    pub fn entities(&self) -> impl Iterator<Item = &'d str> {
        self.nodes.keys().copied()
    }

    /// How many facts tell of an entity.
    pub fn facts_of(&self, entity: &str) -> usize {
        let Some(&node) = self.nodes.get(entity) else { return 0 };
        self.graph.edges(node).map(|edge| edge.weight().facts.len()).sum()
    }

    /// The neighbours of a node with the number of facts that lead to each.
    fn leads_to(&self, node: NodeIndex) -> impl Iterator<Item = (NodeIndex, usize)> {
        self.graph.edges(node).map(move |edge| {
            let (tie, is_first) = (edge.weight(), self.graph.edge_endpoints(edge.id()).is_some_and(|(a, _)| a == node));
            let other = if edge.source() == node { edge.target() } else { edge.source() };
            (other, if is_first { tie.there } else { tie.back })
        })
    }
}
