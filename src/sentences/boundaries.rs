//! Boundaries of sentences: a paragraph in, where its sentences begin and end out.
//!
//! `sentencex` proposes them; what it takes for one sentence because it stands in quotation marks, as its own language demands,
//! is split again as the treebanks do, and what it parts after an abbreviation is joined. A dateline is a sentence of its own,
//! lest "KABUL (Pajhwok): " be read as a part of the first.

use super::lexicon::Lexicon;
use super::tokens::{is_dotted, write_lower};
use sentencex::languages::{English, Language};

/// Bytes of a paragraph that `sentencex` sees at once: where there are quotation marks its work grows with their square.
const WINDOW: usize = 4096;

/// Splits a paragraph; `sink` is given start and end of every sentence, without white space around it, in order.
pub(super) fn split(lexicon: &Lexicon, paragraph: &str, mut sink: impl FnMut(usize, usize)) {
    let mut lower = String::new();
    let mut start = lexicon.dateline.find(paragraph).map_or(0, |dateline| dateline.end());
    emit(paragraph, 0, start, &mut sink);
    propose(paragraph, |end| {
        if end <= start {
            return;
        }
        let (sentence, rest) = (&paragraph[start..end], &paragraph[end..]);
        if rest.is_empty() || !ends_in_abbreviation(lexicon, sentence, rest, &mut lower) {
            split_inside(lexicon, paragraph, start, end, &mut lower, &mut sink);
            start = end;
        }
    });
    split_inside(lexicon, paragraph, start, paragraph.len(), &mut lower, &mut sink);
}

/// Gives the ends of sentences that `sentencex` finds in a paragraph, in order, window by window. The last end of a window may be
/// the window's own, so the next window begins before it.
fn propose(paragraph: &str, mut sink: impl FnMut(usize)) {
    let mut from = 0;
    while from < paragraph.len() {
        let to = floor_char_boundary(paragraph, from + WINDOW);
        let found = (English {}).get_sentence_boundaries(&paragraph[from..to]);
        let ends = found.iter().map(|boundary| from + boundary.end_byte);
        let mut last = from;
        for end in ends.filter(|end| to == paragraph.len() || *end < to) {
            if end > last && paragraph.is_char_boundary(end) {
                sink(end);
                last = end;
            }
        }
        from = if last > from { last } else { to };
        if to == paragraph.len() {
            return;
        }
    }
}

/// The last character boundary at or before `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let is_boundary = |idx: &usize| text.is_char_boundary(*idx);
    (0..=at.min(text.len())).rev().find(is_boundary).unwrap_or_default()
}

/// Splits a proposed sentence after each mark that ends one and is followed, perhaps after closing marks, by a capital.
fn split_inside(
    lexicon: &Lexicon,
    text: &str,
    begin: usize,
    end: usize,
    lower: &mut String,
    sink: &mut impl FnMut(usize, usize),
) {
    let mut start = begin;
    let mut chars = text[begin..end].char_indices().map(|(idx, c)| (begin + idx, c)).peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut cut = at + c.len_utf8();
        while let Some((idx, c)) = chars.next_if(|(_, c)| is_closing(*c)) {
            cut = idx + c.len_utf8();
        }
        let rest = &text[cut..end];
        if opens_sentence(rest) && !ends_in_abbreviation(lexicon, &text[start..cut], rest, lower) {
            emit(text, start, cut, sink);
            start = cut;
        }
    }
    emit(text, start, end, sink);
}

fn emit(text: &str, start: usize, end: usize, sink: &mut impl FnMut(usize, usize)) {
    let piece = &text[start..end];
    let from = start + (piece.len() - piece.trim_start().len());
    let to = start + piece.trim_end().len();
    if from < to {
        sink(from, to);
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '.' | '!' | '?')
}

/// Whether `rest` is white space, perhaps an opening mark, and a capital.
fn opens_sentence(rest: &str) -> bool {
    let trimmed = rest.trim_start();
    if trimmed.len() == rest.len() {
        return false;
    }
    trimmed.trim_start_matches(['"', '“', '\'', '‘', '(', '[']).starts_with(char::is_uppercase)
}

/// Whether the period that `sentence` ends in belongs to an abbreviation that cannot, before `rest`, end a sentence.
fn ends_in_abbreviation(lexicon: &Lexicon, sentence: &str, rest: &str, lower: &mut String) -> bool {
    let Some(body) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).next().unwrap_or_default();
    write_lower(word, lower);
    let word_key = lower.as_str();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let follows_name = rest.trim_start().starts_with(char::is_uppercase);
    if lexicon.r#final.contains(word_key) {
        return !starts_with_opener(lexicon, rest, lower);
    }
    if lexicon.before_number.contains(word_key) && rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    lexicon.abbreviations.contains(word_key) || is_dotted(word_key) || (is_initial && follows_name)
}

/// Whether `rest` begins with a capitalised word that opens sentences, perhaps in quotation marks.
fn starts_with_opener(lexicon: &Lexicon, rest: &str, lower: &mut String) -> bool {
    let trimmed = rest.trim_start().trim_start_matches(['"', '“', '\'', '‘']);
    let word = trimmed.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    write_lower(word, lower);
    opens_sentence(rest) && lexicon.openers.contains(lower.as_str())
}
