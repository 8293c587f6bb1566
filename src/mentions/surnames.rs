//! Surnames alone and behind titles in; whose they are out: "President Xi", and "Xi" later on.

use super::names::Setting;
use super::{Finder, Sent};
use crate::dates::CalendarDate;
use crate::gazetteer::{Candidate, EntryId, NameKind, Office, Reading};
use crate::syntax::Upos;
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ops::Range;

/// For so many years after an office its holder's surname alone is unmistakable.
const YEARS_KNOWN: i16 = 25;
/// A surname alone is unmistakable when it is longer than this.
const SHORT_SURNAME: usize = 3;
/// Nobody waits longer than so many days between an election and the office.
const MOST_DAYS_ELECTED: i32 = 200;

/// A title before a name.
pub(super) struct Title<'l> {
    /// Its word, "minister" of "Prime Minister".
    word: String,
    /// The words before it that make another office of it.
    qualifiers: BTreeSet<String>,
    /// Whether its bearer is elected and not yet in office.
    elected: bool,
    /// Whether its bearer had it before.
    former: bool,
    /// The first token of it.
    start: usize,
    all_qualifiers: &'l FxHashSet<String>,
}

impl Title<'_> {
    /// Whether it is one of an office: "Minister" may be a foreign minister, and is no prime minister.
    pub(super) fn is_of(&self, office: &Office) -> bool {
        office.roles().any(|role| {
            let mut words = role.split_whitespace();
            let qualifiers: BTreeSet<&str> = words.clone().filter(|word| self.all_qualifiers.contains(*word)).collect();
            words.any(|word| word == self.word)
                && qualifiers.iter().copied().eq(self.qualifiers.iter().map(String::as_str))
        })
    }
}

