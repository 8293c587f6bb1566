//! Loading: the tables of seed folders and the files that users add in; entries, offices, memberships and their names out, with
//! every fault found.
//!
//! Entries are read first from all tables, then what refers to them, so that the order of files and rows does not matter. RDF
//! files come last, as their things may be known already (`identities`).

use super::ids::Ids;
use super::resources::{Resources, rdf_format};
use super::spellings::Spellings;
use super::tables::{Column, Kind, Row, Table};
use super::{Entry, EntryId, Membership, NameKind, Office, Reading};
use crate::dates::CalendarDate;
use crate::error::{Error, Result};
use crate::ontology::Ontology;
use compact_str::CompactString;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The value of a cell that says "none" where an empty cell would stand for a default.
const NONE: &str = "-";

/// Where an entry stands: index of its file among the sources, and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) source: usize,
    pub(super) line: usize,
}

/// Everything read so far, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) entries: Vec<Entry>,
    /// Where each entry was first declared.
    pub(super) origins: Vec<Origin>,
    pub(super) ids: Ids,
    pub(super) offices: Vec<Office>,
    /// Where each office was declared.
    pub(super) office_origins: Vec<Origin>,
    /// Titles that several people have at once ("senator").
    pub(super) shared_titles: FxHashSet<String>,
    pub(super) memberships: Vec<Membership>,
    pub(super) spellings: Spellings,
    pub(super) paths: Vec<PathBuf>,
    pub(super) faults: Vec<Error>,
    /// What was left out, which is no reason not to load.
    pub(super) notes: Vec<Error>,
}

/// A file of rows: its path, for messages, and its text.
pub(super) struct Source<'t> {
    pub(super) path: PathBuf,
    pub(super) text: &'t str,
    /// Whether its rows may add names to entries that other files declare.
    pub(super) adds: bool,
}

