//! The store: quads of documents in, kept in one append-only file; a dataset of all of them, to query and to export, out.
//!
//! ```
//! use chancery::{rdf::{Iris, quads}, store::Store};
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("news.store");
//! let mut store = Store::open(&path, Some(&Iris::default()))?;
//! store.replace_document("a", &quads::read_nquads(b"<http://s> <http://p> <http://o> <http://g> .\n")?)?;
//! store.sync()?;
//! assert_eq!(store.documents().collect::<Vec<_>>(), ["a"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A file holds what documents say, one frame each ([`Frame`]); what follows from them, the plain triples and the shared
//! entities, is derived when a [`Dataset`] is read, so there are no counts to keep and nothing to repair: the last good
//! frame of a document counts.

mod copies;
mod dataset;
#[cfg(feature = "rocksdb")]
mod disk;
mod faults;
mod frames;
mod index;
mod order;
mod questions;
mod union;

pub use dataset::{Dataset, Gathered, Shared};
pub use faults::find_faults;
pub use frames::Frame;
pub use questions::{Parameter, Question};
pub use union::{Answer, UnionGraph};

use crate::error::{Error, Result};
use crate::rdf::{Background, Iris, Made};
use copies::Links;
use frames::{Kind, Place};
use oxrdf::Quad;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The file of documents of a store that is a folder.
const DOCUMENTS: &str = "documents";

/// A digest of some frames in their order.
type Chain = [u8; 32];

/// Documents and their quads, in one file. One process may write at a time; any number may read.
///
/// A store may also be a folder: the same file, and beside it an index on disk that questions are put to, for graphs that do not
/// fit in memory (with the feature `rocksdb`).
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    /// Where a store is that is a folder.
    folder: Option<PathBuf>,
    file: File,
    /// Held as long as the store is open for writing, on a file beside the store, as `optimize` replaces the store itself.
    lock: Option<WriterLock>,
    iris: Iris,
    /// The bytes of each document's last frame, and how what it says was made.
    documents: BTreeMap<String, (Range<usize>, Made)>,
    /// Which of them are copies; nothing where the store is open for reading alone.
    links: Links,
    /// The document of each frame, and the digest of all frames up to it.
    journal: Vec<(String, Chain)>,
    /// Where the next frame goes.
    end: usize,
    warning: Option<Error>,
}

impl Store {
    /// Opens a store to write to, and makes it where there is none. A new one names its graphs as `iris` does, or below the
    /// default base.
    ///
    /// # Errors
    /// When the file cannot be read or written, is not a store of this format, is damaged, is open for writing elsewhere, or
    /// has another base than `iris`.
    pub fn open(path: &Path, iris: Option<&Iris>) -> Result<Self> {
        let (path, folder) = &locate(path)?;
        let lock = WriterLock::take(path)?;
        if is_missing_or_empty(path) {
            let header = frames::write_header(iris.unwrap_or(&Iris::default()).base());
            replace_file(path, |file| file.write_all(&header))?;
        }
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(|e| cannot("open", path, e))?;
        let mut store = Self { folder: folder.clone(), ..Self::read(path, file)? };
        store.lock = Some(lock);
        if let Some(iris) = iris.filter(|iris| **iris != store.iris) {
            let message = format!("the store's IRIs begin with {}, not {}", store.iris.base(), iris.base());
            return Err(Error::new(message).at(path));
        }
        if store.warning.is_some() {
            store.file.set_len(store.end as u64).map_err(|e| cannot("write", path, e))?;
        }
        store.link()?;
        Ok(store)
    }

    /// Opens a store that is a folder, indexed on disk, and makes it where there is none.
    ///
    /// # Errors
    /// As [`open`](Self::open); also when there is a store that is a file, and when this program was built without the feature
    /// `rocksdb`.
    pub fn open_on_disk(path: &Path, iris: Option<&Iris>) -> Result<Self> {
        if path.is_file() {
            let message = "this store is one file; `chancery backup --on-disk` copies it into a folder";
            return Err(Error::new(message).at(path));
        }
        if !cfg!(feature = "rocksdb") {
            return Err(Error::new(format!("cannot index a store on disk: {LACKS_ROCKSDB}")).at(path));
        }
        if !path.join(DOCUMENTS).exists() {
            let header = frames::write_header(iris.unwrap_or(&Iris::default()).base());
            std::fs::create_dir_all(path).map_err(|e| cannot("make", path, e))?;
            replace_file(&path.join(DOCUMENTS), |file| file.write_all(&header))?;
        }
        Self::open(path, iris)
    }

