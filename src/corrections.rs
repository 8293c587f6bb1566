//! Corrections: a table of what a user knows better in; entities and facts as he wants them out.
//!
//! A row drops a fact, merges an entity into another, or gives one another label:
//!
//! ```text
//! action  entity          relation  other       document
//! drop    Vladimir Putin  visited   Ruritania   news/2014-05
//! merge   xi-jin-ping               xi-jinping
//! rename  myanmar                   Burma
//! ```
//!
//! Columns are parted by tabs. An entity is named by its label or by its slug, the last part of its IRI. Without a relation, `drop`
//! drops every fact from `entity` to `other`; without a document, in all of them.

use crate::entities::{Entities, Entity, EntityId, Link};
use crate::error::{Error, Result, suggest};
use crate::events::Event;
use crate::facts::Fact;
use crate::gazetteer::{Entry, Gazetteer};
use crate::ontology::{ClassId, Ontology, RelationId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

const COLUMNS: [&str; 5] = ["action", "entity", "relation", "other", "document"];
const ACTIONS: [&str; 3] = ["drop", "merge", "rename"];

/// What a user wants otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    drops: Vec<Dropped>,
    /// The name of an entity, and that of the one that it is.
    merges: Vec<(String, String)>,
    /// The name of an entity, and its new label.
    renames: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Dropped {
    subject: String,
    relation: Option<RelationId>,
    object: String,
    doc_id: Option<String>,
}

/// A row of the table, each cell without the white space around it.
struct Row<'t> {
    line: usize,
    cells: [&'t str; COLUMNS.len()],
}

impl Corrections {
    /// Reads a table of corrections; `path` is for messages.
    ///
    /// # Errors
    /// The first fault of [`Corrections::check`].
    pub fn read(path: &Path, text: &str, ontology: &Ontology) -> Result<Self> {
        let (corrections, mut faults) = Self::read_rows(path, text, ontology);
        if faults.is_empty() { Ok(corrections) } else { Err(faults.remove(0)) }
    }

    /// Every fault of a table, with file and line: a header that is not the one above, an unknown action or relation, a cell that
    /// its action needs or cannot use, and two rows that contradict each other.
    pub fn check(path: &Path, text: &str, ontology: &Ontology) -> Vec<Error> {
        Self::read_rows(path, text, ontology).1
    }

    fn read_rows(path: &Path, text: &str, ontology: &Ontology) -> (Self, Vec<Error>) {
        let (mut corrections, mut faults) = (Self::default(), Vec::new());
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let mut lines = lines.map(|(number, line)| (number, line.split('\t').map(str::trim).collect::<Vec<_>>()));
        let header = lines.next();
        if header.as_ref().is_none_or(|(_, names)| names[..] != COLUMNS) {
            let told = format!("the first line must name the columns, parted by tabs: {}", COLUMNS.join(" "));
            return (corrections, vec![Error::new(told).at(path).line(header.map_or(1, |(number, _)| number))]);
        }
        for (line, mut cells) in lines {
            cells.resize(cells.len().max(COLUMNS.len()), "");
            let read = match cells[..].try_into() {
                Ok(cells) => corrections.add(&Row { line, cells }, ontology),
                Err(_) => {
                    Err(Error::new(format!("{} columns where the header has {}", cells.len(), COLUMNS.len()))
                        .line(line))
                }
            };
            faults.extend(read.err().map(|fault| fault.at(path)));
        }
        (corrections, faults)
    }

    fn add(&mut self, row: &Row<'_>, ontology: &Ontology) -> Result<()> {
        let [action, entity, relation, other, doc_id] = row.cells;
        if let Some(empty) = [(entity, "entity"), (other, "other")].into_iter().find(|(cell, _)| cell.is_empty()) {
            return Err(row.fault(format!("the column \"{}\" is empty", empty.1)));
        }
        let pair = (entity.to_owned(), other.to_owned());
        match action {
            "drop" => {
                let relation = row.relation(relation, ontology)?;
                let doc_id = (!doc_id.is_empty()).then(|| doc_id.to_owned());
                self.drops.push(Dropped { subject: pair.0, relation, object: pair.1, doc_id });
                Ok(())
            }
            "merge" | "rename" if !relation.is_empty() || !doc_id.is_empty() => {
                Err(row.fault(format!("{action} has no relation and no document")))
            }
            "merge" if entity == other => Err(row.fault("an entity cannot be merged into itself".to_owned())),
            "merge" if self.merges.iter().any(|(from, _)| from == other) => {
                Err(row.fault(format!("\"{other}\" is itself merged into another")))
            }
            "merge" if self.merges.iter().any(|(_, into)| into == entity) => {
                Err(row.fault(format!("\"{entity}\" is what another is merged into")))
            }
            "merge" => row.add_to(&mut self.merges, pair),
            "rename" => row.add_to(&mut self.renames, pair),
            _ => Err(row.fault(format!("unknown action \"{action}\" {}", suggest(action, ACTIONS)))),
        }
    }

    /// Whether an entity is taken for another.
    pub const fn merge_any(&self) -> bool {
        !self.merges.is_empty()
    }

    /// The entities of a document with those that are merged as one, under the labels that the user wants.
    pub fn correct_entities(&self, found: Entities, gazetteer: &Gazetteer) -> Entities {
        if self.merges.is_empty() && self.renames.is_empty() {
            return found;
        }
        let Entities { entities, links } = found;
        let corrected: Vec<Entity> = entities.iter().map(|entity| self.correct(entity, &entities, gazetteer)).collect();
        let mut ids: BTreeMap<(ClassId, bool, &str), EntityId> = BTreeMap::new();
        let (mut kept, mut moved) = (Vec::new(), Vec::new());
        for entity in &corrected {
            let next = EntityId(kept.len());
            let id = *ids.entry((entity.class, entity.link == Link::Phrase, &entity.slug)).or_insert(next);
            if id == next {
                kept.push(entity.clone());
            }
            moved.push(id);
        }
        Entities { entities: kept, links: links.into_iter().map(|links| move_links(&links, &moved)).collect() }
    }

    fn correct(&self, entity: &Entity, all: &[Entity], gazetteer: &Gazetteer) -> Entity {
        let mut corrected = entity.clone();
        if let Some((_, other)) = self.merges.iter().find(|(from, _)| is_called(&entity.slug, &entity.label, from)) {
            let known = gazetteer.entries().iter().find(|entry| is_called(&entry.id, &entry.label, other));
            let here = all.iter().find(|one| is_called(&one.slug, &one.label, other));
            corrected = match (known.and_then(|entry| Some((gazetteer.entry_by_id(&entry.id)?, entry))), here) {
                (Some((id, Entry { id: slug, label, class, .. })), _) => {
                    Entity { slug: slug.to_string(), class: *class, label: label.to_string(), link: Link::Known(id) }
                }
                (None, Some(here)) => here.clone(),
                (None, None) => {
                    Entity { slug: slug::slugify(other), label: other.clone(), link: Link::Named, ..corrected }
                }
            };
        }
        if let Some(label) = self.label_of(&corrected.slug, &corrected.label) {
            corrected.label = label.to_owned();
        }
        corrected
    }

    /// The label that the user wants for an entity.
    pub fn label_of(&self, slug: &str, label: &str) -> Option<&str> {
        let row = self.renames.iter().find(|(entity, _)| is_called(slug, label, entity));
        row.map(|(_, label)| label.as_str())
    }

    /// The entries of a gazetteer under the labels that the user wants; those they had are other names of theirs.
    pub fn relabel<'e>(&self, entries: &'e [Entry]) -> Cow<'e, [Entry]> {
        if self.renames.is_empty() {
            return Cow::Borrowed(entries);
        }
        let relabelled = |entry: &Entry| match self.label_of(&entry.id, &entry.label) {
            Some(label) => {
                let mut aliases = entry.aliases.clone();
                aliases.push(entry.label.clone());
                Entry { label: label.into(), aliases, ..entry.clone() }
            }
            None => entry.clone(),
        };
        Cow::Owned(entries.iter().map(relabelled).collect())
    }

    /// The events and facts of a document without what the user dropped. An event goes with the last of its facts.
    pub fn drop_facts(
        &self,
        doc_id: &str,
        entities: &Entities,
        events: Vec<Event>,
        facts: Vec<Fact>,
    ) -> (Vec<Event>, Vec<Fact>) {
        let is_dropped = |fact: &Fact| self.drops.iter().any(|drop| drop.is_of(fact, doc_id, entities));
        let (dropped, mut kept): (Vec<_>, Vec<_>) = facts.into_iter().partition(is_dropped);
        if dropped.is_empty() {
            return (events, kept);
        }
        let has_fact = |event_idx: usize, facts: &[Fact]| facts.iter().any(|fact| fact.event_idx == event_idx);
        let stays: Vec<bool> = (0..events.len()).map(|idx| has_fact(idx, &kept) || !has_fact(idx, &dropped)).collect();
        for fact in &mut kept {
            fact.event_idx = stays[..fact.event_idx].iter().filter(|stays| **stays).count();
        }
        (events.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(event, _)| event).collect(), kept)
    }
}

