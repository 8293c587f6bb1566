//! The commands on a store and on the network of its entities, through the binary.

use crate::sample::stories;
use chancery::rdf::{Iris, Made};
use chancery::store::{Frame, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Where a store of the sample is kept: in one file or, in a program that can, in a folder with an index on disk.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    InFile,
    OnDisk,
}

/// A folder with a store of the sample.
struct Shop(TempDir, Kept);

impl Shop {
    fn new(kept: Kept) -> Self {
        let shop = Self(tempfile::tempdir().unwrap(), kept);
        std::fs::create_dir(shop.path("seeds")).unwrap();
        shop.fill("chancery.store");
        shop
    }

    /// One of each kind that this program has.
    fn each() -> impl Iterator<Item = Self> {
        let on_disk = cfg!(feature = "rocksdb").then_some(Kept::OnDisk);
        [Kept::InFile].into_iter().chain(on_disk).map(Self::new)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The file of documents of a store.
    fn documents(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        if path.is_dir() { path.join("documents") } else { path }
    }

    fn fill(&self, name: &str) {
        let open = if self.1 == Kept::OnDisk { Store::open_on_disk } else { Store::open };
        let mut store = open(&self.path(name), None).unwrap();
        for (at, story) in (1_480_000_000..).zip(stories()) {
            let made = Made::new(at, "1.2.3");
            store.append(&Frame::of(&story.doc.id, &story.quads(&Iris::default())).made(made)).unwrap();
        }
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with_path(args, std::env::var_os("PATH").unwrap_or_default().as_ref())
    }

    fn run_with_path(&self, args: &[&str], programs: &Path) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        // Without the names of the world, which take longer to load than the sample to ask.
        let command = command.args(args).args(["--seeds", "seeds"]).current_dir(self.0.path());
        command.env("PATH", programs).output().unwrap()
    }

    /// Standard output, with blanks as one, and standard error of a command that ends well.
    fn says(&self, args: &[&str]) -> (String, String) {
        let output = self.run(args);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{args:?}: {told}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let lines = printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n");
        (lines.collect(), told)
    }

    /// The one line of standard error of a command that fails.
    fn fails(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.lines().count(), 1, "{message}");
        message.trim_end().strip_prefix("error: ").unwrap_or_else(|| panic!("{message}")).to_owned()
    }
}

#[test]
fn documents_are_listed_and_counted() {
    for shop in Shop::each() {
        let (list, note) = shop.says(&["list"]);
        assert!(list.starts_with("document published events facts title\n2014/crimea 2014-03-19 6 7 "), "{list}");
        assert_eq!((list.lines().count(), note.as_str()), (5, "4 documents\n"));
        let (info, _) = shop.says(&["info"]);
        for line in [
            "base https://w3id.org/chancery/",
            "read 2016-11-24T15:06:40Z to 2016-11-24T15:06:43Z",
            "by chancery 1.2.3",
            "documents 4",
            "facts 25",
            "planned 3",
        ] {
            assert!(info.lines().any(|found| found == line), "{line} in\n{info}");
        }
    }
}

#[test]
fn a_removed_document_takes_what_it_alone_supports() {
    for shop in Shop::each() {
        let count = |query: &str| {
            let (csv, _) = shop.says(&["query", "-f", "csv", "-e", query]);
            csv.lines().nth(1).unwrap().parse::<usize>().unwrap()
        };
        let plain = |relation: &str| count(&format!("SELECT (COUNT(*) AS ?n) {{ ?a ch:{relation} ?b }}"));
        assert_eq!((plain("annexed"), plain("sanctioned")), (1, 2), "two documents sanction Russia, which counts once");
        assert!(shop.says(&["remove", "2014/crimea"]).1.ends_with("1 document removed\n"));
        assert_eq!((plain("annexed"), plain("sanctioned")), (0, 1));
        assert!(shop.says(&["remove", "2014", "2016/drill", "-v"]).1.contains("2014/gas deal: removed\n"));
        assert_eq!(plain("sanctioned"), 0);
        assert!(shop.fails(&["remove", "2014"]).ends_with("no document \"2014\""));
        assert!(shop.fails(&["remove", "x", "--store", "none"]).starts_with("none: there is no such store"));
        assert!(!shop.path("none").exists() && !shop.path("none.lock").exists());
    }
}