    /// Opens a store to read from, also while another process writes to it.
    ///
    /// # Errors
    /// When the file cannot be read, is not a store of this format, or is damaged.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let (path, folder) = &locate(path)?;
        let file = File::open(path).map_err(|e| match e.kind() {
            ErrorKind::NotFound => Error::new("there is no such store; `chancery build` makes one").at(path),
            _ => cannot("open", path, e),
        })?;
        Ok(Self { folder: folder.clone(), ..Self::read(path, file)? })
    }

    /// What went wrong when the store was last written, and was put right on opening: a tail cut off.
    pub fn warning(&self) -> Option<&Error> {
        self.warning.as_ref()
    }

    /// How the store's graphs and entities are named.
    pub fn iris(&self) -> &Iris {
        &self.iris
    }

    /// The ids of the documents, sorted.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// Whether the store holds a document.
    pub fn contains(&self, doc_id: &str) -> bool {
        self.documents.contains_key(doc_id)
    }

    /// When and by what a document was read.
    pub fn how_made(&self, doc_id: &str) -> Option<&Made> {
        self.documents.get(doc_id).map(|(_, made)| made)
    }

    /// Bytes of the file that count, and of the whole file, which also holds what was replaced and removed.
    pub fn sizes(&self) -> (usize, usize) {
        let header = frames::write_header(self.iris.base()).len();
        (header + self.documents.values().map(|(range, _)| range.len()).sum::<usize>(), self.end)
    }

    /// Puts a document's quads in the place of those it had.
    ///
    /// # Errors
    /// When the file cannot be written; then the store is as it was.
    pub fn replace_document(&mut self, doc_id: &str, quads: &[Quad]) -> Result<()> {
        self.append(&Frame::of(doc_id, quads))
    }

    /// The same with quads that were packed before, perhaps on another thread. A document that says the same as before stays made
    /// when it was made first, and is not written again unless its fingerprint is another.
    ///
    /// # Errors
    /// As [`replace_document`](Self::replace_document).
    pub fn append(&mut self, frame: &Frame) -> Result<()> {
        let before = self.documents.get(frame.doc_id()).and_then(|(range, made)| Some((self.frame(range).ok()?, made)));
        let before = before.filter(|(bytes, _)| frame.says_the_same(bytes)).map(|(_, made)| made.clone());
        let Some(before) = before else { return self.put(frame) };
        let made = Made { at: before.at, version: before.version.clone(), ..frame.how_made().clone() };
        if made == before {
            return Ok(());
        }
        self.put(&frame.clone().made(made))
    }

    fn put(&mut self, frame: &Frame) -> Result<()> {
        let range = self.write(frame)?;
        let (doc_id, made) = (frame.doc_id(), frame.how_made());
        let before = self.documents.insert(doc_id.to_owned(), (range, made.clone()));
        self.links.change(doc_id, before.as_ref().map(|(_, before)| before), Some(made));
        self.relink_copies_of(doc_id)
    }

    /// Removes a document; tells whether it was there. Its copies become copies of what they are most like then, or of the first of them.
    ///
    /// # Errors
    /// When the file cannot be written; then the document is still there.
    pub fn remove_document(&mut self, doc_id: &str) -> Result<bool> {
        if !self.contains(doc_id) {
            return Ok(false);
        }
        self.bequeath_copies_of(doc_id)?;
        self.write(&Frame::removed(doc_id))?;
        let before = self.documents.remove(doc_id);
        self.links.change(doc_id, before.as_ref().map(|(_, before)| before), None);
        Ok(true)
    }

    /// Waits until the disk has all that was written. A document that was written counts before that, should the process
    /// die; after it also should the machine.
    ///
    /// # Errors
    /// When the disk reports one.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(|e| cannot("write", &self.path, e))
    }

    /// Rewrites the file without what no longer counts, and tells how many bytes that saved. The old file stays in place
    /// until the new one is complete.
    ///
    /// # Errors
    /// When the store is open for reading alone, or cannot be read or written.
    pub fn optimize(&mut self) -> Result<usize> {
        if self.lock.is_none() {
            return Err(Error::new("the store is open for reading only").at(&self.path));
        }
        #[cfg(feature = "rocksdb")]
        if let Some(folder) = self.folder.clone() {
            return disk::optimize(self, &folder, Self::rewrite);
        }
        self.rewrite()
    }

    fn rewrite(&mut self) -> Result<usize> {
        let before = self.end;
        replace_file(&self.path, |file| self.write_all(file))?;
        let path = &self.path;
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(|e| cannot("open", path, e))?;
        let (lock, folder, links) = (self.lock.take(), self.folder.take(), std::mem::take(&mut self.links));
        *self = Self { lock, folder, links, ..Self::read(path, file)? };
        Ok(before - self.end)
    }

    /// Copies the store into a folder that is indexed on disk once it is asked; tells how many bytes were copied.
    ///
    /// # Errors
    /// As [`backup`](Self::backup), and when this program was built without the feature `rocksdb`.
    pub fn backup_on_disk(&self, copy: &Path) -> Result<usize> {
        if copy.exists() {
            return Err(Error::new("there is such a file already").at(copy));
        }
        drop(Self::open_on_disk(copy, Some(&self.iris))?);
        replace_file(&copy.join(DOCUMENTS), |file| self.write_all(file))?;
        Ok(self.sizes().0)
    }

    /// Copies the store to another file, as [`optimize`](Self::optimize) would leave it, and tells how many bytes the copy has.
    ///
    /// # Errors
    /// When there is such a file, the store cannot be read, or the copy cannot be written.
    pub fn backup(&self, copy: &Path) -> Result<usize> {
        if copy.exists() {
            return Err(Error::new("there is such a file already").at(copy));
        }
        replace_file(copy, |file| self.write_all(file))?;
        Ok(self.sizes().0)
    }

    /// The quads of one document, as they were given.
    ///
    /// # Errors
    /// When the store does not hold the document, or cannot be read.
    pub fn document_quads(&self, doc_id: &str) -> Result<Vec<Quad>> {
        let missing = || Error::new(format!("the store has no document \"{doc_id}\"")).at(&self.path);
        let (range, _) = self.documents.get(doc_id).ok_or_else(missing)?;
        frames::read_quads(&self.frame(range)?).map_err(|e| Error::new("damaged").at(&self.path).caused_by(e))
    }

    /// Hands every document and its quads over, one after the other and sorted by id, with no more than one in memory.
    ///
    /// # Errors
    /// When the store cannot be read, or `take` fails.
    pub fn for_each_document(&self, mut take: impl FnMut(&str, Vec<Quad>) -> Result<()>) -> Result<()> {
        self.documents.keys().try_for_each(|doc_id| take(doc_id, self.document_quads(doc_id)?))
    }

    /// All documents, with what follows from them and what is known beside them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dataset(&self, background: Background) -> Result<Dataset> {
        let bytes = read_all(&self.file, &self.path)?;
        let documents: Vec<(&String, &(Range<usize>, Made))> = self.documents.iter().collect();
        let documents = documents.into_par_iter().map(|(doc_id, (range, _))| {
            let frame = bytes.get(range.clone()).ok_or_else(|| Error::new("the store was cut off meanwhile"))?;
            Ok((doc_id.clone(), frames::read_quads(frame)?))
        });
        let documents = documents.collect::<Result<Vec<_>>>().map_err(|e| e.at(&self.path))?;
        let made = self.documents.iter().map(|(doc_id, (_, made))| (doc_id.as_str(), made));
        Ok(Dataset::of(documents, background).with_provenance(made))
    }

    /// All that can be asked of the store, and what is known beside it: of a store that is a file all documents in memory, of one
    /// that is a folder its index, which is brought up to date, and a dataset without documents.
    ///
    /// # Errors
    /// When the store cannot be read, or the index cannot be written.
    pub fn graph(&self, background: Background) -> Result<(UnionGraph, Dataset)> {
        #[cfg(feature = "rocksdb")]
        if let Some(folder) = &self.folder {
            let index = disk::open(self, folder, &background)?;
            return Ok((UnionGraph::on_disk(index, &self.iris), Dataset::of([], background)));
        }
        let dataset = self.dataset(background)?;
        Ok((UnionGraph::of(&dataset), dataset))
    }

    /// Whether the store is a folder that is indexed on disk.
    pub fn is_on_disk(&self) -> bool {
        self.folder.is_some()
    }

    /// The document of each frame of the file, and the digest of all frames up to it.
    #[cfg(feature = "rocksdb")]
    fn journal(&self) -> &[(String, Chain)] {
        &self.journal
    }

    /// The digest of the first frames of the file.
    #[cfg(feature = "rocksdb")]
    fn chain(&self, frames: usize) -> Chain {
        frames.checked_sub(1).and_then(|last| self.journal.get(last)).map_or_else(Chain::default, |(_, chain)| *chain)
    }

    fn read(path: &Path, file: File) -> Result<Self> {
        let scan = frames::scan(&file).map_err(|e| e.at(path))?;
        let iris = Iris::new(&scan.base).map_err(|e| e.at(path))?;
        let (mut documents, mut journal) = (BTreeMap::new(), Vec::with_capacity(scan.frames.len()));
        for Place { kind, doc_id, made, bytes, sum } in scan.frames {
            journal.push((doc_id.clone(), link(journal.last(), &doc_id, bytes.len(), made.at, sum)));
            match kind {
                Kind::Replaced => documents.insert(doc_id, (bytes, made)),
                Kind::Removed => documents.remove(&doc_id),
            };
        }
        let torn = scan.torn;
        let warning = (torn > 0).then(|| {
            let message = format!("the last {torn} bytes are of a document that was not written to its end; left out");
            Error::new(message).at(path)
        });
        let path = path.to_path_buf();
        let links = Links::default();
        Ok(Self { path, folder: None, file, lock: None, iris, documents, links, journal, end: scan.good, warning })
    }

    /// Appends a frame in one write, or leaves the file as it was.
    fn write(&mut self, frame: &Frame) -> Result<Range<usize>> {
        let bytes = frame.bytes();
        let range = self.end..self.end + bytes.len();
        let written = self.file.seek(SeekFrom::Start(self.end as u64)).and_then(|_| self.file.write_all(&bytes));
        if let Err(e) = written {
            // What cannot be cut off now is a torn tail, which the next opening cuts off.
            let _ = self.file.set_len(self.end as u64);
            return Err(cannot("write", &self.path, e));
        }
        self.end = range.end;
        let (doc_id, at) = (frame.doc_id(), frame.how_made().at);
        self.journal.push((doc_id.to_owned(), link(self.journal.last(), doc_id, bytes.len(), at, frames::sum(&bytes))));
        Ok(range)
    }

    /// Writes header and frames of all documents, one after the other.
    fn write_all(&self, out: &mut File) -> std::io::Result<()> {
        out.write_all(&frames::write_header(self.iris.base()))?;
        let mut ranges = self.documents.values().map(|(range, _)| range);
        ranges.try_for_each(|range| out.write_all(&self.frame(range).map_err(std::io::Error::other)?))
    }

    fn frame(&self, range: &Range<usize>) -> Result<Vec<u8>> {
        let mut bytes = vec![0; range.len()];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(range.start as u64))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|e| cannot("read", &self.path, e))?;
        Ok(bytes)
    }
}