impl Dropped {
    fn is_of(&self, fact: &Fact, doc_id: &str, entities: &Entities) -> bool {
        let is = |id: EntityId, name: &str| {
            let entity = entities.entity(id);
            is_called(&entity.slug, &entity.label, name)
        };
        self.doc_id.as_deref().is_none_or(|only| only == doc_id)
            && self.relation.is_none_or(|relation| relation == fact.relation)
            && is(fact.subject, &self.subject)
            && is(fact.object, &self.object)
    }
}

impl Row<'_> {
    fn fault(&self, message: String) -> Error {
        Error::new(message).line(self.line)
    }

    fn relation(&self, name: &str, ontology: &Ontology) -> Result<Option<RelationId>> {
        let known = ontology.relations().map(|(_, relation)| relation.name.as_str());
        match (name, ontology.relation_named(name)) {
            ("", _) => Ok(None),
            (_, Some(relation)) => Ok(Some(relation)),
            (_, None) => Err(self.fault(format!("unknown relation \"{name}\" {}", suggest(name, known)))),
        }
    }

    fn add_to(&self, pairs: &mut Vec<(String, String)>, pair: (String, String)) -> Result<()> {
        if let Some((entity, other)) = pairs.iter().find(|(entity, _)| *entity == pair.0) {
            return Err(self.fault(format!("a row before has \"{entity}\" as \"{other}\"")));
        }
        pairs.push(pair);
        Ok(())
    }
}

/// Whether a user means an entity by its slug or label.
fn is_called(slug: &str, label: &str, name: &str) -> bool {
    name == slug || name == label
}

fn move_links(links: &[EntityId], moved: &[EntityId]) -> Vec<EntityId> {
    let mut found: Vec<EntityId> = Vec::new();
    for id in links.iter().map(|link| moved[link.0]) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}
