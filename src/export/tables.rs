//! Facts and events in; tables out: a row for each fact as comma-separated values, a row for each pair of actors of an event as
//! the event data of ICEWS and POLECAT have it.

use crate::events::Role;
use crate::export::events::{StatedEvent, StatedFact};
use crate::export::names::Names;
use crate::export::nodes::Nodes;
use crate::export::relations::Relations;
use crate::export::ties::write_csv;
use crate::rdf::vocab::{ch, dcterms};
use crate::store::Dataset;
use std::collections::BTreeMap;
use std::io::{self, Write};

const OF_FACTS: [&str; 22] = [
    "subject",
    "subject_type",
    "subject_id",
    "relation",
    "object",
    "object_type",
    "object_id",
    "status",
    "date",
    "place",
    "value",
    "amount",
    "currency",
    "topic",
    "role",
    "attribution",
    "document",
    "title",
    "sentence",
    "start",
    "end",
    "frame",
];

const OF_EVENTS: [&str; 15] = [
    "date",
    "source",
    "source_country",
    "source_sector",
    "event_type",
    "event_mode",
    "recipient",
    "recipient_country",
    "recipient_sector",
    "quad_class",
    "intensity",
    "place",
    "sentence",
    "document",
    "status",
];

/// Writes a row for each fact. The events are those of the same dataset; `start` and `end` are characters of the document's text.
pub(super) fn write_facts(
    dataset: &Dataset,
    names: &Names<'_>,
    facts: &[StatedFact<'_>],
    events: &[StatedEvent<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let events: BTreeMap<&str, &StatedEvent<'_>> = events.iter().map(|event| (event.iri, event)).collect();
    let title = |quads| crate::export::document_text(quads, dcterms::TITLE).unwrap_or_default();
    let titles: BTreeMap<&str, &str> =
        dataset.documents.iter().map(|(doc_id, quads)| (doc_id.as_str(), title(quads))).collect();
    let rows = facts.iter().filter_map(|fact| Some((fact, *events.get(fact.event)?)));
    let rows = rows.map(|(fact, event)| fact_row(fact, event, titles[fact.doc_id], names));
    write_csv(std::iter::once(OF_FACTS.map(str::to_owned)).chain(rows), out)
}

fn fact_row(
    fact: &StatedFact<'_>,
    event: &StatedEvent<'_>,
    title: &str,
    names: &Names<'_>,
) -> [String; OF_FACTS.len()] {
    let quote = fact.quotes.first();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let [value, amount, currency] = event.value.map(|value| value.map(str::to_owned)).unwrap_or_default();
    let place = event.in_roles(&[Role::Place]).map(|place| names.label(place)).collect::<Vec<_>>().join("; ");
    [
        names.label(fact.subject).to_owned(),
        text(names.class(fact.subject)),
        fact.subject.to_owned(),
        names.label(fact.predicate).to_owned(),
        names.label(fact.object).to_owned(),
        text(names.class(fact.object)),
        fact.object.to_owned(),
        fact.status.as_str().to_owned(),
        fact.date.map(|when| when.to_string()).unwrap_or_default(),
        place,
        value,
        amount,
        currency,
        text(event.topic),
        text(event.office),
        text(event.attribution),
        fact.doc_id.to_owned(),
        title.to_owned(),
        text(quote.map(|quote| quote.text)),
        quote.map(|quote| quote.begin.to_string()).unwrap_or_default(),
        quote.map(|quote| quote.end.to_string()).unwrap_or_default(),
        event.frame.to_owned(),
    ]
}

/// Writes events as a tab-separated table: a row for each agent with each recipient; where nobody is acted on, for each two of
/// the agents, or for one that is alone. Events of no PLOVER type are left out. An actor's country is its own where it is one. Blanks stand for tabs and line ends.
pub(super) fn write_events(
    dataset: &Dataset,
    names: &Names<'_>,
    events: &[StatedEvent<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let relations = Relations::of(dataset);
    let actors = Actors { names, known: Nodes::of(&dataset.background.gazetteer) };
    writeln!(out, "{}", OF_EVENTS.join("\t"))?;
    for event in events.iter().filter(|event| event.plover.is_some()) {
        for (source, recipient) in pairs(event, &actors) {
            let row = event_row(event, [Some(source), recipient], &actors, &relations);
            let cells = row.map(|cell| cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>());
            writeln!(out, "{}", cells.join("\t"))?;
        }
    }
    Ok(())
}

struct Actors<'a, 'd> {
    names: &'a Names<'d>,
    known: Nodes<'d>,
}

impl Actors<'_, '_> {
    /// Label, country and sector.
    fn describe(&self, actor: Option<&str>) -> [String; 3] {
        let Some(actor) = actor else { return Default::default() };
        let own = self.known.text(actor, ch::ISO3).is_some().then_some(actor);
        let country = self.known.iri(actor, ch::IN_COUNTRY).or(own).map(|country| self.names.label(country));
        let sector = self.known.text(actor, ch::SECTOR);
        [Some(self.names.label(actor)), country, sector].map(|text| text.unwrap_or_default().to_owned())
    }
}

/// Who acts on whom.
fn pairs<'d>(event: &StatedEvent<'d>, actors: &Actors<'_, '_>) -> Vec<(&'d str, Option<&'d str>)> {
    let agents: Vec<&str> = event.in_roles(&[Role::Agent]).collect();
    // What an event is about may be an actor too: whom one detains, or sends home.
    let is_actor = |iri: &&str| matches!(actors.names.class(iri), Some("Person" | "Country" | "Organisation"));
    let mut recipients: Vec<&str> = event.in_roles(&[Role::Target, Role::Counterpart]).filter(is_actor).collect();
    if recipients.is_empty() {
        recipients = event.in_roles(&[Role::Object]).filter(is_actor).collect();
    }
    let with_each = |agent: &&'d str| recipients.iter().map(|recipient| (*agent, Some(*recipient))).collect::<Vec<_>>();
    match (recipients.is_empty(), agents.as_slice()) {
        (false, _) => agents.iter().flat_map(with_each).collect(),
        (true, [one]) => vec![(one, None)],
        (true, all) => {
            let later = |(idx, one): (usize, &&'d str)| {
                let one = *one;
                all[idx + 1..].iter().map(move |other| (one, Some(*other))).collect::<Vec<_>>()
            };
            all.iter().enumerate().flat_map(later).collect()
        }
    }
}

fn event_row(
    event: &StatedEvent<'_>,
    [source, recipient]: [Option<&str>; 2],
    actors: &Actors<'_, '_>,
    relations: &Relations<'_>,
) -> [String; OF_EVENTS.len()] {
    let plover = event.plover.unwrap_or_default();
    let (quad_class, intensity) = relations.plover(plover, event.mode);
    let [source, source_country, source_sector] = actors.describe(source);
    let [recipient, recipient_country, recipient_sector] = actors.describe(recipient);
    let place = event.in_roles(&[Role::Place]).map(|place| actors.names.label(place)).collect::<Vec<_>>().join("; ");
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        event.date.map(|when| when.to_string()).unwrap_or_default(),
        source,
        source_country,
        source_sector,
        plover.to_owned(),
        text(event.mode),
        recipient,
        recipient_country,
        recipient_sector,
        text(quad_class),
        text(intensity),
        place,
        text(event.quotes.first().map(|quote| quote.text)),
        event.doc_id.to_owned(),
        event.status.as_str().to_owned(),
    ]
}
