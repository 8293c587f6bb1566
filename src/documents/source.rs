//! Source: an open input, whatever it stands in; how it is called in messages and which ids its documents get.

use super::{Error, MAX_BYTES, Result, cannot_read, too_large};
use bytes::Bytes;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many bytes tell the format of an input.
pub(super) const HEAD: u64 = 1 << 14;
/// Archives in archives that are opened: more is an archive made to waste time.
pub(super) const MAX_DEPTH: usize = 4;

/// One open file, stream or part of an archive.
pub(super) struct Source {
    /// How messages call it: its path, with that inside of the archive behind it.
    pub path: Arc<Path>,
    /// Its file name without the endings of compression, which tells the format.
    pub name: PathBuf,
    /// The id of its document, if it holds one; else what the ids of files inside begin with, unless empty.
    pub id: String,
    /// Whether the documents inside are named as if the input were a folder that was given.
    pub is_root: bool,
    /// Whether its content may be taken for plain text when nothing tells what it is.
    pub is_anything: bool,
    /// Whether it is a file of its own, which may have metadata beside it.
    pub is_file: bool,
    /// How many archives it is in.
    pub depth: usize,
    pub input: Input,
}

/// Where the bytes come from.
pub(super) enum Input {
    File(File),
    Memory(Bytes),
    Stream(Box<dyn BufRead + Send>),
}

/// An input that can be read from any place.
pub(super) enum Random {
    File(File),
    Memory(Bytes),
}

impl Source {
    /// The first bytes, which are not taken away.
    pub fn peek(&mut self) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        let read = match &mut self.input {
            Input::File(file) => Read::take(&mut *file, HEAD).read_to_end(&mut head).and_then(|_| file.rewind()),
            Input::Memory(bytes) => {
                head.extend_from_slice(&bytes[..bytes.len().min(HEAD as usize)]);
                Ok(())
            }
            Input::Stream(reader) => Read::take(&mut *reader, HEAD).read_to_end(&mut head).map(drop),
        };
        // A stream that breaks off in its head still gives what stands before, and the reader then meets the fault.
        match (read, &mut self.input) {
            (Err(error), _) if head.is_empty() => return Err(cannot_read(&self.path, error).offset(0)),
            (failed, Input::Stream(reader)) => {
                let rest = std::mem::replace(reader, Box::new(std::io::empty()));
                let fault = failed.err().map(Fault);
                let again = Cursor::new(head.clone()).chain(BufReader::with_capacity(1, Failing(fault))).chain(rest);
                self.input = Input::Stream(Box::new(again));
            }
            (Err(error), _) => return Err(cannot_read(&self.path, error)),
            (Ok(()), _) => {}
        }
        Ok(head)
    }

    /// Reads from the beginning to the end.
    pub fn into_reader(self) -> Box<dyn BufRead + Send> {
        match self.input {
            Input::File(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
            Input::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Input::Stream(reader) => reader,
        }
    }

    /// All bytes, if they are no more than one document may have.
    pub fn into_bytes(self) -> Result<Vec<u8>> {
        let path = Arc::clone(&self.path);
        if let Input::File(file) = &self.input
            && file.metadata().is_ok_and(|data| data.len() > MAX_BYTES as u64)
        {
            return Err(too_large("file").at(&path));
        }
        read_bounded(self.into_reader(), &path)
    }

    /// The same input, to be read from any place; what is no file of its own is held in memory, up to a limit.
    pub fn into_random(self) -> Result<Random> {
        match self.input {
            Input::File(file) => Ok(Random::File(file)),
            Input::Memory(bytes) => Ok(Random::Memory(bytes)),
            Input::Stream(reader) => {
                let mut bytes = Vec::new();
                let read = reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
                read.map_err(|error| cannot_read(&self.path, error).offset(bytes.len() as u64))?;
                if bytes.len() > MAX_BYTES {
                    let message = format!(
                        "a file of this format inside of another or on standard input may have {} MiB; unpack it first",
                        MAX_BYTES >> 20
                    );
                    return Err(Error::new(message).at(&self.path));
                }
                Ok(Random::Memory(bytes.into()))
            }
        }
    }

    /// This source without its content: what its files are called after.
    pub fn shell(&self) -> Self {
        let (path, name, id) = (Arc::clone(&self.path), self.name.clone(), self.id.clone());
        Self { path, name, id, input: Input::Memory(Bytes::new()), ..*self }
    }

    /// A file inside of this archive, called by its path there.
    pub fn inside(&self, path: &str, input: Input) -> Self {
        // A path in an archive is one below it, whatever it says.
        let inside = PathBuf::from(path.trim_start_matches('/'));
        let id = id_of(&inside);
        Self {
            path: Arc::from(self.path.join(&inside)),
            id: if self.is_root || self.id.is_empty() { id } else { format!("{}/{id}", self.id) },
            name: name_of(&inside),
            is_root: false,
            is_anything: false,
            is_file: false,
            depth: self.depth + 1,
            input,
        }
    }

    /// What is in this compressed file.
    pub fn unpacked(self, wrap: impl FnOnce(Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send>) -> Self {
        let (path, name, id) = (Arc::clone(&self.path), self.name.clone(), self.id.clone());
        let (is_root, depth) = (self.is_root, self.depth);
        let input = Input::Stream(wrap(self.into_reader()));
        let is_anything = name.extension().is_none();
        Self { path, name, id, is_root, is_anything, is_file: false, depth: depth + 1, input }
    }
}

/// The id of a document by its path: without endings, with `/` between the parts.
pub(super) fn id_of(path: &Path) -> String {
    let path = without_packing(path);
    let parts: Vec<_> = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// A file's name, without the endings that only tell how it is compressed.
pub(super) fn name_of(path: &Path) -> PathBuf {
    without_packing(Path::new(path.file_name().unwrap_or_default()))
}

fn without_packing(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    while let Some(ending) = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()) {
        match super::packed::plain_ending(&ending) {
            Some("") => path = path.with_extension(""),
            Some(inner) => path = path.with_extension(inner),
            None => break,
        }
    }
    path
}

/// Reads to the end, but no more than [`MAX_BYTES`].
pub(super) fn read_bounded(reader: impl Read, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| cannot_read(path, error).offset(bytes.len() as u64))?;
    if bytes.len() > MAX_BYTES { Err(too_large("file").at(path)) } else { Ok(bytes) }
}

/// An error to be met once, at its place in a stream.
struct Fault(std::io::Error);

/// Yields nothing but the fault.
struct Failing(Option<Fault>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), |fault| Err(fault.0))
    }
}
