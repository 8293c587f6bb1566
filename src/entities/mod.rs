//! Entities: mentions in; what they stand for, one entity for all mentions of the same thing in a document, out.

mod reference;

use crate::gazetteer::{EntryId, Gazetteer};
use crate::mentions::{Form, Mention, Mentions};
use crate::ontology::{ClassId, Ontology};
use crate::syntax::Parse;
use std::collections::{BTreeMap, BTreeSet};

/// Index of an [`Entity`] in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

/// Something that a document speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Kebab-case slug that its IRI is made of: the gazetteer's id for a known one.
    pub slug: String,
    /// Its class.
    pub class: ClassId,
    /// The usual name, or the phrase for an entity without a name.
    pub label: String,
    /// What it is tied to.
    pub link: Link,
}

/// What ties an entity to the world outside its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// An entry of the gazetteer.
    Known(EntryId),
    /// A name the gazetteer lacks; the same name is the same entity in every document.
    Named,
    /// A phrase ("gas deal"), an entity of its document alone.
    Phrase,
}

/// The entities of a document, and what each of its mentions stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entities {
    /// Every entity, in the order in which the text first names it.
    pub entities: Vec<Entity>,
    /// For each mention, the entities it stands for: none where it is not resolved, two for "the two countries".
    pub links: Vec<Vec<EntityId>>,
}

impl Entities {
    /// Tells which mentions are one entity. `mentions` are in the order of the text, and there is one parse a sentence. `telling`
    /// says in which sentences an event may be told: a thing without a name is called as the first of these calls it.
    pub fn link(
        text: &str,
        mentions: &Mentions,
        parses: &[Parse],
        telling: &[bool],
        (gazetteer, ontology): (&Gazetteer, &Ontology),
    ) -> Self {
        let (found, by_key, passing) = (Self::default(), BTreeMap::new(), BTreeSet::new());
        let mut linker = Linker { text, gazetteer, telling, found, by_key, passing };
        for mention in &mentions.names {
            let links = match (mention.entry, mention.class, mention.form) {
                (Some(entry), ..) => vec![linker.known(entry)],
                (None, Some(class), Form::Phrase) => vec![linker.phrase(mention, class)],
                (None, Some(class), _) => vec![linker.named(mention, class)],
                (None, None, _) => Vec::new(),
            };
            linker.found.links.push(links);
        }
        reference::resolve(&mut linker, mentions, parses, ontology);
        linker.found
    }

    /// The entity of an index.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0]
    }
}

/// What makes two mentions one entity.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(EntryId),
    Named(ClassId, String),
    Phrase(ClassId, String),
}

struct Linker<'a> {
    text: &'a str,
    gazetteer: &'a Gazetteer,
    found: Entities,
    by_key: BTreeMap<Key, EntityId>,
    telling: &'a [bool],
    /// Phrases that no telling sentence has called anything yet.
    passing: BTreeSet<EntityId>,
}

impl Linker<'_> {
    fn known(&mut self, id: EntryId) -> EntityId {
        let entry = self.gazetteer.entry(id);
        self.entity(Key::Known(id), || Entity {
            slug: entry.id.to_string(),
            class: entry.class,
            label: entry.label.to_string(),
            link: Link::Known(id),
        })
    }

    fn named(&mut self, mention: &Mention, class: ClassId) -> EntityId {
        let label = folded(mention.full_name.unwrap_or(mention.span).of(self.text));
        let slug = slug::slugify(&label);
        self.entity(Key::Named(class, slug.clone()), || Entity { slug, class, label, link: Link::Named })
    }

    fn phrase(&mut self, mention: &Mention, class: ClassId) -> EntityId {
        let label = folded(mention.span.of(self.text));
        let slug = slug::slugify(&label);
        let tells = self.telling.get(mention.sent_idx).copied().unwrap_or_default();
        let known = self.found.entities.len();
        let make = || Entity { slug: slug.clone(), class, label: label.clone(), link: Link::Phrase };
        let id = self.entity(Key::Phrase(class, slug.clone()), make);
        if !tells && id.0 == known {
            self.passing.insert(id);
        } else if tells && self.passing.remove(&id) {
            self.found.entities[id.0].label = label;
        }
        id
    }

    fn entity(&mut self, key: Key, make: impl FnOnce() -> Entity) -> EntityId {
        let entities = &mut self.found.entities;
        *self.by_key.entry(key).or_insert_with(|| {
            entities.push(make());
            EntityId(entities.len() - 1)
        })
    }
}

/// White space of any kind and length as one space.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
