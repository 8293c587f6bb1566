//! Records: a document and its extraction in; facts, events and mentions as JSON Lines out.
//!
//! One object a line, its keys in a fixed order; offsets are in characters (Unicode scalar values) of the clean text.

use crate::documents::Document;
use crate::entities::EntityId;
use crate::error::{Error, Result};
use crate::events::{Event, Evidence, Participant, Role};
use crate::facts::Fact;
use crate::mentions::{Form, Measure, Mention, Value};
use crate::ontology::Ontology;
use crate::pipeline::Extraction;
use crate::rdf::{CharOffsets, Iris, entity_iri, event_iri, participant_iri};
use crate::span::Span;
use serde::Serialize;
use std::io::Write;

/// Writes records of documents that were read with one ontology and named below one base.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// The ontology of the extractions.
    pub ontology: &'a Ontology,
    /// How entities and events are named.
    pub iris: &'a Iris,
}

impl Records<'_> {
    /// Writes the facts of a document, one a line, in the order of the extraction.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write_facts(&self, doc: &Document, extraction: &Extraction, out: &mut impl Write) -> Result<()> {
        let story = self.story(doc, extraction);
        extraction.facts.iter().try_for_each(|fact| write_line(&story.fact(fact), out))
    }

    /// Writes the events of a document, one a line, in the order of the extraction.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write_events(&self, doc: &Document, extraction: &Extraction, out: &mut impl Write) -> Result<()> {
        let story = self.story(doc, extraction);
        extraction.events.iter().try_for_each(|event| write_line(&story.event(event), out))
    }

    /// Writes the mentions of a document that name an entity or point at one, one a line, in the order of the text; one that
    /// points at two, such as "the two countries", is two lines.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write_mentions(&self, doc: &Document, extraction: &Extraction, out: &mut impl Write) -> Result<()> {
        let story = self.story(doc, extraction);
        story.linked_mentions().try_for_each(|(mention, id)| write_line(&story.mention(mention, id), out))
    }

    pub(super) fn story<'s>(&'s self, doc: &'s Document, extraction: &'s Extraction) -> Story<'s> {
        Story { doc, extraction, ontology: self.ontology, iris: self.iris, offsets: CharOffsets::of(&doc.text) }
    }
}

#[derive(Serialize)]
struct FactRecord<'a> {
    doc: &'a str,
    subject: EntityRecord<'a>,
    relation: &'a str,
    object: EntityRecord<'a>,
    status: &'static str,
    date: Option<String>,
    place: Option<&'a str>,
    value: Option<ValueRecord<'a>>,
    topic: Option<&'a str>,
    role: Option<&'a str>,
    attribution: Option<&'a str>,
    evidence: Option<QuoteRecord<'a>>,
    frame: &'a str,
}

#[derive(Serialize)]
pub(super) struct EventRecord<'a> {
    pub(super) doc: &'a str,
    pub(super) id: String,
    pub(super) relation: &'a str,
    pub(super) plover: Option<&'a str>,
    pub(super) mode: Option<&'a str>,
    pub(super) status: &'static str,
    pub(super) date: Option<String>,
    pub(super) roles: RolesRecord<'a>,
    pub(super) value: Option<ValueRecord<'a>>,
    pub(super) topic: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) attribution: Option<&'a str>,
    pub(super) evidence: Option<QuoteRecord<'a>>,
    pub(super) frame: &'a str,
}

#[derive(Serialize)]
pub(super) struct RolesRecord<'a> {
    agent: Vec<EntityRecord<'a>>,
    target: Vec<EntityRecord<'a>>,
    object: Vec<EntityRecord<'a>>,
    counterpart: Vec<EntityRecord<'a>>,
    place: Vec<EntityRecord<'a>>,
}

#[derive(Serialize)]
pub(super) struct MentionRecord<'a> {
    pub(super) doc: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
    #[serde(rename = "type")]
    pub(super) class: &'a str,
    pub(super) id: String,
    pub(super) label: &'a str,
    pub(super) found_by: &'a str,
}

#[derive(Serialize)]
pub(super) struct EntityRecord<'a> {
    pub(super) id: String,
    pub(super) label: &'a str,
    #[serde(rename = "type")]
    pub(super) class: Option<&'a str>,
    pub(super) mention: &'a str,
}

#[derive(Serialize)]
pub(super) struct ValueRecord<'a> {
    text: &'a str,
    amount: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct QuoteRecord<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What the records of one document are made of.
pub(super) struct Story<'a> {
    pub(super) doc: &'a Document,
    pub(super) extraction: &'a Extraction,
    pub(super) ontology: &'a Ontology,
    iris: &'a Iris,
    offsets: CharOffsets<'a>,
}