/// The digest of some frames and one more.
fn link(before: Option<&(String, Chain)>, doc_id: &str, length: usize, at: i64, sum: u32) -> Chain {
    let mut hash = Sha256::new();
    hash.update(before.map_or_else(Chain::default, |(_, chain)| *chain));
    hash.update((length as u64).to_le_bytes());
    hash.update(at.to_le_bytes());
    hash.update(sum.to_le_bytes());
    hash.update(doc_id.as_bytes());
    hash.finalize().into()
}

/// What a program lacks that cannot read a store on disk, and what to do.
const LACKS_ROCKSDB: &str =
    "this chancery was built without the feature `rocksdb` (`cargo build --release --features rocksdb`)";

/// The file of documents of a store, and its folder where it is one.
fn locate(path: &Path) -> Result<(PathBuf, Option<PathBuf>)> {
    if !path.is_dir() {
        return Ok((path.to_path_buf(), None));
    }
    let documents = path.join(DOCUMENTS);
    if !documents.exists() {
        return Err(Error::new("a folder that is not the store of chancery").at(path));
    }
    if !cfg!(feature = "rocksdb") {
        let message = format!(
            "the store is indexed on disk, and {LACKS_ROCKSDB}; `--store {}` reads it into memory",
            documents.display()
        );
        return Err(Error::new(message).at(path));
    }
    Ok((documents, Some(path.to_path_buf())))
}

