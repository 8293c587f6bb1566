//! Gathering the arguments of a word: its own, and those that it inherits, shares or borrows.

use super::constructions::Function;
use super::structure::{Argument, NAME_PARTS, OBLIQUES, PASSIVE_SUBJECTS, SUBJECTS, Structure};
use crate::syntax::{Deprel, Upos, Xpos};
use rustc_hash::FxHashSet;

/// Gathers arguments. Words lend each other theirs, so those being looked at are kept, lest two lend in a circle.
pub(super) struct Gathering<'a> {
    structure: Structure<'a>,
    open: Vec<usize>,
}

impl<'a> Gathering<'a> {
    /// The arguments of a word, its own before those it inherits or shares.
    pub(super) fn of(structure: Structure<'a>, word: usize) -> Vec<Argument> {
        let mut gathering = Self { structure, open: Vec::new() };
        let mut found = if structure.is_verbal(word) { gathering.of_verb(word) } else { gathering.of_noun(word) };
        gathering.add_concerned(&mut found);
        found.push(Argument { function: Function::Itself, token: word });
        found
    }

    /// The arguments of a title that several share, for one of those who bear it.
    pub(super) fn of_title(structure: Structure<'a>, title: usize, name: usize) -> Vec<Argument> {
        let gathering = Self { structure, open: Vec::new() };
        let mut found = vec![Argument { function: Function::Titled, token: name }];
        gathering.add_beside_title(title, name, &mut found);
        found.push(Argument { function: Function::Itself, token: title });
        found
    }

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
                deprel if SUBJECTS.contains(&deprel) && self.describes_next(child) => {}
                deprel if SUBJECTS.contains(&deprel) => {
                    let subject = self.structure.antecedent(child);
                    push(found, Function::Subject, subject);
                    self.add_voiced(subject, found);
                }
                deprel if PASSIVE_SUBJECTS.contains(&deprel) => {
                    push(found, Function::Object, self.structure.antecedent(child))
                }
                Deprel::Obj => push(found, Function::Object, self.structure.antecedent(child)),
                Deprel::Iobj => push(found, Function::Indirect, self.structure.antecedent(child)),
                Deprel::Xcomp | Deprel::Ccomp => {
                    push(found, Function::Complement, child);
                    // "Found him guilty": whom a small clause is about is whom its verb is done to.
                    if !self.structure.is_verbal(child) && !tree.has(child, &[Deprel::Cop]) {
                        let about = tree.child(child, SUBJECTS);
                        about.into_iter().for_each(|about| push(found, Function::Object, about));
                    }
                    self.add_inner(child, found);
                }
                deprel if OBLIQUES.contains(&deprel) => self.add_oblique(child, passive, found),
                // "Sells rice worth millions a year *to Cuba*".
                Deprel::OblUnmarked => {
                    for phrase in tree.children_by(child, &[Deprel::Nmod]).filter(|&phrase| !self.is_owner(phrase)) {
                        self.add_phrase_of(phrase, found);
                    }
                }
                _ => {}
            }
        }
        if !has(found, &Function::Object) {
            let indirect: Vec<_> = found.iter().filter(|a| a.function == Function::Indirect).map(|a| a.token).collect();
            indirect.into_iter().for_each(|token| push(found, Function::Object, token));
        }
        self.add_borrowed_obliques(found);
        self.add_owners(found);
        self.add_served(found);
        if let Some(subject) = self.structure.subject_before_infinitive(verb) {
            push(found, Function::Subject, subject);
        }
        if self.structure.is_finite(verb) && !passive && !has(found, &Function::Subject) {
            self.structure
                .swallowed_subject(verb)
                .into_iter()
                .for_each(|subject| push(found, Function::Subject, subject));
        }
        let gap = if passive { Function::Object } else { Function::Subject };
        if !has(found, &gap) {
            self.add_inherited(verb, gap, found);
        }
    }

    /// Whom the clause that says what is done is done to: "agreed to help *Ukraine*", "refused to meet with *Iran*"; and
    /// who is to do it, where that is somebody else: "demanded that *Japan* pay".
    fn add_inner(&mut self, clause: usize, found: &mut Vec<Argument>) {
        let own_subject =
            self.structure.tree.has(clause, SUBJECTS) || self.structure.tree.has(clause, PASSIVE_SUBJECTS);
        let obliged = self.structure.is_obliged(clause);
        for argument in self.of_verb(clause) {
            match argument.function {
                Function::Subject | Function::Object if own_subject && self.is_subject(argument.token, clause) => {
                    push(found, Function::Doer, argument.token);
                    if obliged {
                        push(found, Function::Obliged, argument.token);
                    }
                }
                Function::Subject | Function::Complement | Function::Doer | Function::Obliged => {}
                Function::Owner => push(found, Function::Owner, argument.token),
                Function::Preposition(preposition)
                    if !self.structure.english.content_prepositions.contains(&preposition) => {}
                _ => push(found, Function::Inner, argument.token),
            }
        }
    }

    /// "British firm GSK announced": a weak parse makes two subjects of a description and the name right behind it.
    fn describes_next(&self, subject: usize) -> bool {
        let tree = self.structure.tree;
        let next = subject + 1;
        next < tree.len()
            && tree.upos(subject) == Upos::Noun
            && tree.upos(next) == Upos::Propn
            && SUBJECTS.contains(&tree.deprel(next))
            && tree.head(next) == tree.head(subject)
    }

    fn is_subject(&self, token: usize, clause: usize) -> bool {
        let tree = self.structure.tree;
        let subjects = [SUBJECTS, PASSIVE_SUBJECTS].concat();
        tree.children_by(clause, &subjects).any(|subject| self.structure.antecedent(subject) == token)
    }

    /// Whatever hangs below the objects, however deep.
    fn add_concerned(&self, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let objects = [Function::Object, Function::Inner];
        let mut below: Vec<_> = found.iter().filter(|a| objects.contains(&a.function)).map(|a| a.token).collect();
        let nominal = [OBLIQUES, NAME_PARTS, &[Deprel::NmodPoss, Deprel::Conj]].concat();
        let mut next = 0;
        while let Some(&at) = below.get(next) {
            for child in tree.children_by(at, &nominal).filter(|child| !below.contains(child)).collect::<Vec<_>>() {
                push(found, Function::Concerned, child);
                below.push(child);
            }
            next += 1;
        }
    }

    /// A prepositional phrase, by its preposition; the agent of a passive is its subject.
    fn add_oblique(&mut self, phrase: usize, passive: bool, found: &mut Vec<Argument>) {
        let token = self.structure.antecedent(phrase);
        for preposition in self.structure.prepositions(phrase) {
            let agent = self.structure.tree.deprel(phrase) == Deprel::OblAgent
                || (passive && self.structure.is_agentive(&preposition));
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
            self.add_phrases_behind(object, found);
        }
        self.add_phrases_of_names(found);
    }

    /// A name or a time needs no phrase to tell which it is, an occasion is where it is, and what is entered into is entered with
    /// somebody: "met with Erdogan *in Ankara*", "has worked in the last years *with Oman*", "met on the margins of the summit *in
    /// Bali*", "entered into an agreement *with Syria*".
    fn add_phrases_of_names(&self, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let mut at = 0;
        while let Some(argument) = found.get(at) {
            let token = argument.token;
            let (behind, lends) = match &argument.function {
                Function::Preposition(preposition) => {
                    (true, self.structure.english.lending_prepositions.contains(preposition))
                }
                _ => (false, false),
            };
            let tells_where = lends
                || tree.upos(token) == Upos::Propn
                || self.structure.is_occasion(token)
                || self.structure.lexicon.is_time_unit(tree.lemma(token));
            if behind && tells_where {
                // "A visit to Hanoi by Marcos": a name is nobody's deed.
                let is_doer = |phrase| self.structure.prepositions(phrase).any(|it| self.structure.is_agentive(&it));
                let phrases = tree.children_by(token, &[Deprel::Nmod, Deprel::Obl]);
                for phrase in phrases.filter(|&phrase| !self.is_owner(phrase) || is_doer(phrase)) {
                    self.add_phrase_of(phrase, found);
                }
                self.add_phrases_behind(token, found);
            }
            at += 1;
        }
    }

    /// Phrases that hang on what a noun is of may belong to the noun: "supplier of arms to India", "a series of agreements with
    /// Qatar", "war of aggression against Ukraine". Where one of the two only measures the other, all of them do: "most of its gas
    /// from Russia", "a loan of 2 billion dollars from Qatar".
    fn add_phrases_behind(&self, noun: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        for of in tree.children_by(noun, &[Deprel::Nmod, Deprel::Obl]).filter(|&phrase| self.is_owner(phrase)) {
            let measures = self.structure.is_transparent(noun) || tree.has(of, &[Deprel::Nummod]);
            for phrase in tree.children_by(of, &[Deprel::Nmod]).filter(|&phrase| measures || !self.is_owner(phrase)) {
                self.add_phrase_of(phrase, found);
            }
        }
    }

    /// Whether a phrase tells whose something is, or what it is of.
    fn is_owner(&self, phrase: usize) -> bool {
        self.structure.prepositions(phrase).any(|it| self.structure.english.owner_prepositions.contains(&it))
    }

    /// Whose the object is.
    fn add_owners(&mut self, found: &mut Vec<Argument>) {
        let objects: Vec<_> = found.iter().filter(|a| a.function == Function::Object).map(|a| a.token).collect();
        for object in objects {
            self.owners_of(object).into_iter().for_each(|owner| push(found, Function::Owner, owner));
        }
    }

    fn add_served(&mut self, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let objects: Vec<_> = found.iter().filter(|a| a.function == Function::Object).map(|a| a.token).collect();
        let purposes = objects.iter().flat_map(|&object| tree.children_by(object, &[Deprel::Acl]));
        for purpose in purposes.filter(|&clause| self.structure.marks_infinitive(clause)).collect::<Vec<_>>() {
            for argument in self.of_verb(purpose).into_iter().filter(|a| a.function == Function::Object) {
                push(found, Function::Served, argument.token);
            }
        }
    }

    fn owners_of(&mut self, noun: usize) -> Vec<usize> {
        let owns = |function: &Function| match function {
            Function::Possessor | Function::Modifier => true,
            Function::Preposition(preposition) => self.structure.english.owner_prepositions.contains(preposition),
            _ => false,
        };
        let mut owners: Vec<_> =
            self.of_noun(noun).into_iter().filter(|a| owns(&a.function)).map(|a| a.token).collect();
        // "Missiles fired by Israel", "threats made by Iran".
        let tree = self.structure.tree;
        let made = tree.children_by(noun, &[Deprel::Acl]).filter(|&verb| self.structure.is_passive(verb));
        for verb in made.collect::<Vec<_>>() {
            owners.extend(self.of_verb(verb).into_iter().filter(|a| a.function == Function::Subject).map(|a| a.token));
        }
        owners
    }

    /// Arguments that a verb takes from the clause it stands in.
    fn add_inherited(&mut self, verb: usize, gap: Function, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let Some(head) = tree.head(verb) else { return };
        match tree.deprel(verb) {
            Deprel::Acl if tree.word(verb).xpos == Xpos::Vbn => {
                push(found, Function::Object, head);
                if !has(found, &Function::Subject) {
                    self.add_keeper(head, found);
                }
            }
            Deprel::Acl if tree.word(verb).xpos == Xpos::Vbg => {
                push(found, Function::Subject, head);
                self.add_voiced(head, found);
            }
            Deprel::Acl => self.add_owner(head, found),
            Deprel::AclRelcl => push(found, gap, head),
            Deprel::Amod if tree.word(verb).xpos == Xpos::Vbn => {
                push(found, Function::Object, head);
                self.add_compounded(verb, found);
            }
            Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis => {
                self.add_controller(verb, head, gap, found);
            }
            _ => {}
        }
    }

    /// Who has what something is done to: "the *US* has troops stationed in Korea", "keeps missiles aimed at Paris".
    fn add_keeper(&mut self, noun: usize, found: &mut Vec<Argument>) {
        let structure = self.structure;
        let keeps = |verb: &usize| {
            structure.tree.deprel(noun) == Deprel::Obj
                && structure.english.keeping_verbs.contains(structure.tree.lemma(*verb))
        };
        let Some(verb) = structure.tree.head(noun).filter(keeps) else { return };
        for argument in self.of_verb(verb).into_iter().filter(|argument| argument.function == Function::Subject) {
            push(found, Function::Subject, argument.token);
        }
    }

    /// Who speaks in a report or a resolution: its owner, or who made it.
    fn add_voiced(&mut self, noun: usize, found: &mut Vec<Argument>) {
        if !self.structure.is_voice(noun) {
            return;
        }
        self.owners_of(noun).into_iter().for_each(|owner| push(found, Function::Subject, owner));
        let maker = self
            .structure
            .tree
            .head(noun)
            .filter(|&head| self.structure.tree.deprel(noun) == Deprel::Obj && self.structure.is_verbal(head));
        for argument in maker.map(|verb| self.of_verb(verb)).unwrap_or_default() {
            if argument.function == Function::Subject {
                push(found, Function::Subject, argument.token);
            }
        }
    }

    /// Who does what a participle before a noun tells: "the *US*-backed regime".
    fn add_compounded(&mut self, participle: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let parts = [NAME_PARTS, OBLIQUES, &[Deprel::Nsubj, Deprel::Advmod]].concat();
        let doer = tree.children_by(participle, &parts).find(|&part| part < participle);
        // A weak parse may hang the doer on the noun; it stands right before, but for the hyphen.
        let beside = || (participle.saturating_sub(2)..participle).find(|&at| tree.head(at) == tree.head(participle));
        if let Some(doer) = doer.or_else(beside) {
            push(found, Function::Subject, doer);
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
            Deprel::Advcl if self.is_done_by_object(verb, head) => of(&above, &Function::Object),
            Deprel::Advcl if self.is_answered(verb, head) => self.answered(&above),
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

    /// "Accused Iran of helping Syria", "kept Iran from selling oil", "urged Iran at the summit to stop": the object is who does it.
    fn is_done_by_object(&self, verb: usize, above: usize) -> bool {
        let english = self.structure.english;
        let is_told = english.object_control_verbs.contains(self.structure.tree.lemma(above));
        self.is_marked_by(verb, &english.object_control_markers) || is_told && self.structure.marks_infinitive(verb)
    }

    /// "Thanked Egypt for mediating", "imposed sanctions on Iran for helping Syria": what is answered.
    fn is_answered(&self, verb: usize, above: usize) -> bool {
        let (tree, english) = (self.structure.tree, self.structure.english);
        let answers = |word: usize| english.answering_words.contains(tree.lemma(word));
        self.is_marked_by(verb, &english.answering_markers)
            && (answers(above) || tree.children_by(above, &[Deprel::Obj, Deprel::NsubjPass]).any(answers))
    }

    /// Who did what a verb with such arguments answers: its object, or who stands behind "on" if the object is the answer.
    fn answered(&self, above: &[Argument]) -> Option<Vec<usize>> {
        let (tree, english) = (self.structure.tree, self.structure.english);
        let is_target = |function: &Function| match function {
            Function::Preposition(preposition) => english.answered_prepositions.contains(preposition),
            _ => false,
        };
        let object = of(above, &Function::Object);
        if object.iter().flatten().any(|&object| english.answering_words.contains(tree.lemma(object))) {
            return above.iter().find(|argument| is_target(&argument.function)).map(|argument| vec![argument.token]);
        }
        object
    }

    fn is_marked_by(&self, verb: usize, marks: &FxHashSet<String>) -> bool {
        let tree = self.structure.tree;
        let mut words =
            tree.children_by(verb, &[Deprel::Mark, Deprel::Case]).map(|mark| tree.lemma(mark).to_lowercase());
        words.any(|mark| marks.contains(&mark))
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
                // "Commitment to upholding rules": the rules are what it is to.
                Deprel::Acl if tree.word(child).xpos == Xpos::Vbg && tree.has(child, &[Deprel::Mark]) => {
                    self.add_gerund(child, found);
                }
                // "Trump's demand that Germany pay".
                Deprel::Acl if tree.has(child, &[Deprel::Mark]) && tree.has(child, SUBJECTS) => {
                    push(found, Function::Complement, child);
                    self.add_inner(child, found);
                }
                deprel if self.add_phrase_of(child, found) => debug_assert!(deprel != Deprel::Root),
                deprel if NAME_PARTS.contains(&deprel) => self.add_modifier(child, found),
                _ => {}
            }
        }
        self.add_phrases_behind(noun, found);
        self.add_phrases_of_names(found);
        self.add_name_beside(noun, found);
        self.add_predicated(noun, found);
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

    fn add_phrase_of(&self, child: usize, found: &mut Vec<Argument>) -> bool {
        let phrase = matches!(self.structure.tree.deprel(child), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent);
        let token = self.structure.antecedent(child);
        let mut prepositions = self.structure.prepositions(child).filter(|_| phrase).peekable();
        let found_any = prepositions.peek().is_some();
        prepositions.for_each(|preposition| push(found, Function::Preposition(preposition), token));
        found_any
    }

    /// Modifiers may be modified: "US-led talks", "Russian-Chinese trade".
    fn add_modifier(&self, child: usize, found: &mut Vec<Argument>) {
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

    fn add_gerund(&self, gerund: usize, found: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let marks = tree.children_by(gerund, &[Deprel::Mark]).map(|mark| tree.lemma(mark).to_lowercase());
        for mark in marks.filter(|mark| self.structure.english.gerund_prepositions.contains(mark)) {
            for object in tree.children_by(gerund, &[Deprel::Obj]) {
                push(found, Function::Preposition(mark.clone()), object);
            }
        }
    }

    /// Of whom the words around a noun say that he is it, or that it is done to him: "became a *member*", "was elected
    /// *president*", "served as *president*", "the *signatories* include", "is the target of *sanctions*".
    fn add_predicated(&mut self, noun: usize, found: &mut Vec<Argument>) {
        let (tree, english) = (self.structure.tree, self.structure.english);
        let Some(head) = tree.head(noun).filter(|_| tree.deprel(noun) != Deprel::Root) else { return };
        let behind = matches!(tree.deprel(noun), Deprel::Obl | Deprel::Nmod);
        let as_role = || self.structure.prepositions(noun).any(|it| english.role_prepositions.contains(&it));
        if self.structure.is_verbal(head) && (tree.deprel(noun) == Deprel::Xcomp || (behind && as_role())) {
            let above = self.of_verb(head);
            let whom = of(&above, &Function::Object).or_else(|| of(&above, &Function::Subject));
            let whom = whom.into_iter().flatten().filter(|&token| !self.is_within(token, noun));
            whom.collect::<Vec<_>>().into_iter().for_each(|token| push(found, Function::Subject, token));
        } else if behind && english.undergoing_nouns.contains(tree.lemma(head)) {
            for undergoer in tree.children_by(head, SUBJECTS) {
                push(found, Function::Object, self.structure.antecedent(undergoer));
            }
        } else if SUBJECTS.contains(&tree.deprel(noun)) && english.listing_verbs.contains(tree.lemma(head)) {
            tree.children_by(head, &[Deprel::Obj]).for_each(|listed| push(found, Function::Subject, listed));
        }
    }

    /// The country beside a title may hang on the name behind it: "Russian President Putin", "President Buhari of Nigeria".
    fn add_beside_title(&self, title: usize, name: usize, found: &mut Vec<Argument>) {
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
        let undergone = self.structure.is_undergone(verb);
        // "The attack took place" has nothing to do with a place.
        let occurs = SUBJECTS.contains(&self.structure.tree.deprel(noun)) && self.structure.is_occurrence(verb);
        for argument in self.of_verb(verb) {
            let idle = occurs && argument.function == Function::Object;
            if !idle && !self.is_within(argument.token, noun) {
                let undergoer = undergone && argument.function == Function::Subject;
                push(found, if undergoer { Function::Object } else { argument.function }, argument.token);
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
