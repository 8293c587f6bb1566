//! What leads from one entity to another.

use super::Network;
use crate::export::events::StatedFact;
use petgraph::algo::dijkstra;
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// A chain of entities, each tied to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain<'f, 'd> {
    /// IRIs of the entities, from the first to the last.
    pub entities: Vec<&'d str>,
    /// For each two neighbours the facts that tell of both.
    pub steps: Vec<Vec<&'f StatedFact<'d>>>,
}

impl<'f, 'd> Network<'f, 'd> {
    /// The shortest chains from one of some entities to one of others: those with the most facts first, then by IRI. There is
    /// none where an entity is on both sides.
    pub fn shortest_chains(&self, from: &BTreeSet<&str>, to: &BTreeSet<&str>, limit: usize) -> Vec<Chain<'f, 'd>> {
        let node = |entity: &&str| self.nodes.get(entity).copied();
        let (starts, ends): (Vec<_>, Vec<_>) =
            (from.iter().filter_map(node).collect(), to.iter().filter_map(node).collect());
        let distances: Vec<BTreeMap<NodeIndex, usize>> =
            ends.iter().map(|end| dijkstra(&self.graph, *end, None, |_| 1).into_iter().collect()).collect();
        let reached = |start: &NodeIndex| distances.iter().filter_map(|from| from.get(start)).min().copied();
        let Some(shortest) = starts.iter().filter_map(reached).min().filter(|steps| *steps > 0) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for start in &starts {
            for from_end in distances.iter().filter(|from| from.get(start) == Some(&shortest)) {
                self.walk(&mut vec![*start], from_end, &mut found, limit.saturating_mul(16));
            }
        }
        let mut chains: Vec<Chain<'f, 'd>> = found.iter().map(|nodes| self.chain(nodes)).collect();
        let facts = |chain: &Chain<'_, '_>| chain.steps.iter().map(Vec::len).sum::<usize>();
        chains.sort_by(|a, b| facts(b).cmp(&facts(a)).then_with(|| a.entities.cmp(&b.entities)));
        chains.truncate(limit);
        chains
    }

    /// Follows every way on which each step comes nearer to the end, until there are enough.
    fn walk(
        &self,
        nodes: &mut Vec<NodeIndex>,
        from_end: &BTreeMap<NodeIndex, usize>,
        found: &mut Vec<Vec<NodeIndex>>,
        enough: usize,
    ) {
        let Some(&left) = nodes.last().and_then(|node| from_end.get(node)) else { return };
        if left == 0 {
            found.push(nodes.clone());
            return;
        }
        let mut next: Vec<_> = nodes.last().map(|node| self.graph.neighbors(*node).collect()).unwrap_or_default();
        next.sort_unstable();
        for node in next.into_iter().filter(|node| from_end.get(node) == Some(&(left - 1))) {
            if found.len() < enough {
                nodes.push(node);
                self.walk(nodes, from_end, found, enough);
                nodes.pop();
            }
        }
    }

    fn chain(&self, nodes: &[NodeIndex]) -> Chain<'f, 'd> {
        let step = |pair: &[NodeIndex]| {
            let edge = self.graph.find_edge(pair[0], pair[1]);
            let facts = edge.map(|edge| self.graph[edge].facts.as_slice()).unwrap_or_default();
            facts.iter().map(|idx| &self.facts[*idx]).collect()
        };
        Chain {
            entities: nodes.iter().map(|node| self.graph[*node]).collect(),
            steps: nodes.windows(2).map(step).collect(),
        }
    }
}
