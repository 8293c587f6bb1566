//! What the graph knows before any document is read: the gazetteer and the ontology in, quads out.

use crate::dates::CalendarDate;
use crate::error::{Error, Result};
use crate::gazetteer::{Entry, EntryId, Membership, Office};
use crate::ontology::Ontology;
use crate::rdf::documents::{class_iris, text};
use crate::rdf::vocab::{ch, owl, rdf, rdfs, skos};
use crate::rdf::{Iris, SharedGraph, date_literal, iris, quads};
use oxrdf::{BlankNode, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::BTreeMap;

/// The graphs that stand beside those of the documents and do not depend on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// The base that all graphs are named below.
    pub iris: Iris,
    /// The gazetteer's graph, sorted.
    pub gazetteer: Vec<Quad>,
    /// The ontology's graph, sorted.
    pub ontology: Vec<Quad>,
}

impl Background {
    /// Writes the gazetteer and the ontology as quads.
    ///
    /// # Errors
    /// When the ontology's text is not valid Turtle.
    pub fn new(known: &Known<'_>, ontology: &Ontology, iris: &Iris) -> Result<Self> {
        let gazetteer = gazetteer_quads(known, ontology, iris);
        Ok(Self { iris: iris.clone(), gazetteer, ontology: ontology_quads(ontology, iris)? })
    }
}

/// What the gazetteer knows; an [`EntryId`] is an index of `entries`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Everything that has names.
    pub entries: &'a [Entry],
    /// Terms of office.
    pub offices: &'a [Office],
    /// Memberships of bodies.
    pub memberships: &'a [Membership],
}

/// The gazetteer's graph, sorted: types, names, Wikidata items, countries, terms of office, memberships.
fn gazetteer_quads(known: &Known<'_>, ontology: &Ontology, iris: &Iris) -> Vec<Quad> {
    let graph = iris.graph(SharedGraph::Gazetteer);
    let mut writer = Writer { known, ontology, iris, graph, quads: Vec::new() };
    for entry in known.entries {
        writer.write_entry(entry);
    }
    for office in known.offices {
        writer.write_office(office);
    }
    for membership in known.memberships {
        writer.write_membership(membership);
    }
    quads::sort(&mut writer.quads);
    writer.quads
}

struct Writer<'a> {
    known: &'a Known<'a>,
    ontology: &'a Ontology,
    iris: &'a Iris,
    graph: NamedNode,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn write_entry(&mut self, entry: &Entry) {
        let node = self.iris.entity(&entry.id);
        for class in class_iris(entry.class, self.ontology) {
            self.add(&node, rdf::TYPE, class);
        }
        self.add(&node, rdfs::LABEL, text(&entry.label));
        for alias in entry.aliases.iter().filter(|alias| **alias != entry.label) {
            self.add(&node, skos::ALT_LABEL, text(alias));
        }
        if let Some(item) = &entry.wikidata {
            self.add(&node, owl::SAME_AS, iris::wikidata_item(item));
        }
        if let Some(country) = entry.country {
            self.add(&node, ch::IN_COUNTRY, self.entity(country));
        }
        if let Some(region) = entry.region {
            self.add(&node, ch::REGION, self.entity(region));
        }
        if let Some(capital) = entry.capital {
            self.add(&node, ch::CAPITAL, self.entity(capital));
        }
        for demonym in &entry.demonyms {
            self.add(&node, ch::DEMONYM, text(demonym));
        }
        if let Some(code) = &entry.iso3 {
            self.add(&node, ch::ISO3, text(code));
        }
        if let Some(sector) = &entry.sector {
            self.add(&node, ch::SECTOR, text(sector));
        }
    }

    fn write_office(&mut self, office: &Office) {
        let (person, body) = (self.entity(office.person), self.entity(office.body));
        let from = office.from.map(|day| day.to_string()).unwrap_or_default();
        let node = self.iris.term(&["office", person.as_str(), &office.role, body.as_str(), &from]);
        self.add(&person, ch::HOLDS_OFFICE, body.clone());
        self.add(&node, rdf::TYPE, ch::OFFICE_TERM);
        self.add(&node, ch::OFFICE_HOLDER, person);
        self.add(&node, ch::OFFICE_BODY, body);
        self.add(&node, ch::ROLE, text(&office.role));
        self.write_interval(&node, office.from, office.to);
    }

    fn write_membership(&mut self, membership: &Membership) {
        let (member, body) = (self.entity(membership.member), self.entity(membership.body));
        let from = membership.from.map(|day| day.to_string()).unwrap_or_default();
        let node = self.iris.term(&["membership", member.as_str(), body.as_str(), &from]);
        self.add(&member, ch::MEMBER_OF, body.clone());
        self.add(&node, rdf::TYPE, ch::MEMBERSHIP);
        self.add(&node, ch::MEMBER, member);
        self.add(&node, ch::BODY, body);
        self.write_interval(&node, membership.from, membership.to);
    }

    fn write_interval(&mut self, node: &NamedNode, from: Option<CalendarDate>, to: Option<CalendarDate>) {
        for (property, day) in [(ch::START, from), (ch::END, to)] {
            if let Some(day) = day {
                self.add(node, property, date_literal(day));
            }
        }
    }

    fn entity(&self, id: EntryId) -> NamedNode {
        self.iris.entity(&self.known.entries[id.0 as usize].id)
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, self.graph.clone()));
    }
}

/// The ontology's graph, sorted. Its blank nodes are named in the order of the file, as parsers name them at random.
fn ontology_quads(ontology: &Ontology, iris: &Iris) -> Result<Vec<Quad>> {
    let graph = iris.graph(SharedGraph::Ontology);
    let mut names = BTreeMap::new();
    let mut rename = |node: BlankNode| {
        let next = names.len();
        names.entry(node.into_string()).or_insert_with(|| BlankNode::new_unchecked(format!("ontology{next}"))).clone()
    };
    let mut found = Vec::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(ontology.source()) {
        let quad = quad.map_err(|e| Error::new("the ontology is not valid Turtle").caused_by(e))?;
        let subject = match quad.subject {
            NamedOrBlankNode::BlankNode(node) => rename(node).into(),
            named => named,
        };
        let object = match quad.object {
            Term::BlankNode(node) => rename(node).into(),
            other => other,
        };
        found.push(Quad::new(subject, quad.predicate, object, graph.clone()));
    }
    quads::sort(&mut found);
    Ok(found)
}
