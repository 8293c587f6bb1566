//! A document's graph in; its facts and events, as the graph has them, out.

use crate::dates::When;
use crate::events::{Role, Status};
use crate::export::nodes::{Nodes, iri, subject};
use crate::export::relations::Relations;
use crate::rdf::ontology_term;
use crate::rdf::vocab::{ch, nif, oa, prov, rdf};
use oxrdf::Quad;

/// A fact as the graph has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFact<'d> {
    /// IRI of the fact.
    pub iri: &'d str,
    /// Id of the document that states it.
    pub doc_id: &'d str,
    /// IRI of the subject.
    pub subject: &'d str,
    /// IRI of the relation.
    pub predicate: &'d str,
    /// IRI of the object.
    pub object: &'d str,
    /// Whether it is asserted.
    pub status: Status,
    /// When, where the text tells.
    pub date: Option<When>,
    /// IRI of the event that it is a projection of.
    pub event: &'d str,
    /// The sentences it was read from, in the order of the text.
    pub quotes: Vec<Quote<'d>>,
}

/// An event as the graph has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedEvent<'d> {
    /// IRI of the event.
    pub iri: &'d str,
    /// Id of the document that states it.
    pub doc_id: &'d str,
    /// IRI of the relation whose event it is.
    pub relation: &'d str,
    /// Whether it is asserted.
    pub status: Status,
    /// When, where the text tells.
    pub date: Option<When>,
    /// Who and what takes part, by role and then by IRI.
    pub participants: Vec<(Role, &'d str)>,
    /// The frame that found it.
    pub frame: &'d str,
    /// PLOVER type.
    pub plover: Option<&'d str>,
    /// PLOVER mode.
    pub mode: Option<&'d str>,
    /// About what.
    pub topic: Option<&'d str>,
    /// The title of an office.
    pub office: Option<&'d str>,
    /// Who says so.
    pub attribution: Option<&'d str>,
    /// An amount of money as written, in units of its currency, and that.
    pub value: Option<[&'d str; 3]>,
    /// The sentences it was read from, in the order of the text.
    pub quotes: Vec<Quote<'d>>,
}

/// A sentence of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote<'d> {
    /// Characters before it.
    pub begin: usize,
    /// Characters before its end.
    pub end: usize,
    /// The sentence.
    pub text: &'d str,
}

impl<'d> StatedEvent<'d> {
    /// Who and what takes part in some roles.
    pub fn in_roles(&self, roles: &[Role]) -> impl Iterator<Item = &'d str> {
        self.participants.iter().filter(move |(role, _)| roles.contains(role)).map(|(_, iri)| *iri)
    }
}

/// The facts of a document's graph, by place in the text.
pub(super) fn stated_facts<'d>(doc_id: &'d str, quads: &'d [Quad]) -> Vec<StatedFact<'d>> {
    let nodes = Nodes::of(quads);
    let is_fact = |quad: &&Quad| quad.predicate == rdf::TYPE && iri(&quad.object) == Some(ch::FACT.as_str());
    let facts = quads.iter().filter(is_fact).filter_map(subject);
    let mut stated: Vec<_> = facts.filter_map(|fact| stated_fact(fact, doc_id, &nodes)).collect();
    stated.sort_by(|a, b| (&a.quotes, a.iri).cmp(&(&b.quotes, b.iri)));
    stated
}

/// The events of a document's graph, by place in the text.
pub(super) fn stated_events<'d>(doc_id: &'d str, quads: &'d [Quad], relations: &Relations<'d>) -> Vec<StatedEvent<'d>> {
    let nodes = Nodes::of(quads);
    let typed = quads.iter().filter(|quad| quad.predicate == rdf::TYPE);
    let of_relation = typed.filter_map(|quad| Some((subject(quad)?, relations.of_event_class(iri(&quad.object)?)?)));
    let events = of_relation.filter_map(|(event, relation)| stated_event(event, relation, doc_id, &nodes));
    let mut stated: Vec<_> = events.collect();
    stated.sort_by(|a, b| (&a.quotes, a.iri).cmp(&(&b.quotes, b.iri)));
    stated
}

fn stated_fact<'d>(fact: &'d str, doc_id: &'d str, nodes: &Nodes<'d>) -> Option<StatedFact<'d>> {
    let event = nodes.iri(fact, ch::EVENT)?;
    Some(StatedFact {
        iri: fact,
        doc_id,
        subject: nodes.iri(fact, rdf::SUBJECT)?,
        predicate: nodes.iri(fact, rdf::PREDICATE)?,
        object: nodes.iri(fact, rdf::OBJECT)?,
        status: status(fact, nodes)?,
        date: when(fact, nodes),
        event,
        quotes: quotes(event, nodes),
    })
}

fn stated_event<'d>(event: &'d str, relation: &'d str, doc_id: &'d str, nodes: &Nodes<'d>) -> Option<StatedEvent<'d>> {
    nodes.iri(event, prov::WAS_DERIVED_FROM)?;
    let mut participants = Vec::new();
    for role in Role::ALL {
        let property = ontology_term(role.as_str());
        participants.extend(nodes.objects(event, property.as_ref()).filter_map(iri).map(|who| (role, who)));
    }
    let text = |property| nodes.text(event, property);
    Some(StatedEvent {
        iri: event,
        doc_id,
        relation,
        status: status(event, nodes)?,
        date: when(event, nodes),
        participants,
        frame: text(ch::FRAME)?,
        plover: text(ch::PLOVER_TYPE),
        mode: text(ch::MODE),
        topic: text(ch::TOPIC),
        office: text(ch::ROLE),
        attribution: text(ch::ATTRIBUTION),
        value: text(ch::VALUE_TEXT)
            .map(|written| [written, text(ch::AMOUNT).unwrap_or_default(), text(ch::CURRENCY).unwrap_or_default()]),
        quotes: quotes(event, nodes),
    })
}

fn status(node: &str, nodes: &Nodes<'_>) -> Option<Status> {
    let status = nodes.text(node, ch::STATUS)?;
    Status::ALL.into_iter().find(|known| known.as_str() == status)
}

fn when(node: &str, nodes: &Nodes<'_>) -> Option<When> {
    let date = |property| nodes.text(node, property).and_then(|date| date.parse().ok());
    date(ch::DATE).or(date(ch::START)).map(|start| When { start, end: date(ch::END) })
}

fn quotes<'d>(event: &str, nodes: &Nodes<'d>) -> Vec<Quote<'d>> {
    let quote = |quote: &'d str| {
        let number = |property| nodes.text(quote, property).and_then(|number| number.parse().ok());
        let text = nodes.text(quote, oa::EXACT)?;
        Some(Quote { begin: number(nif::BEGIN_INDEX)?, end: number(nif::END_INDEX)?, text })
    };
    let mut quotes: Vec<_> = nodes.objects(event, ch::EVIDENCE).filter_map(iri).filter_map(quote).collect();
    quotes.sort_unstable();
    quotes
}
