//! Documents: files, folders and standard input in, clean texts out.
//!
//! A format is one file of this module and one line of `FORMATS` in `detect.rs`. Whatever is wrong with an input is an error of its
//! own among the documents, so a reader of a million files reports the bad ones and goes on. Nothing is held in memory but the
//! document at hand: archives are read from their beginning to their end.
//!
//! ```text
//! inputs → files (walk) → format (detect) → Raw, one after the other → Document (on many threads) → in order, once each (Register)
//! ```
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
mod detect;
mod encoding;
mod feed;
mod fields;
mod guard;
mod head;
mod html;
mod jsonl;
mod kinds;
mod language;
mod markdown;
mod markup;
mod nesting;
mod objects;
mod packed;
mod paragraphs;
mod parquet;
#[cfg_attr(not(feature = "pdf"), path = "no_pdf.rs")]
mod pdf;
mod plain;
mod raw;
mod register;
mod rows;
mod source;
mod table;
mod tar;
#[cfg(test)]
mod tests;
mod walk;
mod warc;
mod warc_http;
mod zip;

pub use calendar::Calendar;
pub use cleaner::{Article, Cleaner};
pub use fields::Fields;
pub use raw::{Found, Place, Raw, Skipped};
pub use register::Register;
pub use walk::total_bytes;

use crate::error::{Error, Result};
use jiff::civil::Date;
use raw::Content;
use sha2::{Digest, Sha256};
use source::{Input, MAX_DEPTH, Source};
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One article. Every offset of a later stage is a byte offset into [`text`](Self::text), which never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Stable name of the document: the path below the given input without its ending, the id its line gave, or its address.
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

/// What of inputs is read, and how.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What fields are called.
    pub fields: Fields,
    /// Whether documents in other languages than English are read, too.
    pub any_language: bool,
}

/// Reads inputs: files, folders (all files below, in the order of their paths) and `-` for standard input. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    cleaner: Arc<Cleaner>,
    settings: Arc<Settings>,
}

type Documents = Box<dyn Iterator<Item = Result<Raw>> + Send>;

impl Reader {
    /// A reader of articles in the English that `cleaner` knows.
    pub fn new(cleaner: Cleaner, settings: Settings) -> Self {
        Self { cleaner: Arc::new(cleaner), settings: Arc::new(settings) }
    }

    /// Finds what is in the inputs, one at a time and in their order.
    ///
    /// # Errors
    /// An item is an error, and the items after it go on, for: a path that cannot be read or leads in a circle, an unknown format,
    /// a folder or archive without documents, a file, line or record that is damaged or larger than 64 MiB.
    pub fn find<'a>(&self, inputs: &'a [PathBuf]) -> impl Iterator<Item = Result<Raw>> + Send + use<'a> {
        let reader = self.clone();
        inputs.iter().flat_map(move |input| reader.find_in(input))
    }

    /// Finds what is in the bytes of a file of this name, whose format they and it tell.
    ///
    /// # Errors
    /// An item is an error as those of [`find`](Self::find) are.
    pub fn find_in_bytes(&self, name: &str, bytes: Vec<u8>) -> impl Iterator<Item = Result<Raw>> + Send + use<> {
        let (path, name, id) = (Path::new(name), source::name_of(Path::new(name)), source::id_of(Path::new(name)));
        let input = Input::Memory(bytes.into());
        let path = Arc::from(path);
        self.open(Source { path, name, id, is_root: true, is_anything: true, is_file: false, depth: 0, input })
    }

    /// Understands what was found. It depends on nothing else, so any thread may do it.
    ///
    /// # Errors
    /// Names place and cause when it is malformed or has no text.
    pub fn understand(&self, raw: Raw) -> Result<Found> {
        raw.understand(self)
    }

    fn find_in(&self, input: &Path) -> Documents {
        if input.as_os_str() == STDIN {
            return self.find_in_stream(Input::Stream(Box::new(BufReader::new(std::io::stdin()))));
        }
        let (is_root, reader) = (!input.is_dir(), self.clone());
        Box::new(walk::find_files(input).flat_map(move |found| match found {
            Ok(file) => reader.find_in_file(file, is_root),
            Err(error) => only(Err(error)),
        }))
    }

    fn find_in_file(&self, found: walk::Found, is_root: bool) -> Documents {
        let walk::Found { path, id } = found;
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) => return only(Err(cannot_read(&path, error))),
        };
        // A pipe has no beginning to go back to, and its name tells nothing.
        let is_pipe = file.metadata().is_ok_and(|metadata| !metadata.is_file());
        let input = if is_pipe { Input::Stream(Box::new(BufReader::new(file))) } else { Input::File(file) };
        let (name, path) = (source::name_of(&path), Arc::from(path));
        let is_anything = is_pipe && name.extension().is_none();
        self.open(Source { path, name, id, is_root, is_anything, is_file: !is_pipe, depth: 0, input })
    }

    /// Reads a stream whose format only its first bytes tell.
    fn find_in_stream(&self, input: Input) -> Documents {
        let (path, name, id) = (Arc::from(Path::new(STDIN_NAME)), PathBuf::new(), "stdin".to_owned());
        self.open(Source { path, name, id, is_root: true, is_anything: true, is_file: false, depth: 0, input })
    }

    /// Reads an input of any format.
    fn open(&self, mut source: Source) -> Documents {
        if source.depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} archives in one another");
            return only(Err(Error::new(message).at(&source.path)));
        }
        let head = match source.peek() {
            Ok(head) => head,
            Err(error) => return only(Err(error)),
        };
        // What was not named itself may well lie beside documents.
        let by_bytes = || kinds::by_bytes(&head).filter(|_| !source.is_root);
        let by_name = || kinds::by_name(&source.name, &head).filter(|_| !source.is_root);
        let nothing = |kind| {
            let (place, nothing) = (Place::of(&source.path), Content::Nothing(Skipped::File(kind)));
            only(Ok(Raw::new(place, source.id.clone(), nothing)))
        };
        if let Some(kind) = by_bytes() {
            return nothing(kind);
        }
        match detect::format_of(&source.name, &head, source.is_anything, self) {
            Ok(format) => (format.read)(source, self),
            Err(error) => by_name().map_or_else(|| only(Err(error.at(&source.path))), nothing),
        }
    }
}

/// Reads the documents of `inputs` in English one at a time, as a [`Reader`] with nothing set does.
///
/// # Errors
/// An item is an error, and the items after it go on, for whatever [`Reader::find`] and [`Reader::understand`] cannot read, and for
/// a document whose id an earlier one had.
pub fn read_inputs<'a>(
    inputs: &'a [PathBuf],
    cleaner: &Cleaner,
) -> impl Iterator<Item = Result<Document>> + Send + use<'a> {
    let reader = Reader::new(cleaner.clone(), Settings::default());
    let mut register = Register::default();
    reader.find(inputs).filter_map(move |raw| {
        let found = raw.and_then(|raw| reader.understand(raw));
        found.and_then(|found| register.admit(found)).transpose()
    })
}

fn only(item: Result<Raw>) -> Documents {
    Box::new(std::iter::once(item))
}

/// A value that says something.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

/// The first 64 bits of the SHA-256 of the text, in 16 hexadecimal digits: the same on every machine and in every version.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
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
