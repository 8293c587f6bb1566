//! Predicate-argument structure: a parse in, the arguments of a word in one normal form out.
//!
//! Active and passive, relative clauses, participles, control, light verbs and nominalisations all come out as the same
//! [`Function`]s, so that frames need not know of them. What English words take part in this stands in
//! `ontology/english/predicates.toml`.

use super::constructions::Function;
use super::english::Predicates;
use super::gathering::Gathering;
use crate::mentions::Lexicon;
use crate::syntax::{Deprel, Tree, Upos, Xpos};

/// One argument of a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// What it is to the predicate.
    pub function: Function,
    /// Index of its head word.
    pub token: usize,
}

pub(super) const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjOuter, Deprel::Csubj];
pub(super) const PASSIVE_SUBJECTS: &[Deprel] = &[Deprel::NsubjPass, Deprel::CsubjPass];
pub(super) const OBLIQUES: &[Deprel] = &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent];
pub(super) const NAME_PARTS: &[Deprel] =
    &[Deprel::Compound, Deprel::Amod, Deprel::NmodDesc, Deprel::NmodUnmarked, Deprel::Flat, Deprel::Nmod];

/// The structure of one sentence.
#[derive(Debug, Clone, Copy)]
pub struct Structure<'a> {
    /// The parse.
    pub tree: &'a Tree<'a>,
    pub(super) english: &'a Predicates,
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> Structure<'a> {
    /// Looks at a parse with what is known of English.
    pub fn new(tree: &'a Tree<'a>, english: &'a Predicates, lexicon: &'a Lexicon) -> Self {
        Self { tree, english, lexicon }
    }

    /// The arguments of a word, its own before those it inherits or shares.
    pub fn arguments(&self, word: usize) -> Vec<Argument> {
        Gathering::of(*self, word)
    }

    /// Those who share a title in the plural with the first that it stands before: "Presidents Macron of France and *Biden* of the
    /// United States".
    pub(super) fn other_holders(&self, title: usize) -> Vec<usize> {
        let tree = self.tree;
        let several = matches!(tree.word(title).xpos, Xpos::Nns | Xpos::Nnps) && self.is_office(title);
        let behind = title + 1;
        let named = several && behind < tree.len() && tree.upos(behind) == Upos::Propn;
        let others = if named { tree.conjuncts(behind) } else { Vec::new() };
        others.into_iter().skip(1).filter(|&other| tree.upos(other) == Upos::Propn).collect()
    }

    /// The arguments of a title for one of those who share it.
    pub(super) fn title_arguments(&self, title: usize, name: usize) -> Vec<Argument> {
        Gathering::of_title(*self, title, name)
    }

    /// The verb that carries the event of a noun ("pay" in "paid a visit"), if one does.
    pub fn carrier(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let top = self.shared_head(noun);
        let governor = tree.head(top).filter(|_| !matches!(tree.deprel(top), Deprel::Root));
        let as_object = governor.filter(|&verb| {
            matches!(tree.deprel(top), Deprel::Obj | Deprel::NsubjPass)
                && tree.upos(verb) == Upos::Verb
                && (self.english.light_verbs.contains(tree.lemma(verb)) || self.is_undergone(verb))
        });
        let as_subject = governor.filter(|&verb| tree.deprel(top) == Deprel::Nsubj && self.is_occurrence(verb));
        let participle = || {
            tree.children_by(noun, &[Deprel::Acl, Deprel::AclRelcl])
                .find(|&verb| self.english.light_verbs.contains(tree.lemma(verb)))
        };
        as_object.or(as_subject).or_else(participle)
    }

    /// The verb of what is done in a noun: "condemned" in "in a joint statement, Japan condemned the test", "said" in "during a
    /// visit to Kyiv, Merkel said".
    pub(super) fn setting(&self, noun: usize) -> Option<usize> {
        let inside =
            self.prepositions(noun).any(|preposition| self.english.setting_prepositions.contains(&preposition));
        let hangs = matches!(self.tree.deprel(noun), Deprel::Obl | Deprel::Nmod);
        let above = |at: usize| self.tree.ancestors(at).find(|&above| self.is_verbal(above));
        Some(noun).filter(|_| inside && hangs).and_then(above)
    }

    /// Whether a verb makes its subject the one to whom a noun's event is done: "faced criticism", "received aid".
    pub(super) fn is_undergone(&self, verb: usize) -> bool {
        self.english.undergoing_verbs.contains(self.tree.lemma(verb))
    }

    /// Whether a noun speaks for its owner: "a report by Amnesty accused".
    pub(super) fn is_voice(&self, noun: usize) -> bool {
        self.english.voices.contains(self.tree.lemma(noun))
    }

    /// Whether a clause says what somebody has to do: "Israel must withdraw".
    pub(super) fn is_obliged(&self, clause: usize) -> bool {
        let tree = self.tree;
        tree.children_by(clause, &[Deprel::Aux]).any(|aux| self.english.obligations.contains(tree.lemma(aux)))
    }

    /// Whether a word is used as a verb: a finite form, an infinitive or a participle with a clause of its own.
    pub fn is_verbal(&self, word: usize) -> bool {
        self.tree.upos(word) == Upos::Verb
    }

    /// A word, those coordinated with it, and those that stand behind "including".
    pub fn members(&self, word: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut members = tree.conjuncts(word);
        for member in members.clone() {
            let listed = tree.children_by(member, &[Deprel::Nmod, Deprel::Acl]).filter(|&child| {
                self.prepositions(child).any(|preposition| self.english.list_prepositions.contains(&preposition))
            });
            members.extend(listed.flat_map(|child| tree.conjuncts(child)));
        }
        members
    }

    /// What hangs on the words beside a trigger belongs to the trigger: "remained on alert *in Manila*".
    pub(super) fn add_phrases_of_companions(&self, word: usize, companions: &[String], found: &mut Vec<Argument>) {
        let tree = self.tree;
        let is_companion = |&child: &usize| companions.iter().any(|c| c.eq_ignore_ascii_case(tree.lemma(child)));
        for companion in tree.children(word).iter().copied().filter(is_companion) {
            for phrase in tree.children_by(companion, &[Deprel::Nmod, Deprel::Obl]) {
                for preposition in self.prepositions(phrase) {
                    let token = self.antecedent(phrase);
                    let argument = Argument { function: Function::Preposition(preposition), token };
                    if !found.contains(&argument) {
                        found.push(argument);
                    }
                }
            }
        }
    }

    /// Whether a word only measures what stands behind its "of".
    pub fn is_transparent(&self, word: usize) -> bool {
        self.lexicon.is_measure(self.tree.lemma(word))
    }

    /// Whom a pronoun means that is the subject of what somebody says: "China said *it* would sign".
    pub fn speaker(&self, pronoun: usize) -> Option<usize> {
        let tree = self.tree;
        let verb = tree.head(pronoun).filter(|_| SUBJECTS.contains(&tree.deprel(pronoun)))?;
        let speech = tree.head(verb).filter(|&head| tree.deprel(verb) == Deprel::Ccomp && self.is_speech(head))?;
        tree.child(speech, SUBJECTS)
    }

    /// Whether a verb has a tense of its own.
    pub(super) fn is_finite(&self, verb: usize) -> bool {
        matches!(self.tree.word(verb).xpos, Xpos::Vbd | Xpos::Vbp | Xpos::Vbz)
    }

    /// Whether a word is a verb of saying.
    pub fn is_speech(&self, word: usize) -> bool {
        self.english.speech_verbs.contains(self.tree.lemma(word))
    }

    /// Whether a word is a verb whose subject is the source of what somebody is said to have done.
    pub fn is_accusation(&self, word: usize) -> bool {
        self.tree.upos(word) == Upos::Verb && self.english.accusing_verbs.contains(self.tree.lemma(word))
    }

    /// Whether behind a preposition stands who does what is told.
    pub(super) fn is_agentive(&self, preposition: &str) -> bool {
        self.english.agent_prepositions.contains(preposition)
    }

    /// Whether what stands behind a preposition is what an event is about.
    pub fn is_topic_preposition(&self, preposition: &str) -> bool {
        self.english.topic_prepositions.contains(preposition)
    }

    /// Whether a noun tells on which occasion something happens: "during his visit", "at the summit".
    pub(super) fn is_occasion(&self, noun: usize) -> bool {
        self.prepositions(noun).any(|preposition| self.lexicon.is_occasion_preposition(&preposition))
    }

    /// What begins, goes on or ends with what a verb tells: "began *his visit* by meeting Abe".
    pub(super) fn begun_with(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let above = tree.head(verb).filter(|&above| tree.deprel(verb) == Deprel::Advcl && self.is_occurrence(above))?;
        let means = tree
            .children_by(verb, &[Deprel::Mark])
            .any(|mark| self.english.agent_prepositions.contains(tree.lemma(mark)));
        tree.child(above, &[Deprel::Obj]).filter(|_| means)
    }

    /// Whether the subject of a verb is what happens: "the talks began", "took place".
    pub(super) fn is_occurrence(&self, verb: usize) -> bool {
        self.english.occurrence_verbs.contains(self.tree.lemma(verb)) || self.takes_place(verb)
    }

    /// Whether a verb tells only together with its object that something happens: "took *place*".
    pub(super) fn takes_place(&self, verb: usize) -> bool {
        let tree = self.tree;
        let mut objects = tree.children_by(verb, &[Deprel::Obj]);
        objects.any(|object| {
            self.english.occurrence_verbs.contains(&format!("{} {}", tree.lemma(verb), tree.lemma(object)))
        })
    }

    /// Whether a verb or adjective tells how much its subject is: "rose to", "is worth".
    pub(super) fn measures_subject(&self, word: usize) -> bool {
        self.lexicon.is_measuring(self.tree.lemma(word))
    }

    /// Whether a word is the title of an office.
    pub(super) fn is_office(&self, word: usize) -> bool {
        self.lexicon.is_office(self.tree.lemma(word))
    }

    /// The first word of a coordination that a noun stands in, and the head of a measure that it is counted by.
    fn shared_head(&self, noun: usize) -> usize {
        let tree = self.tree;
        let mut top = noun;
        for _ in 0..tree.len() {
            let Some(head) = tree.head(top) else { break };
            let measured = matches!(tree.deprel(top), Deprel::Nmod) && self.lexicon.is_measure(tree.lemma(head));
            if tree.deprel(top) != Deprel::Conj && !measured {
                break;
            }
            top = head;
        }
        top
    }

    /// Whether a verb is in the passive voice, as a clause or as a participle behind its noun.
    pub fn is_passive(&self, verb: usize) -> bool {
        let tree = self.tree;
        tree.has(verb, &[Deprel::AuxPass, Deprel::NsubjPass])
            || (tree.word(verb).xpos == Xpos::Vbn
                && matches!(tree.deprel(verb), Deprel::Acl | Deprel::Amod)
                && !tree.has(verb, &[Deprel::Aux]))
    }

    pub(super) fn marks_infinitive(&self, verb: usize) -> bool {
        self.tree.children_by(verb, &[Deprel::Mark]).any(|mark| self.tree.word(mark).xpos == Xpos::To)
    }

    /// Who is to do what an infinitive says, where he stands right before it: "signed for *Rosneft* to supply China".
    pub(super) fn subject_before_infinitive(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let to = tree.children_by(verb, &[Deprel::Mark]).find(|&mark| tree.word(mark).xpos == Xpos::To)?;
        let marked = |at: usize| self.prepositions(at).any(|it| self.english.subject_markers.contains(&it));
        let beside = |&at: &usize| tree.head(at) == tree.head(verb) && OBLIQUES.contains(&tree.deprel(at));
        (0..to).rev().find(beside).filter(|&at| marked(at) && self.ends_before(at, to))
    }

    /// The subject that a parser took for an apposition of what the sentence begins with: "In a statement after the attack,
    /// *Assadi* blamed Israel".
    pub(super) fn swallowed_subject(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let is_name = |at: usize| tree.deprel(at) == Deprel::Appos && tree.upos(at) == Upos::Propn;
        let beside_noun = |at: usize| tree.head(at).is_some_and(|noun| tree.upos(noun) == Upos::Noun);
        let in_phrase = |at: usize| {
            let phrase = tree.ancestors(at).find(|&above| tree.head(above) == Some(verb));
            phrase.is_some_and(|phrase| tree.deprel(phrase) == Deprel::Obl)
        };
        (0..verb).rev().find(|&at| is_name(at) && beside_noun(at) && in_phrase(at))
    }

    /// Whether nothing but what hangs on a word stands between it and a later one.
    fn ends_before(&self, word: usize, later: usize) -> bool {
        let below = |at: usize| self.tree.ancestors(at).any(|above| above == word);
        (word + 1..later).all(below)
    }

    /// The prepositions of a phrase, in lower case; two for "out of Kherson".
    pub fn prepositions(&self, phrase: usize) -> impl Iterator<Item = String> + use<'a> {
        self.prepositions_of(self.name_before_day(phrase).unwrap_or(phrase))
    }

    fn prepositions_of(&self, phrase: usize) -> impl Iterator<Item = String> + use<'a> {
        let tree = self.tree;
        let cases = tree.children(phrase).iter().filter(move |&&child| tree.deprel(child) == Deprel::Case);
        cases.map(move |&case| tree.lemma(case).to_lowercase())
    }

    /// The name that a parser made a part of the day behind it: "a visit to *Beijing* Wednesday".
    fn name_before_day(&self, day: usize) -> Option<usize> {
        let tree = self.tree;
        let is_day = tree.upos(day) == Upos::Propn && self.lexicon.is_calendar_word(&tree.lemma(day).to_lowercase());
        let is_name = |&at: &usize| tree.upos(at) == Upos::Propn && self.prepositions_of(at).next().is_some();
        let mut parts = tree.children_by(day, &[Deprel::Compound, Deprel::NmodDesc, Deprel::Nmod]);
        parts.find(is_name).filter(|_| is_day)
    }

    /// What a relative pronoun stands for, and the name that stands before a day; any other word stands for itself.
    pub fn antecedent(&self, word: usize) -> usize {
        let tree = self.tree;
        if let Some(name) = self.name_before_day(word) {
            return name;
        }
        if !matches!(tree.word(word).xpos, Xpos::Wdt | Xpos::Wp | Xpos::WpPoss) {
            return word;
        }
        let clause = tree.ancestors(word).find(|&at| tree.deprel(at) == Deprel::AclRelcl);
        clause.and_then(|clause| tree.head(clause)).unwrap_or(word)
    }
}
