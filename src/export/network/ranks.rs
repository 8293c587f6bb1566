//! Who stands in the middle of a network.

use super::Network;
use petgraph::graph::NodeIndex;
use std::collections::VecDeque;

/// The chance to follow a fact rather than to begin anew (Brin and Page, "The anatomy of a large-scale hypertextual web search
/// engine", 1998).
const DAMPING: f64 = 0.85;
/// Rounds of PageRank; what is left to come after as many is below 1e-7.
const ROUNDS: usize = 100;

/// A measure of how central an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Who is acted on by those who are acted on by many: PageRank, where facts lead from subject to object.
    #[default]
    PageRank,
    /// Who stands between others: betweenness.
    Betweenness,
    /// Who is tied to the most others: degree.
    Degree,
}

/// How an entity stands in a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'d> {
    /// Its IRI.
    pub entity: &'d str,
    /// Its part of 1 among all.
    pub pagerank: f64,
    /// The part of the shortest chains between two others that lead through it, from 0 to 1.
    pub betweenness: f64,
    /// To how many others it is tied.
    pub degree: usize,
    /// How many facts tell of it.
    pub facts: usize,
}

impl Standing<'_> {
    fn by(&self, measure: Measure) -> f64 {
        match measure {
            Measure::PageRank => self.pagerank,
            Measure::Betweenness => self.betweenness,
            Measure::Degree => self.degree as f64,
        }
    }
}

impl<'d> Network<'_, 'd> {
    /// How all entities stand, the most central first; among equals the one with more facts, then by IRI.
    pub fn rank(&self, measure: Measure) -> Vec<Standing<'d>> {
        let (pagerank, betweenness) = (self.pagerank(), self.betweenness());
        let standing = |(entity, &node): (&&'d str, &NodeIndex)| Standing {
            entity,
            pagerank: pagerank[node.index()],
            betweenness: betweenness[node.index()],
            degree: self.graph.neighbors(node).filter(|other| *other != node).count(),
            facts: self.facts_of(entity),
        };
        let mut standings: Vec<_> = self.nodes.iter().map(standing).collect();
        standings.sort_by(|a, b| {
            b.by(measure).total_cmp(&a.by(measure)).then(b.facts.cmp(&a.facts)).then(a.entity.cmp(b.entity))
        });
        standings
    }

    /// The most central entities by one measure, which costs less than all.
    pub fn most_central(&self, measure: Measure, count: usize) -> Vec<&'d str> {
        let scores = match measure {
            Measure::PageRank => self.pagerank(),
            Measure::Betweenness => self.betweenness(),
            Measure::Degree => {
                self.graph.node_indices().map(|node| self.graph.neighbors(node).count() as f64).collect()
            }
        };
        let mut entities: Vec<_> = self.nodes.iter().map(|(entity, node)| (scores[node.index()], *entity)).collect();
        entities.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| self.facts_of(b.1).cmp(&self.facts_of(a.1))).then(a.1.cmp(b.1))
        });
        entities.into_iter().take(count).map(|(_, entity)| entity).collect()
    }

    /// By power iteration; what has no way out leads everywhere.
    fn pagerank(&self) -> Vec<f64> {
        let count = self.graph.node_count().max(1) as f64;
        let out: Vec<Vec<_>> = self.graph.node_indices().map(|node| self.leads_to(node).collect()).collect();
        let totals: Vec<f64> = out.iter().map(|ways| ways.iter().map(|way: &(_, usize)| way.1 as f64).sum()).collect();
        let mut ranks = vec![1.0 / count; self.graph.node_count()];
        for _ in 0..ROUNDS {
            let stuck: f64 = ranks.iter().zip(&totals).filter(|(_, total)| **total == 0.0).map(|(rank, _)| rank).sum();
            let mut next = vec![(1.0 - DAMPING) / count + DAMPING * stuck / count; ranks.len()];
            for (node, ways) in out.iter().enumerate().filter(|(node, _)| totals[*node] > 0.0) {
                for (other, facts) in ways {
                    next[other.index()] += DAMPING * ranks[node] * *facts as f64 / totals[node];
                }
            }
            ranks = next;
        }
        ranks
    }

    /// By counting shortest paths from each node (Brandes, "A faster algorithm for betweenness centrality", 2001), as a part of
    /// all pairs of others.
    fn betweenness(&self) -> Vec<f64> {
        let count = self.graph.node_count();
        let mut scores = vec![0.0; count];
        for start in self.graph.node_indices() {
            self.add_dependencies(start, &mut scores);
        }
        let pairs = (count.saturating_sub(1) * count.saturating_sub(2)).max(1) as f64;
        scores.iter().map(|score| score / pairs).collect()
    }

    fn add_dependencies(&self, start: NodeIndex, scores: &mut [f64]) {
        let count = self.graph.node_count();
        let (mut paths, mut distance) = (vec![0.0_f64; count], vec![usize::MAX; count]);
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut order = Vec::new();
        (paths[start.index()], distance[start.index()]) = (1.0, 0);
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            order.push(node.index());
            for next in self.graph.neighbors(node) {
                if distance[next.index()] == usize::MAX {
                    distance[next.index()] = distance[node.index()] + 1;
                    queue.push_back(next);
                }
                if distance[next.index()] == distance[node.index()] + 1 {
                    paths[next.index()] += paths[node.index()];
                    before[next.index()].push(node.index());
                }
            }
        }
        let mut dependency = vec![0.0; count];
        for node in order.into_iter().rev() {
            for &earlier in &before[node] {
                dependency[earlier] += paths[earlier] / paths[node] * (1.0 + dependency[node]);
            }
            if node != start.index() {
                scores[node] += dependency[node];
            }
        }
    }
}
