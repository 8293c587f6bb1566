//! Why a frame matched or not: a sentence in; for each word that may report something its arguments, and what came of every
//! frame that lists it, out. What is told here is what [`Matcher::match_frames`] does, through the same checks.
//!
//! In "Angela Merkel flew a kite" the verb is one of the frame `visited`, whose class `travel` lacks a target.

use super::matcher::Clause;
use super::structure::{Argument, Structure};
use super::{Event, Frame, Frames, Function, LexicalClass, Matcher, Reading, Role, Trigger};
use crate::entities::EntityId;
use crate::ontology::ClassId;
use crate::syntax::{Tree, Upos};

/// Why a trigger gives no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A word that it wants beside it is not there: "pay" without "visit".
    Companion,
    /// A particle is there that it does not want: "met up".
    Particle,
    /// Nobody who is fit fills a role that must be filled.
    Role(Role),
    /// Another class of its frame matched before.
    Precedence,
}

/// A word that may report something.
#[derive(Debug, Clone)]
pub struct Predicate<'a> {
    /// Index of the word in its sentence.
    pub word: usize,
    /// Its arguments in the normal form.
    pub arguments: Vec<Argument>,
    /// For each argument, the entities that it stands for.
    pub stand_for: Vec<Vec<EntityId>>,
    /// What came of each frame that lists it, in the order in which they are tried; empty when none does.
    pub attempts: Vec<Attempt<'a>>,
}

/// One try to match a class of a frame on a word.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Its class.
    pub class: &'a LexicalClass,
    /// The item of the class.
    pub trigger: Trigger,
    /// What was found, or what was lacking.
    pub outcome: Result<Event, Lack>,
    /// Where a role is lacking, the arguments that stand where it is looked for, and do not fit.
    pub refusals: Vec<Refusal>,
}

/// An argument that stands in the right place and is of the wrong kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The argument.
    pub argument: Argument,
    /// The class of what it names; `None` where it names nothing that is known.
    pub class: Option<ClassId>,
}

impl<'a> Matcher<'a> {
    /// The verbs of a sentence, and all its other words that frames list, with what comes of each, in the order of the text.
    pub fn explain(&self, reading: Reading<'_>, sent_idx: usize) -> Vec<Predicate<'a>> {
        let Some(parse) = reading.parses.get(sent_idx) else { return Vec::new() };
        let tree = Tree::new(parse);
        let clause = Clause::new(reading, sent_idx, Structure::new(&tree, self.english, self.lexicon));
        let words = (0..tree.len()).filter(|&word| !clause.is_inside_name(word));
        let predicates = words.map(|word| self.explain_word(&clause, word));
        predicates.filter(|found| tree.upos(found.word) == Upos::Verb || !found.attempts.is_empty()).collect()
    }

    fn explain_word(&self, clause: &Clause<'_>, word: usize) -> Predicate<'a> {
        let frames: &'a Frames = self.frames;
        let arguments = clause.arguments(word);
        let tried = self.try_triggers(clause, word, self.triggers(clause, word), &arguments);
        let attempts = tried.map(|(trigger, outcome)| {
            let frame = frames.frame(trigger.frame_idx);
            let class = &frame.classes[trigger.class_idx];
            let refusals = match outcome {
                Err(Lack::Role(role)) => refusals(clause, class.functions.of(role), &arguments),
                _ => Vec::new(),
            };
            Attempt { frame, class, trigger: trigger.clone(), outcome, refusals }
        });
        let attempts = attempts.collect();
        let entities = |argument| clause.resolve(argument).into_iter().filter_map(|filler| filler.entity).collect();
        Predicate { word, stand_for: arguments.iter().map(entities).collect(), arguments, attempts }
    }
}

fn refusals(clause: &Clause<'_>, functions: &[Function], arguments: &[Argument]) -> Vec<Refusal> {
    let class_of = |entity| clause.reading.entities.entity(entity).class;
    let standing = functions.iter().flat_map(|f| arguments.iter().filter(move |argument| argument.function == *f));
    let refusal = |argument: &Argument| {
        let named = clause.resolve(argument).into_iter().find_map(|filler| filler.entity);
        Refusal { argument: argument.clone(), class: named.map(class_of) }
    };
    standing.map(refusal).collect()
}