impl<'a> Story<'a> {
    fn fact(&self, fact: &Fact) -> FactRecord<'a> {
        let event = &self.extraction.events[fact.event_idx];
        FactRecord {
            doc: &self.doc.id,
            subject: self.entity(fact.subject, fact.subject_mention),
            relation: &self.ontology.relation(fact.relation).name,
            object: self.entity(fact.object, fact.object_mention),
            status: event.status.as_str(),
            date: event.date.map(|when| when.to_string()),
            place: self.in_role(event, Role::Place).next().map(|place| place.label),
            value: event.value.as_ref().map(value_record),
            topic: event.topic.as_deref(),
            role: event.office.as_deref(),
            attribution: event.attribution.as_deref(),
            evidence: event.evidence.first().map(|quote| self.quote(quote)),
            frame: &event.frame,
        }
    }

    pub(super) fn event(&self, event: &'a Event) -> EventRecord<'a> {
        let relation = self.ontology.relation(event.relation);
        let in_role = |role| self.in_role(event, role).collect::<Vec<_>>();
        let roles = RolesRecord {
            agent: in_role(Role::Agent),
            target: in_role(Role::Target),
            object: in_role(Role::Object),
            counterpart: in_role(Role::Counterpart),
            place: in_role(Role::Place),
        };
        EventRecord {
            doc: &self.doc.id,
            id: event_iri(event, self.doc, self.ontology, self.iris).into_string(),
            relation: &relation.name,
            plover: event.plover.as_deref(),
            mode: event.mode.as_deref(),
            status: event.status.as_str(),
            date: event.date.map(|when| when.to_string()),
            roles,
            value: event.value.as_ref().map(value_record),
            topic: event.topic.as_deref(),
            role: event.office.as_deref(),
            attribution: event.attribution.as_deref(),
            evidence: event.evidence.first().map(|quote| self.quote(quote)),
            frame: &event.frame,
        }
    }

    /// The mentions that name an entity or point at one, each with what it stands for.
    pub(super) fn linked_mentions(&self) -> impl Iterator<Item = (&'a Mention, EntityId)> + use<'a> {
        let linked = self.extraction.mentions.names.iter().zip(&self.extraction.entities.links);
        let named = linked.filter(|(mention, _)| mention.form != Form::Phrase);
        named.flat_map(|(mention, links)| links.iter().map(move |&id| (mention, id)))
    }

    pub(super) fn mention(&self, mention: &Mention, id: EntityId) -> MentionRecord<'a> {
        let entity = self.extraction.entities.entity(id);
        MentionRecord {
            doc: &self.doc.id,
            start: self.offsets.before(mention.span.start),
            end: self.offsets.before(mention.span.end),
            text: mention.span.of(&self.doc.text),
            class: &self.ontology.class(entity.class).name,
            id: entity_iri(entity, &self.doc.id, self.iris).into_string(),
            label: &entity.label,
            found_by: mention.form.found_by(),
        }
    }

    pub(super) fn in_role(&self, event: &'a Event, role: Role) -> impl Iterator<Item = EntityRecord<'a>> {
        event.participants.iter().filter(move |who| who.role == role).map(|who| self.participant(who))
    }

    fn participant(&self, participant: &Participant) -> EntityRecord<'a> {
        match participant.entity {
            Some(id) => self.entity(id, participant.mention),
            None => {
                let words = participant.mention.of(&self.doc.text);
                let iri = participant_iri(participant, self.doc, &self.extraction.entities, self.iris);
                EntityRecord { id: iri.into_string(), label: words, class: None, mention: words }
            }
        }
    }

    pub(super) fn entity(&self, id: EntityId, mention: Span) -> EntityRecord<'a> {
        let entity = self.extraction.entities.entity(id);
        EntityRecord {
            id: entity_iri(entity, &self.doc.id, self.iris).into_string(),
            label: &entity.label,
            class: Some(&self.ontology.class(entity.class).name),
            mention: mention.of(&self.doc.text),
        }
    }

    pub(super) fn quote(&self, quote: &Evidence) -> QuoteRecord<'a> {
        QuoteRecord {
            text: quote.span.of(&self.doc.text),
            start: self.offsets.before(quote.span.start),
            end: self.offsets.before(quote.span.end),
        }
    }
}

/// A whole amount is written without a fraction, as long as a float tells whole numbers apart.
fn value_record(value: &Value) -> ValueRecord<'_> {
    const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
    let is_whole = value.amount.fract() == 0.0 && value.amount.abs() <= LARGEST_WHOLE;
    let amount = if is_whole { serde_json::json!(value.amount as i64) } else { serde_json::json!(value.amount) };
    let (currency, unit) = match &value.measure {
        Measure::Currency(code) => (Some(code.as_str()), None),
        Measure::Unit(name) => (None, Some(name.as_str())),
    };
    ValueRecord { text: &value.text, amount, currency, unit }
}

fn write_line(record: &impl Serialize, out: &mut impl Write) -> Result<()> {
    let failed = |e: std::io::Error| Error::new("cannot write the records").caused_by(e);
    serde_json::to_writer(&mut *out, record).map_err(|e| failed(e.into()))?;
    out.write_all(b"\n").map_err(failed)
}
