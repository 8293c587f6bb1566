//! Articles: how well they are found on their pages, and how fast they are read.
//!
//! `cargo bench --bench articles`. The pages and the texts expected of them are those of
//! <https://github.com/scrapinghub/article-extraction-benchmark>, looked for in `../shared/web`; the score is that of its
//! `evaluate.py`: shingles of four words, precision and recall as means over the pages.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use chancery::documents::{Cleaner, Found, Reader, Settings};
use chancery::knowledge::Folder;
use chancery::pipeline::{Extractor, Knowledge};
use flate2::read::GzDecoder;
use regex::Regex;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// Words that are compared together.
const SHINGLE: usize = 4;
/// The least F1 that is good enough.
const FLOOR: f64 = 0.95;

fn main() {
    let reader =
        Reader::new(Cleaner::load(&Folder::ontology()).unwrap(), Settings { any_language: true, ..Default::default() });
    read_pages(&reader);
    read_corpus(&reader);
}

/// How fast a corpus of JSON Lines is read, before anything is extracted from it.
fn read_corpus(reader: &Reader) {
    let corpus = [Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/news.jsonl.zst")];
    if !corpus[0].is_file() {
        println!("corpus: skipped, as there is no {}", corpus[0].display());
        return;
    }
    let start = Instant::now();
    let (mut documents, mut size) = (0, 0);
    for found in reader.find(&corpus).map(|raw| reader.understand(raw.unwrap()).unwrap()) {
        documents += 1;
        size += found.document().map_or(0, |document| document.text.len());
    }
    let seconds = start.elapsed().as_secs_f64();
    let speed = size as f64 / 1e6 / seconds;
    println!("corpus: {documents} documents of JSON Lines in Zstandard read in {seconds:.1} s: {speed:.0} MB/s");
}

fn read_pages(reader: &Reader) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/web/article-extraction-benchmark");
    let Ok(truth) = std::fs::read_to_string(root.join("ground-truth.json")) else {
        println!("articles: skipped, as there is no {}", root.display());
        return;
    };
    let truth: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&truth).unwrap();
    let pages: Vec<(Vec<u8>, &str)> = truth
        .iter()
        .map(|(id, page)| {
            let mut html = Vec::new();
            let file = File::open(root.join("html").join(format!("{id}.html.gz"))).unwrap();
            GzDecoder::new(file).read_to_end(&mut html).unwrap();
            (html, page["articleBody"].as_str().unwrap())
        })
        .collect();
    let size: usize = pages.iter().map(|(html, _)| html.len()).sum();
    let start = Instant::now();
    let read: Vec<Option<Found>> = pages.iter().map(|(html, _)| read_page(reader, html)).collect();
    let seconds = start.elapsed().as_secs_f64();
    score(&pages, &read);
    println!(
        "read: {} pages, {:.1} MB in {seconds:.1} s: {:.1} MB/s, {:.0} pages/s",
        pages.len(),
        size as f64 / 1e6,
        size as f64 / 1e6 / seconds,
        pages.len() as f64 / seconds
    );
    let extractor = Extractor::new(Knowledge::compiled().unwrap()).unwrap();
    let start = Instant::now();
    let documents = read.iter().flatten().filter_map(Found::document);
    let text: usize = documents.map(|document| (extractor.extract(document), document.text.len()).1).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "extracted: {:.2} MB of text in {seconds:.1} s: {:.0} kB/s",
        text as f64 / 1e6,
        text as f64 / 1e3 / seconds
    );
}

fn read_page(reader: &Reader, html: &[u8]) -> Option<Found> {
    let raw = reader.find_in_bytes("page.html", html.to_vec()).next()?;
    reader.understand(raw.ok()?).ok()
}

fn score(pages: &[(Vec<u8>, &str)], read: &[Option<Found>]) {
    let word = Regex::new(r"\w+").unwrap();
    let (mut precision, mut recall) = (Vec::new(), Vec::new());
    for ((_, expected), found) in pages.iter().zip(read) {
        let document = found.as_ref().and_then(Found::document);
        // The benchmark expects the body of the article, so the title that begins the text is left out.
        let text = document.map_or("", |document| {
            let title = document.title.as_deref().unwrap_or_default();
            document.text.strip_prefix(title).filter(|rest| rest.starts_with("\n\n")).unwrap_or(&document.text)
        });
        let (expected, found) = (shingles(expected, &word), shingles(text, &word));
        let common: usize = found.iter().map(|(words, count)| count.min(expected.get(words).unwrap_or(&0))).sum();
        let of = |all: &HashMap<Vec<&str>, usize>| all.values().sum::<usize>();
        if of(&found) > 0 {
            precision.push(common as f64 / of(&found) as f64);
        }
        if of(&expected) > 0 {
            recall.push(common as f64 / of(&expected) as f64);
        }
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (precision, recall) = (mean(&precision), mean(&recall));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("articles: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}");
    assert!(f1 >= FLOOR, "F1 is below {FLOOR}");
}

fn shingles<'t>(text: &'t str, word: &Regex) -> HashMap<Vec<&'t str>, usize> {
    let words: Vec<&str> = word.find_iter(text).map(|found| found.as_str()).collect();
    let mut shingles = HashMap::new();
    let last = (words.len() + 1).saturating_sub(SHINGLE).max(1);
    for shingle in (0..last).map(|at| &words[at..words.len().min(at + SHINGLE)]).filter(|words| !words.is_empty()) {
        *shingles.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    shingles
}
