//! The index on disk: whatever happens to it, it answers as the documents in memory do.

use crate::cli::Place;
use crate::resume::{Killer, kill_builds};
use crate::sample::{Story, background, dataset, stories};
use chancery::knowledge::Folder;
use chancery::rdf::{Iris, Made};
use chancery::store::{Answer, Frame, Question, Store, UnionGraph};
use oxrdf::Quad;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;
use tempfile::TempDir;

/// Kills of a question.
const KILLS: usize = 8;
const EVERYTHING: &str = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }";

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.store");
    (folder, path)
}

fn question(text: &str) -> Question {
    Question::parse("test.rq", text).unwrap()
}

fn put(store: &mut Store, story: &Story, version: &str) {
    let made = Made::new(1_480_000_000, version);
    store.append(&Frame::of(&story.doc.id, &story.quads(&Iris::default())).made(made)).unwrap();
}

/// A store on disk with these stories.
fn filled(path: &Path, stories: &[Story]) -> Store {
    let mut store = Store::open_on_disk(path, None).unwrap();
    stories.iter().for_each(|story| put(&mut store, story, "1.2.3"));
    store
}

fn ask(store: &Store, query: &str) -> Answer {
    store.graph(background(store.iris())).unwrap().0.query(&question(query), None).unwrap()
}

/// What memory answers.
fn expected(store: &Store, query: &str) -> Answer {
    UnionGraph::of(&store.dataset(background(store.iris())).unwrap()).query(&question(query), None).unwrap()
}

fn assert_whole(store: &Store) {
    for query in [EVERYTHING, "SELECT ?g { GRAPH ?g {} }"] {
        assert!(ask(store, query) == expected(store, query), "{query}");
    }
}

#[test]
fn every_question_has_the_answer_that_memory_gives() {
    let (_folder, path) = folder();
    let store = filled(&path, &stories());
    let disk = store.graph(background(store.iris())).unwrap().0;
    let memory = UnionGraph::of(&store.dataset(background(store.iris())).unwrap());
    let shipped = Question::all(&Folder::queries()).unwrap();
    let own = [
        EVERYTHING,
        "SELECT ?g { GRAPH ?g {} }",
        "SELECT * { ?s ?p ?o }",
        "SELECT ?begin (DATATYPE(?begin) AS ?kind) { ?e nif:beginIndex ?begin }",
        "SELECT ?n ?o { VALUES ?n { 1.0 1 01 '1' 'a'@en <a:a> UNDEF } OPTIONAL { ?o nif:beginIndex ?n } }",
        "SELECT ?s (GROUP_CONCAT(?o) AS ?all) (SAMPLE(?o) AS ?one) { ?f rdf:subject ?s ; rdf:object ?o } GROUP BY ?s",
        "SELECT ?f { ?f ch:date ?d FILTER(?d > '2014-03-01'^^xsd:date && ?d < '2015-01-01'^^xsd:date) }",
        "SELECT ?a ?b { ?a (ch:visited|^ch:met|ch:sanctioned)+ ?b }",
        "SELECT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s a ch:Fact } FILTER NOT EXISTS { ?s ch:date ?d } } GROUP BY ?s",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/chancery/graph/facts> { ?s ?p ?o }",
        "SELECT ?n { BIND(CONCAT('a', STR(1 + 1)) AS ?n) }",
        "ASK { ?f ch:status 'negated' }",
        "ASK { ?f ch:status 'sure' }",
        "CONSTRUCT { ?s ch:told ?n } { SELECT ?s (COUNT(*) AS ?n) { ?f rdf:subject ?s } GROUP BY ?s }",
        "DESCRIBE <https://w3id.org/chancery/entity/russia>",
    ];
    for question in shipped.into_iter().chain(own.map(question)) {
        let [one, other] = [&memory, &disk].map(|graph| graph.query(&question, None).unwrap());
        assert_eq!(one, other, "{}", question.text());
    }
}