#[test]
fn a_store_is_made_smaller_and_copied() {
    for shop in Shop::each() {
        shop.says(&["remove", "2014"]);
        let before = std::fs::metadata(shop.documents("chancery.store")).unwrap().len();
        shop.says(&["backup", "copy.store"]);
        shop.says(&["optimize"]);
        let [after, copy] = ["chancery.store", "copy.store"].map(|name| std::fs::read(shop.documents(name)).unwrap());
        assert!((after.len() as u64) < before);
        assert!(after == copy, "a copy is as small");
        assert!(shop.fails(&["backup", "copy.store"]).starts_with("copy.store: there is such a file already"));
    }
}

#[test]
fn two_stores_are_compared_by_their_facts() {
    for shop in Shop::each() {
        shop.fill("after.store");
        let (same, note) = shop.says(&["diff", "chancery.store", "after.store"]);
        assert_eq!((same.lines().count(), note.as_str()), (1, "0 facts appeared, 0 vanished, 25 are the same\n"));
        shop.says(&["remove", "2014/crimea", "--store", "after.store"]);
        let (gone, note) = shop.says(&["diff", "chancery.store", "after.store", "--relation", "annexed"]);
        assert!(
            gone.contains("- 2014/crimea Russia annexed Crimea asserted 2014-03-18 Russia annexed Crimea on 18"),
            "{gone}"
        );
        assert_eq!(note, "0 facts appeared, 1 vanished, 0 are the same\n");
        let (back, _) =
            shop.says(&["diff", "after.store", "chancery.store", "--format", "csv", "--relation", "annexed"]);
        assert!(back.contains("+,2014/crimea,Russia,annexed,Crimea,asserted,2014-03-18,"), "{back}");
    }
}

#[test]
fn networks_are_asked_for_centres_communities_and_chains() {
    for shop in Shop::each() {
        let (ranks, _) = shop.says(&["rank", "--by", "degree", "--limit", "1"]);
        assert!(ranks.lines().nth(1).unwrap().starts_with("russia ") || ranks.contains("\nRussia "), "{ranks}");
        let (csv, _) = shop.says(&["rank", "--format", "csv", "--limit", "3"]);
        assert!(
            csv.starts_with("entity,type,pagerank,betweenness,degree,facts\n") && csv.lines().count() == 4,
            "{csv}"
        );
        let (communities, note) = shop.says(&["communities", "--format", "csv"]);
        assert!(communities.starts_with("community,entity,type,id\n1,"), "{communities}");
        assert!(note.contains(" communities, "), "{note}");
        let (chains, note) = shop.says(&["path", "crimea", "kazakhstan"]);
        let first: Vec<&str> = chains.lines().take(3).collect();
        assert!(first[0].starts_with("1. ") && first[1].contains("annexed"), "{chains}");
        assert_eq!(first[2], "Russia annexed Crimea on 18 March 2014.");
        assert!(note.ends_with("steps\n"), "{note}");
        assert!(shop.fails(&["path", "crimea", "atlantis"]).starts_with("nothing is called \"atlantis\""));
        assert!(
            shop.says(&["path", "sergei-lavrov", "crimea"]).1.starts_with("nothing leads from"),
            "he only accused NATO"
        );
    }
}

#[test]
fn what_a_format_needs_is_told() {
    for shop in Shop::each() {
        assert_eq!(shop.fails(&["export", "-f", "neo4j"]), "neo4j is two files: give a folder for them with --output");
        let nowhere = shop.run_with_path(&["export", "-f", "svg"], shop.0.path());
        let message = String::from_utf8(nowhere.stderr).unwrap();
        assert!(message.starts_with("error: Graphviz, which draws, is not installed"), "{message}");
        shop.says(&["export", "-f", "neo4j", "-o", "neo"]);
        let rows = |name: &str| std::fs::read_to_string(shop.path("neo").join(name)).unwrap().lines().count();
        assert!(rows("nodes.csv") > 10 && rows("relationships.csv") > 10);
        let (planned, _) = shop.says(&["export", "-f", "csv", "--status", "planned,negated"]);
        assert!(planned.lines().skip(1).all(|row| row.contains(",planned,") || row.contains(",negated,")), "{planned}");
        assert_eq!(shop.run(&["export", "-f", "csv", "--status", "sure"]).status.code(), Some(2));
    }
}

