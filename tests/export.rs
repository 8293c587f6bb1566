//! Exports: other tools read what is written, nothing is lost on the way, and it looks as it should.

use crate::golden;
use crate::sample::{ONTOLOGY, Story, dataset, stories};
use chancery::events::Role;
use chancery::export::{Filter, Format, Names, Records, Settings, write_dataset, write_dataset_with};
use chancery::rdf::{Iris, Made};
use chancery::store::Dataset;
use oxrdf::{Literal, Quad};
use oxrdfio::{RdfFormat, RdfParser};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn export(dataset: &Dataset, format: Format, filter: &Filter) -> String {
    let mut bytes = Vec::new();
    write_dataset(dataset, format, filter, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(format: RdfFormat, text: &str) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(text);
    quads.map(|quad| quad.unwrap_or_else(|e| panic!("{e} in\n{text}")).to_string()).collect()
}

fn without_graphs(quads: &BTreeSet<String>) -> BTreeSet<String> {
    let nquads: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&nquads);
    quads.map(|quad| Quad { graph_name: oxrdf::GraphName::DefaultGraph, ..quad.unwrap() }.to_string()).collect()
}

fn about(entity: &str) -> Filter {
    Filter { about: Some(entity.to_owned()), ..Filter::default() }
}

fn triples(filter: &Filter) -> BTreeSet<(String, String, String)> {
    let dataset = dataset(&stories());
    let names = Names::of(&dataset);
    let facts = filter.select(&dataset, &names).unwrap();
    let name = |iri: &str| iri.rsplit(['/', '#']).next().unwrap().to_owned();
    facts.iter().map(|fact| (name(fact.subject), name(fact.predicate), name(fact.object))).collect()
}

#[test]
fn all_formats_say_the_same() {
    let dataset = dataset(&stories());
    for filter in [Filter::default(), about("China"), Filter { document: Some("2014".into()), ..Filter::default() }] {
        let quads = read(RdfFormat::NQuads, &export(&dataset, Format::NQuads, &filter));
        assert!(quads.len() > 100, "{}", quads.len());
        assert_eq!(read(RdfFormat::TriG, &export(&dataset, Format::Trig, &filter)), quads);
        let plain = without_graphs(&quads);
        assert_eq!(plain.len(), quads.len());
        assert_eq!(read(RdfFormat::Turtle, &export(&dataset, Format::Turtle, &filter)), plain);
        assert_eq!(read(RdfFormat::NTriples, &export(&dataset, Format::NTriples, &filter)), plain);
    }
}

#[test]
fn an_export_has_of_the_gazetteer_what_documents_mention() {
    let turtle = export(&dataset(&stories()), Format::Turtle, &Filter::default());
    assert!(turtle.contains("\nentity:kazakhstan a schema:Country, ch:Country ;"));
    assert!(!turtle.contains("iceland"));
    let quads = read(RdfFormat::NQuads, &export(&dataset(&stories()[..1]), Format::NQuads, &about("Beijing")));
    assert!(!quads.iter().any(|quad| quad.contains("entity/russia>")), "not even as Putin's country");
    assert!(quads.iter().any(|quad| quad.contains("\"Vladimir Putin\"")));
}

#[test]
fn when_documents_were_read_is_told_on_request() {
    let made = Made::new(1_480_000_000, "1.2.3");
    let told = dataset(&stories()).with_provenance(stories().iter().map(|story| (story.doc.id.as_str(), &made)));
    let visit = Filter { document: Some("2016/visit".into()), ..Filter::default() };
    for filter in [Filter::default(), visit] {
        let plain = export(&dataset(&stories()), Format::NQuads, &filter);
        assert_eq!(export(&told, Format::NQuads, &filter), plain);
        let mut bytes = Vec::new();
        let settings = Settings { provenance: true, ..Settings::default() };
        write_dataset_with(&told, Format::NQuads, &filter, settings, &mut bytes).unwrap();
        let with = read(RdfFormat::NQuads, &String::from_utf8(bytes).unwrap());
        let more: Vec<_> = with.difference(&read(RdfFormat::NQuads, &plain)).cloned().collect();
        assert!(more.len() > 6 && more.iter().all(|quad| quad.ends_with("graph/provenance>")), "{more:#?}");
        assert_eq!(
            more.iter().filter(|quad| quad.contains("#softwareVersion") || quad.contains("softwareVersion>")).count(),
            1
        );
    }
}

#[test]
fn turtle_and_dot_look_as_they_should() {
    let dataset = dataset(&stories());
    let visit = Filter { document: Some("2016/visit".into()), ..Filter::default() };
    golden::check("exports/visit.ttl", &export(&dataset, Format::Turtle, &visit));
    golden::check("exports/visit.trig", &export(&dataset, Format::Trig, &visit));
    golden::check("exports/all.dot", &export(&dataset, Format::Dot, &Filter::default()));
}

