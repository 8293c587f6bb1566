//! The store: what is written is there again, whatever happens in between, and nothing else is.

use crate::sample::{Story, background, dataset, stories};
use chancery::error::Error;
use chancery::export::{Filter, Format, Settings, write_dataset_with, write_store};
use chancery::knowledge::Folder;
use chancery::rdf::{Iris, Made, quads};
use chancery::store::{Answer, Dataset, Frame, Question, Store, UnionGraph};
use oxrdf::{Quad, Term};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.store");
    (folder, path)
}

fn fill(path: &Path, stories: &[Story]) -> Store {
    let mut store = Store::open(path, None).unwrap();
    for story in stories {
        store.replace_document(&story.doc.id, &story.quads(&Iris::default())).unwrap();
    }
    store.sync().unwrap();
    store
}

fn read(store: &Store) -> Dataset {
    store.dataset(background(store.iris())).unwrap()
}

fn message<T>(result: Result<T, Error>) -> String {
    let message = result.err().expect("an error").to_string();
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

fn count(dataset: &Dataset, query: &str) -> usize {
    match UnionGraph::of(dataset).query(&Question::parse("test.rq", query).unwrap(), None).unwrap() {
        Answer::Table { rows, .. } => match &rows[0][0] {
            Some(Term::Literal(number)) => number.value().parse().unwrap(),
            other => panic!("no number: {other:?}"),
        },
        other => panic!("no table: {other:?}"),
    }
}

#[test]
fn what_is_written_is_read_again() {
    let (_folder, path) = folder();
    let stories = stories();
    drop(fill(&path, &stories));
    let store = Store::open_read_only(&path).unwrap();
    assert!(store.warning().is_none());
    assert_eq!(store.documents().collect::<Vec<_>>(), ["2014/crimea", "2014/gas deal", "2016/drill", "2016/visit"]);
    assert_eq!(store.document_quads("2016/visit").unwrap(), stories[0].quads(&Iris::default()));
    assert_eq!(read(&store), dataset(&stories));
}

#[test]
fn no_triple_stands_in_two_graphs() {
    let dataset = dataset(&stories());
    let mut seen = BTreeSet::new();
    for quad in dataset.quads() {
        assert!(seen.insert(format!("{} {} {}", quad.subject, quad.predicate, quad.object)), "twice: {quad}");
    }
    assert_eq!(count(&dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), seen.len());
    assert_eq!(count(&dataset, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), seen.len());
}

#[test]
fn asserted_facts_alone_give_plain_triples() {
    let iris = Iris::default();
    let facts: BTreeSet<_> = dataset(&stories()).facts.iter().map(ToString::to_string).collect();
    let plain = |subject: &str, relation: &str, object: &str| {
        let predicate = chancery::rdf::ontology_term(relation);
        let graph = iris.graph(chancery::rdf::SharedGraph::Facts);
        facts.contains(&Quad::new(iris.entity(subject), predicate, iris.entity(object), graph).to_string())
    };
    assert!(plain("vladimir-putin", "visited", "beijing"));
    assert!(!plain("xi-jinping", "visited", "russia"), "planned");
    assert!(!plain("barack-obama", "visited", "russia"), "negated");
    assert!(!plain("united-states", "sanctioned", "china"), "hypothetical");
    assert!(!plain("russia", "memberOf", "shanghai-cooperation-organisation"), "the gazetteer's");
    assert!(plain("united-states", "sanctioned", "russia"), "of two documents");
    assert_eq!(facts.len(), 16);
}

#[test]
fn reading_a_document_again_replaces_what_it_alone_supports() {
    let (_folder, path) = folder();
    let stories = stories();
    let mut store = fill(&path, &stories);
    store
        .replace_document(
            "2014/gas deal",
            &Story::new("2014/gas deal", "2014-05-22", "Corrected").quads(&Iris::default()),
        )
        .unwrap();
    let before = dataset(&stories);
    let after = read(&store);
    let lost: BTreeSet<String> =
        before.facts.iter().filter(|quad| !after.facts.contains(quad)).map(|quad| quad.subject.to_string()).collect();
    assert_eq!(lost.len(), 5, "{lost:?}");
    assert_eq!(before.entities, after.entities, "Kudrin is in another document too");
    assert!(store.remove_document("2016/drill").unwrap());
    assert!(!store.remove_document("2016/drill").unwrap());
    assert!(read(&store).entities.is_empty(), "Kudrin was in that one");
    assert!(read(&store).facts.iter().any(|quad| quad.to_string().contains("sanctioned")), "told by another still");
    store.remove_document("2014/gas deal").unwrap();
    assert_eq!(read(&Store::open_read_only(&path).unwrap()), dataset(&[stories[0].clone(), stories[2].clone()]));
}

#[test]
fn the_same_document_again_leaves_the_file_as_it_is() {
    let (_folder, path) = folder();
    let stories = stories();
    drop(fill(&path, &stories));
    let before = fs::read(&path).unwrap();
    drop(fill(&path, &stories));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_document_cut_off_at_any_byte_is_dropped_and_the_rest_stands() {
    let (_folder, path) = folder();
    let stories = stories();
    drop(fill(&path, &stories[..2]));
    let start = fs::metadata(&path).unwrap().len() as usize;
    drop(fill(&path, &stories[..3]));
    let bytes = fs::read(&path).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    for end in (start + 1..bytes.len()).rev() {
        file.set_len(end as u64).unwrap();
        let reader = Store::open_read_only(&path).unwrap();
        let warning = reader.warning().unwrap().to_string();
        assert!(warning.contains(&format!("the last {} bytes", end - start)), "{warning}");
        assert_eq!(reader.documents().count(), 2);
        assert_eq!(fs::metadata(&path).unwrap().len() as usize, end, "reading changes nothing");
    }
    let mut store = Store::open(&path, None).unwrap();
    assert!(store.warning().is_some());
    store.append(&Frame::of("2014/crimea", &stories[2].quads(&Iris::default()))).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    drop(store);
    assert!(Store::open(&path, None).unwrap().warning().is_none());
}

#[test]
fn a_tail_of_zeros_or_noise_is_dropped() {
    let (_folder, path) = folder();
    drop(fill(&path, &stories()));
    let good = fs::read(&path).unwrap();
    for tail in [&[0; 4096][..], b"CHFR", b"CHFRCHFR\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"]
    {
        fs::write(&path, [&good, tail].concat()).unwrap();
        assert_eq!(Store::open_read_only(&path).unwrap().documents().count(), 4);
    }
}

#[test]
fn any_flipped_bit_is_noticed() {
    let (_folder, path) = folder();
    drop(fill(&path, &stories()[..2]));
    let good = fs::read(&path).unwrap();
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    let mut put = |at: usize, byte: u8| {
        file.seek(SeekFrom::Start(at as u64)).unwrap();
        file.write_all(&[byte]).unwrap();
    };
    for (at, &byte) in good.iter().enumerate() {
        put(at, byte ^ 0x10);
        match Store::open_read_only(&path) {
            Ok(store) => assert!(store.warning().is_some() && store.documents().count() == 1, "byte {at}"),
            Err(e) => assert_eq!(e.to_string().lines().count(), 1, "byte {at}: {e}"),
        }
        put(at, byte);
    }
}

#[test]
fn damage_before_good_documents_is_an_error() {
    let (_folder, path) = folder();
    let header = Store::open(&path, None).map(|_| fs::metadata(&path).unwrap().len()).unwrap() as usize;
    drop(fill(&path, &stories()));
    let mut bytes = fs::read(&path).unwrap();
    bytes[header + 40] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let expected = format!("{}: the frame at byte {header} is damaged and good ones follow", path.display());
    assert_eq!(message(Store::open_read_only(&path)), expected);
    assert_eq!(message(Store::open(&path, None)), expected);
    assert_eq!(fs::read(&path).unwrap(), bytes, "nothing is cut off");
}

#[test]
fn what_is_no_store_is_refused() {
    let (folder, path) = folder();
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let message = message(Store::open_read_only(&path));
        assert_eq!(fs::read(&path).unwrap(), bytes);
        message.strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned()
    };
    assert_eq!(refused(b"# Notes\n\nNot a store at all"), "not a store of chancery");
    assert_eq!(refused(b"CHAN"), "not a store of chancery");
    assert_eq!(refused(b"CHANCERY\x02\0\0\0\x05\0\0\0http:"), "the store's header is damaged");
    assert_eq!(refused(b"CHANCERY\x02\0\0\0\x04\0\0\0http:\0\0\0\0"), "the store's header is damaged");
    assert_eq!(refused(b"CHANCERY\x07\0\0\0"), "the store has format 7, this chancery reads format 2");
    fs::remove_file(&path).unwrap();
    assert!(message(Store::open_read_only(&path)).ends_with("there is no such store; `chancery build` makes one"));
    assert!(
        message(Store::open(&folder.path().join("no/such/folder/a.store"), None)).contains("cannot write the store")
    );
    assert!(message(Store::open(folder.path(), None)).contains("the store"));
}

#[test]
fn a_second_writer_is_kept_out_and_readers_are_not() {
    let (_folder, path) = folder();
    let store = fill(&path, &stories());
    let locked = message(Store::open(&path, None));
    assert_eq!(locked, format!("{}: another process is writing to the store", path.display()));
    assert_eq!(Store::open_read_only(&path).unwrap().documents().count(), 4);
    drop(store);
    assert!(Store::open(&path, None).is_ok());
}

#[test]
fn a_store_keeps_its_base() {
    let (_folder, path) = folder();
    let ours = Iris::new("http://example.org/kg/").unwrap();
    drop(Store::open(&path, Some(&ours)).unwrap());
    assert_eq!(Store::open(&path, None).unwrap().iris(), &ours);
    let error = message(Store::open(&path, Some(&Iris::default())));
    assert!(
        error.ends_with("the store's IRIs begin with http://example.org/kg/, not https://w3id.org/chancery/"),
        "{error}"
    );
}

#[test]
fn a_store_is_written_a_document_at_a_time_to_the_same_bytes() {
    let (_folder, path) = folder();
    let mut store = fill(&path, &stories());
    let made = Made::new(1_480_000_000, "1.2.3");
    let story = &stories()[0];
    store.append(&Frame::of("another", &story.quads(&Iris::default())).made(made)).unwrap();
    let background = background(store.iris());
    for format in [Format::NTriples, Format::NQuads] {
        for (provenance, rdf_12) in [(false, false), (true, false), (true, true)] {
            let settings = Settings { provenance, rdf_12, ..Settings::default() };
            let (mut streamed, mut whole) = (Vec::new(), Vec::new());
            write_store(&store, &background, format, settings, &mut streamed).unwrap();
            write_dataset_with(&read(&store), format, &Filter::default(), settings, &mut whole).unwrap();
            assert!(streamed == whole, "{format:?} {settings:?}");
        }
    }
    let refused = write_store(&store, &background, Format::Turtle, Settings::default(), &mut Vec::new());
    assert_eq!(message(refused), "turtle is no format of lines");
}

#[test]
fn a_backup_is_a_store_with_the_same_documents() {
    let (folder, path) = folder();
    let mut store = fill(&path, &stories());
    store.remove_document("2016/drill").unwrap();
    let copy = folder.path().join("copy.store");
    assert_eq!(store.backup(&copy).unwrap(), store.sizes().0);
    let copied = Store::open(&copy, None).unwrap();
    assert_eq!(read(&copied), read(&store));
    assert_eq!(copied.sizes().0, copied.sizes().1, "nothing that was removed is in it");
    assert_eq!(message(store.backup(&copy)), format!("{}: there is such a file already", copy.display()));
}

/// Which of some documents are in a store, in the order in which they are read and removed.
#[derive(Debug, Clone)]
enum Step {
    Read(usize),
    Remove(usize),
    Optimize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..4_usize).prop_map(Step::Read),
        3 => (0..4_usize).prop_map(Step::Remove),
        1 => Just(Step::Optimize),
    ];
    prop::collection::vec(step, 0..16)
}

