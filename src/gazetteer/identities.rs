//! Identities: the things of RDF files in; the entries that they are, or new entries, out.
//!
//! A thing is a known entry when its Wikidata item is one's, or when the id that its label gives is that of an entry of the
//! same class; then its names are added there. All others are new, with an id that their label gives.

use super::folding::fold_name;
use super::loading::{Loaded, Origin};
use super::resources::{Resource, Resources};
use super::words::is_word;
use super::{Entry, EntryId};
use crate::error::Result;
use crate::ontology::Ontology;
use compact_str::CompactString;
use std::collections::HashMap;

/// A name of so few letters is a code that many things share ("IN", "US$"): it counts beside better evidence only.
const MAX_CODE: usize = 3;

impl Loaded {
    /// Adds the things of RDF files, each with the index of its file among the sources.
    pub(super) fn read_graphs(&mut self, graphs: Vec<(usize, Resources)>, ontology: &Ontology) {
        if graphs.is_empty() {
            return;
        }
        let mut items: HashMap<CompactString, EntryId> = (0..)
            .map(EntryId)
            .zip(&self.entries)
            .filter_map(|(id, entry)| Some((entry.wikidata.clone()?, id)))
            .collect();
        let mut countries = Vec::new();
        for (source, resources) in graphs {
            self.faults.extend(resources.faults);
            self.notes.extend(resources.notes);
            let first_new = self.entries.len();
            for thing in resources.things {
                let (item, country) = (thing.wikidata.clone(), thing.country.clone());
                match self.add_thing(thing, source, first_new, &items, ontology) {
                    Ok(id) => {
                        items.extend(item.map(|item| (item, id)));
                        countries.extend(country.map(|country| (id, country)));
                    }
                    Err(fault) => self.faults.push(fault.at(&self.paths[source])),
                }
            }
        }
        for (id, country) in countries {
            let entry = &mut self.entries[id.0 as usize];
            entry.country = entry.country.or(items.get(&country).copied());
        }
    }

    fn add_thing(
        &mut self,
        thing: Resource,
        source: usize,
        first_new: usize,
        items: &HashMap<CompactString, EntryId>,
        ontology: &Ontology,
    ) -> Result<EntryId> {
        let slug = slug::slugify(&thing.label);
        let of_item = thing.wikidata.as_ref().and_then(|item| items.get(item).copied());
        let is_same = |id: &EntryId| (id.0 as usize) < first_new && self.entries[id.0 as usize].class == thing.class;
        let of_label = || self.ids.get(&self.entries, &slug).filter(is_same);
        if let Some(known) = of_item.or_else(of_label) {
            self.add_names(known, thing);
            return Ok(known);
        }
        let id = self.free_id(slug, &ontology.class(thing.class).name);
        let origin = Origin { source, line: thing.line };
        self.push(entry_of(id, thing, ontology), origin)
    }

    fn add_names(&mut self, known: EntryId, thing: Resource) {
        let entry = &mut self.entries[known.0 as usize];
        entry.wikidata = entry.wikidata.take().or(thing.wikidata);
        for name in std::iter::once(thing.label).chain(thing.aliases).filter(|name| can_match(name)) {
            if name == entry.label || entry.aliases.contains(&name) || entry.demonyms.contains(&name) {
                continue;
            }
            entry.weak.extend(Some(name.clone()).filter(|name| is_code(name)));
            entry.aliases.push(name);
        }
    }

    /// The id that a label gives, or a free one made of it.
    fn free_id(&self, slug: String, class: &str) -> String {
        let base = if slug.is_empty() { "thing".to_owned() } else { slug };
        let class = class.to_lowercase();
        let numbered = (2..).map(|number: u32| format!("{base}-{class}-{number}"));
        let mut ids = [base.clone(), format!("{base}-{class}")].into_iter().chain(numbered);
        let free = ids.find(|id| self.ids.get(&self.entries, id).is_none());
        free.unwrap_or(base)
    }
}

fn entry_of(id: String, thing: Resource, ontology: &Ontology) -> Entry {
    let aliases: Vec<CompactString> = thing.aliases.into_iter().filter(|name| can_match(name)).collect();
    let surname = thing.label.split_whitespace().skip(1).last().map(CompactString::from);
    let is_person = ontology.is_a(thing.class, ontology.core().person);
    Entry {
        weak: aliases.iter().filter(|name| is_code(name)).cloned().collect(),
        surnames: surname.filter(|_| is_person).into_iter().collect(),
        wikidata: thing.wikidata,
        ..Entry::new(id.into(), thing.class, thing.label, aliases)
    }
}

fn can_match(name: &str) -> bool {
    fold_name(name).contains(is_word)
}

fn is_code(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphanumeric()).count() <= MAX_CODE
}
