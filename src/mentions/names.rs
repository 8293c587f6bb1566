//! Candidates of the gazetteer in; which of them are names here, and of what, out.

use super::{Finder, Form, Mention, Sent};
use crate::documents::Document;
use crate::gazetteer::{Candidate, EntryId, NameKind, Office, Reading};
use crate::syntax::{Deprel, Upos};
use std::collections::BTreeSet;

impl Finder<'_> {
    /// Decides every candidate that lies within a sentence, in the order of the text.
    pub(super) fn decide_names(&self, doc: &Document, sents: &[Sent<'_>], candidates: &[Candidate]) -> Vec<Mention> {
        let full_names = self.people_by_full_name(candidates);
        let mut found = Vec::new();
        let mut sents = sents.iter().peekable();
        for candidate in candidates {
            while sents.next_if(|sent| sent.sentence.span.end <= candidate.span.start).is_some() {}
            let Some(sent) = sents.peek().filter(|sent| sent.sentence.span.contains(candidate.span)) else { continue };
            found.extend(self.decide(doc, sent, candidate, &full_names));
        }
        found
    }

    /// People whom the document names in full, so that their surname alone is enough elsewhere.
    fn people_by_full_name(&self, candidates: &[Candidate]) -> BTreeSet<EntryId> {
        let readings = candidates.iter().flat_map(|candidate| &candidate.readings);
        readings.filter(|reading| reading.kind == NameKind::Name).map(|reading| reading.entry).collect()
    }

    fn decide(
        &self,
        doc: &Document,
        sent: &Sent<'_>,
        candidate: &Candidate,
        full_names: &BTreeSet<EntryId>,
    ) -> Option<Mention> {
        let tokens = sent.tokens_of(candidate.span);
        if tokens.is_empty() || self.is_common_word(sent, &tokens) {
            return None;
        }
        let head = sent.head_of(&tokens);
        let reading = self.choose(doc, sent, &tokens, head, candidate, full_names)?;
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

    /// A single word that the tagger takes for a verb, pronoun or the like is no name: "Will", "who", "is".
    fn is_common_word(&self, sent: &Sent<'_>, tokens: &std::ops::Range<usize>) -> bool {
        let name_like = [Upos::Propn, Upos::Noun, Upos::Adj, Upos::X, Upos::Num];
        tokens.len() == 1 && !sent.is_capitalised(tokens.start) && !name_like.contains(&sent.tree.upos(tokens.start))
    }

    fn choose(
        &self,
        doc: &Document,
        sent: &Sent<'_>,
        tokens: &std::ops::Range<usize>,
        head: usize,
        candidate: &Candidate,
        full_names: &BTreeSet<EntryId>,
    ) -> Option<Reading> {
        let of_kind = |kind| candidate.readings.iter().copied().filter(move |reading| reading.kind == kind);
        let seat = of_kind(NameKind::Seat).next();
        let name = of_kind(NameKind::Name).next();
        match (seat, name) {
            (Some(seat), Some(_)) if !self.is_location(sent, head) => return Some(seat),
            (seat, name) if seat.or(name).is_some() => return name.or(seat),
            _ => {}
        }
        if let Some(demonym) = of_kind(NameKind::Demonym).next() {
            return Some(demonym);
        }
        let backed = |reading: &Reading| self.is_backed(reading.entry, full_names);
        if let Some(weak) = of_kind(NameKind::Weak).find(backed) {
            return Some(weak);
        }
        let surnames: Vec<_> = of_kind(NameKind::Surname).collect();
        self.choose_surname(doc, sent, tokens, &surnames, full_names)
    }

    /// Whether the document names an entry otherwise, or the country of a place.
    fn is_backed(&self, id: EntryId, named: &BTreeSet<EntryId>) -> bool {
        let entry = self.gazetteer.entry(id);
        let place = entry.class == self.ontology.core().place;
        named.contains(&id) || (place && entry.country.is_some_and(|country| named.contains(&country)))
    }

    /// Whether a capital stands as a place: behind "in", "to", or as the object of "visit".
    fn is_location(&self, sent: &Sent<'_>, head: usize) -> bool {
        let (tree, reference) = (sent.tree, &self.lexicon.reference);
        let at = first_conjunct(sent, head);
        let locative = |case: usize| reference.locative_prepositions.contains(&tree.lemma(case).to_lowercase());
        let object = tree.deprel(at) == Deprel::Obj
            && tree.head(at).is_some_and(|verb| reference.locative_verbs.contains(tree.lemma(verb)));
        let of_noun = tree.deprel(at) == Deprel::Compound || tree.deprel(at) == Deprel::Root;
        object || of_noun || [at, head].iter().any(|&word| tree.children_by(word, &[Deprel::Case]).any(locative))
    }

    /// A surname counts when the document has the full name, when a title stands before it, or when only one
    /// office-holder bears it and no other name part stands beside it.
    fn choose_surname(
        &self,
        doc: &Document,
        sent: &Sent<'_>,
        tokens: &std::ops::Range<usize>,
        surnames: &[Reading],
        full_names: &BTreeSet<EntryId>,
    ) -> Option<Reading> {
        if let Some(known) = surnames.iter().find(|reading| full_names.contains(&reading.entry)) {
            return Some(*known);
        }
        if self.touches_name_part(sent, tokens) || self.lexicon.is_calendar_word(&sent.lower(tokens.start)) {
            return None;
        }
        let title = (tokens.start > 0).then(|| sent.tree.lemma(tokens.start - 1).to_lowercase());
        if let Some(title) = title.filter(|title| self.lexicon.is_office(title)) {
            let holders: Vec<_> = surnames.iter().filter(|reading| self.held(reading.entry, &title, doc)).collect();
            if let [holder] = holders[..] {
                return Some(*holder);
            }
        }
        let unmistakable = |entry| self.gazetteer.offices_of(entry).next().is_some();
        match surnames {
            [only] if unmistakable(only.entry) && sent.word(tokens.start).chars().count() > 3 => Some(*only),
            _ => None,
        }
    }

    /// Whether a person held an office with this word in its title, on the day of publication where there is one.
    fn held(&self, person: EntryId, title: &str, doc: &Document) -> bool {
        self.gazetteer
            .offices_of(person)
            .any(|office| has_title_word(office, title) && doc.published.is_none_or(|day| office.covers(day)))
    }

    /// Titles right before a known name: "President Obama" stands for an office of the United States, which the text need not
    /// name.
    pub(super) fn find_offices(&self, doc: &Document, sent: &Sent<'_>, known: &[Mention]) -> Vec<Mention> {
        let people = known.iter().filter(|mention| mention.class == Some(self.ontology.core().person));
        people.filter_map(|person| self.find_office(doc, sent, person)).collect()
    }

    fn find_office(&self, doc: &Document, sent: &Sent<'_>, person: &Mention) -> Option<Mention> {
        let title = sent.tokens_of(person.span).start.checked_sub(1)?;
        let word = sent.tree.lemma(title).to_lowercase();
        let terms: Vec<_> =
            self.gazetteer.offices_of(person.entry?).filter(|term| has_title_word(term, &word)).collect();
        let current = terms.iter().find(|term| doc.published.is_some_and(|day| term.covers(day)));
        let body = current.or(terms.last()).filter(|_| self.lexicon.is_office(&word))?.body;
        let class = Some(self.gazetteer.entry(body).class);
        let span = sent.span(title);
        Some(Mention {
            span,
            sent_idx: sent.idx,
            head: title,
            class,
            entry: Some(body),
            form: Form::Office,
            full_name: None,
        })
    }

    /// Whether a capitalised word beside makes this a part of a longer, unknown name: "Boris Johnson" for "Johnson".
    fn touches_name_part(&self, sent: &Sent<'_>, tokens: &std::ops::Range<usize>) -> bool {
        let name_part = |token: usize| {
            sent.tree.upos(token) == Upos::Propn
                && sent.is_capitalised(token)
                && !self.lexicon.is_office(sent.tree.lemma(token))
                && !self.lexicon.titles.honorifics.contains(&sent.lower(token))
        };
        (tokens.start > 0 && name_part(tokens.start - 1)) || (tokens.end < sent.len() && name_part(tokens.end))
    }
}

fn has_title_word(office: &Office, title: &str) -> bool {
    office.roles().any(|role| role.split_whitespace().any(|word| word == title))
}

fn first_conjunct(sent: &Sent<'_>, head: usize) -> usize {
    let mut at = head;
    for _ in 0..sent.len() {
        match sent.tree.head(at).filter(|_| sent.tree.deprel(at) == Deprel::Conj) {
            Some(first) => at = first,
            None => break,
        }
    }
    at
}
