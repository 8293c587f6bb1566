//! How fast the gazetteer loads and scans: with the shipped seeds, and with 100,000 and 1,000,000 names added.
//!
//! `cargo bench --bench gazetteer` prints a line for each, and below it how fast the `aho-corasick` crate alone searches the text
//! for as many names: its contiguous automaton, leftmost-longest, with no test of words and nothing folded. The text is
//! `../shared/corpus/news.jsonl.zst` where it is there (read with the program `zstd`), else text made of the gazetteer's own names,
//! which it says. `-- --quick` leaves out the million; `-- --write DIR` writes `names.txt` (those of the seeds, and made
//! ones up to 100,000) and `text.txt` for `benches/peers/gazetteer.py`, which measures other programs on them, and scans no more
//! than that text.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use chancery::gazetteer::{Addition, Gazetteer};
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;
use cpu_time::ThreadTime;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/news.jsonl.zst");
const MAX_DOCUMENTS: usize = 6_000;
/// Documents that are written for other programs, which are slow.
const WRITTEN_DOCUMENTS: usize = 4_000;
const NAMES: usize = 100_000;
/// The best of so many scans counts, since other work on the machine only slows.
const RUNS: usize = 5;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let ontology = Ontology::load(&Folder::ontology()).expect("the compiled ontology loads");
    let shipped = timed("shipped seeds", || load(&[], &ontology));
    let mut documents = documents(&shipped);
    if let Some(folder) = std::env::args().skip_while(|argument| argument != "--write").nth(1) {
        documents.truncate(WRITTEN_DOCUMENTS);
        write(Path::new(&folder), &names_of(&shipped), &documents);
    } else {
        scan("shipped seeds", &shipped, &documents);
    }
    drop(shipped);
    let sizes: &[usize] = if quick { &[NAMES] } else { &[NAMES, 1_000_000] };
    for &size in sizes {
        let (title, names) = (format!("shipped seeds and {size} names"), made_names(size));
        let gazetteer = timed(&title, || load(&names, &ontology));
        scan(&title, &gazetteer, &documents);
        drop(gazetteer);
        scan_plain(&names, &documents);
    }
}

fn load(names: &[String], ontology: &Ontology) -> Gazetteer {
    let additions =
        if names.is_empty() { Vec::new() } else { vec![Addition { path: "made.tsv".into(), text: table_of(names) }] };
    Gazetteer::load_with(&Folder::seeds(), &additions, ontology).expect("the seeds load")
}

/// As many names as are measured with: those of a gazetteer, and made ones.
fn names_of(gazetteer: &Gazetteer) -> Vec<String> {
    let entries = gazetteer.entries().iter();
    let known = entries.flat_map(|entry| entry.plain_names().chain(entry.demonyms.iter().map(|name| name.as_str())));
    let mut seen = HashSet::new();
    let mut names: Vec<String> = known.filter(|name| seen.insert(*name)).map(str::to_owned).collect();
    names.extend(made_names(NAMES));
    names.truncate(NAMES);
    names
}

fn write(folder: &Path, names: &[String], documents: &[String]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(folder.join("names.txt"), names.join("\n")).expect("the names can be written");
    std::fs::write(folder.join("text.txt"), documents.join("\u{1}")).expect("the text can be written");
}

fn timed(title: &str, load: impl Fn() -> Gazetteer) -> Gazetteer {
    let start = ThreadTime::now();
    let gazetteer = load();
    let took = start.elapsed().as_millis();
    println!("{title}: {} names, ready in {took} ms, peak memory {} MB", gazetteer.name_count(), peak_memory_mb());
    gazetteer
}

fn scan(title: &str, gazetteer: &Gazetteer, documents: &[String]) {
    report(title, documents, |text| gazetteer.find_candidates(text).len());
}

/// What the crate that carries the matcher does alone.
fn scan_plain(names: &[String], documents: &[String]) {
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(names)
        .expect("the automaton is small enough");
    report(&format!("aho-corasick alone, {} names", names.len()), documents, |text| automaton.find_iter(text).count());
}

fn report(title: &str, documents: &[String], find: impl Fn(&str) -> usize) {
    let bytes: usize = documents.iter().map(String::len).sum();
    let (mut best, mut found) = (Duration::MAX, 0);
    for _ in 0..RUNS {
        let start = ThreadTime::now();
        found = documents.iter().map(|text| black_box(find(text))).sum();
        best = best.min(start.elapsed());
    }
    println!("{title}: {:.1} MB/s, {found} candidates in {bytes} bytes", bytes as f64 / best.as_secs_f64() / 1e6);
}

/// As many names of people, made of syllables, the same in every run.
fn made_names(count: usize) -> Vec<String> {
    const SYLLABLES: [&str; 16] =
        ["an", "bel", "cor", "dan", "el", "fir", "gor", "han", "il", "jun", "kar", "lem", "mo", "nur", "os", "pra"];
    let mut state: u64 = 7;
    let mut pick = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let mut word = || {
        let mut word: String = (0..2 + pick(3)).map(|_| SYLLABLES[pick(SYLLABLES.len())]).collect();
        word[..1].make_ascii_uppercase();
        word
    };
    let (mut seen, mut names) = (HashSet::new(), Vec::with_capacity(count));
    while names.len() < count {
        let name = format!("{} {}", word(), word());
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

fn table_of(names: &[String]) -> String {
    let mut table = String::from("id\tclass\tlabel\n");
    for (idx, name) in names.iter().enumerate() {
        let _ = writeln!(table, "made-{idx}\tPerson\t{name}");
    }
    table
}

fn documents(gazetteer: &Gazetteer) -> Vec<String> {
    match Command::new("zstd").args(["-dcq", CORPUS]).output() {
        Ok(output) if output.status.success() => {
            let lines = String::from_utf8_lossy(&output.stdout);
            lines.lines().step_by(4).take(MAX_DOCUMENTS).filter_map(text_of).collect()
        }
        _ => {
            println!("skipped: no corpus at {CORPUS}; scanning text made of the gazetteer's names");
            let labels: Vec<&str> = gazetteer.entries().iter().map(|entry| entry.label.as_str()).collect();
            labels
                .chunks(40)
                .map(|chunk| chunk.join(" said on Monday that it would meet with the officials of "))
                .collect()
        }
    }
}

fn text_of(line: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(line).ok()?;
    document.get("text")?.as_str().map(str::to_owned)
}

/// The most memory the process has held, where the system tells.
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
