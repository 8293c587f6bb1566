//! Checks: seeds in, every fault out that stands in the way of a name, for `chancery check`.
//!
//! Loading stops at what it cannot read; these faults it could live with, but somebody should look: a name of two entries, a
//! name that can never match, a row that never counts, a weak name that the row does not have, two holders of one office.

use super::folding::fold_name;
use super::loading::{Loaded, Source};
use super::{Addition, Entry, EntryId, Gazetteer, NameKind, Office, sources};
use crate::dates::CalendarDate;
use crate::error::Error;
use crate::knowledge::Folder;
use crate::ontology::Ontology;
use compact_str::CompactString;
use std::collections::BTreeMap;

impl Gazetteer {
    /// Every fault of a seed folder and of what users add to it: those that loading stops at, then clashes, names that can
    /// never match, names given twice, weak names that the row does not have, rows with weak names only, and terms of one
    /// office that overlap. Empty when all is well.
    pub fn check(seeds: &Folder, additions: &[Addition], ontology: &Ontology) -> Vec<Error> {
        check_sources(&sources(seeds, additions), ontology)
    }
}

/// Terms of one office that overlap by no more than this are those of a handover, told a little differently by two sources.
const HANDOVER_DAYS: i32 = 31;

fn check_sources(sources: &[Source<'_>], ontology: &Ontology) -> Vec<Error> {
    let mut loaded = Loaded::read(sources, ontology);
    let mut faults = std::mem::take(&mut loaded.faults);
    faults.append(&mut loaded.notes);
    let mut names: BTreeMap<String, EntryId> = BTreeMap::new();
    for id in (0..).map(EntryId).take(loaded.entries.len()) {
        let entry = &loaded.entries[id.0 as usize];
        faults.extend(faults_of_row(entry).into_iter().map(|message| loaded.fault_at(id, message)));
        for name in plain_names(&loaded, id) {
            let first = *names.entry(name.clone()).or_insert(id);
            if first != id {
                let (other, place) = (&loaded.entries[first.0 as usize].id, loaded.place_of(first));
                faults.push(loaded.fault_at(id, format!("\"{name}\" is a name of \"{other}\" too ({place})")));
            }
        }
    }
    faults.extend(overlaps(&loaded));
    faults
}

/// Two people who had one office at once: then nobody is known to have had it, and its title alone names nobody.
fn overlaps(loaded: &Loaded) -> Vec<Error> {
    let mut terms: BTreeMap<(EntryId, &str), Vec<usize>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (idx, office) in loaded.offices.iter().enumerate() {
        let titles = office.roles().filter(|title| !loaded.shared_titles.contains(*title));
        let mut others: Vec<(usize, &str)> = Vec::new();
        for title in titles {
            let known = terms.entry((office.body, title)).or_default();
            others.extend(
                known.iter().filter(|other| is_beside(office, &loaded.offices[**other])).map(|&other| (other, title)),
            );
            known.push(idx);
        }
        others.sort_unstable();
        others.dedup_by_key(|(other, _)| *other);
        faults.extend(others.into_iter().map(|(other, title)| {
            let (body, place) =
                (&loaded.entries[office.body.0 as usize].id, loaded.place(loaded.office_origins[other]));
            let message = format!("another {title} of \"{body}\" had the office at that time ({place})");
            loaded.fault_of(loaded.office_origins[idx], message)
        }));
    }
    faults
}

/// Whether two people surely had an office at once, for longer than a handover takes.
fn is_beside(one: &Office, other: &Office) -> bool {
    let (Some(first), Some(second)) = (one.from, other.from) else { return false };
    let start = first.last_day().max(second.last_day());
    let end = [one.to, other.to].into_iter().flatten().map(CalendarDate::first_day).min();
    one.person != other.person && end.is_none_or(|end| (end - start).get_days() > HANDOVER_DAYS)
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
    let is_near_its_country = entry.country.is_some();
    if !is_near_its_country && all.iter().all(|name| entry.weak.contains(name)) {
        faults.push("every name is weak, so that nothing in a document can tell that it is meant".to_owned());
    }
    let named: Vec<&CompactString> = std::iter::once(&entry.label).chain(&entry.aliases).collect();
    let twice = named.iter().enumerate().filter(|(idx, name)| named[..*idx].contains(name));
    faults.extend(twice.map(|(_, name)| format!("the name \"{name}\" is given twice")));
    faults
}