impl Loaded {
    /// Reads all sources, as far as their faults let it.
    pub(super) fn read(sources: &[Source<'_>], ontology: &Ontology) -> Self {
        let mut loaded = Self { paths: sources.iter().map(|source| source.path.clone()).collect(), ..Self::default() };
        let (mut tables, mut graphs) = (Vec::new(), Vec::new());
        for (source_idx, source) in sources.iter().enumerate() {
            match rdf_format(&source.path) {
                Some(format) => {
                    graphs.push((source_idx, Resources::read(&source.path, source.text, format, ontology)));
                }
                None => {
                    let table = Table::read(&source.path, source.text, &mut loaded.faults);
                    tables.extend(table.map(|table| (source_idx, table)));
                }
            }
        }
        for (source_idx, table) in &tables {
            loaded.read_first(table, *source_idx, sources[*source_idx].adds, ontology);
        }
        for (source_idx, table) in &tables {
            loaded.read_references(table, *source_idx);
        }
        loaded.read_graphs(graphs, ontology);
        loaded
    }

    fn read_first(&mut self, table: &Table<'_>, source_idx: usize, adds: bool, ontology: &Ontology) {
        for row in table.rows() {
            let read = match table.kind {
                Kind::Entries => self.read_entry(&row, source_idx, adds, ontology),
                Kind::Spellings => self.spellings.add(row.cell(Column::Spelling), &row.values(Column::Variants)),
                Kind::SharedTitles => {
                    self.shared_titles.insert(row.cell(Column::SharedTitle).to_owned());
                    Ok(())
                }
                Kind::Offices | Kind::Memberships => Ok(()),
            };
            self.note(table, &row, read);
        }
    }

    fn read_references(&mut self, table: &Table<'_>, source_idx: usize) {
        for row in table.rows() {
            let read = match table.kind {
                Kind::Entries => self.refer(&row),
                Kind::Offices => self.read_office(&row, Origin { source: source_idx, line: row.line }),
                Kind::Memberships => self.read_membership(&row),
                Kind::Spellings | Kind::SharedTitles => Ok(()),
            };
            self.note(table, &row, read);
        }
    }

    fn note(&mut self, table: &Table<'_>, row: &Row<'_>, read: Result<()>) {
        if let Err(fault) = read {
            self.faults.push(fault.at(&table.path).line(row.line));
        }
    }

    fn read_entry(&mut self, row: &Row<'_>, source_idx: usize, adds: bool, ontology: &Ontology) -> Result<()> {
        let entry = entry_of(row, ontology)?;
        if let Some(known) = self.ids.get(&self.entries, &entry.id) {
            let is_new_there = adds && self.origins[known.0 as usize].source != source_idx;
            return if is_new_there { self.extend_entry(known, entry) } else { Err(self.duplicate(known, &entry.id)) };
        }
        self.push(entry, Origin { source: source_idx, line: row.line }).map(|_| ())
    }

    /// Adds an entry whose id is new.
    pub(super) fn push(&mut self, entry: Entry, origin: Origin) -> Result<EntryId> {
        let id = EntryId(u32::try_from(self.entries.len()).map_err(|_| Error::new("more than 2^32 entries"))?);
        self.entries.push(entry);
        self.ids.insert(&self.entries, id);
        self.origins.push(origin);
        Ok(id)
    }

    fn duplicate(&self, known: EntryId, id: &str) -> Error {
        Error::new(format!("duplicate id \"{id}\" (first in {})", self.place_of(known)))
    }

    /// File and line of an entry's first row, as messages write them.
    pub(super) fn place_of(&self, entry: EntryId) -> String {
        self.place(self.origins[entry.0 as usize])
    }

    pub(super) fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.paths[origin.source].display(), origin.line)
    }

    /// Gives a known entry the names of a row that has its id.
    fn extend_entry(&mut self, known: EntryId, more: Entry) -> Result<()> {
        let entry = &mut self.entries[known.0 as usize];
        if entry.class != more.class {
            return Err(Error::new(format!("\"{}\" is known already, with another class", more.id)));
        }
        let label = std::iter::once(more.label).filter(|label| *label != entry.label);
        entry.aliases.extend(label.chain(more.aliases));
        entry.weak.extend(more.weak);
        entry.demonyms.extend(more.demonyms);
        entry.seats.extend(more.seats);
        entry.wikidata = entry.wikidata.take().or(more.wikidata);
        Ok(())
    }

    fn refer(&mut self, row: &Row<'_>) -> Result<()> {
        let [country, region, capital] =
            [Column::Country, Column::Region, Column::Capital].map(|column| row.cell(column));
        if [country, region, capital] == [""; 3] {
            return Ok(());
        }
        let Some(id) = self.ids.get(&self.entries, row.cell(Column::Id)) else { return Ok(()) };
        let (country, region, capital) = (self.referred(country)?, self.referred(region)?, self.referred(capital)?);
        let entry = &mut self.entries[id.0 as usize];
        entry.country = country.or(entry.country);
        entry.region = region.or(entry.region);
        entry.capital = capital.or(entry.capital);
        Ok(())
    }

    fn referred(&self, id: &str) -> Result<Option<EntryId>> {
        if id.is_empty() { Ok(None) } else { self.entry_named(id).map(Some) }
    }

    fn entry_named(&self, id: &str) -> Result<EntryId> {
        self.ids.get(&self.entries, id).ok_or_else(|| Error::new(format!("no entry has the id \"{id}\"")))
    }

    fn read_office(&mut self, row: &Row<'_>, origin: Origin) -> Result<()> {
        let mut roles = row.values(Column::Role).into_iter();
        let office = Office {
            person: self.entry_named(row.cell(Column::Person))?,
            role: roles.next().ok_or_else(|| Error::new("an office without a role"))?,
            other_roles: roles.collect(),
            body: self.entry_named(row.cell(Column::Body))?,
            from: date(row.cell(Column::From))?,
            to: date(row.cell(Column::To))?,
        };
        check_order(office.from, office.to)?;
        self.offices.push(office);
        self.office_origins.push(origin);
        Ok(())
    }

    fn read_membership(&mut self, row: &Row<'_>) -> Result<()> {
        let membership = Membership {
            member: self.entry_named(row.cell(Column::Member))?,
            body: self.entry_named(row.cell(Column::Body))?,
            from: date(row.cell(Column::From))?,
            to: date(row.cell(Column::To))?,
        };
        check_order(membership.from, membership.to)?;
        self.memberships.push(membership);
        Ok(())
    }

    /// Every name of an entry with what it is read as, spelling variants included.
    pub(super) fn names_of(&self, id: EntryId) -> Vec<(Cow<'_, str>, Reading)> {
        let entry = &self.entries[id.0 as usize];
        let mut names: Vec<(&str, NameKind)> = vec![(&entry.label, NameKind::Name)];
        let more = [
            (&entry.aliases, NameKind::Name),
            (&entry.demonyms, NameKind::Demonym),
            (&entry.seats, NameKind::Seat),
            (&entry.surnames, NameKind::Surname),
        ];
        names.extend(more.into_iter().flat_map(|(names, kind)| names.iter().map(move |name| (name.as_str(), kind))));
        let capital = entry.capital.map(|capital| &self.entries[capital.0 as usize]);
        names.extend(capital.iter().flat_map(|place| place.plain_names()).map(|name| (name, NameKind::Seat)));
        let mut read = Vec::with_capacity(names.len());
        for (name, kind) in names {
            let kind = if entry.weak.iter().any(|weak| weak == name) { NameKind::Weak } else { kind };
            read.extend(self.spelled(name, kind).map(|name| (name, Reading { entry: id, kind })));
        }
        read
    }

    /// A fault of the row that an entry was first declared in.
    pub(super) fn fault_at(&self, entry: EntryId, message: String) -> Error {
        self.fault_of(self.origins[entry.0 as usize], message)
    }

    pub(super) fn fault_of(&self, origin: Origin, message: String) -> Error {
        Error::new(message).at(&self.paths[origin.source]).line(origin.line)
    }

    /// The office with the other spellings of its titles ("defense minister") among them.
    pub(super) fn with_spelled_roles(&self, office: &Office) -> Office {
        let spelled =
            |role: &str| std::iter::once(role.to_owned()).chain(self.spellings.others(role)).collect::<Vec<_>>();
        let mut roles: Vec<String> = office.roles().flat_map(spelled).skip(1).collect();
        roles.retain(|role| *role != office.role);
        Office { other_roles: roles, ..office.clone() }
    }

    /// A name in all its spellings; one that begins with a small letter may begin a sentence, a part behind a hyphen may have a
    /// capital ("Kim Jong-Un") or a space before it ("Kim Jong Un", "Guinea Bissau"), and initials need no full stop ("George W Bush").
    fn spelled<'n>(&self, name: &'n str, kind: NameKind) -> impl Iterator<Item = Cow<'n, str>> + use<'n> {
        let mut others = self.spellings.others(name);
        if !matches!(kind, NameKind::Surname | NameKind::Demonym) {
            others.extend(with_spaces(name));
        }
        if name.contains(' ') {
            let variants: [fn(&str) -> Option<String>; 3] = [with_capital, with_capital_parts, without_stops];
            let all = std::iter::once(name).chain(others.iter().map(String::as_str));
            let more: Vec<String> = all.flat_map(|name| variants.iter().filter_map(|vary| vary(name))).collect();
            others.extend(more);
        }
        std::iter::once(Cow::Borrowed(name)).chain(others.into_iter().map(Cow::Owned))
    }
}

