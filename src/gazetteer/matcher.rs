//! The matcher: names in; every place of a text where one of them stands as whole words out, longest first.
//!
//! The names are Aho-Corasick automata (Aho and Corasick 1975), one for each letter that names begin with, which are walked from
//! the places where a word begins that is the first word of some name (`first_words`). So a walk finds all names that begin
//! there and spends nothing on other words. The word test throws out what ends inside a word, and the longest of those that
//! overlap is kept. Searching for the longest match at once would be wrong: "Niger Delta" that fails the word test in "Niger
//! Deltas" would hide "Niger".
//!
//! Several automata find what one would, as every walk begins at the beginning of a name. They are made one after another, so
//! that a million names need the memory for making a part of them only.

use super::first_words::{FirstWords, MAX_WORD};
use super::folding::{fold, fold_name};
use super::words::{WordBits, ends_word, is_word, signs};
use super::{Candidate, Reading, Readings};
use crate::error::{Error, Result};
use crate::span::Span;
use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use smallvec::SmallVec;

/// Letters that a name needs to be known in capitals too: shorter ones are other words then ("Us", "Xi" in a numeral).
const MIN_CAPITALS: usize = 4;

/// States that an automaton may be in at once.
type States = SmallVec<[StateID; 8]>;

/// Finds names in texts.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    first_words: FirstWords,
    shards: Vec<Shard>,
    /// Index into `shards` by the first byte of a name, where there is one.
    by_first_byte: Box<[Option<u8>; 256]>,
    /// For each name, what it may mean.
    patterns: Vec<Pattern>,
    readings: Vec<Reading>,
}

/// The names that begin with one letter, small or capital.
#[derive(Debug, Clone)]
struct Shard {
    automaton: NFA,
    start: StateID,
    /// Index of its first pattern among all.
    first_pattern: usize,
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
    /// Its first byte in lower case and its first seven bytes as a number: in the order of the automata, and of their names as far
    /// as it tells them apart.
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

    /// Builds the automata.
    ///
    /// # Errors
    /// When the names of one letter are too many for an automaton's 32-bit states.
    pub(super) fn build(self) -> Result<Matcher> {
        let Self { text, mut names } = self;
        let text_of = |name: &Name| &text[name.start as usize..][..name.length as usize];
        names.sort_unstable_by(|a, b| {
            a.key.cmp(&b.key).then_with(|| text_of(a).cmp(text_of(b))).then_with(|| a.reading.cmp(&b.reading))
        });
        // Of several ways in which an entry has a name, the first in the order of kinds stays.
        names.dedup_by(|name, kept| name.reading.entry == kept.reading.entry && text_of(name) == text_of(kept));
        let small = names.iter().filter(|name| text_of(name).starts_with(|c: char| c.is_ascii_lowercase())).count();
        let mut matcher = Matcher {
            first_words: FirstWords::with_capacity(names.len(), small),
            shards: Vec::new(),
            by_first_byte: Box::new([None; 256]),
            patterns: Vec::new(),
            readings: Vec::with_capacity(names.len()),
        };
        for same in names.chunk_by(|name, next| first_byte(name.key) == first_byte(next.key)) {
            let written = same.iter().map(|name| (text_of(name), name.reading));
            matcher.add_shard(first_byte(same[0].key), written)?;
        }
        Ok(matcher)
    }
}

