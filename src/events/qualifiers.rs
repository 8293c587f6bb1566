//! What qualifies an event: its date, the money it is about, its topic, the title of an office, and who says so.

use super::matcher::Clause;
use super::structure::Argument;
use super::{Frames, Function, TriggerKind};
use crate::dates::When;
use crate::mentions::{DateMention, Value, ValueMention};
use crate::syntax::{Deprel, Tree, Upos, Xpos};

const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjPass];

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

/// How many common nouns a date may climb over to the event that it dates.
const MOST_NOUNS: usize = 1;

impl Clause<'_> {
    /// The date that hangs on the trigger, on the verb that carries it, or on one of its objects.
    pub(super) fn date_of(&self, frames: &Frames, word: usize, arguments: &[Argument]) -> Option<When> {
        let dates = || self.reading.mentions.dates.iter().filter(|date| date.sent_idx == self.sent_idx);
        if self.is_title(word) {
            // A title has its own dates behind it ("president since 2014"); those of the clause are no dates of the office.
            let own = |date: &&DateMention| date.head > word && tree_holds(self.structure.tree, word, date.head);
            return dates().find(own).map(|date| date.when);
        }
        let above = self.clause_above(word);
        let nearest = |word: usize| {
            let steps = |date: &&DateMention| self.steps_to_event(frames, date.head, word, arguments);
            dates().filter_map(|date| steps(&date).map(|steps| (steps, date.when))).min_by_key(|(steps, _)| *steps)
        };
        let own = nearest(word).or_else(|| above.and_then(nearest));
        own.map(|(_, when)| when)
    }

    /// The amount of money that hangs on the trigger or on one of its objects; else the quantity of something else.
    pub(super) fn value_of(&self, word: usize, arguments: &[Argument]) -> Option<Value> {
        let values = self.reading.mentions.values.iter().filter(|value| value.sent_idx == self.sent_idx);
        let steps = |found: &ValueMention| self.steps_of_amount(found.head, word, arguments);
        let near = values.filter_map(|found| steps(found).map(|steps| (!found.value.is_money(), steps, found)));
        near.min_by_key(|(other, steps, _)| (*other, *steps)).map(|(.., found)| found.value.clone())
    }

    /// How far a date hangs below an event, through relations that qualify; `None` when it belongs to something else.
    fn steps_to_event(&self, frames: &Frames, date: usize, word: usize, arguments: &[Argument]) -> Option<usize> {
        let tree = self.structure.tree;
        let mut at = date;
        let mut nouns = 0;
        let mut occurred = None;
        for steps in 0..tree.len() {
            if occurred.is_some_and(|occurred| occurred != word) {
                return None;
            }
            if self.is_event(at, word, arguments) || self.is_predicated_of(at, word) {
                return Some(steps);
            }
            // "Under the 1951 treaty" tells which treaty, "at the 2014 summit" when.
            if tree.upos(at) == Upos::Propn && date < at && !self.structure.is_occasion(at) {
                return None;
            }
            if at != date && tree.upos(at) == Upos::Noun {
                nouns += 1;
                // Another noun that tells an event keeps its dates, unless it is the occasion: "during his 2014 visit".
                if nouns > MOST_NOUNS || (self.tells_event(frames, at) && !self.structure.is_occasion(at)) {
                    return None;
                }
            }
            let named = tree.upos(at) == Upos::Propn && SUBJECTS.contains(&tree.deprel(at));
            if !named && !INNER.contains(&tree.deprel(at)) {
                return None;
            }
            at = match self.dated_subject(frames, at) {
                Some(subject) => subject,
                None if at == date => {
                    let clause = tree.head(at)?;
                    occurred = self.what_occurs(clause);
                    occurred.or_else(|| self.clause_gone_along_with(clause)).unwrap_or(clause)
                }
                None => tree.head(at)?,
            };
            // A date does not climb over another clause, unless the event stands within what that tells.
            let clause = tree.upos(at) == Upos::Verb || tree.has(at, &[Deprel::Cop]);
            if clause && !self.is_event(at, word, arguments) && !self.is_predicated_of(at, word) {
                return self.stands_within(word, at).then_some(steps + tree.len());
            }
        }
        None
    }

    /// How far an amount hangs below an event, in the same way; "a contract valued at $5 billion" leads through the participle.
    fn steps_of_amount(&self, from: usize, word: usize, arguments: &[Argument]) -> Option<usize> {
        let tree = self.structure.tree;
        let mut at = from;
        for steps in 0..tree.len() {
            if self.is_event(at, word, arguments) || self.is_predicated_of(at, word) {
                return Some(steps);
            }
            let measures = self.structure.measures_subject(at);
            let modifies = measures && matches!(tree.deprel(at), Deprel::Acl | Deprel::AclRelcl);
            if !modifies && !INNER.contains(&tree.deprel(at)) {
                return None;
            }
            at = tree.head(at)?;
            let transparent = self.is_event(at, word, arguments) || self.structure.measures_subject(at);
            if tree.upos(at) == Upos::Verb && !transparent {
                return self.stands_within(word, at).then_some(steps + tree.len());
            }
        }
        None
    }

    /// The event that a date between subject and verb belongs to: "Xi's *visit* to Moscow this week underscored the ties".
    fn dated_subject(&self, frames: &Frames, date: usize) -> Option<usize> {
        let tree = self.structure.tree;
        let verb = tree.head(date).filter(|&verb| date < verb && tree.upos(verb) == Upos::Verb)?;
        let subject = tree.child(verb, SUBJECTS).filter(|&subject| subject < date)?;
        let apart = (subject..date).any(|token| self.word(token) == ",");
        (!apart && self.tells_event(frames, subject)).then_some(subject)
    }

    /// What a relative clause says to occur: "the *attack* that took place in May".
    fn what_occurs(&self, clause: usize) -> Option<usize> {
        let tree = self.structure.tree;
        let relative = tree.deprel(clause) == Deprel::AclRelcl && self.structure.is_occurrence(clause);
        tree.head(clause).filter(|_| relative)
    }

    /// The clause that a participle before it goes along with: "speaking on Friday, Scholz *accused* Russia".
    fn clause_gone_along_with(&self, participle: usize) -> Option<usize> {
        let tree = self.structure.tree;
        let goes_along = tree.deprel(participle) == Deprel::Advcl
            && tree.word(participle).xpos == Xpos::Vbg
            && !tree.has(participle, &[Deprel::Mark, Deprel::Aux, Deprel::Nsubj]);
        tree.head(participle).filter(|&clause| goes_along && participle < clause)
    }

    /// Whether a word only describes the name beside it: "President" in "President Buhari".
    fn is_title(&self, word: usize) -> bool {
        let tree = self.structure.tree;
        let describes = [Deprel::NmodDesc, Deprel::Compound, Deprel::Flat, Deprel::Appos].contains(&tree.deprel(word));
        tree.upos(word) != Upos::Verb && (describes || self.structure.is_office(word))
    }

    /// Whether a token is the trigger of an event, the verb that carries it, or its object.
    fn is_event(&self, at: usize, word: usize, arguments: &[Argument]) -> bool {
        let object = |argument: &Argument| argument.function == Function::Object && argument.token == at;
        at == word || Some(at) == self.structure.carrier(word) || arguments.iter().any(object)
    }

    /// Whether a noun may report an event itself.
    fn tells_event(&self, frames: &Frames, at: usize) -> bool {
        let tree = self.structure.tree;
        tree.upos(at) == Upos::Noun && !frames.triggers(TriggerKind::Noun, tree.lemma(at)).is_empty()
    }

    /// Whether a word tells of an event what it is, or how much: "the visit was on Monday", "trade rose to $5 billion in 2014".
    fn is_predicated_of(&self, at: usize, word: usize) -> bool {
        let tree = self.structure.tree;
        let subject = tree.head(word) == Some(at) && SUBJECTS.contains(&tree.deprel(word));
        subject && (tree.has(at, &[Deprel::Cop]) || self.structure.measures_subject(at))
    }

    /// The noun whose time a relative clause shares: "a visit on Monday during which he met Hu"; that of a date, "on Monday,
    /// when he met Hu".
    fn clause_above(&self, word: usize) -> Option<usize> {
        let tree = self.structure.tree;
        let noun = tree.head(word).filter(|_| tree.deprel(word) == Deprel::AclRelcl)?;
        let within = |&child: &usize| {
            matches!(tree.word(child).xpos, Xpos::Wrb)
                || (tree.word(child).xpos == Xpos::Wdt && tree.has(child, &[Deprel::Case]))
        };
        tree.children(word).iter().any(within).then_some(noun)
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

    /// Who says so: the subject of the verb of saying or of accusing above.
    pub(super) fn attribution_of(&self, word: usize) -> Option<String> {
        let tree = self.structure.tree;
        std::iter::once(word).chain(tree.ancestors(word)).find_map(|at| {
            let verb = tree.head(at)?;
            let told = match tree.deprel(at) {
                Deprel::Ccomp | Deprel::Parataxis => self.structure.is_speech(verb),
                Deprel::Advcl | Deprel::Acl | Deprel::Obl => self.structure.is_accusation(verb),
                _ => false,
            };
            let speaker = tree.child(verb, &[Deprel::Nsubj]).filter(|_| told)?;
            Some(self.speaker_name(speaker))
        })
    }

    /// The usual name of whom a pronoun means; of all others the words, without a clause that tells of them.
    fn speaker_name(&self, speaker: usize) -> String {
        let tree = self.structure.tree;
        let meant = self.mention_at[speaker].filter(|_| tree.upos(speaker) == Upos::Pron);
        if let Some([entity]) = meant.map(|idx| self.reading.entities.links[idx].as_slice()) {
            return self.reading.entities.entity(*entity).label.clone();
        }
        let clause = tree.child(speaker, &[Deprel::AclRelcl]);
        let is_told_of = |token: usize| clause.is_some_and(|clause| token == clause || tree_holds(tree, clause, token));
        let below = (0..tree.len()).filter(|&token| token == speaker || tree_holds(tree, speaker, token));
        let words = below.filter(|&token| !is_told_of(token));
        self.text_of(words, speaker).trim_end_matches([',', ' ']).to_owned()
    }

    fn word(&self, token: usize) -> &str {
        self.token_span(token).of(&self.reading.doc.text)
    }

    /// The words below a word, from the first to the last, with white space folded.
    fn text_below(&self, top: usize) -> String {
        let tree = self.structure.tree;
        self.text_of((0..tree.len()).filter(|&token| token == top || tree_holds(tree, top, token)), top)
    }

    /// The text from the first to the last of some words.
    fn text_of(&self, words: impl Iterator<Item = usize>, top: usize) -> String {
        let span = words.map(|token| self.token_span(token)).reduce(|one, other| one.join(other));
        let text = span.unwrap_or(self.token_span(top)).of(&self.reading.doc.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn tree_holds(tree: &Tree<'_>, top: usize, word: usize) -> bool {
    tree.ancestors(word).any(|above| above == top)
}
