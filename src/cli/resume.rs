//! What makes a build go on where it was: a document's fingerprint, and the time at which a build began that did not end.

use crate::documents::Document;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 32;

/// Adds parts to a hash so that no two lists of parts are alike.
pub(super) fn add_parts<'p>(hash: &mut Sha256, parts: impl IntoIterator<Item = &'p [u8]>) {
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
}

/// The first digits of a hash.
pub(super) fn digits(hash: Sha256) -> String {
    let mut digits: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    digits.truncate(DIGITS);
    digits
}

/// A fingerprint of all that the extraction of a document hangs on: the document, and the knowledge it is read with.
pub(super) fn fingerprint(doc: &Document, knowledge: &str) -> String {
    let published = doc.published.map(|day| day.to_string());
    let fields = [&doc.source, &doc.author, &published, &doc.title];
    let mut hash = Sha256::new();
    add_parts(&mut hash, [knowledge.as_bytes(), doc.id.as_bytes(), doc.text.as_bytes()]);
    for field in fields {
        add_parts(&mut hash, [&[u8::from(field.is_some())][..], field.as_deref().unwrap_or_default().as_bytes()]);
    }
    digits(hash)
}

/// A file beside the store that says when a build began, as long as that build has not ended. One that goes on where another was
/// killed takes its time, so that the store becomes what it would have become.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Seconds since 1970 at which the build began.
    pub began: i64,
}

impl Journal {
    /// Begins a build of `task`, which tells inputs and knowledge, or goes on with the one that did not end.
    ///
    /// # Errors
    /// When the journal cannot be read or written, or SOURCE_DATE_EPOCH is no number.
    pub(super) fn begin(store: &Path, task: &str) -> Result<Self> {
        // Hidden, as the store may lie among the articles.
        let mut name = OsString::from(".");
        name.push(store.file_name().unwrap_or_default());
        name.push(".building");
        let path = store.with_file_name(name);
        let told = match std::fs::read_to_string(&path) {
            Ok(told) => told,
            Err(e) if e.kind() == ErrorKind::NotFound => String::new(),
            Err(e) => return Err(Error::new("cannot read").at(&path).caused_by(e)),
        };
        let same = told.split_once(' ').filter(|(_, other)| other.trim_end() == task);
        let before = same.and_then(|(began, _)| began.parse().ok());
        let began = match (time_of_environment()?, before) {
            (Some(time), _) | (None, Some(time)) => time,
            (None, None) => jiff::Timestamp::now().as_second(),
        };
        let new = path.with_extension("building.new");
        let written = std::fs::write(&new, format!("{began} {task}\n")).and_then(|()| std::fs::rename(&new, &path));
        written.map_err(|e| Error::new("cannot write").at(&path).caused_by(e))?;
        Ok(Self { path, began })
    }

    /// The build has ended.
    ///
    /// # Errors
    /// When the journal cannot be removed.
    pub(super) fn end(self) -> Result<()> {
        std::fs::remove_file(&self.path).map_err(|e| Error::new("cannot remove").at(&self.path).caused_by(e))
    }
}

/// What SOURCE_DATE_EPOCH tells instead of the time, so that builds can be repeated to the byte
/// (https://reproducible-builds.org/specs/source-date-epoch/).
fn time_of_environment() -> Result<Option<i64>> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(told) => {
            let time = told.parse();
            time.map(Some).map_err(|e| Error::new("SOURCE_DATE_EPOCH is no number of seconds").caused_by(e))
        }
        Err(_) => Ok(None),
    }
}
