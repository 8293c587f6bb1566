//! Copies of one story: kept, linked to the first, and counted as one source.

use crate::cli::Place;

const STORY: &str = "Angela Merkel visited Ankara on Sunday for talks with Turkish leaders about refugees, her third journey there \
    within four months, as Europe looks for ways to slow the arrivals on the islands of Greece before the summer begins. She was \
    received by the prime minister, and both spoke of money, visas and the border.";

fn archive() -> Place {
    let place = Place::new();
    place.write("news/1-agency.txt", STORY);
    place.write("news/2-paper.txt", format!("REFUGEES ON THE AGENDA\n\n{STORY}"));
    place.write("news/3-other.txt", "Angela Merkel visited Ankara. The chancellor's journey was short, said an aide, who spoke of \
        bad weather, a late plane and a dinner at which nobody ate much, though everyone was said to be in the best of moods.");
    place
}

#[test]
fn copies_are_linked_and_counted_once() {
    let place = archive();
    let run = place.run(&["build", "news"]);
    assert!(run.err.contains("copies of others: 1 document"), "{}", run.err);
    let link = "SELECT ?copy ?of { ?c dcterms:isVersionOf ?o ; dcterms:identifier ?copy . ?o dcterms:identifier ?of }";
    assert_eq!(place.run(&["query", "--format", "csv", "-e", link]).out, "copy,of\r\n2-paper,1-agency\r\n");
    let counted = place.run(&["query", "reports", "--param", "relation=visited", "--format", "csv"]).out;
    assert!(counted.contains("Angela Merkel,visited,Ankara,asserted,2,3"), "{counted}");
    assert_eq!(place.run(&["check", "--store", "chancery.store"]).status, Some(0));
}

#[test]
fn what_is_a_copy_does_not_depend_on_threads_or_on_what_was_read_before() {
    let place = archive();
    let stores = ["one.store", "four.store", "twice.store"];
    for (store, jobs) in stores.iter().zip(["1", "4", "2"]) {
        let args = ["build", "news", "--store", *store, "--jobs", jobs];
        if *store == "twice.store" {
            place
                .command(&["build", "news/1-agency.txt", "--store", *store])
                .env("SOURCE_DATE_EPOCH", "1")
                .status()
                .unwrap();
        }
        assert!(place.command(&args).env("SOURCE_DATE_EPOCH", "1").status().unwrap().success());
    }
    let graph = |store: &str| place.run(&["export", "--format", "nquads", "--store", store]).out;
    assert!(graph("one.store").contains("isVersionOf"));
    assert_eq!(graph("one.store"), graph("four.store"));
    // Another build, of one article by its own name, leaves the links of the next as they are.
    assert!(graph("twice.store").contains("isVersionOf"));
}

#[test]
fn a_copy_whose_original_changed_is_one_no_more() {
    let place = archive();
    place.run(&["build", "news"]);
    place.write("news/1-agency.txt", "Vladimir Putin visited Beijing in May 2014.");
    let run = place.run(&["build", "news"]);
    assert!(run.err.contains("(1 unchanged, 2 of them again)"), "{}", run.err);
    assert!(!place.run(&["export", "--format", "nquads"]).out.contains("isVersionOf"));
}
