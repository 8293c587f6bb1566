//! Documents in, tables out: made anew with oxigraph's bulk loader, or changed by what was read again and removed.

use super::index::{TEXT, find_term};
use super::keys::{Key, key, key_and_text, keyed, keys, node, predicate, terms};
use super::{Folder, broken};
use crate::error::Result;
use crate::rdf::vocab::{prov, rdf};
use crate::rdf::{Background, Iris, SharedGraph, provenance_quads};
use crate::store::Store;
use crate::store::dataset::{Contribution, Gathered, Shared};
use oxigraph::store::{BulkLoader, StorageError, Store as Table, Transaction};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, TermRef};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::fs;

/// Quads that the bulk loader takes at a time.
const BATCH: usize = 200_000;
/// Memory that a bulk loader may take, in megabytes.
const LOADER_MEMORY: usize = 256;
/// Keys of terms that are known to be in the table, so that they are not written again.
const KEYS_KEPT: usize = 1 << 20;

type Stored<T> = std::result::Result<T, StorageError>;

/// The tables, open to be written to.
struct Tables {
    quads: Table,
    terms: Table,
    support: Table,
}

/// Brings the tables up to the last document, from those whose frames came after `since`, or anew.
pub(super) fn bring_up(
    folder: &Folder,
    documents: &Store,
    background: &Background,
    since: Option<usize>,
) -> Result<()> {
    let changed: Option<BTreeSet<&str>> =
        since.map(|since| documents.journal()[since..].iter().map(|(doc_id, _)| doc_id.as_str()).collect());
    // To read most documents again one by one takes longer than to load all in bulk.
    match changed.filter(|changed| changed.len() < documents.documents().count() / 2) {
        Some(changed) => change(&open(folder)?, documents, background, &changed, folder),
        None => {
            for name in ["quads", "terms", "support"] {
                let path = folder.table(name);
                if path.exists() {
                    fs::remove_dir_all(path).map_err(|e| folder.cannot("write", e))?;
                }
            }
            load(&open(folder)?, documents, background, folder)
        }
    }
}

fn open(folder: &Folder) -> Result<Tables> {
    let open = |name| Table::open(folder.table(name)).map_err(|e| folder.cannot("open", e));
    Ok(Tables { quads: open("quads")?, terms: open("terms")?, support: open("support")? })
}

impl Tables {
    fn flush(&self) -> Stored<()> {
        [&self.quads, &self.terms, &self.support].into_iter().try_for_each(Table::flush)
    }
}

/// Loads all documents, one after the other.
fn load(tables: &Tables, documents: &Store, background: &Background, folder: &Folder) -> Result<()> {
    let iris = documents.iris();
    let mut bulk = Bulk::new(tables);
    let mut gathered = Gathered::new(background);
    documents.for_each_document(|doc_id, quads| {
        let Contribution { own, descriptions, plain } = gathered.part(quads);
        own.iter().try_for_each(|quad| bulk.add(quad)).map_err(broken(folder))?;
        let supported = support_of(doc_id, &descriptions, &plain, iris);
        supported.iter().try_for_each(|quad| bulk.add_support(quad)).map_err(broken(folder))?;
        gathered.support(descriptions, plain);
        Ok(())
    })?;
    let Shared { facts, entities } = gathered.finish();
    let made = documents.documents().filter_map(|doc_id| Some((doc_id, documents.how_made(doc_id)?)));
    let mut provenance = made.flat_map(|(doc_id, made)| provenance_quads(doc_id, made, iris));
    let mut finish = || {
        let shared = [&facts, &entities, &background.gazetteer, &background.ontology];
        shared.into_iter().flatten().try_for_each(|quad| bulk.add(quad))?;
        provenance.try_for_each(|quad| bulk.add(&quad))
    };
    finish().and_then(|()| bulk.finish()).and_then(|()| tables.flush()).map_err(broken(folder))
}

