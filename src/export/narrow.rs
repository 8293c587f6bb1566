//! A dataset and the facts that were selected in; the part of the dataset that tells of them out.

use crate::events::Status;
use crate::export::events::StatedFact;
use crate::export::nodes::{iri, subject};
use crate::rdf::Iris;
use crate::rdf::vocab::{ch, rdf, schema};
use crate::store::Dataset;
use oxrdf::Quad;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The part of a dataset that is exported, each list sorted.
pub(super) struct Part<'d> {
    pub iris: &'d Iris,
    pub documents: Cow<'d, [(String, Vec<Quad>)]>,
    pub facts: Cow<'d, [Quad]>,
    pub entities: Cow<'d, [Quad]>,
    pub gazetteer: Vec<Quad>,
    pub ontology: &'d [Quad],
    pub provenance: Cow<'d, [Quad]>,
}

impl<'d> Part<'d> {
    /// Everything that the dataset's documents say, with what the gazetteer knows of the entities they speak of, but not of
    /// the thousands that they do not.
    pub(super) fn whole(dataset: &'d Dataset) -> Self {
        let quads = dataset.documents.iter().flat_map(|(_, quads)| quads);
        Self {
            iris: &dataset.background.iris,
            gazetteer: gazetteer_part(&dataset.background.gazetteer, &quads.filter_map(object).collect()),
            documents: Cow::Borrowed(&dataset.documents),
            facts: Cow::Borrowed(&dataset.facts),
            entities: Cow::Borrowed(&dataset.entities),
            ontology: &dataset.background.ontology,
            provenance: Cow::Borrowed(&dataset.provenance),
        }
    }

    /// The selected facts with their events, evidence and documents, and the entities that take part in them.
    pub(super) fn of(dataset: &'d Dataset, facts: &[StatedFact<'_>]) -> Self {
        let mut by_doc: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for fact in facts {
            by_doc.entry(fact.doc_id).or_default().push(fact.iri);
        }
        let mut named = HashSet::new();
        let mut documents = Vec::new();
        for (doc_id, quads) in &dataset.documents {
            if let Some(facts) = by_doc.remove(doc_id.as_str()) {
                let reached = reachable(quads, facts);
                documents.push((doc_id.clone(), document_part(quads, &reached)));
                named.extend(reached);
            }
        }
        // A triple that only facts assert which did not pass is none of this part.
        let asserted = facts.iter().filter(|fact| fact.status == Status::Asserted);
        let triples: HashSet<_> = asserted.map(|fact| (fact.subject, fact.predicate, fact.object)).collect();
        let is_selected = |quad: &&Quad| triple(quad).is_some_and(|triple| triples.contains(&triple));
        let is_named = |quad: &&Quad| subject(quad).is_some_and(|node| named.contains(node));
        Self {
            iris: &dataset.background.iris,
            documents: documents.into(),
            facts: dataset.facts.iter().filter(is_selected).cloned().collect(),
            entities: dataset.entities.iter().filter(is_named).cloned().collect(),
            gazetteer: gazetteer_part(&dataset.background.gazetteer, &named),
            ontology: &[],
            provenance: provenance_part(&dataset.provenance, &named).into(),
        }
    }

    /// The lists of quads, one a graph: documents, facts, entities, gazetteer, ontology, provenance.
    pub(super) fn graphs(&self) -> impl Iterator<Item = &[Quad]> {
        let documents = self.documents.iter().map(|(_, quads)| quads.as_slice());
        documents.chain([&self.facts[..], &self.entities, &self.gazetteer, self.ontology, &self.provenance])
    }
}

/// The IRIs that one comes to from some: from a fact its ends, event, evidence and document, but not all that the document
/// mentions.
fn reachable<'d>(quads: &'d [Quad], from: Vec<&'d str>) -> HashSet<&'d str> {
    let mut objects: HashMap<&str, Vec<&str>> = HashMap::new();
    for quad in quads.iter().filter(|quad| quad.predicate != schema::MENTIONS) {
        if let (Some(subject), Some(object)) = (subject(quad), object(quad)) {
            objects.entry(subject).or_default().push(object);
        }
    }
    let mut reached = HashSet::new();
    let mut next = from;
    while let Some(node) = next.pop() {
        if reached.insert(node) {
            next.extend(objects.get(node).into_iter().flatten());
        }
    }
    reached
}

fn document_part(quads: &[Quad], reached: &HashSet<&str>) -> Vec<Quad> {
    let is_reached = |node: Option<&str>| node.is_some_and(|node| reached.contains(node));
    let kept = quads.iter().filter(|quad| is_reached(subject(quad)));
    kept.filter(|quad| quad.predicate != schema::MENTIONS || is_reached(object(quad))).cloned().collect()
}

/// How what is named was read, and by which programs.
fn provenance_part(quads: &[Quad], named: &HashSet<&str>) -> Vec<Quad> {
    let is_named = |quad: &Quad| subject(quad).is_some_and(|node| named.contains(node));
    let programs: HashSet<&str> = quads.iter().filter(|quad| is_named(quad)).filter_map(object).collect();
    let is_program = |quad: &Quad| subject(quad).is_some_and(|node| programs.contains(node));
    quads.iter().filter(|quad| is_named(quad) || is_program(quad)).cloned().collect()
}

/// What the gazetteer says of the things that are named, and how it ties them to each other: of others it keeps nothing, so
/// that no IRI is left without a description. A term of office or a membership is kept when all it ties together is.
pub(super) fn gazetteer_part(quads: &[Quad], named: &HashSet<&str>) -> Vec<Quad> {
    let described: HashSet<&str> = quads.iter().filter_map(subject).collect();
    let is_kept = |quad: &Quad| object(quad).is_none_or(|node| named.contains(node) || !described.contains(node));
    let mut kept = Vec::new();
    for node in quads.chunk_by(|a, b| a.subject == b.subject) {
        let is_named = subject(&node[0]).is_some_and(|node| named.contains(node));
        if is_named || (node.iter().any(is_term) && node.iter().all(is_kept)) {
            kept.extend(node.iter().filter(|quad| is_kept(quad)).cloned());
        }
    }
    kept
}

fn is_term(quad: &Quad) -> bool {
    let terms = [ch::OFFICE_TERM.as_str(), ch::MEMBERSHIP.as_str()];
    quad.predicate == rdf::TYPE && object(quad).is_some_and(|class| terms.contains(&class))
}

fn triple(quad: &Quad) -> Option<(&str, &str, &str)> {
    Some((subject(quad)?, quad.predicate.as_str(), object(quad)?))
}

fn object(quad: &Quad) -> Option<&str> {
    iri(&quad.object)
}
