//! Candidates of the gazetteer in; which of them are names here, and of what, out.

use super::neighbours::Known;
use super::surroundings::{Countries, is_in_address};
use super::{Finder, Form, Mention, Sent};
use crate::documents::Document;
use crate::gazetteer::{Candidate, Entry, EntryId, NameKind, Office, Reading};
use crate::syntax::{Deprel, Upos, Xpos};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// So many other places of its country make a document speak of the rarer of two places of a name.
const MANY_PLACES: usize = 3;

/// What is known of a document when its candidates are decided.
pub(super) struct Setting<'d> {
    pub(super) doc: &'d Document,
    pub(super) known: Known<'d>,
    /// What the document names without doubt.
    pub(super) named: BTreeSet<EntryId>,
    /// People whom it introduces by title and surname: "President Xi".
    pub(super) titled: BTreeSet<EntryId>,
    /// Countries that it names in any way.
    pub(super) countries: BTreeSet<EntryId>,
    /// Abbreviations that stand for something else here.
    redefined: BTreeSet<&'d str>,
    /// Country → its places that the document names.
    places_in: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// Names of countries and places that are somebody's surname here: "Jim Jordan".
    borne: BTreeSet<&'d str>,
    /// People whose surname somebody else bears here: "Jo Jorgensen".
    pub(super) namesakes: BTreeSet<EntryId>,
    /// Rarer places of their names whose governors and the like it names.
    pub(super) states: BTreeSet<EntryId>,
    /// How often it speaks of each country.
    pub(super) counts: Countries,
    /// Whether it tells of matches.
    pub(super) of_sport: bool,
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
            borne: self.borne_by_people(doc, sents, candidates),
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

    /// The names of countries and places that stand behind a given name.
    fn borne_by_people<'d>(
        &self,
        doc: &'d Document,
        sents: &[Sent<'_>],
        candidates: &[Candidate],
    ) -> BTreeSet<&'d str> {
        let core = self.ontology.core();
        let may_be_place = |candidate: &Candidate| {
            let mut classes = candidate.readings.iter().map(|reading| self.gazetteer.entry(reading.entry).class);
            classes.any(|class| [core.country, core.place].contains(&class))
        };
        let is_borne = |(sent, candidate): &(&Sent<'_>, &Candidate)| {
            let before = sent.tokens_of(candidate.span).start.checked_sub(1);
            may_be_place(candidate)
                && before
                    .is_some_and(|token| self.given_names.contains(sent.word(token)) && !self.is_title(sent, token))
        };
        in_sentences(sents, candidates).filter(is_borne).map(|(_, candidate)| candidate.span.of(&doc.text)).collect()
    }

    /// The people of whose surnames a document makes other people's names.
    fn namesakes(&self, sents: &[Sent<'_>], candidates: &[Candidate]) -> BTreeSet<EntryId> {
        let known = Known(candidates);
        let mut found = BTreeSet::new();
        for (sent, candidate) in in_sentences(sents, candidates) {
            let tokens = sent.tokens_of(candidate.span);
            let may_be_surname = |reading: &&Reading| matches!(reading.kind, NameKind::Surname | NameKind::Weak);
            let surnames = candidate.readings.iter().filter(may_be_surname);
            let is_other = |reading: &&Reading| {
                !tokens.is_empty() && self.is_of_another_person(sent, &tokens, reading.entry, &known)
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
                    || (entry.class == self.ontology.core().person && self.is_relative(sent, tokens))
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
            let is_meant = |plain: &Reading| !is_language && self.is_meant(setting, sent, tokens, candidate, *plain);
            return Some(plain).filter(is_whole).filter(is_meant);
        }
        let owners = self.bodies_before(setting, sent, tokens.start);
        let is_owned = |entry: &Entry| {
            entry.class == self.ontology.core().organisation
                && entry.country.is_some_and(|country| owners.contains(&country))
        };
        let is_backed = |reading: &Reading| {
            let entry = self.gazetteer.entry(reading.entry);
            (self.is_backed(reading.entry, setting) || is_owned(entry))
                && !self.is_of_another_person(sent, tokens, reading.entry, &setting.known)
        };
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
        if let Some(state) = self.state_of_name(candidate).filter(|_| self.is_state(setting, sent, tokens, plain)) {
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
            // Of a state and a city of one name, `is_state` tells.
            let elsewhere = entry.country != self.gazetteer.entry(plain.entry).country;
            elsewhere && entry.class == self.ontology.core().place && entry.country.is_some_and(around)
        };
        let is_place = || self.is_location(sent, head) || self.state_behind(sent, tokens).is_some();
        let is_titled = |entry: EntryId| setting.titled.contains(&entry) && !is_place();
        // "George Bush" of 1990.
        let governs = |entry: EntryId| setting.doc.published.is_some_and(|day| self.governs(entry, day));
        let is_told = |other: &&Reading| {
            names_otherwise(other.entry)
                || is_titled(other.entry)
                || (self.gazetteer.entry(plain.entry).class == self.ontology.core().person
                    && governs(other.entry)
                    && !governs(plain.entry))
        };
        candidate.readings.iter().filter(rarer).find(|other| is_told(other) || is_near(other)).copied()
    }

    /// Whether a name may be a part of a longer one: that of a place or country, or one word of anything but a person.
    fn is_short(&self, reading: Reading, tokens: &Range<usize>) -> bool {
        let (class, core) = (self.gazetteer.entry(reading.entry).class, self.ontology.core());
        class == core.place || class == core.country || (tokens.len() == 1 && class != core.person)
    }

    /// A country whose name is a given name too (Chad) is meant where it is a place, where it owns a body, where the document names it
    /// otherwise, or where the sentence speaks of another country; one whose name somebody bears here ("Jim Jordan") where it is a
    /// place or named otherwise. The capital whose name somebody bears ("George Washington") is no government.
    fn is_meant(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        candidate: &Candidate,
        reading: Reading,
    ) -> bool {
        let entry = self.gazetteer.entry(reading.entry);
        let is_borne = setting.borne.contains(candidate.span.of(sent.text));
        let is_given = self.lexicon.naming.given_names.contains(entry.label.as_str());
        match reading.kind {
            NameKind::Seat => return !is_borne,
            NameKind::Name if is_given || is_borne => {}
            _ => return true,
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
        (is_given && (beside || self.owns_body(sent, tokens)))
            || otherwise.next().is_some()
            || self.is_location(sent, sent.head_of(tokens))
    }

    /// Whether words beside a person's name make it somebody else's: "Peter Macron".
    pub(super) fn is_of_another_person(
        &self,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        person: EntryId,
        known: &Known<'_>,
    ) -> bool {
        let entry = self.gazetteer.entry(person);
        entry.class == self.ontology.core().person && self.is_other_name(sent, tokens, &words_of(entry), known)
    }

    /// "Chad's government".
    fn owns_body(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let behind = tokens.end + 1;
        behind < sent.len()
            && sent.tree.word(tokens.end).xpos == Xpos::Pos
            && (self.lexicon.bodies.nouns.contains(sent.lower(behind)) || self.is_title(sent, behind))
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
        // "Recalled its envoy to Seoul": the word right before counts too, wherever the phrase hangs.
        let addressed = |case: usize| {
            let words = tree.head(at).into_iter().chain(case.checked_sub(1));
            words.into_iter().any(|word| reference.addressing_words.contains(tree.lemma(word)))
                && reference.addressing_prepositions.contains(&tree.lemma(case).to_lowercase())
        };
        let mut cases = [at, head].into_iter().flat_map(|word| tree.children_by(word, &[Deprel::Case]));
        object || of_noun || cases.any(|case| locative(case) && !addressed(case))
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
