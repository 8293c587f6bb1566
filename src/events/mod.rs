//! Events: frames matched on parses in, n-ary events out.
//!
//! [`structure`] brings the arguments of a word into one normal form, [`status`](Status) tells whether the text asserts what it
//! reports, [`Frames`] know which words report what, and [`Matcher`] puts the three together.

mod attempts;
mod constructions;
mod english;
mod frames;
mod gathering;
mod matcher;
mod occasions;
mod qualifiers;
mod reader;
mod relevance;
mod status;
pub mod structure;

pub use attempts::{Attempt, Lack, Predicate, Refusal};
pub use constructions::{Constructions, Function, Functions};
pub use english::Predicates;
pub use frames::{Example, Frame, Frames, Implied, LexicalClass, Trigger, TriggerKind};
pub use matcher::{Matcher, Reading};
pub use relevance::Screen;

use crate::dates::When;
use crate::entities::EntityId;
use crate::mentions::Value;
use crate::ontology::RelationId;
use crate::span::Span;
use serde::Deserialize;

/// What the text says of the reality of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened, is happening, or holds.
    Asserted,
    /// It is scheduled, intended, agreed for later.
    Planned,
    /// It is possible, proposed, demanded, conditional, threatened.
    Hypothetical,
    /// It did not happen or does not hold.
    Negated,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Asserted, Self::Planned, Self::Hypothetical, Self::Negated];

    /// The status as facts write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Planned => "planned",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
        }
    }
}

/// A role of a participant in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The doer or holder.
    Agent,
    /// Whom or where it is done to.
    Target,
    /// What it is about: an agreement, an exercise, a product, a phrase.
    Object,
    /// The other party of a deal, visit or talk.
    Counterpart,
    /// Where it takes place.
    Place,
}

impl Role {
    /// Every role, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Agent, Self::Target, Self::Object, Self::Counterpart, Self::Place];

    /// The role as frames and events write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Target => "target",
            Self::Object => "object",
            Self::Counterpart => "counterpart",
            Self::Place => "place",
        }
    }

    /// The role with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Who or what takes part in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// In which role.
    pub role: Role,
    /// The words that name it there.
    pub mention: Span,
    /// What they stand for; `None` for an actor of no class ("protesters").
    pub entity: Option<EntityId>,
}

/// The piece of the text that an event was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Evidence {
    /// Index of the sentence.
    pub sent_idx: usize,
    /// The sentence.
    pub span: Span,
    /// The word or words that the frame is triggered by.
    pub trigger: Span,
}

/// Something that happens or holds between participants, as a document tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happens.
    pub relation: RelationId,
    /// PLOVER type ("CONSULT"); the relation's own, unless frame or number of actors tells another.
    pub plover: Option<String>,
    /// PLOVER mode ("visit"), where the frame gives one.
    pub mode: Option<String>,
    /// Who takes part, by role and then in the order of the text.
    pub participants: Vec<Participant>,
    /// Whether the text asserts it.
    pub status: Status,
    /// When, where the text tells.
    pub date: Option<When>,
    /// For how much money, or how much of what.
    pub value: Option<Value>,
    /// About what, in the words of the text.
    pub topic: Option<String>,
    /// The title of an office, in lower case, without the country.
    pub office: Option<String>,
    /// Who says so, in the words of the text, or by name where these are a pronoun.
    pub attribution: Option<String>,
    /// Where the text tells it; never empty.
    pub evidence: Vec<Evidence>,
    /// The frame and lexical class that found it ("visited/travel").
    pub frame: String,
}

impl Event {
    /// The participants in a role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(move |participant| participant.role == role)
    }
}