impl Finder<'_> {
    /// Whom a title and a surname introduce: "President Xi".
    pub(super) fn titled(&self, setting: &Setting<'_>, sent: &Sent<'_>, candidate: &Candidate) -> Option<EntryId> {
        let tokens = sent.tokens_of(candidate.span);
        self.bearer_of_title(setting, sent, &tokens, candidate).map(|reading| reading.entry)
    }

    /// The person of a surname who has the title before it, whatever else is named so: "Mayor Bloomberg".
    pub(super) fn bearer_of_title(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        candidate: &Candidate,
    ) -> Option<Reading> {
        let may_be_surname = |reading: &Reading| matches!(reading.kind, NameKind::Surname | NameKind::Weak);
        if !candidate.readings.iter().any(may_be_surname) || tokens.is_empty() {
            return None;
        }
        let title = self.title_before(sent, tokens.start)?;
        let surnames = self.surnames(setting, sent, tokens, candidate);
        self.holder_among(setting, &surnames, &title, &self.bodies_before(setting, sent, title.start))
    }

    /// A surname without its title counts when the document names its bearer otherwise, or when it is unmistakable: he has an office, or
    /// had one in the years before of a country that the document names, and nobody else of that country or of a named one bears it.
    pub(super) fn choose_surname(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        candidate: &Candidate,
    ) -> Option<Reading> {
        let surnames = self.surnames(setting, sent, tokens, candidate);
        if let Some(known) = surnames.iter().find(|reading| setting.named.contains(&reading.entry)) {
            return Some(*known);
        }
        if self.lexicon.is_calendar_word(sent.lower(tokens.start)) {
            return None;
        }
        // Who bears the title before it is decided already.
        let loose = &self.lexicon.naming.loose_titles;
        if self.title_before(sent, tokens.start).is_some_and(|title| !loose.contains(&title.word)) {
            return None;
        }
        // "Mr" may be anybody, but where nobody else is known by that surname.
        let honorifics = &self.lexicon.titles.honorifics;
        let is_addressed = tokens.start > 0 && surnames.len() > 1 && honorifics.contains(sent.lower(tokens.start - 1));
        if sent.word(tokens.start).chars().count() <= SHORT_SURNAME {
            return None;
        }
        let is_known = |reading: &&Reading| {
            reading.kind == NameKind::Surname && self.is_unmistakable(reading.entry, setting, is_addressed)
        };
        let known = surnames.iter().find(is_known)?;
        let country = |reading: &Reading| self.gazetteer.entry(reading.entry).country;
        let governs = |person: EntryId| setting.doc.published.is_some_and(|day| self.governs(person, day));
        let known_governs = !is_addressed && governs(known.entry);
        let is_named = country(known).is_some_and(|own| setting.countries.contains(&own));
        // Who governs is meant rather than those of his country who did, and than anybody where that country is named.
        let is_rival = |other: &&Reading| {
            let own = country(other) == country(known);
            let near = own || country(other).is_none_or(|at| setting.countries.contains(&at));
            let gives_way = known_governs && (own || is_named);
            let counts = other.kind == NameKind::Surname || governs(other.entry);
            other.entry != known.entry && (is_known(other) || (counts && near && !gives_way))
        };
        Some(*known).filter(|_| !surnames.iter().any(|other| is_rival(&other)))
    }

    /// The people whose surname a candidate may be, where it is no part of somebody else's name, and no town ("Austin, Texas").
    fn surnames(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        candidate: &Candidate,
    ) -> Vec<Reading> {
        let person = self.ontology.core().person;
        let people =
            candidate.readings.iter().copied().filter(|reading| self.gazetteer.entry(reading.entry).class == person);
        let is_own = |reading: &Reading| !self.is_of_another_person(sent, tokens, reading.entry, &setting.known);
        people.filter(|_| self.state_behind(sent, tokens).is_none()).filter(is_own).collect()
    }

    /// The countries and bodies of which a title is by the words before it: "*Malaysian* Prime Minister", "*India's* new President".
    pub(super) fn bodies_before(&self, setting: &Setting<'_>, sent: &Sent<'_>, title: usize) -> Vec<EntryId> {
        let describes =
            |&token: &usize| matches!(sent.tree.upos(token), Upos::Adj | Upos::Noun) && !sent.is_capitalised(token);
        let described = title - (0..title).rev().take_while(describes).count();
        let known = self.owner_before(sent, described).and_then(|owner| setting.known.at(sent.span(owner)));
        let bodies = known.map(|known| &known.readings[..]).unwrap_or_default().iter().map(|reading| reading.entry);
        let (country, organisation) = (self.ontology.core().country, self.ontology.core().organisation);
        bodies
            .filter(|&body| self.ontology.is_any(self.gazetteer.entry(body).class, &[country, organisation]))
            .collect()
    }

    /// The only one of some people who has a title on the day of the document, or had it before, of one of the bodies that stand before
    /// the title, if any do; of several, the one who has it of a country or body that the document names. Whoever is elected
    /// ("president-elect") has it soon.
    fn holder_among(
        &self,
        setting: &Setting<'_>,
        people: &[Reading],
        title: &Title<'_>,
        bodies: &[EntryId],
    ) -> Option<Reading> {
        let is_told =
            |body: EntryId| self.gazetteer.entry(body).country.into_iter().chain([body]).any(|id| bodies.contains(&id));
        let day = setting.doc.published;
        let is_named = |body: EntryId| setting.named.contains(&body) || setting.countries.contains(&body);
        let start = |term: &Office| term.from.map(CalendarDate::first_day);
        let is_soon = |term: &Office, day: Date| {
            start(term).is_some_and(|start| start >= day && (start - day).get_days() <= MOST_DAYS_ELECTED)
        };
        let begun = |term: &Office| day.is_some_and(|day| start(term).is_some_and(|start| start <= day));
        let covers = |term: &Office| match day {
            None => true,
            Some(day) if title.elected => is_soon(term, day),
            Some(day) if title.former => begun(term) && !term.covers(day),
            Some(day) => term.covers(day),
        };
        let only = |held: &dyn Fn(&Office) -> bool| {
            let held = |reading: &&Reading, of: &dyn Fn(EntryId) -> bool| {
                let mut terms = self.gazetteer.offices_of(reading.entry).filter(|term| title.is_of(term));
                terms.any(|term| held(term) && of(term.body) && (bodies.is_empty() || is_told(term.body)))
            };
            let holders: Vec<&Reading> = people.iter().filter(|reading| held(reading, &|_| true)).collect();
            let named: Vec<&Reading> = holders.iter().copied().filter(|reading| held(reading, &is_named)).collect();
            match (&holders[..], &named[..]) {
                ([holder], _) | (_, [holder]) => Some(**holder),
                _ => None,
            }
        };
        only(&covers).or_else(|| only(&begun))
    }

    /// The title that ends right before a token, "secretary" for "Secretary of State" too.
    fn title_before(&self, sent: &Sent<'_>, at: usize) -> Option<Title<'_>> {
        let last = at.checked_sub(1)?;
        let behind_of = || {
            let (linked, first) = (last.checked_sub(1)?, last.checked_sub(2)?);
            let is_link = sent.is_capitalised(last) && self.lexicon.naming.links.contains(sent.word(linked));
            self.title_at(sent, first).filter(|_| is_link)
        };
        let elected = || {
            let (hyphen, office) = (last.checked_sub(1)?, last.checked_sub(2)?);
            let suffix = format!("{}{}", sent.word(hyphen), sent.lower(last));
            let title = self.title_at(sent, office).filter(|_| suffix == self.lexicon.titles.elect_suffix)?;
            Some(Title { elected: true, ..title })
        };
        self.title_at(sent, last).or_else(behind_of).or_else(elected)
    }

    /// The title that a token is, with the words before it that make another office of it.
    pub(super) fn title_at(&self, sent: &Sent<'_>, token: usize) -> Option<Title<'_>> {
        // Of a sentence that was not parsed, the words have no lemmas.
        let forms = [sent.tree.lemma(token).to_lowercase(), sent.lower(token).to_owned()];
        let word = forms.into_iter().find(|form| self.lexicon.is_office(form))?;
        let all_qualifiers = &self.lexicon.titles.qualifiers;
        let before = (0..token).rev().map(|token| sent.lower(token));
        let words: Vec<_> = before.take_while(|word| all_qualifiers.contains(*word)).collect();
        let start = token - words.len();
        let hyphen = start.checked_sub(1).filter(|&token| sent.word(token) == "-");
        let before = hyphen.unwrap_or(start).checked_sub(1);
        let former = before.is_some_and(|token| self.lexicon.titles.former.contains(sent.lower(token)));
        let qualifiers = words.into_iter().map(str::to_owned).collect();
        Some(Title { word, qualifiers, elected: false, former, start, all_qualifiers })
    }

    /// Whether a person holds an office of a country when the document is written, or held one not long before that of a country
    /// or body which the document names, as it must of whom it calls "Mr". A document without a date is of any time.
    fn is_unmistakable(&self, person: EntryId, setting: &Setting<'_>, is_addressed: bool) -> bool {
        let country = self.ontology.core().country;
        let known_for = |term: &Office| {
            let body = self.gazetteer.entry(term.body);
            let state = if body.class == country { Some(term.body) } else { body.country };
            let is_named =
                setting.named.contains(&term.body) || state.is_some_and(|state| setting.countries.contains(&state));
            let Some(day) = setting.doc.published else { return is_named };
            let begun = term.from.is_none_or(|from| from.first_day() <= day);
            let known = term.to.is_none_or(|to| to.last_day().year().saturating_add(YEARS_KNOWN) >= day.year());
            (body.class == country && term.covers(day) && !is_addressed) || (begun && known && is_named)
        };
        !setting.namesakes.contains(&person) && self.gazetteer.offices_of(person).any(known_for)
    }

    /// Whether a person holds an office of a country on a day.
    pub(super) fn governs(&self, person: EntryId, day: Date) -> bool {
        let of_country = |term: &Office| self.gazetteer.entry(term.body).class == self.ontology.core().country;
        self.gazetteer.offices_of(person).any(|term| of_country(term) && term.covers(day))
    }
}
