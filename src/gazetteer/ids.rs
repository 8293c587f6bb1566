//! Ids: entries in; the entry of an id out. It keeps indexes only, as each entry holds its id: a million entries would need a
//! hundred megabytes to hold them twice.

use super::{Entry, EntryId};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// An index of entries by id; every call gets the same list of entries, which only grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids(HashTable<EntryId>);

impl Ids {
    /// The entry with an id.
    pub(super) fn get(&self, entries: &[Entry], id: &str) -> Option<EntryId> {
        self.0.find(hash(id), |found| id_of(entries, *found) == id).copied()
    }

    /// Adds an entry, which stands in the list already and whose id is new.
    pub(super) fn insert(&mut self, entries: &[Entry], entry: EntryId) {
        self.0.insert_unique(hash(id_of(entries, entry)), entry, |known| hash(id_of(entries, *known)));
    }
}

fn id_of(entries: &[Entry], entry: EntryId) -> &str {
    &entries[entry.0 as usize].id
}

fn hash(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}
