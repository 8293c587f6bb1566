//! What the shipped ontology declares, and how a faulty one is refused.

use super::*;

fn load(turtle: &str) -> Result<Ontology> {
    Ontology::load(&Folder::of("ontology", [(FILE.to_owned(), turtle.to_owned())]))
}

fn shipped() -> Ontology {
    Ontology::load(&Folder::ontology()).unwrap()
}

#[test]
fn a_person_is_an_actor_and_a_place_is_none() {
    let ontology = shipped();
    let class = |name| ontology.class_named(name).unwrap();
    assert!(ontology.is_a(class("Person"), class("Actor")));
    assert!(ontology.is_a(class("Person"), class("Person")));
    assert!(!ontology.is_a(class("Actor"), class("Person")));
    assert!(!ontology.is_a(class("Place"), class("Actor")));
}

#[test]
fn every_relation_names_its_ends_and_its_plover_type() {
    let ontology = shipped();
    assert_eq!(ontology.relations().count(), 34);
    for (id, relation) in ontology.relations() {
        assert_eq!(ontology.relation_named(&relation.name), Some(id));
        assert_eq!(relation.plover.is_none(), relation.name == "holdsOffice", "{}", relation.name);
        assert!(ontology.class_named(&relation.event_class).is_some(), "{}", relation.event_class);
    }
    let met = ontology.relation(ontology.relation_named("met").unwrap());
    assert!(met.symmetric && met.domain == met.range);
    let supported = ontology.relation(ontology.relation_named("supported").unwrap());
    assert_eq!(supported.range.len(), 3);
}

#[test]
fn a_syntax_error_names_its_line() {
    let error = load("@prefix ch: <https://w3id.org/chancery/ontology#> .\nch:a ch:b").unwrap_err();
    assert!(error.to_string().starts_with("ontology/chancery.ttl:2: not valid Turtle"), "{error}");
}

#[test]
fn a_relation_of_an_undeclared_class_is_refused() {
    let turtle = "@prefix ch: <https://w3id.org/chancery/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ch:Thing a owl:Class .
ch:saw a owl:ObjectProperty ; rdfs:label \"saw\" ; rdfs:domain ch:Thing ; rdfs:range ch:Nothing ; ch:eventClass ch:Thing .";
    let error = load(turtle).unwrap_err().to_string();
    assert_eq!(error, "ontology/chancery.ttl: class \"Nothing\" is used but not declared");
}
