//! The checks of a store: a sound graph passes all, and for each check a graph that is broken in its way does not.

use crate::sample::{dataset, stories};
use chancery::knowledge::Folder;
use chancery::rdf::vocab::{ch, dcterms, nif, oa, prov, rdf, rdfs};
use chancery::store::{Dataset, Question, UnionGraph};
use oxrdf::{Literal, NamedNodeRef, Quad, Term};

/// A check, and a way to break a graph that it must see.
type Breakage = (&'static str, fn(&mut Dataset));

const BREAKAGES: [Breakage; 13] = [
    ("document-without-id", |dataset| remove(dataset, dcterms::IDENTIFIER)),
    ("event-without-actor", |dataset| {
        for role in ["agent", "target", "object", "counterpart", "place"] {
            remove(dataset, chancery::rdf::ontology_term(role).as_ref());
        }
    }),
    ("event-without-source", |dataset| remove(dataset, ch::FRAME)),
    ("evidence-without-place", |dataset| remove(dataset, nif::BEGIN_INDEX)),
    ("fact-of-no-relation", |dataset| replace(dataset, rdf::PREDICATE, rdfs::SEE_ALSO)),
    ("fact-of-other-status", |dataset| replace(dataset, ch::STATUS, Literal::from("certain"))),
    ("fact-without-ends", |dataset| remove(dataset, rdf::OBJECT)),
    ("fact-without-source", |dataset| remove(dataset, prov::WAS_DERIVED_FROM)),
    ("fact-without-triple", |dataset| dataset.facts.clear()),
    ("interval-backwards", |dataset| replace(dataset, ch::END, Literal::from("1999"))),
    ("participant-without-name", |dataset| remove(dataset, rdfs::LABEL)),
    ("triple-in-two-graphs", |dataset| dataset.entities = dataset.facts.clone()),
    ("triple-without-fact", |dataset| {
        let triple = Quad { object: dataset.facts[0].subject.clone().into(), ..dataset.facts[0].clone() };
        dataset.facts.push(triple);
    }),
];

fn find_faults(dataset: &Dataset, folder: &Folder) -> chancery::error::Result<Vec<String>> {
    chancery::store::find_faults(&UnionGraph::of(dataset), folder)
}

fn quads(dataset: &mut Dataset) -> impl Iterator<Item = &mut Quad> {
    dataset.documents.iter_mut().flat_map(|(_, quads)| quads).chain(&mut dataset.entities)
}

fn remove(dataset: &mut Dataset, property: NamedNodeRef<'_>) {
    for (_, quads) in &mut dataset.documents {
        quads.retain(|quad| quad.predicate != property);
    }
    dataset.entities.retain(|quad| quad.predicate != property);
    dataset.background.gazetteer.retain(|quad| quad.predicate != property);
}

fn replace(dataset: &mut Dataset, property: NamedNodeRef<'_>, value: impl Into<Term>) {
    let value = value.into();
    quads(dataset).filter(|quad| quad.predicate == property).for_each(|quad| quad.object = value.clone());
}

#[test]
fn a_sound_graph_has_no_faults() {
    assert_eq!(find_faults(&dataset(&stories()), &Folder::ontology()).unwrap(), Vec::<String>::new());
}

#[test]
fn every_check_finds_the_fault_that_it_is_for() {
    let folder = Folder::ontology();
    let checks: Vec<_> = folder.below("shapes/").filter(|(name, _)| name.ends_with(".rq")).collect();
    assert_eq!(checks.len(), BREAKAGES.len());
    for (name, break_it) in BREAKAGES {
        let (_, source) = checks.iter().find(|(file, _)| *file == format!("shapes/{name}.rq")).expect(name);
        let title = Question::parse(name, source).unwrap().title().to_owned();
        let mut broken = dataset(&stories());
        break_it(&mut broken);
        let faults = find_faults(&broken, &folder).unwrap();
        assert!(faults.iter().any(|fault| fault.starts_with(&format!("{title}: "))), "{name}: {faults:?}");
    }
}

#[test]
fn a_fault_names_some_of_what_has_it() {
    let mut broken = dataset(&stories());
    remove(&mut broken, oa::EXACT);
    let faults = find_faults(&broken, &Folder::ontology()).unwrap();
    let fault = faults.iter().find(|fault| fault.starts_with("an event without document")).unwrap();
    assert!(fault.ends_with(">, …)") && fault.matches("/event/").count() == 3, "{fault}");
}
