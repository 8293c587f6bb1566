//! A dataset's ontology in; what pictures and tables want to know of its classes, relations and event types out.

use crate::export::nodes::{Nodes, iri};
use crate::rdf::vocab::{ch, owl, rdf, skos};
use crate::store::Dataset;
use oxrdf::NamedNodeRef;
use std::collections::HashMap;

/// What an event or relation says of its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// They work together, or speak well of each other.
    Cooperation,
    /// They are against each other.
    Conflict,
    /// Neither.
    Neither,
}

impl Tone {
    /// By a quad class of PLOVER ("verbal cooperation", "material conflict").
    pub fn of_quad_class(quad_class: &str) -> Self {
        match quad_class.rsplit(' ').next() {
            Some("cooperation") => Self::Cooperation,
            Some("conflict") => Self::Conflict,
            _ => Self::Neither,
        }
    }

    /// The name that tables give it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cooperation => "cooperation",
            Self::Conflict => "conflict",
            Self::Neither => "neither",
        }
    }

    /// The colour that pictures give it; the two are told apart by those who do not tell red from green, too, as one is dark
    /// blue-green and one is bright.
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Cooperation => "#1b7f79",
            Self::Conflict => "#d1442f",
            Self::Neither => "#8a8a8a",
        }
    }
}

/// Classes, relations and event types of a dataset's ontology.
pub(super) struct Relations<'d> {
    nodes: Nodes<'d>,
    /// Event types and modes by their notation ("CONSULT-visit").
    concepts: HashMap<&'d str, &'d str>,
    /// The relation of each class of events.
    by_event_class: HashMap<&'d str, &'d str>,
}

impl<'d> Relations<'d> {
    pub(super) fn of(dataset: &'d Dataset) -> Self {
        let ontology = &dataset.background.ontology;
        let mut concepts = HashMap::new();
        let mut by_event_class = HashMap::new();
        for quad in ontology {
            let Some(node) = crate::export::nodes::subject(quad) else { continue };
            if quad.predicate == skos::NOTATION {
                concepts.extend(crate::export::nodes::text(&quad.object).map(|notation| (notation, node)));
            } else if quad.predicate == ch::EVENT_CLASS {
                by_event_class.extend(iri(&quad.object).map(|class| (class, node)));
            }
        }
        Self { nodes: Nodes::of(ontology), concepts, by_event_class }
    }

    /// The text that the ontology gives a class or relation.
    pub(super) fn text(&self, term: &str, property: NamedNodeRef<'_>) -> Option<&'d str> {
        self.nodes.text(term, property)
    }

    /// Whether the ends of a relation may change places.
    pub(super) fn is_symmetric(&self, relation: &str) -> bool {
        self.nodes.objects(relation, rdf::TYPE).any(|class| iri(class) == Some(owl::SYMMETRIC_PROPERTY.as_str()))
    }

    /// The tone of a relation.
    pub(super) fn tone(&self, relation: &str) -> Tone {
        self.text(relation, ch::QUAD_CLASS).map_or(Tone::Neither, Tone::of_quad_class)
    }

    /// The relation whose events are of a class.
    pub(super) fn of_event_class(&self, class: &str) -> Option<&'d str> {
        self.by_event_class.get(class).copied()
    }

    /// Quad class and intensity of a PLOVER type, or of its mode where the scheme has one.
    pub(super) fn plover(&self, kind: &str, mode: Option<&str>) -> (Option<&'d str>, Option<&'d str>) {
        let exact = mode.and_then(|mode| self.concepts.get(format!("{kind}-{mode}").as_str()));
        let Some(concept) = exact.or_else(|| self.concepts.get(kind)) else { return (None, None) };
        (self.text(concept, ch::QUAD_CLASS), self.text(concept, ch::INTENSITY))
    }
}
