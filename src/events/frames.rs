//! Frames: the files of `ontology/frames/` in, an index from words to what they may report out.
//!
//! A frame file names one relation, the classes of its roles, which roles make its facts, and lexical classes: words that take
//! the same construction. See `docs/frames.md`.

use super::constructions::{Constructions, Functions};
use super::reader::{FrameReader, Item};
use super::{Role, Status};
use crate::error::{Error, Result};
use crate::knowledge::Folder;
use crate::ontology::{ClassId, Ontology, RelationId};
use crate::syntax::{Upos, Word, Xpos};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The frames of an ontology, indexed by the words that trigger them.
#[derive(Debug, Clone)]
pub struct Frames {
    frames: Vec<Frame>,
    /// For each kind of word, by lemma in lower case.
    triggers: [FxHashMap<String, Vec<Trigger>>; 3],
    plover: Plover,
}

/// What PLOVER says of the types of events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plover {
    /// Types that the actors of an event do to each other.
    mutual: BTreeSet<String>,
    /// Types of events that are not asserted, by the quad class of their relation.
    #[serde(default)]
    planned: BTreeMap<String, String>,
    #[serde(default)]
    hypothetical: BTreeMap<String, String>,
    #[serde(default)]
    negated: BTreeMap<String, String>,
}

/// How one relation is told.
#[derive(Debug, Clone)]
pub struct Frame {
    /// File name without its ending.
    pub name: String,
    /// What it reports.
    pub relation: RelationId,
    /// For each role of [`Role::ALL`], the classes that may fill it; empty for a role the frame has not.
    pub roles: [Vec<ClassId>; Role::ALL.len()],
    /// Roles whose fillers are subjects of its facts.
    pub subjects: Vec<Role>,
    /// Roles whose fillers are objects of its facts.
    pub objects: Vec<Role>,
    /// What else its events make facts of.
    pub implied: Vec<Implied>,
    /// Words by the construction they take.
    pub classes: Vec<LexicalClass>,
    /// Sentences with the facts that must come out.
    pub examples: Vec<Example>,
    /// Sentences from which no fact of this relation may come.
    pub counterexamples: Vec<Example>,
}

/// A relation that an event of another implies: who meets in Geneva visits Geneva.
#[derive(Debug, Clone)]
pub struct Implied {
    /// The relation.
    pub relation: RelationId,
    /// Roles whose fillers are subjects of its facts.
    pub subjects: Vec<Role>,
    /// Roles whose fillers are objects of its facts.
    pub objects: Vec<Role>,
    /// Classes of the subjects.
    pub only: Vec<ClassId>,
}

/// Words of one frame that take the same construction.
#[derive(Debug, Clone)]
pub struct LexicalClass {
    /// Frame and class ("visited/travel").
    pub name: String,
    /// For each role of [`Role::ALL`], the grammatical functions that fill it, in order of preference.
    pub functions: Functions,
    /// For each role of [`Role::ALL`], classes that narrow the frame's for these words; empty where they do not.
    pub only: [Vec<ClassId>; Role::ALL.len()],
    /// Roles that must be filled.
    pub required: Vec<Role>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER type, where it differs from the relation's.
    pub plover: Option<String>,
    /// What the words themselves say of the reality of the event ("plan a visit").
    pub status: Option<Status>,
    /// Whether the trigger is a title whose words are the fact's `role`.
    pub title: bool,
}

impl LexicalClass {
    /// The classes of things that may fill a role for these words: the frame's, unless they are narrowed.
    pub fn classes<'a>(&'a self, role: Role, frame: &'a Frame) -> &'a [ClassId] {
        let narrowed = &self.only[role as usize];
        if narrowed.is_empty() { &frame.roles[role as usize] } else { narrowed }
    }
}

/// A sentence with its expected outcome.
#[derive(Debug, Clone)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Its parse as CoNLL-U, for a test that does not hang on the parser.
    pub conllu: Option<String>,
    /// Facts as `subject relation object`, with `: status` when not asserted; none in a counter-example.
    pub facts: Vec<String>,
    /// Line of the frame file, for messages.
    pub line: usize,
}

/// Part of speech of a trigger, as frames distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TriggerKind {
    /// A verb, finite or not.
    Verb,
    /// A common or proper noun.
    Noun,
    /// An adjective.
    Adjective,
}

impl TriggerKind {
    /// The kind by its usual name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
        }
    }

    /// The kind of a word that can trigger a frame. A title tagged as an adjective is still a proper noun to its Penn tag.
    pub const fn of(word: &Word) -> Option<Self> {
        match (word.upos, word.xpos) {
            (Upos::Verb, _) => Some(Self::Verb),
            (Upos::Noun | Upos::Propn, _) | (Upos::Adj, Xpos::Nnp | Xpos::Nnps) => Some(Self::Noun),
            (Upos::Adj, _) => Some(Self::Adjective),
            _ => None,
        }
    }
}

/// A word, alone or with companions, that may report a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Index of the frame.
    pub frame_idx: usize,
    /// Index of the lexical class in its frame.
    pub class_idx: usize,
    /// Lemmas that must be among the word's dependents: the particle of "carry out", the noun of "throw weight".
    pub companions: Vec<String>,
}

