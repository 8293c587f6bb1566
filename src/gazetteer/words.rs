//! The edges of words: a folded text in, the places where a name may begin and end out.
//!
//! A letter, digit, underscore or combining mark on both sides of an edge is inside a word, and so is the apostrophe of
//! "O'Neill"; the one of "China's" ends a word, and a hyphen joins two.

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

/// The places where a name may begin: the beginnings of words, and every other character but spaces.
pub(super) struct Beginnings<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Beginnings<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Beginnings<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let (at, bytes) = (self.at, self.text.as_bytes());
            self.at = end_of_word(self.text, at);
            if self.at == at {
                self.at += self.text[at..].chars().next()?.len_utf8();
                if bytes[at] != b' ' {
                    return Some(at);
                }
            } else if at == 0 || bytes[at - 1] != b'\'' || begins_word(self.text, at) {
                return Some(at);
            }
        }
    }
}

/// The end of the word that begins at `at`, or `at`. Goes by bytes as long as they are ASCII: it sees all of the text.
fn end_of_word(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        end = bytes[end..]
            .iter()
            .position(|&byte| !IS_ASCII_WORD[usize::from(byte)])
            .map_or(bytes.len(), |len| end + len);
        match bytes.get(end) {
            Some(byte) if !byte.is_ascii() => match text[end..].chars().next() {
                Some(c) if is_word(c) => end += c.len_utf8(),
                _ => return end,
            },
            _ => return end,
        }
    }
}

/// For which bytes [`is_word`] holds, as far as they are ASCII.
const IS_ASCII_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_at_words_and_signs() {
        let text = "A-b O'Neill, l’État élan!";
        let begin: Vec<&str> =
            Beginnings::of(text).map(|at| &text[at..]).map(|rest| rest.split(' ').next().unwrap()).collect();
        assert_eq!(begin, ["A-b", "-b", "b", "O'Neill,", "'Neill,", ",", "l’État", "’État", "État", "élan!", "!"]);
    }

    #[test]
    fn every_place_that_begins_a_word_is_told() {
        let text = "é\u{301}a b'c ''d x_y 日本 -'e' 1st…Ω";
        let told: Vec<usize> = Beginnings::of(text).collect();
        let places = text.char_indices().filter(|&(at, c)| c != ' ' && begins_word(text, at));
        assert_eq!(told, places.map(|(at, _)| at).collect::<Vec<_>>());
    }
}
