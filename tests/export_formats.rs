//! Formats for viewers, graph databases and spreadsheets, JSON-LD, RDF/XML and RDF 1.2: what they hold, and that no text breaks them.

use crate::golden;
use crate::sample::{Story, dataset, stories};
use chancery::events::{Role, Status};
use chancery::export::{
    AnswerFormat, Clusters, Filter, Format, Picture, Settings, jsonld_context, write_answer, write_dataset_with,
};
use chancery::knowledge::Folder;
use chancery::store::{Dataset, Question, UnionGraph};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use oxrdf::{GraphName, Literal, Quad, Term};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParser};
use proptest::prelude::*;
use quick_xml::events::Event;
use std::collections::BTreeSet;

fn export_with(dataset: &Dataset, format: Format, filter: &Filter, settings: Settings) -> String {
    let mut bytes = Vec::new();
    write_dataset_with(dataset, format, filter, settings, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn export(dataset: &Dataset, format: Format) -> String {
    export_with(dataset, format, &Filter::default(), Settings::default())
}

/// Triples, with blank nodes alike.
fn triples(format: RdfFormat, text: &str) -> BTreeSet<String> {
    let parser = RdfParser::from_format(format).rename_blank_nodes();
    let quads = parser.for_slice(text).map(|quad| quad.unwrap_or_else(|e| panic!("{e} in\n{text}")));
    let plain = |term: String| if term.starts_with("_:") { "_:".to_owned() } else { term };
    quads
        .map(|Quad { subject, predicate, object, graph_name }| {
            assert_eq!(graph_name, GraphName::DefaultGraph);
            format!("{} {predicate} {}", plain(subject.to_string()), plain(object.to_string()))
        })
        .collect()
}

fn json_ld() -> RdfFormat {
    RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }
}

#[test]
fn json_ld_and_rdf_xml_say_what_turtle_says() {
    let dataset = dataset(&stories());
    for filter in [Filter::default(), Filter { about: Some("China".into()), ..Filter::default() }] {
        let write = |format| export_with(&dataset, format, &filter, Settings::default());
        let turtle = triples(RdfFormat::Turtle, &write(Format::Turtle));
        assert!(turtle.len() > 100);
        assert_eq!(triples(json_ld(), &write(Format::JsonLd)), turtle);
        assert_eq!(triples(RdfFormat::RdfXml, &write(Format::RdfXml)), turtle);
    }
}

#[test]
fn json_ld_has_plain_keys() {
    let text = export(&dataset(&stories()), Format::JsonLd);
    let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let nodes = parsed["@graph"].as_array().unwrap();
    let node = |id: &str| nodes.iter().find(|node| node["id"] == id).unwrap();
    let putin = node("entity/vladimir-putin");
    assert_eq!((putin["label"].as_str(), putin["type"][1].as_str()), (Some("Vladimir Putin"), Some("Person")));
    assert_eq!(putin["visited"], "entity/beijing");
    let visit = node("document/2016/visit");
    assert_eq!(visit["issued"], "2016-06-28");
    assert!(nodes.iter().any(|node| node["beginIndex"] == 29 && node["exact"].as_str().unwrap().contains("Beijing")));
}

#[test]
fn the_context_of_json_ld_is_a_file_too() {
    let context = jsonld_context(&crate::sample::background(&chancery::rdf::Iris::default()));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/context.jsonld");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &context).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == context, "ontology/context.jsonld is behind: run with UPDATE=1");
}

#[test]
fn rdf_1_2_reifies_each_fact_once() {
    let dataset = dataset(&stories());
    let settings = Settings { rdf_12: true, ..Settings::default() };
    let facts = Filter::default().select(&dataset, &chancery::export::Names::of(&dataset)).unwrap().len();
    for format in [Format::Turtle, Format::Trig, Format::NTriples, Format::NQuads] {
        let (plain, reified) = (export(&dataset, format), export_with(&dataset, format, &Filter::default(), settings));
        assert_eq!(reified.matches("<<( ").count(), facts, "{format:?}");
        assert_eq!(plain.matches("<<( ").count(), 0);
        assert!(!reified.contains("rdf:subject ") && !reified.contains("ns#subject> "), "{format:?}");
    }
    let mut out = Vec::new();
    let error = write_dataset_with(&dataset, Format::RdfXml, &Filter::default(), settings, &mut out).unwrap_err();
    assert_eq!(error.to_string(), "rdfxml cannot hold triples about triples (formats: turtle, trig, ntriples, nquads)");
}

#[test]
fn networks_and_tables_look_as_they_should() {
    let dataset = dataset(&stories());
    let crimea = Filter { document: Some("2014/crimea".into()), ..Filter::default() };
    for (format, file) in [
        (Format::GraphMl, "crimea.graphml"),
        (Format::Gexf, "crimea.gexf"),
        (Format::Neo4jNodes, "crimea-nodes.csv"),
        (Format::Neo4jRelationships, "crimea-relationships.csv"),
        (Format::Csv, "crimea.csv"),
        (Format::Plover, "crimea.tsv"),
        (Format::Timeline, "crimea.html"),
    ] {
        golden::check(&format!("exports/{file}"), &export_with(&dataset, format, &crimea, Settings::default()));
    }
}

#[test]
fn the_event_table_codes_each_event_in_plover() {
    let table = export(&dataset(&stories()), Format::Plover);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 15));
    let row = |date: &str, source: &str| rows.iter().find(|row| row[0] == date && row[1] == source).unwrap();
    let visit = row("2016-06-25", "Vladimir Putin");
    assert_eq!((visit[2], visit[4], visit[9]), ("Russia", "CONSULT", "verbal cooperation"), "{visit:?}");
    let sanction = row("2014-03-17", "United States");
    assert_eq!((sanction[4], sanction[10]), ("SANCTION", "-6.0"), "{sanction:?}");
    assert!(rows.iter().all(|row| !row[4].is_empty()), "events of no PLOVER type are left out");
}

