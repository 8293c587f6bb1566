//! What things are called: a dataset in; label and class of every entity, relation and class out.

use crate::ontology::NAMESPACE;
use crate::rdf::vocab::{rdf, rdfs, skos};
use crate::store::Dataset;
use oxrdf::{NamedOrBlankNode, Term};
use std::collections::{BTreeSet, HashMap};

/// Labels and classes by IRI.
#[derive(Debug, Default)]
pub struct Names<'d> {
    by_iri: HashMap<&'d str, Name<'d>>,
}

#[derive(Debug, Default)]
struct Name<'d> {
    label: Option<&'d str>,
    others: Vec<&'d str>,
    class: Option<&'d str>,
}

impl<'d> Names<'d> {
    /// Collects the names of a dataset.
    pub fn of(dataset: &'d Dataset) -> Self {
        let mut names = Self::default();
        for quad in dataset.quads() {
            let NamedOrBlankNode::NamedNode(node) = &quad.subject else { continue };
            match &quad.object {
                Term::Literal(label) if quad.predicate == rdfs::LABEL => {
                    names.by_iri.entry(node.as_str()).or_default().label.get_or_insert(label.value());
                }
                Term::Literal(label) if quad.predicate == skos::ALT_LABEL => {
                    names.by_iri.entry(node.as_str()).or_default().others.push(label.value());
                }
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => {
                    if let Some(class) = class.as_str().strip_prefix(NAMESPACE) {
                        names.by_iri.entry(node.as_str()).or_default().class.get_or_insert(class);
                    }
                }
                _ => {}
            }
        }
        names
    }

    /// The label of an IRI, or its last part where it has none.
    pub fn label<'a>(&self, iri: &'a str) -> &'a str
    where
        'd: 'a,
    {
        let known = self.by_iri.get(iri).and_then(|name| name.label);
        known.unwrap_or_else(|| iri.rsplit(['/', '#']).next().unwrap_or(iri))
    }

    /// The class of our ontology that an IRI is of ("Person").
    pub fn class(&self, iri: &str) -> Option<&'d str> {
        self.by_iri.get(iri).and_then(|name| name.class)
    }

    /// The IRIs that a user may mean: the one given, those that end in the slug given, or those with the label given,
    /// whatever its case.
    pub fn find(&self, entity: &str, base: &str) -> BTreeSet<&'d str> {
        let slug = format!("{base}entity/{entity}");
        let lower = entity.to_lowercase();
        let is_meant = |(iri, name): &(&&str, &Name<'_>)| {
            let mut labels = name.label.iter().chain(&name.others);
            **iri == entity || **iri == slug || labels.any(|label| label.to_lowercase() == lower)
        };
        self.by_iri.iter().filter(is_meant).map(|(iri, _)| *iri).collect()
    }
}
