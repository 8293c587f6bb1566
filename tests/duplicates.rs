//! Copies of one story: kept, linked to the first, and counted as one source.

use crate::cli::Place;
use chancery::duplicates::Sketch;
use chancery::rdf::vocab::dcterms;
use chancery::rdf::{Made, copy_quad};
use chancery::store::{Frame, Store};
use oxrdf::{Literal, Quad};
use std::path::Path;

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
    assert!(counted.contains("Angela Merkel,visited,Ankara,asserted,2,2,3"), "{counted}");
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
fn a_copy_whose_original_changed_is_one_no_more_and_is_not_read_again() {
    let place = archive();
    place.run(&["build", "news"]);
    place.write("news/1-agency.txt", "Vladimir Putin visited Beijing in May 2014.");
    let run = place.run(&["build", "news"]);
    assert!(run.err.contains("(2 unchanged, 1 of them again)"), "{}", run.err);
    let graph = |store: &str| place.read(&["export", "--format", "nquads", "--store", store]);
    assert!(!graph("chancery.store").contains("isVersionOf"));
    place.run(&["build", "news", "--store", "anew.store"]);
    assert_eq!(graph("chancery.store"), graph("anew.store"));
}

/// What is a copy of what in the store of a place.
fn links(place: &Place) -> Vec<String> {
    let link = "SELECT ?copy ?of { ?c dcterms:isVersionOf ?o ; dcterms:identifier ?copy . OPTIONAL { ?o dcterms:identifier ?of } } \
        ORDER BY ?copy";
    place.read(&["query", "--format", "csv", "-e", link]).lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn copies_of_what_an_earlier_build_read_are_linked_and_stay_so() {
    let place = archive();
    for day in ["news/1-agency.txt", "news/3-other.txt", "news/2-paper.txt"] {
        place.read(&["build", day]);
    }
    assert_eq!(links(&place), ["2-paper,1-agency"]);
    let counted = place.read(&["query", "reports", "--param", "relation=visited", "--format", "csv"]);
    assert!(counted.contains("Angela Merkel,visited,Ankara,asserted,2,2,3"), "{counted}");
    let before = std::fs::read(place.path("chancery.store")).unwrap();
    let again = place.run(&["build", "news/2-paper.txt"]);
    assert!(again.err.contains("1 document read (1 unchanged, 0 of them again)"), "{}", again.err);
    assert!(again.err.contains("copies of others: 1 document"), "{}", again.err);
    assert!(place.run(&["build", "news"]).err.contains("3 documents read (3 unchanged, 0 of them again)"));
    assert!(before == std::fs::read(place.path("chancery.store")).unwrap());
    place.read(&["build", "news", "--store", "at-once.store"]);
    let graph = |store: &str| place.read(&["export", "--format", "nquads", "--store", store]);
    assert_eq!(graph("chancery.store"), graph("at-once.store"));
    // Read again with other knowledge, it is still a copy.
    place.write("my.tsv", "id\tclass\tlabel\taliases\nruritania\tCountry\tRuritania\tKingdom of Ruritania\n");
    let taught = place.run(&["build", "news/2-paper.txt", "--gazetteer", "my.tsv"]);
    assert!(taught.err.contains("1 document read (1 of them again)"), "{}", taught.err);
    assert_eq!(links(&place), ["2-paper,1-agency"]);
}

#[test]
fn copies_of_what_is_removed_become_copies_of_the_first_of_them() {
    let place = archive();
    place.write("news/4-late.txt", format!("{STORY} So far the agency."));
    place.read(&["build", "news"]);
    assert_eq!(links(&place), ["2-paper,1-agency", "4-late,1-agency"]);
    place.read(&["remove", "1-agency"]);
    assert_eq!(links(&place), ["4-late,2-paper"]);
    assert!(place.run(&["build", "news/4-late.txt"]).err.contains("(1 unchanged, 0 of them again)"));
    // It comes back as a copy of what the store has meanwhile.
    place.read(&["build", "news/1-agency.txt"]);
    assert_eq!(links(&place), ["1-agency,2-paper", "4-late,2-paper"]);
    place.read(&["remove", "2-paper", "1-agency"]);
    place.read(&["optimize"]);
    assert_eq!(links(&place), Vec::<String>::new());
    assert_eq!(place.run(&["check", "--store", "chancery.store"]).status, Some(0));
}

#[test]
fn a_file_that_takes_the_place_of_another_one_is_told() {
    let place = Place::new();
    place.write("2014/001.txt", STORY).write("2015/001.txt", "Vladimir Putin visited Beijing in May 2015.");
    place.write("moved/001.txt", STORY);
    place.write("2014/feed.jsonl", r#"{"id": "x", "text": "Xi Jinping visited Moscow."}"#);
    place.write("2015/feed.jsonl", r#"{"id": "x", "text": "Xi Jinping visited Cairo."}"#);
    let warnings = |args: &[&str]| {
        let run = place.run(args);
        assert_eq!(run.status, Some(0), "{}", run.err);
        run.err.lines().filter(|line| line.starts_with("warning: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&["build", "2014"]), Vec::<String>::new());
    let told = "warning: 2015/001.txt: takes the place of what was read from 2014/001.txt as document \"001\"; to keep both, give a \
        folder that holds both";
    // A line tells its id itself.
    assert_eq!(warnings(&["build", "./2015", "-q"]), [told]);
    // A file that moved takes nobody's place.
    ["2014", "moved"].iter().for_each(|folder| {
        assert_eq!(warnings(&["build", folder, "--again", "--store", "moved.store"]), Vec::<String>::new());
    });
}

#[test]
fn stories_of_one_publisher_are_one_source() {
    let place = Place::new();
    let line = |id: &str, source: Option<&str>, text: &str| {
        serde_json::json!({"id": id, "source": source, "text": text}).to_string() + "\n"
    };
    let other = "Angela Merkel visited Ankara. It was a short journey.";
    let lines = [
        line("1", Some("AP"), STORY),
        line("2", Some("The Bugle"), &format!("REFUGEES\n\n{STORY}")),
        line("3", Some("AP"), other),
        line("4", None, &format!("{other} So far the pool.")),
    ];
    place.write("news.jsonl", lines.concat());
    place.read(&["build", "news.jsonl"]);
    let counted = place.read(&["query", "reports", "--param", "relation=visited", "--format", "csv"]);
    assert!(counted.contains("sources,stories,documents\r\n"), "{counted}");
    assert!(counted.contains("Angela Merkel,visited,Ankara,asserted,2,3,4"), "{counted}");
}

/// Does what a build does with a document, whose digest is the length of its text.
fn read_in(store: &mut Store, doc_id: &str, text: &str) {
    let (digest, sketch) = (text.len().to_string(), Sketch::of(text));
    let is_known = store.how_made(doc_id).is_some_and(|made| made.digest == digest && made.sketch == sketch);
    if !is_known {
        let (doc, copy_of) =
            (store.iris().document(doc_id), store.find_original(doc_id, sketch.as_ref()).map(str::to_owned));
        let mut quads = vec![Quad::new(doc.clone(), dcterms::IDENTIFIER, Literal::from(doc_id), doc)];
        quads.extend(copy_of.iter().map(|original| copy_quad(doc_id, original, store.iris())));
        let made = Made { digest, sketch, copy_of, ..Made::new(1, "1") };
        store.append(&Frame::of(doc_id, &quads).made(made)).unwrap();
    }
}

#[test]
fn a_writer_that_is_killed_at_any_byte_is_caught_up_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.store");
    let [one, two] = [
        STORY,
        "Vladimir Putin spoke at length about gas, pipes, prices and winters before an audience of engineers who \
        had come from all corners of a large country to hear what was to become of their trade in the years ahead.",
    ];
    let cut = &STORY[..STORY.len() * 2 / 3];
    let read_all = |path: &Path, days: &[&[(&str, &str)]]| {
        let mut store = Store::open(path, None).unwrap();
        days.concat().iter().for_each(|(doc_id, text)| read_in(&mut store, doc_id, text));
        store
    };
    let (monday, tuesday) = (
        [("a", one), ("b", one), ("c", cut), ("d", one), ("e", two), ("f", two), ("short", "Closed today.")],
        // An original becomes a copy of another one, one becomes too short to have copies, a copy becomes an original of others.
        [("g", cut), ("a", two), ("e", "Closed."), ("c", two), ("h", one), ("b", "A."), ("short", one)],
    );
    drop(read_all(&path, &[&monday]));
    let begun = std::fs::read(&path).unwrap().len();
    let store = read_all(&path, &[&tuesday]);
    let copied: Vec<_> = store.documents().map(|id| (id, store.how_made(id).unwrap().copy_of.as_deref())).collect();
    for (copy, original) in &copied {
        assert!(
            original.is_none_or(|original| copied.contains(&(original, None))),
            "{copy} of {original:?}: {copied:?}"
        );
    }
    assert!(copied.iter().filter(|(_, original)| original.is_some()).count() >= 3, "{copied:?}");
    let whole = std::fs::read(&path).unwrap();
    let killed = folder.path().join("killed.store");
    for end in (begun..whole.len()).step_by(61) {
        std::fs::write(&killed, &whole[..end]).unwrap();
        drop(read_all(&killed, &[&tuesday]));
        assert!(std::fs::read(&killed).unwrap() == whole, "killed at byte {end} of {}", whole.len());
    }
}

#[test]
fn stores_of_before_sketches_were_kept_are_read_and_taught_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.store");
    let mut store = Store::open(&path, None).unwrap();
    let old = |copy_of: Option<&str>| Made {
        digest: STORY.len().to_string(),
        copy_of: copy_of.map(str::to_owned),
        ..Made::new(1, "1")
    };
    assert_eq!(Made::read_lines(1, &format!("1\n{}\na", "0".repeat(32))).copy_of.as_deref(), Some("a"));
    for (doc_id, copy_of) in [("a", None), ("b", Some("a")), ("c", Some("a"))] {
        let link: Vec<Quad> = copy_of.iter().map(|of| copy_quad(doc_id, of, store.iris())).collect();
        store.append(&Frame::of(doc_id, &link).made(old(copy_of))).unwrap();
    }
    drop(store);
    let mut store = Store::open(&path, None).unwrap();
    let copy_of = |store: &Store, id: &str| store.how_made(id).unwrap().copy_of.clone();
    assert_eq!(copy_of(&store, "c").as_deref(), Some("a"), "the link of one without a sketch is believed");
    ["a", "b"].iter().for_each(|id| read_in(&mut store, id, STORY));
    assert_eq!(copy_of(&store, "b").as_deref(), Some("a"));
    store.remove_document("a").unwrap();
    assert_eq!([copy_of(&store, "b"), copy_of(&store, "c")], [None, None]);
    assert!(store.document_quads("c").unwrap().is_empty());
}
