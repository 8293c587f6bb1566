//! A document and its extraction in, the quads that the document supports out.
//!
//! All stand in the document's own graph, but for type and label of the named entities, which it contributes to the
//! shared graph of entities; plain triples are not among them, as they are derived from the facts of all documents.

use crate::dates::When;
use crate::documents::Document;
use crate::entities::{Entities, Entity, EntityId, Link};
use crate::events::{Event, Evidence, Participant};
use crate::facts::Fact;
use crate::mentions::Measure;
use crate::ontology::{ClassId, Ontology};
use crate::pipeline::Extraction;
use crate::rdf::vocab::{ch, dcterms, nif, oa, prov, rdf, rdfs, schema, xsd};
use crate::rdf::{CharOffsets, Iris, SharedGraph, date_literal, iris, quads};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeSet;

/// The quads that a document supports, sorted, none twice.
pub fn document_quads(doc: &Document, extraction: &Extraction, ontology: &Ontology, iris: &Iris) -> Vec<Quad> {
    let mut writer = Writer::new(doc, extraction, ontology, iris);
    writer.write_metadata();
    for id in told_entities(extraction) {
        writer.write_entity(extraction.entities.entity(id));
    }
    let events: Vec<NamedNode> = extraction.events.iter().map(|event| writer.write_event(event)).collect();
    for fact in &extraction.facts {
        writer.write_fact(fact, &events[fact.event_idx]);
    }
    quads::sort(&mut writer.quads);
    writer.quads
}

/// What a document that is a copy of another, earlier one says of that.
pub fn copy_quad(doc_id: &str, original: &str, iris: &Iris) -> Quad {
    let doc = iris.document(doc_id);
    let of = iris.document(original);
    Quad::new(doc.clone(), dcterms::IS_VERSION_OF.into_owned(), of, doc)
}

/// The entities that an event tells of, in their order. A document mentions many more, of which it says nothing.
fn told_entities(extraction: &Extraction) -> BTreeSet<EntityId> {
    extraction
        .events
        .iter()
        .flat_map(|event| &event.participants)
        .filter_map(|participant| participant.entity)
        .collect()
}

/// The IRI of an entity of a document: shared for a name, the document's own for a phrase.
pub fn entity_iri(entity: &Entity, doc_id: &str, iris: &Iris) -> NamedNode {
    match entity.link {
        Link::Known(_) | Link::Named => iris.entity(&entity.slug),
        Link::Phrase => iris.phrase(&entity.slug, doc_id),
    }
}

/// The IRI of whoever takes part in an event, also of an actor of no class, which is its document's own.
pub fn participant_iri(participant: &Participant, doc: &Document, entities: &Entities, iris: &Iris) -> NamedNode {
    match participant.entity {
        Some(id) => entity_iri(entities.entity(id), &doc.id, iris),
        None => iris.phrase(&iris::slug(participant.mention.of(&doc.text)), &doc.id),
    }
}

