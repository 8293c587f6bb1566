//! Bad input of every kind: each fault is one line that names file and line, the exit status tells, and the rest is still done.

use crate::cli::{Place, Run, VISIT, stated};
use std::fs::OpenOptions;
use std::io::Write;

/// A file whose first line is 100 MB long, and whose others are as given; its long line is a hole.
fn write_long_line(place: &Place, name: &str, rest: &str) {
    place.write(name, "");
    let mut file = OpenOptions::new().append(true).open(place.path(name)).expect("the file was made");
    file.set_len(100_000_000).expect("a file may have holes");
    file.write_all(format!("\n{rest}").as_bytes()).expect("the file can be written");
}

/// A run that failed with one error, which is what is told.
fn only_error(run: &Run, status: i32) -> &str {
    let errors = run.errors();
    assert_eq!((run.status, errors.len()), (Some(status), 1), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "an error is one line: {}", run.err);
    errors[0]
}

#[test]
fn bad_documents_are_told_and_the_others_read() {
    let place = Place::new();
    place.write("in/a-good.txt", VISIT);
    place.write("in/bytes.txt", b"A line.\nAnother \0\x01 line.\n");
    place.write("in/empty.txt", "").write("in/blank.txt", " \n\n \n").write("in/empty.jsonl", "\n");
    place.write(
        "in/lines.jsonl",
        "{\"text\": \"Xi Jinping visited Paris.\"}\n{\"text\": \n{\"id\": \"x\"}\n{\"text\": \" \"}\n",
    );
    place.write("in/notes.doc", "x");
    place.write("in/titled.txt", VISIT).write("in/titled.json", "{\"title\": 1}");
    place.write("in/dated.txt", VISIT).write("in/dated.json", "{\"date\": \"soon\"}");
    write_long_line(&place, "in/long.jsonl", "{\"text\": \"Barack Obama visited Cuba.\"}\n");
    write_long_line(&place, "in/long.txt", VISIT);
    let run = place.run(&["extract", "in"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(
        stated(&run.out),
        ["Angela Merkel visited Moscow", "Xi Jinping visited Paris", "Barack Obama visited Cuba"]
    );
    // All known endings follow the unknown one.
    let errors: Vec<_> =
        run.errors().iter().map(|error| error.split(" (known: .txt").next().unwrap().to_owned()).collect();
    assert_eq!(
        errors,
        [
            "in/blank.txt: a document without text",
            "in/bytes.txt:2: no text: it holds zero bytes",
            "in/dated.json: \"soon\" is no date (expected YYYY-MM-DD)",
            "in/empty.jsonl: the file is empty",
            "in/empty.txt: the file is empty",
            "in/lines.jsonl:2: malformed JSON at column 8: EOF while parsing a value",
            "in/lines.jsonl:3: malformed JSON at column 11: missing field `text`",
            "in/lines.jsonl:4: a document without text",
            "in/long.jsonl:1: the line is larger than 64 MiB",
            "in/long.txt: the file is larger than 64 MiB",
            "in/notes.doc: unknown format",
            "in/titled.json:1: malformed metadata: invalid type: integer `1`, expected a string at line 1 column 11",
        ]
    );
    let build = place.run(&["build", "in"]);
    assert_eq!((build.status, build.errors().len()), (Some(1), 12));
    assert!(build.err.contains("3 documents read (0 of them again), 3 events, 3 facts, 12 failed"), "{}", build.err);
    assert_eq!(place.read(&["facts"]).lines().count(), 4);
}

#[test]
fn inputs_that_are_not_there_are_told() {
    let place = Place::new();
    place.write("folder/sub/.hidden.txt", VISIT).write("note.txt", VISIT);
    let run = place.run(&["extract", "none.txt", "folder", "note.txt", "note.txt"]);
    assert_eq!((run.status, stated(&run.out).len()), (Some(1), 1));
    assert_eq!(
        run.errors(),
        [
            "none.txt: no such file or folder",
            "folder: no documents in the folder",
            "note.txt: a document with the id \"note\" was read before",
        ]
    );
}

#[test]
fn a_bad_document_does_not_take_away_what_was_known_of_it() {
    let place = Place::new();
    place.write("note.txt", VISIT).read(&["build", "note.txt"]);
    place.write("note.txt", b"\0\x01");
    assert_eq!(place.run(&["build", "note.txt"]).status, Some(1));
    assert!(place.read(&["facts"]).contains("Moscow"));
}

#[test]
fn faults_of_a_table_of_names_have_file_and_line() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    for (table, fault) in [
        ("id\tclass\tlabel\nruritania\tCountry\n", "names.tsv:2: 2 columns where the header has 3"),
        ("id\tclass\tlabel\nruritania\tKingdom\tRuritania\n", "names.tsv:2: unknown class \"Kingdom\""),
        ("id\tkind\tlabel\n", "names.tsv:1: "),
        ("", "names.tsv: no header line that names the columns"),
        ("id\tclass\tlabel\tcountry\nx\tPerson\tX Yz\tnowhere\n", "names.tsv:2: "),
    ] {
        place.write("names.tsv", table);
        for command in [&["extract", "note.txt"][..], &["build", "note.txt"], &["check", "--quiet"]] {
            let run = place.run(&[command, &["--gazetteer", "names.tsv"]].concat());
            let error = only_error(&run, 1);
            assert!(error.starts_with(fault), "{error} should begin with {fault}");
            assert_eq!(run.out, "");
        }
    }
    place.write("names.tsv", b"id\tclass\tlabel\nx\tPerson\tX\xff\n");
    assert!(only_error(&place.run(&["extract", "note.txt", "--gazetteer", "names.tsv"]), 1).starts_with("names.tsv: "));
}

#[test]
fn faults_of_a_frame_have_file_and_line() {
    for (from, to, fault) in [
        ("target = [\"Place\"", "visitee = [\"Place\"", "visited.toml:6: unknown field `visitee`"),
        ("object = [\"target\"]", "object = [\"visitee\"]", "visited.toml:10: unknown role \"visitee\""),
        ("[\"Place\", \"Country\"]", "[\"Planet\"]", "visited.toml:6: unknown class \"Planet\""),
        ("relation = \"visited\"", "relation = \"haunted\"", "visited.toml:2: unknown relation \"haunted\""),
        (
            "construction = \"transitive\"",
            "construction = \"twisted\"",
            "visited.toml:14: unknown construction \"twisted\" (known: ",
        ),
        ("[roles]", "[roles", "visited.toml:4: "),
    ] {
        let place = Place::new();
        place.copy("ontology").edit("ontology/frames/visited.toml", from, to).write("note.txt", VISIT);
        for command in [&["extract", "note.txt"][..], &["check", "--quiet"]] {
            let run = place.run(&[command, &["--ontology", "ontology"]].concat());
            let error = only_error(&run, 1);
            assert!(error.starts_with(&format!("ontology/frames/{fault}")), "{error} should tell {fault}");
        }
    }
}

#[test]
fn a_check_finds_faults_in_several_files() {
    let place = Place::new();
    place.copy("ontology");
    place.edit("ontology/frames/visited.toml", "relation = \"visited\"", "relation = \"haunted\"");
    place.edit("ontology/frames/met.toml", "relation = \"met\"", "relation = \"ate\"");
    let run = place.run(&["check", "--ontology", "ontology"]);
    assert_eq!((run.status, run.errors().len()), (Some(1), 2), "{}", run.err);
    assert!(run.err.ends_with("2 faults found\n"), "{}", run.err);
    assert_eq!(place.run(&["check"]).status, Some(0));
}

#[test]
fn knowledge_that_is_not_there_is_told() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    for (option, fault) in [
        ("--ontology", "none: cannot read the folder"),
        ("--seeds", "none: cannot read the folder"),
        ("--gazetteer", "none: cannot read"),
    ] {
        let run = place.run(&["extract", "note.txt", option, "none"]);
        assert!(only_error(&run, 1).starts_with(fault), "{}", run.err);
    }
}

