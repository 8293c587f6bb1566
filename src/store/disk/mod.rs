//! The index of a store that is a folder: what the file of documents says, in RocksDB tables that need not fit in memory.
//!
//! ```text
//! news.store/documents      the store itself, one append-only file
//! news.store/index/quads    all quads of its graph, as keys
//! news.store/index/terms    the term of each key
//! news.store/index/support  which document describes which entity and asserts which triple
//! news.store/index/state    how much of the file the tables tell of
//! ```
//!
//! The file is the truth and the tables follow from it. The state is taken away before they are changed and written when they are
//! done, and names the frames of the file up to which they are good, by a digest of all of them, and the gazetteer and ontology that
//! they hold. What has come since is made up for when the store is next asked; where the file is another one, or a process died over
//! the tables, they are made anew.

mod index;
mod keys;
mod update;

pub(super) use index::DiskIndex;

use crate::error::{Error, Result};
use crate::rdf::Background;
use crate::store::{Chain, Store, replace_file};
use oxigraph::store::{StorageError, Store as Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Changes when the tables are laid out in another way, so that those of an older program are made anew.
const LAYOUT: u32 = 1;

/// Where the tables of a store are.
struct Folder(PathBuf);

/// What the tables tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    layout: u32,
    frames: usize,
    chain: Chain,
    background: String,
}

impl Folder {
    fn of(store: &Path) -> Self {
        Self(store.join("index"))
    }

    fn table(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The lock that readers of the tables share and who changes them has alone.
    fn lock(&self) -> Result<File> {
        let make = || {
            fs::create_dir_all(&self.0)?;
            OpenOptions::new().create(true).truncate(false).write(true).open(self.0.join("lock"))
        };
        make().map_err(|e| self.cannot("lock", e))
    }

    /// What the tables tell of; nothing where there are none that are whole.
    fn state(&self) -> Option<State> {
        let state: State = serde_json::from_slice(&fs::read(self.0.join("state")).ok()?).ok()?;
        (state.layout == LAYOUT).then_some(state)
    }

    fn write_state(&self, state: &State) -> Result<()> {
        let text = serde_json::to_vec(state).map_err(|e| self.cannot("write", e))?;
        replace_file(&self.0.join("state"), |file| file.write_all(&text))
    }

    /// Says that the tables are about to change.
    fn forget_state(&self) -> Result<()> {
        let path = self.0.join("state");
        if path.exists() {
            let gone = fs::remove_file(path).and_then(|()| File::open(&self.0)?.sync_all());
            gone.map_err(|e| self.cannot("write", e))?;
        }
        Ok(())
    }

    fn cannot(&self, act: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::new(format!("cannot {act} the index")).at(&self.0).caused_by(cause)
    }
}

impl State {
    fn of(documents: &Store, background: &str) -> Self {
        let frames = documents.journal().len();
        Self { layout: LAYOUT, frames, chain: documents.chain(frames), background: background.to_owned() }
    }

    /// Whether the file begins with the frames that the tables tell of, beside the same knowledge.
    fn is_beginning_of(&self, whole: &Self, documents: &Store) -> bool {
        self.background == whole.background && self.frames <= whole.frames && documents.chain(self.frames) == self.chain
    }
}

/// Opens the tables of a store, brought up to date with its documents and with what is known beside them.
pub(super) fn open(documents: &Store, store: &Path, background: &Background) -> Result<DiskIndex> {
    let folder = Folder::of(store);
    let lock = folder.lock()?;
    let digest = digest(background);
    let mut reopened: Option<Store> = None;
    loop {
        let documents = reopened.as_ref().unwrap_or(documents);
        let whole = State::of(documents, &digest);
        lock.lock_shared().map_err(|e| folder.cannot("lock", e))?;
        if folder.state().as_ref() == Some(&whole) {
            let open = |name| Table::open_read_only(folder.table(name)).map_err(|e| folder.cannot("open", e));
            return Ok(DiskIndex::new(open("quads")?, open("terms")?, lock));
        }
        lock.unlock().and_then(|()| lock.lock()).map_err(|e| folder.cannot("lock", e))?;
        let state = folder.state();
        if state.as_ref().is_some_and(|state| state.frames > whole.frames) {
            // Another process has appended since the file was read, or it is another file.
            let newer = Store::open_read_only(store)?;
            if newer.journal().len() > whole.frames {
                lock.unlock().map_err(|e| folder.cannot("lock", e))?;
                reopened = Some(newer);
                continue;
            }
        }
        if state.as_ref() != Some(&whole) {
            let since = state.filter(|state| state.is_beginning_of(&whole, documents)).map(|state| state.frames);
            folder.forget_state()?;
            update::bring_up(&folder, documents, background, since)?;
            folder.write_state(&whole)?;
        }
        lock.unlock().map_err(|e| folder.cannot("lock", e))?;
    }
}

/// Rewrites the file of documents with `rewrite` and the tables so that they are read faster; they stay good when they were.
pub(super) fn optimize(
    documents: &mut Store,
    store: &Path,
    rewrite: impl FnOnce(&mut Store) -> Result<usize>,
) -> Result<usize> {
    let folder = Folder::of(store);
    let lock = folder.lock()?;
    lock.lock().map_err(|e| folder.cannot("lock", e))?;
    let state = folder.state();
    let good = state.filter(|state| *state == State::of(documents, &state.background));
    folder.forget_state()?;
    let saved = rewrite(documents)?;
    if let Some(state) = good {
        for name in ["quads", "terms", "support"] {
            let table = Table::open(folder.table(name)).map_err(|e| folder.cannot("open", e))?;
            table.optimize().and_then(|()| table.flush()).map_err(|e| folder.cannot("write", e))?;
        }
        folder.write_state(&State::of(documents, &state.background))?;
    }
    Ok(saved)
}

/// A digest of what is known beside the documents.
fn digest(background: &Background) -> String {
    let mut hash = Sha256::new();
    for quad in background.gazetteer.iter().chain(&background.ontology) {
        hash.update(quad.to_string().as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// The tables' own errors as ours.
fn broken(folder: &Folder) -> impl Fn(StorageError) -> Error + '_ {
    |e| folder.cannot("write", e)
}
