//! Paragraphs: the lines of a text in; headings, list items and whole paragraphs of prose out.
//!
//! ```text
//! The exercise, which the two navies held
//! in May,
//!                                     →  The exercise, which the two navies held in May, was the first.
//! was the first.
//! ```

use super::cleaner::Phrases;

/// The longest paragraph, in characters, that may be a heading although nothing but its want of a point shows it: longer ones are
/// more often sentences that a page break cut.
const HEADING_LIMIT: usize = 40;
/// The longest heading, in characters, that emphasis or capitals show to be one.
const MARKED_HEADING_LIMIT: usize = 120;
/// The longest word, in characters, that a heading may leave in lower case when it capitalises its words.
const MAX_LOWER_WORD: usize = 4;
/// The marks around a paragraph that is all in bold type.
const BOLD: [&str; 2] = ["**", "__"];
/// The signs that stand before a list item.
const BULLETS: [char; 4] = ['-', '*', '+', '•'];
/// What may stand behind the point that closes a sentence.
const CLOSERS: &[char] = &['"', '\'', '”', '’', '»', ')', ']', '*', '_', ' '];
/// What may stand before the first letter of a sentence.
const OPENERS: &[char] = &['"', '\'', '“', '‘', '«', '(', '[', '*', '_', ' '];
const DASHES: [char; 2] = ['—', '–'];

/// One paragraph on one line, with its inline marks still in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub kind: Kind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Item,
    Prose,
}

/// A line without the space around it, the mark of a quotation before it and that of a line break behind; a line of rules
/// ("***", "---") is blank.
pub(super) fn trim_line(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_prefix("> ").unwrap_or(line).trim_start();
    let line = line.strip_suffix('\\').unwrap_or(line).trim_end();
    if line.chars().all(|c| "#*-_=~\\ ".contains(c)) { "" } else { line }
}

/// The text of a heading that is marked as one.
pub(super) fn read_heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim_end_matches('#').trim())
}

/// Parts lines that went through [`trim_line`] at blank lines, headings and list items.
pub(super) fn split(lines: &[&str], phrases: &Phrases) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if let Some(text) = read_heading(line) {
            paragraphs.push(Paragraph { kind: Kind::Heading, text: text.to_owned() });
            open = false;
        } else {
            match paragraphs.last_mut().filter(|_| open) {
                Some(last) if last.kind != Kind::Item && !closes(&last.text) => append(&mut last.text, line, phrases),
                Some(last) if read_item(line).is_none() => append(&mut last.text, line, phrases),
                _ => paragraphs.push(begin(line)),
            }
            open = true;
        }
    }
    paragraphs
}

fn begin(line: &str) -> Paragraph {
    match read_item(line) {
        Some(text) => Paragraph { kind: Kind::Item, text: text.to_owned() },
        None => Paragraph { kind: Kind::Prose, text: line.to_owned() },
    }
}

fn read_item(line: &str) -> Option<&str> {
    let text = line.strip_prefix(BULLETS)?;
    text.starts_with(char::is_whitespace).then(|| text.trim_start())
}

/// Joins the paragraphs of prose that a page break made of one.
pub(super) fn join_broken(paragraphs: Vec<Paragraph>, phrases: &Phrases) -> Vec<Paragraph> {
    let mut joined: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        match joined.last_mut() {
            Some(last) if goes_on(last, &paragraph, phrases) => append(&mut last.text, &paragraph.text, phrases),
            _ => joined.push(paragraph),
        }
    }
    joined
}

/// Whether `next` continues the sentence that `last` leaves open. What looks like a heading is one, unless it cannot end where it
/// does or the next begins in lower case.
fn goes_on(last: &Paragraph, next: &Paragraph, phrases: &Phrases) -> bool {
    if last.kind != Kind::Prose || next.kind != Kind::Prose || closes(&last.text) {
        return false;
    }
    begins_inside(&next.text) || breaks_off(&last.text, phrases) || !looks_like_heading(&last.text)
}

fn looks_like_heading(text: &str) -> bool {
    let length = text.chars().count();
    let is_bold = BOLD.iter().any(|mark| text.starts_with(mark) && text.ends_with(mark));
    let is_lower = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() > MAX_LOWER_WORD;
    let is_capitalised = !text.split_whitespace().any(is_lower);
    length <= HEADING_LIMIT || length <= MARKED_HEADING_LIMIT && (is_bold || is_capitalised)
}

/// Whether a text ends as a sentence, or a clause that introduces a paragraph, does.
pub(super) fn closes(text: &str) -> bool {
    text.trim_end_matches(CLOSERS).ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Whether a text begins in the middle of a sentence.
pub(super) fn begins_inside(text: &str) -> bool {
    text.starts_with(DASHES) || text.trim_start_matches(OPENERS).starts_with(char::is_lowercase)
}

/// Whether no heading could end as this text does.
pub(super) fn breaks_off(text: &str, phrases: &Phrases) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    text.ends_with([',', '-']) || text.ends_with(DASHES) || phrases.unfinished.contains(&last)
}

/// Adds a line to a paragraph: behind a space, but for words and clauses that a hyphen or an unspaced dash joins.
pub(super) fn append(text: &mut String, line: &str, phrases: &Phrases) {
    let hyphened = text.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphanumeric))
        && !is_suspended(line, phrases);
    let dashed = text.strip_suffix(DASHES).is_some_and(|stem| !stem.ends_with(char::is_whitespace));
    let dashes = line.strip_prefix(DASHES).is_some_and(|rest| !rest.starts_with(char::is_whitespace));
    if !(dashed || dashes || hyphened) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether the hyphen before `line` stands for a word that comes later ("short- and long-range").
fn is_suspended(line: &str, phrases: &Phrases) -> bool {
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    phrases.after_suspended_hyphen.iter().any(|word| word == first)
}