#[test]
fn a_store_that_cannot_be_used_is_told() {
    let place = Place::new();
    place
        .write("note.txt", VISIT)
        .write("folder/note.txt", VISIT)
        .write("text", "not a store, but a text of some length");
    for (command, store) in [
        (&["build", "note.txt"][..], "none/news.store"),
        (&["build", "note.txt"], "folder"),
        (&["build", "note.txt"], "text"),
        (&["facts"], "none.store"),
        (&["facts"], "folder"),
        (&["facts"], "text"),
        (&["export", "--format", "turtle"], "none.store"),
        (&["query", "visits"], "none.store"),
    ] {
        let run = place.run(&[command, &["--store", store]].concat());
        let error = only_error(&run, 1);
        assert!(error.starts_with(store), "{command:?}: {error}");
        assert_eq!(run.out, "");
    }
    assert_eq!(
        std::fs::read_to_string(place.path("text")).ok().as_deref(),
        Some("not a store, but a text of some length")
    );
}

#[test]
fn a_store_that_was_cut_off_is_read_up_to_there() {
    let place = Place::new();
    place.write("in/a.txt", VISIT).write("in/b.txt", "Xi Jinping visited Paris.").read(&["build", "in", "--jobs", "1"]);
    let bytes = std::fs::read(place.path("chancery.store")).expect("the store was built");
    place.write("chancery.store", &bytes[..bytes.len() - 7]);
    let run = place.run(&["facts"]);
    assert_eq!(run.status, Some(0));
    assert!(run.out.contains("Moscow") && !run.out.contains("Paris"), "{}", run.out);
    assert!(run.err.starts_with("warning: chancery.store: "), "{}", run.err);
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let place = Place::new();
    place.write("note.txt", VISIT).read(&["build", "note.txt"]);
    let run = place.run(&["export", "--format", "turtle", "--output", "none/graph.ttl"]);
    assert!(only_error(&run, 1).starts_with("none/graph.ttl: cannot write"), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::new();
    place.write("note.txt", VISIT).read(&["build", "note.txt"]);
    for args in [&["extract", "note.txt"][..], &["facts"], &["export", "--format", "turtle"], &["completions", "bash"]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let run = Run::of(place.command(args).stdout(full).output().expect("the program starts"));
        assert!(only_error(&run, 1).starts_with("cannot write "), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_query_with_a_syntax_error_has_file_and_line() {
    let place = Place::new();
    place
        .write("note.txt", VISIT)
        .write("bad.rq", "# What?\nSELECT ?x WHERE {\n  ?x ?y !\n}\n")
        .read(&["build", "note.txt"]);
    let run = place.run(&["query", "bad.rq"]);
    assert!(only_error(&run, 2).starts_with("bad.rq:4: "), "{}", run.err);
    assert!(only_error(&place.run(&["query", "-e", "SELECT"]), 2).contains("syntax error"));
    assert!(
        only_error(&place.run(&["query", "vists"]), 2).starts_with("no question \"vists\" (did you mean \"visits\"?)")
    );
    assert!(only_error(&place.run(&["query", "none.rq"]), 1).starts_with("none.rq: cannot read"));
}

#[test]
fn a_treebank_with_a_fault_has_file_and_line() {
    let place = Place::new();
    place.write("a.conllu", "1\tx\n").write("note.txt", VISIT);
    let run = place.run(&["parse", "a.conllu", "note.txt"]);
    assert_eq!(only_error(&run, 1), "a.conllu:1: expected ten columns parted by tabs");
    assert!(run.out.contains("visit\tVERB"), "the rest is done: {}", run.out);
}

#[test]
fn a_name_that_nothing_has_is_told_with_those_alike() {
    let place = Place::new();
    place.write("note.txt", VISIT).read(&["build", "note.txt"]);
    let about = |name| place.run(&["facts", "--about", name]);
    assert_eq!(only_error(&about("merkel"), 1), "nothing is called \"merkel\" (perhaps Angela Merkel)");
    assert_eq!(only_error(&about("Nobody"), 1), "nothing is called \"Nobody\" (give a label, a slug or an IRI)");
}

#[test]
fn wrong_use_has_a_status_of_its_own() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    for args in [
        &[][..],
        &["biuld", "note.txt"],
        &["build"],
        &["extract", "note.txt", "--format", "facs"],
        &["extract", "note.txt", "--jobs", "0"],
        &["extract", "note.txt", "--base", "no iri"],
        &["export"],
        &["export", "--format", "turtel"],
        &["facts", "--since", "yesterday"],
        &["query"],
        &["query", "visits", "--param", "country"],
        &["build", "note.txt", "--quiet", "--verbose"],
    ] {
        let run = place.run(args);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{args:?}: {}", run.err);
        assert!(run.err.contains("Usage:") || run.err.contains("--help"), "{args:?}: {}", run.err);
    }
}