#[test]
fn a_status_narrows_every_format() {
    let dataset = dataset(&stories());
    let planned = Filter { statuses: vec![Status::Planned], ..Filter::default() };
    let rows = |format| export_with(&dataset, format, &planned, Settings::default()).lines().count() - 1;
    assert_eq!((rows(Format::Csv), rows(Format::Plover)), (3, 3));
    let turtle = export_with(&dataset, Format::Turtle, &planned, Settings::default());
    assert!(turtle.contains("ch:status \"planned\"") && !turtle.contains("ch:status \"asserted\""));
    assert!(!turtle.contains("ch:visited entity:"), "what is planned has no plain triple");
}

#[test]
fn a_picture_shows_the_most_central_and_tells_how_many_it_leaves_out() {
    let dataset = dataset(&stories());
    let draw = |top, clusters| {
        let settings = Settings { picture: Picture { top, clusters, ..Picture::default() }, ..Settings::default() };
        export_with(&dataset, Format::Dot, &Filter::default(), settings)
    };
    let nodes = |dot: &str| dot.matches("tooltip=").count();
    assert_eq!(nodes(&draw(40, Clusters::None)), 18);
    let few = draw(6, Clusters::None);
    // Of the most central, those that nothing ties to another of them stand alone and are not drawn either.
    assert!((3..=6).contains(&nodes(&few)), "{few}");
    assert!(few.contains(&format!("label=\"{} more entities are not drawn\"", 18 - nodes(&few))), "{few}");
    assert!(draw(40, Clusters::Communities).contains("subgraph cluster_0 {"));
    assert!(!draw(40, Clusters::Regions).contains("subgraph"), "the sample's countries have no region");
}

