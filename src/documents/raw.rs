//! Raw: what was found and where in; a document, or why it is none, out.
//!
//! Finding is one stream, as a file is read from its beginning to its end. Understanding what was found takes most of the time, and
//! is a function of it alone, so that many threads can do it.

use super::fields::Record;
use super::{Document, Error, Reader, Result, feed, html, jsonl, language, markdown, plain};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something that was found in an input and is still to be understood.
#[derive(Debug)]
pub struct Raw {
    pub(super) place: Place,
    /// The id it has by its place.
    pub(super) id: String,
    pub(super) content: Content,
}

/// Where something stands, for messages.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file, with the path inside of an archive behind it.
    pub path: Arc<Path>,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The byte of the file, as it is unpacked, that it begins at.
    pub offset: Option<u64>,
    /// Which part of the file ("record 3 at byte 1024"), where lines do not tell.
    pub part: Option<String>,
}

#[derive(Debug)]
pub(super) enum Content {
    Plain {
        bytes: Vec<u8>,
        charset: Option<String>,
        metadata: Option<PathBuf>,
    },
    Markdown(Vec<u8>),
    Page(html::Page),
    #[cfg(feature = "pdf")]
    Pdf(Vec<u8>),
    Line(Vec<u8>),
    Record(Record),
    Entry(Box<feed::Entry>),
    Nothing(Skipped),
}

/// What came of something that was found.
#[derive(Debug)]
pub struct Found {
    pub(super) place: Place,
    /// Whether its id is the address of a page, which a crawl may have visited more than once.
    pub(super) is_crawled: bool,
    /// Whether its id is told by the path of its file, and by nothing that it says itself.
    pub(super) is_named_by_path: bool,
    pub(super) what: Understood,
}

/// A document, or why there is none.
pub(super) type Understood = std::result::Result<Document, Skipped>;

/// Why something is no document, although nothing is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// It is in another language than English, by its name in English.
    Language(&'static str),
    /// A page of a web archive that is no article: a list, a form, a redirection.
    NoArticle,
    /// A record of a web archive that is no text (an image, a script, a page that was not found).
    NoText,
    /// A page of a web archive that stands in it once more.
    Again,
    /// A file of a folder or an archive that holds no document, by what it is ("image").
    File(&'static str),
}

impl Place {
    pub(super) fn of(path: &Arc<Path>) -> Self {
        Self { path: Arc::clone(path), line: None, offset: None, part: None }
    }

    pub(super) fn line(path: &Arc<Path>, line: usize) -> Self {
        Self { line: Some(line), ..Self::of(path) }
    }

    pub(super) fn part(path: &Arc<Path>, part: String) -> Self {
        Self { part: Some(part), ..Self::of(path) }
    }

    /// The same place, which begins at a byte.
    pub(super) fn starting_at(self, offset: u64) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// An error at this place, unless it names one already.
    pub(super) fn locate(&self, error: Error) -> Error {
        if error.path().is_some() {
            return error;
        }
        let error = match &self.part {
            Some(part) => error.within(part),
            None => error,
        };
        let error = self.line.into_iter().fold(error.at(&self.path), Error::line);
        self.offset.into_iter().fold(error, Error::offset)
    }
}

impl Found {
    /// The document, if it is one.
    pub fn document(&self) -> Option<&Document> {
        self.what.as_ref().ok()
    }

    /// The file that the document has its id from, as the input leads to it (`news.zip/2015/001.txt`); `None` where the document tells
    /// its id itself, as lines, rows, entries and addresses do.
    pub fn file(&self) -> Option<&Path> {
        self.is_named_by_path.then(|| self.place.path.strip_prefix(".").unwrap_or(&self.place.path))
    }
}

impl Raw {
    pub(super) fn new(place: Place, id: String, content: Content) -> Self {
        Self { place, id, content }
    }

    /// How many bytes it holds, for those who bound how much is in memory.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::Plain { bytes, .. } | Content::Markdown(bytes) | Content::Line(bytes) => bytes.len(),
            #[cfg(feature = "pdf")]
            Content::Pdf(bytes) => bytes.len(),
            Content::Page(page) => page.bytes.len(),
            Content::Record(record) => record.text.as_ref().map_or(0, String::len),
            Content::Entry(entry) => entry.content.len(),
            Content::Nothing(_) => 0,
        }
    }

    pub(super) fn understand(self, reader: &Reader) -> Result<Found> {
        let Self { place, id, content } = self;
        let cleaner = &reader.cleaner;
        let is_crawled = matches!(&content, Content::Page(page) if page.is_crawled);
        let tells_id = matches!(&content, Content::Line(_) | Content::Record(_) | Content::Entry(_));
        let is_named_by_path = !is_crawled && !tells_id;
        let read = match content {
            Content::Plain { bytes, charset, metadata } => {
                plain::understand(id, bytes, charset.as_deref(), metadata.as_deref(), cleaner).map(Ok)
            }
            Content::Markdown(bytes) => markdown::understand(id, bytes, cleaner).map(Ok),
            Content::Page(page) => html::understand(id, page, cleaner),
            #[cfg(feature = "pdf")]
            Content::Pdf(bytes) => super::pdf::understand(id, &bytes, cleaner).map(Ok),
            Content::Line(bytes) => jsonl::understand(&bytes, reader).map(Ok),
            Content::Record(record) => record.into_document(cleaner).map(Ok),
            Content::Entry(entry) => feed::understand(*entry, cleaner).map(Ok),
            Content::Nothing(why) => Ok(Err(why)),
        };
        let read = read.map_err(|error| place.locate(error))?;
        let what = match read {
            Ok(document) if document.text.trim().is_empty() && is_crawled => Err(Skipped::NoArticle),
            Ok(document) if document.text.trim().is_empty() => {
                return Err(place.locate(Error::new("a document without text")));
            }
            Ok(document) => {
                let other = language::other_than_english(&document.text).filter(|_| !reader.settings.any_language);
                other.map_or(Ok(document), |language| Err(Skipped::Language(language)))
            }
            nothing => nothing,
        };
        Ok(Found { place, is_crawled, is_named_by_path, what })
    }
}
