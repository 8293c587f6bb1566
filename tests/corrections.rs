//! Tables of corrections: what they change in what is extracted and stored, and the mistakes in them.

use crate::cli::{Place, stated};
use chancery::corrections::Corrections;
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;
use std::path::Path;

const HEADER: &str = "# mine\naction\tentity\trelation\tother\tdocument\n";
const TEXT: &str = "Angela Merkel visited Moscow and Warsaw. Xi Jinping met Angela Merkel. Boris Karenin, the chairman of Delo, met Xi Jinping.";

/// What is extracted of the text with corrections.
fn corrected(rows: &str) -> String {
    let place = Place::new();
    place.write("note.txt", TEXT).write("mine.tsv", format!("{HEADER}{rows}\n"));
    place.read(&["extract", "note.txt", "--corrections", "mine.tsv"])
}

#[test]
fn a_table_without_rows_changes_nothing() {
    let place = Place::new();
    place.write("note.txt", TEXT);
    assert_eq!(corrected(""), place.read(&["extract", "note.txt"]));
}

#[test]
fn a_fact_is_dropped_by_labels_or_slugs_and_the_others_stay() {
    let all = stated(&corrected(""));
    assert!(all.contains(&"Angela Merkel visited Moscow".to_owned()), "{all:?}");
    for row in [
        "drop\tAngela Merkel\tvisited\tMoscow",
        "drop\tangela-merkel\t\tmoscow\t",
        "drop\tangela-merkel\t\tmoscow\tnote",
    ] {
        let left = stated(&corrected(row));
        let expected: Vec<_> = all.iter().filter(|fact| *fact != "Angela Merkel visited Moscow").cloned().collect();
        assert_eq!(left, expected, "{row}");
    }
    for row in
        ["drop\tAngela Merkel\tmet\tMoscow", "drop\tMoscow\t\tAngela Merkel", "drop\tangela-merkel\t\tmoscow\tother"]
    {
        assert_eq!(stated(&corrected(row)), all, "{row}");
    }
}

#[test]
fn an_event_goes_with_the_last_of_its_facts() {
    let events = |rows: &str| {
        let place = Place::new();
        place.write("note.txt", TEXT).write("mine.tsv", format!("{HEADER}{rows}\n"));
        place.read(&["extract", "note.txt", "--format", "events", "--corrections", "mine.tsv"]).lines().count()
    };
    let all = events("");
    assert_eq!(events("drop\tangela-merkel\tvisited\tmoscow"), all, "it tells of Warsaw still");
    assert_eq!(events("drop\tangela-merkel\tvisited\tmoscow\ndrop\tangela-merkel\tvisited\twarsaw"), all - 1);
}

#[test]
fn a_merged_entity_is_the_other() {
    let out = corrected("merge\tboris-karenin\t\tangela-merkel");
    assert!(!out.contains("karenin\"") && stated(&out).contains(&"Angela Merkel met Xi Jinping".to_owned()), "{out}");
    let out = corrected("merge\tangela-merkel\t\tAngela Kasner");
    assert!(out.contains("/entity/angela-kasner\",\"label\":\"Angela Kasner\",\"type\":\"Person\""), "{out}");
}

#[test]
fn a_renamed_entity_keeps_its_iri() {
    let out = corrected("rename\tmoscow\t\tMoskva");
    assert!(out.contains("/entity/moscow\",\"label\":\"Moskva\""), "{out}");
}

#[test]
fn a_store_is_built_and_asked_with_corrections() {
    let place = Place::new();
    place.write("note.txt", TEXT);
    place.write("mine.tsv", format!("{HEADER}drop\tAngela Merkel\tvisited\tWarsaw\nrename\tMoscow\t\tMoskva\n"));
    place.read(&["build", "note.txt", "--corrections", "mine.tsv"]);
    let facts = place.read(&["facts", "--relation", "visited", "--corrections", "mine.tsv"]);
    assert!(facts.contains("Moskva  asserted") && facts.lines().count() == 2, "{facts}");
    assert!(place.read(&["facts", "--about", "Moskva", "--corrections", "mine.tsv"]).contains("Angela Merkel"));
    let graph = place.read(&["export", "--format", "turtle", "--corrections", "mine.tsv"]);
    assert!(graph.contains("rdfs:label \"Moskva\"") && graph.contains("\"Moscow\""), "{graph}");
}

#[test]
fn a_table_with_faults_is_told_by_every_command() {
    let place = Place::new();
    place.write("note.txt", TEXT).write("mine.tsv", format!("{HEADER}dorp\tx\t\ty\nrename\tx\n"));
    let run = place.run(&["check", "--quiet", "--corrections", "mine.tsv"]);
    let faults = [
        "mine.tsv:3: unknown action \"dorp\" (did you mean \"drop\"? known: drop, merge, rename)",
        "mine.tsv:4: the column \"other\" is empty",
    ];
    assert_eq!((run.status, run.errors()), (Some(1), faults.to_vec()));
    let run = place.run(&["extract", "note.txt", "--corrections", "mine.tsv"]);
    assert_eq!((run.status, run.errors(), run.out.as_str()), (Some(1), faults[..1].to_vec(), ""));
    assert!(place.run(&["check", "--corrections", "none.tsv"]).errors()[0].starts_with("none.tsv: cannot read"));
}

#[test]
fn a_mistake_in_a_table_of_corrections_is_told() {
    let ontology = Ontology::load(&Folder::ontology()).expect("the ontology loads");
    let check = |text: &str| {
        let faults = Corrections::check(Path::new("mine.tsv"), text, &ontology);
        faults.into_iter().map(|fault| fault.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        check(&format!("{HEADER}drop\tx\tvisited\ty\ta/b\nmerge\tx\t\ty\nrename\tx\t\tY\n")),
        Vec::<String>::new()
    );
    for (rows, fault) in [
        ("dorp\tx\tvisited\ty", "3: unknown action \"dorp\" (did you mean \"drop\"? known: drop, merge, rename)"),
        ("drop\tx\tvisted\ty", "3: unknown relation \"visted\" (did you mean \"visited\"?)"),
        ("drop\t\tvisited\ty", "3: the column \"entity\" is empty"),
        ("rename\tx", "3: the column \"other\" is empty"),
        ("merge\tx\tvisited\ty", "3: merge has no relation and no document"),
        ("merge\tx\t\tx", "3: an entity cannot be merged into itself"),
        ("merge\tx\t\ty\nmerge\tx\t\tz", "4: a row before has \"x\" as \"y\""),
        ("merge\tx\t\ty\nmerge\tz\t\tx", "4: \"x\" is itself merged into another"),
        ("merge\tx\t\ty\nmerge\ty\t\tz", "4: \"y\" is what another is merged into"),
        ("drop\ta\tb\tc\td\te", "3: 6 columns where the header has 5"),
    ] {
        assert_eq!(check(&format!("{HEADER}{rows}\n")), [format!("mine.tsv:{fault}")], "{rows}");
    }
    let header = "the first line must name the columns, parted by tabs: action entity relation other document";
    assert_eq!(check(""), [format!("mine.tsv:1: {header}")]);
    assert_eq!(check("# mine\nentity\taction\n"), [format!("mine.tsv:2: {header}")]);
}
