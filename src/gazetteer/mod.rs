//! The gazetteer: seeds in, every place where a known name stands in a text out, with no decision taken.
//!
//! ```
//! use chancery::{gazetteer::Gazetteer, knowledge::Folder, ontology::Ontology};
//! let ontology = Ontology::load(&Folder::ontology())?;
//! let gazetteer = Gazetteer::load(&Folder::seeds(), &ontology)?;
//! let text = "US-led talks: China’s president flew to Moscow.";
//! let names: Vec<&str> = gazetteer.find_candidates(text).iter().map(|candidate| candidate.span.of(text)).collect();
//! assert_eq!(names, ["US", "China", "Moscow"]);
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod bits;
mod checks;
mod first_words;
mod folding;
mod identities;
mod ids;
mod loading;
mod matcher;
mod resources;
mod spellings;
mod tables;
mod words;

use crate::dates::CalendarDate;
use crate::error::Result;
use crate::knowledge::Folder;
use crate::ontology::{ClassId, Ontology};
use crate::span::Span;
use compact_str::CompactString;
use ids::Ids;
use jiff::civil::Date;
use loading::{Loaded, Source, sources_of};
use matcher::{Matcher, MatcherBuilder};
use smallvec::SmallVec;
use std::collections::HashMap;
use std::path::PathBuf;

/// Index of an [`Entry`] in its [`Gazetteer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// One thing that has names: a row of a seed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable id, the kebab-case slug that its IRI is made of ("vladimir-putin").
    pub id: CompactString,
    /// Its class in the ontology.
    pub class: ClassId,
    /// The usual English name.
    pub label: CompactString,
    /// Other names, each as written in texts.
    pub aliases: Vec<CompactString>,
    /// Those of its names that are other words or other things too, and count only beside better evidence.
    pub weak: Vec<CompactString>,
    /// Adjectives and nouns of origin; one that ends in a hyphen is a combining form ("Sino-").
    pub demonyms: Vec<CompactString>,
    /// Names of buildings and cities that stand for it ("Kremlin"), without its capital.
    pub seats: Vec<CompactString>,
    /// The surnames of a person.
    pub surnames: Vec<CompactString>,
    /// Wikidata item ("Q7747").
    pub wikidata: Option<CompactString>,
    /// The country that it belongs to, is in, or is a citizen of.
    pub country: Option<EntryId>,
    /// The region that a country is in.
    pub region: Option<EntryId>,
    /// The capital of a country.
    pub capital: Option<EntryId>,
    /// ISO 3166-1 alpha-2 code, for countries.
    pub iso2: Option<CompactString>,
    /// ISO 3166-1 alpha-3 code, for countries.
    pub iso3: Option<CompactString>,
    /// PLOVER sector code ("GOV", "MIL"), for actors.
    pub sector: Option<CompactString>,
    /// Since when it exists, for states that did not always.
    pub from: Option<CalendarDate>,
    /// Until when it existed, for former states.
    pub to: Option<CalendarDate>,
}

impl Entry {
    /// An entry of which nothing is known but its names.
    fn new(id: CompactString, class: ClassId, label: CompactString, aliases: Vec<CompactString>) -> Self {
        Self {
            id,
            class,
            label,
            aliases,
            weak: Vec::new(),
            demonyms: Vec::new(),
            seats: Vec::new(),
            surnames: Vec::new(),
            wikidata: None,
            country: None,
            region: None,
            capital: None,
            iso2: None,
            iso3: None,
            sector: None,
            from: None,
            to: None,
        }
    }

    /// The label and aliases that name it without doubt.
    pub fn plain_names(&self) -> impl Iterator<Item = &str> {
        let names = std::iter::once(&self.label).chain(&self.aliases);
        names.filter(|name| !self.weak.contains(name)).map(CompactString::as_str)
    }
}

/// What kind of name matched: it decides how a mention may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// The label, or an alias that stands for the thing itself.
    Name,
    /// An adjective or noun of origin that stands for the country ("Chinese", "the Russians").
    Demonym,
    /// A capital or seat of government that may stand for the country ("Moscow", "the Kremlin").
    Seat,
    /// A person's surname, which counts only beside a full name or a title.
    Surname,
    /// A name that is another word or thing too ("the Alliance", "Shell"): it counts only in a document that names the entry
    /// otherwise, or names the entry's country.
    Weak,
}

/// One reading of a [`Candidate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reading {
    /// What the name may stand for.
    pub entry: EntryId,
    /// As which kind of name; the first in the order of [`NameKind`] when the entry has the name in several ways.
    pub kind: NameKind,
}

/// Readings of one name, mostly one.
pub type Readings = SmallVec<[Reading; 2]>;

/// A place in the text where a known name stands. Candidates do not overlap: the longest name that ends and begins at word
/// boundaries wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where the name stands.
    pub span: Span,
    /// What it may mean, in the order of the entries and each entry once; never empty.
    pub readings: Readings,
}

/// A term of an office: a row of `offices.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Who held it.
    pub person: EntryId,
    /// The title in lower case, without the country ("prime minister").
    pub role: String,
    /// Other titles of the same office ("foreign minister" of a secretary of state).
    pub other_roles: Vec<String>,
    /// The country or organisation.
    pub body: EntryId,
    /// Since when; `None` when it is not known.
    pub from: Option<CalendarDate>,
    /// Until when; `None` is "still".
    pub to: Option<CalendarDate>,
}

impl Office {
    /// Whether the office was held on `date`, as far as its term is known to the day.
    pub fn covers(&self, date: Date) -> bool {
        self.from.is_some_and(|from| from.first_day() <= date) && self.to.is_none_or(|to| date <= to.last_day())
    }

    /// Every title of the office, the usual one first.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.role).chain(&self.other_roles).map(String::as_str)
    }
}

