//! The quads of all documents and what is known beside them in; the plain triples and shared entities that follow out.

use crate::rdf::vocab::{ch, rdf, rdfs, skos};
use crate::rdf::{Background, Made, SharedGraph, provenance_quads, quads};
use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// All graphs: one of each document, and the shared ones. No triple stands in two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Each document's own graph, by the document's id, which they are sorted by.
    pub documents: Vec<(String, Vec<Quad>)>,
    /// The plain triples: one for every fact that at least one document asserts, but for those the gazetteer has.
    pub facts: Vec<Quad>,
    /// Type and label of the named entities that documents speak of, but for those the gazetteer describes.
    pub entities: Vec<Quad>,
    /// When and by what each document was read.
    pub provenance: Vec<Quad>,
    /// What is known before any document is read.
    pub background: Background,
}

impl Dataset {
    /// Derives the shared graphs from what documents support: their ids and quads, as
    /// [`document_quads`](crate::rdf::document_quads) makes them.
    pub fn of(documents: impl IntoIterator<Item = (String, Vec<Quad>)>, background: Background) -> Self {
        let mut gathered = Gathered::new(&background);
        let mut own: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for (doc_id, quads) in documents {
            own.insert(doc_id, gathered.add(quads));
        }
        let Shared { facts, entities } = gathered.finish();
        Self { documents: own.into_iter().collect(), facts, entities, provenance: Vec::new(), background }
    }

    /// The same with the graph that tells when and by what each document was read, from the documents' ids and that.
    #[must_use]
    pub fn with_provenance<'a>(mut self, made: impl IntoIterator<Item = (&'a str, &'a Made)>) -> Self {
        let iris = &self.background.iris;
        self.provenance = made.into_iter().flat_map(|(doc_id, made)| provenance_quads(doc_id, made, iris)).collect();
        quads::sort(&mut self.provenance);
        self
    }

    /// The quads of all graphs: documents, facts, entities, gazetteer, ontology, provenance, each sorted.
    pub fn quads(&self) -> impl Iterator<Item = &Quad> {
        let documents = self.documents.iter().flat_map(|(_, quads)| quads);
        let Background { gazetteer, ontology, .. } = &self.background;
        let shared = [&self.facts, &self.entities, gazetteer, ontology, &self.provenance];
        documents.chain(shared.into_iter().flatten())
    }
}

/// What follows from documents, gathered from one after the other, so that not all need be in memory.
pub struct Gathered<'b> {
    background: &'b Background,
    entities_graph: GraphName,
    descriptions: Descriptions,
    plain: HashSet<Quad>,
}

/// What all documents share.
pub struct Shared {
    /// The plain triples, sorted.
    pub facts: Vec<Quad>,
    /// Type and label of the named entities, sorted.
    pub entities: Vec<Quad>,
}

impl<'b> Gathered<'b> {
    /// Nothing yet.
    pub fn new(background: &'b Background) -> Self {
        let entities_graph = GraphName::from(background.iris.graph(SharedGraph::Entities));
        Self { background, entities_graph, descriptions: Descriptions::default(), plain: HashSet::new() }
    }

    /// Takes what a document contributes, and gives back the quads of its own graph. A document must be given once.
    pub fn add(&mut self, quads: Vec<Quad>) -> Vec<Quad> {
        let Contribution { own, descriptions, plain } = self.part(quads);
        self.support(descriptions, plain);
        own
    }

    /// The parts of what a document contributes.
    pub(super) fn part(&self, quads: Vec<Quad>) -> Contribution {
        let (descriptions, own): (Vec<Quad>, Vec<Quad>) =
            quads.into_iter().partition(|quad| quad.graph_name == self.entities_graph);
        let plain = plain_triples(&own, self.background);
        Contribution { own, descriptions, plain }
    }

    /// Takes what a document says of the entities that others share, and its plain triples.
    pub(super) fn support(&mut self, descriptions: Vec<Quad>, plain: Vec<Quad>) {
        self.descriptions.add(descriptions);
        self.plain.extend(plain);
    }

    /// What follows from all documents, without what the gazetteer has.
    pub fn finish(self) -> Shared {
        let known: HashSet<_> = self.background.gazetteer.iter().map(triple_of).collect();
        let mut facts: Vec<Quad> = self.plain.into_iter().filter(|quad| !known.contains(&triple_of(quad))).collect();
        quads::sort(&mut facts);
        Shared { facts, entities: self.descriptions.decide(self.background) }
    }
}

