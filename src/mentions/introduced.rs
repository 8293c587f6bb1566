//! Names that a document introduces itself: the mentions of its sentences in; names that it makes and where it uses them, out.
//!
//! "The Regional Anti-Terrorist Structure (RATS)" makes an acronym, which stands for the structure from there on and before; "the
//! exercise 'Iron Wolf'" and "a drill dubbed Sea Breeze" tell of which sort a name is.

use super::{Finder, Form, Mention, Sent, mentions_of};
use crate::documents::Document;
use crate::gazetteer::EntryId;
use crate::ontology::ClassId;
use crate::span::Span;
use crate::syntax::Upos;
use std::collections::BTreeMap;
use std::ops::Range;

/// Letters that an acronym may have.
const ACRONYM: Range<usize> = 2..9;
/// Words that a name may have before its acronym.
const LONG_NAME: usize = 12;

/// What a name that the document introduces stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    class: Option<ClassId>,
    entry: Option<EntryId>,
    /// Where the document gives the name in full.
    full: Span,
}

/// A noun with a name behind it that says which one it is: "the exercise 'Iron Wolf'".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Call {
    sent_idx: usize,
    noun: usize,
    name: Span,
}

/// What a document introduces.
#[derive(Debug, Default)]
pub(super) struct Introduced<'d> {
    /// Meaning by the words of a name.
    names: BTreeMap<&'d str, Meaning>,
    calls: Vec<Call>,
}