#[test]
fn the_csv_of_facts_tells_all_of_each() {
    let mut csv = csv::Reader::from_reader(std::io::Cursor::new(export(&dataset(&stories()), Format::Csv)));
    let header = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 25);
    let cell = |row: &csv::StringRecord, name: &str| {
        row.get(header.iter().position(|column| column == name).unwrap()).unwrap().to_owned()
    };
    let deal = rows.iter().find(|row| cell(row, "subject") == "Gazprom").unwrap();
    assert_eq!(cell(deal, "amount"), "400000000000");
    assert_eq!((cell(deal, "place"), cell(deal, "currency")), ("Shanghai".to_owned(), "USD".to_owned()));
    assert_eq!(cell(deal, "frame"), "signedDeal/sample");
}

/// Text with all that is awkward for formats.
fn hostile() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "'",
        ",",
        "\"\"",
        "\u{0}",
        "\u{1b}",
        "\u{85}",
        "\u{202e}",
        "\u{200f}",
        "\u{feff}",
        "\u{fffe}",
        "🙂",
        "]]>",
        "&amp;",
        "<script>alert(1)</script>",
        "</script>",
        "-->",
        " ",
        "@id",
        "_:x",
        "=1+1",
        "{",
        "}",
        "\u{2028}",
        "http://x/",
        "https://w3id.org/chancery/",
    ]);
    prop::collection::vec(prop_oneof![awkward.prop_map(str::to_owned), any::<char>().prop_map(String::from)], 0..12)
        .prop_map(|parts| parts.concat())
}

/// A dataset in which a text is id, title, part of a sentence, topic and label.
fn told(text: &str) -> Dataset {
    let who: &[(Role, &str)] = &[(Role::Agent, "Russia=russia"), (Role::Target, "China=china")];
    let story = Story::new(text, "2016-01-01", text)
        .tell(&format!("Russia backs {text} of China."), "supported", who, &[(0, 1)])
        .on("2016-01")
        .topic(text);
    dataset(&[story])
}

/// A dataset in which a text is the label of one who acts.
fn named(label: &str) -> Dataset {
    let who: &[(Role, &str)] = &[(Role::Agent, &format!("{label}+Person")), (Role::Target, "China=china")];
    dataset(&[Story::new("a", "2016-01-01", "T").tell(&format!("{label} backs China."), "supported", who, &[(0, 1)])])
}

/// Every text and every value of an attribute of XML.
fn texts_of_xml(xml: &str) -> BTreeSet<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut texts = BTreeSet::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e} in\n{xml}")) {
            Event::Eof => return texts,
            Event::Text(text) => drop(texts.insert(text.unescape().unwrap().into_owned())),
            Event::Start(tag) | Event::Empty(tag) => {
                texts.extend(tag.attributes().map(|value| value.unwrap().unescape_value().unwrap().into_owned()));
            }
            _ => {}
        }
    }
}

/// Text of HTML, read.
fn unescaped(html: &str) -> String {
    quick_xml::escape::unescape(html).unwrap().into_owned()
}