/// What a document says of entities, in a graph of its own, and the triples that it asserts, in another.
fn support_of(doc_id: &str, descriptions: &[Quad], plain: &[Quad], iris: &Iris) -> Vec<Quad> {
    let [of_descriptions, of_triples] = support_graphs(doc_id, iris);
    let in_graph = |quad: &Quad, graph: &NamedNode| Quad { graph_name: graph.clone().into(), ..quad.clone() };
    let described = descriptions.iter().map(|quad| in_graph(quad, &of_descriptions));
    described.chain(plain.iter().map(|quad| in_graph(quad, &of_triples))).collect()
}

fn support_graphs(doc_id: &str, iris: &Iris) -> [NamedNode; 2] {
    [iris.extraction(doc_id), iris.document(doc_id)]
}

/// Three bulk loaders, and what they are given next.
struct Bulk<'t> {
    loaders: [BulkLoader<'t>; 3],
    waiting: [Vec<Quad>; 3],
    known: FxHashSet<Key>,
}

const QUADS: usize = 0;
const TERMS: usize = 1;
const SUPPORT: usize = 2;

impl<'t> Bulk<'t> {
    fn new(tables: &'t Tables) -> Self {
        // A process that dies over it leaves tables that are made anew, so nothing has to be kept back until the end.
        let loader =
            |table: &'t Table| table.bulk_loader().with_max_memory_size_in_megabytes(LOADER_MEMORY).without_atomicity();
        Self {
            loaders: [&tables.quads, &tables.terms, &tables.support].map(loader),
            waiting: Default::default(),
            known: FxHashSet::default(),
        }
    }

    fn add(&mut self, quad: &Quad) -> Stored<()> {
        self.put(QUADS, quad)
    }

    fn add_support(&mut self, quad: &Quad) -> Stored<()> {
        self.put(SUPPORT, quad)
    }

    fn put(&mut self, table: usize, quad: &Quad) -> Stored<()> {
        let Some(terms) = terms(quad.as_ref()) else { return Ok(()) };
        let mut found = [0; 4];
        for (place, term) in found.iter_mut().zip(terms) {
            let (key, text) = key_and_text(term);
            *place = key;
            if self.known.insert(key) {
                self.push(TERMS, entry(key, text))?;
            }
        }
        if self.known.len() > KEYS_KEPT {
            self.known.clear();
        }
        self.push(table, keyed(found))
    }

    fn push(&mut self, table: usize, quad: Quad) -> Stored<()> {
        self.waiting[table].push(quad);
        if self.waiting[table].len() >= BATCH { self.load(table) } else { Ok(()) }
    }

    fn load(&mut self, table: usize) -> Stored<()> {
        self.loaders[table].load_quads(self.waiting[table].drain(..))
    }

    fn finish(mut self) -> Stored<()> {
        [QUADS, TERMS, SUPPORT].into_iter().try_for_each(|table| self.load(table))?;
        self.loaders.into_iter().try_for_each(BulkLoader::commit)
    }
}

/// What the table of terms says of a key.
fn entry(key: Key, text: String) -> Quad {
    Quad::new(node(key), TEXT, Literal::new_simple_literal(text), GraphName::DefaultGraph)
}

/// Puts what some documents say now in the place of what they said, and makes the shared graphs follow.
fn change(
    tables: &Tables,
    documents: &Store,
    background: &Background,
    changed: &BTreeSet<&str>,
    folder: &Folder,
) -> Result<()> {
    let iris = documents.iris();
    let gathered = Gathered::new(background);
    let mut touched = Touched::default();
    for doc_id in changed {
        let now = if documents.contains(doc_id) { documents.document_quads(doc_id)? } else { Vec::new() };
        let Contribution { own, descriptions, plain } = gathered.part(now);
        let supported = support_of(doc_id, &descriptions, &plain, iris);
        replace_document(tables, doc_id, iris, (&own, &supported), &mut touched).map_err(broken(folder))?;
        let made = documents.how_made(doc_id);
        let made = made.map(|made| provenance_quads(doc_id, made, iris)).unwrap_or_default();
        replace_reading(tables, doc_id, iris, &made).map_err(broken(folder))?;
    }
    let follow = || {
        touched.settle_triples(tables, iris)?;
        touched.settle_entities(tables, background)?;
        settle_programs(tables, iris)?;
        drop_empty_graphs(tables, iris)?;
        tables.flush()
    };
    follow().map_err(broken(folder))
}

