//! Documents: files, folders and standard input in, clean texts out.
//!
//! A format is one file of this module and one line of `FORMATS`. Whatever is wrong with an input is an error of its own among the
//! documents, so a reader of a million files reports the bad ones and goes on.
//!
//! ```
//! use chancery::{documents, knowledge::Folder};
//!
//! let cleaner = documents::Cleaner::load(&Folder::ontology())?;
//! let article = cleaner.clean("Putin in Beijing\n\nBy Jane Doe\n28 June 2016\n\nPutin met *Xi* on\nSaturday.");
//! assert_eq!(article.text, "Putin in Beijing\n\nPutin met Xi on Saturday.");
//! assert_eq!(article.author.as_deref(), Some("Jane Doe"));
//! assert_eq!(article.published, Some(jiff::civil::date(2016, 6, 28)));
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod calendar;
mod cleaner;
mod head;
mod jsonl;
mod markup;
mod paragraphs;
mod plain;
#[cfg(test)]
mod tests;
mod walk;

pub use calendar::Calendar;
pub use cleaner::{Article, Cleaner};
pub use walk::total_bytes;

use crate::error::{Error, Result};
use jiff::civil::Date;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One article. Every offset of a later stage is a byte offset into [`text`](Self::text), which never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Stable name of the document: the path below the given input without its ending, or the id its line gave.
    pub id: String,
    /// Where it was published, as given ("Reuters").
    pub source: Option<String>,
    /// Who wrote it, as the byline has it.
    pub author: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// The title; that of a plain text also begins the clean text.
    pub title: Option<String>,
    /// The clean text: title, blank line, paragraphs parted by blank lines. That of a JSON Lines document is as given.
    pub text: String,
}

/// The input that stands for standard input.
const STDIN: &str = "-";
/// How standard input is called in messages.
const STDIN_NAME: &str = "<stdin>";
impl Document {
    /// A document of nothing but an id and a clean text.
    pub fn of_text(id: &str, text: &str) -> Self {
        let (id, text) = (id.to_owned(), text.to_owned());
        Self { id, source: None, author: None, published: None, title: None, text }
    }
}

/// The most bytes one document may have, so that no input takes the memory of the machine.
const MAX_BYTES: usize = 64 << 20;
const FORMATS: &[Format] = &[jsonl::FORMAT, plain::FORMAT];

/// A way in which documents are stored.
struct Format {
    /// Endings of its files, in lower case, without the dot.
    endings: &'static [&'static str],
    /// Whether a stream that begins with these bytes is of this format.
    begins: fn(&[u8]) -> bool,
    read: for<'a> fn(Source, &'a Cleaner) -> Documents<'a>,
}

/// One open file or stream.
struct Source {
    path: Arc<Path>,
    /// The id of its document, if it holds one.
    id: String,
    reader: Box<dyn BufRead + Send>,
}

/// A document with the place it was read from.
struct Located {
    document: Document,
    path: Arc<Path>,
    line: Option<usize>,
}

type Documents<'a> = Box<dyn Iterator<Item = Result<Located>> + Send + 'a>;

/// Reads the documents of `inputs` one at a time: files, folders (all files below, in the order of their paths) and `-` for
/// standard input, whose format its content tells.
///
/// # Errors
/// An item is an error, and the items after it go on, for: a path that cannot be read or leads in a circle, an unknown ending, a
/// folder without documents, a file or line that is empty, not UTF-8, malformed or larger than 64 MiB, a document without text,
/// and a document whose id an earlier one had.
pub fn read_inputs<'a>(
    inputs: &'a [PathBuf],
    cleaner: &'a Cleaner,
) -> impl Iterator<Item = Result<Document>> + Send + 'a {
    let mut seen = HashSet::new();
    inputs.iter().flat_map(|input| read_input(input, cleaner)).map(move |item| {
        let Located { document, path, line } = item?;
        if seen.insert(document.id.clone()) {
            return Ok(document);
        }
        let error = Error::new(format!("a document with the id \"{}\" was read before", document.id)).at(&path);
        Err(line.into_iter().fold(error, Error::line))
    })
}

fn read_input<'a>(input: &Path, cleaner: &'a Cleaner) -> Documents<'a> {
    if input.as_os_str() == STDIN {
        return read_stream(Box::new(BufReader::new(std::io::stdin())), cleaner);
    }
    Box::new(walk::find_files(input).flat_map(move |found| match found {
        Ok(file) => read_file(file, cleaner),
        Err(error) => only(Err(error)),
    }))
}

fn read_file(file: walk::Found, cleaner: &Cleaner) -> Documents<'_> {
    let path = Arc::from(file.path);
    match File::open(&path) {
        Ok(open) => (file.format.read)(Source { path, id: file.id, reader: Box::new(BufReader::new(open)) }, cleaner),
        Err(error) => only(Err(cannot_read(&path, error))),
    }
}

/// Reads a stream whose format only its first bytes tell.
fn read_stream(mut reader: Box<dyn BufRead + Send>, cleaner: &Cleaner) -> Documents<'_> {
    let path = Arc::from(Path::new(STDIN_NAME));
    let format = match reader.fill_buf() {
        Ok(bytes) => FORMATS.iter().find(|format| (format.begins)(bytes)).unwrap_or(&plain::FORMAT),
        Err(error) => return only(Err(cannot_read(&path, error))),
    };
    (format.read)(Source { path, id: "stdin".to_owned(), reader }, cleaner)
}

fn only<'a>(item: Result<Located>) -> Documents<'a> {
    Box::new(std::iter::once(item))
}

/// Reads to the end, but no more than [`MAX_BYTES`].
fn read_bounded(reader: impl Read, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| cannot_read(path, e))?;
    if bytes.len() > MAX_BYTES { Err(too_large("file").at(path)) } else { Ok(bytes) }
}

fn cannot_read(path: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => Error::new("no such file or folder").at(path),
        _ => Error::new("cannot read").at(path).caused_by(error),
    }
}

fn too_large(what: &str) -> Error {
    Error::new(format!("the {what} is larger than {} MiB", MAX_BYTES >> 20))
}
