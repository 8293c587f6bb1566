//! Checks: seeds in, every fault out that stands in the way of a name, for `chancery check`.
//!
//! Loading stops at what it cannot read; these faults it could live with, but somebody should look: a name of two entries of
//! one class, a name that can never match, a weak name that the row does not have.

use super::folding::fold_name;
use super::loading::{Loaded, Source};
use super::{Addition, Entry, EntryId, Gazetteer, NameKind, sources};
use crate::error::Error;
use crate::knowledge::Folder;
use crate::ontology::{ClassId, Ontology};
use compact_str::CompactString;
use std::collections::BTreeMap;

impl Gazetteer {
    /// Every fault of a seed folder and of what users add to it: those that loading stops at, then clashes, names that can
    /// never match, names given twice, and weak names that the row does not have. Empty when all is well.
    pub fn check(seeds: &Folder, additions: &[Addition], ontology: &Ontology) -> Vec<Error> {
        check_sources(&sources(seeds, additions), ontology)
    }
}

fn check_sources(sources: &[Source<'_>], ontology: &Ontology) -> Vec<Error> {
    let mut loaded = Loaded::read(sources, ontology);
    let mut faults = std::mem::take(&mut loaded.faults);
    faults.append(&mut loaded.notes);
    let mut names: BTreeMap<(ClassId, String), EntryId> = BTreeMap::new();
    for id in (0..).map(EntryId).take(loaded.entries.len()) {
        let entry = &loaded.entries[id.0 as usize];
        faults.extend(faults_of_row(entry).into_iter().map(|message| loaded.fault_at(id, message)));
        for name in plain_names(&loaded, id) {
            let first = *names.entry((entry.class, name.clone())).or_insert(id);
            if first != id {
                let (other, place) = (&loaded.entries[first.0 as usize].id, loaded.place_of(first));
                faults.push(loaded.fault_at(id, format!("\"{name}\" is a name of \"{other}\" too ({place})")));
            }
        }
    }
    faults
}

/// The folded names that stand for an entry itself, each once.
fn plain_names(loaded: &Loaded, id: EntryId) -> Vec<String> {
    let names = loaded.names_of(id).into_iter().filter(|(_, reading)| reading.kind == NameKind::Name);
    let mut names: Vec<String> = names.map(|(name, _)| fold_name(&name).into_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn faults_of_row(entry: &Entry) -> Vec<String> {
    let mut faults = Vec::new();
    let all: Vec<&CompactString> = std::iter::once(&entry.label)
        .chain([&entry.aliases, &entry.demonyms, &entry.seats, &entry.surnames].into_iter().flatten())
        .collect();
    let unmatchable = all.iter().filter(|name| !fold_name(name).contains(char::is_alphanumeric));
    faults.extend(unmatchable.map(|name| format!("\"{name}\" can never match: it has no letter and no digit")));
    let missing = entry.weak.iter().filter(|weak| !all.contains(weak));
    faults.extend(missing.map(|weak| format!("\"{weak}\" is weak, but no name of the row")));
    let named: Vec<&CompactString> = std::iter::once(&entry.label).chain(&entry.aliases).collect();
    let twice = named.iter().enumerate().filter(|(idx, name)| named[..*idx].contains(name));
    faults.extend(twice.map(|(_, name)| format!("the name \"{name}\" is given twice")));
    faults
}
