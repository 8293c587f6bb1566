//! Surroundings: a known name and what its sentence and document speak of in; whether it is another thing of that name out: the
//! congress of another country, a club by its town, a language, a month.

use super::names::{Setting, first_conjunct};
use super::neighbours::behind_hyphen;
use super::{Finder, Sent};
use crate::documents::Document;
use crate::gazetteer::{Candidate, EntryId, NameKind, Reading};
use crate::span::Span;
use crate::syntax::{Deprel, Upos, Xpos};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A document that speaks so many times as often of another country speaks of the bodies of that one.
const MUCH_OFTENER: usize = 4;

/// How often a document speaks of each country: by its names, and by those of people who belong to it.
pub(super) type Countries = BTreeMap<EntryId, usize>;

impl Finder<'_> {
    /// Counts the names of countries, and of people by their country.
    pub(super) fn count_countries(&self, candidates: &[Candidate]) -> Countries {
        let core = self.ontology.core();
        let mut counts = Countries::new();
        for reading in candidates.iter().filter_map(|candidate| candidate.readings.first()) {
            let entry = self.gazetteer.entry(reading.entry);
            let told = !matches!(reading.kind, NameKind::Weak | NameKind::Surname);
            let country = if entry.class == core.country {
                Some(reading.entry)
            } else {
                entry.country.filter(|_| entry.class == core.person)
            };
            if let Some(country) = country.filter(|_| told) {
                *counts.entry(country).or_default() += 1;
            }
        }
        counts
    }

    /// Whether a document tells of matches: it has many words of sport.
    pub(super) fn is_of_sport(&self, sents: &[Sent<'_>]) -> bool {
        let sports = &self.lexicon.naming.sports;
        let lemmas = sents.iter().flat_map(|sent| (0..sent.len()).map(|token| sent.tree.lemma(token)));
        let found: Vec<&str> = lemmas.filter(|lemma| sports.words.contains(*lemma)).collect();
        let words: usize = sents.iter().map(Sent::len).sum();
        let different: BTreeSet<&str> = found.iter().copied().collect();
        different.len() >= sports.least && found.len() * 1000 >= words * sports.of_thousand
    }

    /// "Liverpool beat Chelsea": in a report of a match, the name of a town that is not where something is or goes is its club's.
    pub(super) fn is_club(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        candidate: &Candidate,
        reading: &Reading,
        head: usize,
    ) -> bool {
        let nations = &self.lexicon.naming.sports.nations;
        let place = self.ontology.core().place;
        let is_town = |id: EntryId| {
            let entry = self.gazetteer.entry(id);
            entry.class == place && entry.country.is_some() && !nations.contains(entry.label.as_str())
        };
        let town = match reading.kind {
            NameKind::Seat => candidate.readings.iter().any(|other| is_town(other.entry)),
            _ => is_town(reading.entry),
        };
        let located = |word: usize| {
            let mut cases = sent.tree.children_by(word, &[Deprel::Case]);
            cases.any(|case| self.lexicon.reference.locative_prepositions.contains(sent.lower(case)))
        };
        setting.of_sport && town && !located(head) && !located(first_conjunct(sent, head))
    }

    /// "Mr Ferguson", "Miyazaki won an Oscar": what is addressed is neither place nor country, and a town that is little known does nothing.
    pub(super) fn is_somebody(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        reading: Reading,
        head: usize,
    ) -> bool {
        let before = tokens.start.checked_sub(1).map(|token| sent.lower(token));
        let is_addressed = before.is_some_and(|word| self.lexicon.titles.honorifics.contains(word));
        let (class, core) = (self.gazetteer.entry(reading.entry).class, self.ontology.core());
        let acts = reading.kind == NameKind::Weak
            && !setting.states.contains(&reading.entry)
            && sent.tree.deprel(head) == Deprel::Nsubj
            && sent.tree.head(head).is_some_and(|verb| sent.tree.upos(verb) == Upos::Verb);
        (class == core.place && (is_addressed || acts)) || (class == core.country && is_addressed)
    }

    /// "Baghdad and Basra", "Amsterdam, Lyon and Lisbon": a capital in a list with a town that is none is a place.
    pub(super) fn is_among_towns(&self, setting: &Setting<'_>, sent: &Sent<'_>, head: usize) -> bool {
        let first = first_conjunct(sent, head);
        let others = sent.tree.children_by(first, &[Deprel::Conj]).chain([first]).filter(|&other| other != head);
        let place = self.ontology.core().place;
        let is_town = |known: &Candidate| {
            known.readings.iter().any(|reading| {
                let entry = self.gazetteer.entry(reading.entry);
                entry.class == place && entry.country.is_some()
            }) && known.readings.iter().all(|reading| !matches!(reading.kind, NameKind::Seat | NameKind::Surname))
        };
        others.filter_map(|other| setting.known.at(sent.span(other))).any(is_town)
    }

    /// Whether a name says no more than what sort of body of a state it is: "Congress", "Department of Justice". Then it may be that
    /// of any country, and is that of another one where such a one owns it, or where the document speaks of another one only.
    pub(super) fn is_of_another_country(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        reading: &Reading,
    ) -> bool {
        let entry = self.gazetteer.entry(reading.entry);
        let Some(country) = entry.country.filter(|_| entry.class == self.ontology.core().organisation) else {
            return false;
        };
        let sorts = |token: usize| {
            let word = sent.word(token);
            self.lexicon.name_classes.contains_key(word) || self.lexicon.naming.of_states.contains(word)
        };
        let is_general = tokens.clone().any(sorts)
            && tokens.clone().all(|token| !sent.is_capitalised(token) || sorts(token) || self.is_title(sent, token));
        if !is_general {
            return false;
        }
        if let Some(owner) = self.owner_before(sent, tokens.start) {
            return !self.is_owner(setting, sent, owner, country);
        }
        let own = setting.counts.get(&country).copied().unwrap_or(0);
        let most = setting.counts.values().copied().max().unwrap_or(0);
        most > own * MUCH_OFTENER
    }

    /// The token that owns what begins at a token: "Argentina" of "Argentina's National Congress", "Indian" of "Indian Supreme Court".
    pub(super) fn owner_before(&self, sent: &Sent<'_>, start: usize) -> Option<usize> {
        let sorts = |&token: &usize| self.lexicon.naming.of_states.contains(sent.word(token));
        let between = (0..start).rev().take_while(sorts).count();
        let before = start.checked_sub(between + 1)?;
        if sent.tree.word(before).xpos == Xpos::Pos {
            before.checked_sub(1)
        } else {
            Some(before).filter(|&word| sent.is_capitalised(word))
        }
    }

    /// Whether an owner may own a body of a country: it is that country, one of its people or bodies, or nothing that is known.
    fn is_owner(&self, setting: &Setting<'_>, sent: &Sent<'_>, owner: usize, country: EntryId) -> bool {
        let span = sent.span(owner);
        let Some(known) = setting.known.at(span) else { return true };
        known.readings.iter().any(|reading| {
            let entry = self.gazetteer.entry(reading.entry);
            reading.entry == country
                || entry.country.is_none_or(|of| of == country) && entry.class != self.ontology.core().country
        })
    }

    /// "Arabic, French, and Spanish", "she speaks French", "French speakers": an adjective of origin that is the name of a language.
    pub(super) fn is_language(&self, sent: &Sent<'_>, tokens: &Range<usize>, head: usize) -> bool {
        let (tree, naming) = (sent.tree, &self.lexicon.naming);
        let behind = behind_hyphen(sent, tokens).or(Some(tokens.end).filter(|&token| token < sent.len()));
        if behind.is_some_and(|word| naming.of_languages.contains(sent.lower(word))) {
            return true;
        }
        if matches!(tree.deprel(head), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Flat) {
            return false;
        }
        let before = |case: usize| naming.before_languages.contains(sent.lower(case));
        let joins = |token: usize| sent.word(token) == "," || tree.deprel(token) == Deprel::Cc;
        let language = |token: Option<usize>| token.is_some_and(|token| naming.languages.contains(sent.word(token)));
        let left = (0..tokens.start).rev().find(|&token| !joins(token) && !self.is_origin(sent, token));
        let right = (tokens.end..sent.len()).find(|&token| !joins(token) && !self.is_origin(sent, token));
        let governs = |verb: usize| naming.verbs_of_languages.contains(tree.lemma(verb));
        let spoken = tree.deprel(head) == Deprel::Obj && tree.head(head).is_some_and(governs);
        spoken || language(left) || language(right) || tree.children_by(head, &[Deprel::Case]).any(before)
    }

    /// Whether a word is an adjective of origin, which may stand in a list of languages.
    fn is_origin(&self, sent: &Sent<'_>, token: usize) -> bool {
        let readings = self.gazetteer.readings_of(sent.word(token));
        sent.is_capitalised(token) && readings.iter().any(|reading| reading.kind == NameKind::Demonym)
    }

    /// "In May": a month or a day, and nobody's name.
    pub(super) fn is_calendar_use(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let calendar = &self.lexicon.calendar;
        let number = |token: usize| sent.word(token).starts_with(|c: char| c.is_ascii_digit());
        let before = tokens.start.checked_sub(1);
        let tells_date = |token: usize| {
            let word = sent.lower(token);
            number(token) || calendar.date_prepositions.contains(word) || calendar.shifts.contains_key(word)
        };
        tokens.len() == 1
            && self.lexicon.is_calendar_word(sent.lower(tokens.start))
            && (before.is_some_and(tells_date) || (tokens.end < sent.len() && number(tokens.end)))
    }
}

/// Whether a name stands within an address of the net or of mail, where it names nothing.
pub(super) fn is_in_address(doc: &Document, span: Span) -> bool {
    let ends = |c: char| c.is_whitespace() || "()[]<>\"'".contains(c);
    let (before, behind) = (&doc.text[..span.start], &doc.text[span.end..]);
    let start = before.rfind(ends).map_or(0, |at| at + 1);
    let end = behind.find(ends).map_or(doc.text.len(), |at| span.end + at);
    let word = &doc.text[before.ceil_char_boundary(start)..end];
    word.contains('@') || word.contains("://")
}