/// What every command that reads a store prints, also for queries in every format.
#[cfg(feature = "rocksdb")]
#[test]
fn every_command_prints_the_same_of_both_kinds_of_store() {
    let [file, folder] = [Kept::InFile, Kept::OnDisk].map(Shop::new);
    let everything = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }";
    let mut commands: Vec<Vec<&str>> = ["list", "info", "facts", "rank", "communities"].map(|name| vec![name]).to_vec();
    commands.push(vec!["path", "crimea", "kazakhstan"]);
    commands.push(vec!["check", "--store", "chancery.store"]);
    for format in ["table", "csv", "tsv", "json", "xml"] {
        commands.push(vec!["query", "-e", everything, "-f", format, "--timeout", "60"]);
    }
    for format in ["turtle", "ntriples", "dot"] {
        commands.push(vec!["query", "network", "-f", format]);
    }
    for format in
        ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "dot", "plover", "csv"]
    {
        commands.push(vec!["export", "-f", format, "--provenance"]);
        commands.push(vec!["export", "-f", format, "--document", "2014/"]);
    }
    let same = |stage: &str| {
        for command in &commands {
            let [one, other] = [&file, &folder].map(|shop| shop.run(command));
            assert_eq!(one.status.code(), other.status.code(), "{stage}: {command:?}: {other:?}");
            assert!(one.stdout == other.stdout, "{stage}: {command:?}\n{}", String::from_utf8_lossy(&other.stdout));
            assert_eq!(one.stderr, other.stderr, "{stage}: {command:?}");
        }
    };
    same("as built");
    for command in [&["remove", "2014/crimea"][..], &["optimize"], &["remove", "2016"]] {
        [&file, &folder].iter().for_each(|shop| drop(shop.says(command)));
        same(&command.join(" "));
    }
    folder.fill("chancery.store");
    file.fill("chancery.store");
    same("read again");
}

#[cfg(feature = "rocksdb")]
#[test]
fn a_store_is_copied_from_one_kind_to_the_other() {
    for shop in Shop::each() {
        shop.says(&["backup", "copy.file"]);
        shop.says(&["backup", "copy.folder", "--on-disk"]);
        assert!(shop.path("copy.file").is_file() && shop.path("copy.folder").is_dir());
        let [one, other] =
            ["copy.file", "copy.folder"].map(|store| shop.says(&["query", "documents", "--store", store]).0);
        assert_eq!(one, other);
        assert!(shop.fails(&["backup", "copy.folder", "--on-disk"]).contains("there is such a file already"));
        std::fs::write(shop.path("note.txt"), "Russia attacked Ukraine.").unwrap();
        let refused = shop.fails(&["build", "note.txt", "--on-disk", "--store", "copy.file"]);
        assert!(refused.starts_with("copy.file: this store is one file; `chancery backup --on-disk`"), "{refused}");
    }
}

#[cfg(not(feature = "rocksdb"))]
#[test]
fn a_program_without_the_feature_says_what_it_lacks_to_ask_an_index_on_disk() {
    let shop = Shop::new(Kept::InFile);
    std::fs::create_dir(shop.path("folder")).unwrap();
    std::fs::rename(shop.path("chancery.store"), shop.path("folder").join("documents")).unwrap();
    for command in [&["query", "visits"][..], &["list"], &["optimize"], &["export", "-f", "nquads"]] {
        let told = shop.fails(&[command, &["--store", "folder"]].concat());
        assert!(
            told.starts_with("folder: the store is indexed on disk, and this chancery was built without"),
            "{told}"
        );
        assert!(told.ends_with("; `--store folder/documents` reads it into memory"), "{told}");
    }
    let (list, _) = shop.says(&["list", "--store", "folder/documents"]);
    assert_eq!(list.lines().count(), 5);
    std::fs::write(shop.path("note.txt"), "Russia attacked Ukraine.").unwrap();
    let told = shop.fails(&["build", "note.txt", "--on-disk", "--store", "new"]);
    assert!(told.starts_with("new: cannot index a store on disk: this chancery was built without"), "{told}");
    assert!(!shop.path("new").exists());
}