/// The IRI of an event of a document: that of everything that tells two events of a document apart.
pub fn event_iri(event: &Event, doc: &Document, ontology: &Ontology, iris: &Iris) -> NamedNode {
    let mut identity = vec![ontology.relation(event.relation).name.clone(), event.status.as_str().to_owned()];
    identity.extend(event.date.map(|when| when.to_string()));
    identity.extend(event.evidence.first().map(|quote| format!("{}..{}", quote.trigger.start, quote.trigger.end)));
    for who in &event.participants {
        identity.push(format!("{} {}..{}", who.role.as_str(), who.mention.start, who.mention.end));
    }
    identity.push(format!("{:?}", (&event.value.as_ref().map(|value| &value.text), &event.topic, &event.office)));
    iris.event(&doc.id, &identity.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The IRI of a fact of a document whose event has the IRI `event`.
pub fn fact_iri(
    fact: &Fact,
    event: &NamedNode,
    doc_id: &str,
    extraction: &Extraction,
    names: (&Ontology, &Iris),
) -> NamedNode {
    let (ontology, iris) = names;
    let entity = |id: EntityId| entity_iri(extraction.entities.entity(id), doc_id, iris);
    let predicate = iris::ontology_term(&ontology.relation(fact.relation).name);
    iris.fact(event, &entity(fact.subject), &predicate, &entity(fact.object))
}

/// Collects the quads of one document.
struct Writer<'a> {
    doc: &'a Document,
    extraction: &'a Extraction,
    ontology: &'a Ontology,
    iris: &'a Iris,
    offsets: CharOffsets<'a>,
    graph: NamedNode,
    entities_graph: NamedNode,
    quads: Vec<Quad>,
}

impl<'a> Writer<'a> {
    fn new(doc: &'a Document, extraction: &'a Extraction, ontology: &'a Ontology, iris: &'a Iris) -> Self {
        Self {
            doc,
            extraction,
            ontology,
            iris,
            offsets: CharOffsets::of(&doc.text),
            graph: iris.document(&doc.id),
            entities_graph: iris.graph(SharedGraph::Entities),
            quads: Vec::new(),
        }
    }

    fn write_metadata(&mut self) {
        let doc = self.doc;
        let node = self.graph.clone();
        self.add(&node, rdf::TYPE, ch::DOCUMENT);
        self.add(&node, rdf::TYPE, schema::NEWS_ARTICLE);
        self.add(&node, dcterms::IDENTIFIER, text(&doc.id));
        self.add_text(&node, dcterms::TITLE, doc.title.as_deref());
        self.add_text(&node, dcterms::SOURCE, doc.source.as_deref());
        self.add_text(&node, dcterms::CREATOR, doc.author.as_deref());
        if let Some(day) = doc.published {
            self.add(&node, dcterms::ISSUED, Literal::new_typed_literal(day.to_string(), xsd::DATE));
        }
    }

    /// A phrase is described in the document's graph; a name, which other documents may share, in that of entities.
    fn write_entity(&mut self, entity: &Entity) {
        let node = entity_iri(entity, &self.doc.id, self.iris);
        let graph = if entity.link == Link::Phrase { &self.graph } else { &self.entities_graph }.clone();
        for class in class_iris(entity.class, self.ontology) {
            self.quads.push(Quad::new(node.clone(), rdf::TYPE, class, graph.clone()));
        }
        self.quads.push(Quad::new(node.clone(), rdfs::LABEL, text(&entity.label), graph));
        let doc_node = self.graph.clone();
        self.add(&doc_node, schema::MENTIONS, node);
    }

    fn write_event(&mut self, event: &Event) -> NamedNode {
        let node = event_iri(event, self.doc, self.ontology, self.iris);
        self.add(&node, rdf::TYPE, iris::ontology_term(&self.ontology.relation(event.relation).event_class));
        self.add(&node, ch::STATUS, text(event.status.as_str()));
        self.add(&node, ch::FRAME, text(&event.frame));
        self.write_origin(&node);
        self.write_date(&node, event.date);
        for participant in &event.participants {
            self.write_participant(&node, participant);
        }
        self.add_text(&node, ch::PLOVER_TYPE, event.plover.as_deref());
        self.add_text(&node, ch::MODE, event.mode.as_deref());
        self.add_text(&node, ch::TOPIC, event.topic.as_deref());
        self.add_text(&node, ch::ROLE, event.office.as_deref());
        self.add_text(&node, ch::ATTRIBUTION, event.attribution.as_deref());
        self.write_value(&node, event);
        for quote in &event.evidence {
            self.write_evidence(&node, quote);
        }
        node
    }

    fn write_participant(&mut self, event: &NamedNode, participant: &Participant) {
        let who = participant_iri(participant, self.doc, &self.extraction.entities, self.iris);
        if participant.entity.is_none() {
            let words = participant.mention.of(&self.doc.text);
            self.add(&who, rdfs::LABEL, text(words));
        }
        self.add(event, iris::ontology_term(participant.role.as_str()).as_ref(), who);
    }

    fn write_value(&mut self, event: &NamedNode, of: &Event) {
        let Some(value) = &of.value else { return };
        self.add(event, ch::VALUE_TEXT, text(&value.text));
        match &value.measure {
            Measure::Currency(code) => self.add(event, ch::CURRENCY, text(code)),
            Measure::Unit(name) => self.add(event, ch::UNIT, text(name)),
        }
        if value.amount.is_finite() {
            // Rust writes floats without an exponent, as xsd:decimal wants them.
            self.add(event, ch::AMOUNT, Literal::new_typed_literal(value.amount.to_string(), xsd::DECIMAL));
        }
    }

    fn write_evidence(&mut self, event: &NamedNode, quote: &Evidence) {
        let (node, begin, end) = self.evidence(quote);
        self.add(event, ch::EVIDENCE, node.clone());
        self.add(event, ch::TRIGGER, text(quote.trigger.of(&self.doc.text)));
        self.add(&node, rdf::TYPE, ch::EVIDENCE_CLASS);
        self.add(&node, oa::EXACT, text(quote.span.of(&self.doc.text)));
        self.add(&node, nif::BEGIN_INDEX, index(begin));
        self.add(&node, nif::END_INDEX, index(end));
        self.add(&node, nif::REFERENCE_CONTEXT, self.graph.clone());
    }

    /// The document that an event or fact is from, and the reading that made it.
    fn write_origin(&mut self, node: &NamedNode) {
        self.add(node, prov::WAS_DERIVED_FROM, self.graph.clone());
        self.add(node, prov::WAS_GENERATED_BY, self.iris.extraction(&self.doc.id));
    }

    /// The IRI of a quotation, and the characters before its beginning and end.
    fn evidence(&self, quote: &Evidence) -> (NamedNode, usize, usize) {
        let (begin, end) = (self.offsets.before(quote.span.start), self.offsets.before(quote.span.end));
        (self.iris.evidence(&self.doc.id, begin, end), begin, end)
    }

    fn write_fact(&mut self, fact: &Fact, event: &NamedNode) {
        let entity = |id: EntityId| entity_iri(self.extraction.entities.entity(id), &self.doc.id, self.iris);
        let (subject, object) = (entity(fact.subject), entity(fact.object));
        let predicate = iris::ontology_term(&self.ontology.relation(fact.relation).name);
        let node = self.iris.fact(event, &subject, &predicate, &object);
        let source = &self.extraction.events[fact.event_idx];
        self.add(&node, rdf::TYPE, ch::FACT);
        self.add(&node, rdf::SUBJECT, subject);
        self.add(&node, rdf::PREDICATE, predicate);
        self.add(&node, rdf::OBJECT, object);
        self.add(&node, ch::STATUS, text(source.status.as_str()));
        self.add(&node, ch::EVENT, event.clone());
        for quote in &source.evidence {
            let (evidence, ..) = self.evidence(quote);
            self.add(&node, ch::EVIDENCE, evidence);
        }
        self.write_origin(&node);
        self.write_date(&node, source.date);
    }

    fn write_date(&mut self, node: &NamedNode, when: Option<When>) {
        match when {
            None => {}
            Some(When { start, end: None }) => self.add(node, ch::DATE, date_literal(start)),
            Some(When { start, end: Some(end) }) => {
                self.add(node, ch::START, date_literal(start));
                self.add(node, ch::END, date_literal(end));
            }
        }
    }

    fn add_text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: Option<&str>) {
        if let Some(value) = value {
            self.add(subject, predicate, text(value));
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = GraphName::from(self.graph.clone());
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, graph));
    }
}

/// A class and what it is aligned to in other vocabularies, sorted.
pub(crate) fn class_iris(class: ClassId, ontology: &Ontology) -> BTreeSet<NamedNode> {
    let class = ontology.class(class);
    let aligned = class.aligned.iter().map(NamedNode::new_unchecked);
    [iris::ontology_term(&class.name)].into_iter().chain(aligned).collect()
}

pub(crate) fn text(value: &str) -> Literal {
    Literal::new_simple_literal(value)
}

fn index(offset: usize) -> Literal {
    Literal::new_typed_literal(offset.to_string(), xsd::NON_NEGATIVE_INTEGER)
}