#[test]
fn rows_that_an_order_leaves_open_come_in_one_order() {
    // The same quads, indexed in other orders.
    let sample = dataset(&stories());
    let mut turned = sample.clone();
    turned.documents.reverse();
    turned.documents.iter_mut().for_each(|(_, quads)| quads.reverse());
    turned.facts.reverse();
    turned.background.ontology.reverse();
    let graphs = [&sample, &turned].map(UnionGraph::of);
    for query in [
        "SELECT * { ?f a ch:Fact ; ch:status ?status ; rdf:subject ?s ; rdf:object ?o }",
        "SELECT ?status { ?f a ch:Fact ; ch:status ?status ; rdf:subject ?s } ORDER BY ?status",
        "SELECT ?s { ?f a ch:Fact ; ch:status ?status ; rdf:subject ?s } ORDER BY DESC(?status) LIMIT 3",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?s (GROUP_CONCAT(?name) AS ?names) (SAMPLE(?o) AS ?one) { ?f rdf:subject ?s ; rdf:object ?o . ?o rdfs:label ?name } GROUP BY ?s",
        "SELECT ?n { VALUES ?n { 1.0 1 01 '1' 'a' 'a'@en <a:a> UNDEF } } ORDER BY ?n",
        "SELECT DISTINCT ?t { { ?x a ?t } UNION { ?t a owl:Class } }",
        "SELECT ?s { { SELECT ?s ?o { ?f rdf:subject ?s ; rdf:object ?o } ORDER BY ?s LIMIT 5 } ?f rdf:subject ?s }",
    ] {
        let question = Question::parse("test.rq", query).unwrap();
        let [one, other] = [0, 1].map(|idx| graphs[idx].query(&question, None).unwrap());
        assert_eq!(one, other, "{query}");
        let Answer::Table { rows, .. } = one else { panic!("no table") };
        assert!(rows.len() > 2, "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_and_removed_the_rest_is_as_if_read_alone(steps in steps()) {
        let (_folder, path) = folder();
        let stories = stories();
        let mut store = Store::open(&path, None).unwrap();
        let mut kept = BTreeSet::new();
        for step in steps {
            match step {
                Step::Read(idx) => {
                    store.replace_document(&stories[idx].doc.id, &stories[idx].quads(&Iris::default())).unwrap();
                    kept.insert(idx);
                }
                Step::Remove(idx) => {
                    prop_assert_eq!(store.remove_document(&stories[idx].doc.id).unwrap(), kept.remove(&idx));
                }
                Step::Optimize => drop(store.optimize().unwrap()),
            }
        }
        let alone: Vec<Story> = kept.into_iter().map(|idx| stories[idx].clone()).collect();
        let found = read(&store);
        prop_assert_eq!(&found, &dataset(&alone));
        let mut seen = BTreeSet::new();
        for quad in found.quads() {
            prop_assert!(seen.insert(format!("{} {} {}", quad.subject, quad.predicate, quad.object)), "twice: {quad}");
        }
    }
}

#[test]
fn when_a_document_was_read_stands_in_a_graph_of_its_own() {
    let (_folder, path) = folder();
    let stories = stories();
    let read_at = |at: i64| {
        let mut store = Store::open(&path, None).unwrap();
        for story in &stories {
            let made = Made::new(at, "1.2.3");
            store.append(&Frame::of(&story.doc.id, &story.quads(&Iris::default())).made(made)).unwrap();
        }
        read(&store)
    };
    let (first, bytes) = (read_at(1_480_000_000), fs::read(&path).unwrap());
    assert_eq!(Dataset { provenance: Vec::new(), ..first.clone() }, dataset(&stories));
    let told: Vec<String> = first.provenance.iter().map(ToString::to_string).collect();
    let extraction = "<https://w3id.org/chancery/extraction/2016/visit>";
    let ended = "<http://www.w3.org/ns/prov#endedAtTime> \"2016-11-24T15:06:40Z\"";
    assert!(told.iter().any(|quad| quad.starts_with(&format!("{extraction} {ended}"))), "{told:#?}");
    assert!(told.iter().any(|quad| quad.contains("program/chancery-1.2.3")), "{told:#?}");
    let facts = "SELECT (COUNT(*) AS ?n) { ?f a ch:Fact ; prov:wasGeneratedBy/prov:endedAtTime ?time ; \
        prov:wasDerivedFrom ?document ; ch:evidence/nif:beginIndex ?begin ; ch:event/ch:frame ?frame }";
    assert_eq!(count(&first, facts), count(&first, "SELECT (COUNT(*) AS ?n) { ?f a ch:Fact }"));
    assert_eq!(read_at(1_490_000_000), first, "what says the same stays made when it was made first");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn optimize_drops_what_no_longer_counts() {
    let (_folder, path) = folder();
    let stories = stories();
    let mut store = fill(&path, &stories);
    for title in ["First", "Second", "Third"] {
        let story = Story::new("2016/visit", "2016-06-28", title);
        store.replace_document("2016/visit", &story.quads(&Iris::default())).unwrap();
    }
    store.remove_document("2016/drill").unwrap();
    let before = (fs::metadata(&path).unwrap().len() as usize, read(&store));
    let saved = store.optimize().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len() as usize, before.0 - saved);
    assert!(saved > 1000, "{saved}");
    assert_eq!(read(&store), before.1);
    assert!(message(Store::open(&path, None)).contains("another process"), "the lock is kept");
    store.replace_document("2016/drill", &stories[3].quads(&Iris::default())).unwrap();
    assert_eq!(store.optimize().unwrap(), 0);
    drop(store);
    assert_eq!(Store::open_read_only(&path).unwrap().documents().count(), 4);
    assert!(message(Store::open_read_only(&path).unwrap().optimize()).contains("reading only"));
}

#[test]
fn documents_may_be_called_anything_and_say_anything() {
    let (_folder, path) = folder();
    let hostile = "\"quote\" \\ \n\r\t \u{0}\u{1}\u{7f}\u{85} \u{202e}txt.exe\u{200f} <b> é 🙂 \u{fffe} {} ^^ @en";
    let mut store = Store::open(&path, None).unwrap();
    let stories: Vec<Story> = ["", " ", "../../x", "a\nb", "\u{202e}", "é", hostile]
        .iter()
        .map(|id| {
            Story::new(id, "2016-01-01", hostile)
                .tell(
                    &format!("Russia {hostile} praised China."),
                    "supported",
                    &[
                        (chancery::events::Role::Agent, "Russia=russia"),
                        (chancery::events::Role::Target, "China=china"),
                    ],
                    &[(0, 1)],
                )
                .topic(hostile)
        })
        .collect();
    for story in &stories {
        store.replace_document(&story.doc.id, &story.quads(&Iris::default())).unwrap();
    }
    assert_eq!(read(&store), dataset(&stories));
    assert!(read(&store).quads().any(|quad| quad.object == Term::from(oxrdf::Literal::new_simple_literal(hostile))));
}

#[test]
fn entities_are_described_as_most_documents_do() {
    let of = |id: &str, label: &str, class: &str| {
        Story::new(id, "2016-01-01", "T").tell(
            &format!("{label} praised China."),
            "supported",
            &[
                (chancery::events::Role::Agent, &format!("{label}+{class}")),
                (chancery::events::Role::Target, "China=china"),
            ],
            &[(0, 1)],
        )
    };
    let stories =
        [of("a", "ACME Corp", "Person"), of("b", "Acme Corp", "Organisation"), of("c", "Acme Corp", "Organisation")];
    let described: Vec<String> =
        dataset(&stories).entities.iter().map(|quad| format!("{} {}", quad.predicate, quad.object)).collect();
    let expected = [
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Organization>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/chancery/ontology#Organisation>",
        "<http://www.w3.org/2000/01/rdf-schema#label> \"Acme Corp\"",
        "<http://www.w3.org/2004/02/skos/core#altLabel> \"ACME Corp\"",
    ];
    assert_eq!(described, expected);
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let dataset = dataset(&stories());
    let graph = UnionGraph::of(&dataset);
    // Every step looks at the graph, so that the abandoned thread sees that it is.
    let endless = "SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t . ?d a ?t . ?e a ?t . ?f a ?t }";
    let started = Instant::now();
    let result = graph.query(&Question::parse("endless.rq", endless).unwrap(), Some(Duration::from_millis(100)));
    assert_eq!(message(result), "endless.rq: the query took longer than 0.1 s");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn faulty_queries_name_file_line_and_column() {
    let dataset = dataset(&[]);
    let graph = UnionGraph::of(&dataset);
    let fault = |text: &str| message(graph.query(&Question::parse("q.rq", text).unwrap(), None));
    assert_eq!(fault("SELECT *\nWHERE { ?s ?p }"), "q.rq:2: syntax error at column 16, near \"WHERE { ?s ?p }\"");
    assert_eq!(fault("SELECT * {\n ?s nowhere:p ?o }"), "q.rq:2: unknown prefix \"nowhere:\"");
    let declared = "PREFIX n: <http://n#> # o:\nprefix : <http://x/>\nSELECT * { n:a :b 'p:' ; ch:c _:d, <e:f>\n}}";
    assert!(fault(declared).starts_with("q.rq:4: syntax error at column 3"), "{}", fault(declared));
    assert_eq!(fault(""), "q.rq:1: syntax error at column 1, near \"\"");
    assert_eq!(
        fault("SELECT * { ?x ch:a ?y . FILTR(?x) }"),
        "q.rq:1: syntax error at column 33, near \"x ch:a ?y . FILTR(?x) }\""
    );
    assert!(fault("DELETE WHERE { ?s ?p ?o }").starts_with("q.rq:1: syntax error"), "no updates");
    assert!(fault("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }").starts_with("q.rq: the query failed: "));
}

#[test]
fn a_query_may_name_its_graphs() {
    let dataset = dataset(&stories());
    let facts = count(&dataset, "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/chancery/graph/facts> { ?s ?p ?o }");
    assert_eq!(facts, dataset.facts.len());
}

#[test]
fn every_graph_of_the_dataset_round_trips_as_nquads() {
    let quads: Vec<Quad> = dataset(&stories()).quads().cloned().collect();
    assert_eq!(quads::read_nquads(&quads::write_nquads(&quads)).unwrap(), quads);
}

#[test]
fn the_shipped_questions_have_names_titles_and_meanings() {
    for question in Question::all(&Folder::queries()).unwrap() {
        assert!(question.title().ends_with('?') || question.title().ends_with('.'), "{}", question.name());
        assert!(question.parameters().iter().all(|parameter| !parameter.meaning.is_empty()));
    }
}
