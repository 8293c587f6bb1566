//! Cleaner: the raw text of an article in; title, byline, date and clean text out.
//!
//! The clean text is the prose alone: paragraphs parted by one blank line, the title first; the lines of a paragraph joined, a
//! sentence that a page break cut made whole, marks of emphasis, links, tags and the footer gone.

use super::calendar::Calendar;
use super::head::{self, Head};
use super::markup;
use super::paragraphs::{self, Paragraph};
use crate::error::Result;
use crate::knowledge::Folder;
use jiff::civil::Date;
use serde::Deserialize;

/// The longest block, in characters, that can close a page: an address, not an article.
const FOOTER_LIMIT: usize = 400;

/// Cleans articles with the phrases of `ontology/english/documents.toml`.
#[derive(Debug, Clone)]
pub struct Cleaner {
    pub(super) phrases: Phrases,
    calendar: Calendar,
}

/// What stands around the prose, in lower case; the file tells what each list is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub bylines: Vec<String>,
    pub date_labels: Vec<String>,
    ordinal_suffixes: Vec<String>,
    footers: Vec<String>,
    ends: Vec<String>,
    pub unfinished: Vec<String>,
    pub after_suspended_hyphen: Vec<String>,
}

/// An article taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The title, which is also the first paragraph of the text.
    pub title: Option<String>,
    /// Who wrote it, without the word before the name.
    pub author: Option<String>,
    /// The date at its head.
    pub published: Option<Date>,
    /// The clean text.
    pub text: String,
}

impl Cleaner {
    /// Loads the phrases and the calendar of English.
    ///
    /// # Errors
    /// Names the file and line that is missing or malformed.
    pub fn load(ontology: &Folder) -> Result<Self> {
        let phrases: Phrases = ontology.toml("english/documents.toml")?;
        let calendar = Calendar::load(ontology, phrases.ordinal_suffixes.clone())?;
        Ok(Self { phrases, calendar })
    }

    /// The calendar that reads the dates of documents.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Takes the raw text of an article apart.
    pub fn clean(&self, raw: &str) -> Article {
        let text = markup::normalise(raw);
        let lines: Vec<&str> = text.lines().map(paragraphs::trim_line).collect();
        let Head { title, standfirst, author, published, length } = head::read(&lines, self);
        let body = paragraphs::split(lines.get(length..).unwrap_or_default(), &self.phrases);
        let body = paragraphs::join_broken(self.drop_furniture(body), &self.phrases);
        let body = body.iter().map(|paragraph| markup::strip(&paragraph.text)).filter(|text| !text.is_empty());
        let text = title.iter().cloned().chain(standfirst).chain(body).collect::<Vec<_>>().join("\n\n");
        Article { title, author, published, text }
    }

    /// The clean text of a title and of paragraphs that hold no marks; the title is not told twice.
    pub(super) fn assemble(&self, title: Option<&str>, paragraphs: Vec<String>) -> String {
        let paragraphs = paragraphs.iter().map(|text| markup::fold_space(&markup::normalise(text)));
        let paragraphs = paragraphs.filter(|text| text.chars().any(char::is_alphanumeric));
        let paragraphs = paragraphs.map(|text| Paragraph { kind: paragraphs::Kind::Prose, text }).collect();
        let body = self.drop_furniture(paragraphs).into_iter().map(|paragraph| paragraph.text);
        let title = title.map(markup::fold_space);
        let body: Vec<String> = body.filter(|text| Some(text) != title.as_ref()).collect();
        title.into_iter().chain(body).collect::<Vec<_>>().join("\n\n")
    }

    /// Drops the footer and the marks that say where a release ends.
    fn drop_furniture(&self, mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
        let mut length = 0;
        let mut end = paragraphs.len();
        for (idx, paragraph) in paragraphs.iter().enumerate().rev() {
            length += paragraph.text.chars().count();
            if length > FOOTER_LIMIT {
                break;
            }
            if self.begins_footer(&paragraph.text) {
                end = idx;
            }
        }
        paragraphs.truncate(end);
        paragraphs.retain(|paragraph| !self.phrases.ends.contains(&markup::strip(&paragraph.text).to_lowercase()));
        paragraphs
    }

    fn begins_footer(&self, text: &str) -> bool {
        let plain = markup::strip(text);
        let is_phrase = self.phrases.footers.iter().any(|phrase| strip_words(&plain, phrase).is_some());
        let is_sentence = plain.ends_with(['.', '!', '?', '”', '"']);
        is_phrase && (!is_sentence || ["://", "www.", "@"].iter().any(|sign| text.contains(sign)))
    }
}

impl Article {
    /// The same article with the title that stands elsewhere for it, if one does.
    #[must_use]
    pub(super) fn titled(self, title: Option<&str>) -> Self {
        let Some(title) = title.map(markup::fold_space).filter(|title| !title.is_empty()) else { return self };
        let own = self.title.as_deref().unwrap_or(&title);
        let rest = self.text.strip_prefix(own).filter(|rest| rest.is_empty() || rest.starts_with("\n\n"));
        let body = rest.unwrap_or(&self.text).trim_start();
        let text = if body.is_empty() { title.clone() } else { format!("{title}\n\n{body}") };
        Self { title: Some(title), text, ..self }
    }
}

/// What follows `phrase`, which is in lower case, in `text`, if the text begins with it in any case and it ends where a word does.
pub(super) fn strip_words<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(phrase.len())?;
    (start.to_lowercase() == phrase && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}
