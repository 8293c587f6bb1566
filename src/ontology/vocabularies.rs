//! Other vocabularies: `vocabularies.ttl` in; which of their classes are ours, and which of their properties give a name, a
//! type or another identity, out.
//!
//! Besides what the file tells, a class of our own namespace is itself, and so are the properties that others are compared to:
//! `rdfs:label`, `skos:altLabel`, `rdf:type`, `rdfs:subClassOf`, `owl:sameAs` and `ch:inCountry`.

use super::{ClassId, NAMESPACE, Ontology};
use crate::error::{Error, Result};
use crate::knowledge::Folder;
use oxrdf::{NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::BTreeMap;

/// The file of the ontology folder that tells of other vocabularies; an ontology may lack it.
const FILE: &str = "vocabularies.ttl";
/// The sub-folder with JSON-LD contexts, each named after the host that it is published at.
const CONTEXTS: &str = "contexts/";

const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const SUBPROPERTY: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";

const USES: [(&str, PropertyUse); 6] = [
    ("http://www.w3.org/2000/01/rdf-schema#label", PropertyUse::Label),
    ("http://www.w3.org/2004/02/skos/core#altLabel", PropertyUse::Alias),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", PropertyUse::Type),
    (SUBCLASS, PropertyUse::Subclass),
    ("http://www.w3.org/2002/07/owl#sameAs", PropertyUse::Same),
    ("https://w3id.org/chancery/ontology#inCountry", PropertyUse::Country),
];

/// What a property tells of a thing with names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyUse {
    /// Its usual name.
    Label,
    /// Another name.
    Alias,
    /// A class that it is of.
    Type,
    /// A class that all things of this class are of.
    Subclass,
    /// The same thing in another data set.
    Same,
    /// The country that it belongs to, is in, or is a citizen of.
    Country,
}

/// What is known of other vocabularies.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabularies {
    /// The class of each foreign one, and its rank: the lower wins where a thing is of several.
    classes: BTreeMap<String, (usize, ClassId)>,
    properties: BTreeMap<String, PropertyUse>,
    /// JSON-LD context by host.
    contexts: BTreeMap<String, String>,
}

impl Ontology {
    /// Which of our classes a foreign one stands for, and its rank: a thing of several classes is of that with the lowest.
    pub fn class_of_iri(&self, iri: &str) -> Option<(usize, ClassId)> {
        let own = iri.strip_prefix(NAMESPACE).and_then(|name| self.class_named(name)).map(|class| (0, class));
        own.or_else(|| self.vocabularies.classes.get(iri).copied())
    }

    /// What a property tells of a thing with names.
    pub fn property_use(&self, iri: &str) -> Option<PropertyUse> {
        let known = USES.iter().find(|(property, _)| *property == iri).map(|(_, told)| *told);
        known.or_else(|| self.vocabularies.properties.get(iri).copied())
    }

    /// The JSON-LD contexts that are at hand, by the host that publishes them ("schema.org").
    pub fn contexts(&self) -> &BTreeMap<String, String> {
        &self.vocabularies.contexts
    }

    /// Reads what a folder tells of other vocabularies.
    pub(super) fn read_vocabularies(&mut self, folder: &Folder) -> Result<()> {
        for (name, text) in folder.below(CONTEXTS) {
            let host = name.trim_start_matches(CONTEXTS).trim_end_matches(".jsonld");
            self.vocabularies.contexts.insert(host.to_owned(), text.to_owned());
        }
        let Ok(text) = folder.file(FILE) else { return Ok(()) };
        self.read_alignments(text).map_err(|e| e.at(folder.path(FILE)))
    }

    fn read_alignments(&mut self, turtle: &str) -> Result<()> {
        for (idx, quad) in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).enumerate() {
            let quad = quad.map_err(|e| {
                let line = e.location().map_or(1, |place| place.start.line as usize + 1);
                Error::new("not valid Turtle").line(line).caused_by(e)
            })?;
            let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) = (&quad.subject, &quad.object) else {
                continue;
            };
            match quad.predicate.as_str() {
                SUBCLASS => {
                    let (_, class) =
                        self.class_of_iri(object.as_str()).ok_or_else(|| unknown("class", &quad.object))?;
                    self.vocabularies.classes.insert(subject.as_str().to_owned(), (idx + 1, class));
                }
                SUBPROPERTY => {
                    let told = self.property_use(object.as_str()).ok_or_else(|| unknown("property", &quad.object))?;
                    self.vocabularies.properties.insert(subject.as_str().to_owned(), told);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn unknown(what: &str, term: &Term) -> Error {
    Error::new(format!("{what} {term} is used but not known"))
}