#[test]
fn literals_stay_as_they_were_written() {
    let (_folder, path) = folder();
    let mut store = Store::open_on_disk(&path, None).unwrap();
    let hostile = "\"quote\" \\ \n\r\t \u{0}\u{1}\u{7f}\u{85} \u{202e}txt.exe\u{200f} <b> é 🙂 \u{fffe} ^^ @en";
    let graph = Iris::default().document("a");
    let quads: Vec<Quad> = [
        oxrdf::Literal::new_simple_literal(hostile),
        oxrdf::Literal::new_language_tagged_literal_unchecked(hostile, "en-gb"),
        oxrdf::Literal::new_typed_literal("020", oxrdf::vocab::xsd::NON_NEGATIVE_INTEGER),
        oxrdf::Literal::new_typed_literal("1.50", oxrdf::vocab::xsd::DECIMAL),
        oxrdf::Literal::new_typed_literal(hostile, oxrdf::vocab::xsd::INTEGER),
    ]
    .map(|literal| Quad::new(graph.clone(), chancery::rdf::ontology_term("says"), literal, graph.clone()))
    .to_vec();
    store.replace_document("a", &quads).unwrap();
    let Answer::Table { rows, .. } = ask(&store, "SELECT ?o { ?s ch:says ?o }") else { panic!("no table") };
    let found: BTreeSet<String> = rows.iter().map(|row| row[0].as_ref().unwrap().to_string()).collect();
    assert_eq!(found, quads.iter().map(|quad| quad.object.to_string()).collect());
    assert_whole(&store);
}

#[test]
fn an_index_that_a_process_died_over_is_made_anew() {
    let (_folder, path) = folder();
    let store = filled(&path, &stories());
    assert_whole(&store);
    let state = fs::read(path.join("index/state")).unwrap();
    let break_it: [&dyn Fn(); 6] = [
        &|| fs::remove_file(path.join("index/state")).unwrap(),
        &|| fs::write(path.join("index/state"), b"").unwrap(),
        &|| fs::write(path.join("index/state"), &state[..state.len() / 2]).unwrap(),
        &|| {
            fs::write(path.join("index/state"), String::from_utf8_lossy(&state).replace("\"layout\":1", "\"layout\":0"))
                .unwrap()
        },
        &|| {
            // Died between the tables.
            fs::remove_file(path.join("index/state")).unwrap();
            fs::remove_dir_all(path.join("index/terms")).unwrap();
        },
        &|| fs::remove_dir_all(path.join("index")).unwrap(),
    ];
    for break_it in break_it {
        break_it();
        assert_whole(&store);
    }
}

#[test]
fn an_index_of_another_file_is_made_anew() {
    let (folder, path) = folder();
    let sample = stories();
    assert_whole(&filled(&path, &sample));
    // A file with as many frames, one with fewer, and one with more that begins differently.
    for others in [&sample[1..], &sample[..1], &[&sample[2..], &sample[..2]].concat()[..]] {
        let other = folder.path().join(format!("other{}", others.len()));
        let mut store = Store::open(&other, None).unwrap();
        others.iter().for_each(|story| put(&mut store, story, "2.0.0"));
        store.sync().unwrap();
        fs::copy(&other, path.join("documents")).unwrap();
        let store = Store::open_read_only(&path).unwrap();
        assert_eq!(store.documents().count(), others.len());
        assert_whole(&store);
    }
}

#[test]
fn an_index_knows_what_stands_beside_the_documents() {
    let (_folder, path) = folder();
    let store = filled(&path, &stories());
    assert_whole(&store);
    let mut other = background(store.iris());
    other.gazetteer.retain(|quad| !quad.to_string().contains("memberOf"));
    let memory = UnionGraph::of(&store.dataset(other.clone()).unwrap());
    let disk = store.graph(other).unwrap().0;
    let everything = question(EVERYTHING);
    assert!(disk.query(&everything, None).unwrap() == memory.query(&everything, None).unwrap());
    drop(disk);
    assert_whole(&store);
}

#[test]
fn a_reader_answers_for_what_another_process_has_written_since() {
    let (_folder, path) = folder();
    let sample = stories();
    let mut writer = filled(&path, &sample[..2]);
    let reader = Store::open_read_only(&path).unwrap();
    let second = Store::open_read_only(&path).unwrap();
    put(&mut writer, &sample[2], "1.2.3");
    let newest = expected(&writer, EVERYTHING);
    assert!(ask(&writer, EVERYTHING) == newest);
    // The index is ahead of what these two had read of the file.
    assert!(ask(&reader, EVERYTHING) == newest);
    assert!(ask(&second, EVERYTHING) == newest);
    put(&mut writer, &sample[3], "1.2.3");
    assert_whole(&writer);
}

