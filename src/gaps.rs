//! Gaps: what documents say in; the names that the gazetteer lacks and the predicates between actors that no frame covers, with how
//! often and where first, out. They are what is best taught next.

use crate::documents::Document;
use crate::entities::{EntityId, Link};
use crate::events::structure::Argument;
use crate::events::{Function, Predicate};
use crate::mentions::Form;
use crate::pipeline::{Extraction, Extractor};
use crate::syntax::Upos;
use std::collections::{BTreeMap, BTreeSet};

/// A name that the gazetteer lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownName {
    /// The name, in full where the document gives it so.
    pub name: String,
    /// The class that its form tells; `None` where it tells none.
    pub class: Option<String>,
}

/// A verb between two actors that gives no event of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UncoveredPredicate {
    /// Dictionary form of the verb.
    pub lemma: String,
    /// What the second actor is to it.
    pub function: Function,
    /// The classes of frames that list the verb and lack something; none where no frame lists it.
    pub frames: BTreeSet<String>,
}

/// How often something is met, and where first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sightings {
    /// How often.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// The first document.
    pub doc: String,
    /// The sentence there.
    pub sentence: String,
}

/// What is lacking, by what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Names that the gazetteer lacks.
    pub names: BTreeMap<UnknownName, Sightings>,
    /// Predicates that no frame covers.
    pub predicates: BTreeMap<UncoveredPredicate, Sightings>,
}

impl Gaps {
    /// The gaps that one document shows.
    pub fn of(extractor: &Extractor, doc: &Document, extraction: &Extraction) -> Self {
        let page = Page { extractor, doc, extraction };
        let mut gaps = Self::default();
        for (name, sent_idx) in page.unknown_names() {
            page.see(gaps.names.entry(name).or_default(), sent_idx);
        }
        for sent_idx in 0..extraction.sentences.len() {
            for predicate in page.uncovered(sent_idx) {
                page.see(gaps.predicates.entry(predicate).or_default(), sent_idx);
            }
        }
        gaps
    }

    /// Adds those of another document.
    pub fn add(&mut self, other: Self) {
        add_all(&mut self.names, other.names);
        add_all(&mut self.predicates, other.predicates);
    }
}

/// The entries of a map by how often they are met, the most frequent first.
pub fn by_count<T: Ord>(gaps: &BTreeMap<T, Sightings>) -> Vec<(&T, &Sightings)> {
    let mut sorted: Vec<_> = gaps.iter().collect();
    sorted.sort_by_key(|(_, seen)| std::cmp::Reverse((seen.count, seen.documents)));
    sorted
}

fn add_all<T: Ord>(all: &mut BTreeMap<T, Sightings>, more: BTreeMap<T, Sightings>) {
    for (gap, seen) in more {
        let known = all.entry(gap).or_default();
        let (count, documents) = (known.count + seen.count, known.documents + seen.documents);
        let first = if known.count == 0 { seen } else { std::mem::take(known) };
        *known = Sightings { count, documents, ..first };
    }
}

/// One document.
struct Page<'a> {
    extractor: &'a Extractor,
    doc: &'a Document,
    extraction: &'a Extraction,
}

impl Page<'_> {
    fn see(&self, seen: &mut Sightings, sent_idx: usize) {
        if seen.count == 0 {
            seen.documents = 1;
            seen.doc.clone_from(&self.doc.id);
            let sentence = self.extraction.sentences[sent_idx].span.of(&self.doc.text);
            seen.sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        seen.count += 1;
    }

    /// Names of no entry, and phrases around a proper noun, with their sentences.
    fn unknown_names(&self) -> Vec<(UnknownName, usize)> {
        let Extraction { mentions, entities, parses, .. } = self.extraction;
        let mut found = Vec::new();
        for (mention, links) in mentions.names.iter().zip(&entities.links) {
            let [id] = links[..] else { continue };
            let entity = entities.entity(id);
            let word = &parses[mention.sent_idx].words[mention.head];
            let class = match entity.link {
                Link::Named if !matches!(mention.form, Form::Reference(_)) => {
                    Some(self.extractor.knowledge().ontology.class(entity.class).name.clone())
                }
                Link::Phrase if word.upos == Upos::Propn && entity.label.starts_with(char::is_alphabetic) => None,
                _ => continue,
            };
            found.push((UnknownName { name: entity.label.clone(), class }, mention.sent_idx));
        }
        found
    }

    /// The verbs of a sentence that stand between two actors and give no event of both.
    fn uncovered(&self, sent_idx: usize) -> Vec<UncoveredPredicate> {
        let words = &self.extraction.parses[sent_idx].words;
        let predicates = self.extractor.explain(self.doc, self.extraction, sent_idx);
        let verbs = predicates.iter().filter(|predicate| words[predicate.word].upos == Upos::Verb);
        let uncovered = verbs.filter(|verb| verb.attempts.iter().all(|attempt| attempt.outcome.is_err()));
        let found = uncovered.filter_map(|verb| {
            let function = self.second_actor(sent_idx, verb)?;
            let frames = verb.attempts.iter().map(|attempt| attempt.class.name.clone()).collect();
            Some(UncoveredPredicate { lemma: words[verb.word].lemma.to_string(), function, frames })
        });
        found.collect()
    }

    /// What somebody is to a verb whom its subject does something to, unless the sentence has an event of both.
    fn second_actor(&self, sent_idx: usize, verb: &Predicate<'_>) -> Option<Function> {
        let actors =
            || verb.arguments.iter().zip(&verb.stand_for).filter_map(|(argument, ids)| self.actor(argument, ids));
        let (_, subject) = actors().find(|(argument, _)| argument.function == Function::Subject)?;
        let other = |(argument, id): &(&Argument, EntityId)| argument.function != Function::Subject && *id != subject;
        let (argument, object) = actors().find(other)?;
        (!self.is_told(sent_idx, subject, object)).then(|| argument.function.clone())
    }

    /// The actor that an argument stands for, where it is one; those of the clause below are not the verb's.
    fn actor<'a>(&self, argument: &'a Argument, ids: &[EntityId]) -> Option<(&'a Argument, EntityId)> {
        let ontology = &self.extractor.knowledge().ontology;
        let is_actor =
            |id: &&EntityId| ontology.is_a(self.extraction.entities.entity(**id).class, ontology.core().actor);
        let own =
            !matches!(argument.function, Function::Inner | Function::Doer | Function::Complement | Function::Owner);
        ids.iter().find(is_actor).filter(|_| own).map(|id| (argument, *id))
    }

    fn is_told(&self, sent_idx: usize, one: EntityId, other: EntityId) -> bool {
        self.extraction.events.iter().any(|event| {
            let has = |id| event.participants.iter().any(|participant| participant.entity == Some(id));
            event.evidence.iter().any(|evidence| evidence.sent_idx == sent_idx) && has(one) && has(other)
        })
    }
}
