//! What each stage and the whole take, on one thread, on the sample articles.
//!
//! `cargo bench --bench stages` prints kilobytes of text a second; with `CHANCERY_CORPUS` naming a file of JSON Lines with a `text`
//! each, it takes that instead. `cargo bench --bench stages -- --once` runs each stage once on every fourth article, and calls
//! `next_stage` before each and behind the last, for tools that count instructions (`benches/instructions.sh`). Times are the
//! processor's, and the best of several rounds counts.

#![allow(clippy::print_stdout)] // its output is what a bench is for

use chancery::documents::{Cleaner, Document, read_inputs};
use chancery::duplicates::Sketch;
use chancery::entities::Entities;
use chancery::error::{Error, Result};
use chancery::knowledge::Folder;
use chancery::pipeline::{Extraction, Extractor, Knowledge};
use chancery::rdf::{Iris, document_quads};
use chancery::store::Frame;
use chancery::syntax::Parser;
use cpu_time::ThreadTime;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

const ROUNDS: usize = 5;

fn main() -> Result<()> {
    let once = std::env::args().any(|arg| arg == "--once");
    let mut documents = documents()?;
    if once {
        documents = documents.into_iter().step_by(4).collect();
    }
    let extractor = Extractor::new(Knowledge::compiled()?)?;
    let parser = Parser::compiled()?;
    let read: Vec<(&Document, Extraction)> = documents.iter().map(|doc| (doc, extractor.extract(doc))).collect();
    let bytes: usize = documents.iter().map(|doc| doc.text.len()).sum();
    let bench = Bench { extractor: &extractor, parser: &parser, read: &read };
    for (name, stage) in STAGES {
        if once {
            println!("{name}");
            next_stage(name);
            stage(&bench);
        } else {
            let time = best(|| stage(&bench)).as_secs_f64();
            println!("{name:<12} {:>10.1} ms {:>10.0} kB/s", time * 1e3, bytes as f64 / time / 1e3);
        }
    }
    next_stage("");
    Ok(())
}

/// A function that other programs can see being called.
#[inline(never)]
fn next_stage(name: &str) {
    black_box(name);
}

struct Bench<'a> {
    extractor: &'a Extractor,
    parser: &'a Parser,
    read: &'a [(&'a Document, Extraction)],
}

type Stage = fn(&Bench<'_>);

const STAGES: [(&str, Stage); 9] = [
    ("sentences", |bench| {
        let segmenter = &bench.extractor.knowledge().segmenter;
        bench.each(|doc, _| drop(black_box(segmenter.split(&doc.text))));
    }),
    ("gazetteer", |bench| {
        let gazetteer = &bench.extractor.knowledge().gazetteer;
        bench.each(|doc, _| drop(black_box(gazetteer.find_candidates(&doc.text))));
    }),
    ("tagging", |bench| bench.each(|doc, x| drop(black_box(bench.parser.tag(&doc.text, &x.sentences, &[]))))),
    ("parsing", |bench| bench.each(|doc, x| drop(black_box(bench.parser.parse(&doc.text, &x.sentences, &[]))))),
    ("mentions", |bench| {
        let finder = bench.extractor.finder();
        bench.each(|doc, x| drop(black_box(finder.find_mentions(doc, &x.sentences, &x.candidates, &x.parses))));
    }),
    ("entities", |bench| {
        let Knowledge { gazetteer, ontology, .. } = bench.extractor.knowledge();
        bench.each(|doc, x| {
            let telling = vec![true; x.sentences.len()];
            drop(black_box(Entities::link(&doc.text, &x.mentions, &x.parses, &telling, (gazetteer, ontology))));
        });
    }),
    ("graph", |bench| {
        let (ontology, iris) = (&bench.extractor.knowledge().ontology, Iris::default());
        bench.each(|doc, x| drop(black_box(Frame::of(&doc.id, &document_quads(doc, x, ontology, &iris)))));
    }),
    ("duplicates", |bench| {
        bench.each(|doc, _| {
            black_box(Sketch::of(&doc.text));
        })
    }),
    ("whole", |bench| bench.each(|doc, _| drop(black_box(bench.extractor.extract_events(doc))))),
];

impl Bench<'_> {
    fn each(&self, mut run: impl FnMut(&Document, &Extraction)) {
        self.read.iter().for_each(|(doc, extraction)| run(doc, extraction));
    }
}

fn documents() -> Result<Vec<Document>> {
    let named = std::env::var_os("CHANCERY_CORPUS").map(std::path::PathBuf::from);
    let inputs = [named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles"))];
    let cleaner = Cleaner::load(&Folder::ontology())?;
    let documents = read_inputs(&inputs, &cleaner).collect::<Result<Vec<_>>>()?;
    if documents.is_empty() { Err(Error::new("no documents").at(&inputs[0])) } else { Ok(documents) }
}

fn best(mut run: impl FnMut()) -> Duration {
    let round = |_| {
        let start = ThreadTime::now();
        run();
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}
