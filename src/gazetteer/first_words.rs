//! First words: the names in; whether a name may begin with a word of a text out.
//!
//! A Bloom filter (Bloom 1970) with one hash. It tells "no" for most words of a text, in a load and a multiplication, so that no
//! automaton is walked for them; it may tell "yes" wrongly, which costs a walk and changes nothing. A word is known by its first
//! eight bytes. One that begins names is looked at once more with what stands behind it, since "the" begins few names and many
//! phrases.

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

/// The first words of names.
#[derive(Debug, Clone)]
pub(super) struct FirstWords {
    bits: Vec<u64>,
    /// How far a hash is shifted to be the index of a bit.
    shift: u32,
    /// Whether a name begins with a sign, which hardly one does.
    pub(super) hold_signs: bool,
}

impl FirstWords {
    /// A filter for so many names.
    pub(super) fn with_capacity(names: usize) -> Self {
        let bits = (names * BITS_A_NAME).next_power_of_two().max(u64::BITS as usize);
        Self { bits: vec![0; bits / u64::BITS as usize], shift: u64::BITS - bits.trailing_zeros(), hold_signs: false }
    }

    /// Adds the beginning of a name, as it is and as it is in capitals.
    pub(super) fn add(&mut self, name: &str) {
        let word = first_word(name);
        self.hold_signs |= !name.starts_with(is_word);
        for name in [name, &name.to_ascii_uppercase()] {
            let key = key(name.as_bytes(), word);
            self.set(key);
            self.set(next_key(key, name.as_bytes(), word).unwrap_or(key ^ WHOLE));
        }
    }

    /// Whether a name may begin with the word that is `span` of the text, cut to [`MAX_WORD`].
    #[inline]
    pub(super) fn hold(&self, text: &[u8], span: Span) -> bool {
        let key = key(text, span);
        self.is_set(key)
            && (self.is_set(key ^ WHOLE) || next_key(key, text, span).is_some_and(|next| self.is_set(next)))
    }

    fn set(&mut self, key: u64) {
        let bit = self.bit_of(key);
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn is_set(&self, key: u64) -> bool {
        let bit = self.bit_of(key);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    #[inline]
    fn bit_of(&self, key: u64) -> usize {
        (key.wrapping_mul(MULTIPLIER) >> self.shift) as usize
    }
}

/// The first bytes of a word as a number.
#[inline]
fn key(text: &[u8], span: Span) -> u64 {
    let length = span.len().min(KEY);
    match text[span.start..].first_chunk::<KEY>() {
        Some(bytes) => u64::from_le_bytes(*bytes) & (u64::MAX >> (8 * (KEY - length.max(1)))),
        None => text[span.start..].iter().take(length).rev().fold(0, |key, &byte| key << 8 | u64::from(byte)),
    }
}

/// The key of a word with two bytes behind it; behind a long word, with those behind what counts. `None` where there are less.
#[inline]
fn next_key(key: u64, text: &[u8], word: Span) -> Option<u64> {
    let end = word.start + word.len().min(KEY);
    let next = text[end..].first_chunk::<2>()?;
    Some(key.rotate_left(20).wrapping_add(u64::from(u16::from_le_bytes(*next)) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(words: &FirstWords, text: &str) -> bool {
        words.hold(text.as_bytes(), first_word(text))
    }

    #[test]
    fn first_words_of_names_are_held() {
        let mut words = FirstWords::with_capacity(3);
        ["China", "United Nations", "'s-Hertogenbosch", "Liechtenstein"].iter().for_each(|name| words.add(name));
        for text in
            ["China", "China's", "United Nations", "UNITED NATIONS", "'s-H", "Liechtenstein and", "LIECHTENSTEIN"]
        {
            assert!(holds(&words, text), "{text}");
        }
    }

    #[test]
    fn few_other_words_are() {
        let mut words = FirstWords::with_capacity(1000);
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
        let mut words = FirstWords::with_capacity(2);
        ["the Alliance", "the Union"].iter().for_each(|name| words.add(name));
        assert!(holds(&words, "the Alliance") && holds(&words, "the Union") && holds(&words, "THE UNION"));
        assert!(!holds(&words, "the talks") && !holds(&words, "the"));
    }
}
