//! The ontology: what can be said. `chancery.ttl` in; classes, relations, and which class is a kind of which, out.
//!
//! ```
//! use chancery::{knowledge::Folder, ontology::Ontology};
//! let ontology = Ontology::load(&Folder::ontology())?;
//! let visited = ontology.relation_named("visited").map(|id| ontology.relation(id));
//! assert_eq!(visited.and_then(|relation| relation.plover.as_deref()), Some("CONSULT"));
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod read;
mod vocabularies;

pub use vocabularies::PropertyUse;

use crate::error::{Error, Result};
use crate::knowledge::Folder;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;
use std::collections::BTreeMap;
use vocabularies::Vocabularies;

/// The namespace of the ontology's own terms, fixed in all graphs; `ch:` for short.
pub const NAMESPACE: &str = "https://w3id.org/chancery/ontology#";

/// The file of the ontology folder that declares classes and relations.
pub const FILE: &str = "chancery.ttl";

/// Index of a class in its ontology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassId(pub u16);

/// Index of a relation in its ontology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub u16);

/// A class of entities, events or records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its name below [`NAMESPACE`] ("Organisation").
    pub name: String,
    /// Its English label.
    pub label: String,
    /// Classes of other vocabularies that it is a kind of, as IRIs ("https://schema.org/Organization").
    pub aligned: Vec<String>,
}

/// A relation between two entities: an object property with an event class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name below [`NAMESPACE`] ("signedDeal").
    pub name: String,
    /// Its English label ("signed").
    pub label: String,
    /// What it means and what counts.
    pub definition: String,
    /// Classes whose instances may be its subject; a class stands for its kinds too.
    pub domain: Vec<ClassId>,
    /// Classes whose instances may be its object.
    pub range: Vec<ClassId>,
    /// Whether subject and object may change places.
    pub symmetric: bool,
    /// PLOVER event type ("CONSULT").
    pub plover: Option<String>,
    /// PLOVER event type when one actor alone takes part, where it differs.
    pub plover_alone: Option<String>,
    /// Verbal or material, cooperation or conflict ("verbal cooperation").
    pub quad_class: Option<String>,
    /// The class of its events ("Visit").
    pub event_class: String,
}

/// The classes that the stages themselves tell apart. Every ontology declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoreClasses {
    /// Whoever does something.
    pub actor: ClassId,
    /// A human being.
    pub person: ClassId,
    /// A state or territory.
    pub country: ClassId,
    /// A body.
    pub organisation: ClassId,
    /// Where something is.
    pub place: ClassId,
    /// What a phrase is that is of no other class.
    pub other: ClassId,
}

/// Classes and relations, with the is-a hierarchy closed.
#[derive(Debug, Clone)]
pub struct Ontology {
    source: String,
    core: CoreClasses,
    classes: Vec<Class>,
    relations: Vec<Relation>,
    /// For each class, itself and all that it is a kind of, sorted.
    ancestors: Vec<Vec<ClassId>>,
    class_ids: BTreeMap<String, ClassId>,
    relation_ids: BTreeMap<String, RelationId>,
    vocabularies: Vocabularies,
}

impl Ontology {
    /// Reads [`FILE`] of an ontology folder, and `vocabularies.ttl` where it has one.
    ///
    /// # Errors
    /// Tells file and line of a syntax error, and a relation that lacks a label, domain, range or event class, or names a
    /// class that is not declared.
    pub fn load(folder: &Folder) -> Result<Self> {
        let source = folder.file(FILE)?;
        let declarations = read::read_declarations(source).map_err(|e| e.at(folder.path(FILE)))?;
        let mut ontology = Self::assemble(source.to_owned(), declarations).map_err(|e| e.at(folder.path(FILE)))?;
        ontology.read_vocabularies(folder)?;
        Ok(ontology)
    }

    /// The text of `chancery.ttl`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The classes that every ontology has.
    pub fn core(&self) -> CoreClasses {
        self.core
    }

