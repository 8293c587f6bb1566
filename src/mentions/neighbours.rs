//! Neighbours: a known name in a sentence in; whether it is a part of a longer name out: "Georgia Power", "Real Madrid",
//! "University of Maryland", "Chase (CHA)".

use super::{Finder, Sent};
use crate::gazetteer::{Candidate, NameKind, Reading};
use crate::span::Span;
use crate::syntax::{Deprel, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// Letters that a name in brackets may have to be an abbreviation of the words before it.
const MAX_ABBREVIATION: usize = 6;

/// Where the candidates of a document stand, in its order.
pub(super) struct Known<'c>(pub(super) &'c [Candidate]);

impl Known<'_> {
    /// The candidate that covers a place.
    pub(super) fn at(&self, span: Span) -> Option<&Candidate> {
        let at = self.0.partition_point(|candidate| candidate.span.end <= span.start);
        self.0.get(at).filter(|found| found.span.overlaps(span))
    }

    /// Whether a place holds a name that is one without further evidence.
    fn covers(&self, span: Span) -> bool {
        let at = self.0.partition_point(|candidate| candidate.span.end <= span.start);
        let is_plain = |reading: &Reading| !matches!(reading.kind, NameKind::Surname | NameKind::Weak);
        self.0.get(at).is_some_and(|found| found.span.overlaps(span) && found.readings.iter().any(is_plain))
    }
}

