//! `chancery query` and `chancery export` through the binary, on a store of the sample.

use crate::sample::stories;
use chancery::rdf::Iris;
use chancery::store::Store;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("chancery.store"), None).unwrap();
        for story in stories() {
            store.replace_document(&story.doc.id, &story.quads(&Iris::default())).unwrap();
        }
        store.sync().unwrap();
        std::fs::create_dir(folder.path().join("seeds")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        // Without the names of the world, which take longer to load than the sample to ask.
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.args(args).args(["--seeds", "seeds"]).current_dir(self.folder.path()).output().unwrap()
    }

    /// Standard output of a command that ends well.
    fn prints(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one line of standard error of a command that fails.
    fn fails(&self, args: &[&str]) -> String {
        self.ends_with(1, args)
    }

    /// The same of a command that was called wrongly.
    fn refuses(&self, args: &[&str]) -> String {
        self.ends_with(2, args)
    }

    fn ends_with(&self, status: i32, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.lines().count(), 1, "{message}");
        message.trim_end().strip_prefix("error: ").unwrap_or_else(|| panic!("{message}")).to_owned()
    }
}

#[test]
fn a_question_is_answered_as_a_table() {
    let table = Shop::new().prints(&["query", "visits"]);
    let lines: Vec<&str> = table.lines().map(str::trim).collect();
    assert!(lines[0].starts_with("visitor"), "{table}");
    assert!(lines.iter().any(|line| line.starts_with("Vladimir Putin") && line.ends_with("2016/visit")), "{table}");
    let columns: Vec<_> = table.lines().filter_map(|line| line.rfind("201")).collect();
    assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "aligned: {table}");
}

#[test]
fn answers_come_in_the_formats_of_the_standard() {
    let shop = Shop::new();
    let ask = "SELECT ?name ?who { ?who rdfs:label ?name ; ch:visited ?where }";
    let print = |format| shop.prints(&["query", "-e", ask, "--format", format]);
    assert_eq!(print("csv"), "name,who\r\nVladimir Putin,https://w3id.org/chancery/entity/vladimir-putin\r\n");
    assert_eq!(print("tsv"), "?name\t?who\n\"Vladimir Putin\"\t<https://w3id.org/chancery/entity/vladimir-putin>\n");
    let json: serde_json::Value = serde_json::from_str(&print("json")).unwrap();
    assert_eq!(json["results"]["bindings"][0]["name"]["value"], "Vladimir Putin");
    assert!(print("xml").contains("<binding name=\"name\"><literal>Vladimir Putin</literal></binding>"));
    assert_eq!(shop.prints(&["query", "-e", "ASK { entity:china a ch:Country }", "-f", "csv"]).trim(), "true");
    assert!(shop.prints(&["query", "-e", ask]).contains("entity:vladimir-putin"), "names are shortened");
}

#[test]
fn a_constructed_graph_is_printed_and_drawn() {
    let shop = Shop::new();
    let network = |format| shop.prints(&["query", "network", "--param", "country=Russia", "-f", format]);
    assert!(network("turtle").contains("entity:crimea rdfs:label \"Crimea\" ."));
    assert!(network("ntriples").lines().all(|line| line.ends_with(" .")));
    let dot = network("dot");
    assert!(
        dot.starts_with("digraph chancery {") && dot.contains("\"russia\" -> \"crimea\" [label=\"annexed\""),
        "{dot}"
    );
    let expected = "the answer is triples, which csv cannot hold (formats: turtle, ntriples, dot)";
    assert_eq!(shop.fails(&["query", "network", "-f", "csv"]), expected);
    let expected = "the answer is a table, which dot cannot hold (formats: csv, tsv, json, xml)";
    assert_eq!(shop.fails(&["query", "visits", "-f", "dot"]), expected);
}

#[test]
fn a_file_is_a_question_too() {
    let shop = Shop::new();
    std::fs::write(shop.path("who.rq"), "# Who?\n# param name = \"China\": a name\nSELECT ?x { ?x rdfs:label $name }")
        .unwrap();
    let answer = shop.prints(&["query", "who.rq", "--param", "name=Crimea", "-f", "csv"]);
    assert_eq!(answer, "x\r\nhttps://w3id.org/chancery/entity/crimea\r\n");
    assert!(shop.fails(&["query", "nobody.rq"]).starts_with("nobody.rq: cannot read: "));
    assert_eq!(shop.refuses(&["query", "who.rq", "--param", "nme=x"]), "who.rq: no parameter \"nme\" (known: name)");
    assert!(shop.refuses(&["query", "vists"]).starts_with("no question \"vists\" (did you mean \"visits\"?)"));
    assert_eq!(shop.refuses(&["query", "-e", "SELECT * { ?s x:y ?o }"]), "-e:1: unknown prefix \"x:\"");
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    assert_eq!(shop.fails(&["query", "-e", endless, "--timeout", "0.2"]), "-e: the query took longer than 0.2 s");
}

#[test]
fn the_questions_are_listed_with_their_parameters() {
    let list = Shop::new().prints(&["query", "--list"]);
    assert!(list.contains("deals-between\n    Which deals"), "{list}");
    assert!(list.contains("    --param first=\"Russia\": English name of a country\n"), "{list}");
}

#[test]
fn the_store_is_exported_to_a_file() {
    let shop = Shop::new();
    let written = shop.path("graph.nq");
    shop.prints(&["export", "-f", "nquads", "-o", written.to_str().unwrap(), "--about", "Crimea"]);
    let printed = shop.prints(&["export", "-f", "nquads", "--about", "Crimea"]);
    assert_eq!(std::fs::read_to_string(written).unwrap(), printed);
    assert!(printed.contains("annexed"));
    assert_eq!(
        shop.fails(&["export", "-f", "dot", "--about", "Atlantis"]),
        "nothing is called \"Atlantis\" (give a label, a slug or an IRI)"
    );
    std::fs::write(shop.path("notes"), "no store").unwrap();
    assert_eq!(shop.fails(&["export", "-f", "dot", "--store", "notes"]), "notes: not a store of chancery");
}
