//! Filters: a dataset and what a user wants of it in, the facts that are meant out.

use crate::dates::{CalendarDate, When};
use crate::error::{Error, Result};
use crate::events::Status;
use crate::export::names::Names;
use crate::ontology::NAMESPACE;
use crate::rdf::vocab::{ch, nif, oa, rdf};
use crate::store::Dataset;
use oxrdf::{NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeSet, HashMap};

/// Names that are suggested for one that is not known.
const MAX_ALIKE: usize = 5;

/// What narrows an export. An empty filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Subject or object: a label, a slug or an IRI.
    pub about: Option<String>,
    /// The name of a relation ("visited").
    pub relation: Option<String>,
    /// Nothing that ended before; what has no date does not pass.
    pub since: Option<CalendarDate>,
    /// Nothing that began after; what has no date does not pass.
    pub until: Option<CalendarDate>,
    /// The id of a document, or of the folder it is in.
    pub document: Option<String>,
}

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

impl Filter {
    /// Whether the filter lets everything pass.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The facts that pass, by document and then by place in its text.
    ///
    /// # Errors
    /// When the filter names an entity, relation or document that the dataset does not know.
    pub fn select<'d>(&self, dataset: &'d Dataset, names: &Names<'d>) -> Result<Vec<StatedFact<'d>>> {
        let about = self.about(dataset, names)?;
        self.check_relation(dataset)?;
        let documents: Vec<_> = dataset.documents.iter().filter(|(doc_id, _)| self.is_in(doc_id)).collect();
        if let (true, Some(document)) = (documents.is_empty(), &self.document) {
            return Err(Error::new(format!("no document \"{document}\"")));
        }
        let mut selected = Vec::new();
        for (doc_id, quads) in documents {
            let mut facts = stated_facts(doc_id, quads);
            facts.retain(|fact| self.passes(fact, about.as_ref()));
            facts.sort_by(|a, b| (&a.quotes, a.iri).cmp(&(&b.quotes, b.iri)));
            selected.append(&mut facts);
        }
        Ok(selected)
    }

    fn about<'d>(&self, dataset: &Dataset, names: &Names<'d>) -> Result<Option<BTreeSet<&'d str>>> {
        let Some(entity) = &self.about else { return Ok(None) };
        let found = names.find(entity, dataset.background.iris.base());
        if found.is_empty() {
            return Err(nothing_called(entity, dataset, names));
        }
        Ok(Some(found))
    }

    fn check_relation(&self, dataset: &Dataset) -> Result<()> {
        let Some(relation) = &self.relation else { return Ok(()) };
        let declared = dataset.background.ontology.iter().filter(|quad| quad.predicate == ch::EVENT_CLASS);
        let known: Vec<&str> = declared.filter_map(|quad| node(quad)?.strip_prefix(NAMESPACE)).collect();
        if known.contains(&relation.as_str()) {
            return Ok(());
        }
        Err(Error::new(format!("unknown relation \"{relation}\" (known: {})", known.join(", "))))
    }

    fn is_in(&self, doc_id: &str) -> bool {
        self.document.as_ref().is_none_or(|document| {
            let below = doc_id.strip_prefix(document.as_str());
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || document.ends_with('/'))
        })
    }

    fn has_relation(&self, fact: &StatedFact<'_>) -> bool {
        self.relation.as_deref().is_none_or(|relation| fact.predicate.strip_prefix(NAMESPACE) == Some(relation))
    }

    fn passes(&self, fact: &StatedFact<'_>, about: Option<&BTreeSet<&str>>) -> bool {
        about.is_none_or(|about| about.contains(fact.subject) || about.contains(fact.object))
            && self.has_relation(fact)
            && self.since.is_none_or(|since| fact.date.is_some_and(|when| when.last_day() >= since.first_day()))
            && self.until.is_none_or(|until| fact.date.is_some_and(|when| when.first_day() <= until.last_day()))
    }
}

/// The complaint that nothing is called so, with the names of what documents tell of that it is a part of.
fn nothing_called(entity: &str, dataset: &Dataset, names: &Names<'_>) -> Error {
    let lower = entity.to_lowercase();
    let is_part = |label: &&str| label.split_whitespace().any(|word| word.to_lowercase() == lower);
    let quads = dataset.documents.iter().flat_map(|(_, quads)| quads);
    let ends = quads.filter(|quad| quad.predicate == rdf::SUBJECT || quad.predicate == rdf::OBJECT);
    let labels = ends.filter_map(|quad| iri(&quad.object)).map(|iri| names.label(iri));
    let alike: BTreeSet<&str> = labels.filter(is_part).collect();
    let hint = match alike.len() {
        0 => "give a label, a slug or an IRI".to_owned(),
        _ => format!("perhaps {}", alike.into_iter().take(MAX_ALIKE).collect::<Vec<_>>().join(", ")),
    };
    Error::new(format!("nothing is called \"{entity}\" ({hint})"))
}

/// The facts of a document's graph.
fn stated_facts<'d>(doc_id: &'d str, quads: &'d [Quad]) -> Vec<StatedFact<'d>> {
    let mut nodes: HashMap<&str, Vec<&Quad>> = HashMap::new();
    let mut facts = Vec::new();
    for quad in quads {
        let Some(node) = node(quad) else { continue };
        nodes.entry(node).or_default().push(quad);
        if quad.predicate == rdf::TYPE && iri(&quad.object) == Some(ch::FACT.as_str()) {
            facts.push(node);
        }
    }
    facts.into_iter().filter_map(|iri| stated_fact(iri, doc_id, &nodes)).collect()
}

fn stated_fact<'d>(node: &'d str, doc_id: &'d str, nodes: &HashMap<&str, Vec<&'d Quad>>) -> Option<StatedFact<'d>> {
    let objects = |node: &str, property: oxrdf::NamedNodeRef<'_>| {
        let quads = nodes.get(node).into_iter().flatten();
        quads.filter(|quad| quad.predicate == property).map(|quad| &quad.object).collect::<Vec<&'d Term>>()
    };
    let object = |property| objects(node, property).first().copied();
    let date = |property| object(property).and_then(value).and_then(|date| date.parse().ok());
    let status = object(ch::STATUS).and_then(value)?;
    let event = object(ch::EVENT).and_then(iri)?;
    let quote = |quote: &'d str| {
        let number = |property| objects(quote, property).first().and_then(|term| value(term)?.parse().ok());
        let text = objects(quote, oa::EXACT).first().and_then(|term| value(term))?;
        Some(Quote { begin: number(nif::BEGIN_INDEX)?, end: number(nif::END_INDEX)?, text })
    };
    let mut quotes: Vec<_> = objects(event, ch::EVIDENCE).into_iter().filter_map(iri).filter_map(quote).collect();
    quotes.sort_unstable();
    Some(StatedFact {
        iri: node,
        doc_id,
        subject: object(rdf::SUBJECT).and_then(iri)?,
        predicate: object(rdf::PREDICATE).and_then(iri)?,
        object: object(rdf::OBJECT).and_then(iri)?,
        status: Status::ALL.into_iter().find(|known| known.as_str() == status)?,
        date: date(ch::DATE).or(date(ch::START)).map(|start| When { start, end: date(ch::END) }),
        event,
        quotes,
    })
}

fn node(quad: &Quad) -> Option<&str> {
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject { Some(node.as_str()) } else { None }
}

fn iri(term: &Term) -> Option<&str> {
    if let Term::NamedNode(node) = term { Some(node.as_str()) } else { None }
}

fn value(term: &Term) -> Option<&str> {
    if let Term::Literal(literal) = term { Some(literal.value()) } else { None }
}
