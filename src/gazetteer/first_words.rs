//! First words: the names in; whether a name may begin with a word of a text out.
//!
//! A Bloom filter (Bloom 1970) with one hash. It tells "no" for most words of a text, in a load and a multiplication, so that no
//! automaton is walked for them; it may tell "yes" wrongly, which costs a walk and changes nothing. A word is known by its first
//! eight bytes. One that begins names is looked at once more with what stands behind it, since "the" begins few names and many
//! phrases. Words that begin with a small letter, most words of a text and few first words of names, have a filter of their own,
//! which is small enough for the nearest cache.

use super::words::{first_word, is_word};
use crate::span::Span;

/// Bits for each name, of which each sets four at most, so that at most one random word in four passes.
const BITS_A_NAME: usize = 16;
/// Bytes of a word that count.
const KEY: usize = 8;
/// Bytes of a word that must be told: more is as good as one more than count.
pub(super) const MAX_WORD: usize = KEY + 1;
/// The multiplier of Fibonacci hashing (Knuth 1998, 6.4): 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
/// Makes another key of a word that is a whole name.
const WHOLE: u64 = 0x5555_5555_5555_5555;
/// Bytes behind a word that count, where a name has so many.
const BEHIND: usize = 4;
/// Those of a name that has less: "the UK". What has even less counts as a whole name.
const LITTLE_BEHIND: usize = 3;

/// The first words of names.
#[derive(Debug, Clone)]
pub(super) struct FirstWords {
    /// Those that begin with a small letter of ASCII.
    small: Filter,
    /// All others.
    others: Filter,
    /// Whether a name begins with a sign, which hardly one does.
    pub(super) hold_signs: bool,
}

/// Keys, of which nothing but their bits is kept.
#[derive(Debug, Clone)]
struct Filter {
    bits: Vec<u64>,
    /// How far a hash is shifted to be the index of a bit.
    shift: u32,
}

impl FirstWords {
    /// A filter for so many names, of which some begin with a small letter of ASCII.
    pub(super) fn with_capacity(names: usize, small: usize) -> Self {
        Self { small: Filter::with_capacity(small), others: Filter::with_capacity(names), hold_signs: false }
    }

    /// Adds the beginning of a name, as it is and as it is in capitals.
    pub(super) fn add(&mut self, name: &str) {
        let word = first_word(name);
        self.hold_signs |= !name.starts_with(is_word);
        for name in [name, &name.to_ascii_uppercase()] {
            let text = name.as_bytes();
            let key = key(text, word);
            let longer = next_key::<BEHIND>(key, text, word).or_else(|| next_key::<LITTLE_BEHIND>(key, text, word));
            let filter = if begins_small(text, word) { &mut self.small } else { &mut self.others };
            filter.set(key);
            filter.set(longer.unwrap_or(key ^ WHOLE));
        }
    }

    /// Whether a name may begin with the word that is `span` of the text, cut to [`MAX_WORD`].
    #[inline(always)]
    pub(super) fn hold(&self, text: &[u8], span: Span) -> bool {
        self.filter(text, span).is_set(key(text, span))
    }

    /// The same of the word with what stands behind it, for a word that is held.
    pub(super) fn hold_with_next(&self, text: &[u8], span: Span) -> bool {
        let (filter, key) = (self.filter(text, span), key(text, span));
        let is_set = |key: Option<u64>| key.is_some_and(|key| filter.is_set(key));
        filter.is_set(key ^ WHOLE)
            || is_set(next_key::<BEHIND>(key, text, span))
            || is_set(next_key::<LITTLE_BEHIND>(key, text, span))
    }

    #[inline(always)]
    fn filter(&self, text: &[u8], span: Span) -> &Filter {
        if begins_small(text, span) { &self.small } else { &self.others }
    }
}

impl Filter {
    fn with_capacity(names: usize) -> Self {
        let bits = (names * BITS_A_NAME).next_power_of_two().max(u64::BITS as usize);
        Self { bits: vec![0; bits / u64::BITS as usize], shift: u64::BITS - bits.trailing_zeros() }
    }

    fn set(&mut self, key: u64) {
        let bit = self.bit_of(key);
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    #[inline(always)]
    fn is_set(&self, key: u64) -> bool {
        let bit = self.bit_of(key);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    #[inline(always)]
    fn bit_of(&self, key: u64) -> usize {
        (key.wrapping_mul(MULTIPLIER) >> self.shift) as usize
    }
}

#[inline(always)]
fn begins_small(text: &[u8], word: Span) -> bool {
    text[word.start].is_ascii_lowercase()
}

/// The first bytes of a word as a number.
#[inline(always)]
fn key(text: &[u8], span: Span) -> u64 {
    let length = span.len().min(KEY);
    match text[span.start..].first_chunk::<KEY>() {
        Some(bytes) => u64::from_le_bytes(*bytes) & (u64::MAX >> (8 * (KEY - length.max(1)))),
        None => text[span.start..].iter().take(length).rev().fold(0, |key, &byte| key << 8 | u64::from(byte)),
    }
}

/// The key of a word with some bytes behind it; behind a long word, with those behind what counts. `None` where there are less.
#[inline(always)]
fn next_key<const LEN: usize>(key: u64, text: &[u8], word: Span) -> Option<u64> {
    let end = word.start + word.len().min(KEY);
    let next = text[end..].first_chunk::<LEN>()?;
    let number = next.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    Some(key.rotate_left(20).wrapping_add(number + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(words: &FirstWords, text: &str) -> bool {
        let (text, word) = (text.as_bytes(), first_word(text));
        words.hold(text, word) && words.hold_with_next(text, word)
    }

    #[test]
    fn first_words_of_names_are_held() {
        let mut words = FirstWords::with_capacity(3, 0);
        ["China", "United Nations", "'s-Hertogenbosch", "Liechtenstein"].iter().for_each(|name| words.add(name));
        for text in [
            "China",
            "China's",
            "United Nations",
            "UNITED NATIONS",
            "'s-Hertogenbosch",
            "Liechtenstein and",
            "LIECHTENSTEIN",
        ] {
            assert!(holds(&words, text), "{text}");
        }
    }

    #[test]
    fn few_other_words_are() {
        let mut words = FirstWords::with_capacity(1000, 1000);
        (0..1000).for_each(|idx| words.add(&format!("Name{idx} of something")));
        let passed = (0..10_000).filter(|idx| holds(&words, &format!("word{idx}"))).count();
        assert!(passed < 2_500, "{passed}");
    }

    #[test]
    fn the_key_of_a_word_is_the_same_at_the_end_of_a_text() {
        let (inside, at_end) = ("in China now, and then", "in China");
        let span = Span::new(3, 8);
        assert_eq!(key(inside.as_bytes(), span), key(at_end.as_bytes(), span));
    }

    #[test]
    fn a_word_that_begins_other_phrases_is_not_held() {
        let mut words = FirstWords::with_capacity(2, 2);
        ["the Alliance", "the Union", "the UK"].iter().for_each(|name| words.add(name));
        assert!(holds(&words, "the Alliance") && holds(&words, "the Union") && holds(&words, "THE UNION"));
        assert!(holds(&words, "the UK's") && holds(&words, "the UK"));
        assert!(!holds(&words, "the talks") && !holds(&words, "the Uncle") && !holds(&words, "the"));
    }
}
