//! Filters: a dataset and what a user wants of it in, the facts that are meant out.

use crate::dates::{CalendarDate, When};
use crate::error::{Error, Result, suggest};
use crate::events::Status;
use crate::export::events::{StatedEvent, StatedFact, stated_events, stated_facts};
use crate::export::names::Names;
use crate::export::nodes::{iri, subject};
use crate::export::relations::Relations;
use crate::ontology::NAMESPACE;
use crate::rdf::vocab::{ch, rdf};
use crate::store::Dataset;
use oxrdf::Quad;
use std::collections::BTreeSet;

/// Names that are suggested for one that is not known.
const MAX_ALIKE: usize = 5;

/// What narrows an export. An empty filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Subject or object: a label, a slug or an IRI.
    pub about: Option<String>,
    /// The name of a relation ("visited").
    pub relation: Option<String>,
    /// Nothing that ended before; what has no date does not pass.
    pub since: Option<CalendarDate>,
    /// Nothing that began after; what has no date does not pass.
    pub until: Option<CalendarDate>,
    /// The id of a document, or of the folder it is in.
    pub document: Option<String>,
    /// Only these statuses; all where there is none.
    pub statuses: Vec<Status>,
}

impl Filter {
    /// Whether the filter lets everything pass.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The facts that pass, by document and then by place in its text.
    ///
    /// # Errors
    /// When the filter names an entity, relation or document that the dataset does not know.
    pub fn select<'d>(&self, dataset: &'d Dataset, names: &Names<'d>) -> Result<Vec<StatedFact<'d>>> {
        let about = self.about(dataset, names)?;
        let documents = self.documents(dataset)?;
        let facts = documents.flat_map(|(doc_id, quads)| stated_facts(doc_id, quads));
        let ends = |fact: &StatedFact<'d>| [fact.subject, fact.object];
        let passes =
            |fact: &StatedFact<'d>| self.passes(about.as_ref(), &ends(fact), fact.predicate, fact.date, fact.status);
        Ok(facts.filter(passes).collect())
    }

    /// The events that pass, in the same order; one is about an entity that takes part in it in any role.
    ///
    /// # Errors
    /// As [`select`](Self::select).
    pub fn select_events<'d>(&self, dataset: &'d Dataset, names: &Names<'d>) -> Result<Vec<StatedEvent<'d>>> {
        let about = self.about(dataset, names)?;
        let relations = Relations::of(dataset);
        let documents = self.documents(dataset)?;
        let events = documents.flat_map(|(doc_id, quads)| stated_events(doc_id, quads, &relations));
        let passes = |event: &StatedEvent<'d>| {
            let who: Vec<&str> = event.participants.iter().map(|(_, who)| *who).collect();
            self.passes(about.as_ref(), &who, event.relation, event.date, event.status)
        };
        Ok(events.filter(passes).collect())
    }

    /// The documents that the filter names.
    fn documents<'d>(&self, dataset: &'d Dataset) -> Result<impl Iterator<Item = &'d (String, Vec<Quad>)>> {
        self.check_relation(dataset)?;
        let documents: Vec<_> = dataset.documents.iter().filter(|(doc_id, _)| self.is_in(doc_id)).collect();
        match &self.document {
            Some(document) if documents.is_empty() => Err(Error::new(format!("no document \"{document}\""))),
            _ => Ok(documents.into_iter()),
        }
    }

    fn about<'d>(&self, dataset: &Dataset, names: &Names<'d>) -> Result<Option<BTreeSet<&'d str>>> {
        let Some(entity) = &self.about else { return Ok(None) };
        find_entity(entity, dataset, names).map(Some)
    }

    fn check_relation(&self, dataset: &Dataset) -> Result<()> {
        let Some(relation) = &self.relation else { return Ok(()) };
        let declared = dataset.background.ontology.iter().filter(|quad| quad.predicate == ch::EVENT_CLASS);
        let known: Vec<&str> = declared.filter_map(|quad| subject(quad)?.strip_prefix(NAMESPACE)).collect();
        if known.contains(&relation.as_str()) {
            return Ok(());
        }
        Err(Error::new(format!("unknown relation \"{relation}\" {}", suggest(relation, known))))
    }

    fn is_in(&self, doc_id: &str) -> bool {
        self.document.as_ref().is_none_or(|document| is_in(doc_id, document))
    }

    fn passes(
        &self,
        about: Option<&BTreeSet<&str>>,
        who: &[&str],
        relation: &str,
        date: Option<When>,
        status: Status,
    ) -> bool {
        about.is_none_or(|about| who.iter().any(|who| about.contains(who)))
            && self.relation.as_deref().is_none_or(|name| relation.strip_prefix(NAMESPACE) == Some(name))
            && (self.statuses.is_empty() || self.statuses.contains(&status))
            && self.since.is_none_or(|since| date.is_some_and(|when| when.last_day() >= since.first_day()))
            && self.until.is_none_or(|until| date.is_some_and(|when| when.first_day() <= until.last_day()))
    }
}

/// The IRIs that a user may mean by a label, a slug or an IRI.
///
/// # Errors
/// When nothing is called so, with what is called nearly so.
pub fn find_entity<'d>(entity: &str, dataset: &Dataset, names: &Names<'d>) -> Result<BTreeSet<&'d str>> {
    let found = names.find(entity, dataset.background.iris.base());
    if found.is_empty() { Err(nothing_called(entity, dataset, names)) } else { Ok(found) }
}

/// The ids, of some, that a user means by the id of a document or of the folder it is in.
///
/// # Errors
/// When there is none.
pub fn find_documents<'i>(doc_ids: &[&'i str], document: &str) -> Result<Vec<&'i str>> {
    let found: Vec<_> = doc_ids.iter().copied().filter(|doc_id| is_in(doc_id, document)).collect();
    if found.is_empty() { Err(Error::new(format!("no document \"{document}\""))) } else { Ok(found) }
}

fn is_in(doc_id: &str, document: &str) -> bool {
    let below = doc_id.strip_prefix(document);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || document.ends_with('/'))
}

/// The complaint that nothing is called so, with the names of what documents tell of that it is a part of.
fn nothing_called(entity: &str, dataset: &Dataset, names: &Names<'_>) -> Error {
    let lower = entity.to_lowercase();
    let is_part = |label: &&str| label.split_whitespace().any(|word| word.to_lowercase() == lower);
    let quads = dataset.documents.iter().flat_map(|(_, quads)| quads);
    let ends = quads.filter(|quad| quad.predicate == rdf::SUBJECT || quad.predicate == rdf::OBJECT);
    let labels = ends.filter_map(|quad| iri(&quad.object)).map(|iri| names.label(iri));
    let alike: BTreeSet<&str> = labels.filter(is_part).collect();
    let hint = match alike.len() {
        0 => "give a label, a slug or an IRI".to_owned(),
        _ => format!("perhaps {}", alike.into_iter().take(MAX_ALIKE).collect::<Vec<_>>().join(", ")),
    };
    Error::new(format!("nothing is called \"{entity}\" ({hint})"))
}