#[test]
fn readers_share_the_index() {
    let (_folder, path) = folder();
    let store = filled(&path, &stories());
    let graphs = [0; 3].map(|_| store.graph(background(store.iris())).unwrap().0);
    let answers = graphs.each_ref().map(|graph| graph.query(&question(EVERYTHING), None).unwrap());
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[test]
fn a_tail_that_was_cut_off_is_not_in_the_index() {
    let (_folder, path) = folder();
    let sample = stories();
    drop(filled(&path, &sample));
    let documents = fs::File::options().write(true).open(path.join("documents")).unwrap();
    documents.set_len(documents.metadata().unwrap().len() - 3).unwrap();
    let reader = Store::open_read_only(&path).unwrap();
    assert!(reader.warning().is_some());
    assert_whole(&reader);
    let mut writer = Store::open(&path, None).unwrap();
    assert!(writer.warning().is_some());
    put(&mut writer, &sample[3], "1.2.3");
    assert_whole(&writer);
}

#[derive(Debug, Clone)]
enum Step {
    Read(usize, bool),
    Remove(usize),
    Optimize,
    Ask,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..4_usize, any::<bool>()).prop_map(|(idx, again)| Step::Read(idx, again)),
        3 => (0..4_usize).prop_map(Step::Remove),
        1 => Just(Step::Optimize),
        3 => Just(Step::Ask),
    ];
    prop::collection::vec(step, 4..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_and_removed_the_index_follows(steps in steps()) {
        let (_folder, path) = folder();
        let sample = stories();
        // All at first, so that most changes are small beside what there is.
        let mut store = filled(&path, &sample);
        for step in steps {
            match step {
                Step::Read(idx, false) => put(&mut store, &sample[idx], "1.2.3"),
                Step::Read(idx, true) => {
                    // The same document, with what another one says.
                    let story = Story { doc: chancery::documents::Document { id: sample[idx].doc.id.clone(), ..sample[(idx + 1) % 4].doc.clone() }, ..sample[(idx + 1) % 4].clone() };
                    put(&mut store, &story, "1.3.0");
                }
                Step::Remove(idx) => drop(store.remove_document(&sample[idx].doc.id).unwrap()),
                Step::Optimize => drop(store.optimize().unwrap()),
                Step::Ask => prop_assert!(ask(&store, EVERYTHING) == expected(&store, EVERYTHING)),
            }
        }
        for query in [EVERYTHING, "SELECT ?g { GRAPH ?g {} }"] {
            prop_assert!(ask(&store, query) == expected(&store, query), "{}", query);
        }
    }
}

#[test]
fn a_change_of_one_document_changes_what_it_alone_supports() {
    let (_folder, path) = folder();
    // Enough documents that one of them is changed in place.
    let many: Vec<Story> = (0..12)
        .flat_map(|copy| {
            stories().into_iter().map(move |mut story| {
                story.doc.id = format!("{copy}/{}", story.doc.id);
                story
            })
        })
        .collect();
    let mut store = filled(&path, &many);
    assert_whole(&store);
    let state = |path: &Path| fs::metadata(path.join("index/quads/IDENTITY")).unwrap().modified().unwrap();
    let made = state(&path);
    for story in &many[..6] {
        assert!(store.remove_document(&story.doc.id).unwrap());
        assert_whole(&store);
    }
    put(&mut store, &Story::new(&many[7].doc.id, "2014-05-22", "Corrected"), "1.3.0");
    put(&mut store, &many[0], "1.4.0");
    assert_whole(&store);
    assert_eq!(state(&path), made, "the tables were changed, not made anew");
    let left: Vec<Story> = many[6..].iter().chain(&many[..1]).cloned().collect();
    assert_eq!(dataset(&left).documents.len(), store.documents().count());
}

#[test]
fn builds_and_questions_that_are_killed_leave_an_index_that_answers_all() {
    let place = Place::new();
    // Without the names of the world, which take longer to index than what is told here.
    fs::create_dir(place.path("seeds")).unwrap();
    kill_builds(&place, &["--seeds", "seeds"], true);
    let state = place.path("killed.store/index/state");
    let query = |store| ["query", "-f", "csv", "-e", EVERYTHING, "--seeds", "seeds", "--store", store];
    let ask = || {
        let mut command = place.command(&query("killed.store"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let same = |stage: &str| {
        let [whole, killed] = ["whole.store", "killed.store"].map(|store| place.run(&query(store)).out);
        assert!(whole.len() > 10_000 && killed == whole, "{stage}");
    };
    same("after the builds");
    fs::remove_file(&state).unwrap();
    let start = Instant::now();
    assert!(ask().status().unwrap().success());
    let long = start.elapsed();
    // The tables are behind by a document each time, or left as they were when their making was killed.
    let mut killer = Killer::new();
    for idx in 0..KILLS {
        killer.kill(&mut ask(), long, || true);
        let document = format!("1/{idx}");
        for store in ["whole.store", "killed.store"] {
            assert_eq!(place.run(&["remove", &document, "--store", store]).status, Some(0));
        }
        if idx % 2 == 0 {
            assert!(ask().status().unwrap().success());
        }
    }
    same("after the questions");
}