/// What changed documents supported or support, as keys.
#[derive(Default)]
struct Touched {
    triples: BTreeSet<[Key; 3]>,
    entities: BTreeSet<Key>,
}

fn replace_document(
    tables: &Tables,
    doc_id: &str,
    iris: &Iris,
    (own, supported): (&[Quad], &[Quad]),
    touched: &mut Touched,
) -> Stored<()> {
    let [of_descriptions, of_triples] = support_graphs(doc_id, iris).map(|graph| key_of(&graph));
    let mut terms = tables.terms.start_transaction()?;
    let mut support = tables.support.start_transaction()?;
    for graph in [of_descriptions, of_triples] {
        for quad in tables.support.quads_for_pattern(None, None, None, Some(node(graph).as_ref().into())) {
            let quad = quad?;
            touched.touch(keys(&quad)?, of_triples);
            support.remove(&quad);
        }
    }
    for quad in supported {
        if let Some(keys) = insert(quad, &mut support, &mut terms) {
            touched.touch(keys, of_triples);
        }
    }
    let mut quads = tables.quads.start_transaction()?;
    for quad in
        tables.quads.quads_for_pattern(None, None, None, Some(node(key_of(&iris.document(doc_id))).as_ref().into()))
    {
        quads.remove(&quad?);
    }
    for quad in own {
        insert(quad, &mut quads, &mut terms);
    }
    terms.commit()?;
    support.commit()?;
    quads.commit()?;
    if own.is_empty() {
        tables.quads.remove_named_graph(node(key_of(&iris.document(doc_id))).as_ref())?;
    }
    Ok(())
}

/// Puts a quad, as keys, and its terms into tables; tells the keys.
fn insert(quad: &Quad, into: &mut Transaction<'_>, terms_table: &mut Transaction<'_>) -> Option<[Key; 4]> {
    let found = terms(quad.as_ref())?.map(|term| {
        let (key, text) = key_and_text(term);
        terms_table.insert(&entry(key, text));
        key
    });
    into.insert(&keyed(found));
    Some(found)
}

impl Touched {
    fn touch(&mut self, [subject, property, object, graph]: [Key; 4], of_triples: Key) {
        if graph == of_triples {
            self.triples.insert([subject, property, object]);
        } else {
            self.entities.insert(subject);
        }
    }

    /// A plain triple stands when a document asserts it and the gazetteer does not have it.
    fn settle_triples(&self, tables: &Tables, iris: &Iris) -> Stored<()> {
        let [facts, gazetteer] = [SharedGraph::Facts, SharedGraph::Gazetteer].map(|graph| key_of(&iris.graph(graph)));
        let mut quads = tables.quads.start_transaction()?;
        for &[subject, property, object] in &self.triples {
            let (from, to) = (node(subject), node(object));
            let mut supported = tables.support.quads_for_pattern(
                Some(from.as_ref().into()),
                Some(predicate(property).as_ref()),
                Some(to.as_ref().into()),
                None,
            );
            let is_supported = supported.next().transpose()?.is_some();
            let is_known = tables.quads.contains(&keyed([subject, property, object, gazetteer]))?;
            let quad = keyed([subject, property, object, facts]);
            if is_supported && !is_known {
                quads.insert(&quad);
            } else {
                quads.remove(&quad);
            }
        }
        quads.commit()
    }