/// What XML holds of a text.
fn in_xml(text: &str) -> String {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is_char(c) { c } else { '\u{fffd}' }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_json_ld(text in hostile()) {
        let dataset = told(&text);
        let turtle = triples(RdfFormat::Turtle, &export(&dataset, Format::Turtle));
        prop_assert_eq!(triples(json_ld(), &export(&dataset, Format::JsonLd)), turtle);
    }

    #[test]
    fn any_text_that_xml_can_hold_survives_it(text in hostile()) {
        let dataset = told(&text);
        let found = triples(RdfFormat::RdfXml, &export(&dataset, Format::RdfXml));
        let topic = Term::from(Literal::new_simple_literal(in_xml(&text))).to_string();
        prop_assert!(found.iter().any(|triple| triple.ends_with(&format!("ontology#topic> {topic}"))), "{topic} in {found:#?}");
        prop_assert_eq!(found.len(), triples(RdfFormat::Turtle, &export(&dataset, Format::Turtle)).len());
    }

    #[test]
    fn any_text_comes_back_from_the_lines_of_n_triples(text in hostile()) {
        let dataset = told(&text);
        let turtle = triples(RdfFormat::Turtle, &export(&dataset, Format::Turtle));
        prop_assert_eq!(triples(RdfFormat::NTriples, &export(&dataset, Format::NTriples)), turtle);
    }

    #[test]
    fn any_label_comes_back_from_networks(text in hostile()) {
        // What tells the sample's names from their classes is left out.
        let label = format!("x{}y", text.replace(['=', '+', ':'], "-"));
        let dataset = named(&label);
        for format in [Format::GraphMl, Format::Gexf] {
            let written = export(&dataset, format);
            let texts = texts_of_xml(&written);
            prop_assert!(texts.contains(&in_xml(&label)), "{label:?} in\n{written}");
        }
        let written = export(&dataset, Format::Neo4jNodes);
        let mut csv = csv::Reader::from_reader(written.as_bytes());
        let found = csv.records().any(|row| row.unwrap().iter().any(|cell| cell == label));
        prop_assert!(found, "{label:?} in\n{written}");
    }

    #[test]
    fn any_answer_comes_back_from_each_format(text in hostile()) {
        let dataset = told(&text);
        let question = Question::parse("q.rq", "SELECT ?topic ?event { ?event ch:topic ?topic }").unwrap();
        let answer = UnionGraph::of(&dataset).query(&question, None).unwrap();
        for (format, parsed) in [
            (AnswerFormat::Tsv, QueryResultsFormat::Tsv),
            (AnswerFormat::Json, QueryResultsFormat::Json),
            (AnswerFormat::Xml, QueryResultsFormat::Xml),
        ] {
            let mut bytes = Vec::new();
            write_answer(&answer, format, &dataset, &mut bytes).unwrap();
            let read = QueryResultsParser::from_format(parsed).for_slice(&bytes).unwrap();
            let SliceQueryResultsParserOutput::Solutions(rows) = read else { panic!("no table") };
            let found: Vec<Option<Term>> = rows.map(|row| row.unwrap().get("topic").cloned()).collect();
            let kept = if format == AnswerFormat::Xml { in_xml(&text) } else { text.clone() };
            prop_assert_eq!(found, [Some(Literal::new_simple_literal(kept).into())], "{}", String::from_utf8_lossy(&bytes));
        }
        let mut bytes = Vec::new();
        write_answer(&answer, AnswerFormat::Csv, &dataset, &mut bytes).unwrap();
        let mut csv = csv::Reader::from_reader(&*bytes);
        let row = csv.records().next().unwrap().unwrap();
        prop_assert_eq!(&row[0], text);
    }

    #[test]
    fn any_text_comes_back_from_the_timeline(text in hostile()) {
        let page = export(&told(&text), Format::Timeline);
        let quote = page.split("<blockquote>").nth(1).unwrap().split(" <cite>").next().unwrap();
        let sentence = format!("Russia backs {text} of China.");
        let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(unescaped(quote), in_xml(&words));
    }

    #[test]
    fn any_text_stays_in_its_cell(text in hostile()) {
        let dataset = told(&text);
        let written = export(&dataset, Format::Csv);
        let mut csv = csv::Reader::from_reader(written.as_bytes());
        let topic = csv.headers().unwrap().iter().position(|name| name == "topic").unwrap();
        let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(rows[0].get(topic).unwrap(), text);
        let table = export(&dataset, Format::Plover);
        prop_assert!(table.lines().all(|line| line.split('\t').count() == 15), "{table}");
    }

    #[test]
    fn no_text_breaks_out_of_xml_and_html(text in hostile()) {
        // What is empty has no element.
        let dataset = told(&format!("x{text}"));
        let rdf_xml = |text: &str| text.matches('<').count();
        for format in [Format::GraphMl, Format::Gexf, Format::Timeline] {
            let written = export(&dataset, format);
            prop_assert_eq!(rdf_xml(&written), rdf_xml(&export(&told("plain"), format)), "{}", written);
            prop_assert!(written.chars().all(|c| in_xml(&c.to_string()) == c.to_string()));
        }
    }
}

#[test]
fn the_ontology_folder_has_the_context() {
    assert!(Folder::ontology().file("context.jsonld").unwrap().starts_with("{\n  \"@context\""));
}
