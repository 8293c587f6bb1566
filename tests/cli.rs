//! The commands as users run them: the binary, in a folder of its own, on files that the test writes.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A sentence that tells one fact.
pub const VISIT: &str = "Angela Merkel visited Moscow in May 2015.";

/// A folder that goes when the test ends, and the program run in it.
pub struct Place {
    folder: TempDir,
}

/// What a run printed, and its exit status.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("the folder can be made");
        std::fs::write(path, content).expect("the file can be written");
        self
    }

    /// Copies a folder of the project.
    pub fn copy(&self, name: &str) -> &Self {
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &self.path(name));
        self
    }

    /// Changes what a file says.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = std::fs::read_to_string(self.path(name)).expect("the file is UTF-8");
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, text.replacen(from, to, 1))
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.args(args).current_dir(self.folder.path()).env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().expect("the program starts"))
    }

    /// Runs a command that must succeed, and returns what it prints.
    pub fn read(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.status, Some(0), "{args:?}: {}", run.err);
        run.out
    }

    pub fn run_on(&self, args: &[&str], input: &str) -> Run {
        let mut command = self.command(args);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program starts");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("the program reads its input");
        Run::of(child.wait_with_output().expect("the program ends"))
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The lines of standard error that tell an error.
    pub fn errors(&self) -> Vec<&str> {
        self.err.lines().filter_map(|line| line.strip_prefix("error: ")).collect()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let copy = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).expect("the file can be copied");
        }
    }
}

fn articles() -> String {
    format!("{}/seeds/articles", env!("CARGO_MANIFEST_DIR"))
}

/// The triples that the facts of JSON Lines state, as labels.
pub fn stated(lines: &str) -> Vec<String> {
    let label = |fact: &serde_json::Value, end: &str| fact[end]["label"].as_str().unwrap_or("?").to_owned();
    let facts = lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON"));
    facts
        .map(|fact: serde_json::Value| {
            format!(
                "{} {} {}",
                label(&fact, "subject"),
                fact["relation"].as_str().unwrap_or("?"),
                label(&fact, "object")
            )
        })
        .collect()
}

#[test]
fn a_sentence_becomes_a_fact_with_its_evidence() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    let out = place.read(&["extract", "note.txt"]);
    let fact: serde_json::Value = serde_json::from_str(&out).expect("one line of JSON");
    assert_eq!(stated(&out), ["Angela Merkel visited Moscow"]);
    assert_eq!(fact["doc"], "note");
    assert_eq!(fact["status"], "asserted");
    assert_eq!(fact["date"], "2015-05");
    assert_eq!(fact["evidence"]["text"], VISIT);
    assert_eq!((&fact["evidence"]["start"], &fact["evidence"]["end"]), (&0.into(), &VISIT.len().into()));
    assert_eq!(fact["subject"]["id"], "https://w3id.org/chancery/entity/angela-merkel");
}

#[test]
fn standard_input_is_text_or_json_lines() {
    let place = Place::new();
    let plain = place.run_on(&["extract", "-"], VISIT);
    assert_eq!((plain.status, stated(&plain.out)), (Some(0), vec!["Angela Merkel visited Moscow".to_owned()]));
    let line = format!(
        "{{\"id\": \"a\", \"text\": \"{VISIT}\"}}\n{{\"id\": \"b\", \"text\": \"Xi Jinping visited Paris.\"}}\n"
    );
    let json = place.run_on(&["extract", "-"], &line);
    assert_eq!(stated(&json.out), ["Angela Merkel visited Moscow", "Xi Jinping visited Paris"]);
}

#[test]
fn one_job_and_eight_print_the_same_bytes() {
    let place = Place::new();
    for format in ["facts", "events", "mentions", "turtle", "nquads"] {
        let print = |jobs| place.read(&["extract", &articles(), "--format", format, "--jobs", jobs]);
        let one = print("1");
        assert!(one.lines().count() > 100, "{format}: {} lines", one.lines().count());
        assert!(one == print("8"), "{format} differs");
    }
}

#[test]
fn two_builds_give_the_same_exports_whatever_the_jobs() {
    let place = Place::new();
    place.read(&["build", &articles(), "--jobs", "1", "--store", "one"]);
    place.read(&["build", &articles(), "--jobs", "8", "--store", "two"]);
    for format in ["turtle", "trig", "ntriples", "nquads", "dot"] {
        let export = |store| place.read(&["export", "--store", store, "--format", format]);
        assert!(export("one") == export("two"), "{format} differs");
    }
}

#[test]
fn building_twice_changes_nothing() {
    let place = Place::new();
    place.write("news/a.txt", VISIT).write("news/b.txt", "Xi Jinping visited Paris.");
    place.read(&["build", "news"]);
    let before = (place.read(&["export", "--format", "nquads"]), std::fs::read(place.path("chancery.store")).ok());
    let again = place.run(&["build", "news"]);
    assert!(again.err.contains("2 documents read (2 unchanged, 0 of them again)"), "{}", again.err);
    let after = (place.read(&["export", "--format", "nquads"]), std::fs::read(place.path("chancery.store")).ok());
    assert!(before == after);
}