fn read_all(mut file: &File, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).map_err(|e| cannot("read", path, e))?;
    Ok(bytes)
}

fn is_missing_or_empty(path: &Path) -> bool {
    match std::fs::metadata(path) {
        Ok(about) => about.is_file() && about.len() == 0,
        Err(e) => e.kind() == ErrorKind::NotFound,
    }
}

/// Keeps other writers out for as long as it lives.
#[derive(Debug)]
struct WriterLock(File);

impl WriterLock {
    fn take(store: &Path) -> Result<Self> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(beside(store, "lock"));
        let file = file.map_err(|e| cannot("write", store, e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::new("another process is writing to the store").at(store)),
            Err(TryLockError::Error(e)) => Err(cannot("lock", store, e)),
        }
    }
}

impl Drop for WriterLock {
    /// Lets go of the lock by name: closing the file alone would leave it with a child process that is being started, which
    /// holds a copy of the open file until it runs its program.
    fn drop(&mut self) {
        // Closing the file lets go of it too, so there is nothing to tell of a failure here.
        let _ = self.0.unlock();
    }
}

/// Writes a file under another name and puts it in the place of `path` once the disk has it.
fn replace_file(path: &Path, write: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<()> {
    let new_path = beside(path, "new");
    let written = File::create(&new_path).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all()
    });
    let replaced = written.and_then(|()| std::fs::rename(&new_path, path));
    replaced.map_err(|e| {
        // The half of a file is of no use; that it could not be written is told either way.
        let _ = std::fs::remove_file(&new_path);
        cannot("write", path, e)
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

fn cannot(act: &str, path: &Path, cause: std::io::Error) -> Error {
    Error::new(format!("cannot {act} the store")).at(path).caused_by(cause)
}
