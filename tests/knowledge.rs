//! The knowledge that is compiled in: whether every class and relation that a table, frame or question names is one of the
//! ontology, and whether the ontology declares every term that the graphs use.

use crate::{extractor, sample};
use chancery::knowledge::Folder;
use chancery::ontology::{NAMESPACE, Ontology};
use chancery::rdf::quads;
use std::collections::BTreeSet;

/// Event types of PLOVER (Political Language Ontology for Verifiable Event Records, 2023).
const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "RETREAT",
];

fn ontology() -> &'static Ontology {
    &extractor().knowledge().ontology
}

/// The names below the ontology's namespace that `chancery.ttl` declares.
fn declared() -> BTreeSet<String> {
    let statements = ontology().source().lines().filter_map(|line| line.strip_prefix("ch:")?.split_once(" a "));
    statements.map(|(name, _)| name.to_owned()).collect()
}

/// The names that stand behind a prefix in a text.
fn names_behind<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(prefix).filter_map(move |(at, _)| {
        let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let rest = &text[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        (is_whole && end > 0).then(|| &rest[..end])
    })
}

#[test]
fn questions_name_only_terms_of_the_ontology() {
    let declared = declared();
    assert!(declared.contains("visited") && declared.contains("Fact"), "{declared:?}");
    let mut named = 0;
    for (file, text) in Folder::queries().files().filter(|(file, _)| file.ends_with(".rq")) {
        for name in names_behind(text, "ch:") {
            assert!(declared.contains(name), "queries/{file}: ch:{name} is not declared");
            named += 1;
        }
    }
    assert!(named > 50, "only {named} terms in all questions");
}

#[test]
fn tables_name_only_classes_of_the_ontology() {
    let seeds = Folder::seeds();
    let mut rows = 0;
    for (file, text) in seeds.files().filter(|(file, _)| file.ends_with(".tsv")) {
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let header: Vec<_> = lines.next().unwrap_or_default().split('\t').collect();
        let Some(column) = header.iter().position(|&name| name == "class") else { continue };
        for line in lines {
            let class = line.split('\t').nth(column).unwrap_or_default();
            assert!(ontology().class_named(class).is_some(), "seeds/{file}: unknown class in {line}");
            rows += 1;
        }
    }
    assert!(rows > 1000, "only {rows} rows in all tables");
}

#[test]
fn frames_name_only_classes_and_relations_of_the_ontology() {
    for (file, text) in Folder::ontology().below("frames/") {
        let frame: toml::Table = text.parse().unwrap_or_else(|e| panic!("{file}: {e}"));
        let relation = frame["relation"].as_str().expect("a relation is text");
        assert!(ontology().relation_named(relation).is_some(), "{file}: {relation}");
        let only = frame["class"].as_array().expect("classes").iter().filter_map(|class| class.get("only"));
        for roles in std::iter::once(&frame["roles"]).chain(only) {
            for class in
                roles.as_table().expect("roles").values().flat_map(|classes| classes.as_array().expect("a list"))
            {
                let name = class.as_str().expect("a class is text");
                assert!(ontology().class_named(name).is_some(), "{file}: {name}");
            }
        }
    }
}

#[test]
fn relations_are_typed_by_plover() {
    for (_, relation) in ontology().relations() {
        for plover in relation.plover.iter().chain(&relation.plover_alone) {
            assert!(PLOVER.contains(&plover.as_str()), "{}: {plover}", relation.name);
        }
        assert_eq!(relation.plover.is_some(), relation.quad_class.is_some(), "{}", relation.name);
    }
    for frame in extractor().knowledge().frames.frames() {
        for class in &frame.classes {
            assert!(
                class.plover.iter().all(|plover| PLOVER.contains(&plover.as_str())),
                "{}: {:?}",
                class.name,
                class.plover
            );
        }
    }
}

#[test]
fn graphs_use_only_terms_that_the_ontology_declares() {
    let declared = declared();
    let dataset = sample::dataset(&sample::stories());
    let text = quads::write_nquads(&dataset.quads().cloned().collect::<Vec<_>>());
    let text = String::from_utf8(text).expect("N-Quads are UTF-8");
    let namespace = format!("<{NAMESPACE}");
    let used: BTreeSet<_> = names_behind(&text, &namespace).collect();
    assert!(used.len() > 30, "{used:?}");
    let strange: Vec<_> = used.into_iter().filter(|name| !declared.contains(*name)).collect();
    assert!(strange.is_empty(), "not declared in chancery.ttl: {strange:?}");
}
