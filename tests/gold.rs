//! The gold of the sample corpus, `tests/gold/articles.jsonl`: whether what the annotation says can be found in the articles, and
//! whether the ontology can say it.
//!
//! A line is one document: `{"doc", "published", "entities": [{"id", "type", "names"}], "facts": [{"subject", "relation", "object",
//! "object_also", "status", "date", "place", "value", "role", "topic", "attribution", "evidence", "optional"}]}`. The first name of
//! an entity is its usual one. An optional fact is one on which annotators may differ: it is neither missed nor wrong.

use chancery::documents::{Cleaner, Document, read_inputs};
use chancery::error::Result;
use chancery::knowledge::Folder;
use chancery::ontology::{ClassId, Ontology};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    doc: String,
    published: jiff::civil::Date,
    entities: Vec<Entity>,
    facts: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    id: String,
    r#type: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    subject: String,
    relation: String,
    object: String,
    #[serde(default)]
    object_also: Vec<String>,
    status: String,
    date: Option<String>,
    place: Option<String>,
    value: Option<String>,
    role: Option<String>,
    topic: Option<String>,
    attribution: Option<String>,
    evidence: String,
    #[serde(default)]
    optional: bool,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read_gold() -> Vec<Gold> {
    let text = std::fs::read_to_string(root().join("tests/gold/articles.jsonl")).expect("the gold is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of gold is well formed")).collect()
}

fn read_articles() -> BTreeMap<String, Document> {
    let cleaner = Cleaner::load(&Folder::ontology()).expect("the compiled ontology loads");
    let inputs: [PathBuf; 1] = [root().join("seeds/articles")];
    let docs: Result<Vec<Document>> = read_inputs(&inputs, &cleaner).collect();
    docs.expect("every article is read").into_iter().map(|doc| (doc.id.clone(), doc)).collect()
}

#[test]
fn every_article_is_annotated() {
    let golds = read_gold();
    let articles = read_articles();
    let annotated: Vec<&str> = golds.iter().map(|gold| gold.doc.as_str()).collect();
    assert_eq!(annotated, articles.keys().map(String::as_str).collect::<Vec<_>>());
    for gold in &golds {
        assert_eq!(articles[&gold.doc].published, Some(gold.published), "{}", gold.doc);
        assert!(gold.facts.iter().filter(|fact| !fact.optional).count() >= 10, "{} has few facts", gold.doc);
    }
}

#[test]
fn evidence_stands_in_one_paragraph_of_the_clean_text() {
    let articles = read_articles();
    for gold in read_gold() {
        for fact in &gold.facts {
            let mut paragraphs = articles[&gold.doc].text.split("\n\n");
            assert!(paragraphs.any(|text| text.contains(&fact.evidence)), "{}: {}", gold.doc, fact.evidence);
        }
    }
}

#[test]
fn names_stand_in_the_text() {
    let articles = read_articles();
    for gold in read_gold() {
        let text = &articles[&gold.doc].text;
        for entity in &gold.entities {
            let (usual, others) = entity.names.split_first().expect("an entity has a name");
            assert!(text.contains(usual) || !others.is_empty() || is_phrase(entity), "{}: {}", gold.doc, entity.id);
            let strange: Vec<_> = others.iter().filter(|name| !is_phrase(entity) && !text.contains(*name)).collect();
            assert!(strange.is_empty(), "{}: {strange:?} is not in the text", gold.doc);
        }
    }
}

/// Whether an entity may go by a paraphrase, because it has no proper name.
fn is_phrase(entity: &Entity) -> bool {
    ["Agreement", "Exercise", "Product", "Initiative", "Other"].contains(&entity.r#type.as_str())
}

#[test]
fn facts_are_what_the_ontology_can_say() {
    let ontology = Ontology::load(&Folder::ontology()).expect("the compiled ontology loads");
    for gold in read_gold() {
        let types: BTreeMap<&str, &str> = gold.entities.iter().map(|e| (e.id.as_str(), e.r#type.as_str())).collect();
        assert_eq!(types.len(), gold.entities.len(), "{}: an entity is declared twice", gold.doc);
        for fact in &gold.facts {
            let told = format!("{}: {} {} {}", gold.doc, fact.subject, fact.relation, fact.object);
            let relation = ontology.relation_named(&fact.relation).map(|id| ontology.relation(id));
            let relation = relation.unwrap_or_else(|| panic!("{told}: unknown relation"));
            assert!(fits(&ontology, types.get(fact.subject.as_str()), &relation.domain), "{told}: subject");
            for object in [&fact.object].into_iter().chain(&fact.object_also) {
                assert!(fits(&ontology, types.get(object.as_str()), &relation.range), "{told}: object {object}");
            }
        }
    }
}

fn fits(ontology: &Ontology, class: Option<&&str>, kinds: &[ClassId]) -> bool {
    class.and_then(|name| ontology.class_named(name)).is_some_and(|class| ontology.is_any(class, kinds))
}

#[test]
fn qualifiers_are_well_formed_and_nothing_is_told_twice() {
    for gold in read_gold() {
        let mut told = BTreeSet::new();
        for fact in &gold.facts {
            let Fact { subject, relation, object, status, date, topic, .. } = fact;
            assert!(["asserted", "planned", "hypothetical", "negated"].contains(&status.as_str()), "{status}");
            assert!(date.iter().flat_map(|date| date.split('/')).all(is_date), "{}: {date:?}", gold.doc);
            assert_eq!(relation == "holdsOffice", fact.role.is_some(), "{}: {subject} {relation} {object}", gold.doc);
            let qualifiers = [&fact.place, &fact.value, &fact.attribution, topic, &fact.role];
            assert!(qualifiers.into_iter().flatten().all(|text| !text.trim().is_empty()), "{}: {subject}", gold.doc);
            assert!(
                told.insert((subject, relation, object, status, date, topic)),
                "{}: {subject} {relation} {object}",
                gold.doc
            );
        }
    }
}

/// Whether a text is a day, month or year of ISO 8601.
fn is_date(text: &str) -> bool {
    let day =
        format!("{text}{}", ["-01-01", "", "", "-01", "", "", ""].get(text.len().wrapping_sub(4)).unwrap_or(&"x"));
    day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok()
}
