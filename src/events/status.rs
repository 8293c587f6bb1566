//! Status: whether a text asserts, plans, supposes or denies what a word reports.
//!
//! The words around a predicate each turn its reality one way: its auxiliaries and negators, then, climbing towards the root,
//! the verbs, nouns and adjectives that embed it. Veridicality as nested operators follows Saurí and Pustejovsky, "FactBank: a
//! corpus annotated with event factuality" (2009), reduced to four values.

use super::Status;
use super::structure::Structure;
use crate::syntax::{Deprel, Upos, Xpos};

impl Status {
    /// What remains of a status inside another: "refused to plan" is negated, "did not refuse" is asserted.
    #[must_use]
    pub fn within(self, outer: Self) -> Self {
        match (outer, self) {
            (Self::Asserted, inner) => inner,
            (Self::Negated, Self::Negated) => Self::Asserted,
            (Self::Negated, _) | (Self::Planned, Self::Negated) => Self::Negated,
            (Self::Hypothetical, _) | (Self::Planned, Self::Hypothetical) => Self::Hypothetical,
            (Self::Planned, _) => Self::Planned,
        }
    }
}

impl Structure<'_> {
    /// The status of the event that a word reports.
    pub fn status(&self, word: usize) -> Status {
        let mut status = self.own_status(word, None);
        let mut at = word;
        for _ in 0..self.tree.len() {
            let Some((outer, next)) = self.embedding(at) else { break };
            status = status.within(outer);
            at = next;
        }
        status
    }

    /// What a word's own auxiliaries, negators, determiners and adjectives say.
    ///
    /// `from` is the noun that was looked at before: its own "no" denies the verb that governs it no second time.
    fn own_status(&self, word: usize, from: Option<usize>) -> Status {
        let tree = self.tree;
        let mut status = Status::Asserted;
        for &child in tree.children(word) {
            let turn = match tree.deprel(child) {
                Deprel::Aux => self.auxiliary_status(child, word),
                Deprel::Amod if !self.is_verbal(word) => self.modifier_status(child),
                Deprel::Mark if self.english.conditional_markers.contains(tree.lemma(child)) => {
                    Some(Status::Hypothetical)
                }
                _ => None,
            };
            status = turn.map_or(status, |turn| status.within(turn));
        }
        if let Some(first) = self.shares_auxiliaries(word) {
            status = status.within(self.auxiliaries_status(first));
        }
        if self.is_scheduled(word) {
            status = status.within(Status::Planned);
        }
        if self.is_negated(word, from) { status.within(Status::Negated) } else { status }
    }

    /// What an auxiliary says; in what somebody said, a backshifted one is of the future: "Warsaw said it *would* send tanks".
    fn auxiliary_status(&self, auxiliary: usize, verb: usize) -> Option<Status> {
        let tree = self.tree;
        let lemma = tree.lemma(auxiliary).to_lowercase();
        let told = |head: usize| {
            matches!(tree.deprel(verb), Deprel::Ccomp | Deprel::Parataxis)
                && self.english.speech_verbs.contains(tree.lemma(head))
                && matches!(tree.word(head).xpos, Xpos::Vbd | Xpos::Vbn)
        };
        let shifted = self.english.backshifted_auxiliaries.contains(&lemma) && tree.head(verb).is_some_and(told);
        if shifted { Some(Status::Planned) } else { self.english.auxiliary(&lemma) }
    }

    /// "Is to visit": an infinitive under "be".
    fn is_scheduled(&self, verb: usize) -> bool {
        let tree = self.tree;
        let to = tree.children_by(verb, &[Deprel::Mark]).any(|mark| tree.word(mark).xpos == Xpos::To);
        let be = |word: usize| tree.upos(word) == Upos::Aux && !tree.has(word, &[Deprel::Expl]);
        to && (tree.children_by(verb, &[Deprel::Aux, Deprel::Cop]).any(be)
            || (tree.deprel(verb) == Deprel::Xcomp && tree.head(verb).is_some_and(be)))
    }

    /// "Planned visit", "proposed deal", "failed talks".
    fn modifier_status(&self, modifier: usize) -> Option<Status> {
        let lemma = self.tree.lemma(modifier);
        self.english.embedding_adjective(lemma).or_else(|| {
            let participle = self.tree.upos(modifier) == Upos::Verb;
            self.english.embedding_verb(lemma).filter(|_| participle)
        })
    }

    /// A negator on the word, or "no" on one of the noun phrases that it governs.
    fn is_negated(&self, word: usize, from: Option<usize>) -> bool {
        let tree = self.tree;
        let negator = |child: usize| self.english.negators.contains(&tree.lemma(child).to_lowercase());
        let parts = [Deprel::Advmod, Deprel::Det, Deprel::CcPreconj, Deprel::Case, Deprel::Mark];
        let denied = |at: usize| tree.children_by(at, &parts).any(negator);
        let core = [Deprel::Obj, Deprel::Nsubj, Deprel::NsubjPass];
        let mut nouns = tree.children_by(word, &core).filter(|&noun| Some(noun) != from);
        denied(word) || nouns.any(|noun| tree.children_by(noun, &[Deprel::Det]).any(negator))
    }

    /// What governs a word, with the status that it gives; `None` where the reality of a word is its own.
    fn embedding(&self, at: usize) -> Option<(Status, usize)> {
        let tree = self.tree;
        let head = tree.head(at)?;
        match tree.deprel(at) {
            Deprel::Advcl if self.subject_before_infinitive(at).is_some() => {
                let contracted = self.english.contracting_verbs.contains(tree.lemma(head)).then_some(Status::Planned);
                let turn = contracted.or_else(|| self.governor_status(head)).unwrap_or(Status::Hypothetical);
                Some(self.with_own(Some(turn), head, at))
            }
            Deprel::Advcl | Deprel::Xcomp if self.is_aim_of_journey(at, head) => Some(self.with_own(None, head, at)),
            Deprel::Xcomp | Deprel::Ccomp => {
                let turn = self.governor_status(head);
                let told = turn.is_none() && self.english.speech_verbs.contains(tree.lemma(head));
                (!told).then(|| self.with_own(turn, head, at))
            }
            Deprel::Obj | Deprel::NsubjPass if self.is_presupposed(at, head) => None,
            Deprel::Obj | Deprel::NsubjPass => Some(self.with_own(self.governor_status(head), head, at)),
            Deprel::Nsubj if self.carrier(at) == Some(head) => Some(self.with_own(None, head, at)),
            Deprel::Obl if self.is_embedding_phrase(at) => Some(self.with_own(self.governor_status(head), head, at)),
            Deprel::Nmod if self.is_presupposed(at, head) => None,
            // "Will hold a round of talks": what is measured is as real as the measure.
            Deprel::Nmod if self.is_transparent(head) => Some((self.own_status(head, None), head)),
            Deprel::Nmod if self.is_embedding_phrase(at) => self.governor_status(head).map(|turn| (turn, head)),
            Deprel::Acl => self.carried_or_embedded(at, head),
            // "Agreed in May to cooperate": what stands between makes the parser take what is agreed for an aim.
            Deprel::Advcl if self.marks_infinitive(at) && self.governor_status(head) == Some(Status::Planned) => {
                Some(self.with_own(Some(Status::Planned), head, at))
            }
            Deprel::Advcl if self.is_aim(at) => Some((Status::Hypothetical, head)),
            Deprel::Advcl if self.is_gerund_complement(at) && !self.is_accusation(head) => {
                Some(self.with_own(self.governor_status(head), head, at))
            }
            _ => self.shares_auxiliaries(at).map(|first| (Status::Asserted, first)),
        }
    }

    /// "Rejected Trump's demand": what somebody has is there, though others do not want it.
    fn is_presupposed(&self, noun: usize, word: usize) -> bool {
        self.tree.has(noun, &[Deprel::NmodPoss]) && self.english.presupposing_words.contains(self.tree.lemma(word))
    }

    fn with_own(&self, turn: Option<Status>, head: usize, from: usize) -> (Status, usize) {
        (turn.unwrap_or(Status::Asserted).within(self.own_status(head, Some(from))), head)
    }

    /// A participle that carries a noun's event belongs to it; an infinitive is as real as its noun says.
    fn carried_or_embedded(&self, at: usize, head: usize) -> Option<(Status, usize)> {
        if self.tree.word(at).xpos != Xpos::Vb {
            return None;
        }
        let turn = self.english.embedding_noun(self.tree.lemma(head));
        Some(self.with_own(turn, head, at))
    }

    /// What a verb, noun or adjective gives to what it embeds.
    fn governor_status(&self, head: usize) -> Option<Status> {
        let lemma = self.tree.lemma(head);
        match self.tree.upos(head) {
            Upos::Verb => self.english.embedding_verb(lemma),
            Upos::Noun | Upos::Propn => self.english.embedding_noun(lemma),
            Upos::Adj => self.english.embedding_adjective(lemma),
            _ => None,
        }
    }

    /// The verb whose auxiliaries a coordinated one shares: "would pay but not *sign*".
    fn shares_auxiliaries(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let first = tree.head(verb).filter(|_| tree.deprel(verb) == Deprel::Conj)?;
        // "Called on Israel to end the war and condemned it": a finite verb is not coordinated with an infinitive. What looks
        // like the present tense may be one: "to impose sanctions and provide support".
        let is_apart = self.is_finite(verb) && tree.word(verb).xpos != Xpos::Vbp && !self.is_finite(first);
        let has_own = tree.has(verb, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux]);
        (!is_apart && !has_own).then_some(first)
    }

    /// What the auxiliaries of a verb say, whether or not it is denied.
    fn auxiliaries_status(&self, verb: usize) -> Status {
        let tree = self.tree;
        let auxiliary = |child| self.english.auxiliary(&tree.lemma(child).to_lowercase());
        let turns = tree.children_by(verb, &[Deprel::Aux]).filter_map(auxiliary);
        turns.fold(Status::Asserted, Status::within)
    }

    /// "Committed to providing", "banned from visiting": a gerund that says what the verb is about.
    fn is_gerund_complement(&self, clause: usize) -> bool {
        let marks = |mark| self.english.complement_markers.contains(self.tree.lemma(mark));
        self.tree.word(clause).xpos == Xpos::Vbg && self.tree.children_by(clause, &[Deprel::Mark]).any(marks)
    }

    /// Prepositions behind which stands what a verb or noun is about, not where or when it is.
    fn is_embedding_phrase(&self, phrase: usize) -> bool {
        self.prepositions(phrase).any(|preposition| self.english.content_prepositions.contains(&preposition))
    }

    /// "Flew to Moscow to meet Putin": who travels does what he travels for.
    fn is_aim_of_journey(&self, clause: usize, journey: usize) -> bool {
        self.marks_infinitive(clause)
            && self.tree.word(clause).xpos == Xpos::Vb
            && self.english.motion_verbs.contains(self.tree.lemma(journey))
    }

    /// An infinitive or conditional clause beside its governor.
    fn is_aim(&self, clause: usize) -> bool {
        let tree = self.tree;
        let infinitive = tree.word(clause).xpos == Xpos::Vb
            && tree.children_by(clause, &[Deprel::Mark]).any(|mark| tree.word(mark).xpos == Xpos::To);
        let conditional = |mark| self.english.conditional_markers.contains(tree.lemma(mark));
        infinitive || tree.children_by(clause, &[Deprel::Mark]).any(conditional)
    }
}
