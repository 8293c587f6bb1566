//! The matcher: names in; every place of a text where one of them stands as whole words out, longest first.
//!
//! The names are one Aho-Corasick automaton (Aho and Corasick 1975), which is walked from every place where a word begins, so
//! that it finds all names that begin there and spends nothing on the insides of words. The word test throws out what ends
//! inside a word, and the longest of those that overlap is kept. Searching for the longest match at once would be wrong:
//! "Niger Delta" that fails the word test in "Niger Deltas" would hide "Niger".

use super::folding::{fold, fold_name};
use super::words::{Beginnings, ends_word, is_word};
use super::{Candidate, Reading};
use crate::error::{Error, Result};
use crate::span::Span;
use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;

/// Letters that a name needs to be known in capitals too: shorter ones are other words then ("Us", "Xi" in a numeral).
const MIN_CAPITALS: usize = 4;

/// Finds names in texts.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    automaton: NFA,
    start: StateID,
    prefixes: Prefixes,
    /// For each pattern of the automaton, what it may mean.
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

/// The first two bytes of all names, and of what they are in capitals: most words of a text begin otherwise, and need no walk.
#[derive(Debug, Clone)]
struct Prefixes(Vec<u64>);

impl Prefixes {
    fn of(names: &[String]) -> Self {
        let mut bits = Self(vec![0; (1 << 16) / 64]);
        for name in names {
            match *name.as_bytes() {
                [first, second, ..] => {
                    bits.set(first, second);
                    bits.set(first.to_ascii_uppercase(), second.to_ascii_uppercase());
                }
                [first] => (0..=u8::MAX).for_each(|second| bits.set(first, second)),
                [] => {}
            }
        }
        bits
    }

    fn set(&mut self, first: u8, second: u8) {
        self.0[usize::from(first) << 2 | usize::from(second >> 6)] |= 1 << (second & 63);
    }

    /// Whether a name may begin so; a text of one byte is taken as if a NUL followed.
    fn hold(&self, text: &[u8], at: usize) -> bool {
        let (first, second) = (text[at], text.get(at + 1).copied().unwrap_or(0));
        self.0[usize::from(first) << 2 | usize::from(second >> 6)] >> (second & 63) & 1 == 1
    }
}

/// Collects names for a [`Matcher`].
#[derive(Debug, Default)]
pub(super) struct MatcherBuilder {
    names: Vec<(String, Reading)>,
}

impl MatcherBuilder {
    /// Adds a name as the seeds write it; a name without a letter or digit is left out.
    pub(super) fn add(&mut self, name: &str, reading: Reading) {
        let folded = fold_name(name);
        if folded.contains(is_word) {
            self.names.push((folded, reading));
        }
    }

    /// Builds the automaton.
    ///
    /// # Errors
    /// When the names are too many for the automaton's 32-bit states.
    pub(super) fn build(mut self) -> Result<Matcher> {
        self.names.sort_unstable();
        // Of several ways in which an entry has a name, the first in the order of kinds stays.
        self.names.dedup_by(|(name, reading), (first, kept)| name == first && reading.entry == kept.entry);
        let (mut texts, mut patterns, mut readings) = (Vec::new(), Vec::new(), Vec::with_capacity(self.names.len()));
        for (name, reading) in self.names {
            if texts.last() != Some(&name) {
                patterns.push(Pattern { first: index(readings.len())?, combining: name.ends_with('-') });
                texts.push(name);
            }
            readings.push(reading);
        }
        let too_many =
            |e: &dyn std::error::Error| Error::new("the names are too many for one automaton").caused_by(e.to_string());
        let automaton = NFA::new(&texts).map_err(|e| too_many(&e))?;
        let start = automaton.start_state(Anchored::Yes).map_err(|e| too_many(&e))?;
        Ok(Matcher { automaton, start, prefixes: Prefixes::of(&texts), patterns, readings })
    }
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

    /// Every name that stands as whole words, in the order of their beginnings.
    fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        let bytes = text.as_bytes();
        for start in Beginnings::of(text).filter(|&start| self.prefixes.hold(bytes, start)) {
            self.walk(text, start, &mut hits);
            let next_is_small = bytes.get(start + 1).is_none_or(u8::is_ascii_lowercase);
            if bytes[start].is_ascii_uppercase() && !next_is_small {
                self.walk_capitals(text, start, &mut hits);
            }
        }
        hits
    }

    /// Finds the names that begin at `start`, as they are written.
    fn walk(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let mut state = self.start;
        for (end, &byte) in (start + 1..).zip(&text.as_bytes()[start..]) {
            state = self.automaton.next_state(Anchored::Yes, state, byte);
            if self.automaton.is_special(state) {
                if self.automaton.is_dead(state) {
                    return;
                }
                hits.extend(self.hit(text, state, Span::new(start, end)));
            }
        }
    }

    /// Finds the names that begin at `start` and are written in capitals there: where the text has a capital, the automaton may
    /// have a small letter, so that it is in several states at once.
    fn walk_capitals(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let (mut states, mut letters) = (vec![self.start], 0);
        for (end, &byte) in (start + 1..).zip(&text.as_bytes()[start..]) {
            if byte.is_ascii_lowercase() || states.is_empty() {
                return;
            }
            letters += usize::from(byte.is_ascii_uppercase());
            let cases = if byte.is_ascii_uppercase() {
                [Some(byte), Some(byte.to_ascii_lowercase())]
            } else {
                [Some(byte), None]
            };
            let next = |state: &StateID| {
                let state = *state;
                cases.into_iter().flatten().map(move |case| self.automaton.next_state(Anchored::Yes, state, case))
            };
            states = states.iter().flat_map(next).filter(|state| !self.automaton.is_dead(*state)).collect();
            if letters >= MIN_CAPITALS {
                hits.extend(states.iter().filter_map(|state| self.hit(text, *state, Span::new(start, end))));
            }
        }
    }

    /// The name that ends in `state` when all of `span` is walked, if it ends at the edge of a word.
    fn hit(&self, text: &str, state: StateID, span: Span) -> Option<Hit> {
        if !self.automaton.is_match(state) {
            return None;
        }
        // The automaton tells names that end here and begin later, too.
        let mut ending = (0..self.automaton.match_len(state)).map(|idx| self.automaton.match_pattern(state, idx));
        let pattern = ending.find(|pattern| self.automaton.pattern_len(*pattern) == span.len())?.as_usize();
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
