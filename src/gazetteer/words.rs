//! The edges of words: a folded text in, the places where a name may begin and end out.
//!
//! A letter, digit, underscore or combining mark on both sides of an edge is inside a word, and so is the apostrophe of
//! "O'Neill"; the one of "China's" ends a word, and a hyphen joins two.

use super::bits::{BLOCK, bits_where, ones, ones_of};
use crate::span::Span;

/// Whether `span` begins and ends at the edges of words.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    begins_word(text, span.start) && ends_word(text, span)
}

/// Whether `span` ends at the edge of a word; a full stop joins what follows at once, as in "U.S.C.".
pub(super) fn ends_word(text: &str, span: Span) -> bool {
    let joins = |last: char| last == '.' || is_word(last);
    let may_join = text[..span.end].chars().next_back().is_some_and(joins);
    !(may_join && text[span.end..].chars().next().is_some_and(is_word))
}

/// Whether a character belongs to a word.
#[inline]
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36F}').contains(&c)
}

fn begins_word(text: &str, at: usize) -> bool {
    let mut back = text[..at].chars().rev();
    let joined = match back.next() {
        Some('\'') => back.next().is_some_and(char::is_alphabetic),
        Some(c) => is_word(c),
        None => false,
    };
    !(joined && text[at..].chars().next().is_some_and(is_word))
}

/// The first word of a name, or the sign that it begins with.
pub(super) fn first_word(name: &str) -> Span {
    Span::new(0, end_of_word(name, 0).max(name.chars().next().map_or(0, char::len_utf8)))
}

/// Which bytes of a text belong to words, a bit a byte.
#[derive(Debug)]
pub(super) struct WordBits(Vec<u64>);

impl WordBits {
    /// Looks at a whole text.
    pub(super) fn of(text: &str) -> Self {
        let mut words = bits_where(text.as_bytes(), |byte, _| is_ascii_word(byte));
        if !text.is_ascii() {
            // The first bytes of characters other than ASCII.
            for at in ones(&bits_where(text.as_bytes(), |byte, _| byte >= 0xC0)) {
                let c = text[at..].chars().next().filter(|c| is_word(*c));
                (at..at + c.map_or(0, char::len_utf8)).for_each(|at| words[at / BLOCK] |= 1 << (at % BLOCK));
            }
        }
        Self(words)
    }

    /// Calls `visit` with every word that a name may begin with and that `may` lets pass, in their order; both get words cut to
    /// `max_len` bytes, which are a block at most.
    #[inline(always)]
    pub(super) fn visit_words(
        &self,
        text: &str,
        max_len: usize,
        may: impl Fn(Span) -> bool,
        mut visit: impl FnMut(Span),
    ) {
        let mut before = 0;
        for (block_idx, &bits) in self.0.iter().enumerate() {
            let next = self.0.get(block_idx + 1).copied().unwrap_or(0);
            let starts = bits & !(bits << 1 | before);
            before = bits >> (BLOCK - 1);
            let word_at = |bit: u32| {
                // The bits from this one on, with those of the next block behind them.
                let ahead = (bits >> bit) | (next << 1) << (BLOCK as u32 - 1 - bit);
                let start = block_idx * BLOCK + bit as usize;
                Span::new(start, start + (ahead.trailing_ones() as usize).min(max_len))
            };
            // Few pass, and which ones no processor foresees: so there is no branch before all are known.
            let passing = ones_of(starts).fold(0, |passing, bit| passing | u64::from(may(word_at(bit))) << bit);
            for word in ones_of(passing).map(word_at) {
                if text.as_bytes()[..word.start].last() != Some(&b'\'') || begins_word(text, word.start) {
                    visit(word);
                }
            }
        }
    }
}

/// The signs of a text, which are neither in words nor white space, each with its bytes.
pub(super) fn signs(text: &str) -> impl Iterator<Item = Span> {
    let signs = text.char_indices().filter(|&(_, c)| c != ' ' && !is_word(c));
    signs.map(|(at, c)| Span::new(at, at + c.len_utf8()))
}

/// The end of the word that begins at `at`, or `at`. Goes by bytes as long as they are ASCII.
fn end_of_word(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        end = bytes[end..].iter().position(|&byte| !is_ascii_word(byte)).map_or(bytes.len(), |len| end + len);
        match bytes.get(end) {
            Some(byte) if !byte.is_ascii() => match text[end..].chars().next() {
                Some(c) if is_word(c) => end += c.len_utf8(),
                _ => return end,
            },
            _ => return end,
        }
    }
}

/// [`is_word`] for ASCII, without a branch.
#[inline(always)]
const fn is_ascii_word(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, max_len: usize) -> Vec<Span> {
        let mut found = Vec::new();
        WordBits::of(text).visit_words(text, max_len, |_| true, |word| found.push(word));
        found
    }

    #[test]
    fn names_begin_at_words_and_signs() {
        let text = "A-b O'Neill, l’État élan!";
        let begin: Vec<&str> = words(text, 8).iter().map(|word| word.of(text)).collect();
        assert_eq!(begin, ["A", "b", "O", "l", "État", "élan"]);
        assert_eq!(signs(text).map(|sign| sign.of(text)).collect::<Vec<_>>(), ["-", "'", ",", "’", "!"]);
    }

    #[test]
    fn every_place_that_begins_a_word_is_told() {
        let text = "é\u{301}a b'c ''d x_y 日本 -'e' 1st…Ω ".repeat(9);
        let is_beginning = |at: usize, c: char| is_word(c) && begins_word(&text, at);
        let places: Vec<usize> = text.char_indices().filter(|&(at, c)| is_beginning(at, c)).map(|(at, _)| at).collect();
        assert_eq!(words(&text, 8).iter().map(|word| word.start).collect::<Vec<_>>(), places);
    }

    #[test]
    fn a_word_is_as_long_as_it_is_up_to_a_limit() {
        for before in 50..70 {
            for length in 1..20 {
                let text = format!("{}{} b", " ".repeat(before), "é".repeat(length));
                let word = words(&text, 8)[0];
                assert_eq!((word.start, word.len()), (before, (2 * length).min(8)));
            }
        }
    }
}
