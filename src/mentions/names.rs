//! Candidates of the gazetteer in; which of them are names here, and of what, out.

use super::neighbours::Known;
use super::surroundings::{Countries, is_in_address};
use super::{Finder, Form, Mention, Sent};
use crate::dates::CalendarDate;
use crate::documents::Document;
use crate::gazetteer::{Candidate, Entry, EntryId, NameKind, Office, Reading};
use crate::syntax::{Deprel, Upos};
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// For so many years after an office its holder's surname alone is unmistakable.
const YEARS_KNOWN: i16 = 25;
/// A surname alone is unmistakable when it is longer than this.
const SHORT_SURNAME: usize = 3;

/// Nobody waits longer than so many days between an election and the office.
const MOST_DAYS_ELECTED: i32 = 200;

/// So many other places of its country make a document speak of the rarer of two places of a name.
const MANY_PLACES: usize = 3;

/// What is known of a document when its candidates are decided.
pub(super) struct Setting<'d> {
    pub(super) doc: &'d Document,
    pub(super) known: Known<'d>,
    /// What the document names without doubt.
    named: BTreeSet<EntryId>,
    /// People whom it introduces by title and surname: "President Xi".
    titled: BTreeSet<EntryId>,
    /// Countries that it names in any way.
    countries: BTreeSet<EntryId>,
    /// Abbreviations that stand for something else here.
    redefined: BTreeSet<&'d str>,
    /// Country → its places that the document names.
    places_in: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// Countries and places whose name is somebody's surname here: "Jim Jordan".
    borne: BTreeSet<EntryId>,
    /// People whose surname somebody else bears here: "Jo Jorgensen".
    namesakes: BTreeSet<EntryId>,
    /// Rarer places of their names whose governors and the like it names.
    pub(super) states: BTreeSet<EntryId>,
    /// How often it speaks of each country.
    pub(super) counts: Countries,
    /// Whether it tells of matches.
    pub(super) of_sport: bool,
}

/// A title before a name.
struct Title<'l> {
    /// Its word, "minister" of "Prime Minister".
    word: String,
    /// The words before it that make another office of it.
    qualifiers: BTreeSet<String>,
    /// Whether its bearer is elected and not yet in office.
    elected: bool,
    all_qualifiers: &'l FxHashSet<String>,
}

impl Title<'_> {
    /// Whether it is one of an office: "Minister" may be a foreign minister, and is no prime minister.
    fn is_of(&self, office: &Office) -> bool {
        office.roles().any(|role| {
            let mut words = role.split_whitespace();
            let qualifiers: BTreeSet<&str> = words.clone().filter(|word| self.all_qualifiers.contains(*word)).collect();
            words.any(|word| word == self.word)
                && qualifiers.iter().copied().eq(self.qualifiers.iter().map(String::as_str))
        })
    }
}

