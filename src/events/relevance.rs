//! Which sentences may hold an event: words with lemma and part of speech in, a yes or no for each sentence out.
//!
//! A sentence in which no word triggers a frame whose roles the others could fill, or in which nobody acts, tells no event, and a
//! parse of it serves only those that point back to it. So work of parsing an archive can be left out, and the facts stay.

use super::{Frame, Frames, Function, LexicalClass, Predicates, Role, Trigger, TriggerKind};
use crate::gazetteer::{Candidate, Gazetteer};
use crate::mentions::{Lexicon, Pointer};
use crate::ontology::{ClassId, Ontology};
use crate::sentences::Sentence;
use crate::span::Span;
use crate::syntax::{Parse, Upos, Word};
use compact_str::CompactString;

/// How many sentences before its own a reference or a date that counts from another may look into.
const REACH: usize = 2;

/// Tells which sentences of a document may hold events.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// Classes of what fills roles.
    pub ontology: &'a Ontology,
    /// What the known names stand for.
    pub gazetteer: &'a Gazetteer,
    /// What words report.
    pub frames: &'a Frames,
    /// What English words build predicates.
    pub english: &'a Predicates,
    /// What points back, and what takes part in events.
    pub lexicon: &'a Lexicon,
    /// The text of the document.
    pub text: &'a str,
    /// The known names in it.
    pub candidates: &'a [Candidate],
    /// Whether what is named may turn out to be of any class, as when a user takes an entity for another.
    pub any_class: bool,
}

/// What the words of one sentence could be in an event, whatever hangs on what.
struct Cast<'a> {
    screen: &'a Screen<'a>,
    words: &'a [Word],
    /// In lower case.
    lemmas: Vec<CompactString>,
    /// The known names in it.
    candidates: &'a [Candidate],
    /// Whether a word could be anybody or anything: a pronoun that points back, a name that nobody knows.
    anything: bool,
}

impl Screen<'_> {
    /// Whether an event may be told in each of the sentences; heads and relations of their words are not looked at.
    pub fn may_tell(&self, sentences: &[Sentence], tagged: &[Parse]) -> Vec<bool> {
        let may = |(sentence, parse): (&Sentence, &Parse)| {
            self.has_actor(sentence, parse) && self.has_trigger(sentence, &parse.words)
        };
        sentences.iter().zip(tagged).map(may).collect()
    }

    /// Which sentences have to be parsed for the events of a document, or of a part of it: those that may tell one, as
    /// [`Screen::may_tell`] says, those that they point back to, and a title that tells who speaks. `begins` and `ends` say whether
    /// the document does with the part; where more follows, it may point back into it.
    pub fn wanted(
        &self,
        sentences: &[Sentence],
        tagged: &[Parse],
        telling: &[bool],
        (begins, ends): (bool, bool),
    ) -> Vec<bool> {
        let mut wanted = telling.to_vec();
        if let (true, Some(title)) = (begins, sentences.first()) {
            wanted[0] |= self.forms(title).iter().any(|form| self.lexicon.tells_issuers(form));
        }
        let len = wanted.len();
        if !ends {
            wanted[len.saturating_sub(REACH)..].fill(true);
        }
        for idx in (0..len).rev().filter(|&idx| idx > 0) {
            if !wanted[idx] {
                continue;
            }
            let forms = self.forms(&sentences[idx]);
            let dated = self.lexicon.counts_from_told(&forms);
            let words = forms.iter().zip(&tagged[idx].words);
            let reach = words.map(|(form, word)| self.lexicon.reach_of(form, &word.lemma)).max().unwrap_or_default();
            for before in idx.saturating_sub(REACH)..idx {
                let meant = before + reach >= idx && self.has_actor(&sentences[before], &tagged[before]);
                wanted[before] |= dated || meant;
            }
        }
        wanted
    }

    /// Whether a word may report a relation, with all the companions and all the roles that it needs for that.
    fn has_trigger(&self, sentence: &Sentence, words: &[Word]) -> bool {
        let mut cast = None;
        words.iter().enumerate().any(|(at, word)| {
            let triggers = TriggerKind::of(word).map_or(&[][..], |kind| self.frames.triggers(kind, &word.lemma));
            let mut counts = |trigger| cast.get_or_insert_with(|| self.cast(sentence, words)).may_fill(at, trigger);
            triggers.iter().any(&mut counts)
        })
    }

    fn cast<'c>(&'c self, sentence: &Sentence, words: &'c [Word]) -> Cast<'c> {
        let candidates = self.candidates_in(sentence.span);
        let is_known = |span: Span| candidates.iter().any(|candidate| candidate.span.overlaps(span));
        let is_anything = |(at, word): (usize, &Word)| {
            let span = sentence.tokens[at].span;
            let form = span.of(self.text);
            match word.upos {
                Upos::Pron | Upos::Num => self.lexicon.pointer_of(&form.to_lowercase()) != Pointer::Nothing,
                Upos::Propn => !is_known(span),
                _ => at > 0 && form.starts_with(char::is_uppercase) && !is_known(span),
            }
        };
        Cast {
            screen: self,
            words,
            lemmas: words.iter().map(|word| word.lemma.to_lowercase()).collect(),
            candidates,
            anything: self.any_class || words.iter().enumerate().any(is_anything),
        }
    }

    /// Whether anything may act: a name, a pronoun, somebody without a name.
    fn has_actor(&self, sentence: &Sentence, parse: &Parse) -> bool {
        let acts = |word: &Word| {
            matches!(word.upos, Upos::Propn | Upos::Pron | Upos::Num) || self.lexicon.may_act(&word.lemma)
        };
        !self.candidates_in(sentence.span).is_empty() || parse.words.iter().any(acts)
    }

    /// The known names in a part of the text.
    fn candidates_in(&self, span: Span) -> &[Candidate] {
        let from = self.candidates.partition_point(|candidate| candidate.span.end <= span.start);
        let len = self.candidates[from..].partition_point(|candidate| candidate.span.start < span.end);
        &self.candidates[from..from + len]
    }

    /// The words of a sentence in lower case.
    fn forms(&self, sentence: &Sentence) -> Vec<String> {
        sentence.tokens.iter().map(|token| token.span.of(self.text).to_lowercase()).collect()
    }
}

