//! Fields: what the columns of a table or the keys of a JSON line are called, and the documents they make.

use super::{Cleaner, Document, Error, Result, given, hash};
use crate::error::suggest;

/// The parts of a document that a field can give.
const PARTS: [&str; 6] = ["text", "id", "title", "published", "source", "author"];

/// What the fields of JSON Lines, CSV and Parquet files are called that the parts of a document stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    names: [Option<String>; PARTS.len()],
}

/// A document as its fields give it.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub text: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
}

impl Default for Fields {
    /// Every field is called as its part is; an author is not read.
    fn default() -> Self {
        Self { names: PARTS.map(|part| (part != "author").then(|| part.to_owned())) }
    }
}

impl Fields {
    /// Takes a part from the field that `assignment` names ("text=body").
    ///
    /// # Errors
    /// When it names no part of a document, or no field.
    pub fn assign(&mut self, assignment: &str) -> Result<()> {
        let (part, field) = assignment
            .split_once('=')
            .filter(|(_, field)| !field.is_empty())
            .ok_or_else(|| Error::new(format!("\"{assignment}\" is no field (expected PART=FIELD, as text=body)")))?;
        let at = PARTS.iter().position(|name| *name == part);
        let at =
            at.ok_or_else(|| Error::new(format!("no part of a document is \"{part}\" {}", suggest(part, PARTS))))?;
        self.names[at] = Some(field.to_owned());
        Ok(())
    }

    /// Whether nothing is called other than by default.
    pub(super) fn are_default(&self) -> bool {
        *self == Self::default()
    }

    /// What the field is called that holds the text.
    pub(super) fn text(&self) -> &str {
        self.names[0].as_deref().unwrap_or(PARTS[0])
    }

    /// The names of all fields that are read.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(String::as_str)
    }

    /// The record whose fields `value` gives by their names.
    pub(super) fn record(&self, value: impl Fn(&str) -> Option<String>) -> Record {
        let [text, id, title, published, source, author] =
            self.names.each_ref().map(|name| name.as_deref().and_then(&value));
        Record { text, id, title, published, source, author }
    }
}

impl Record {
    /// The document; its text is taken as it is, and without an id it has the hash of its text.
    pub fn into_document(self, cleaner: &Cleaner) -> Result<Document> {
        let text = given(self.text).ok_or_else(|| Error::new("a document without text"))?;
        Ok(Document {
            id: given(self.id).unwrap_or_else(|| hash(&text)),
            source: given(self.source),
            author: given(self.author),
            published: self.published.and_then(|day| cleaner.calendar().read_timestamp(&day)),
            title: given(self.title),
            text,
        })
    }
}
