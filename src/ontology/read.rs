//! Turtle in, declared classes and relations out, by name.

use super::{Class, NAMESPACE};
use crate::error::{Error, Result};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::BTreeMap;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";

/// Everything of an ontology file that the pipeline uses.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub classes: BTreeMap<String, DeclaredClass>,
    pub relations: BTreeMap<String, DeclaredRelation>,
}

#[derive(Debug, Default)]
pub(super) struct DeclaredClass {
    pub label: Option<String>,
    pub parents: Vec<String>,
    pub aligned: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct DeclaredRelation {
    pub label: Option<String>,
    pub comment: Option<String>,
    pub domain: Vec<String>,
    pub range: Vec<String>,
    pub symmetric: bool,
    pub plover: Option<String>,
    pub plover_alone: Option<String>,
    pub quad_class: Option<String>,
    pub event_class: Option<String>,
}

impl DeclaredClass {
    pub(super) fn named(self, name: String) -> Class {
        Class { label: self.label.unwrap_or_else(|| name.clone()), name, aligned: self.aligned }
    }
}

/// Reads Turtle. A class is an `owl:Class` of our namespace; a relation is a property of it with an event class.
pub(super) fn read_declarations(turtle: &str) -> Result<Declarations> {
    let triples = Triples::read(turtle)?;
    let mut declared = Declarations::default();
    for name in triples.instances(&iri(OWL, "Class")) {
        let (ours, aligned) = triples.objects(&own(&name), RDFS, "subClassOf").partition(|o| local(o).is_some());
        let class = DeclaredClass {
            label: triples.first(&name, RDFS, "label"),
            parents: names(ours),
            aligned: Vec::into_iter(aligned).map(|o| o.to_string()).collect(),
        };
        declared.classes.insert(name, class);
    }
    for name in triples.instances(&iri(OWL, "ObjectProperty")) {
        let Some(event_class) = triples.first(&name, NAMESPACE, "eventClass") else { continue };
        let relation = DeclaredRelation {
            label: triples.first(&name, RDFS, "label"),
            comment: triples.first(&name, RDFS, "comment"),
            domain: triples.classes(&own(&name), "domain"),
            range: triples.classes(&own(&name), "range"),
            symmetric: triples
                .objects(&own(&name), RDF, "type")
                .any(|o| o.strip_prefix(OWL) == Some("SymmetricProperty")),
            plover: triples.first(&name, NAMESPACE, "ploverType"),
            plover_alone: triples.first(&name, NAMESPACE, "ploverTypeAlone"),
            quad_class: triples.first(&name, NAMESPACE, "quadClass"),
            event_class: local(&event_class).map(str::to_owned),
        };
        declared.relations.insert(name, relation);
    }
    Ok(declared)
}

/// The triples of a file: objects by subject and predicate, in the order of the file, each term in plain text.
struct Triples(BTreeMap<(String, String), Vec<String>>);

impl Triples {
    fn read(turtle: &str) -> Result<Self> {
        let mut objects: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            let quad = quad.map_err(|e| {
                let line = e.location().map_or(1, |place| place.start.line as usize + 1);
                Error::new("not valid Turtle").line(line).caused_by(e)
            })?;
            let object = match &quad.object {
                oxrdf::Term::NamedNode(node) => node.as_str().to_owned(),
                oxrdf::Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            let subject = match &quad.subject {
                oxrdf::NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
                other => other.to_string(),
            };
            objects.entry((subject, quad.predicate.into_string())).or_default().push(object);
        }
        Ok(Self(objects))
    }

    /// Names of our namespace that are of a type, sorted.
    fn instances(&self, class: &str) -> Vec<String> {
        let is_type = |(key, objects): &(&(String, String), &Vec<String>)| {
            key.1.strip_prefix(RDF) == Some("type") && objects.iter().any(|o| o == class)
        };
        self.0.iter().filter(is_type).filter_map(|(key, _)| local(&key.0)).map(str::to_owned).collect()
    }

    fn objects<'a>(&'a self, subject: &str, namespace: &str, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.get(&(subject.to_owned(), iri(namespace, name))).into_iter().flatten().map(String::as_str)
    }

    fn first(&self, name: &str, namespace: &str, property: &str) -> Option<String> {
        self.objects(&own(name), namespace, property).next().map(str::to_owned)
    }

    /// The classes that a domain or range names: one, or the members of a union.
    fn classes(&self, subject: &str, property: &str) -> Vec<String> {
        let mut found = Vec::new();
        for object in self.objects(subject, RDFS, property) {
            match self.objects(object, OWL, "unionOf").next() {
                Some(list) => self.collect_list(list, &mut found),
                None => found.push(object),
            }
        }
        names(found)
    }

    fn collect_list<'a>(&'a self, start: &'a str, found: &mut Vec<&'a str>) {
        let mut at = start;
        let mut seen = 0;
        while let Some(item) = self.objects(at, RDF, "first").next() {
            found.push(item);
            seen += 1;
            match self.objects(at, RDF, "rest").next() {
                // A list that bites its own tail ends once it is longer than the file.
                Some(rest) if seen <= self.0.len() => at = rest,
                _ => break,
            }
        }
    }
}

fn iri(namespace: &str, name: &str) -> String {
    format!("{namespace}{name}")
}

fn own(name: &str) -> String {
    iri(NAMESPACE, name)
}

fn local(iri: &str) -> Option<&str> {
    iri.strip_prefix(NAMESPACE)
}

fn names(iris: Vec<&str>) -> Vec<String> {
    iris.into_iter().map(|iri| local(iri).unwrap_or(iri).to_owned()).collect()
}
