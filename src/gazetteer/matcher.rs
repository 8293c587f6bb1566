//! The matcher: names in; every place of a text where one of them stands as whole words out, longest first.
//!
//! The names are a trie, which is walked from the places where a word begins that is the first word of some name
//! (`first_words`). So a walk finds all names that begin there and spends nothing on other words. The word test throws out what
//! ends inside a word, and the longest of those that overlap is kept. Searching for the longest match at once would be wrong:
//! "Niger Delta" that fails the word test in "Niger Deltas" would hide "Niger".

use super::first_words::{FirstWords, MAX_WORD};
use super::folding::{fold, fold_name};
use super::trie::{State, Trie};
use super::words::{WordBits, ends_word, is_word, signs};
use super::{Candidate, Reading};
use crate::error::{Error, Result};
use crate::span::Span;

/// Letters that a name needs to be known in capitals too: shorter ones are other words then ("Us", "Xi" in a numeral).
const MIN_CAPITALS: usize = 4;

/// Finds names in texts.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    first_words: FirstWords,
    trie: Trie,
    /// For each name of the trie, what it may mean.
    patterns: Vec<Pattern>,
    readings: Vec<Reading>,
}

#[derive(Debug, Clone, Copy)]
struct Pattern {
    /// Index of its first reading; the last one is before that of the next pattern.
    first: u32,
    /// A combining form ("Sino-"): its hyphen joins it to the next word and is no part of the name.
    combining: bool,
}

/// A match that passed the word test, in bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    span: Span,
    pattern: usize,
}

/// Collects names for a [`Matcher`].
#[derive(Debug, Default)]
pub(super) struct MatcherBuilder {
    /// All names, one behind the other.
    text: String,
    names: Vec<Name>,
}

/// A name with one of its readings.
#[derive(Debug, Clone, Copy)]
struct Name {
    /// Its first eight bytes as a number, which is in the order of the names as far as it tells them apart.
    key: u64,
    start: u32,
    length: u32,
    reading: Reading,
}

impl MatcherBuilder {
    /// Adds a name as the seeds write it; a name without a letter or digit is left out.
    ///
    /// # Errors
    /// When the names are too many for indexes of 32 bits.
    pub(super) fn add(&mut self, name: &str, reading: Reading) -> Result<()> {
        let folded = fold_name(name);
        if folded.contains(is_word) {
            let (start, length) = (index(self.text.len())?, index(folded.len())?);
            self.text.push_str(&folded);
            self.names.push(Name { key: key(folded.as_bytes()), start, length, reading });
        }
        Ok(())
    }

    /// Builds the trie.
    ///
    /// # Errors
    /// When the names are too many for indexes of 31 bits.
    pub(super) fn build(self) -> Result<Matcher> {
        let Self { text, mut names } = self;
        let text_of = |name: &Name| &text[name.start as usize..][..name.length as usize];
        names.sort_unstable_by(|a, b| {
            a.key.cmp(&b.key).then_with(|| text_of(a).cmp(text_of(b))).then_with(|| a.reading.cmp(&b.reading))
        });
        // Of several ways in which an entry has a name, the first in the order of kinds stays.
        names.dedup_by(|name, kept| name.reading.entry == kept.reading.entry && text_of(name) == text_of(kept));
        let mut first_words = FirstWords::with_capacity(names.len());
        let (mut trie, mut patterns, mut readings) = (Trie::default(), Vec::new(), Vec::with_capacity(names.len()));
        let mut last = "";
        for name in &names {
            let written = text_of(name);
            if written != last {
                patterns.push(Pattern { first: index(readings.len())?, combining: written.ends_with('-') });
                first_words.add(written);
                trie.push(written)?;
                last = written;
            }
            readings.push(name.reading);
        }
        trie.connect();
        Ok(Matcher { first_words, trie, patterns, readings })
    }
}

