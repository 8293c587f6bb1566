//! Which entities of a network belong together.

use super::Network;
use std::collections::BTreeMap;

/// Rounds over all nodes at one level; a level that has not settled by then moves nodes to and fro.
const MAX_ROUNDS: usize = 50;

/// A network whose nodes are communities of a finer one: for each node its neighbours and the weight between.
type Level = Vec<BTreeMap<usize, f64>>;

impl<'d> Network<'_, 'd> {
    /// Parts the entities into communities, within which they are tied more than one would expect by chance: the largest first,
    /// each sorted by the number of facts (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large
    /// networks", 2008, with nodes visited in their order, so that the same network gives the same communities).
    pub fn communities(&self) -> Vec<Vec<&'d str>> {
        let mut level = self.finest();
        let mut member: Vec<usize> = (0..level.len()).collect();
        loop {
            let moved = settle(&level);
            let count = moved.iter().max().map_or(0, |last| last + 1);
            member.iter_mut().for_each(|community| *community = moved[*community]);
            if count == level.len() {
                break;
            }
            level = merge(&level, &moved, count);
        }
        let mut communities: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (entity, node) in &self.nodes {
            communities.entry(member[node.index()]).or_default().push(entity);
        }
        let mut communities: Vec<_> = communities.into_values().collect();
        for entities in &mut communities {
            entities.sort_by_cached_key(|entity| (std::cmp::Reverse(self.facts_of(entity)), *entity));
        }
        communities.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        communities
    }

    /// Each entity alone, tied by the number of facts.
    fn finest(&self) -> Level {
        let mut level: Level = vec![BTreeMap::new(); self.graph.node_count()];
        for edge in self.graph.edge_indices() {
            let Some((one, other)) = self.graph.edge_endpoints(edge) else { continue };
            let weight = self.graph[edge].facts.len() as f64;
            *level[one.index()].entry(other.index()).or_default() += weight;
            *level[other.index()].entry(one.index()).or_default() += weight;
        }
        level
    }
}

/// Moves each node to the community of its neighbours that gains the most modularity, until none gains. Yields the community
/// of each node, numbered in the order in which they come.
fn settle(level: &Level) -> Vec<usize> {
    let strength: Vec<f64> = level.iter().map(|ties| ties.values().sum()).collect();
    let total: f64 = strength.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut of: Vec<usize> = (0..level.len()).collect();
    let mut weight = strength.clone();
    for _ in 0..MAX_ROUNDS {
        let mut has_moved = false;
        for (node, ties) in level.iter().enumerate() {
            let home = of[node];
            weight[home] -= strength[node];
            let mut near: BTreeMap<usize, f64> = BTreeMap::from([(home, 0.0)]);
            for (other, tie) in ties.iter().filter(|(other, _)| **other != node) {
                *near.entry(of[*other]).or_default() += tie;
            }
            let gain = |community: usize| near[&community] - weight[community] * strength[node] / total;
            let mut best = home;
            for &community in near.keys() {
                // A gain that is only rounding would move nodes to and fro.
                if gain(community) > gain(best) + 1e-9 {
                    best = community;
                }
            }
            weight[best] += strength[node];
            has_moved |= best != home;
            of[node] = best;
        }
        if !has_moved {
            break;
        }
    }
    let mut numbers = BTreeMap::new();
    of.iter()
        .map(|community| {
            let next = numbers.len();
            *numbers.entry(*community).or_insert(next)
        })
        .collect()
}

/// The network whose nodes are the communities.
fn merge(level: &Level, of: &[usize], count: usize) -> Level {
    let mut merged: Level = vec![BTreeMap::new(); count];
    for (node, ties) in level.iter().enumerate() {
        for (other, tie) in ties {
            *merged[of[node]].entry(of[*other]).or_default() += tie;
        }
    }
    merged
}
