//! Language: a text in; its language out, when that is another than English.

use whatlang::{Lang, detect};

/// How many characters tell the language.
const LOOKED_AT: usize = 4000;
/// A text shorter than this, in characters, does not tell its language: names alone may look like any.
const ENOUGH: usize = 200;

/// The language of a text by its name in English, when it is surely another.
pub(super) fn other_than_english(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if head.chars().count() < ENOUGH {
        return None;
    }
    let found = detect(head).filter(|found| found.is_reliable())?;
    (found.lang() != Lang::Eng).then(|| found.lang().eng_name())
}
