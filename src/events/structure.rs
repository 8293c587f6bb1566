//! Predicate-argument structure: a parse in, the arguments of a word in one normal form out.
//!
//! Active and passive, relative clauses, participles, control, light verbs and nominalisations all come out as the same
//! [`Function`]s, so that frames need not know of them. What English words take part in this stands in
//! `ontology/english/predicates.toml`.

use super::constructions::Function;
use super::english::Predicates;
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

const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjOuter, Deprel::Csubj];
const PASSIVE_SUBJECTS: &[Deprel] = &[Deprel::NsubjPass, Deprel::CsubjPass];
const OBLIQUES: &[Deprel] = &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent];
const NAME_PARTS: &[Deprel] =
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
        let mut gathering = Gathering { structure: *self, open: Vec::new() };
        let mut found = if self.is_verbal(word) { gathering.of_verb(word) } else { gathering.of_noun(word) };
        found.push(Argument { function: Function::Itself, token: word });
        found
    }

    /// The verb that carries the event of a noun ("pay" in "paid a visit"), if one does.
    pub fn carrier(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let top = self.shared_head(noun);
        let governor = tree.head(top).filter(|_| !matches!(tree.deprel(top), Deprel::Root));
        let as_object = governor.filter(|&verb| {
            matches!(tree.deprel(top), Deprel::Obj | Deprel::NsubjPass)
                && tree.upos(verb) == Upos::Verb
                && self.english.light_verbs.contains(tree.lemma(verb))
        });
        let as_subject = governor.filter(|&verb| {
            tree.deprel(top) == Deprel::Nsubj && self.english.occurrence_verbs.contains(tree.lemma(verb))
        });
        let participle = || {
            tree.children_by(noun, &[Deprel::Acl, Deprel::AclRelcl])
                .find(|&verb| self.english.light_verbs.contains(tree.lemma(verb)))
        };
        as_object.or(as_subject).or_else(participle)
    }

    /// The verb of what is done in a noun: "condemned" in "in a joint statement, Japan condemned the test".
    fn setting(&self, noun: usize) -> Option<usize> {
        let inside =
            self.prepositions(noun).any(|preposition| self.english.setting_prepositions.contains(&preposition));
        self.tree.head(noun).filter(|&verb| inside && self.tree.deprel(noun) == Deprel::Obl && self.is_verbal(verb))
    }

    /// Whether a word is used as a verb: a finite form, an infinitive or a participle with a clause of its own.
    pub fn is_verbal(&self, word: usize) -> bool {
        self.tree.upos(word) == Upos::Verb
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

    /// Whether what stands behind a preposition is what an event is about.
    pub fn is_topic_preposition(&self, preposition: &str) -> bool {
        self.english.topic_prepositions.contains(preposition)
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

    /// The prepositions of a phrase, in lower case; two for "out of Kherson".
    pub fn prepositions(&self, phrase: usize) -> impl Iterator<Item = String> + use<'a> {
        let tree = self.tree;
        let cases = tree.children(phrase).iter().filter(move |&&child| tree.deprel(child) == Deprel::Case);
        cases.map(move |&case| tree.lemma(case).to_lowercase())
    }

    /// What a relative pronoun stands for; any other word stands for itself.
    pub fn antecedent(&self, word: usize) -> usize {
        let tree = self.tree;
        if !matches!(tree.word(word).xpos, Xpos::Wdt | Xpos::Wp | Xpos::WpPoss) {
            return word;
        }
        let clause = tree.ancestors(word).find(|&at| tree.deprel(at) == Deprel::AclRelcl);
        clause.and_then(|clause| tree.head(clause)).unwrap_or(word)
    }
}

/// Gathers arguments. Words lend each other theirs, so those being looked at are kept, lest two lend in a circle.
struct Gathering<'a> {
    structure: Structure<'a>,
    open: Vec<usize>,
}