impl Trigger {
    /// The item as a frame writes it, for the word that has the companions: a verb leads them, others follow.
    pub fn written(&self, kind: TriggerKind, lemma: &str) -> String {
        let companions = self.companions.join(" ");
        match (companions.is_empty(), kind) {
            (true, _) => lemma.to_owned(),
            (false, TriggerKind::Verb) => format!("{lemma} {companions}"),
            (false, TriggerKind::Noun | TriggerKind::Adjective) => format!("{companions} {lemma}"),
        }
    }
}

impl Frames {
    /// Reads `frames/*.toml`, `english/constructions.toml` and `plover.toml` of an ontology folder.
    ///
    /// # Errors
    /// Names file and line of the first fault: a syntax error, an unknown key, relation, class, role, construction or status, a
    /// role that nothing can fill, a class without words, an item told twice, and a frame without examples or
    /// counter-examples, or with one that it cannot mean.
    pub fn load(folder: &Folder, ontology: &Ontology) -> Result<Self> {
        let (frames, mut faults, _) = Self::read(folder, ontology)?;
        if faults.is_empty() { Ok(frames) } else { Err(faults.remove(0)) }
    }

    /// Every fault of [`Frames::load`], and the items that never count, as one before them is always taken.
    pub fn check(folder: &Folder, ontology: &Ontology) -> Vec<Error> {
        match Self::read(folder, ontology) {
            Ok((_, faults, flaws)) => faults.into_iter().chain(flaws).collect(),
            Err(fault) => vec![fault],
        }
    }

    /// The frames, the faults for which they cannot be used, and those for which they can.
    fn read(folder: &Folder, ontology: &Ontology) -> Result<(Self, Vec<Error>, Vec<Error>)> {
        let mut flaws = Vec::new();
        let (constructions, mut faults) = Constructions::read(folder)?;
        let mut frames = Self { frames: Vec::new(), triggers: Default::default(), plover: folder.toml("plover.toml")? };
        for (path, text) in folder.below("frames/").filter(|(path, _)| path.ends_with(".toml")) {
            let name = path.trim_start_matches("frames/").trim_end_matches(".toml");
            match FrameReader::new(name, text, ontology, &constructions).read() {
                Ok(read) => {
                    frames.add(read.frame, read.items);
                    flaws.extend(read.flaws.into_iter().map(|flaw| flaw.at(folder.path(path))));
                }
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.at(folder.path(path)))),
            }
        }
        Ok((frames, faults, flaws))
    }

    /// Adds a frame, and its items to the index: the most specific first.
    fn add(&mut self, frame: Frame, items: Vec<Item>) {
        let frame_idx = self.frames.len();
        for Item { kind, head, companions, class_idx } in items {
            let found = self.triggers[kind as usize].entry(head).or_default();
            found.push(Trigger { frame_idx, class_idx, companions });
            found.sort_by_key(|trigger| std::cmp::Reverse(trigger.companions.len()));
        }
        self.frames.push(frame);
    }

    /// The frame of an index.
    pub fn frame(&self, frame_idx: usize) -> &Frame {
        &self.frames[frame_idx]
    }

    /// Every frame, in the order of their files.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// What a word may report, the most specific triggers first.
    pub fn triggers(&self, kind: TriggerKind, lemma: &str) -> &[Trigger] {
        let of_kind = &self.triggers[kind as usize];
        // Most lemmas are in lower case, and are looked up as they are.
        let found = match lemma.bytes().all(|byte| byte.is_ascii_lowercase()) {
            true => of_kind.get(lemma),
            false => of_kind.get(&lemma.to_lowercase()),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether a noun alone reports something that happens, rather than somebody's office.
    pub fn is_event_noun(&self, lemma: &str) -> bool {
        let happens = |trigger: &Trigger| {
            let frame = &self.frames[trigger.frame_idx];
            trigger.companions.is_empty() && !frame.classes[trigger.class_idx].title
        };
        self.triggers(TriggerKind::Noun, lemma).iter().any(happens)
    }

    /// The PLOVER type of an event of a quad class that is not asserted, where it differs from the relation's.
    pub fn plover_type(&self, status: Status, quad_class: &str) -> Option<&str> {
        let types = match status {
            Status::Asserted => return None,
            Status::Planned => &self.plover.planned,
            Status::Hypothetical => &self.plover.hypothetical,
            Status::Negated => &self.plover.negated,
        };
        types.get(quad_class).map(String::as_str)
    }

    /// Whether the actors of an event of a PLOVER type do it to each other.
    pub fn is_mutual(&self, plover: &str) -> bool {
        self.plover.mutual.contains(plover)
    }

    /// Every verb that triggers a frame, without its companions.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        let mut verbs: Vec<_> = self.triggers[TriggerKind::Verb as usize].keys().map(String::as_str).collect();
        verbs.sort_unstable();
        verbs.into_iter()
    }

    /// Number of lexical items in all frames.
    pub fn item_count(&self) -> usize {
        self.triggers.iter().flat_map(FxHashMap::values).map(Vec::len).sum()
    }
}
