//! `chancery eval`: what it prints of a gold and of documents, and what it says when they do not fit.

use crate::cli::Place;

const TEXT: &str =
    "Angela Merkel visited Moscow in May 2015. Xi Jinping met Angela Merkel. Barack Obama criticised Iran.";

/// A folder with a text and a gold of it, which has two facts of three, and one that is not there.
fn place() -> Place {
    let place = Place::new();
    let entity =
        |id: &str, class: &str, name: &str| format!(r#"{{"id": "{id}", "type": "{class}", "names": ["{name}"]}}"#);
    let entities = [
        entity("angela-merkel", "Person", "Angela Merkel"),
        entity("moscow", "Place", "Moscow"),
        entity("xi-jinping", "Person", "Xi Jinping"),
        entity("iran", "Country", "Iran"),
    ];
    let fact = |subject: &str, relation: &str, object: &str, evidence: &str| {
        format!(
            r#"{{"subject": "{subject}", "relation": "{relation}", "object": "{object}", "status": "asserted", "evidence": "{evidence}"}}"#
        )
    };
    let facts = [
        fact("angela-merkel", "visited", "moscow", "Angela Merkel visited Moscow"),
        fact("angela-merkel", "met", "xi-jinping", "Xi Jinping met Angela Merkel"),
        fact("xi-jinping", "threatened", "iran", "as if he had"),
    ];
    place.write(
        "gold.jsonl",
        format!(r#"{{"doc": "note", "entities": [{}], "facts": [{}]}}"#, entities.join(", "), facts.join(", ")),
    );
    place.write("note.txt", TEXT);
    place
}

#[test]
fn figures_misses_and_false_alarms_are_told() {
    let page = place().read(&["eval", "gold.jsonl", "note.txt"]);
    for line in [
        "in the gold, and not found (1)",
        "  note: Xi Jinping —threatened→ Iran  asserted",
        "    as if he had",
        "found, and not in the gold (1)",
        "  note: Barack Obama —criticised→ Iran  asserted",
        "    Barack Obama criticised Iran.",
        "visited               1.00    1.00   1.00       1      1      1",
        "criticised            0.00    0.00   0.00       0      1      0",
        "all                  0.667   0.667  0.667       2      3      3",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line} is not in\n{page}");
    }
    let brief = place().read(&["eval", "gold.jsonl", "note.txt", "--errors", "0"]);
    assert!(brief.starts_with("relation "), "{brief}");
}

#[test]
fn a_run_that_is_kept_is_what_extract_prints() {
    let place = place();
    place.read(&["eval", "gold.jsonl", "note.txt", "--save", "run.jsonl"]);
    assert_eq!(std::fs::read_to_string(place.path("run.jsonl")).ok(), Some(place.read(&["extract", "note.txt"])));
}

#[test]
fn what_changed_since_a_run_is_told() {
    let place = place();
    place.write(
        "before.txt",
        "Angela Merkel visited Moscow. Barack Obama criticised Iran. Barack Obama visited Moscow.",
    );
    let before = place.read(&["extract", "before.txt"]).replace("\"before\"", "\"note\"");
    place.write("before.jsonl", before);
    let page = place.read(&["eval", "gold.jsonl", "note.txt", "--compare", "before.jsonl"]);
    for line in [
        "found now, and not before (1)",
        "  note: Angela Merkel —met→ Xi Jinping  asserted",
        "false alarms that are gone (1)",
        "  note: Barack Obama —visited→ Moscow  asserted",
        "relation         precision  recall     F1 before   right   told   gold",
        "all                  0.667   0.667  0.667  0.333       2      3      3",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line} is not in\n{page}");
    }
    assert!(!page.contains("found before, and not now") && !page.contains("that are new"), "{page}");
}

#[test]
fn a_relation_that_a_gold_does_not_tell_can_be_left_out() {
    let page = place().read(&["eval", "gold.jsonl", "note.txt", "--ignore", "criticised,threatened"]);
    assert!(page.contains("all                  1.000   1.000  1.000       2      2      2"), "{page}");
    let run = place().run(&["eval", "gold.jsonl", "note.txt", "--ignore", "critisised"]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.errors()[0].starts_with("unknown relation \"critisised\" (did you mean \"criticised\"?)"),
        "{}",
        run.err
    );
}

#[test]
fn the_status_tells_when_f1_is_too_low() {
    assert_eq!(place().run(&["eval", "gold.jsonl", "note.txt", "--min-f1", "0.6"]).status, Some(0));
    let run = place().run(&["eval", "gold.jsonl", "note.txt", "--min-f1", "0.7"]);
    assert_eq!((run.status, run.errors()), (Some(1), vec!["F1 is 0.6667, below 0.7"]));
    assert_eq!(place().run(&["eval", "gold.jsonl", "note.txt", "--min-f1", "70"]).status, Some(2));
}

#[test]
fn a_gold_that_does_not_fit_is_told() {
    let place = place();
    place.write("other.txt", TEXT);
    let run = place.run(&["eval", "gold.jsonl", "other.txt"]);
    assert_eq!(run.status, Some(0));
    assert!(run.err.contains("warning: 1 document of the gold not read, such as \"note\""), "{}", run.err);
    assert!(run.err.contains("1 document not in the gold"), "{}", run.err);
    place.write("bad.jsonl", "\n{\"doc\": \"note\"}\n");
    let run = place.run(&["eval", "bad.jsonl", "note.txt"]);
    assert_eq!(run.status, Some(1));
    assert!(run.errors()[0].starts_with("bad.jsonl:2: malformed JSON: missing field `entities`"), "{}", run.err);
    assert!(place.run(&["eval", "none.jsonl", "note.txt"]).errors()[0].starts_with("none.jsonl: cannot read"));
    assert!(
        place.run(&["eval", "gold.jsonl", "note.txt", "--compare", "note.txt"]).errors()[0]
            .starts_with("note.txt:1: malformed JSON")
    );
}