#[test]
fn a_document_that_is_read_again_is_replaced() {
    let place = Place::new();
    place.write("news/a.txt", VISIT).write("news/b.txt", "Xi Jinping visited Paris.");
    place.read(&["build", "news"]);
    place.write("news/a.txt", "Angela Merkel visited Warsaw.");
    place.read(&["build", "news"]);
    let facts = place.read(&["facts"]);
    assert!(facts.contains("Warsaw") && facts.contains("Paris") && !facts.contains("Moscow"), "{facts}");
}

#[test]
fn facts_can_be_narrowed() {
    let place = Place::new();
    place
        .write("a/x.txt", VISIT)
        .write("a/y.txt", "Xi Jinping met Angela Merkel in 2017.")
        .write("b/z.txt", "Xi Jinping visited Paris.");
    place.read(&["build", "."]);
    let documents = |narrow: &[&str]| {
        let table = place.read(&[&["facts"], narrow].concat());
        ["a/x", "a/y", "b/z"].into_iter().filter(|id| table.contains(id)).collect::<Vec<_>>()
    };
    assert_eq!(documents(&[]), ["a/x", "a/y", "b/z"]);
    assert_eq!(documents(&["--relation", "visited"]), ["a/x", "b/z"]);
    assert_eq!(documents(&["--about", "Angela Merkel"]), ["a/x", "a/y"]);
    assert_eq!(documents(&["--about", "xi-jinping"]), ["a/y", "b/z"]);
    assert_eq!(documents(&["--document", "a"]), ["a/x", "a/y"]);
    assert_eq!(documents(&["--since", "2016"]), ["a/y"]);
    assert_eq!(documents(&["--until", "2015-05"]), ["a/x"]);
}

#[test]
fn seeds_of_ones_own_replace_the_compiled_ones() {
    let place = Place::new();
    place.write("mine/people.tsv", "id\tclass\tlabel\tcountry\nrudolf-elphberg\tPerson\tRudolf Elphberg\truritania\n");
    place.write("mine/countries.tsv", "id\tclass\tlabel\nruritania\tCountry\tRuritania\n");
    place.write("note.txt", "Rudolf Elphberg visited Ruritania. Angela Merkel visited Moscow.");
    let out = place.read(&["extract", "note.txt", "--seeds", "mine"]);
    assert!(stated(&out).contains(&"Rudolf Elphberg visited Ruritania".to_owned()), "{out}");
    let mentions = place.read(&["extract", "note.txt", "--seeds", "mine", "--format", "mentions"]);
    let moscow = mentions.lines().find(|line| line.contains("\"text\":\"Moscow\""));
    assert!(moscow.is_none_or(|line| !line.contains("\"found_by\":\"gazetteer\"")), "{mentions}");
}

#[test]
fn a_gazetteer_adds_names_to_the_compiled_ones() {
    let place = Place::new();
    place.write("mine.tsv", "id\tclass\tlabel\taliases\nruritania\tCountry\tRuritania\tKingdom of Ruritania\n");
    place.write("note.txt", "Angela Merkel visited the Kingdom of Ruritania.");
    let out = place.read(&["extract", "note.txt", "--gazetteer", "mine.tsv"]);
    assert_eq!(stated(&out), ["Angela Merkel visited Ruritania"]);
    assert!(out.contains("https://w3id.org/chancery/entity/ruritania"), "{out}");
}

#[test]
fn an_ontology_of_ones_own_can_say_it_in_other_words() {
    let place = Place::new();
    place.copy("ontology").write("note.txt", "Angela Merkel frequented Japan.");
    assert_eq!(place.read(&["extract", "note.txt"]), "");
    place.edit("ontology/frames/visited.toml", "\"revisit\"", "\"revisit\", \"frequent\"");
    assert_eq!(
        stated(&place.read(&["extract", "note.txt", "--ontology", "ontology"])),
        ["Angela Merkel visited Japan"]
    );
}

