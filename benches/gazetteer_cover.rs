//! What the gazetteer covers of news text, and what it finds there: a measure to steer by, not a test.
//!
//! `cargo bench --bench gazetteer_cover` reads `../shared`: the share of the actors in `gold/dyads_dev.jsonl` that hold a known
//! name; and, for documents of `corpus/news.jsonl.zst`, the capitalised names that are most often in the text and not in the
//! seeds, a source at a time. `-- --sample N [SEED]` prints N of the gazetteer's mentions with their
//! context instead, drawn at random, to be judged by a reader.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use chancery::documents::Document;
use chancery::gazetteer::{Candidate, Gazetteer, NameKind};
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;
use chancery::pipeline::{Extractor, Knowledge};
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
    if let Some((count, seed)) = sample_size() {
        return print_sample(&documents, count, seed);
    }
    cover_dyads(&gazetteer);
    for (source, texts) in &documents {
        print_missing(&gazetteer, source, texts);
    }
}

/// How many mentions to print, and the seed to draw them by.
fn sample_size() -> Option<(usize, u64)> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--sample").skip(1);
    let count = arguments.next()?.parse().ok()?;
    Some((count, arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1)))
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

/// Source → documents of the corpus, evenly spread.
fn documents() -> BTreeMap<String, Vec<Document>> {
    let mut texts: BTreeMap<String, Vec<Document>> = BTreeMap::new();
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
            let mut doc = Document::of_text(row["id"].as_str().unwrap_or("d"), text);
            doc.published = row["published"].as_str().and_then(|day| day.get(..10)?.parse().ok());
            texts.entry(source.to_owned()).or_default().push(doc);
        }
    }
    for all in texts.values_mut() {
        let step = (all.len() / DOCUMENTS_A_SOURCE).max(1);
        *all = all.iter().step_by(step).take(DOCUMENTS_A_SOURCE).cloned().collect();
    }
    texts
}

/// The runs of capitalised words, not at the beginning of a sentence, that hold no known name.
fn print_missing(gazetteer: &Gazetteer, source: &str, texts: &[Document]) {
    let name =
        Regex::new(r"[a-z,;] ((?:[A-Z][\w.'’-]*)(?: (?:of |the |for |and )?[A-Z][\w.'’-]*)*)").expect("a good pattern");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for doc in texts {
        for found in name.captures_iter(&doc.text).filter_map(|captures| captures.get(1)) {
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

/// Mentions of the gazetteer with the text around them, drawn at random from those of the documents; a seed gives the same ones.
fn print_sample(documents: &BTreeMap<String, Vec<Document>>, count: usize, seed: u64) {
    let knowledge = Knowledge::compiled().expect("the compiled knowledge loads");
    let extractor = Extractor::new(knowledge).expect("the compiled model loads");
    let mut found = Vec::new();
    for doc in documents.values().flatten() {
        let mentions = extractor.extract(doc).mentions.names;
        let known = mentions.into_iter().filter(|mention| mention.form.found_by() == "gazetteer");
        found.extend(known.filter_map(|mention| Some((doc.text.as_str(), mention.span, mention.entry?))));
    }
    let mut state = seed;
    for _ in 0..count.min(found.len()) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (text, span, entry) = found.swap_remove((state >> 33) as usize % found.len());
        let start = text.floor_char_boundary(span.start.saturating_sub(40));
        let end = text.ceil_char_boundary(span.end + 40);
        let context = format!("{}[{}]{}", &text[start..span.start], span.of(text), &text[span.end..end]);
        let id = &extractor.knowledge().gazetteer.entry(entry).id;
        println!("{id}\t{}", context.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