impl Cast<'_> {
    /// Whether a word may have all the companions that a trigger wants, and somebody in each of the roles.
    fn may_fill(&self, word: usize, trigger: &Trigger) -> bool {
        let frame = self.screen.frames.frame(trigger.frame_idx);
        let class = &frame.classes[trigger.class_idx];
        trigger.companions.iter().all(|companion| self.has_lemma(&companion.to_lowercase()))
            && class.required.iter().all(|role| self.may_fill_role(word, *role, class, frame))
    }

    fn may_fill_role(&self, word: usize, role: Role, class: &LexicalClass, frame: &Frame) -> bool {
        let stands = |function: &Function| match function {
            Function::Preposition(preposition) => self.has_lemma(preposition),
            Function::Obliged => self.screen.english.obligations.iter().any(|auxiliary| self.has_lemma(auxiliary)),
            _ => true,
        };
        let functions = class.functions.of(role);
        // Agents of what several do to each other are in the other roles, too.
        let told = class.functions.mutual && matches!(role, Role::Target | Role::Counterpart);
        told || functions.contains(&Function::Itself)
            || (functions.iter().any(stands) && self.holds_any(word, role, class.classes(role, frame)))
    }

    /// Whether anything but a trigger may be of one of the classes, or fill the role without being so.
    fn holds_any(&self, trigger: usize, role: Role, classes: &[ClassId]) -> bool {
        let Screen { ontology, gazetteer, lexicon, .. } = self.screen;
        let core = ontology.core();
        let acts = |&class: &ClassId| {
            [core.actor, core.place].iter().any(|&kind| ontology.is_a(class, kind) || ontology.is_a(kind, class))
        };
        // A name may stand for its bearer's country, a title for whoever bears it: for somebody, and for no deal or exercise.
        let somebody = classes.iter().any(acts);
        let is_of_class = |class| ontology.is_any(class, classes);
        let mut readings = self.candidates.iter().flat_map(|candidate| &candidate.readings);
        let mut nouns = self.words.iter().zip(&self.lemmas).enumerate();
        self.anything
            || readings.any(|reading| somebody || is_of_class(gazetteer.entry(reading.entry).class))
            || nouns.any(|(at, (word, lemma))| {
                matches!(word.upos, Upos::Noun | Upos::Propn)
                    && ((role == Role::Target && at != trigger)
                        || (somebody && lexicon.may_act(lemma))
                        || is_of_class(core.other)
                        || lexicon.classes_of(lemma).any(is_of_class))
            })
    }

    fn has_lemma(&self, lemma: &str) -> bool {
        self.lemmas.iter().any(|other| other == lemma)
    }
}
