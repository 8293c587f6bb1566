//! Folding: a text in; the same text made comparable out, with the way back to the bytes that it was made of.
//!
//! A run of white space is one space, typographic apostrophes and hyphens are ASCII, Latin letters lose their diacritics:
//! "Recep  Erdoğan’s" is "Recep Erdogan's". Case stays as it is.

use super::bits::{bits_where, ones};
use crate::span::Span;
use deunicode::deunicode_char;
use std::borrow::Cow;

/// A folded text.
#[derive(Debug)]
pub(super) struct Folded<'t> {
    pub(super) text: Cow<'t, str>,
    /// The places where it differs from the original by more than one byte for another, in order.
    pieces: Vec<Piece>,
}

/// A place where the folded text differs from the original.
#[derive(Debug, Clone, Copy)]
struct Piece {
    folded: Span,
    original: Span,
}

impl Folded<'_> {
    /// The original bytes of `span`, or `None` when an end lies inside what one character was folded to ("ß" is "ss").
    pub(super) fn original(&self, span: Span) -> Option<Span> {
        Some(Span::new(self.original_start(span.start)?, self.original_end(span.end)?))
    }

    fn original_start(&self, at: usize) -> Option<usize> {
        let before = self.pieces.partition_point(|piece| piece.folded.start <= at);
        let Some(piece) = before.checked_sub(1).map(|idx| self.pieces[idx]) else { return Some(at) };
        let begins = piece.folded.start == at && !piece.folded.is_empty();
        if begins { Some(piece.original.start) } else { piece.original_after(at) }
    }

    fn original_end(&self, at: usize) -> Option<usize> {
        let before = self.pieces.partition_point(|piece| piece.folded.start < at);
        before.checked_sub(1).map_or(Some(at), |idx| self.pieces[idx].original_after(at))
    }
}

impl Piece {
    fn original_after(self, at: usize) -> Option<usize> {
        Some(self.original.end + at.checked_sub(self.folded.end)?)
    }
}

/// Folds `text`; a text in which nothing changes is borrowed.
pub(super) fn fold(text: &str) -> Folded<'_> {
    let mut folder = Folder { text, out: String::new(), pieces: Vec::new(), copied: 0 };
    let mut at = 0;
    for unusual in ones(&bits_where(text.as_bytes(), is_unusual)) {
        // What follows white space or an odd letter may have been folded with it.
        if unusual >= at {
            at = folder.fold_at(unusual);
        }
    }
    folder.finish()
}

/// Folds a name of the seeds, without the white space around it.
pub(super) fn fold_name(name: &str) -> Cow<'_, str> {
    fold(name.trim()).text
}

struct Folder<'t> {
    text: &'t str,
    out: String,
    pieces: Vec<Piece>,
    /// Bytes of `text` that are in `out` already.
    copied: usize,
}

impl<'t> Folder<'t> {
    /// Folds the character or the white space at `at`; the result is the byte after it.
    fn fold_at(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            if &rest[..blank] != " " {
                self.replace(Span::new(at, at + blank), " ");
            }
            return at + blank;
        }
        let Some(c) = rest.chars().next() else { return self.text.len() };
        let span = Span::new(at, at + c.len_utf8());
        match plain(c) {
            Plain::Same => {}
            Plain::Is(folded) => self.replace(span, folded),
            Plain::Mark => self.absorb(span),
        }
        span.end
    }

    fn copy_until(&mut self, at: usize) {
        self.out.push_str(&self.text[self.copied..at]);
        self.copied = at;
    }

    fn replace(&mut self, original: Span, folded: &str) {
        if self.out.is_empty() {
            self.out.reserve(self.text.len());
        }
        self.copy_until(original.start);
        let start = self.out.len();
        self.out.push_str(folded);
        self.copied = original.end;
        // A byte for a byte leads back without help; the ends of lines are many.
        if original.len() != 1 {
            self.pieces.push(Piece { folded: Span::new(start, self.out.len()), original });
        }
    }

    /// Lets a combining mark belong to the character before it.
    fn absorb(&mut self, mark: Span) {
        self.copy_until(mark.start);
        self.copied = mark.end;
        if let Some(piece) = self.pieces.last_mut().filter(|piece| piece.original.end == mark.start) {
            piece.original.end = mark.end;
            return;
        }
        let width = self.out.chars().next_back().map_or(0, char::len_utf8);
        let folded = Span::new(self.out.len() - width, self.out.len());
        self.pieces.push(Piece { folded, original: Span::new(mark.start - width, mark.end) });
    }

    fn finish(mut self) -> Folded<'t> {
        if self.copied == 0 {
            return Folded { text: Cow::Borrowed(self.text), pieces: self.pieces };
        }
        self.copy_until(self.text.len());
        Folded { text: Cow::Owned(self.out), pieces: self.pieces }
    }
}

/// Whether a byte may need folding: it is not ASCII, or white space other than one space between ASCII.
#[inline(always)]
fn is_unusual(byte: u8, next: u8) -> bool {
    let plain = |byte: u8| byte.wrapping_sub(b'!') <= b'~' - b'!';
    !plain(byte) & ((byte != b' ') | !plain(next))
}

enum Plain {
    Same,
    Is(&'static str),
    Mark,
}

fn plain(c: char) -> Plain {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BB}'..='\u{02BE}' | '\u{2032}' => Plain::Is("'"),
        '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}' => Plain::Is("-"),
        '\u{0300}'..='\u{036F}' => Plain::Mark,
        '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => deunicode_char(c).map_or(Plain::Same, Plain::Is),
        _ => Plain::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_borrowed() {
        assert!(matches!(fold("Putin met Xi.").text, Cow::Borrowed(_)));
    }

    #[test]
    fn typography_and_diacritics_fold() {
        assert_eq!(fold("Erdoğan’s  trip\nto Bosnia–Herzegovina").text, "Erdogan's trip to Bosnia-Herzegovina");
        assert_eq!(fold("Straße in Łódź, São Tomé").text, "Strasse in Lodz, Sao Tome");
        assert_eq!(fold("e\u{301}lan \u{4E2D}\u{56FD} Москва").text, "elan \u{4E2D}\u{56FD} Москва");
    }

    #[test]
    fn every_part_of_a_folded_text_leads_back() {
        let text = "The  Côte\n d’Ivoire, e\u{301}\u{302}tat";
        let folded = fold(text);
        for name in ["Cote d'Ivoire", "etat", "The", "e", ","] {
            let start = folded.text.find(name).unwrap();
            let span = folded.original(Span::new(start, start + name.len())).unwrap();
            assert_eq!(fold(span.of(text)).text, name);
        }
        let all = folded.original(Span::new(0, folded.text.len())).unwrap();
        assert_eq!(all, Span::new(0, text.len()));
    }

    #[test]
    fn half_a_letter_is_no_span() {
        let folded = fold("Straße");
        assert_eq!(folded.original(Span::new(0, 5)), None);
        assert_eq!(folded.original(Span::new(5, 6)), None);
    }

    #[test]
    fn a_mark_at_the_beginning_is_kept_apart() {
        let folded = fold("\u{301}a");
        assert_eq!(folded.text, "a");
        assert_eq!(folded.original(Span::new(0, 1)), Some(Span::new(2, 3)));
    }
}
