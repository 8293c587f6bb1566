//! N-Triples and N-Quads: quads in, a line each out. Nothing is kept between two lines, so a whole store is written with one
//! document at a time in memory.

use crate::error::{Error, Result as Checked};
use crate::export::narrow::gazetteer_part;
use crate::export::nodes::{iri, subject};
use crate::export::{Format, Settings, cannot_write};
use crate::rdf::vocab::rdf;
use crate::rdf::{Background, provenance_quads, quads};
use crate::store::{Gathered, Shared, Store};
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::HashSet;
use std::io::{Result, Write};

/// Writes all of a store, as [`write_dataset_with`](crate::export::write_dataset_with) does without a filter, to the byte. What
/// stays in memory is one document, the plain triples and what the entities are called.
///
/// # Errors
/// When the format is not one of lines, the store cannot be read, or `out` cannot be written to.
pub fn write_store(
    store: &Store,
    background: &Background,
    format: Format,
    settings: Settings,
    out: &mut impl Write,
) -> Checked<()> {
    let with_graph = match format {
        Format::NTriples => false,
        Format::NQuads => true,
        _ => return Err(Error::new(format!("{} is no format of lines", format.name()))),
    };
    let mut write = |quads: &[Quad]| write(quads, settings.rdf_12, with_graph, out).map_err(cannot_write);
    let described: HashSet<&str> = background.gazetteer.iter().filter_map(subject).collect();
    let mut named: HashSet<&str> = HashSet::new();
    let mut gathered = Gathered::new(background);
    store.for_each_document(|_, quads| {
        let own = gathered.add(quads);
        named.extend(own.iter().filter_map(|quad| described.get(iri(&quad.object)?)));
        write(&own)
    })?;
    let Shared { facts, entities } = gathered.finish();
    write(&facts)?;
    write(&entities)?;
    write(&gazetteer_part(&background.gazetteer, &named))?;
    write(&background.ontology)?;
    if settings.provenance {
        let made = store.documents().filter_map(|doc_id| Some((doc_id, store.how_made(doc_id)?)));
        let mut told: Vec<Quad> =
            made.flat_map(|(doc_id, made)| provenance_quads(doc_id, made, &background.iris)).collect();
        quads::sort(&mut told);
        write(&told)?;
    }
    Ok(())
}

/// The triple that a fact states.
pub(super) struct Stated<'q> {
    pub subject: &'q Term,
    pub predicate: &'q Term,
    pub object: &'q Term,
}

impl<'q> Stated<'q> {
    /// Of all quads of a node, where they tell it whole.
    pub(super) fn of<'a>(node: impl IntoIterator<Item = &'a &'q Quad>) -> Option<Self>
    where
        'q: 'a,
    {
        let (mut subject, mut predicate, mut object) = (None, None, None);
        for quad in node {
            match quad.predicate.as_ref() {
                rdf::SUBJECT => subject = Some(&quad.object),
                rdf::PREDICATE => predicate = Some(&quad.object),
                rdf::OBJECT => object = Some(&quad.object),
                _ => {}
            }
        }
        Some(Self { subject: subject?, predicate: predicate?, object: object? })
    }
}

/// Whether a property tells a part of the triple that a fact states.
pub(super) fn is_part_of_statement(property: &NamedNode) -> bool {
    [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].iter().any(|part| *part == property.as_ref())
}

/// `rdf:reifies` of RDF 1.2.
pub(super) const REIFIES: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";

/// Writes quads that are sorted by subject, a line each; with RDF 1.2 the three that tell what a fact states are one.
pub(super) fn write(quads: &[Quad], reified: bool, with_graph: bool, out: &mut impl Write) -> Result<()> {
    for node in quads.chunk_by(|a, b| a.subject == b.subject) {
        let stated = if reified { Stated::of(&node.iter().collect::<Vec<_>>()) } else { None };
        for quad in node {
            let Quad { subject, predicate, object, graph_name } = quad;
            match &stated {
                Some(stated) if predicate.as_ref() == rdf::SUBJECT => write_reifying(subject, stated, out)?,
                Some(_) if is_part_of_statement(predicate) => continue,
                _ => write!(out, "{subject} {predicate} {object}")?,
            }
            match graph_name {
                GraphName::DefaultGraph => writeln!(out, " .")?,
                name if with_graph => writeln!(out, " {name} .")?,
                _ => writeln!(out, " .")?,
            }
        }
    }
    Ok(())
}

fn write_reifying(fact: &NamedOrBlankNode, stated: &Stated<'_>, out: &mut impl Write) -> Result<()> {
    let Stated { subject, predicate, object } = stated;
    write!(out, "{fact} <{REIFIES}> <<( {subject} {predicate} {object} )>>")
}