impl Finder<'_> {
    /// The names that a document introduces. `named` are its mentions, in the order of the text; a name that is introduced twice means what
    /// it meant first.
    pub(super) fn find_introduced<'d>(
        &self,
        doc: &'d Document,
        sents: &[Sent<'d>],
        named: &[Mention],
    ) -> Introduced<'d> {
        let mut found = Introduced::default();
        for sent in sents {
            let named = mentions_of(named, sent);
            for token in 0..sent.len() {
                if let Some((acronym, meaning)) = self.acronym_at(sent, token, named) {
                    found.names.entry(acronym.of(&doc.text)).or_insert(meaning);
                    found.names.entry(meaning.full.of(&doc.text)).or_insert(meaning);
                }
                if let Some((name, meaning)) = self.called_at(sent, token, named) {
                    found.names.entry(name.of(&doc.text)).or_insert(meaning);
                    found.calls.push(Call { sent_idx: sent.idx, noun: token, name });
                }
            }
        }
        found
    }

    /// Adds the names that the document introduces to those of a sentence: they say more of a place than a tagger does, and
    /// less than the gazetteer.
    pub(super) fn use_introduced(&self, sent: &Sent<'_>, introduced: &Introduced<'_>, named: &mut Vec<Mention>) {
        for (name, meaning) in &introduced.names {
            let whole = sent.sentence.span.of(sent.text);
            for (at, _) in whole.match_indices(name) {
                let start = sent.sentence.span.start + at;
                let span = Span::new(start, start + name.len());
                let tokens = sent.tokens_of(span);
                let fits = !tokens.is_empty()
                    && sent.span(tokens.start).start == span.start
                    && sent.span(tokens.end - 1).end == span.end;
                let inside = |mention: &Mention| span.contains(mention.span) && mention.span != span;
                let taken = |mention: &Mention| {
                    let stays = mention.entry.is_some() || mention.span.len() > span.len();
                    mention.span.overlaps(span) && stays && !inside(mention)
                };
                if !fits || named.iter().any(taken) {
                    continue;
                }
                named.retain(|mention| !mention.span.overlaps(span));
                let full_name = Some(meaning.full).filter(|full| meaning.entry.is_none() && *full != span);
                let head = sent.head_of(&tokens);
                let (class, entry) = (meaning.class, meaning.entry);
                let form = if entry.is_some() { Form::Name } else { Form::Keyword };
                named.push(Mention { span, sent_idx: sent.idx, head, class, entry, form, full_name });
            }
        }
        for call in introduced.calls.iter().filter(|call| call.sent_idx == sent.idx) {
            for mention in named.iter_mut().filter(|mention| mention.span == call.name) {
                mention.span = Span::new(sent.span(call.noun).start, call.name.end);
                mention.head = call.noun;
                mention.full_name = Some(call.name).filter(|_| mention.entry.is_none());
            }
        }
        named.sort_by_key(|mention| mention.span);
    }

    /// "Regional Anti-Terrorist Structure (RATS)": an acronym in brackets and the name before it, whose words begin with its letters.
    fn acronym_at(&self, sent: &Sent<'_>, token: usize, named: &[Mention]) -> Option<(Span, Meaning)> {
        let word = sent.word(token);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_acronym = ACRONYM.contains(&word.len()) && capitals > 1 && word.chars().all(char::is_alphabetic);
        let bracketed = token > 1
            && token + 1 < sent.len()
            && sent.word(token - 1) == "("
            && matches!(sent.word(token + 1), ")" | "," | ";");
        if !is_acronym || !bracketed {
            return None;
        }
        let end = token - 1;
        let start = (end.saturating_sub(LONG_NAME)..end).rev().find(|&start| spells(sent, start..end, word))?;
        let tokens = start..end;
        if tokens.clone().any(|token| self.is_title(sent, token)) || !sent.has_small_letters() {
            return None;
        }
        let full = Span::new(sent.span(start).start, sent.span(end - 1).end);
        let same = named.iter().find(|mention| mention.span.end == full.end && mention.span.start <= full.start);
        let keyword = || [end - 1, start].into_iter().find_map(|token| self.lexicon.name_classes.get(sent.word(token)));
        let class = same.and_then(|mention| mention.class).or_else(|| keyword().copied());
        let meaning = Meaning {
            class: class.or(Some(self.ontology.core().organisation)),
            entry: same.and_then(|mention| mention.entry),
            full: same.map_or(full, |mention| mention.span),
        };
        Some((sent.span(token), meaning))
    }

    /// "The exercise 'Iron Wolf'", "the drill, dubbed Sea Breeze": a name behind a noun that tells what sort of thing it is. Without marks
    /// around it, or a word that says that it is a name, only that of an exercise.
    fn called_at(&self, sent: &Sent<'_>, noun: usize, named: &[Mention]) -> Option<(Span, Meaning)> {
        let class = *self.lexicon.phrase_classes.get(&sent.tree.lemma(noun).to_lowercase())?;
        let mut at = noun + 1;
        let mut called = false;
        while at < sent.len() {
            let naming = &self.lexicon.naming;
            let is_naming = naming.calling_verbs.contains(sent.lower(at));
            let is_filler = sent.word(at) == "," || (called && naming.calling_links.contains(sent.word(at)));
            if !is_naming && !is_filler {
                break;
            }
            called |= is_naming;
            at += 1;
        }
        let is_mark = |token: usize| token < sent.len() && naming_mark(sent.word(token));
        let marked = is_mark(at);
        let start = at + usize::from(marked);
        let name_like = |&token: &usize| {
            (sent.is_capitalised(token) || sent.tree.upos(token) == Upos::Num)
                && sent.word(token).chars().all(|c| c.is_alphanumeric() || c == '-')
                && !self.lexicon.is_calendar_word(sent.lower(token))
        };
        let end = start + (start..sent.len()).take_while(name_like).count();
        let is_closed = !marked || is_mark(end);
        let is_beside = at == noun + 1;
        let is_exercise = || Some(class) == self.exercise_class() && self.is_name_run(sent, start..end);
        let is_told = called || (is_beside && (marked || is_exercise()));
        if start >= end || !sent.is_capitalised(start) || !is_closed || !is_told {
            return None;
        }
        let span = Span::new(sent.span(start).start, sent.span(end - 1).end);
        let entry = named.iter().find(|mention| mention.span == span).and_then(|mention| mention.entry);
        let is_alike = |entry: EntryId| self.gazetteer.entry(entry).class == class;
        let other =
            |mention: &Mention| mention.entry.is_some_and(|entry| !is_alike(entry)) && mention.span.overlaps(span);
        (!named.iter().any(other)).then_some((span, Meaning { class: Some(class), entry, full: span }))
    }

    fn exercise_class(&self) -> Option<ClassId> {
        self.ontology.class_named("Exercise")
    }

    fn is_name_run(&self, sent: &Sent<'_>, run: Range<usize>) -> bool {
        run.clone().all(|token| matches!(sent.tree.upos(token), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num))
    }
}

/// Whether the capitals of an acronym are the first letters of words: of all that have a capital, where hyphens divide words, and small
/// words may give a letter or none.
fn spells(sent: &Sent<'_>, tokens: Range<usize>, acronym: &str) -> bool {
    if !sent.is_capitalised(tokens.start) {
        return false;
    }
    let words = tokens.flat_map(|token| sent.word(token).split('-')).filter(|word| !word.is_empty());
    let mut letters = acronym.chars().filter(|c| c.is_uppercase()).peekable();
    for word in words {
        let Some(first) = word.chars().next() else { continue };
        let fits = letters.peek().is_some_and(|letter| first.to_uppercase().eq(letter.to_uppercase()));
        if fits {
            letters.next();
        } else if first.is_uppercase() || !first.is_alphabetic() {
            return false;
        }
    }
    letters.peek().is_none()
}

fn naming_mark(word: &str) -> bool {
    matches!(word, "\"" | "'" | "`" | "``" | "''" | "“" | "”" | "‘" | "’" | "«" | "»")
}
