//! Language: a text in; its language out, when that is another than English.

use whatlang::{Lang, detect};

/// How many characters tell the language.
const LOOKED_AT: usize = 1000;
/// A text of fewer letters does not tell its language: names alone may look like any.
const ENOUGH: usize = 150;
/// Nor does one with a figure for less than this many letters: results of companies and of matches are names and abbreviations.
const MAX_FIGURES: usize = 10;

/// The language of a text by its name in English, when it is surely another.
pub(super) fn other_than_english(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let letters = head.chars().filter(|char| char.is_alphabetic()).count();
    let figures = head.chars().filter(char::is_ascii_digit).count();
    if letters < ENOUGH || figures * MAX_FIGURES > letters {
        return None;
    }
    let found = detect(head).filter(|found| found.is_reliable())?;
    (found.lang() != Lang::Eng).then(|| found.lang().eng_name())
}