#[test]
fn records_are_as_the_contract_says() {
    let iris = Iris::default();
    let records = Records { ontology: &ONTOLOGY, iris: &iris };
    let mut lines = [Vec::new(), Vec::new(), Vec::new()];
    for story in &stories()[1..3] {
        records.write_facts(&story.doc, &story.extraction, &mut lines[0]).unwrap();
        records.write_events(&story.doc, &story.extraction, &mut lines[1]).unwrap();
        records.write_mentions(&story.doc, &story.extraction, &mut lines[2]).unwrap();
    }
    for (name, bytes) in ["facts", "events", "mentions"].into_iter().zip(lines) {
        golden::check(&format!("exports/{name}.jsonl"), &String::from_utf8(bytes).unwrap());
    }
}

#[test]
fn filters_narrow_by_entity_relation_time_and_document() {
    let all = triples(&Filter::default());
    assert_eq!(all.len(), 22);
    for name in ["China", "china", "CHINA", "People's Republic of China", "https://w3id.org/chancery/entity/china"] {
        let found = triples(&about(name));
        assert!(found.iter().all(|(subject, _, object)| subject == "china" || object == "china"));
        assert_eq!(found.len(), 5, "{name}");
    }
    let sanctions = triples(&Filter { relation: Some("sanctioned".into()), ..Filter::default() });
    assert_eq!(sanctions.len(), 3);
    let since = |since: &str, until: &str| {
        let date = |text: &str| text.parse().ok();
        triples(&Filter { since: date(since), until: date(until), ..Filter::default() }).len()
    };
    assert_eq!(since("2016-09-19", ""), 5, "what overlaps counts: the last day of the drill, that month, that year");
    assert_eq!(since("", "2011"), 1);
    assert_eq!(since("2014-03-17", "2014-03-17"), 2);
    let document = |id: &str| triples(&Filter { document: Some(id.into()), ..Filter::default() }).len();
    assert_eq!((document("2016/visit"), document("2016"), document("2016/"), document("2014/crimea")), (5, 11, 11, 7));
}

#[test]
fn filters_refuse_what_nobody_knows() {
    let dataset = dataset(&stories());
    let error = |filter: Filter| filter.select(&dataset, &Names::of(&dataset)).unwrap_err().to_string();
    assert_eq!(error(about("Chian")), "nothing is called \"Chian\" (give a label, a slug or an IRI)");
    let unknown = error(Filter { relation: Some("vistied".into()), ..Filter::default() });
    assert!(unknown.starts_with("unknown relation \"vistied\" (did you mean \"visited\"?)"), "{unknown}");
    assert_eq!(error(Filter { document: Some("2015".into()), ..Filter::default() }), "no document \"2015\"");
    assert_eq!(
        Format::named("pdf").unwrap_err().to_string(),
        "unknown format \"pdf\" (known: turtle, trig, ntriples, nquads, jsonld, rdfxml, dot, graphml, gexf, plover, csv, neo4j-nodes, \
         neo4j-relationships, timeline)"
    );
}

#[test]
fn facts_come_with_their_sentences() {
    let dataset = dataset(&stories());
    let facts = Filter { relation: Some("annexed".into()), ..Filter::default() }
        .select(&dataset, &Names::of(&dataset))
        .unwrap();
    let quote = facts[0].quotes[0];
    assert_eq!(quote.text, "Russia annexed Crimea on 18 March 2014.");
    let text: String = stories()[2].doc.text.chars().skip(quote.begin).take(quote.end - quote.begin).collect();
    assert_eq!(text, quote.text, "offsets are in characters");
}

/// Text with all that is awkward for formats: quotes, escapes, control characters, marks that turn the direction.
fn hostile() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "\"", "\\", "\n", "\r", "\t", "'", "\"\"\"", "\u{0}", "\u{1b}", "\u{7f}", "\u{85}", "\u{202e}", "\u{200f}",
        "\u{feff}", "\u{fffe}", "🙂", "e\u{301}", "\\u0022", "<a>", " ", "@en", "^^", ".", ";", "#", "{", "}", "\\N",
        "%",
    ]);
    prop::collection::vec(prop_oneof![awkward.prop_map(str::to_owned), any::<char>().prop_map(String::from)], 0..12)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_every_format(id in hostile(), title in hostile(), words in hostile(), topic in hostile()) {
        let sentence = format!("Russia backs {words} of China.");
        let story = Story::new(&id, "2016-01-01", &title)
            .tell(&sentence, "supported", &[(Role::Agent, "Russia=russia"), (Role::Target, "China=china")], &[(0, 1)])
            .topic(&topic);
        let dataset = dataset(&[story]);
        let quads = read(RdfFormat::NQuads, &export(&dataset, Format::NQuads, &Filter::default()));
        prop_assert_eq!(&read(RdfFormat::TriG, &export(&dataset, Format::Trig, &Filter::default())), &quads);
        let turtle = read(RdfFormat::Turtle, &export(&dataset, Format::Turtle, &Filter::default()));
        prop_assert_eq!(turtle, without_graphs(&quads));
        let kept = dataset.quads().find(|quad| quad.predicate.as_str().ends_with("#topic") && quad.object.is_literal());
        prop_assert_eq!(&kept.unwrap().object, &Literal::new_simple_literal(&topic).into());
        prop_assert!(quads.contains(&kept.unwrap().to_string()));
        let dot = export(&dataset, Format::Dot, &Filter::default());
        let turns = dot.contains('\u{202e}');
        prop_assert!(!turns);
    }
}
