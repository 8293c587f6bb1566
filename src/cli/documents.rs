//! `chancery list`, `info`, `remove`, `optimize` and `backup`: a store in; what it holds, or a store with less, or a copy, out.

use super::args::Global;
use super::console::{Console, cannot_print};
use super::export::open;
use super::page::counted;
use super::{Outcome, table};
use crate::error::{Error, Result};
use crate::events::Status;
use crate::export::{Filter, Names, document_text, find_documents};
use crate::rdf::vocab::dcterms;
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

/// Prints a row for each document: its id, date and title, and how many events and facts it tells.
pub(super) fn list(path: &Path, global: &Global, console: &Console) -> Result<Outcome> {
    let dataset = open(path, global, console)?;
    let names = Names::of(&dataset);
    let filter = Filter::default();
    let (mut facts, mut events): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    filter.select(&dataset, &names)?.iter().for_each(|fact| *facts.entry(fact.doc_id).or_default() += 1);
    filter.select_events(&dataset, &names)?.iter().for_each(|event| *events.entry(event.doc_id).or_default() += 1);
    let count = |of: &BTreeMap<&str, usize>, doc_id: &str| of.get(doc_id).copied().unwrap_or_default().to_string();
    let rows = dataset.documents.iter().map(|(doc_id, quads)| {
        let about = |property| document_text(quads, property).unwrap_or_default().to_owned();
        let (issued, title) = (about(dcterms::ISSUED), about(dcterms::TITLE));
        vec![doc_id.clone(), issued, count(&events, doc_id), count(&facts, doc_id), title]
    });
    let header = ["document", "published", "events", "facts", "title"].map(str::to_owned);
    io::stdout().write_all(table::render(&header, rows).as_bytes()).map_err(cannot_print)?;
    console.note(&counted(dataset.documents.len(), "document"));
    Ok(Outcome::Fine)
}

/// Prints what a store holds in numbers, a line each.
pub(super) fn info(path: &Path, global: &Global, console: &Console) -> Result<Outcome> {
    let store = Store::open_read_only(path)?;
    let (counting, size) = store.sizes();
    let made: BTreeSet<_> = store.documents().filter_map(|doc_id| store.how_made(doc_id)).collect();
    let read = made.iter().map(|made| made.at).collect::<BTreeSet<_>>();
    let day = |at: Option<&i64>| {
        let made = at.map(|at| crate::rdf::Made::new(*at, ""));
        made.and_then(|made| made.date_time()).unwrap_or_default()
    };
    let versions: BTreeSet<_> = made.iter().map(|made| made.version.as_str()).collect();
    let dataset = open(path, global, console)?;
    let names = Names::of(&dataset);
    let facts = Filter::default().select(&dataset, &names)?;
    let events = Filter::default().select_events(&dataset, &names)?;
    let entities: BTreeSet<_> = facts.iter().flat_map(|fact| [fact.subject, fact.object]).collect();
    let mut rows = vec![
        ("store", path.display().to_string()),
        ("base", store.iris().base().to_owned()),
        ("size", format!("{size} bytes, of which {} were replaced or removed", size - counting)),
        ("read", format!("{} to {}", day(read.first()), day(read.last()))),
        ("by", versions.iter().map(|version| format!("chancery {version}")).collect::<Vec<_>>().join(", ")),
        ("documents", dataset.documents.len().to_string()),
        ("events", events.len().to_string()),
        ("facts", facts.len().to_string()),
    ];
    for status in Status::ALL {
        let count = facts.iter().filter(|fact| fact.status == status).count();
        rows.push((status.as_str(), count.to_string()));
    }
    rows.push(("plain triples", dataset.facts.len().to_string()));
    rows.push(("entities", format!("{} that facts are about", entities.len())));
    rows.push(("triples", dataset.quads().count().to_string()));
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]);
    io::stdout().write_all(table::render_plain(rows).as_bytes()).map_err(cannot_print)?;
    Ok(Outcome::Fine)
}

/// Removes documents by id, or all of a folder.
pub(super) fn remove(documents: &[String], path: &Path, console: &Console) -> Result<Outcome> {
    let mut store = open_to_write(path, console)?;
    let mut meant = BTreeSet::new();
    for document in documents {
        let known: Vec<&str> = store.documents().collect();
        meant.extend(find_documents(&known, document).map_err(|e| e.at(path))?.into_iter().map(str::to_owned));
    }
    // Copies go first, so that none gets another original only to go, too.
    let is_copy = |doc_id: &&String| store.how_made(doc_id).is_some_and(|made| made.copy_of.is_some());
    let (copies, others): (Vec<_>, Vec<_>) = meant.iter().partition(is_copy);
    for doc_id in copies.into_iter().chain(others) {
        store.remove_document(doc_id)?;
        console.detail(&format_args!("{doc_id}: removed"));
    }
    store.sync()?;
    console.note(&format_args!("{}: {} removed", path.display(), counted(meant.len(), "document")));
    Ok(Outcome::Fine)
}

/// Rewrites a store without what was replaced and removed.
pub(super) fn optimize(path: &Path, console: &Console) -> Result<Outcome> {
    let saved = open_to_write(path, console)?.optimize()?;
    console.note(&format_args!("{}: {saved} bytes saved", path.display()));
    Ok(Outcome::Fine)
}

/// Copies a store, also while another process writes to it.
pub(super) fn backup(path: &Path, copy: &Path, on_disk: bool, console: &Console) -> Result<Outcome> {
    let store = Store::open_read_only(path)?;
    let bytes = if on_disk { store.backup_on_disk(copy)? } else { store.backup(copy)? };
    console.note(&format_args!("{}: {} documents, {bytes} bytes", copy.display(), store.documents().count()));
    Ok(Outcome::Fine)
}

/// Opens a store that there is; a command that takes away makes none.
fn open_to_write(path: &Path, console: &Console) -> Result<Store> {
    if !path.exists() {
        return Err(Error::new("there is no such store; `chancery build` makes one").at(path));
    }
    let store = Store::open(path, None)?;
    if let Some(warning) = store.warning() {
        console.warn(warning);
    }
    Ok(store)
}