#[test]
fn a_base_begins_every_iri_that_is_made() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    let base = "https://example.org/news/";
    let made = place.read(&["extract", "note.txt", "--format", "nquads", "--base", base]);
    assert!(made.contains("<https://example.org/news/entity/angela-merkel>"), "{made}");
    let left =
        made.split(['<', '>']).find(|iri| iri.starts_with("https://w3id.org/chancery/") && !iri.contains("/ontology#"));
    assert_eq!(left, None);
    place.read(&["build", "note.txt", "--base", base]);
    assert!(place.read(&["export", "--format", "ntriples"]).contains("<https://example.org/news/entity/moscow>"));
    assert_eq!(place.run(&["build", "note.txt"]).status, Some(0), "a store keeps its base");
    let other = place.run(&["build", "note.txt", "--base", "https://example.org/other/"]);
    assert_eq!(other.status, Some(1));
    assert_eq!(
        other.errors(),
        ["chancery.store: the store's IRIs begin with https://example.org/news/, not https://example.org/other/"]
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    place.read(&["build", &articles()]);
    for args in [["export", "--format", "ntriples"], ["extract", &articles(), "--format=nquads"]].map(Vec::from) {
        let mut command = place.command(&args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut first = [0; 64];
        child.stdout.take().expect("piped").read_exact(&mut first).expect("it prints");
        let run = Run::of(child.wait_with_output().expect("the program ends"));
        assert_eq!((run.status, run.errors()), (Some(0), vec![]), "{args:?}");
    }
}

#[test]
fn results_go_to_standard_output_and_all_else_to_standard_error() {
    let place = Place::new();
    place.write("note.txt", VISIT);
    let build = place.run(&["build", "note.txt"]);
    assert_eq!(build.out, "");
    assert!(build.err.starts_with("chancery.store: 1 document read"), "{}", build.err);
    assert_eq!(place.run(&["build", "note.txt", "--quiet"]).err, "");
    assert!(place.run(&["build", "note.txt", "--verbose", "--again"]).err.contains("note: 1 fact"));
    assert!(place.run(&["build", "note.txt", "--verbose"]).err.contains("note: unchanged"));
    assert_eq!(place.run(&["extract", "note.txt"]).err, "");
    assert_eq!(place.run(&["check"]).out, "");
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let place = Place::new();
    assert!(!place.run(&["extract", "none.txt"]).err.contains('\u{1b}'));
    assert!(place.run(&["extract", "none.txt", "--color", "always"]).err.contains('\u{1b}'));
}

#[test]
fn an_export_to_a_file_is_what_standard_output_gets() {
    let place = Place::new();
    place.write("note.txt", VISIT).read(&["build", "note.txt"]);
    let printed = place.read(&["export", "--format", "turtle"]);
    assert_eq!(place.read(&["export", "--format", "turtle", "--output", "graph.ttl"]), "");
    assert_eq!(std::fs::read_to_string(place.path("graph.ttl")).ok(), Some(printed));
}

#[test]
fn a_conllu_file_keeps_its_tokens_comments_and_ranges() {
    let place = Place::new();
    let row = |id: &str, form: &str, misc: &str| format!("{id}\t{form}{}\t{misc}\n", "\t_".repeat(7));
    let rows = [row("1-2", "Don't", "_"), row("1", "Do", "_"), row("2", "n't", "_"), row("3", "go", "Misc=1")];
    place.write("a.conllu", format!("# text = Don't go\n{}\n", rows.concat()));
    let out = place.read(&["parse", "a.conllu"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..2], ["# text = Don't go", rows[0].trim_end()]);
    assert!(lines[2].starts_with("1\tDo\tdo\tAUX\tVB\t"), "{}", lines[2]);
    assert!(lines[4].starts_with("3\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t"), "{}", lines[4]);
    assert!(lines[4].ends_with("\tMisc=1"));
}

#[test]
fn a_text_becomes_conllu() {
    let place = Place::new();
    place.write("doc.txt", "Peru’s\nenvoy left.");
    let out = place.read(&["parse", "doc.txt"]);
    assert!(
        out.starts_with("# newdoc id = doc\n# sent_id = doc-1\n# text = Peru’s envoy left.\n1\tPeru\tPeru\tPROPN\tNNP\tNumber=Sing\t3\t"),
        "{out}"
    );
    assert_eq!(out.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count(), 5);
}

#[test]
fn completions_know_every_command_in_every_shell() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.read(&["completions", shell]);
        for command in
            ["build", "facts", "extract", "query", "export", "parse", "explain", "eval", "gaps", "check", "completions"]
        {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
}

#[test]
fn help_teaches_each_command() {
    let place = Place::new();
    for (command, words) in [
        ("build", &["INPUT", "--store", "replaced", "exit status", "chancery build"][..]),
        ("facts", &["--about", "--relation", "--since", "--until", "--document", "chancery facts"]),
        ("extract", &["facts", "events", "mentions", "turtle", "nquads", "standard input", "chancery extract"]),
        ("query", &["SPARQL", "--list", "--param", "--timeout", "table", "csv", "chancery query"]),
        ("export", &["turtle", "trig", "ntriples", "nquads", "dot", "--output", "chancery export"]),
        ("parse", &["CoNLL-U", ".conllu", "chancery parse"]),
        ("explain", &["--published", "standard input", "frames", "chancery explain"]),
        ("eval", &["GOLD", "--compare", "--save", "--ignore", "--min-f1", "chancery eval"]),
        ("gaps", &["INPUT", "--top", "chancery gaps"]),
        ("check", &["--examples", "--ontology", "--seeds", "exit status", "chancery check"]),
        ("completions", &["bash", "zsh", "fish", "chancery completions"]),
    ] {
        let help = place.read(&[command, "--help"]);
        for word in words {
            assert!(help.contains(word), "`chancery {command} --help` does not mention {word}");
        }
    }
}

#[test]
fn every_argument_is_explained() {
    use clap::CommandFactory;
    let program = chancery::cli::args::Cli::command();
    for command in std::iter::once(&program).chain(program.get_subcommands()) {
        assert!(command.get_about().is_some(), "{} says nothing of itself", command.get_name());
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some(), "{} {} is not explained", command.get_name(), arg.get_id());
        }
    }
}
