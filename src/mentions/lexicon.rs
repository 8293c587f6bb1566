//! Words that tell mentions: `nouns.toml`, `english/titles.toml`, `english/names.toml`, `english/reference.toml`, `english/quantities.toml` and the
//! calendar, loaded once.

use super::Pointer;
use crate::error::{Error, Result};
use crate::knowledge::Folder;
use crate::ontology::{ClassId, Ontology};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words by what they tell of a mention, each in lower case unless it is a part of names.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Class of a phrase by the lemma of its head.
    pub(super) phrase_classes: FxHashMap<String, ClassId>,
    /// Classes of phrases by the last word of what `phrase_classes` names.
    head_classes: FxHashMap<String, BTreeSet<ClassId>>,
    /// Class of a capitalised name by a word in it.
    pub(super) name_classes: FxHashMap<String, ClassId>,
    pub(super) bodies: Bodies,
    participants: FxHashSet<String>,
    pub(super) titles: Titles,
    pub(super) naming: Naming,
    pub(super) reference: Reference,
    pub(super) calendar: Calendar,
    pub(super) quantities: Quantities,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NounsFile {
    classes: BTreeMap<String, Vec<String>>,
    bodies: Bodies,
    names: BTreeMap<String, Vec<String>>,
    participants: FxHashSet<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bodies {
    pub nouns: FxHashSet<String>,
    /// Those that only stand for organisations.
    pub of_movements: FxHashSet<String>,
    /// Before a hyphen and a name.
    pub detaching_prefixes: FxHashSet<String>,
    /// Titles that stand for the country when several bear them.
    pub plurals: FxHashSet<String>,
    pub of_persons: FxHashSet<String>,
    pub places: FxHashSet<String>,
    pub local: FxHashSet<String>,
    pub local_prepositions: FxHashSet<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Titles {
    pub offices: FxHashSet<String>,
    pub honorifics: FxHashSet<String>,
    /// Words before a title that make another office of it.
    pub qualifiers: FxHashSet<String>,
    /// Words before the title of who has it no more.
    pub former: FxHashSet<String>,
    /// Behind the title of who is elected and not yet in office.
    pub elect_suffix: String,
    /// Between the names of two teams.
    pub versus: FxHashSet<String>,
}

/// What the words beside a known name tell of it; as the words stand in names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Naming {
    pub of_states: FxHashSet<String>,
    pub parts_of_places: FxHashSet<String>,
    pub named_after_places: FxHashSet<String>,
    pub of_peoples: FxHashSet<String>,
    pub of_bases: FxHashSet<String>,
    pub before_places: FxHashSet<String>,
    pub of_places: FxHashSet<String>,
    pub of_languages: FxHashSet<String>,
    pub before_languages: FxHashSet<String>,
    pub given_names: FxHashSet<String>,
    pub generations: FxHashSet<String>,
    pub common_nouns: FxHashSet<String>,
    pub links: FxHashSet<String>,
    pub named_by_others: FxHashSet<String>,
    pub company_forms: FxHashSet<String>,
    pub of_transcripts: FxHashSet<String>,
    pub verbs_of_languages: FxHashSet<String>,
    pub languages: FxHashSet<String>,
    pub calling_verbs: FxHashSet<String>,
    pub calling_links: FxHashSet<String>,
    pub campus_links: FxHashSet<String>,
    pub loose_titles: FxHashSet<String>,
    pub signs_of_states: FxHashSet<String>,
    pub offices_of_states: FxHashSet<String>,
    pub states_with_shared_names: BTreeMap<String, BTreeSet<String>>,
    pub sports: Sports,
    pub states_behind_towns: BTreeMap<String, BTreeSet<String>>,
}

/// Words of sport, and how many of them make a document one of sport.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sports {
    pub least: usize,
    pub of_thousand: usize,
    pub nations: FxHashSet<String>,
    pub words: FxHashSet<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    pub locative_prepositions: FxHashSet<String>,
    pub locative_verbs: FxHashSet<String>,
    pub addressing_prepositions: FxHashSet<String>,
    pub addressing_words: FxHashSet<String>,
    pub he: FxHashSet<String>,
    pub she: FxHashSet<String>,
    pub it: FxHashSet<String>,
    pub they: FxHashSet<String>,
    pub i: FxHashSet<String>,
    pub we: FxHashSet<String>,
    pub statement_nouns: FxHashSet<String>,
    pub issuer_prepositions: FxHashSet<String>,
    pub counts: FxHashMap<String, u8>,
    pub country_nouns: FxHashSet<String>,
    pub leader_nouns: FxHashSet<String>,
    pub future_auxiliaries: FxHashSet<String>,
    pub defining_prepositions: FxHashSet<String>,
    pub owner_prepositions: FxHashSet<String>,
    pub definite: FxHashSet<String>,
    pub measures: FxHashSet<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calendar {
    /// Month number by name and abbreviation.
    pub months: FxHashMap<String, i8>,
    /// Weekday by name and abbreviation, Monday 1 to Sunday 7.
    pub weekdays: FxHashMap<String, i8>,
    /// Behind these a year or month alone is a date.
    pub date_prepositions: FxHashSet<String>,
    /// Between the ends of an interval.
    pub range_words: FxHashSet<String>,
    /// Word before an interval, and the word between its ends.
    pub range_openers: FxHashMap<String, String>,
    pub ago: FxHashSet<String>,
    pub later: FxHashSet<String>,
    pub earlier: FxHashSet<String>,
    pub told_moments: FxHashSet<String>,
    pub within: FxHashSet<String>,
    pub future_governors: FxHashSet<String>,
    pub occasion_prepositions: FxHashSet<String>,
    /// By how many units a word moves a date from publication.
    pub shifts: FxHashMap<String, i32>,
    /// By how many units a word moves a date from the one that was told last.
    pub story_shifts: FxHashMap<String, i32>,
    /// Days by adverb, counted from the day of publication.
    pub days: FxHashMap<String, i32>,
    pub units: FxHashMap<String, Unit>,
    /// First and last month by season.
    pub seasons: FxHashMap<String, [i8; 2]>,
    /// Numbers in words.
    pub numbers: FxHashMap<String, i32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quantities {
    /// ISO 4217 code by sign, code or name.
    pub currencies: FxHashMap<String, String>,
    /// Power of ten by word.
    pub magnitudes: FxHashMap<String, i32>,
    /// Unit by word or words, in the singular.
    pub units: FxHashMap<String, String>,
    /// Nouns that are counted as they are, in the singular: "tank".
    pub counted: FxHashSet<String>,
    /// What a rate counts by: "a year", "annually".
    pub rates: FxHashMap<String, String>,
    /// Words before what a rate counts by: "a", "per".
    pub rate_words: FxHashSet<String>,
    /// Verbs and adjectives that tell how much their subject is.
    pub measuring: FxHashSet<String>,
    /// Words between a number and the next that belong to one amount: "$5 to $7 billion".
    pub joints: FxHashSet<String>,
}

/// A unit of time that "last" and "next" move by, or that is counted: "two years ago".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Year,
    Month,
    Week,
    Weekend,
    Day,
}

impl Lexicon {
    /// Reads the files of an ontology folder.
    ///
    /// # Errors
    /// Names file and line of a syntax error, an unknown key or an unknown class.
    pub fn load(folder: &Folder, ontology: &Ontology) -> Result<Self> {
        let nouns: NounsFile = folder.toml("nouns.toml")?;
        let at = |e: Error| e.at(folder.path("nouns.toml"));
        let phrase_classes = by_word(nouns.classes, ontology).map_err(at)?;
        let mut head_classes: FxHashMap<_, BTreeSet<_>> = FxHashMap::default();
        for (words, class) in &phrase_classes {
            let head = words.rsplit(' ').next().unwrap_or(words);
            head_classes.entry(head.to_owned()).or_default().insert(*class);
        }
        Ok(Self {
            phrase_classes: phrase_classes.into_iter().collect(),
            head_classes,
            name_classes: by_word(nouns.names, ontology).map_err(at)?.into_iter().collect(),
            bodies: nouns.bodies,
            participants: nouns.participants,
            titles: folder.toml("english/titles.toml")?,
            naming: folder.toml("english/names.toml")?,
            reference: folder.toml("english/reference.toml")?,
            calendar: folder.toml("english/calendar.toml")?,
            quantities: folder.toml("english/quantities.toml")?,
        })
    }

    /// Whether a word only measures or sorts what stands behind its "of".
    pub fn is_measure(&self, lemma: &str) -> bool {
        self.reference.measures.contains(lemma)
    }

    /// Whether what stands behind a preposition may be the occasion of an event: "during the visit".
    pub fn is_occasion_preposition(&self, word: &str) -> bool {
        self.calendar.occasion_prepositions.contains(word)
    }

    /// Whether a verb or adjective tells how much its subject is: "reach", "worth".
    pub fn is_measuring(&self, lemma: &str) -> bool {
        self.quantities.measuring.contains(lemma)
    }

    /// Whether a common noun or pronoun may take part in events without standing for an entity: "protesters", "he".
    pub fn is_participant(&self, lemma: &str) -> bool {
        let lemma = lemma.to_lowercase();
        self.participants.contains(&lemma) || self.bodies.nouns.contains(&lemma) || self.is_office(&lemma)
    }

    /// Whether a noun may stand for somebody who acts: a participant, or a phrase of a class of its own.
    pub fn may_act(&self, lemma: &str) -> bool {
        self.is_participant(lemma) || self.phrase_classes.contains_key(&lemma.to_lowercase())
    }

    /// The classes that a phrase may be of whose head is a lemma in lower case, alone or in a compound: a "game", or a "war game".
    pub fn classes_of<'a>(&'a self, lemma: &'a str) -> impl Iterator<Item = ClassId> + 'a {
        self.head_classes.get(lemma).into_iter().flatten().copied()
    }

    /// What a pronoun or a count, in lower case, looks for: nothing that stands before it, unless it is known to point back.
    pub fn pointer_of(&self, word: &str) -> Pointer {
        let Reference { he, she, it, they, i, we, counts, .. } = &self.reference;
        let pronouns = [
            (he, Pointer::Person),
            (she, Pointer::Person),
            (it, Pointer::Thing),
            (they, Pointer::Several),
            (i, Pointer::Speaker),
            (we, Pointer::Speakers),
        ];
        let known = pronouns.into_iter().find(|(words, _)| words.contains(word)).map(|(_, pointer)| pointer);
        let counted = || counts.get(word).map(|&count| Pointer::Either(count));
        known.or_else(counted).unwrap_or(Pointer::Nothing)
    }

    /// How many sentences before its own a word, by its form in lower case and its lemma, may point back to: what "it" and "they"
    /// mean stands in the last one.
    pub fn reach_of(&self, form: &str, lemma: &str) -> usize {
        let Reference { he, she, it, they, counts, country_nouns, leader_nouns, .. } = &self.reference;
        let far = [he, she].iter().any(|words| words.contains(form))
            || counts.contains_key(form)
            || country_nouns.contains(lemma)
            || leader_nouns.contains(lemma);
        let near = || it.contains(form) || they.contains(form);
        if far { 2 } else { usize::from(near()) }
    }

    /// Whether a title with this word, in lower case, may tell for whom its document speaks: "statement".
    pub fn tells_issuers(&self, word: &str) -> bool {
        self.reference.statement_nouns.contains(word)
    }

    /// Whether some of the words of a sentence, in lower case, may be a date that counts from one told before: "five days later",
    /// "the next day".
    pub fn counts_from_told(&self, words: &[String]) -> bool {
        let Calendar { later, earlier, shifts, story_shifts, units, .. } = &self.calendar;
        words.windows(2).any(|pair| {
            let unit = |word: &String| units.get(word);
            let counted = unit(&pair[0]).is_some() && (later.contains(&pair[1]) || earlier.contains(&pair[1]));
            let told = story_shifts.contains_key(&pair[0]) && unit(&pair[1]).is_some();
            counted || told || (shifts.contains_key(&pair[0]) && unit(&pair[1]) == Some(&Unit::Day))
        })
    }

    /// Whether a word in lower case names a month or a day of the week.
    pub fn is_calendar_word(&self, word: &str) -> bool {
        self.calendar.months.contains_key(word) || self.calendar.weekdays.contains_key(word)
    }

    /// Whether a lemma measures time: "year", "week".
    pub fn is_time_unit(&self, lemma: &str) -> bool {
        self.calendar.units.contains_key(lemma)
    }

    /// Whether a word is the title of an office.
    pub fn is_office(&self, lemma: &str) -> bool {
        self.titles.offices.contains(&lemma.to_lowercase())
    }
}

fn by_word(classes: BTreeMap<String, Vec<String>>, ontology: &Ontology) -> Result<Vec<(String, ClassId)>> {
    let mut found = Vec::new();
    for (name, words) in classes {
        let class = ontology.class_named(&name).ok_or_else(|| Error::new(format!("unknown class \"{name}\"")))?;
        found.extend(words.into_iter().map(|word| (word, class)));
    }
    Ok(found)
}
