//! A user's RDF files: graphs in, names, joined entries, notes and faults out.

use super::{COUNTRIES, PEOPLE, PLACES, folder, ontology, read};
use crate::gazetteer::{Addition, Gazetteer};

fn addition(path: &str, text: &str) -> Addition {
    Addition { path: path.into(), text: text.to_owned() }
}

fn load(path: &str, text: &str) -> crate::error::Result<Gazetteer> {
    let seeds = folder(&[("countries.tsv", COUNTRIES), ("places.tsv", PLACES), ("people.tsv", PEOPLE)]);
    Gazetteer::load_with(&seeds, &[addition(path, text)], &ontology())
}

fn loaded(path: &str, text: &str) -> Gazetteer {
    load(path, text).unwrap()
}

fn faults(path: &str, text: &str) -> Vec<String> {
    let faults = Gazetteer::check(&folder(&[]), &[addition(path, text)], &ontology());
    faults.iter().map(ToString::to_string).collect()
}

const TURTLE: &str = r#"@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:rur a schema:Country ; rdfs:label "Ruritania"@en, "Ruritanien"@de ; skos:altLabel "Kingdom of Ruritania"@en-GB, "RR" .
ex:hentzau a schema:Person ; schema:name "Rupert of Hentzau" ; schema:alternateName "Count Rupert" .
ex:grain a skos:Concept ; skos:prefLabel "durum wheat"@en .
ex:frigate rdfs:subClassOf ex:ship . ex:ship rdfs:subClassOf schema:Product .
ex:orca a ex:frigate ; rdfs:label "Orca" .
"#;

#[test]
fn names_come_with_their_class() {
    let gazetteer = loaded("mine.ttl", TURTLE);
    assert_eq!(
        read(
            &gazetteer,
            "Ruritania, Ruritanien, the Kingdom of Ruritania, RR, Count Rupert, Hentzau, durum wheat, Orca"
        ),
        [
            "Ruritania: ruritania/Name",
            "Kingdom of Ruritania: ruritania/Name",
            "RR: ruritania/Weak",
            "Count Rupert: rupert-of-hentzau/Name",
            "Hentzau: rupert-of-hentzau/Surname",
            "durum wheat: durum-wheat/Name",
            "Orca: orca/Name",
        ]
    );
    let class = |id: &str| ontology().class(gazetteer.entry(gazetteer.entry_by_id(id).unwrap()).class).name.clone();
    let classes = ["ruritania", "rupert-of-hentzau", "durum-wheat", "orca"].map(class);
    assert_eq!(classes, ["Country", "Person", "Other", "Product"]);
}

#[test]
fn every_rdf_format_is_read() {
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    let kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    let triples = format!(
        "<https://example.org/r> <{kind}> <http://schema.org/Country> .\n<https://example.org/r> <{label}> \"Ruritania\" .\n"
    );
    let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://schema.org/">
        <s:Country rdf:about="https://example.org/r"><s:name>Ruritania</s:name></s:Country></rdf:RDF>"#;
    let json = r#"{"@context": "https://schema.org/", "@graph": [{"@type": "Country", "name": "Ruritania"}]}"#;
    for (path, text) in
        [("a.nt", triples.as_str()), ("a.rdf", xml), ("a.owl", xml), ("a.jsonld", json), ("a.nq", &triples)]
    {
        assert_eq!(read(&loaded(path, text), "in Ruritania"), ["Ruritania: ruritania/Name"], "{path}");
    }
}

#[test]
fn wikidata_extracts_join_what_is_known() {
    let seeds = folder(&[("c.tsv", "id\tclass\tlabel\twikidata\nrussia\tCountry\tRussia\tQ159\n")]);
    let extract = r#"@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
wd:Q159 wdt:P31 wd:Q3624078 ; rdfs:label "Russia"@en ; skos:altLabel "Rossiya"@en, "🇷🇺"@en .
wd:Q1 wdt:P31 wd:Q5, wd:Q515 ; wdt:P27 wd:Q159 ; rdfs:label "Ivan Testov"@en .
"#;
    let gazetteer = Gazetteer::load_with(&seeds, &[addition("wd.ttl", extract)], &ontology()).unwrap();
    assert_eq!(read(&gazetteer, "Rossiya and Ivan Testov"), ["Rossiya: russia/Name", "Ivan Testov: ivan-testov/Name"]);
    let testov = gazetteer.entry(gazetteer.entry_by_id("ivan-testov").unwrap());
    assert_eq!(testov.country, gazetteer.entry_by_id("russia"));
    assert_eq!(testov.wikidata.as_deref(), Some("Q1"));
    assert_eq!(ontology().class(testov.class).name, "Person", "the class that stands first in the vocabularies");
}

#[test]
fn things_of_one_name_stay_apart() {
    let two = "@prefix s: <https://schema.org/> .\n[] a s:City ; s:name \"Moscow\" .\n[] a s:Person ; s:name \"Moscow\" .\n\
               [] a s:City ; s:name \"Springfield\" .\n[] a s:City ; s:name \"Springfield\" .\n";
    assert_eq!(
        read(&loaded("two.ttl", two), "Moscow, Springfield"),
        [
            "Moscow: russia/Seat, moscow/Name, moscow-person/Name",
            "Springfield: springfield/Name, springfield-place/Name"
        ]
    );
}

#[test]
fn faults_of_a_graph_tell_file_and_line() {
    let broken = load("broken.ttl", "@prefix ex: <https://example.org/> .\nex:a ex:b\n.\n").unwrap_err().to_string();
    assert!(broken.starts_with("broken.ttl:3: not valid Turtle"), "{broken}");
    let empty = load("empty.ttl", "<https://example.org/a> <https://example.org/b> \"c\" .").unwrap_err().to_string();
    assert_eq!(empty, "empty.ttl: nothing here has both a name and a type that the ontology knows");
    let remote = load("far.jsonld", r#"{"@context": "https://example.org/c", "@type": "Country"}"#).unwrap_err();
    assert!(remote.to_string().contains("https://example.org/c is not at hand"), "{remote}");
}

#[test]
fn a_check_tells_what_a_graph_leaves_out_and_what_clashes() {
    let text = "@prefix s: <https://schema.org/> .\n@prefix ex: <https://example.org/> .\n\
                ex:a a s:Place ; s:name \"Orsk Port\" .\n\
                ex:b a s:Place ; s:name \"Orsk Port\" .\n\
                ex:c a ex:Planet ; s:name \"Mars\" .\n\
                ex:d a ex:Planet ; s:name \"Venus\" .\n\
                ex:e s:name \"Untyped\" .\n";
    assert_eq!(
        faults("mine.ttl", text),
        [
            "mine.ttl:7: left out 1 with a name and no type",
            "mine.ttl:5: left out 2 with a name and no known type but <https://example.org/Planet>",
            "mine.ttl:4: \"Orsk Port\" is a name of \"orsk-port\" too (mine.ttl:3)",
        ]
    );
}