    /// An entity is described as most documents do that speak of it.
    fn settle_entities(&self, tables: &Tables, background: &Background) -> Stored<()> {
        let graph = background.iris.graph(SharedGraph::Entities);
        let mut gathered = Gathered::new(background);
        let mut votes: FxHashMap<Key, Vec<Quad>> = FxHashMap::default();
        let mut quads = tables.quads.start_transaction()?;
        for &entity in &self.entities {
            let subject = node(entity);
            for quad in tables.support.quads_for_pattern(Some(subject.as_ref().into()), None, None, None) {
                let [subject, property, object, document] = keys(&quad?)?;
                let found = [subject, property, object].map(|key| find_term(&tables.terms, key));
                if let [Some(Term::NamedNode(subject)), Some(Term::NamedNode(property)), Some(object)] = all(found)?
                    && (property == rdf::TYPE || property == crate::rdf::vocab::rdfs::LABEL)
                {
                    votes.entry(document).or_default().push(Quad::new(subject, property, object, graph.clone()));
                }
            }
            let old = node(key_of(&graph));
            for quad in
                tables.quads.quads_for_pattern(Some(subject.as_ref().into()), None, None, Some(old.as_ref().into()))
            {
                quads.remove(&quad?);
            }
        }
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|(document, _)| *document);
        votes.into_iter().for_each(|(_, described)| gathered.support(described, Vec::new()));
        let mut terms = tables.terms.start_transaction()?;
        for quad in gathered.finish().entities {
            insert(&quad, &mut quads, &mut terms);
        }
        terms.commit()?;
        quads.commit()
    }
}

fn all<const N: usize>(found: [Stored<Option<Term>>; N]) -> Stored<[Option<Term>; N]> {
    let mut terms = [const { None }; N];
    for (place, term) in terms.iter_mut().zip(found) {
        *place = term?;
    }
    Ok(terms)
}

/// Puts when and by what a document was read in the place of what was told of it.
fn replace_reading(tables: &Tables, doc_id: &str, iris: &Iris, made: &[Quad]) -> Stored<()> {
    let graph = node(key_of(&iris.graph(SharedGraph::Provenance)));
    let reading = node(key_of(&iris.extraction(doc_id)));
    let mut quads = tables.quads.start_transaction()?;
    for quad in tables.quads.quads_for_pattern(Some(reading.as_ref().into()), None, None, Some(graph.as_ref().into())) {
        quads.remove(&quad?);
    }
    let mut terms = tables.terms.start_transaction()?;
    for quad in made {
        insert(quad, &mut quads, &mut terms);
    }
    terms.commit()?;
    quads.commit()
}

/// Takes away what is told of programs that have read none of the documents there are.
fn settle_programs(tables: &Tables, iris: &Iris) -> Stored<()> {
    let graph = node(key_of(&iris.graph(SharedGraph::Provenance)));
    let [agent, by, kind] =
        [prov::SOFTWARE_AGENT, prov::WAS_ASSOCIATED_WITH, rdf::TYPE].map(|term| key(TermRef::from(term)));
    let class = node(agent);
    let programs = tables.quads.quads_for_pattern(
        None,
        Some(predicate(kind).as_ref()),
        Some(class.as_ref().into()),
        Some(graph.as_ref().into()),
    );
    let mut quads = tables.quads.start_transaction()?;
    for program in programs {
        let program = program?.subject;
        let object = Term::from(program.clone());
        let mut readings = tables.quads.quads_for_pattern(
            None,
            Some(predicate(by).as_ref()),
            Some(object.as_ref()),
            Some(graph.as_ref().into()),
        );
        if readings.next().transpose()?.is_none() {
            for quad in tables.quads.quads_for_pattern(Some(program.as_ref()), None, None, Some(graph.as_ref().into()))
            {
                quads.remove(&quad?);
            }
        }
    }
    quads.commit()
}

/// A graph is one that holds something.
fn drop_empty_graphs(tables: &Tables, iris: &Iris) -> Stored<()> {
    for graph in [SharedGraph::Facts, SharedGraph::Entities, SharedGraph::Provenance] {
        let graph = node(key_of(&iris.graph(graph)));
        let mut quads = tables.quads.quads_for_pattern(None, None, None, Some(graph.as_ref().into()));
        if quads.next().transpose()?.is_none() {
            tables.quads.remove_named_graph(graph.as_ref())?;
        }
    }
    Ok(())
}

fn key_of(iri: &NamedNode) -> Key {
    key(iri.as_ref().into())
}
