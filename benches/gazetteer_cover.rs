//! What the gazetteer covers of news text, and what it finds there: a measure to steer by, not a test.
//!
//! `cargo bench --bench gazetteer_cover` reads `../shared`: the share of the actors in `gold/dyads_dev.jsonl` that hold a known
//! name; and, for documents of `corpus/news.jsonl.zst`, the capitalised names that are most often in the text and not in the
//! seeds, a source at a time. `-- --sample N` prints N known names with their context instead, to be judged by a reader.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use chancery::gazetteer::{Candidate, Gazetteer, NameKind};
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;
use regex::Regex;
use std::collections::BTreeMap;
use std::process::Command;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
const DOCUMENTS_A_SOURCE: usize = 200;
const SHOWN: usize = 50;

fn main() {
    let ontology = Ontology::load(&Folder::ontology()).expect("the compiled ontology loads");
    let gazetteer = Gazetteer::load(&Folder::seeds(), &ontology).expect("the compiled seeds load");
    let documents = documents();
    if let Some(count) = sample_size() {
        return print_sample(&gazetteer, &documents, count);
    }
    cover_dyads(&gazetteer);
    for (source, texts) in &documents {
        print_missing(&gazetteer, source, texts);
    }
}

fn sample_size() -> Option<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--sample");
    arguments.nth(1)?.parse().ok()
}

fn cover_dyads(gazetteer: &Gazetteer) {
    let Ok(lines) = std::fs::read_to_string(format!("{SHARED}/gold/dyads_dev.jsonl")) else {
        return println!("skipped: no {SHARED}/gold/dyads_dev.jsonl");
    };
    let (mut actors, mut held, mut missing) = (0, 0, Vec::new());
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
        for actor in ["source_actor", "target_actor"].iter().filter_map(|key| row[key].as_str()) {
            actors += 1;
            let is_held = gazetteer.find_candidates(actor).iter().any(is_strong);
            held += usize::from(is_held);
            if !is_held {
                missing.push(actor.to_owned());
            }
        }
    }
    println!(
        "dyads: {held} of {actors} actors hold a known name ({:.1} %)",
        100.0 * f64::from(held as u32) / f64::from(actors)
    );
    println!("missing: {}\n", missing.iter().step_by(6).take(SHOWN).cloned().collect::<Vec<_>>().join(" | "));
}

fn is_strong(candidate: &Candidate) -> bool {
    candidate.readings.iter().any(|reading| reading.kind != NameKind::Weak && reading.kind != NameKind::Surname)
}

/// Source → texts of the corpus, evenly spread.
fn documents() -> BTreeMap<String, Vec<String>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let path = format!("{SHARED}/corpus/news.jsonl.zst");
    let Ok(output) = Command::new("zstd").args(["-dcq", &path]).output() else {
        println!("skipped: no program zstd to read {path}");
        return texts;
    };
    if !output.status.success() {
        println!("skipped: no corpus at {path}");
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
        if let (Some(source), Some(text)) = (row["source"].as_str(), row["text"].as_str()) {
            texts.entry(source.to_owned()).or_default().push(text.to_owned());
        }
    }
    for all in texts.values_mut() {
        let step = (all.len() / DOCUMENTS_A_SOURCE).max(1);
        *all = all.iter().step_by(step).take(DOCUMENTS_A_SOURCE).cloned().collect();
    }
    texts
}

/// The runs of capitalised words, not at the beginning of a sentence, that hold no known name.
fn print_missing(gazetteer: &Gazetteer, source: &str, texts: &[String]) {
    let name =
        Regex::new(r"[a-z,;] ((?:[A-Z][\w.'’-]*)(?: (?:of |the |for |and )?[A-Z][\w.'’-]*)*)").expect("a good pattern");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        for found in name.captures_iter(text).filter_map(|captures| captures.get(1)) {
            if gazetteer.find_candidates(found.as_str()).is_empty() {
                *counts.entry(found.as_str()).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let shown: Vec<String> = counts.iter().take(SHOWN).map(|(name, count)| format!("{name} {count}")).collect();
    println!("{source}: {} documents, lacks: {}\n", texts.len(), shown.join(" | "));
}

/// Known names with the text around them, evenly spread over the corpus.
fn print_sample(gazetteer: &Gazetteer, documents: &BTreeMap<String, Vec<String>>, count: usize) {
    let texts: Vec<&String> = documents.values().flatten().collect();
    let found: Vec<(&String, Candidate)> = texts
        .iter()
        .flat_map(|text| gazetteer.find_candidates(text).into_iter().map(move |candidate| (*text, candidate)))
        .filter(|(_, candidate)| is_strong(candidate))
        .collect();
    for (text, candidate) in found.iter().step_by((found.len() / count.max(1)).max(1)).take(count) {
        let start = text.floor_char_boundary(candidate.span.start.saturating_sub(40));
        let end = text.ceil_char_boundary(candidate.span.end + 40);
        let ids: Vec<String> = candidate
            .readings
            .iter()
            .map(|reading| format!("{}/{:?}", gazetteer.entry(reading.entry).id, reading.kind))
            .collect();
        let context = text[start..end].replace(candidate.span.of(text), &format!("[{}]", candidate.span.of(text)));
        println!("{}\t{}", ids.join(","), context.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
