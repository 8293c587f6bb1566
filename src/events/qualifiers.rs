//! What qualifies an event: its date, the money it is about, its topic, the title of an office, and who says so.

use super::Function;
use super::matcher::Clause;
use super::structure::Argument;
use crate::dates::When;
use crate::mentions::Money;
use crate::syntax::{Deprel, Upos};

/// Relations through which a date or an amount belongs to what stands above it.
const INNER: &[Deprel] = &[
    Deprel::Obl,
    Deprel::OblUnmarked,
    Deprel::Nmod,
    Deprel::NmodUnmarked,
    Deprel::NmodPoss,
    Deprel::Nummod,
    Deprel::Compound,
    Deprel::Amod,
    Deprel::Advmod,
    Deprel::Appos,
    Deprel::Obj,
    Deprel::Conj,
    Deprel::Flat,
];

impl Clause<'_> {
    /// The date that hangs on the trigger, on the verb that carries it, or on one of its objects.
    pub(super) fn date_of(&self, word: usize, arguments: &[Argument]) -> Option<When> {
        let dates = self.reading.mentions.dates.iter().filter(|date| date.sent_idx == self.sent_idx);
        let steps = |head| self.steps_to_event(head, word, arguments);
        dates
            .filter_map(|date| steps(date.head).map(|steps| (steps, date)))
            .min_by_key(|(steps, _)| *steps)
            .map(|(_, date)| date.when)
    }

    /// The amount of money that hangs on the trigger or on one of its objects.
    pub(super) fn money_of(&self, word: usize, arguments: &[Argument]) -> Option<Money> {
        let money = self.reading.mentions.money.iter().filter(|money| money.sent_idx == self.sent_idx);
        let steps = |head| self.steps_to_event(head, word, arguments);
        let nearest =
            money.filter_map(|money| steps(money.head).map(|steps| (steps, money))).min_by_key(|(steps, _)| *steps);
        nearest.map(|(_, money)| money.money.clone())
    }

    /// How far a word hangs below an event, through relations that qualify; `None` when it belongs to something else.
    fn steps_to_event(&self, from: usize, word: usize, arguments: &[Argument]) -> Option<usize> {
        let tree = self.structure.tree;
        let carrier = self.structure.carrier(word);
        let object = |at: usize| arguments.iter().any(|a| a.function == Function::Object && a.token == at);
        let mut at = from;
        for steps in 0..tree.len() {
            if at == word || Some(at) == carrier || object(at) {
                return Some(steps);
            }
            if !INNER.contains(&tree.deprel(at)) {
                return None;
            }
            at = tree.head(at)?;
            // A date does not climb over another verb, unless the event stands within what that verb tells.
            if tree.upos(at) == Upos::Verb && at != word && Some(at) != carrier {
                return self.stands_within(word, at).then_some(steps + tree.len());
            }
        }
        None
    }

    /// Whether a word is part of what a verb tells, and not of a clause with a time of its own.
    fn stands_within(&self, word: usize, verb: usize) -> bool {
        let tree = self.structure.tree;
        let path = std::iter::once(word).chain(tree.ancestors(word)).take_while(|&at| at != verb);
        let same_time = |at: usize| matches!(tree.deprel(at), Deprel::Obj | Deprel::Obl | Deprel::Xcomp | Deprel::Conj);
        tree.ancestors(word).any(|above| above == verb) && path.into_iter().all(same_time)
    }

    /// What an event is about: behind "over" or "about", or the clause that says what is done.
    pub(super) fn topic_of(&self, arguments: &[Argument]) -> Option<String> {
        let about = |argument: &&Argument| match &argument.function {
            Function::Preposition(preposition) => self.structure.is_topic_preposition(preposition),
            Function::Complement => true,
            _ => false,
        };
        arguments.iter().find(about).map(|argument| self.text_below(argument.token))
    }

    /// The words of a title, in lower case, without the country before them: "deputy prime minister".
    pub(super) fn title_of(&self, word: usize) -> String {
        let tree = self.structure.tree;
        let part =
            |&token: &usize| matches!(tree.upos(token), Upos::Adj | Upos::Noun | Upos::Propn) && !self.is_named(token);
        let start = (0..word).rev().take_while(part).last().unwrap_or(word);
        (start..=word).map(|token| self.word(token).to_lowercase()).collect::<Vec<_>>().join(" ")
    }

    /// Who says so: the subject of the verb of saying above.
    pub(super) fn attribution_of(&self, word: usize) -> Option<String> {
        let tree = self.structure.tree;
        let speech = std::iter::once(word).chain(tree.ancestors(word)).find_map(|at| {
            let verb = tree.head(at)?;
            let told = matches!(tree.deprel(at), Deprel::Ccomp | Deprel::Parataxis) && self.structure.is_speech(verb);
            told.then_some(verb)
        })?;
        tree.child(speech, &[Deprel::Nsubj]).map(|speaker| self.text_below(speaker))
    }

    fn word(&self, token: usize) -> &str {
        self.token_span(token).of(&self.reading.doc.text)
    }

    /// The words below a word, from the first to the last, with white space folded.
    fn text_below(&self, top: usize) -> String {
        let tree = self.structure.tree;
        let below = |&token: &usize| token == top || tree.ancestors(token).any(|above| above == top);
        let tokens: Vec<_> = (0..tree.len()).filter(below).collect();
        let span = tokens.iter().map(|&token| self.token_span(token)).reduce(|one, other| one.join(other));
        let text = span.unwrap_or(self.token_span(top)).of(&self.reading.doc.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
