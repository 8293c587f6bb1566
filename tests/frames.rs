//! The examples of the frames, `ontology/frames/*.toml`: each runs through every stage, and what comes out is compared with what
//! its file expects.
//!
//! An example that is a plain sentence hangs on the parser, so those that fail today stand in `tests/frames.baseline`. One that
//! begins to fail fails the test; one that is mended must leave the list. `UPDATE=1 cargo test` writes the list anew.

use crate::golden;
use chancery::events::{Example, Frame};
use std::collections::BTreeSet;

/// How many examples may fail at a time, of all of them: one in ten.
const MAX_FAILING: usize = 10;

fn examples() -> impl Iterator<Item = (&'static Frame, &'static Example)> {
    let frames = crate::extractor().knowledge().frames.frames();
    frames
        .iter()
        .flat_map(|frame| frame.examples.iter().chain(&frame.counterexamples).map(move |example| (frame, example)))
}

#[test]
fn examples_fail_only_where_the_baseline_says_so() {
    let extractor = crate::extractor();
    let failing = examples().filter(|(frame, example)| extractor.facts_of_example(frame, example) != example.facts);
    let lines: BTreeSet<_> = failing.map(|(frame, example)| format!("{}: {}\n", frame.name, example.text)).collect();
    golden::check("frames.baseline", &lines.iter().map(String::as_str).collect::<String>());
    assert!(lines.len() * MAX_FAILING <= examples().count(), "{} of {} examples fail", lines.len(), examples().count());
}

#[test]
fn every_relation_has_a_frame_of_its_name() {
    let knowledge = crate::extractor().knowledge();
    let framed: Vec<_> = knowledge.frames.frames().iter().map(|frame| frame.name.as_str()).collect();
    let mut relations: Vec<_> = knowledge.ontology.relations().map(|(_, relation)| relation.name.as_str()).collect();
    relations.sort_unstable();
    assert_eq!(framed, relations);
    for frame in knowledge.frames.frames() {
        assert_eq!(
            knowledge.ontology.relation(frame.relation).name,
            frame.name,
            "a frame file is named after its relation"
        );
    }
}

#[test]
fn examples_expect_facts_of_their_own_relation() {
    for (frame, example) in examples() {
        for fact in &example.facts {
            let relation = &crate::extractor().knowledge().ontology.relation(frame.relation).name;
            assert!(fact.contains(&format!(" {relation} ")), "{}:{}: {fact}", frame.name, example.line);
            let status = fact.rsplit_once(": ").map(|(_, status)| status);
            let known = ["planned", "hypothetical", "negated"];
            assert!(status.is_none_or(|status| known.contains(&status)), "{}:{}: {fact}", frame.name, example.line);
        }
    }
    for frame in crate::extractor().knowledge().frames.frames() {
        assert!(
            frame.examples.iter().all(|example| !example.facts.is_empty()),
            "{}: an example without facts",
            frame.name
        );
        assert!(
            frame.counterexamples.iter().all(|example| example.facts.is_empty()),
            "{}: a counter-example with facts",
            frame.name
        );
    }
}

#[test]
fn no_sentence_is_the_example_of_a_frame_twice() {
    let mut seen = BTreeSet::new();
    for (frame, example) in examples() {
        assert!(seen.insert((&frame.name, &example.text)), "{}:{}: {}", frame.name, example.line, example.text);
    }
}