impl Gathering<'_> {
    fn of_verb(&mut self, verb: usize) -> Vec<Argument> {
        self.guarded(verb, |this, found| this.add_verb_arguments(verb, found))
    }

    fn of_noun(&mut self, noun: usize) -> Vec<Argument> {
        self.guarded(noun, |this, found| this.add_noun_arguments(noun, found))
    }

    fn guarded(&mut self, word: usize, add: impl FnOnce(&mut Self, &mut Vec<Argument>)) -> Vec<Argument> {
        let mut found = Vec::new();
        if !self.open.contains(&word) {
            self.open.push(word);
            add(self, &mut found);
            self.open.pop();
        }
        found
    }

    fn add_verb_arguments(&mut self, verb: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let passive = self.structure.is_passive(verb);
        for &child in tree.children(verb) {
            match tree.deprel(child) {
                deprel if SUBJECTS.contains(&deprel) => {
                    push(found, Function::Subject, self.structure.antecedent(child))
                }
                deprel if PASSIVE_SUBJECTS.contains(&deprel) => {
                    push(found, Function::Object, self.structure.antecedent(child))
                }
                Deprel::Obj => push(found, Function::Object, self.structure.antecedent(child)),
                Deprel::Iobj => push(found, Function::Indirect, self.structure.antecedent(child)),
                Deprel::Xcomp | Deprel::Ccomp => {
                    push(found, Function::Complement, child);
                    self.add_inner(child, found);
                }
                deprel if OBLIQUES.contains(&deprel) => self.add_oblique(child, passive, found),
                _ => {}
            }
        }
        if !has(found, &Function::Object) {
            let indirect: Vec<_> = found.iter().filter(|a| a.function == Function::Indirect).map(|a| a.token).collect();
            indirect.into_iter().for_each(|token| push(found, Function::Object, token));
        }
        self.add_borrowed_obliques(found);
        self.add_owners(found);
        let gap = if passive { Function::Object } else { Function::Subject };
        if !has(found, &Function::Subject) && !has(found, &gap) {
            self.add_inherited(verb, gap, found);
        }
    }

    /// Whom the clause that says what is done is done to: "agreed to help *Ukraine*", "refused to meet with *Iran*"; and
    /// who is to do it, where that is somebody else: "demanded that *Japan* pay".
    fn add_inner(&mut self, clause: usize, found: &mut Vec<Argument>) {
        let own_subject = self.structure.tree.has(clause, SUBJECTS);
        for argument in self.of_verb(clause) {
            match argument.function {
                Function::Subject if own_subject => push(found, Function::Doer, argument.token),
                Function::Subject | Function::Complement | Function::Doer => {}
                _ => push(found, Function::Inner, argument.token),
            }
        }
    }

    /// A prepositional phrase, by its preposition; the agent of a passive is its subject.
    fn add_oblique(&mut self, phrase: usize, passive: bool, found: &mut Vec<Argument>) {
        let token = self.structure.antecedent(phrase);
        for preposition in self.structure.prepositions(phrase) {
            let agent = self.structure.tree.deprel(phrase) == Deprel::OblAgent
                || (passive && self.structure.english.agent_prepositions.contains(&preposition));
            push(found, if agent { Function::Subject } else { Function::Preposition(preposition) }, token);
        }
    }

    /// Phrases that hang on the object may belong to the verb: "signed a deal with Iran in Vienna".
    fn add_borrowed_obliques(&mut self, found: &mut Vec<Argument>) {
        let objects: Vec<_> = found.iter().filter(|a| a.function == Function::Object).map(|a| a.token).collect();
        for object in objects {
            for phrase in self.structure.tree.children_by(object, &[Deprel::Nmod, Deprel::Obl]) {
                self.add_phrase_of(phrase, found);
            }
        }
    }

    /// Whose the object is.
    fn add_owners(&mut self, found: &mut Vec<Argument>) {
        let objects: Vec<_> = found.iter().filter(|a| a.function == Function::Object).map(|a| a.token).collect();
        for object in objects {
            for argument in self.of_noun(object) {
                let owns = match &argument.function {
                    Function::Possessor | Function::Modifier => true,
                    Function::Preposition(preposition) => {
                        self.structure.english.owner_prepositions.contains(preposition)
                    }
                    _ => false,
                };
                if owns {
                    push(found, Function::Owner, argument.token);
                }
            }
        }
    }

    /// Arguments that a verb takes from the clause it stands in.
    fn add_inherited(&mut self, verb: usize, gap: Function, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let Some(head) = tree.head(verb) else { return };
        match tree.deprel(verb) {
            Deprel::Acl if tree.word(verb).xpos == Xpos::Vbn => push(found, Function::Object, head),
            Deprel::Acl if tree.word(verb).xpos == Xpos::Vbg => push(found, Function::Subject, head),
            Deprel::Acl => self.add_owner(head, found),
            Deprel::AclRelcl => push(found, gap, head),
            Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis => {
                self.add_controller(verb, head, gap, found);
            }
            _ => {}
        }
    }

    /// The subject of an infinitive under a noun: "China's plan to build", "Xi made a promise to visit".
    fn add_owner(&mut self, noun: usize, found: &mut Vec<Argument>) {
        let of_noun = self.of_noun(noun);
        let owner = [Function::Subject, Function::Possessor, Function::Modifier]
            .into_iter()
            .find_map(|function| of_noun.iter().find(|argument| argument.function == function));
        if let Some(owner) = owner {
            push(found, Function::Subject, owner.token);
        }
    }

    /// The understood subject of a clause: the object of a verb that makes somebody do something, else the subject above.
    fn add_controller(&mut self, verb: usize, head: usize, gap: Function, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        if !self.structure.is_verbal(head) && !tree.has(head, SUBJECTS) {
            return;
        }
        let above = self.arguments_above(head);
        let controller = match tree.deprel(verb) {
            Deprel::Xcomp => of(&above, &Function::Object).or_else(|| of(&above, &Function::Subject)),
            Deprel::Advcl if self.is_done_by_object(verb) => of(&above, &Function::Object),
            Deprel::Advcl if tree.has(verb, &[Deprel::Mark]) && tree.word(verb).xpos != Xpos::Vbg => {
                // A full clause has its own subject; an infinitive of purpose shares the one above.
                of(&above, &Function::Subject).filter(|_| tree.word(verb).xpos == Xpos::Vb)
            }
            Deprel::Ccomp | Deprel::Parataxis => None,
            _ => of(&above, &Function::Subject).or_else(|| of(&above, &Function::Object)),
        };
        for token in controller.into_iter().flatten() {
            push(found, gap.clone(), token);
        }
    }

    /// "Accused Iran of helping Syria", "kept Iran from selling oil": the object is who does it.
    fn is_done_by_object(&self, verb: usize) -> bool {
        let tree = self.structure.tree;
        let markers = &self.structure.english.object_control_markers;
        tree.children_by(verb, &[Deprel::Mark, Deprel::Case])
            .any(|mark| markers.contains(&tree.lemma(mark).to_lowercase()))
    }

    /// Arguments of a governing clause.
    fn arguments_above(&mut self, head: usize) -> Vec<Argument> {
        let mut found = Vec::new();
        if self.structure.is_verbal(head) {
            found = self.of_verb(head);
        } else {
            for subject in self.structure.tree.children_by(head, SUBJECTS) {
                push(&mut found, Function::Subject, self.structure.antecedent(subject));
            }
        }
        found
    }

    fn add_noun_arguments(&mut self, noun: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        for &child in tree.children(noun) {
            match tree.deprel(child) {
                Deprel::NmodPoss => push(found, Function::Possessor, child),
                Deprel::Nsubj => push(found, Function::Subject, self.structure.antecedent(child)),
                Deprel::Appos => push(found, Function::Apposed, child),
                Deprel::Acl if self.structure.marks_infinitive(child) => push(found, Function::Complement, child),
                deprel if self.add_phrase_of(child, found) => debug_assert!(deprel != Deprel::Root),
                deprel if NAME_PARTS.contains(&deprel) => self.add_modifier(child, found),
                _ => {}
            }
        }
        self.add_name_beside(noun, found);
        if let Some(verb) = self.structure.carrier(noun) {
            self.add_carried(noun, verb, found);
        } else if let Some(verb) = self.structure.setting(noun) {
            for argument in self.of_verb(verb).into_iter().filter(|argument| argument.function == Function::Subject) {
                push(found, Function::Within, argument.token);
            }
        }
        // "A and B's talks" hang on the first noun of "talks and exercises".
        let first =
            tree.head(noun).filter(|&head| tree.deprel(noun) == Deprel::Conj && !self.structure.is_verbal(head));
        if let Some(first) = first.filter(|_| found.is_empty()) {
            found.extend(self.of_noun(first));
        }
    }

    fn add_phrase_of(&mut self, child: usize, found: &mut Vec<Argument>) -> bool {
        let phrase = matches!(self.structure.tree.deprel(child), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent);
        let token = self.structure.antecedent(child);
        let mut prepositions = self.structure.prepositions(child).filter(|_| phrase).peekable();
        let found_any = prepositions.peek().is_some();
        prepositions.for_each(|preposition| push(found, Function::Preposition(preposition), token));
        found_any
    }

    /// Modifiers may be modified: "US-led talks", "Russian-Chinese trade".
    fn add_modifier(&mut self, child: usize, found: &mut Vec<Argument>) {
        push(found, Function::Modifier, child);
        let parts = [
            Deprel::Compound,
            Deprel::Amod,
            Deprel::Obl,
            Deprel::OblAgent,
            Deprel::Nsubj,
            Deprel::Conj,
            Deprel::Advmod,
        ];
        for part in self.structure.tree.children_by(child, &parts) {
            push(found, Function::Modifier, part);
        }
    }

    /// The name that a title stands before, or that a description stands beside.
    fn add_name_beside(&mut self, noun: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        match (tree.deprel(noun), tree.head(noun)) {
            (Deprel::NmodDesc | Deprel::Compound | Deprel::Flat, Some(name)) => {
                push(found, Function::Titled, name);
                self.add_beside_title(noun, name, found);
            }
            (Deprel::Appos, Some(name)) => push(found, Function::Apposed, name),
            _ => {}
        }
        for name in tree.children_by(noun, &[Deprel::Flat, Deprel::NmodDesc]) {
            push(found, Function::Titled, name);
        }
    }

    /// The country beside a title may hang on the name behind it: "Russian President Putin", "President Buhari of Nigeria".
    fn add_beside_title(&mut self, title: usize, name: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        for &child in tree.children(name) {
            match tree.deprel(child) {
                Deprel::NmodPoss if child < title => push(found, Function::Possessor, child),
                Deprel::Nmod if child > name => drop(self.add_phrase_of(child, found)),
                deprel if child < title && NAME_PARTS.contains(&deprel) => self.add_modifier(child, found),
                _ => {}
            }
        }
    }

    /// What a light verb lends to its noun.
    fn add_carried(&mut self, noun: usize, verb: usize, found: &mut Vec<Argument>) {
        for argument in self.of_verb(verb) {
            if !self.is_within(argument.token, noun) {
                push(found, argument.function, argument.token);
            }
        }
    }

    fn is_within(&self, token: usize, noun: usize) -> bool {
        token == noun || self.structure.tree.ancestors(token).any(|above| above == noun)
    }
}

fn push(found: &mut Vec<Argument>, function: Function, token: usize) {
    let argument = Argument { function, token };
    if !found.contains(&argument) {
        found.push(argument);
    }
}

fn has(found: &[Argument], function: &Function) -> bool {
    found.iter().any(|argument| argument.function == *function)
}

fn of(found: &[Argument], function: &Function) -> Option<Vec<usize>> {
    let tokens: Vec<_> = found.iter().filter(|a| a.function == *function).map(|a| a.token).collect();
    (!tokens.is_empty()).then_some(tokens)
}