/// A membership: a row of `memberships.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Who is a member.
    pub member: EntryId,
    /// Of what.
    pub body: EntryId,
    /// Since when.
    pub from: Option<CalendarDate>,
    /// Until when; `None` is "still".
    pub to: Option<CalendarDate>,
}

/// A file of names that a user adds to the seeds: a table, or RDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Its path, for messages.
    pub path: PathBuf,
    /// Its text: RDF, where the ending of its name is that of an RDF format (`.ttl`, `.nt`, `.rdf`, `.jsonld` …), else a table in
    /// one of the forms of the seeds.
    pub text: String,
}

/// All that is known by name, with the matcher that finds it.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    ids: Ids,
    offices: Vec<Office>,
    /// Indexes into `offices` of each person's terms.
    by_person: HashMap<EntryId, Vec<usize>>,
    /// Indexes into `offices` of the terms of each body.
    by_body: HashMap<EntryId, Vec<usize>>,
    memberships: Vec<Membership>,
    matcher: Matcher,
}

impl Gazetteer {
    /// Reads the tables of a seed folder: every file that ends in `.tsv`, told apart by the columns its header names.
    ///
    /// # Errors
    /// The first fault of a table, with file and line; [`Gazetteer::check`] tells them all.
    pub fn load(seeds: &Folder, ontology: &Ontology) -> Result<Self> {
        Self::load_with(seeds, &[], ontology)
    }

    /// Reads a seed folder and what users add to it. A row of an addition whose id the seeds know adds its names there, and so
    /// does a thing of an RDF file whose Wikidata item they know, or whose label gives an id that they know in the same class.
    ///
    /// # Errors
    /// The first fault of a table, with file and line.
    pub fn load_with(seeds: &Folder, additions: &[Addition], ontology: &Ontology) -> Result<Self> {
        let mut loaded = Loaded::read(&sources(seeds, additions), ontology);
        if loaded.faults.is_empty() { Self::assemble(loaded) } else { Err(loaded.faults.remove(0)) }
    }

    /// The names in `text`, in its order. White space inside a name may be any run of white space in the text, apostrophes
    /// and hyphens may be typographic, Latin letters may have diacritics or lack them; names of four letters or more match
    /// in capitals too; otherwise case counts.
    pub fn find_candidates(&self, text: &str) -> Vec<Candidate> {
        self.matcher.find(text)
    }

    /// What a name may mean, as [`Gazetteer::find_candidates`] would read a text that is this name alone.
    pub fn readings_of(&self, name: &str) -> Readings {
        self.matcher.readings_of_name(name)
    }

    /// The entry of an index.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entry with an id ("russia").
    pub fn entry_by_id(&self, id: &str) -> Option<EntryId> {
        self.ids.get(&self.entries, id)
    }

    /// Every entry, in the order of the files' names and their rows; an [`EntryId`] is an index of them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every term of office, in the order of the seeds.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// The terms of a person, in the order of the seeds.
    pub fn offices_of(&self, person: EntryId) -> impl Iterator<Item = &Office> {
        self.by_person.get(&person).into_iter().flatten().map(|&idx| &self.offices[idx])
    }

    /// Who held an office on a date: the Russian president of 2010 is Dmitry Medvedev. `None` without a date, when nobody is
    /// known, or when more than one person is, but on the day of a handover the new holder is taken.
    pub fn holder(&self, role: &str, body: EntryId, date: impl Into<Option<Date>>) -> Option<EntryId> {
        let date = date.into()?;
        let terms = self.by_body.get(&body)?.iter().map(|&idx| &self.offices[idx]);
        let held: Vec<&Office> =
            terms.filter(|term| term.roles().any(|title| title == role) && term.covers(date)).collect();
        let staying = held.iter().filter(|term| term.to.is_none_or(|to| to != CalendarDate::Day(date)));
        only_person(staying.copied()).or_else(|| only_person(held.iter().copied()))
    }

    /// Every membership, in the order of the seeds.
    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// Number of distinct names that are searched for.
    pub fn name_count(&self) -> usize {
        self.matcher.len()
    }

    fn assemble(loaded: Loaded) -> Result<Self> {
        let mut builder = MatcherBuilder::default();
        for id in (0..).map(EntryId).take(loaded.entries.len()) {
            for (name, reading) in loaded.names_of(id) {
                builder.add(&name, reading)?;
            }
        }
        let offices: Vec<Office> = loaded.offices.iter().map(|office| loaded.with_spelled_roles(office)).collect();
        let by_person = indexed(offices.iter().map(|office| office.person));
        let by_body = indexed(offices.iter().map(|office| office.body));
        let Loaded { entries, ids, memberships, .. } = loaded;
        Ok(Self { entries, ids, offices, by_person, by_body, memberships, matcher: builder.build()? })
    }
}

/// The person of all terms, if there is one and no other.
fn only_person<'o>(mut terms: impl Iterator<Item = &'o Office>) -> Option<EntryId> {
    let person = terms.next()?.person;
    terms.all(|term| term.person == person).then_some(person)
}

fn indexed(keys: impl Iterator<Item = EntryId>) -> HashMap<EntryId, Vec<usize>> {
    let mut index: HashMap<EntryId, Vec<usize>> = HashMap::new();
    for (idx, key) in keys.enumerate() {
        index.entry(key).or_default().push(idx);
    }
    index
}

fn sources<'t>(seeds: &'t Folder, additions: &'t [Addition]) -> Vec<Source<'t>> {
    let mut sources = sources_of(seeds.files(), |name| seeds.path(name));
    let added = |addition: &'t Addition| Source { path: addition.path.clone(), text: &addition.text, adds: true };
    sources.extend(additions.iter().map(added));
    sources
}

#[cfg(test)]
mod tests;
