//! Dates that events lend each other: the events of a document in, undated ones that take place with a dated one dated.
//!
//! "Russia and China signed energy deals during Xi's visit" is of the day of the visit; "Putin's visit to Beijing" is of the day
//! that another sentence gives for it. An event takes a date only if all events that could lend it one agree.

use super::structure::Structure;
use super::{Event, Frames, Function, Matcher, Reading, Role, TriggerKind};
use crate::dates::When;
use crate::entities::EntityId;
use crate::ontology::RelationId;
use crate::syntax::Tree;

impl Matcher<'_> {
    /// Dates the undated events of a document: by the same event told elsewhere, then by the occasion on which they took place.
    pub(super) fn lend_dates(&self, reading: Reading<'_>, events: &mut [Event]) {
        lend(events, |_, event, other| other.date.is_some() && is_retold(event, other));
        let occasions: Vec<_> = events.iter().map(|event| self.occasion_of(reading, event)).collect();
        lend(events, |idx, event, other| occasions[idx].contains(&other.relation) && shares_actor(event, other));
    }

    /// The relations that the noun reports during which an event took place.
    fn occasion_of(&self, reading: Reading<'_>, event: &Event) -> Vec<RelationId> {
        let Some(evidence) = event.evidence.first().filter(|_| event.date.is_none()) else { return Vec::new() };
        let tree = Tree::new(&reading.parses[evidence.sent_idx]);
        let structure = Structure::new(&tree, self.english, self.lexicon);
        let tokens = &reading.sentences[evidence.sent_idx].tokens;
        let Some(word) = tokens.iter().position(|token| token.span == evidence.trigger) else { return Vec::new() };
        let arguments = structure.arguments(word);
        let beside = arguments.iter().filter(|argument| matches!(argument.function, Function::Preposition(_)));
        let beside = beside.map(|argument| argument.token).filter(|&noun| structure.is_occasion(noun));
        let occasions =
            beside.chain(structure.begun_with(word)).map(|noun| relations_of(self.frames, tree.lemma(noun)));
        occasions.into_iter().find(|relations| !relations.is_empty()).unwrap_or_default()
    }
}

/// The relations that a noun may report.
fn relations_of(frames: &Frames, lemma: &str) -> Vec<RelationId> {
    let triggers = frames.triggers(TriggerKind::Noun, lemma);
    triggers.iter().map(|trigger| frames.frame(trigger.frame_idx).relation).collect()
}

/// Gives each undated event the date of those that `lends` picks, if they all have the same one.
fn lend(events: &mut [Event], lends: impl Fn(usize, &Event, &Event) -> bool) {
    let date_of = |(idx, event): (usize, &Event)| {
        let mut lenders = events.iter().filter(|other| lends(idx, event, other));
        let first = lenders.next().filter(|_| event.date.is_none())?.date?;
        lenders.all(|other| other.date == Some(first)).then_some(first)
    };
    let found: Vec<Option<When>> = events.iter().enumerate().map(date_of).collect();
    for (event, date) in events.iter_mut().zip(found) {
        event.date = event.date.or(date);
    }
}

/// Whether two events may be one that the document tells twice: an agent and one to whom or what it is done are the same.
fn is_retold(event: &Event, other: &Event) -> bool {
    let same = |role: Role| shared(ids(event, &[role]), &ids(other, &[role]));
    event.relation == other.relation
        && event.status == other.status
        && same(Role::Agent)
        && (same(Role::Target) || same(Role::Object) || same(Role::Counterpart) || agents_alone(event, other))
}

/// Whether both events have no one but the same agents.
fn agents_alone(event: &Event, other: &Event) -> bool {
    let all = |event: &Event| ids(event, &Role::ALL);
    all(event) == all(other) && all(event).len() > 1
}

/// Whether someone takes part in both, or is where the other takes place.
fn shares_actor(event: &Event, other: &Event) -> bool {
    event.status == other.status && shared(ids(event, &[Role::Agent, Role::Counterpart]), &ids(other, &Role::ALL))
}

fn ids(event: &Event, roles: &[Role]) -> Vec<EntityId> {
    event.participants.iter().filter(|p| roles.contains(&p.role)).filter_map(|p| p.entity).collect()
}

fn shared(some: Vec<EntityId>, others: &[EntityId]) -> bool {
    some.iter().any(|id| others.contains(id))
}
