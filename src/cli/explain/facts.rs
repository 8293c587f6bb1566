//! The facts of a text in; one line each, and the events that give none, out.

use super::predicates::qualifiers;
use super::{Story, section};
use crate::cli::page;
use crate::events::{Event, Role, Status};
use crate::facts::Fact;

impl Story<'_> {
    /// The facts, and why an event gives none.
    pub(super) fn facts(&self) -> String {
        let facts = self.extraction.facts.iter().map(|fact| self.fact(fact));
        let gives_none = |idx: &usize| self.extraction.facts.iter().all(|fact| fact.event_idx != *idx);
        let barren = (0..self.extraction.events.len()).filter(gives_none).map(|idx| self.barren(idx));
        let body: String = facts.chain(barren).collect();
        if body.is_empty() {
            return section("facts", "  none\n");
        }
        section("facts", &body)
    }

    fn fact(&self, fact: &Fact) -> String {
        let label = |id| &self.extraction.entities.entity(id).label;
        let relation = &self.extractor.knowledge().ontology.relation(fact.relation).name;
        let event = &self.extraction.events[fact.event_idx];
        let stated = format!(
            "{} {} {}",
            page::styled(page::STRONG, label(fact.subject)),
            page::styled(page::TERM, &format!("—{relation}→")),
            page::styled(page::STRONG, label(fact.object))
        );
        let style = if event.status == Status::Asserted { page::GOOD } else { page::LACKING };
        let told = std::iter::once(page::styled(style, event.status.as_str())).chain(qualifiers(event));
        page::wrap(&format!("{stated}  {}", told.collect::<Vec<_>>().join("; ")), 2)
    }

    fn barren(&self, event_idx: usize) -> String {
        let event = &self.extraction.events[event_idx];
        let text = format!("{} gives no fact: {}", event.frame, self.why_barren(event));
        page::wrap(&page::styled(page::FAINT, &text), 2)
    }

    fn why_barren(&self, event: &Event) -> String {
        let nameless = event.participants.iter().filter(|participant| participant.entity.is_none());
        let nameless: Vec<_> = nameless.map(|p| format!("{} {}", p.role.as_str(), self.participant(p))).collect();
        let frames = self.extractor.knowledge().frames.frames();
        let frame = frames.iter().find(|frame| frame.relation == event.relation);
        let ends = frame.map(|frame| [&frame.subjects, &frame.objects]).into_iter().flatten();
        let is_empty = |roles: &&Vec<Role>| !roles.iter().any(|role| event.in_role(*role).next().is_some());
        if let Some(roles) = ends.into_iter().find(is_empty) {
            let names: Vec<_> = roles.iter().map(|role| role.as_str().to_owned()).collect();
            return format!("no {} is told, which would be an end of it", page::list(&names, "or"));
        }
        if nameless.is_empty() {
            return "it would tell what is told already, or its ends are not what the relation is between".to_owned();
        }
        let verb = if nameless.len() == 1 { "is no entity" } else { "are no entities" };
        format!("{} {verb}", page::list(&nameless, "and"))
    }
}