/// What one document contributes.
pub(super) struct Contribution {
    /// The quads of its own graph.
    pub own: Vec<Quad>,
    /// Type and label of entities that it may share with others.
    pub descriptions: Vec<Quad>,
    /// A triple for each fact that it asserts.
    pub plain: Vec<Quad>,
}

/// One triple for each fact of a document with the status "asserted".
fn plain_triples(quads: &[Quad], background: &Background) -> Vec<Quad> {
    let graph = background.iris.graph(SharedGraph::Facts);
    let mut facts: BTreeMap<&str, PartialFact<'_>> = BTreeMap::new();
    for quad in quads {
        let NamedOrBlankNode::NamedNode(node) = &quad.subject else { continue };
        let predicate = quad.predicate.as_ref();
        if predicate == rdf::SUBJECT {
            facts.entry(node.as_str()).or_default().subject = Some(&quad.object);
        } else if predicate == rdf::PREDICATE {
            facts.entry(node.as_str()).or_default().predicate = Some(&quad.object);
        } else if predicate == rdf::OBJECT {
            facts.entry(node.as_str()).or_default().object = Some(&quad.object);
        } else if predicate == ch::STATUS && is_asserted(&quad.object) {
            facts.entry(node.as_str()).or_default().asserted = true;
        }
    }
    facts.into_values().filter_map(|fact| fact.triple(&graph)).collect()
}

#[derive(Default)]
struct PartialFact<'a> {
    subject: Option<&'a Term>,
    predicate: Option<&'a Term>,
    object: Option<&'a Term>,
    asserted: bool,
}

impl PartialFact<'_> {
    fn triple(self, graph: &NamedNode) -> Option<Quad> {
        match (self.subject?, self.predicate?, self.object?, self.asserted) {
            (Term::NamedNode(subject), Term::NamedNode(predicate), object, true) => {
                Some(Quad::new(subject.clone(), predicate.clone(), object.clone(), graph.clone()))
            }
            _ => None,
        }
    }
}

fn is_asserted(status: &Term) -> bool {
    matches!(status, Term::Literal(literal) if literal.value() == crate::events::Status::Asserted.as_str())
}

fn triple_of(quad: &Quad) -> (&NamedOrBlankNode, &NamedNode, &Term) {
    (&quad.subject, &quad.predicate, &quad.object)
}

/// How documents describe the entities that they share. Where they differ, the description that most of them give counts, the
/// first in the alphabet among equals; other labels become alternative ones.
#[derive(Default)]
struct Descriptions(BTreeMap<String, Votes>);

#[derive(Default)]
struct Votes {
    types: BTreeMap<BTreeSet<NamedNode>, usize>,
    labels: BTreeMap<String, usize>,
}

impl Descriptions {
    /// Counts what one document says.
    fn add(&mut self, quads: Vec<Quad>) {
        let mut types: BTreeMap<String, BTreeSet<NamedNode>> = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(entity) = quad.subject else { continue };
            match quad.object {
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => {
                    types.entry(entity.into_string()).or_default().insert(class);
                }
                Term::Literal(label) if quad.predicate == rdfs::LABEL => {
                    let labels = &mut self.0.entry(entity.into_string()).or_default().labels;
                    *labels.entry(label.value().to_owned()).or_default() += 1;
                }
                _ => {}
            }
        }
        for (entity, classes) in types {
            *self.0.entry(entity).or_default().types.entry(classes).or_default() += 1;
        }
    }

    /// The graph of entities, sorted.
    fn decide(self, background: &Background) -> Vec<Quad> {
        let graph = background.iris.graph(SharedGraph::Entities);
        let known: HashSet<String> = background.gazetteer.iter().map(|quad| quad.subject.to_string()).collect();
        let mut found = Vec::new();
        for (entity, votes) in self.0 {
            let node = NamedNode::new_unchecked(entity);
            if known.contains(&node.to_string()) {
                continue;
            }
            for class in winner(&votes.types).into_iter().flatten() {
                found.push(Quad::new(node.clone(), rdf::TYPE, class.clone(), graph.clone()));
            }
            let chosen = winner(&votes.labels);
            for label in votes.labels.keys() {
                let property = if Some(label) == chosen { rdfs::LABEL } else { skos::ALT_LABEL };
                found.push(Quad::new(node.clone(), property, Literal::new_simple_literal(label), graph.clone()));
            }
        }
        quads::sort(&mut found);
        found
    }
}

fn winner<T: Ord>(votes: &BTreeMap<T, usize>) -> Option<&T> {
    // `max_by_key` takes the last of equals.
    votes.iter().rev().max_by_key(|(_, count)| **count).map(|(choice, _)| choice)
}