impl Finder<'_> {
    /// Decides every candidate that lies within a sentence, in the order of the text.
    pub(super) fn decide_names(&self, doc: &Document, sents: &[Sent<'_>], candidates: &[Candidate]) -> Vec<Mention> {
        let mut setting = Setting {
            doc,
            known: Known(candidates),
            named: entries_named(candidates, &[NameKind::Name]),
            titled: BTreeSet::new(),
            countries: entries_named(candidates, &[NameKind::Name, NameKind::Demonym, NameKind::Seat]),
            redefined: self.other_abbreviations(sents, candidates),
            places_in: self.places_named(candidates),
            borne: self.borne_by_people(sents, candidates),
            namesakes: self.namesakes(sents, candidates),
            states: self.states_governed(sents, candidates),
            counts: self.count_countries(candidates),
            of_sport: self.is_of_sport(sents),
        };
        setting.titled = in_sentences(sents, candidates)
            .filter_map(|(sent, candidate)| self.titled(&setting, sent, candidate))
            .collect();
        setting.named.extend(&setting.titled);
        in_sentences(sents, candidates).filter_map(|(sent, candidate)| self.decide(&setting, sent, candidate)).collect()
    }

    /// Whom a title and a surname introduce: "President Xi".
    fn titled(&self, setting: &Setting<'_>, sent: &Sent<'_>, candidate: &Candidate) -> Option<EntryId> {
        let tokens = sent.tokens_of(candidate.span);
        self.bearer_of_title(setting, sent, &tokens, candidate).map(|reading| reading.entry)
    }

    /// The person of a surname who has the title before it, whatever else is named so: "Mayor Bloomberg".
    fn bearer_of_title(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        candidate: &Candidate,
    ) -> Option<Reading> {
        let may_be_surname = |reading: &Reading| matches!(reading.kind, NameKind::Surname | NameKind::Weak);
        if !candidate.readings.iter().any(may_be_surname)
            || tokens.is_empty()
            || self.lexicon.is_calendar_word(sent.lower(tokens.start))
        {
            return None;
        }
        let title = self.title_before(sent, tokens.start)?;
        let surnames = self.surnames(setting, sent, tokens, candidate);
        self.holder_among(setting, &surnames, &title)
    }

    fn places_named(&self, candidates: &[Candidate]) -> BTreeMap<EntryId, BTreeSet<EntryId>> {
        let mut found: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        for id in entries_named(candidates, &[NameKind::Name]) {
            let entry = self.gazetteer.entry(id);
            if let Some(country) = entry.country.filter(|_| entry.class == self.ontology.core().place) {
                found.entry(country).or_default().insert(id);
            }
        }
        found
    }

    /// The countries and places whose name stands behind a given name.
    fn borne_by_people(&self, sents: &[Sent<'_>], candidates: &[Candidate]) -> BTreeSet<EntryId> {
        let is_borne = |(sent, candidate): &(&Sent<'_>, &Candidate)| {
            let before = sent.tokens_of(candidate.span).start.checked_sub(1);
            before.is_some_and(|token| self.given_names.contains(sent.word(token)) && !self.is_title(sent, token))
        };
        let (core, class) = (self.ontology.core(), |entry: EntryId| self.gazetteer.entry(entry).class);
        let borne = in_sentences(sents, candidates).filter(is_borne).flat_map(|(_, candidate)| &candidate.readings);
        borne.map(|reading| reading.entry).filter(|&entry| [core.country, core.place].contains(&class(entry))).collect()
    }

    /// The people of whose surnames a document makes other people's names.
    fn namesakes(&self, sents: &[Sent<'_>], candidates: &[Candidate]) -> BTreeSet<EntryId> {
        let known = Known(candidates);
        let mut found = BTreeSet::new();
        for (sent, candidate) in in_sentences(sents, candidates) {
            let tokens = sent.tokens_of(candidate.span);
            let surnames = candidate.readings.iter().filter(|reading| reading.kind == NameKind::Surname);
            let is_other = |reading: &&Reading| {
                let own_words = words_of(self.gazetteer.entry(reading.entry));
                !tokens.is_empty() && self.is_other_name(sent, &tokens, &own_words, &known)
            };
            found.extend(surnames.filter(is_other).map(|reading| reading.entry));
        }
        found
    }

    fn decide(&self, setting: &Setting<'_>, sent: &Sent<'_>, candidate: &Candidate) -> Option<Mention> {
        let tokens = sent.tokens_of(candidate.span);
        let is_redefined = setting.redefined.contains(candidate.span.of(sent.text));
        if tokens.is_empty()
            || is_redefined
            || is_in_address(setting.doc, candidate.span)
            || self.is_common_word(sent, &tokens)
            || self.begins_noun(sent, &tokens)
            || self.is_calendar_use(sent, &tokens)
        {
            return None;
        }
        let head = sent.head_of(&tokens);
        let reading = self.choose(setting, sent, &tokens, head, candidate)?;
        let form = match reading.kind {
            NameKind::Seat => Form::Seat,
            NameKind::Demonym => Form::Demonym,
            NameKind::Name | NameKind::Surname | NameKind::Weak => Form::Name,
        };
        let class = Some(self.gazetteer.entry(reading.entry).class);
        Some(Mention {
            span: candidate.span,
            sent_idx: sent.idx,
            head,
            class,
            entry: Some(reading.entry),
            form,
            full_name: None,
        })
    }

    /// A single word that the tagger takes for a verb, pronoun or the like is no name, where a capital does not tell otherwise:
    /// "who", "is", "WHO SITS IN JUDGEMENT?".
    fn is_common_word(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let name_like = [Upos::Propn, Upos::Noun, Upos::Adj, Upos::X, Upos::Num];
        let tells = sent.is_capitalised(tokens.start) && sent.has_small_letters();
        tokens.len() == 1 && !tells && !name_like.contains(&sent.tree.upos(tokens.start))
    }

    fn choose(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        head: usize,
        candidate: &Candidate,
    ) -> Option<Reading> {
        let of_kind = |kind| candidate.readings.iter().copied().filter(move |reading| reading.kind == kind);
        if let Some(bearer) = self.bearer_of_title(setting, sent, tokens, candidate) {
            return Some(bearer);
        }
        let state = self.state_behind(sent, tokens);
        let is_whole = |reading: &Reading| {
            let entry = self.gazetteer.entry(reading.entry);
            let lies_in = |country: &str| entry.country.is_some_and(|id| self.gazetteer.entry(id).id == country);
            let elsewhere = entry.class == self.ontology.core().place && state.is_some_and(|country| !lies_in(country));
            let is_part = || self.is_part(sent, candidate.span, tokens, *reading, &setting.known);
            let is_other = || {
                self.is_named_by_other(sent, tokens, &setting.known)
                    || self.is_of_another_country(setting, sent, tokens, reading)
                    || self.is_club(setting, sent, candidate, reading, head)
                    || self.is_somebody(setting, sent, tokens, *reading, head)
            };
            !elsewhere && !is_other() && (!self.is_short(*reading, tokens) || !is_part())
        };
        let seat = of_kind(NameKind::Seat).next();
        let name = of_kind(NameKind::Name).next();
        let plain = match (seat, name) {
            (Some(seat), Some(_))
                if self.is_actor_of_compound(sent, tokens)
                    || (!self.is_location(sent, head)
                        && !self.is_in_place(sent, tokens, head)
                        && !self.is_among_towns(setting, sent, head)) =>
            {
                Some(seat)
            }
            (seat, name) => name.or(seat),
        };
        if let Some(plain) = plain.or_else(|| of_kind(NameKind::Demonym).next()) {
            if let Some(other) = self.choose_other(setting, sent, tokens, head, candidate, plain) {
                return Some(other).filter(is_whole);
            }
            let is_language = plain.kind == NameKind::Demonym && self.is_language(sent, tokens, head);
            let is_meant = |plain: &Reading| !is_language && self.is_meant(setting, sent, *plain, head);
            return Some(plain).filter(is_whole).filter(is_meant);
        }
        let is_backed = |reading: &Reading| self.is_backed(reading.entry, setting);
        if let Some(weak) = of_kind(NameKind::Weak).find(is_backed) {
            return Some(weak).filter(is_whole);
        }
        self.choose_surname(setting, sent, tokens, candidate)
    }

    /// The rarer thing of a name, where the document speaks of that and not of the usual one: the republic of "Congo" beside
    /// "Brazzaville", the American Georgia beside Atlanta, the man Bloomberg behind "Michael Bloomberg".
    fn choose_other(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        head: usize,
        candidate: &Candidate,
        plain: Reading,
    ) -> Option<Reading> {
        let rarer = |reading: &&Reading| matches!(reading.kind, NameKind::Weak | NameKind::Surname);
        if !candidate.readings.iter().any(|reading| rarer(&reading)) {
            return None;
        }
        if let Some(state) = self.homonymous_state(candidate, plain).filter(|_| self.is_state(setting, sent, tokens)) {
            return Some(state);
        }
        let readings =
            || setting.known.0.iter().filter(|other| other.span != candidate.span).map(|other| &other.readings);
        let names_otherwise = |entry: EntryId| {
            let tells = |reading: &Reading| {
                reading.entry == entry && !matches!(reading.kind, NameKind::Weak | NameKind::Surname)
            };
            // The same name elsewhere tells no more than here.
            readings().any(|all| *all != candidate.readings && all.iter().any(tells))
        };
        if names_otherwise(plain.entry) {
            return None;
        }
        let in_sentence = setting.known.0.iter().filter(|other| sent.sentence.span.contains(other.span));
        let places: BTreeSet<EntryId> = in_sentence
            .filter(|other| other.readings.iter().all(|reading| reading.entry != plain.entry))
            .flat_map(|other| &other.readings)
            .filter(|reading| reading.kind == NameKind::Name)
            .map(|reading| self.gazetteer.entry(reading.entry))
            .filter(|entry| entry.class == self.ontology.core().place)
            .filter_map(|entry| entry.country)
            .collect();
        let is_near = |reading: &Reading| {
            let entry = self.gazetteer.entry(reading.entry);
            let around = |country: EntryId| {
                setting.states.contains(&reading.entry)
                    || places.contains(&country)
                    || setting.places_in.get(&country).is_some_and(|named| named.len() >= MANY_PLACES)
            };
            // Of a state and a city of one name, `homonymous_state` tells.
            let elsewhere = entry.country != self.gazetteer.entry(plain.entry).country;
            elsewhere && entry.class == self.ontology.core().place && entry.country.is_some_and(around)
        };
        let is_place = || self.is_location(sent, head) || self.state_behind(sent, tokens).is_some();
        let is_titled = |entry: EntryId| setting.titled.contains(&entry) && !is_place();
        let is_told = |other: &&Reading| names_otherwise(other.entry) || is_titled(other.entry);
        candidate.readings.iter().filter(rarer).find(|other| is_told(other) || is_near(other)).copied()
    }

    /// Whether a name may be a part of a longer one: that of a place or country, or one word of anything but a person.
    fn is_short(&self, reading: Reading, tokens: &Range<usize>) -> bool {
        let (class, core) = (self.gazetteer.entry(reading.entry).class, self.ontology.core());
        class == core.place || class == core.country || (tokens.len() == 1 && class != core.person)
    }

    /// A country whose name is a given name too (Chad) is meant where it is a place, where the document names it otherwise, or where
    /// the sentence speaks of another country; one whose name somebody bears here ("Jim Jordan") in the former two only.
    fn is_meant(&self, setting: &Setting<'_>, sent: &Sent<'_>, reading: Reading, head: usize) -> bool {
        let entry = self.gazetteer.entry(reading.entry);
        let is_given = self.lexicon.naming.given_names.contains(entry.label.as_str());
        if reading.kind != NameKind::Name || !(is_given || setting.borne.contains(&reading.entry)) {
            return true;
        }
        let is_other = |other: &Reading| {
            let named = matches!(other.kind, NameKind::Name | NameKind::Demonym | NameKind::Seat);
            let country = self.gazetteer.entry(other.entry).class == entry.class;
            named && (if other.entry == reading.entry { other.kind != NameKind::Name } else { country })
        };
        let in_sentence = |candidate: &&Candidate| sent.sentence.span.contains(candidate.span);
        let beside = setting.known.0.iter().filter(in_sentence).flat_map(|candidate| &candidate.readings).any(is_other);
        let otherwise = setting.known.0.iter().flat_map(|candidate| &candidate.readings);
        let mut otherwise = otherwise.filter(|other| other.entry == reading.entry && other.kind != NameKind::Name);
        (is_given && beside) || otherwise.next().is_some() || self.is_location(sent, head)
    }

    /// Whether the document names an entry otherwise, or the country of a place, or of what cannot be named otherwise.
    fn is_backed(&self, id: EntryId, setting: &Setting<'_>) -> bool {
        let entry = self.gazetteer.entry(id);
        let place = entry.class == self.ontology.core().place;
        let of_country = || entry.country.is_some_and(|country| setting.named.contains(&country));
        setting.named.contains(&id) || ((place || entry.plain_names().next().is_none()) && of_country())
    }

    /// Whether a capital stands as a place: behind "in", "to", or as the object of "visit".
    fn is_location(&self, sent: &Sent<'_>, head: usize) -> bool {
        let (tree, reference) = (sent.tree, &self.lexicon.reference);
        let at = first_conjunct(sent, head);
        let locative = |case: usize| reference.locative_prepositions.contains(&tree.lemma(case).to_lowercase());
        let object = tree.deprel(at) == Deprel::Obj
            && tree.head(at).is_some_and(|verb| reference.locative_verbs.contains(tree.lemma(verb)));
        let is_predicate = tree.children_by(at, &[Deprel::Cop]).next().is_some();
        let of_noun = tree.deprel(at) == Deprel::Compound || tree.deprel(at) == Deprel::Root || is_predicate;
        let addressed = tree.head(at).is_some_and(|word| reference.addressing_words.contains(tree.lemma(word)));
        let addressing = |case: usize| reference.addressing_prepositions.contains(&tree.lemma(case).to_lowercase());
        let mut cases = [at, head].into_iter().flat_map(|word| tree.children_by(word, &[Deprel::Case]));
        object || of_noun || cases.any(|case| locative(case) && !(addressed && addressing(case)))
    }

    /// A surname without its title counts when the document names its bearer otherwise, or when it is unmistakable: he has an office, or
    /// had one in the years before of a country that the document names, and nobody else of that country or of a named one bears it.
    fn choose_surname(
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
        let honorifics = &self.lexicon.titles.honorifics;
        let is_addressed = tokens.start > 0 && honorifics.contains(sent.lower(tokens.start - 1));
        if sent.word(tokens.start).chars().count() <= SHORT_SURNAME {
            return None;
        }
        let is_known = |reading: &&Reading| {
            reading.kind == NameKind::Surname && self.is_unmistakable(reading.entry, setting, is_addressed)
        };
        let known = surnames.iter().find(is_known)?;
        let country = |reading: &Reading| self.gazetteer.entry(reading.entry).country;
        let is_rival = |other: &&Reading| {
            let near = country(other).is_none_or(|at| setting.countries.contains(&at) || country(known) == Some(at));
            other.entry != known.entry && (near || is_known(other))
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
        let is_own = |reading: &Reading| {
            let own_words = words_of(self.gazetteer.entry(reading.entry));
            !self.is_other_name(sent, tokens, &own_words, &setting.known)
        };
        people.filter(|_| self.state_behind(sent, tokens).is_none()).filter(is_own).collect()
    }

    /// The only one of some people who has a title on the day of the document, or had it before; of several, the one who has it of a
    /// country or body that the document names. Whoever is elected ("president-elect") has it soon.
    fn holder_among(&self, setting: &Setting<'_>, people: &[Reading], title: &Title<'_>) -> Option<Reading> {
        let day = setting.doc.published;
        let is_named = |body: EntryId| setting.named.contains(&body) || setting.countries.contains(&body);
        let start = |term: &Office| term.from.map(CalendarDate::first_day);
        let is_soon = |term: &Office, day: Date| {
            start(term).is_some_and(|start| start >= day && (start - day).get_days() <= MOST_DAYS_ELECTED)
        };
        let covers =
            |term: &Office| day.is_none_or(|day| if title.elected { is_soon(term, day) } else { term.covers(day) });
        let begun = |term: &Office| day.is_some_and(|day| start(term).is_some_and(|start| start <= day));
        let only = |held: &dyn Fn(&Office) -> bool| {
            let held = |reading: &&Reading, of: &dyn Fn(EntryId) -> bool| {
                let mut terms = self.gazetteer.offices_of(reading.entry).filter(|term| title.is_of(term));
                terms.any(|term| held(term) && of(term.body))
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
    fn title_at(&self, sent: &Sent<'_>, token: usize) -> Option<Title<'_>> {
        // Of a sentence that was not parsed, the words have no lemmas.
        let forms = [sent.tree.lemma(token).to_lowercase(), sent.lower(token).to_owned()];
        let word = forms.into_iter().find(|form| self.lexicon.is_office(form))?;
        let before = (0..token).rev().map(|token| sent.lower(token));
        let qualifiers = before.take_while(|word| self.lexicon.titles.qualifiers.contains(*word));
        let qualifiers = qualifiers.map(str::to_owned).collect();
        let all_qualifiers = &self.lexicon.titles.qualifiers;
        Some(Title { word, qualifiers, elected: false, all_qualifiers })
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

    /// Titles right before a known name: "President Obama" stands for an office of the United States, which the text need not
    /// name.
    pub(super) fn find_offices(&self, doc: &Document, sent: &Sent<'_>, known: &[Mention]) -> Vec<Mention> {
        let people = known.iter().filter(|mention| mention.class == Some(self.ontology.core().person));
        people.filter_map(|person| self.find_office(doc, sent, person)).collect()
    }

    fn find_office(&self, doc: &Document, sent: &Sent<'_>, person: &Mention) -> Option<Mention> {
        let at = sent.tokens_of(person.span).start.checked_sub(1)?;
        let title = self.title_at(sent, at)?;
        let id = person.entry?;
        let terms: Vec<_> = self.gazetteer.offices_of(id).filter(|term| title.is_of(term)).collect();
        let is_current = |term: &&&Office| doc.published.is_some_and(|day| term.covers(day));
        // Some crowns are of many countries.
        let is_own = |term: &&&Office| self.gazetteer.entry(id).country == Some(term.body);
        let current = || terms.iter().filter(is_current);
        let body = current().find(is_own).or_else(|| current().next()).or(terms.last())?.body;
        let class = Some(self.gazetteer.entry(body).class);
        let span = sent.span(at);
        Some(Mention {
            span,
            sent_idx: sent.idx,
            head: at,
            class,
            entry: Some(body),
            form: Form::Office,
            full_name: None,
        })
    }
}

/// The candidates that lie within a sentence, each with its sentence, in the order of the text.
pub(super) fn in_sentences<'s, 't, 'c>(
    sents: &'s [Sent<'t>],
    candidates: &'c [Candidate],
) -> impl Iterator<Item = (&'s Sent<'t>, &'c Candidate)> {
    let mut sents = sents.iter().peekable();
    candidates.iter().filter_map(move |candidate| {
        while sents.next_if(|sent| sent.sentence.span.end <= candidate.span.start).is_some() {}
        let sent = sents.peek().filter(|sent| sent.sentence.span.contains(candidate.span))?;
        Some((*sent, candidate))
    })
}

/// What candidates name in one of some ways.
fn entries_named(candidates: &[Candidate], kinds: &[NameKind]) -> BTreeSet<EntryId> {
    let readings = candidates.iter().flat_map(|candidate| &candidate.readings);
    readings.filter(|reading| kinds.contains(&reading.kind)).map(|reading| reading.entry).collect()
}

/// The words of a person's names.
fn words_of(entry: &Entry) -> BTreeSet<&str> {
    let names = std::iter::once(&entry.label).chain(&entry.aliases).chain(&entry.surnames);
    names.flat_map(|name| name.split([' ', '-'])).collect()
}

pub(super) fn first_conjunct(sent: &Sent<'_>, head: usize) -> usize {
    let mut at = head;
    for _ in 0..sent.len() {
        match sent.tree.head(at).filter(|_| sent.tree.deprel(at) == Deprel::Conj) {
            Some(first) => at = first,
            None => break,
        }
    }
    at
}
