//! Facts: events in; binary statements, as the guidelines of a relation's frame flatten them, out.

use crate::entities::{Entities, EntityId, Link};
use crate::events::{Event, Frame, Frames, Participant, Role};
use crate::gazetteer::Gazetteer;
use crate::ontology::{Ontology, RelationId};
use crate::span::Span;

/// One statement of a document: `subject relation object`. Status, date, value and evidence are those of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The doer or holder.
    pub subject: EntityId,
    /// The words that name the subject.
    pub subject_mention: Span,
    /// What it does.
    pub relation: RelationId,
    /// To whom, where, or what.
    pub object: EntityId,
    /// The words that name the object.
    pub object_mention: Span,
    /// Index of the event that it is a projection of.
    pub event_idx: usize,
}

/// The facts of a document's events, in their order, each once.
pub fn project_facts(
    events: &[Event],
    entities: &Entities,
    frames: &Frames,
    gazetteer: &Gazetteer,
    ontology: &Ontology,
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (event_idx, event) in events.iter().enumerate() {
        let Some(frame) = frames.frames().iter().find(|frame| frame.relation == event.relation) else { continue };
        let told = pairs(event, frame, ontology.relation(event.relation).symmetric).into_iter();
        let told = told.filter_map(|(subject, object)| fact(event.relation, event_idx, subject, object));
        let home = |fact: &Fact| is_at_home(fact, entities, gazetteer);
        let implied = frame.implied.iter().flat_map(|implied| {
            let of_class = |fact: &Fact| ontology.is_any(entities.entity(fact.subject).class, &implied.only);
            let ends = product(event, &implied.subjects, &implied.objects).into_iter();
            let facts = ends.filter_map(|(subject, object)| fact(implied.relation, event_idx, subject, object));
            facts.filter(move |fact| of_class(fact) && !home(fact)).collect::<Vec<_>>()
        });
        for fact in told.chain(implied).collect::<Vec<_>>() {
            if fits(&fact, entities, ontology) {
                add(&mut facts, fact, events);
            }
        }
    }
    facts
}

/// Each subject with each object; the parties of a mutual event with no object role filled, each with each.
fn pairs<'e>(event: &'e Event, frame: &Frame, symmetric: bool) -> Vec<(&'e Participant, &'e Participant)> {
    let subjects = in_roles(event, &frame.subjects);
    if symmetric && in_roles(event, &frame.objects).is_empty() {
        let later = |(idx, one)| subjects[idx + 1..].iter().map(move |other| (one, *other)).collect::<Vec<_>>();
        return subjects.iter().copied().enumerate().flat_map(later).collect();
    }
    product(event, &frame.subjects, &frame.objects)
}

/// Each filler of some roles with each of others.
fn product<'e>(event: &'e Event, subjects: &[Role], objects: &[Role]) -> Vec<(&'e Participant, &'e Participant)> {
    let objects = in_roles(event, objects);
    let with_each = |subject| objects.iter().map(move |&object| (subject, object)).collect::<Vec<_>>();
    in_roles(event, subjects).into_iter().flat_map(with_each).collect()
}

fn in_roles<'e>(event: &'e Event, roles: &[Role]) -> Vec<&'e Participant> {
    event.participants.iter().filter(|participant| roles.contains(&participant.role)).collect()
}

fn fact(relation: RelationId, event_idx: usize, subject: &Participant, object: &Participant) -> Option<Fact> {
    Some(Fact {
        subject: subject.entity?,
        subject_mention: subject.mention,
        relation,
        object: object.entity?,
        object_mention: object.mention,
        event_idx,
    })
}

/// Whether somebody is in the capital of his own country, which needs no journey.
fn is_at_home(fact: &Fact, entities: &Entities, gazetteer: &Gazetteer) -> bool {
    let (Link::Known(person), Link::Known(place)) =
        (entities.entity(fact.subject).link, entities.entity(fact.object).link)
    else {
        return false;
    };
    let country = gazetteer.entry(person).country;
    country.is_some_and(|country| country == place || gazetteer.entry(country).capital == Some(place))
}

/// Whether the ends of a fact are two, and of the classes that its relation is between.
fn fits(fact: &Fact, entities: &Entities, ontology: &Ontology) -> bool {
    let relation = ontology.relation(fact.relation);
    let is_any = |end: EntityId, classes: &[_]| ontology.is_any(entities.entity(end).class, classes);
    fact.subject != fact.object && is_any(fact.subject, &relation.domain) && is_any(fact.object, &relation.range)
}

/// Adds a fact that is not told yet; what was told without a date is the first that is told with one.
fn add(facts: &mut Vec<Fact>, fact: Fact, events: &[Event]) {
    let is_dated = |fact: &Fact| events[fact.event_idx].date.is_some();
    if facts.iter().any(|known| is_same(known, &fact, events)) {
        return;
    }
    let undated = facts.iter_mut().find(|known| !is_dated(known) && is_same(&fact, known, events));
    match undated.filter(|_| is_dated(&fact)) {
        Some(known) => *known = fact,
        None => facts.push(fact),
    }
}

/// Whether two facts state the same, of the same time and reality.
fn is_same(known: &Fact, fact: &Fact, events: &[Event]) -> bool {
    let (one, other) = (&events[known.event_idx], &events[fact.event_idx]);
    known.relation == fact.relation
        && known.subject == fact.subject
        && known.object == fact.object
        && one.status == other.status
        && (one.date == other.date || other.date.is_none())
}
