//! The ontology as OWL: that it is complete, and that `docs/ontology.md` shows what it declares.
//!
//! `UPDATE=1 cargo test --test main ontology::` writes the page anew.

use crate::extractor;
use chancery::knowledge::Folder;
use chancery::rdf::{abbreviate, vocab};
use oxrdf::{NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Vocabularies that ours is aligned to.
const ALIGNED: [&str; 9] = ["schema", "sem", "prov", "skos", "oa", "nif", "time", "wd", "wdt"];

/// Properties that tie a term to one of another vocabulary, and how the page says so.
const TIES: [(&str, &str); 7] = [
    ("rdfs:subClassOf", "⊂"),
    ("rdfs:subPropertyOf", "⊂"),
    ("skos:exactMatch", "="),
    ("skos:closeMatch", "≈"),
    ("skos:broadMatch", "‹"),
    ("skos:narrowMatch", "›"),
    ("skos:relatedMatch", "~"),
];

/// Statements of `chancery.ttl`: objects by subject and predicate, all with prefixes, literals as their text.
struct Declared {
    objects: BTreeMap<(String, String), Vec<String>>,
    /// Subjects in the order of the file.
    order: Vec<String>,
}

impl Declared {
    fn read() -> Self {
        let prefixes: Vec<(&str, String)> = vocab::PREFIXES.map(|(prefix, iri)| (prefix, iri.to_owned())).to_vec();
        let short = |iri: &str| match abbreviate(iri, &prefixes) {
            Some((prefix, name)) => format!("{prefix}:{name}"),
            None => format!("<{iri}>"),
        };
        let mut declared = Self { objects: BTreeMap::new(), order: Vec::new() };
        let folder = Folder::ontology();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(folder.file("chancery.ttl").unwrap()) {
            let quad = quad.unwrap();
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => short(node.as_str()),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            let object = match &quad.object {
                Term::NamedNode(node) => short(node.as_str()),
                Term::BlankNode(node) => node.to_string(),
                Term::Literal(literal) => literal.value().to_owned(),
            };
            if !declared.order.contains(&subject) {
                declared.order.push(subject.clone());
            }
            declared.objects.entry((subject, short(quad.predicate.as_str()))).or_default().push(object);
        }
        declared
    }

    fn all(&self, subject: &str, predicate: &str) -> &[String] {
        self.objects.get(&(subject.to_owned(), predicate.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn one(&self, subject: &str, predicate: &str) -> &str {
        self.all(subject, predicate).first().map_or("", String::as_str)
    }

    fn of_type<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a str> {
        let is_one = move |term: &&String| self.all(term, "rdf:type").iter().any(|found| found == class);
        self.order.iter().filter(is_one).map(String::as_str).filter(|term| !term.starts_with("_:"))
    }

    fn is(&self, term: &str, class: &str) -> bool {
        self.all(term, "rdf:type").iter().any(|found| found == class)
    }

    /// The members of a list.
    fn list(&self, start: &str) -> Vec<String> {
        let mut members = Vec::new();
        let mut at = start.to_owned();
        while at != "rdf:nil" {
            members.push(self.one(&at, "rdf:first").to_owned());
            at = self.one(&at, "rdf:rest").to_owned();
        }
        members
    }

    /// The classes, datatypes or values that a domain or range names.
    fn ends(&self, term: &str, property: &str) -> Vec<String> {
        let named = self.all(term, property);
        let members = named.iter().map(|end| match (self.one(end, "owl:unionOf"), self.one(end, "owl:oneOf")) {
            ("", "") => vec![end.clone()],
            ("", values) => self.list(values).into_iter().map(|value| format!("\"{value}\"")).collect(),
            (union, _) => self.list(union),
        });
        members.flatten().collect()
    }

    /// How a term is aligned, as the page shows it.
    fn ties(&self, term: &str) -> String {
        let foreign = |object: &&String| !object.starts_with("ch:") && !object.starts_with("plover:");
        let tie = |(property, sign): &(&str, &str)| {
            let tied: Vec<_> = self.all(term, property).iter().filter(foreign).cloned().collect();
            (!tied.is_empty()).then(|| format!("{sign} {}", tied.join(", ")))
        };
        TIES.iter().filter_map(tie).collect::<Vec<_>>().join("; ")
    }
}

fn plain(terms: &[String]) -> String {
    terms.iter().map(|term| term.trim_start_matches("ch:")).collect::<Vec<_>>().join(", ")
}

fn code(term: &str) -> String {
    format!("`{}`", term.trim_start_matches("ch:"))
}

/// The page that shows the ontology.
fn page(declared: &Declared) -> String {
    let mut page = String::from(HEAD);
    write_diagram(declared, &mut page);
    page.push_str(CLASSES);
    for class in declared.of_type("owl:Class") {
        let kinds: Vec<_> =
            declared.all(class, "rdfs:subClassOf").iter().filter(|kind| kind.starts_with("ch:")).cloned().collect();
        if kinds != ["ch:Event"] {
            let means = declared.one(class, "rdfs:comment");
            writeln!(page, "| {} | {} | {means} | {} |", code(class), plain(&kinds), declared.ties(class)).unwrap();
        }
    }
    page.push_str(RELATIONS);
    for relation in declared.of_type("owl:ObjectProperty").filter(|term| is_relation(declared, term)) {
        write_relation(declared, relation, &mut page);
    }
    page.push_str(PROPERTIES);
    let is_inverse = |term: &str| declared.one(term, "rdfs:comment").starts_with("The inverse of");
    let objects =
        declared.of_type("owl:ObjectProperty").filter(|term| !is_relation(declared, term) && !is_inverse(term));
    for property in objects.chain(declared.of_type("owl:DatatypeProperty")) {
        let ends = [declared.ends(property, "rdfs:domain"), declared.ends(property, "rdfs:range")];
        let inverse = declared.one(property, "owl:inverseOf").trim_start_matches("ch:");
        let means = declared.one(property, "rdfs:comment");
        let (of, is, ties) = (plain(&ends[0]), plain(&ends[1]), declared.ties(property));
        writeln!(page, "| {} | {of} | {is} | {inverse} | {means} | {ties} |", code(property)).unwrap();
    }
    page.push_str(PLOVER);
    for concept in declared.of_type("skos:Concept") {
        write_concept(declared, concept, &mut page);
    }
    page
}

fn is_relation(declared: &Declared, term: &str) -> bool {
    !declared.one(term, "ch:eventClass").is_empty()
}

fn write_relation(declared: &Declared, relation: &str, page: &mut String) {
    let ends = [declared.ends(relation, "rdfs:domain"), declared.ends(relation, "rdfs:range")];
    let symmetric = declared.is(relation, "owl:SymmetricProperty");
    let inverse = if symmetric { "itself" } else { declared.one(relation, "owl:inverseOf").trim_start_matches("ch:") };
    let event = declared.one(relation, "ch:eventClass").trim_start_matches("ch:");
    let plover = declared.one(relation, "ch:ploverType");
    let (from, to, means) = (plain(&ends[0]), plain(&ends[1]), declared.one(relation, "rdfs:comment"));
    let ties = declared.ties(relation);
    writeln!(page, "| {} | {from} | {to} | {inverse} | {event} | {plover} | {means} | {ties} |", code(relation))
        .unwrap();
}

/// A type heads its modes.
fn write_concept(declared: &Declared, concept: &str, page: &mut String) {
    let notation = declared.one(concept, "skos:notation");
    let name = match declared.one(concept, "skos:broader") {
        "" => format!("**{notation}**"),
        _ => declared.one(concept, "skos:prefLabel").to_owned(),
    };
    let [quad, intensity, means] =
        ["ch:quadClass", "ch:intensity", "skos:definition"].map(|property| declared.one(concept, property));
    writeln!(page, "| {name} | {quad} | {intensity} | {means} |").unwrap();
}

/// Classes below each other, and the properties between them, those with the same ends on one arrow.
fn write_diagram(declared: &Declared, page: &mut String) {
    page.push_str("```mermaid\nclassDiagram\n    direction LR\n");
    for class in declared.of_type("owl:Class") {
        for kind in declared.all(class, "rdfs:subClassOf").iter().filter(|kind| kind.starts_with("ch:")) {
            if kind != "ch:Event" {
                writeln!(page, "    {} <|-- {}", plain(std::slice::from_ref(kind)), plain(&[class.to_owned()]))
                    .unwrap();
            }
        }
    }
    let mut arrows: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let is_inverse = |term: &str| declared.one(term, "rdfs:comment").starts_with("The inverse of");
    for property in declared.of_type("owl:ObjectProperty") {
        if is_relation(declared, property) || is_inverse(property) {
            continue;
        }
        for from in declared.ends(property, "rdfs:domain") {
            for to in declared.ends(property, "rdfs:range") {
                let ends = (plain(std::slice::from_ref(&from)), plain(&[to]));
                arrows.entry(ends).or_default().push(plain(&[property.to_owned()]));
            }
        }
    }
    for ((from, to), properties) in arrows {
        writeln!(page, "    {from} --> {to} : {}", properties.join(", ")).unwrap();
    }
    page.push_str("```\n");
}

const HEAD: &str = "# The ontology

<!-- Made from ontology/chancery.ttl by `UPDATE=1 cargo test --test main ontology::`; edit that file, not this one. -->

[ontology/chancery.ttl](../ontology/chancery.ttl) declares in OWL 2 what the graph can say. The namespace is
`https://w3id.org/chancery/ontology#`, for short `ch:`; the names below leave it out. How to ask with these terms is told in
[querying.md](querying.md), how to add a relation in [frames.md](frames.md), and what must hold of a graph in
[ontology/shapes/chancery.ttl](../ontology/shapes/chancery.ttl) (SHACL).

Signs of how a term stands to one of another vocabulary: ⊂ is a kind of, = means the same, ≈ means nearly the same, ‹ is narrower
than, ~ is about the same matter, such as the other direction or a part of it. `schema:` is schema.org, `sem:` the Simple Event
Model, `prov:` PROV-O, `oa:` Web Annotation, `nif:` the NLP Interchange Format, `time:` OWL-Time, `wd:` and `wdt:` items and
properties of Wikidata.

";
const CLASSES: &str = "
The events have a class for each relation; they stand in the table of relations.

## Classes

| class | kind of | means | elsewhere |
| --- | --- | --- | --- |
";
const RELATIONS: &str = "
## Relations

Between two entities: the predicate of a plain triple, and of a fact. The inverse is declared for reasoners; graphs state only
the relation itself, and one that is its own inverse in one direction.

| relation | subject | object | inverse | event | PLOVER | means | elsewhere |
| --- | --- | --- | --- | --- | --- | --- | --- |
";
const PROPERTIES: &str = "
## Properties of events, facts, documents and what is known beforehand

| property | of | is | inverse | means | elsewhere |
| --- | --- | --- | --- | --- | --- |
";
const PLOVER: &str = "
## PLOVER types and modes

The SKOS scheme `plover:scheme` (`https://w3id.org/chancery/plover#`): a concept for each type and mode of
[PLOVER](https://github.com/openeventdata/PLOVER), with its notation (`CONSULT`, `CONSULT-visit`), quad class and intensity, from
-10, an attack, to 10, aid.

| type, mode | quad class | intensity | means |
| --- | --- | --- | --- |
";

#[test]
fn the_page_shows_what_the_ontology_declares() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ontology.md");
    let page = page(&Declared::read());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let shown = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        shown == page,
        "docs/ontology.md is behind ontology/chancery.ttl: run with UPDATE=1 and look at the difference"
    );
}

#[test]
fn every_term_has_label_comment_ends_and_direction() {
    let declared = Declared::read();
    let kinds = ["owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"];
    let terms: Vec<&str> = kinds.into_iter().flat_map(|kind| declared.of_type(kind)).collect();
    assert!(terms.len() > 150, "{}", terms.len());
    for term in terms {
        assert_eq!(declared.all(term, "rdfs:label").len(), 1, "{term} needs one rdfs:label");
        assert_eq!(declared.all(term, "rdfs:comment").len(), 1, "{term} needs one rdfs:comment");
        if declared.is(term, "owl:ObjectProperty") || declared.is(term, "owl:DatatypeProperty") {
            for property in ["rdfs:domain", "rdfs:range"] {
                assert_eq!(declared.all(term, property).len(), 1, "{term} needs one {property}");
                for end in declared.ends(term, property).iter().filter(|end| end.starts_with("ch:")) {
                    assert!(declared.is(end, "owl:Class"), "{term}: {property} {end} is not declared");
                }
            }
        }
        if declared.is(term, "owl:ObjectProperty") && !declared.is(term, "owl:SymmetricProperty") {
            let inverse = declared.one(term, "owl:inverseOf");
            assert_eq!(declared.one(inverse, "owl:inverseOf"), term, "{term} needs an inverse that has it as its own");
            assert_eq!(declared.ends(inverse, "rdfs:domain"), declared.ends(term, "rdfs:range"), "{inverse}");
            assert_eq!(declared.ends(inverse, "rdfs:range"), declared.ends(term, "rdfs:domain"), "{inverse}");
        }
    }
}

#[test]
fn the_ontology_is_tied_to_each_of_the_vocabularies() {
    let declared = Declared::read();
    let ours = |term: &&String| term.starts_with("ch:") || term.starts_with("plover:");
    let tied: BTreeSet<&str> = declared
        .objects
        .iter()
        .filter(|((term, _), _)| ours(&term))
        .flat_map(|((_, property), objects)| std::iter::once(property).chain(objects))
        .filter_map(|term| term.split_once(':').map(|(prefix, _)| prefix))
        .collect();
    for vocabulary in ALIGNED {
        assert!(tied.contains(vocabulary), "nothing is tied to {vocabulary}:");
    }
}

#[test]
fn every_plover_type_and_mode_in_use_is_a_concept_of_the_scheme() {
    let declared = Declared::read();
    let concepts: BTreeMap<&str, &str> =
        declared.of_type("skos:Concept").map(|concept| (declared.one(concept, "skos:notation"), concept)).collect();
    assert_eq!(concepts.len(), declared.of_type("skos:Concept").count(), "no notation twice");
    for concept in concepts.values() {
        assert_eq!(declared.one(concept, "skos:inScheme"), "plover:scheme");
        let intensity: f64 = declared.one(concept, "ch:intensity").parse().unwrap();
        assert!((-10.0..=10.0).contains(&intensity), "{concept}");
        assert!(declared.one(concept, "ch:quadClass").ends_with(['n', 't']), "{concept}: cooperation or conflict");
    }
    for (_, relation) in extractor().knowledge().ontology.relations() {
        let Some(plover) = &relation.plover else { continue };
        let concept = concepts[plover.as_str()];
        assert_eq!(Some(declared.one(concept, "ch:quadClass")), relation.quad_class.as_deref(), "{}", relation.name);
        let event = format!("ch:{}", relation.event_class);
        assert!(declared.all(&event, "skos:broadMatch").iter().any(|found| found == concept), "{event}: {concept}");
    }
    for frame in extractor().knowledge().frames.frames() {
        let own = extractor().knowledge().ontology.relation(frame.relation).plover.as_deref();
        for class in &frame.classes {
            if let (Some(plover), Some(mode)) = (class.plover.as_deref().or(own), &class.mode) {
                let notation = format!("{plover}-{mode}");
                assert!(concepts.contains_key(notation.as_str()), "{}/{}: {notation}", frame.name, class.name);
            }
        }
    }
}