/// "the Kremlin" as "The Kremlin".
fn with_capital(name: &str) -> Option<String> {
    let first = name.chars().next().filter(char::is_ascii_lowercase)?;
    Some(format!("{}{}", first.to_ascii_uppercase(), &name[1..]))
}

/// "Kim Jong-un" as "Kim Jong-Un".
fn with_capital_parts(name: &str) -> Option<String> {
    if !name.contains('-') {
        return None;
    }
    let mut before = ' ';
    let varied: String = name
        .chars()
        .map(|c| if std::mem::replace(&mut before, c) == '-' { c.to_ascii_uppercase() } else { c })
        .collect();
    Some(varied).filter(|varied| varied != name)
}

/// "Guinea-Bissau" as "Guinea Bissau"; numbers and single letters keep their hyphens ("F-16").
fn with_spaces(name: &str) -> Option<String> {
    let is_word = |part: &str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
    let words = name.split(' ').filter(|word| word.contains('-'));
    let mut parts = words.flat_map(|word| word.split('-')).peekable();
    parts.peek()?;
    parts.all(is_word).then(|| with_capital_parts(name).as_deref().unwrap_or(name).replace('-', " "))
}

/// "George W. Bush" as "George W Bush".
fn without_stops(name: &str) -> Option<String> {
    if !name.contains(". ") {
        return None;
    }
    let is_initial = |word: &str| word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase);
    let words: Vec<&str> = name.split(' ').map(|word| if is_initial(word) { &word[..1] } else { word }).collect();
    Some(words.join(" ")).filter(|varied| varied != name)
}

