//! Facts: events in; binary statements, as the guidelines of a relation's frame flatten them, out.

use crate::entities::{Entities, EntityId};
use crate::events::{Event, Frame, Frames, Participant, Role};
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
pub fn project_facts(events: &[Event], entities: &Entities, frames: &Frames, ontology: &Ontology) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (event_idx, event) in events.iter().enumerate() {
        let Some(frame) = frames.frames().iter().find(|frame| frame.relation == event.relation) else { continue };
        for (subject, object) in pairs(event, frame, ontology.relation(event.relation).symmetric) {
            let Some(fact) = fact(event, event_idx, subject, object) else { continue };
            if fits(&fact, entities, ontology) && !facts.iter().any(|known| is_same(known, &fact, events)) {
                facts.push(fact);
            }
        }
    }
    facts
}

/// Each subject with each object; the parties of a mutual event with no object role filled, each with each.
fn pairs<'e>(event: &'e Event, frame: &Frame, symmetric: bool) -> Vec<(&'e Participant, &'e Participant)> {
    let in_roles = |roles: &[Role]| -> Vec<&Participant> {
        event.participants.iter().filter(|participant| roles.contains(&participant.role)).collect()
    };
    let (subjects, objects) = (in_roles(&frame.subjects), in_roles(&frame.objects));
    if symmetric && objects.is_empty() {
        let later = |(idx, one)| subjects[idx + 1..].iter().map(move |other| (one, *other)).collect::<Vec<_>>();
        return subjects.iter().copied().enumerate().flat_map(later).collect();
    }
    subjects.iter().flat_map(|&subject| objects.iter().map(move |&object| (subject, object))).collect()
}

fn fact(event: &Event, event_idx: usize, subject: &Participant, object: &Participant) -> Option<Fact> {
    Some(Fact {
        subject: subject.entity?,
        subject_mention: subject.mention,
        relation: event.relation,
        object: object.entity?,
        object_mention: object.mention,
        event_idx,
    })
}

/// Whether the ends of a fact are two, and of the classes that its relation is between.
fn fits(fact: &Fact, entities: &Entities, ontology: &Ontology) -> bool {
    let relation = ontology.relation(fact.relation);
    let is_any = |end: EntityId, classes: &[_]| ontology.is_any(entities.entity(end).class, classes);
    fact.subject != fact.object && is_any(fact.subject, &relation.domain) && is_any(fact.object, &relation.range)
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
