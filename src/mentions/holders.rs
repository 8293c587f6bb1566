//! Descriptions of who holds an office in; the person in office then, or on the day of publication, out: "the Russian president",
//! "Turkey's foreign minister", "the president of France", and "the president" for the one whom the text has named.

use super::{DateMention, Finder, Mention, Sent};
use crate::gazetteer::EntryId;
use crate::syntax::{Deprel, Upos, Xpos};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a document tells of offices.
#[derive(Debug, Clone, Copy)]
pub(super) struct InOffice<'a> {
    /// The day of publication.
    pub day: Option<Date>,
    /// The known names of the document.
    pub names: &'a [Mention],
    /// The dates of the sentence.
    pub dates: &'a [DateMention],
}

/// What may stand before a title and belong to it, or to whose office it is.
const BESIDE_TITLE: &[Deprel] =
    &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::NmodUnmarked, Deprel::NmodDesc];

impl Finder<'_> {
    /// Who is meant by a title that stands for a person.
    pub(super) fn find_holder(
        &self,
        sent: &Sent<'_>,
        head: usize,
        named: &[Mention],
        in_office: InOffice<'_>,
    ) -> Option<EntryId> {
        let day = in_office.day?;
        let tree = sent.tree;
        let titled = [Deprel::Flat, Deprel::NmodDesc, Deprel::Appos, Deprel::Cop];
        if !self.lexicon.is_office(&tree.lemma(head).to_lowercase())
            || !matches!(tree.word(head).xpos, Xpos::Nn | Xpos::Nnp)
            || tree.has(head, &titled)
            || matches!(tree.deprel(head), Deprel::Appos | Deprel::Xcomp)
        {
            return None;
        }
        let bodies: Vec<&Mention> =
            named.iter().filter(|mention| self.is_owner_of_title(sent, head, mention)).collect();
        let roles = self.roles_of(sent, head, &bodies);
        match bodies[..] {
            [body] if !self.is_indefinite(sent, head) => {
                let body = body.entry?;
                let (first, last) = days_told(sent, head, in_office.dates, day);
                let holder = |day| roles.iter().find_map(|role| self.gazetteer.holder(role, body, day));
                holder(first).filter(|&person| first == last || holder(last) == Some(person))
            }
            [] if self.is_definite(sent, head) => {
                let before = in_office.names.iter().filter(|mention| mention.span.end <= sent.span(head).start);
                let holds = |person: &EntryId| {
                    let mut terms = self.gazetteer.offices_of(*person).filter(|term| term.covers(day));
                    terms.any(|term| term.roles().any(|role| roles.iter().any(|told| told == role)))
                };
                let holders: BTreeSet<EntryId> = before.filter_map(|mention| mention.entry).filter(holds).collect();
                holders.first().copied().filter(|_| holders.len() == 1)
            }
            _ => None,
        }
    }

    /// A country or body before a title, or behind its "of".
    fn is_owner_of_title(&self, sent: &Sent<'_>, head: usize, mention: &Mention) -> bool {
        let (tree, core) = (sent.tree, self.ontology.core());
        let is_body = mention.entry.is_some()
            && mention.class.is_some_and(|class| self.ontology.is_any(class, &[core.country, core.organisation]));
        let before = tree.children_by(head, BESIDE_TITLE).any(|child| child == mention.head);
        let owners = &self.lexicon.reference.owner_prepositions;
        let owns =
            |child: usize| tree.children_by(child, &[Deprel::Case]).any(|case| owners.contains(sent.lower(case)));
        let behind = || tree.children_by(head, &[Deprel::Nmod]).any(|child| child == mention.head && owns(child));
        is_body && (before || behind())
    }

    /// The titles that the words of a description may mean: "foreign minister", "secretary of state".
    fn roles_of(&self, sent: &Sent<'_>, head: usize, bodies: &[&Mention]) -> Vec<String> {
        let tree = sent.tree;
        let in_body = |token: usize| bodies.iter().any(|body| body.span.overlaps(sent.span(token)));
        let part = |token: &usize| *token < head && !in_body(*token) && tree.upos(*token) != Upos::Punct;
        let before = tree.children_by(head, &[Deprel::Amod, Deprel::Compound]).filter(part);
        let words: Vec<_> = before.chain([head]).map(|token| sent.lower(token)).collect();
        let plain = words.join(" ");
        let behind = tree.children_by(head, &[Deprel::Nmod]).filter(|&child| !in_body(child)).map(|child| {
            let case = tree.child(child, &[Deprel::Case]).map(|case| sent.lower(case)).unwrap_or_default();
            format!("{plain} {case} {}", sent.lower(child))
        });
        let longer: Vec<_> = behind.collect();
        // "The secretary of defence" is no secretary of another kind.
        if longer.is_empty() { vec![plain] } else { longer }
    }

    fn is_definite(&self, sent: &Sent<'_>, head: usize) -> bool {
        let definite = &self.lexicon.reference.definite;
        sent.tree.children_by(head, &[Deprel::Det]).any(|det| definite.contains(sent.lower(det)))
            && !sent.tree.has(head, &[Deprel::NmodPoss])
    }

    fn is_indefinite(&self, sent: &Sent<'_>, head: usize) -> bool {
        let definite = &self.lexicon.reference.definite;
        sent.tree.children_by(head, &[Deprel::Det]).any(|det| !definite.contains(sent.lower(det)))
    }
}

/// The first and last day of what is said of a noun: those of a past date beside its verb, "In 2010 the Russian president visited …";
/// else the day of publication.
fn days_told(sent: &Sent<'_>, noun: usize, dates: &[DateMention], day: Date) -> (Date, Date) {
    let verb = sent.tree.head(noun);
    let tells = |date: &&DateMention| verb.is_some() && sent.tree.head(date.head) == verb && date.when.last_day() < day;
    dates.iter().find(tells).map_or((day, day), |date| (date.when.first_day(), date.when.last_day()))
}
