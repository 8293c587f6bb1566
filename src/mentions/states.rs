//! States of a federation: a name that one shares with a city or a country in; whether the state is meant out.

use super::names::{Setting, in_sentences};
use super::{Finder, Sent};
use crate::gazetteer::{Candidate, EntryId, NameKind, Reading};
use crate::syntax::{Deprel, Upos, Xpos};
use std::collections::BTreeSet;
use std::ops::Range;

impl Finder<'_> {
    /// The state that a name may be besides a city or a country: the American Georgia.
    pub(super) fn state_of_name(&self, candidate: &Candidate) -> Option<Reading> {
        let is_state = |reading: &&Reading| {
            let entry = self.gazetteer.entry(reading.entry);
            let country = entry.country.map(|country| self.gazetteer.entry(country).id.as_str());
            let names = country.and_then(|country| self.lexicon.naming.states_with_shared_names.get(country));
            reading.kind == NameKind::Weak
                && entry.class == self.ontology.core().place
                && names.is_some_and(|names| names.contains(entry.id.as_str()))
        };
        candidate.readings.iter().find(is_state).copied()
    }

    /// The states of shared names of which a document tells who governs them or speaks for them: the American Georgia, if it has
    /// "Georgia Governor Brian Kemp".
    pub(super) fn states_governed(&self, sents: &[Sent<'_>], candidates: &[Candidate]) -> BTreeSet<EntryId> {
        let governed = in_sentences(sents, candidates).filter_map(|(sent, candidate)| {
            self.state_of_name(candidate).filter(|_| self.is_governed(sent, &sent.tokens_of(candidate.span)))
        });
        governed.map(|reading| reading.entry).collect()
    }

    /// "Georgia Governor Brian Kemp", "Georgia's Republican senator", "the governor of Georgia", "Sen. Jon Ossoff of Georgia".
    fn is_governed(&self, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let naming = &self.lexicon.naming;
        let is_office = |token: usize| {
            // "Secretary of State"
            let words = (token..sent.len().min(token + 3)).map(|token| sent.word(token));
            naming.offices_of_states.contains(sent.word(token))
                || naming.offices_of_states.contains(words.collect::<Vec<_>>().join(" ").as_str())
        };
        let possessive = usize::from(tokens.end < sent.len() && sent.tree.word(tokens.end).xpos == Xpos::Pos);
        let first = tokens.end + possessive;
        let party = usize::from(first + 1 < sent.len() && sent.is_capitalised(first));
        let linked = tokens.start.checked_sub(1).filter(|&token| naming.links.contains(sent.word(token)));
        let of_office = linked.filter(|_| possessive == 0).is_some_and(|link| {
            let named = (0..link).rev().take_while(|&token| sent.is_capitalised(token)).count();
            (link.saturating_sub(named + 1)..link).any(is_office)
        });
        of_office || (first..first + party + 1).take_while(|&token| token < sent.len()).any(is_office)
    }

    /// "White Plains, New York": behind a comma, where something lies that is no body.
    fn holds_place_before(&self, setting: &Setting<'_>, sent: &Sent<'_>, tokens: &Range<usize>) -> bool {
        let head = sent.head_of(tokens);
        let behind_comma = tokens.start.checked_sub(1).is_some_and(|token| sent.word(token) == ",");
        let organisation = self.ontology.core().organisation;
        let is_body = |known: &Candidate| {
            known
                .readings
                .iter()
                .any(|reading| self.ontology.is_a(self.gazetteer.entry(reading.entry).class, organisation))
        };
        let beside = [Deprel::Appos, Deprel::NmodUnmarked];
        let place = sent.tree.head(head).filter(|_| beside.contains(&sent.tree.deprel(head)));
        behind_comma
            && place.is_some_and(|place| {
                sent.tree.upos(place) == Upos::Propn
                    && !self.is_company_form(sent, place)
                    && !setting.known.at(sent.span(place)).is_some_and(is_body)
            })
    }

    /// "New York Governor", "Ohio and New York": a state, where a state and a city have one name. The city is the plain reading. A
    /// country may have assemblies and neighbours too, so that of its name only governors and the like tell.
    pub(super) fn is_state(
        &self,
        setting: &Setting<'_>,
        sent: &Sent<'_>,
        tokens: &Range<usize>,
        plain: Reading,
    ) -> bool {
        if self.gazetteer.entry(plain.entry).class != self.ontology.core().place {
            return self.is_governed(sent, tokens);
        }
        let naming = &self.lexicon.naming;
        let within = |token: &usize| *token < sent.len();
        let is_sign = |token: usize| naming.signs_of_states.contains(sent.word(token));
        let state_at = |token: usize| {
            setting.known.at(sent.span(token)).is_some_and(|known| {
                let name = known.span.of(&setting.doc.text);
                naming.states_behind_towns.values().any(|states| states.contains(name))
            })
        };
        let joins = |token: usize| sent.word(token) == "," || sent.tree.deprel(token) == Deprel::Cc;
        let (before, behind) = (tokens.start.checked_sub(1), Some(tokens.end).filter(within));
        let left = (0..tokens.start).rev().find(|&token| !joins(token)).filter(|&token| Some(token) != before);
        let right = (tokens.end..sent.len()).find(|&token| !joins(token)).filter(|&token| Some(token) != behind);
        [before, behind].into_iter().flatten().any(is_sign)
            || [left, right].into_iter().flatten().any(state_at)
            || self.is_governed(sent, tokens)
            || self.holds_place_before(setting, sent, tokens)
    }
}