fn entry_of(row: &Row<'_>, ontology: &Ontology) -> Result<Entry> {
    let id = row.cell(Column::Id);
    check_id(id)?;
    let class = row.cell(Column::Class);
    let class = ontology.class_named(class).ok_or_else(|| Error::new(format!("unknown class \"{class}\"")))?;
    let label = row.cell(Column::Label);
    if label.is_empty() {
        return Err(Error::new("an entry without a label"));
    }
    Ok(Entry {
        weak: row.values(Column::Weak),
        demonyms: row.values(Column::Demonyms),
        seats: row.values(Column::Seats),
        surnames: surnames(row, label),
        wikidata: filled(row.cell(Column::Wikidata)),
        iso2: filled(row.cell(Column::Iso2)),
        iso3: filled(row.cell(Column::Iso3)),
        sector: filled(row.cell(Column::Sector)),
        from: date(row.cell(Column::From))?,
        to: date(row.cell(Column::To))?,
        ..Entry::new(id.into(), class, label.into(), row.values(Column::Aliases))
    })
}

/// The surnames of a row: in a table with that column, the last word of the label unless the cell says otherwise.
fn surnames(row: &Row<'_>, label: &str) -> Vec<CompactString> {
    if !row.has(Column::Surname) || row.cell(Column::Surname) == NONE {
        return Vec::new();
    }
    let given = row.values(Column::Surname);
    if !given.is_empty() {
        return given;
    }
    let mut words = label.split_whitespace().rev();
    let last = words.next().map(CompactString::from);
    words.next().and(last).into_iter().collect()
}

fn check_id(id: &str) -> Result<()> {
    let is_slug = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if is_slug { Ok(()) } else { Err(Error::new(format!("\"{id}\" is no id (expected a-z, 0-9 and \"-\")"))) }
}

fn filled(cell: &str) -> Option<CompactString> {
    (!cell.is_empty()).then(|| cell.into())
}

fn date(cell: &str) -> Result<Option<CalendarDate>> {
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some) }
}

fn check_order(from: Option<CalendarDate>, to: Option<CalendarDate>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to.last_day() < from.first_day() => {
            Err(Error::new(format!("a term that ends ({to}) before it begins ({from})")))
        }
        _ => Ok(()),
    }
}

/// The sources that a folder holds: its tables, by name.
pub(super) fn sources_of<'t>(
    files: impl Iterator<Item = (&'t str, &'t str)>,
    root: impl Fn(&str) -> PathBuf,
) -> Vec<Source<'t>> {
    let is_table = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "tsv");
    let source = |(name, text)| Source { path: root(name), text, adds: false };
    files.filter(|(name, _)| is_table(name)).map(source).collect()
}