fn key(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(bytes.len() - 1);
    bytes[0] = name[0].to_ascii_lowercase();
    bytes[1..=length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(bytes)
}

fn first_byte(key: u64) -> u8 {
    key.to_be_bytes()[0]
}

impl Matcher {
    /// Adds all names that begin with a byte, which is given in lower case; they are sorted.
    fn add_shard<'a>(&mut self, first: u8, names: impl Iterator<Item = (&'a str, Reading)>) -> Result<()> {
        let first_pattern = self.patterns.len();
        let mut texts: Vec<&str> = Vec::new();
        for (name, reading) in names {
            if texts.last() != Some(&name) {
                self.patterns.push(Pattern { first: index(self.readings.len())?, combining: name.ends_with('-') });
                self.first_words.add(name);
                texts.push(name);
            }
            self.readings.push(reading);
        }
        let too_many =
            |e: &dyn std::error::Error| Error::new("the names are too many for one automaton").caused_by(e.to_string());
        let automaton = NFA::new(&texts).map_err(|e| too_many(&e))?;
        let start = automaton.start_state(Anchored::Yes).map_err(|e| too_many(&e))?;
        let shard_idx = u8::try_from(self.shards.len()).ok();
        self.by_first_byte[usize::from(first)] = shard_idx;
        self.by_first_byte[usize::from(first.to_ascii_uppercase())] = shard_idx;
        self.shards.push(Shard { automaton, start, first_pattern });
        Ok(())
    }

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
                None => candidates.push(Candidate { span, readings: self.readings_of(hit.pattern).into() }),
            }
        }
        candidates
    }

    /// What a name may mean, written exactly so.
    pub(super) fn readings_of_name(&self, name: &str) -> Readings {
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
        let (mut hits, first_words) = (Vec::new(), &self.first_words);
        let mut visit = |word: Span| {
            if first_words.hold_with_next(text.as_bytes(), word) {
                self.walk_from(text, word.start, &mut hits);
            }
        };
        let may = |word: Span| first_words.hold(text.as_bytes(), word);
        WordBits::of(text).visit_words(text, MAX_WORD, may, &mut visit);
        if first_words.hold_signs {
            signs(text).filter(|sign| may(*sign)).for_each(visit);
        }
        hits
    }

    /// Finds the names that begin at `start`.
    fn walk_from(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let Some(shard_idx) = self.by_first_byte[usize::from(bytes[start])] else { return };
        let shard = &self.shards[usize::from(shard_idx)];
        self.walk(shard, text, start, hits);
        let next_is_small = bytes.get(start + 1).is_none_or(u8::is_ascii_lowercase);
        if bytes[start].is_ascii_uppercase() && !next_is_small {
            self.walk_capitals(shard, text, start, hits);
        }
    }

    /// Finds the names that begin at `start`, as they are written.
    fn walk(&self, shard: &Shard, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let mut state = shard.start;
        for (end, &byte) in (start + 1..).zip(&text.as_bytes()[start..]) {
            state = shard.automaton.next_state(Anchored::Yes, state, byte);
            if shard.automaton.is_special(state) {
                if shard.automaton.is_dead(state) {
                    return;
                }
                if let Some(hit) = self.hit(shard, text, state, Span::new(start, end)) {
                    hits.push(hit);
                }
            }
        }
    }

    /// Finds the names that begin at `start` and are written in capitals there: where the text has a capital, the automaton may
    /// have a small letter, so that it is in several states at once.
    fn walk_capitals(&self, shard: &Shard, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let (mut states, mut next_states, mut letters) = (States::from_slice(&[shard.start]), States::new(), 0);
        for (end, &byte) in (start + 1..).zip(&text.as_bytes()[start..]) {
            if byte.is_ascii_lowercase() || states.is_empty() {
                return;
            }
            letters += usize::from(byte.is_ascii_uppercase());
            let small = byte.is_ascii_uppercase().then(|| byte.to_ascii_lowercase());
            next_states.clear();
            for state in states.drain(..) {
                let next = |byte| shard.automaton.next_state(Anchored::Yes, state, byte);
                next_states.extend(std::iter::once(byte).chain(small).map(next));
            }
            std::mem::swap(&mut states, &mut next_states);
            states.retain(|state| !shard.automaton.is_dead(*state));
            if letters >= MIN_CAPITALS {
                hits.extend(states.iter().filter_map(|state| self.hit(shard, text, *state, Span::new(start, end))));
            }
        }
    }

    /// The name that ends in `state` when all of `span` is walked, if it ends at the edge of a word.
    fn hit(&self, shard: &Shard, text: &str, state: StateID, span: Span) -> Option<Hit> {
        let automaton = &shard.automaton;
        if !automaton.is_match(state) {
            return None;
        }
        // The automaton tells names that end here and begin later, too.
        let mut ending = (0..automaton.match_len(state)).map(|idx| automaton.match_pattern(state, idx));
        let of_shard = ending.find(|pattern| automaton.pattern_len(*pattern) == span.len())?.as_usize();
        let pattern = shard.first_pattern + of_shard;
        let combining = usize::from(self.patterns[pattern].combining);
        let span = Span::new(span.start, span.end - combining);
        ends_word(text, span).then_some(Hit { span, pattern })
    }

    fn readings_of(&self, pattern: usize) -> &[Reading] {
        let last = self.patterns.get(pattern + 1).map_or(self.readings.len(), |next| next.first as usize);
        &self.readings[self.patterns[pattern].first as usize..last]
    }
}

/// Of hits that overlap, keeps the longest, the last of equal ones, and all of the same span; in the order of the text. What a name
/// gains by an article before it is no better than what one gains by a noun behind it ("the Baltic" in "the Baltic Sea").
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
    by_length.sort_by_key(|hit| std::cmp::Reverse((hit.span.len(), hit.span.start)));
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

fn merge(readings: &mut Readings, more: &[Reading]) {
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