    /// The class of an index.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[usize::from(id.0)]
    }

    /// The relation of an index.
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[usize::from(id.0)]
    }

    /// The class with a name ("Person").
    pub fn class_named(&self, name: &str) -> Option<ClassId> {
        self.class_ids.get(name).copied()
    }

    /// The relation with a name ("visited").
    pub fn relation_named(&self, name: &str) -> Option<RelationId> {
        self.relation_ids.get(name).copied()
    }

    /// Every class, sorted by name.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        (0..).map(ClassId).zip(&self.classes)
    }

    /// Every relation, sorted by name.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Relation)> {
        (0..).map(RelationId).zip(&self.relations)
    }

    /// Whether every instance of `class` is one of `kind` too; a class is of its own kind.
    pub fn is_a(&self, class: ClassId, kind: ClassId) -> bool {
        self.ancestors[usize::from(class.0)].binary_search(&kind).is_ok()
    }

    /// Whether `class` is of one of `kinds`.
    pub fn is_any(&self, class: ClassId, kinds: &[ClassId]) -> bool {
        kinds.iter().any(|&kind| self.is_a(class, kind))
    }

    fn assemble(source: String, declared: read::Declarations) -> Result<Self> {
        let class_ids: BTreeMap<_, _> =
            declared.classes.keys().zip(0..).map(|(name, id)| (name.clone(), ClassId(id))).collect();
        let id_of = |name: &String| {
            class_ids.get(name).copied().ok_or_else(|| Error::new(format!("class \"{name}\" is used but not declared")))
        };
        let mut is_a = DiGraph::<(), ()>::new();
        for _ in declared.classes.keys() {
            is_a.add_node(());
        }
        for (name, class) in &declared.classes {
            for parent in &class.parents {
                is_a.add_edge(node(id_of(name)?), node(id_of(parent)?), ());
            }
        }
        let mut relations = Vec::new();
        for (name, relation) in declared.relations {
            let ids = |names: &[String]| names.iter().map(id_of).collect::<Result<Vec<_>>>();
            let missing = |what: &str| Error::new(format!("relation \"{name}\" has no {what}"));
            relations.push(Relation {
                label: relation.label.ok_or_else(|| missing("rdfs:label"))?,
                definition: relation.comment.unwrap_or_default(),
                domain: some(ids(&relation.domain)?).ok_or_else(|| missing("rdfs:domain"))?,
                range: some(ids(&relation.range)?).ok_or_else(|| missing("rdfs:range"))?,
                symmetric: relation.symmetric,
                plover: relation.plover,
                plover_alone: relation.plover_alone,
                quad_class: relation.quad_class,
                event_class: relation.event_class.ok_or_else(|| missing("ch:eventClass"))?,
                name,
            });
        }
        let ancestors = is_a.node_indices().map(|start| reachable(&is_a, start)).collect();
        let relation_ids = relations.iter().zip(0..).map(|(r, id)| (r.name.clone(), RelationId(id))).collect();
        let core_class = |name: &str| {
            class_ids.get(name).copied().ok_or_else(|| Error::new(format!("class \"{name}\" is not declared")))
        };
        let core = CoreClasses {
            actor: core_class("Actor")?,
            person: core_class("Person")?,
            country: core_class("Country")?,
            organisation: core_class("Organisation")?,
            place: core_class("Place")?,
            other: core_class("Other")?,
        };
        let classes = declared.classes.into_iter().map(|(name, class)| class.named(name)).collect();
        Ok(Self {
            source,
            core,
            classes,
            relations,
            ancestors,
            class_ids,
            relation_ids,
            vocabularies: Vocabularies::default(),
        })
    }
}

fn node(id: ClassId) -> NodeIndex {
    NodeIndex::new(usize::from(id.0))
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

fn reachable(graph: &DiGraph<(), ()>, start: NodeIndex) -> Vec<ClassId> {
    let mut found = Vec::new();
    let mut search = Dfs::new(graph, start);
    while let Some(next) = search.next(graph) {
        // Class ids are u16 by construction: there are as many nodes as classes.
        found.push(ClassId(next.index() as u16));
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests;