impl Finder<'_> {
    /// Whether capitalised words beside a name of a country, place or organisation make it a part of a longer one.
    pub(super) fn is_part(
        &self,
        sent: &Sent<'_>,
        span: Span,
        tokens: &Range<usize>,
        reading: Reading,
        known: &Known<'_>,
    ) -> bool {
        let (kind, class) = (reading.kind, self.gazetteer.entry(reading.entry).class);
        if !sent.has_small_letters() {
            return false;
        }
        let of_people = kind == NameKind::Demonym;
        (!of_people && self.is_hyphenated(sent, span, known))
            || self.is_named_after(sent, tokens)
            || self.has_byname(sent, tokens, known)
            || is_dotted_on(sent, span)
            || self.run_takes_in(sent, tokens, class == self.ontology.core().place, known)
            || (tokens.start > 0 && self.word_takes_in(sent, tokens, of_people, known))
    }

    /// "South London", "the mayor of Paris", "London-based": a place or a part of one, not who governs there.
    pub(super) fn is_in_place(&self, sent: &Sent<'_>, tokens: &Range<usize>, head: usize) -> bool {
        let naming = &self.lexicon.naming;
        let of = |case: usize| naming.links.contains(sent.word(case));
        let is_of = sent.tree.children_by(head, &[Deprel::Case]).any(of);
        let owner = sent.tree.head(head).map(|owner| sent.tree.lemma(owner).to_lowercase());
        let is_base = behind_hyphen(sent, tokens).is_some_and(|word| naming.of_bases.contains(sent.lower(word)));
        is_base
            || (is_of && owner.is_some_and(|owner| naming.of_places.contains(&owner)))
            || (tokens.start > 0 && self.is_part_of_place(sent, tokens.start - 1))
    }

    /// "Moscow-backed": a government that does something.
    pub(super) fn is_actor_of_compound(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let participle = |&word: &usize| {
            sent.tree.upos(word) == Upos::Verb && !self.lexicon.naming.of_bases.contains(sent.lower(word))
        };
        behind_hyphen(sent, tokens).filter(participle).is_some()
    }

    /// Whether a word tells which part of a place is meant: "South", "western".
    fn is_part_of_place(&self, sent: &Sent<'_>, token: usize) -> bool {
        let same = |part: &String| part.eq_ignore_ascii_case(sent.word(token));
        self.lexicon.naming.parts_of_places.iter().any(same)
    }

    /// "Boston Globe", "Bank of America Tower", "General Electric Credit Corp": words behind a name that make something else of it,
    /// whatever it names alone.
    pub(super) fn is_named_by_other(&self, sent: &Sent<'_>, tokens: &Range<usize>, known: &Known<'_>) -> bool {
        let naming = &self.lexicon.naming;
        let nominal = [Upos::Propn, Upos::Adj, Upos::Noun, Upos::X, Upos::Num];
        let goes_on = |&token: &usize| {
            sent.is_capitalised(token)
                && sent.word(token).chars().all(|c| c.is_alphanumeric() || "-'’.&/".contains(c))
                && nominal.contains(&sent.tree.upos(token))
                && !self.is_title_word(sent, token)
                && !self.lexicon.is_calendar_word(sent.lower(token))
                && !known.covers(sent.span(token))
        };
        let run = tokens.end..tokens.end + (tokens.end..sent.len()).take_while(goes_on).count();
        let forms = run.clone().rev().take_while(|&token| self.is_company_form(sent, token)).count();
        let is_other_firm = forms > 0 && forms < run.len();
        sent.has_small_letters()
            && (is_other_firm || run.clone().any(|token| naming.named_by_others.contains(sent.word(token))))
    }

    /// "Guinea pigs", "Molotov cocktails": a name that a common noun begins with.
    pub(super) fn begins_noun(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let noun = || Span::new(sent.span(tokens.start).start, sent.span(tokens.end).end).of(sent.text).to_lowercase();
        tokens.end < sent.len() && self.lexicon.naming.common_nouns.contains(&noun())
    }

    /// "Donald Trump *Jr.*": somebody whom only his name's last word tells from a known person.
    pub(super) fn is_relative(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let naming = &self.lexicon.naming;
        let comma = usize::from(tokens.end < sent.len() && sent.word(tokens.end) == ",");
        let behind = tokens.end + comma;
        behind < sent.len() && naming.generations.contains(sent.word(behind))
    }

    /// "Seattle-First": a name that a hyphen and a capital letter lengthen.
    fn is_hyphenated(&self, sent: &Sent<'_>, span: Span, known: &Known<'_>) -> bool {
        let mut behind = sent.text[span.end..].chars();
        let is_longer = behind.next() == Some('-') && behind.next().is_some_and(char::is_uppercase);
        is_longer && !known.covers(Span::new(span.end + 1, span.end + 2))
    }

    /// "University of Maryland".
    fn is_named_after(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let links = &self.lexicon.naming.links;
        let linked = (0..tokens.start).rev().take_while(|&token| links.contains(sent.word(token))).count();
        let before = tokens.start.checked_sub(linked + 1).filter(|_| linked > 0);
        before.is_some_and(|token| self.lexicon.naming.named_after_places.contains(sent.word(token)))
    }

    /// "America the Beautiful".
    fn has_byname(&self, sent: &Sent<'_>, tokens: &Range<usize>, known: &Known<'_>) -> bool {
        let (link, word) = (tokens.end, tokens.end + 1);
        word < sent.len()
            && self.lexicon.naming.links.contains(sent.word(link))
            && sent.tree.upos(link) == Upos::Det
            && sent.is_capitalised(word)
            && !known.covers(sent.span(word))
            && !self.keeps_meaning(sent, word)
    }

    /// "Hanover, NH", "Berlin, N.J.": the id of the country whose state behind a comma says where a town lies.
    pub(super) fn state_behind(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> Option<&str> {
        let (comma, state) = (tokens.end, tokens.end + 1);
        let words = |count: usize| {
            let words: Vec<_> = (state..sent.len()).take(count).map(|token| sent.word(token)).collect();
            words.join(" ").replace('.', "")
        };
        let names = (state < sent.len() && sent.word(comma) == ",").then(|| [words(1), words(2)])?;
        let mut countries = self.lexicon.naming.states_behind_towns.iter();
        let holds_one = |states: &BTreeSet<String>| names.iter().any(|name| states.contains(name));
        countries.find(|(_, states)| holds_one(states)).map(|(country, _)| country.as_str())
    }

    /// Whether the words behind a name are what the name belongs to: "Georgia Power", but not "Georgia Governor", and not "China
    /// Huawei executives", where all of them only describe.
    fn run_takes_in(&self, sent: &Sent<'_>, tokens: &Range<usize>, of_town: bool, known: &Known<'_>) -> bool {
        let run = self.run_from(sent, tokens.end, known);
        if run.is_empty() || run.clone().any(|token| self.keeps_meaning(sent, token)) {
            return false;
        }
        // "Co" and "Initiative" end a name, whatever it describes in turn.
        let ends_name = self.lexicon.name_classes.contains_key(sent.word(run.end - 1));
        let describes_noun = !of_town && run.end < sent.len() && sent.tree.upos(run.end) == Upos::Noun && !ends_name;
        let is_bound = |token: usize| {
            let bound = [Deprel::Compound, Deprel::Flat, Deprel::Amod, Deprel::NmodDesc, Deprel::Nummod, Deprel::Appos];
            let inside = |head: usize| tokens.start <= head && head < run.end;
            sent.tree.head(token).is_some_and(inside) && bound.contains(&sent.tree.deprel(token))
        };
        !describes_noun && (is_bound(sent.head_of(tokens)) || is_bound(run.start))
    }

    /// The capitalised words from a token on that no candidate covers.
    fn run_from(&self, sent: &Sent<'_>, start: usize, known: &Known<'_>) -> Range<usize> {
        let length = (start..sent.len()).take_while(|&token| self.is_name_word(sent, token, known)).count();
        start..start + length
    }

    fn is_name_word(&self, sent: &Sent<'_>, token: usize, known: &Known<'_>) -> bool {
        sent.tree.upos(token) == Upos::Propn
            && sent.is_capitalised(token)
            && sent.word(token).chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
            && !self.lexicon.is_calendar_word(sent.lower(token))
            && !known.covers(sent.span(token))
    }

    /// Whether a word beside a name says what sort of thing of the same name's is meant: a title or a body of a state.
    fn keeps_meaning(&self, sent: &Sent<'_>, token: usize) -> bool {
        self.is_title_word(sent, token) || self.lexicon.naming.of_states.contains(sent.word(token))
    }

    fn is_title_word(&self, sent: &Sent<'_>, token: usize) -> bool {
        self.lexicon.is_office(sent.tree.lemma(token)) || self.lexicon.titles.honorifics.contains(sent.lower(token))
    }

    /// Whether the word before a name takes it in: "Real Madrid", "Native Americans".
    fn word_takes_in(&self, sent: &Sent<'_>, tokens: &Range<usize>, of_people: bool, known: &Known<'_>) -> bool {
        let (before, naming) = (tokens.start - 1, &self.lexicon.naming);
        if of_people || naming.of_peoples.contains(sent.word(before)) {
            return naming.of_peoples.contains(sent.word(before));
        }
        if naming.before_places.contains(sent.word(before)) {
            return true;
        }
        let is_free = self.is_name_word(sent, before, known) && !self.keeps_meaning(sent, before);
        let bound = [Deprel::Compound, Deprel::Flat];
        let head = sent.head_of(tokens);
        let hangs_together = bound.contains(&sent.tree.deprel(before))
            || (sent.tree.head(head) == Some(before) && bound.contains(&sent.tree.deprel(head)));
        is_free && hangs_together && !naming.parts_of_places.contains(sent.word(before))
    }

    /// Whether a word beside a surname belongs to the name of somebody or something else: "Hunter Biden", "Trump Tower". Words of
    /// the person's own name do not.
    pub(super) fn is_other_name(
        &self,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        own_words: &BTreeSet<&str>,
        known: &Known<'_>,
    ) -> bool {
        let joined =
            |sign: usize, name: usize| name < sent.len() && sent.word(sign) == "&" && sent.is_capitalised(name);
        let on_campus = tokens.start > 1
            && self.lexicon.naming.campus_links.contains(sent.word(tokens.start - 1))
            && sent.is_capitalised(tokens.start - 2);
        let is_firm = (tokens.start > 1 && joined(tokens.start - 1, tokens.start - 2))
            || (tokens.end < sent.len() && joined(tokens.end, tokens.end + 1));
        if on_campus || is_firm {
            return true;
        }
        let is_other = |token: usize| {
            let word = sent.word(token);
            let is_initial = word.trim_end_matches('.').chars().count() == 1;
            self.is_name_word(sent, token, known)
                && !self.keeps_meaning(sent, token)
                && !own_words.contains(word)
                && !is_initial
        };
        sent.has_small_letters()
            && ((tokens.start > 0 && is_other(tokens.start - 1)) || (tokens.end < sent.len() && is_other(tokens.end)))
    }

    /// The abbreviations that a document makes of other words than the gazetteer does: "Grand Master (GM)".
    pub(super) fn other_abbreviations<'t>(&self, sents: &'t [Sent<'t>], candidates: &[Candidate]) -> BTreeSet<&'t str> {
        let mut found = BTreeSet::new();
        for pair in sents.iter().flat_map(|sent| (2..sent.len()).map(move |token| (sent, token))) {
            let (sent, token) = pair;
            let short = sent.word(token);
            let is_short =
                short.len() <= MAX_ABBREVIATION && short.len() > 1 && short.bytes().all(|b| b.is_ascii_uppercase());
            if !is_short || sent.word(token - 1) != "(" || token < short.len() + 1 {
                continue;
            }
            let words = token - 1 - short.len()..token - 1;
            let spells = words.clone().zip(short.chars()).all(|(word, letter)| sent.word(word).starts_with(letter));
            let long = Span::new(sent.span(words.start).start, sent.span(words.end - 1).end);
            if spells && !names_same(candidates, long, sent.span(token)) {
                found.insert(short);
            }
        }
        found
    }
}

/// "U.S" of "35 U.S.C. 100": an abbreviation that goes on behind its dot.
fn is_dotted_on(sent: &Sent<'_>, span: Span) -> bool {
    let mut behind = sent.text[span.end..].chars();
    let dotted = span.of(sent.text).contains('.') && behind.next() == Some('.');
    dotted && behind.next().is_some_and(char::is_uppercase)
}

/// Whether what stands at two places may be the same entry.
fn names_same(candidates: &[Candidate], long: Span, short: Span) -> bool {
    let at = |span: Span| candidates.iter().find(move |candidate| candidate.span.overlaps(span));
    let (Some(long), Some(short)) = (at(long), at(short)) else { return false };
    long.readings.iter().any(|one| short.readings.iter().any(|other| one.entry == other.entry))
}

/// The token that a hyphen joins to what ends right before it.
pub(super) fn behind_hyphen(sent: &Sent<'_>, tokens: &Range<usize>) -> Option<usize> {
    let behind = tokens.end + 1;
    (behind < sent.len() && sent.word(tokens.end) == "-").then_some(behind)
}
