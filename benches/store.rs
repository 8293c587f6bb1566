//! Loading and asking, beside oxigraph's own bulk loader and evaluator on the same quads in the same run.
//!
//! `cargo bench --bench store` reads the sample corpus, multiplies it to some hundred thousand quads, and prints what each takes;
//! it fails when ours takes more than [`LIMIT`] times as long.

#![allow(clippy::print_stdout)]

use chancery::documents::{Cleaner, read_inputs};
use chancery::knowledge::Folder;
use chancery::pipeline::{Extractor, Knowledge};
use chancery::rdf::{Background, Iris, Known, document_quads, quads};
use chancery::store::{Dataset, Question, UnionGraph};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::Quad;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How many times as long as oxigraph we may take.
const LIMIT: f64 = 1.2;
/// Copies of the corpus, each with documents of its own.
const COPIES: usize = 20;
/// Runs, of which the fastest counts.
const RUNS: usize = 3;

fn main() {
    let dataset = dataset();
    let all: Vec<Quad> = dataset.quads().cloned().collect();
    println!("{} quads of {} documents", all.len(), dataset.documents.len());
    let (ours, graph) = fastest(|| UnionGraph::of(&dataset));
    let (theirs, store) = fastest(|| {
        let store = Store::new().expect("a store in memory");
        let mut loader = store.bulk_loader();
        loader.load_quads(all.iter().cloned()).expect("quads load");
        loader.commit().expect("quads load");
        store
    });
    let mut worst = tell("load", ours, theirs);
    let prefixes = dataset.background.iris.prefixes();
    let (mut sum_ours, mut sum_theirs) = (Duration::ZERO, Duration::ZERO);
    for question in Question::all(&Folder::queries()).expect("questions") {
        let (ours, _) = fastest(|| graph.query(&question, None).expect("an answer"));
        let (theirs, _) = fastest(|| ask(&store, &question, &prefixes));
        tell(&question.name(), ours, theirs);
        sum_ours += ours;
        sum_theirs += theirs;
    }
    worst = worst.max(tell("all questions", sum_ours, sum_theirs));
    assert!(worst <= LIMIT, "{worst:.2} times as long as oxigraph, more than {LIMIT}");
}

/// The sample corpus, many times over.
fn dataset() -> Dataset {
    let iris = Iris::default();
    let extractor = Extractor::new(Knowledge::compiled().expect("knowledge")).expect("model");
    let cleaner = Cleaner::load(&Folder::ontology()).expect("cleaner");
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let Knowledge { ontology, gazetteer, .. } = extractor.knowledge();
    let read: Vec<_> = read_inputs(&[root], &cleaner).map(|doc| doc.expect("an article")).collect();
    let extracted: Vec<_> = read.into_iter().map(|doc| (extractor.extract(&doc), doc)).collect();
    let documents = (0..COPIES).flat_map(|copy| {
        extracted.iter().map({
            let iris = &iris;
            move |(extraction, doc)| {
                let mut doc = doc.clone();
                doc.id = format!("{copy}/{}", doc.id);
                let quads = document_quads(&doc, extraction, ontology, iris);
                (doc.id, quads)
            }
        })
    });
    let known =
        Known { entries: gazetteer.entries(), offices: gazetteer.offices(), memberships: gazetteer.memberships() };
    let background = Background::new(&known, ontology, &iris).expect("background");
    Dataset::of(documents.collect::<Vec<_>>(), background)
}

/// Asks oxigraph, with all graphs as the default graph, and takes every row.
fn ask(store: &Store, question: &Question, prefixes: &[(&'static str, String)]) -> usize {
    let with_prefix = |evaluator: SparqlEvaluator, (prefix, namespace): &(&'static str, String)| {
        evaluator.with_prefix(*prefix, namespace).expect("an IRI")
    };
    let evaluator = prefixes.iter().fold(SparqlEvaluator::new(), with_prefix);
    let mut query = evaluator.parse_query(&question.text()).expect("SPARQL");
    query.dataset_mut().set_default_graph_as_union();
    match query.on_store(store).execute().expect("an answer") {
        QueryResults::Boolean(_) => 1,
        QueryResults::Solutions(rows) => rows.filter(|row| !row.as_ref().expect("a row").is_empty()).count(),
        QueryResults::Graph(triples) => {
            let found = triples.map(|triple| triple.expect("a triple").in_graph(oxrdf::GraphName::DefaultGraph));
            let mut found: Vec<Quad> = found.collect();
            quads::sort(&mut found);
            found.len()
        }
    }
}

fn fastest<T>(run: impl Fn() -> T) -> (Duration, T) {
    let timed = || {
        let start = Instant::now();
        let result = run();
        (start.elapsed(), result)
    };
    let mut best = timed();
    for _ in 1..RUNS {
        let next = timed();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

fn tell(what: &str, ours: Duration, theirs: Duration) -> f64 {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!(
        "{what:15} ours {:8.1} ms, oxigraph {:8.1} ms, {ratio:.2}",
        ours.as_secs_f64() * 1e3,
        theirs.as_secs_f64() * 1e3
    );
    ratio
}
