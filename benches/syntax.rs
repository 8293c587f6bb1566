//! How many tokens a second tokeniser, tagger and parser take, on one thread, and how long the model takes to load.
//!
//! The text is every 200th document of a file of JSON Lines with a `text` each, which `CHANCERY_CORPUS` names; without one the bench
//! says that it was skipped. `CHANCERY_TOKENS` names a file to write the tokens to. Times are the processor's, and the best of several rounds counts, for other work on the machine only
//! ever slows a round down.

#![allow(clippy::print_stdout)] // its output is what a bench is for

use chancery::error::{Error, Result};
use chancery::knowledge::Folder;
use chancery::sentences::{Segmenter, Sentence};
use chancery::syntax::Parser;
use cpu_time::ThreadTime;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Duration;

const STRIDE: usize = 200;
const ROUNDS: usize = 5;

fn main() -> Result<()> {
    let path = std::env::var_os("CHANCERY_CORPUS").map_or_else(default_corpus, PathBuf::from);
    if !path.exists() {
        println!("skipped: there is no corpus at {} (CHANCERY_CORPUS names another)", path.display());
        return Ok(());
    }
    let texts = read_texts(&path)?;
    println!("load model    {:>9.1} ms", best(|| Parser::compiled().map(black_box).is_ok()).as_secs_f64() * 1e3);
    let (segmenter, parser) = (Segmenter::new(&Folder::ontology())?, Parser::compiled()?);
    let documents: Vec<Vec<Sentence>> = texts.iter().map(|text| segmenter.split(text)).collect();
    let tokens: usize = documents.iter().flatten().map(|sent| sent.tokens.len()).sum();
    println!("{} documents, {tokens} tokens", texts.len());
    if let Some(path) = std::env::var_os("CHANCERY_TOKENS") {
        std::fs::write(&path, write_tokens(&texts, &documents))
            .map_err(|e| Error::new("cannot write").at(&path).caused_by(e))?;
    }
    report("tokenise", tokens, || texts.iter().for_each(|text| drop(black_box(segmenter.split(text)))));
    let pairs = || texts.iter().zip(&documents);
    report("tag", tokens, || pairs().for_each(|(text, sents)| drop(black_box(parser.tag(text, sents, &[])))));
    report("tag + parse", tokens, || pairs().for_each(|(text, sents)| drop(black_box(parser.parse(text, sents, &[])))));
    Ok(())
}

fn default_corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/news.jsonl.zst")
}

fn read_texts(path: &Path) -> Result<Vec<String>> {
    let fail = |e: std::io::Error| Error::new("cannot read").at(path).caused_by(e);
    let file = std::fs::File::open(path).map_err(fail)?;
    let reader = BufReader::new(zstd::Decoder::new(file).map_err(fail)?);
    let mut texts = Vec::new();
    for (idx, line) in reader.lines().enumerate().step_by(STRIDE) {
        let value: serde_json::Value = serde_json::from_str(&line.map_err(fail)?)
            .map_err(|e| Error::new("expected JSON").at(path).line(idx + 1).caused_by(e))?;
        texts.extend(value["text"].as_str().map(str::to_owned));
    }
    Ok(texts)
}

/// The tokens as CoNLL-U without an analysis, for other parsers to be measured on.
fn write_tokens(texts: &[String], documents: &[Vec<Sentence>]) -> String {
    let mut out = String::new();
    for (text, sentences) in texts.iter().zip(documents) {
        for sent in sentences {
            for (idx, tok) in sent.tokens.iter().enumerate() {
                out += &format!("{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n", idx + 1, tok.span.of(text));
            }
            out.push('\n');
        }
    }
    out
}

fn report(what: &str, tokens: usize, mut run: impl FnMut()) {
    let time = best(|| {
        run();
        true
    });
    println!("{what:<12} {:>10.0} tokens/s", tokens as f64 / time.as_secs_f64());
}

fn best(mut run: impl FnMut() -> bool) -> Duration {
    let round = |_| {
        let start = ThreadTime::now();
        assert!(run(), "the model can be loaded");
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}