fn key(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(bytes.len());
    bytes[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(bytes)
}

impl Matcher {
    /// The names in `text`, in its order; they do not overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Candidate> {
        let folded = fold(text);
        let mut hits = self.hits(&folded.text);
        keep_longest(&mut hits);
        let mut candidates: Vec<Candidate> = Vec::with_capacity(hits.len());
        for hit in hits {
            let Some(span) = folded.original(hit.span) else { continue };
            match candidates.last_mut().filter(|last| last.span == span) {
                Some(last) => merge(&mut last.readings, self.readings_of(hit.pattern)),
                None => candidates.push(Candidate { span, readings: self.readings_of(hit.pattern).to_vec() }),
            }
        }
        candidates
    }

    /// What a name may mean, written exactly so.
    pub(super) fn readings_of_name(&self, name: &str) -> Vec<Reading> {
        let candidates = self.find(name);
        let whole = candidates.into_iter().find(|candidate| candidate.span.len() == name.len());
        whole.map(|candidate| candidate.readings).unwrap_or_default()
    }

    /// Number of distinct names.
    pub(super) fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Every name that stands as whole words.
    fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        WordBits::of(text).visit_words(text, MAX_WORD, |word| self.walk_from(text, word, &mut hits));
        if self.first_words.hold_signs {
            signs(text).for_each(|sign| self.walk_from(text, sign, &mut hits));
        }
        hits
    }

    /// Finds the names that begin with a word or sign, whose first bytes are given.
    fn walk_from(&self, text: &str, word: Span, hits: &mut Vec<Hit>) {
        let (bytes, start) = (text.as_bytes(), word.start);
        if !self.first_words.hold(bytes, word) {
            return;
        }
        self.walk(text, start, hits);
        let next_is_small = bytes.get(start + 1).is_none_or(u8::is_ascii_lowercase);
        if bytes[start].is_ascii_uppercase() && !next_is_small {
            self.walk_capitals(text, start, hits);
        }
    }

    /// Finds the names that begin at `start`, as they are written.
    fn walk(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let mut state = Trie::START;
        for (depth, &byte) in text.as_bytes()[start..].iter().enumerate() {
            let Some(next) = self.trie.step(state, depth, byte) else { return };
            state = next;
            hits.extend(self.hit(text, state, Span::new(start, start + depth + 1)));
        }
    }

    /// Finds the names that begin at `start` and are written in capitals there: where the text has a capital, a name may have a
    /// small letter, so that the trie is in several states at once.
    fn walk_capitals(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let (mut states, mut letters) = (vec![Trie::START], 0);
        for (depth, &byte) in text.as_bytes()[start..].iter().enumerate() {
            if byte.is_ascii_lowercase() || states.is_empty() {
                return;
            }
            letters += usize::from(byte.is_ascii_uppercase());
            let small = Some(byte.to_ascii_lowercase()).filter(|small| *small != byte);
            let next = |state: &State| {
                let state = *state;
                [Some(byte), small].into_iter().flatten().filter_map(move |case| self.trie.step(state, depth, case))
            };
            states = states.iter().flat_map(next).collect();
            if letters >= MIN_CAPITALS {
                let span = Span::new(start, start + depth + 1);
                hits.extend(states.iter().filter_map(|state| self.hit(text, *state, span)));
            }
        }
    }

    /// The name that all of `span` is, which was walked to `state`, if it ends at the edge of a word.
    fn hit(&self, text: &str, state: State, span: Span) -> Option<Hit> {
        let pattern = self.trie.name_at(state, span.len())?;
        let combining = usize::from(self.patterns[pattern].combining);
        let span = Span::new(span.start, span.end - combining);
        ends_word(text, span).then_some(Hit { span, pattern })
    }

    fn readings_of(&self, pattern: usize) -> &[Reading] {
        let last = self.patterns.get(pattern + 1).map_or(self.readings.len(), |next| next.first as usize);
        &self.readings[self.patterns[pattern].first as usize..last]
    }
}

/// Of hits that overlap, keeps the longest, the first of equal ones, and all of the same span; in the order of the text.
fn keep_longest(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|hit| (hit.span, hit.pattern));
    let all = std::mem::take(hits);
    let mut rest = &all[..];
    while !rest.is_empty() {
        let (cluster, others) = rest.split_at(cluster_len(rest));
        choose(cluster, hits);
        rest = others;
    }
}

/// Number of hits at the beginning that hang together by overlap.
fn cluster_len(hits: &[Hit]) -> usize {
    let mut end = 0;
    let apart = |hit: &Hit| {
        let begins_after = end > 0 && hit.span.start >= end;
        end = end.max(hit.span.end);
        begins_after
    };
    hits.iter().position(apart).unwrap_or(hits.len())
}

fn choose(cluster: &[Hit], chosen: &mut Vec<Hit>) {
    if let [hit] = cluster {
        chosen.push(*hit);
        return;
    }
    let mut by_length = cluster.to_vec();
    by_length.sort_by_key(|hit| std::cmp::Reverse(hit.span.len()));
    let first = chosen.len();
    for hit in by_length {
        let at = first + chosen[first..].partition_point(|other| other.span < hit.span);
        let before = at.checked_sub(1).filter(|idx| *idx >= first).map(|idx| chosen[idx].span);
        let next = chosen.get(at).map(|next| next.span);
        let free = |other: Option<Span>| other.is_none_or(|other| other == hit.span || !other.overlaps(hit.span));
        if free(before) && free(next) {
            chosen.insert(at, hit);
        }
    }
}

fn merge(readings: &mut Vec<Reading>, more: &[Reading]) {
    readings.extend_from_slice(more);
    readings.sort_unstable();
    readings.dedup_by_key(|reading| reading.entry);
}

fn index(idx: usize) -> Result<u32> {
    u32::try_from(idx).map_err(|_| Error::new("the gazetteer holds more than 2^32 readings"))
}

#[cfg(test)]
#[path = "matcher_tests.rs"]
mod tests;
