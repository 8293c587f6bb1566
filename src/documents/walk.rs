//! Walk: a file or folder in, the files to read out, in the order of their paths and with the ids of their documents.

use super::{Error, Result, STDIN_NAME, cannot_read, source::id_of};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The ending of the files that describe a text beside them.
pub(super) const METADATA_ENDING: &str = "json";
const TEXT_ENDING: &str = "txt";
/// Endings of the files that hold what was read, and of their locks. A folder of articles may have its store among them.
const STORE_ENDINGS: [&str; 2] = [".store", ".store.lock"];

/// Endings of files that tell nothing of how much text is in them.
const PACKED: &[&str] = &["gz", "zst", "bz2", "zip", "parquet", "pdf"];

/// A file to read.
pub(super) struct Found {
    pub path: PathBuf,
    /// Its path below the input, without its ending, with `/` between the parts.
    pub id: String,
}

/// Finds the files of `input`: itself, or all below it but hidden ones, metadata and stores. Symbolic links are followed.
pub(super) fn find_files(input: &Path) -> Box<dyn Iterator<Item = Result<Found>> + Send> {
    if input.is_dir() {
        return Box::new(find_below(input));
    }
    let found = match std::fs::metadata(input) {
        Ok(_) => Ok(Found { path: input.to_path_buf(), id: id_of(Path::new(name_of(input))) }),
        Err(error) => Err(cannot_read(input, error)),
    };
    Box::new(std::iter::once(found))
}

fn find_below(root: &Path) -> impl Iterator<Item = Result<Found>> + Send + use<> {
    let root = root.to_path_buf();
    let walk = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    let mut is_empty = true;
    let below = root.clone();
    let found = entries.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_dir() || is_metadata(entry.path()) || is_store(entry.path()) => None,
        Ok(entry) => Some(describe(entry, &below)),
        Err(error) => Some(Err(walk_error(error, &below))),
    });
    // What follows the last file is the complaint that there was none.
    found.map(Some).chain(std::iter::once(None)).filter_map(move |item| {
        let nothing = item.is_none() && is_empty;
        is_empty = false;
        if nothing { Some(Err(Error::new("no documents in the folder").at(&root))) } else { item }
    })
}

fn describe(entry: DirEntry, root: &Path) -> Result<Found> {
    let path = entry.into_path();
    let metadata = std::fs::metadata(&path).map_err(|error| cannot_read(&path, error))?;
    if !metadata.is_file() {
        return Err(Error::new("not a regular file").at(&path));
    }
    let id = id_of(path.strip_prefix(root).unwrap_or(&path));
    Ok(Found { path, id })
}

fn name_of(path: &Path) -> &OsStr {
    path.file_name().unwrap_or(OsStr::new(STDIN_NAME))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether a file of an archive is hidden, or stands in a hidden folder.
pub(super) fn is_hidden_path(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && part != "." && part != "..")
}

fn is_store(path: &Path) -> bool {
    let name = name_of(path).as_encoded_bytes();
    STORE_ENDINGS.iter().any(|ending| name.ends_with(ending.as_bytes()))
}

fn is_metadata(path: &Path) -> bool {
    path.extension() == Some(OsStr::new(METADATA_ENDING)) && path.with_extension(TEXT_ENDING).is_file()
}

fn walk_error(error: walkdir::Error, root: &Path) -> Error {
    let path = error.path().unwrap_or(root).to_path_buf();
    if let Some(ancestor) = error.loop_ancestor() {
        return Error::new(format!("the link leads back to {}", ancestor.display())).at(path);
    }
    match error.into_io_error() {
        Some(cause) => cannot_read(&path, cause),
        None => Error::new("cannot read").at(path),
    }
}

/// The bytes of all files of the inputs, if they are what the documents are made of: not of standard input, and not of what is
/// compressed.
pub fn total_bytes(inputs: &[PathBuf]) -> Option<u64> {
    let files = inputs.iter().flat_map(|input| WalkDir::new(input).follow_links(true));
    files
        .filter_map(std::result::Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .try_fold(0, |total, entry| {
            let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
            let size = entry.metadata().ok()?.len();
            (!PACKED.contains(&ending.as_str())).then_some(total + size)
        })
        .filter(|total| *total > 0)
}
