//! Networks: centres, communities and chains, on the sample and on networks whose answers are known.

use crate::sample::{Story, dataset, stories};
use chancery::events::{Role, Status};
use chancery::export::{Filter, Measure, Names, Network, StatedFact};
use chancery::store::Dataset;
use std::collections::BTreeSet;

/// A dataset in which each pair "a b" is a fact "a supported b" between organisations of these names.
fn pairs(pairs: &[&str]) -> Dataset {
    let tell = |story: Story, pair: &&str| {
        let (one, other) = pair.split_once(' ').unwrap();
        let (agent, target) = (format!("{one}+Organisation"), format!("{other}+Organisation"));
        let who = [(Role::Agent, agent.as_str()), (Role::Target, target.as_str())];
        story.tell(&format!("{one} backs {other}."), "supported", &who, &[(0, 1)])
    };
    dataset(&[pairs.iter().fold(Story::new("net", "2016-01-01", "T"), tell)])
}

fn facts(dataset: &Dataset) -> Vec<StatedFact<'_>> {
    Filter { statuses: vec![Status::Asserted], ..Filter::default() }.select(dataset, &Names::of(dataset)).unwrap()
}

fn name(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap()
}

fn iri(slug: &str) -> String {
    format!("https://w3id.org/chancery/entity/{slug}")
}

#[test]
fn betweenness_and_degree_are_those_of_the_definition() {
    // A path of five: the middle lies on 4 of the 6 pairs of others, its neighbours on 3.
    let dataset = pairs(&["aa bb", "bb cc", "cc dd", "dd ee"]);
    let facts = facts(&dataset);
    let ranked = Network::of(&facts, &dataset).rank(Measure::Betweenness);
    let told: Vec<_> =
        ranked.iter().map(|one| (name(one.entity), (one.betweenness * 6.0).round(), one.degree)).collect();
    assert_eq!(told, [("cc", 4.0, 2), ("bb", 3.0, 2), ("dd", 3.0, 2), ("aa", 0.0, 1), ("ee", 0.0, 1)]);
}

#[test]
fn pagerank_follows_facts_and_adds_up_to_one() {
    let dataset = pairs(&["aa zz", "bb zz", "cc zz", "zz aa"]);
    let facts = facts(&dataset);
    let ranked = Network::of(&facts, &dataset).rank(Measure::PageRank);
    assert_eq!(ranked.iter().map(|one| name(one.entity)).collect::<Vec<_>>(), ["zz", "aa", "bb", "cc"]);
    assert!((ranked.iter().map(|one| one.pagerank).sum::<f64>() - 1.0).abs() < 1e-9);
    // By hand: bb = cc = 0.15/4; zz = 0.0375 + 0.85 (aa + 0.075), aa = 0.0375 + 0.85 zz.
    let zz = (0.0375 + 0.85 * (0.0375 + 0.075)) / (1.0 - 0.85 * 0.85);
    assert!((ranked[0].pagerank - zz).abs() < 1e-6, "{} {zz}", ranked[0].pagerank);
}

#[test]
fn two_cliques_that_one_fact_ties_are_two_communities() {
    let dataset = pairs(&["aa bb", "bb cc", "cc aa", "cc dd", "dd ee", "ee ff", "ff dd"]);
    let facts = facts(&dataset);
    let communities: Vec<BTreeSet<&str>> = Network::of(&facts, &dataset)
        .communities()
        .into_iter()
        .map(|all| all.into_iter().map(name).collect())
        .collect();
    assert_eq!(communities, [BTreeSet::from(["aa", "bb", "cc"]), BTreeSet::from(["dd", "ee", "ff"])]);
}

#[test]
fn chains_are_the_shortest_and_come_with_their_facts() {
    let dataset = pairs(&["aa bb", "bb cc", "bb cc", "aa dd", "dd cc", "aa ee", "ee ff", "ff cc"]);
    let facts = facts(&dataset);
    let (from, to) = (iri("aa"), iri("cc"));
    let chains = Network::of(&facts, &dataset).shortest_chains(&BTreeSet::from([&*from]), &BTreeSet::from([&*to]), 9);
    let names: Vec<Vec<&str>> =
        chains.iter().map(|chain| chain.entities.iter().map(|iri| name(iri)).collect()).collect();
    assert_eq!(names, [["aa", "bb", "cc"], ["aa", "dd", "cc"]]);
    assert!(
        chains.iter().all(|chain| chain.steps.iter().all(|facts| !facts.is_empty() && !facts[0].quotes.is_empty()))
    );
    let none = Network::of(&facts, &dataset).shortest_chains(&BTreeSet::from([&*from]), &BTreeSet::from([&*from]), 9);
    assert!(none.is_empty());
}

#[test]
fn the_sample_has_one_centre_and_no_order_of_reading_moves_it() {
    let mut backwards = stories();
    backwards.reverse();
    let (one, other) = (dataset(&stories()), dataset(&backwards));
    let (facts_one, facts_other) = (facts(&one), facts(&other));
    let (one, other) = (Network::of(&facts_one, &one), Network::of(&facts_other, &other));
    assert_eq!(one.rank(Measure::PageRank), other.rank(Measure::PageRank));
    assert_eq!(one.communities(), other.communities());
    assert_eq!(name(one.rank(Measure::Degree)[0].entity), "russia");
    assert_eq!(one.communities().iter().map(Vec::len).sum::<usize>(), one.entities().count(), "each is in one");
}
