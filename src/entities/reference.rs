//! What pronouns and descriptions point at. No link is better than a wrong one: each rule gives up unless exactly one answer
//! lies near. Subjects are looked at before other names, as what a text speaks of mostly stands there (the subject-first ranking
//! of Hobbs 1978 and of centering, Grosz et al. 1995).

use super::{Entities, EntityId, Link, Linker};
use crate::mentions::{Form, Mention, Mentions, Pointer};
use crate::ontology::{ClassId, Ontology};
use crate::syntax::{Deprel, Parse, Tree};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// How many sentences before its own a pronoun or description may look into.
const REACH: usize = 2;

/// Links every reference whose antecedent is clear.
pub(super) fn resolve(linker: &mut Linker<'_>, mentions: &Mentions, parses: &[Parse], ontology: &Ontology) {
    let core = ontology.core();
    let trees: Vec<_> = parses.iter().map(Tree::new).collect();
    for (idx, mention) in mentions.names.iter().enumerate() {
        let Form::Reference(pointer) = mention.form else { continue };
        let before =
            Before { mentions: &mentions.names[..idx], found: &linker.found, trees: &trees, ontology, mention };
        let links = match pointer {
            Pointer::Person => before.person(core.person),
            Pointer::Countries(count) => before.group(core.country, count),
            Pointer::People(count) => before.group(core.person, count),
            Pointer::Either(count) => {
                let people = before.group(core.person, count);
                if people.is_empty() { before.group(core.country, count) } else { people }
            }
            Pointer::Thing => before.thing(&[core.country, core.organisation]),
            Pointer::Several => before.several(core.actor),
            Pointer::Speaker => speakers(&linker.found, mentions, ontology, core.person),
            Pointer::Speakers => represented(linker, mentions, ontology),
            Pointer::Nothing => Vec::new(),
        };
        linker.found.links[idx] = links;
    }
}

/// The one person who speaks in a document.
fn speakers(found: &Entities, mentions: &Mentions, ontology: &Ontology, class: ClassId) -> Vec<EntityId> {
    let mut people = issuers(found, mentions);
    people.retain(|issuer| ontology.is_a(found.entity(*issuer).class, class));
    if people.len() == 1 { people } else { Vec::new() }
}

/// Those for whom a document speaks: the countries and bodies that issue it, or the country of the people who do.
fn represented(linker: &mut Linker<'_>, mentions: &Mentions, ontology: &Ontology) -> Vec<EntityId> {
    let core = ontology.core();
    let mut found = Vec::new();
    for issuer in issuers(&linker.found, mentions) {
        let entity = linker.found.entity(issuer);
        let represented = match entity.link {
            Link::Known(entry) if entity.class == core.person => {
                linker.gazetteer.entry(entry).country.map(|country| linker.known(country))
            }
            _ if ontology.is_any(entity.class, &[core.country, core.organisation]) => Some(issuer),
            _ => None,
        };
        found.extend(represented.filter(|entity| !found.contains(entity)));
    }
    found
}

fn issuers(found: &Entities, mentions: &Mentions) -> Vec<EntityId> {
    mentions.issuers.iter().flat_map(|&idx| found.links[idx].iter().copied()).collect()
}

/// The mentions that stand before a reference.
struct Before<'a> {
    mentions: &'a [Mention],
    found: &'a Entities,
    trees: &'a [Tree<'a>],
    ontology: &'a Ontology,
    mention: &'a Mention,
}

impl Before<'_> {
    /// The nearest subject that is a person; without one, the one person in the nearest sentence that names any, of several the
    /// first.
    fn person(&self, class: ClassId) -> Vec<EntityId> {
        let own: Vec<_> = self.in_sentence(self.mention.sent_idx, class);
        if let [only] = own[..] {
            return vec![only];
        }
        for back in 1..=REACH {
            let Some(sent_idx) = self.mention.sent_idx.checked_sub(back) else { break };
            let there = self.in_sentence(sent_idx, class);
            if let Some(first) = there.first() {
                return vec![*first];
            }
        }
        own.first().copied().into_iter().collect()
    }

    /// The one country or body that the sentence names before the reference, or else the subject nearest before it.
    fn thing(&self, classes: &[ClassId]) -> Vec<EntityId> {
        let mut found: Vec<EntityId> = Vec::new();
        for class in classes {
            found.extend(self.in_sentence(self.mention.sent_idx, *class));
        }
        if found.len() == 1 {
            return found;
        }
        self.subject(|links| links.len() == 1 && self.ontology.is_any(self.found.entity(links[0]).class, classes))
    }

    /// Those who together are the subject nearest before the reference.
    fn several(&self, class: ClassId) -> Vec<EntityId> {
        let actors =
            |links: &[EntityId]| links.iter().all(|link| self.ontology.is_a(self.found.entity(*link).class, class));
        self.subject(|links| links.len() > 1 && actors(links))
    }

    /// What the subject nearest before the reference stands for: of its own sentence, or else the last that the sentence before
    /// has, when that is of the kind that is looked for.
    fn subject(&self, fits: impl Fn(&[EntityId]) -> bool) -> Vec<EntityId> {
        let here = self.subjects(self.mention.sent_idx);
        let own = here.into_iter().rev().find(|links| fits(links));
        let before = || {
            let sent_idx = self.mention.sent_idx.checked_sub(1)?;
            self.subjects(sent_idx).into_iter().next().filter(|links| fits(links))
        };
        own.or_else(before).unwrap_or_default()
    }

    /// What each subject of a sentence before the reference stands for, in the order of the text.
    fn subjects(&self, sent_idx: usize) -> Vec<Vec<EntityId>> {
        let Some(tree) = self.trees.get(sent_idx) else { return Vec::new() };
        let end = if sent_idx == self.mention.sent_idx { self.mention.head } else { tree.len() };
        let subject = |&token: &usize| matches!(tree.deprel(token), Deprel::Nsubj | Deprel::NsubjPass);
        let links = |token: usize| {
            let heads = tree.conjuncts(token);
            let found = self.mentions.iter().zip(&self.found.links).filter(|(mention, _)| {
                mention.sent_idx == sent_idx && heads.contains(&mention.head) && !self.is_part_of_body(mention)
            });
            let mut links: Vec<EntityId> = Vec::new();
            for (_, found) in found.filter(|(mention, _)| !matches!(mention.form, Form::Phrase | Form::Office)) {
                links.extend(found.iter().filter(|link| !links.contains(link)).copied().collect::<Vec<_>>());
            }
            links
        };
        (0..end).filter(subject).map(links).filter(|links| !links.is_empty()).collect()
    }

    /// So many entities of a class: those that the text within reach names, when they are just as many; else those who together
    /// are the subject nearest before; else those of whom the whole text before speaks most.
    fn group(&self, class: ClassId, count: u8) -> Vec<EntityId> {
        let count = usize::from(count);
        if let Some(found) = self.all_within_reach(class, count) {
            return found;
        }
        let is_group = |links: &[EntityId]| {
            links.len() == count && links.iter().all(|link| self.ontology.is_a(self.found.entity(*link).class, class))
        };
        let subject = self.subject(is_group);
        if subject.is_empty() { self.most_named(class, count) } else { subject }
    }

    /// The entities of a class that are named far more often than any other before the reference: each at least twice as often.
    fn most_named(&self, class: ClassId, count: usize) -> Vec<EntityId> {
        let mut times: BTreeMap<EntityId, usize> = BTreeMap::new();
        let named = self.mentions.iter().zip(&self.found.links).filter(|(mention, _)| mention.form.is_name());
        for link in named.flat_map(|(_, links)| links) {
            if self.ontology.is_a(self.found.entity(*link).class, class) {
                *times.entry(*link).or_default() += 1;
            }
        }
        let mut ranked: Vec<_> = times.into_iter().collect();
        ranked.sort_by_key(|&(entity, times)| (Reverse(times), entity));
        let least = ranked.get(count.wrapping_sub(1)).map_or(0, |&(_, times)| times);
        let next = ranked.get(count).map_or(0, |&(_, times)| times);
        let stands_out = least >= 2 && least >= 2 * next;
        ranked.into_iter().take(count).map(|(entity, _)| entity).filter(|_| stands_out).collect()
    }

    /// The entities of a class that the text before names, when within reach there are exactly so many.
    fn all_within_reach(&self, class: ClassId, count: usize) -> Option<Vec<EntityId>> {
        let mut found = Vec::new();
        for back in 0..=REACH {
            let sent_idx = self.mention.sent_idx.checked_sub(back)?;
            found.extend(self.in_sentence(sent_idx, class));
            let distinct: BTreeSet<_> = found.iter().copied().collect();
            match distinct.len().cmp(&count) {
                Ordering::Less => {}
                Ordering::Equal => return Some(distinct.into_iter().collect()),
                Ordering::Greater => return None,
            }
        }
        None
    }

    /// "Obama" in "the Obama administration" is no person that a pronoun may mean.
    fn is_part_of_body(&self, mention: &Mention) -> bool {
        self.mentions
            .iter()
            .any(|other| other.form == Form::Body && other.span != mention.span && other.span.contains(mention.span))
    }

    /// Distinct entities of a class that a sentence names before the reference, in order.
    fn in_sentence(&self, sent_idx: usize, class: ClassId) -> Vec<EntityId> {
        let mut found = Vec::new();
        for (mention, links) in self.mentions.iter().zip(&self.found.links) {
            let named = mention.sent_idx == sent_idx
                && mention.span.end <= self.mention.span.start
                && !self.is_part_of_body(mention);
            for link in links.iter().filter(|_| named) {
                if self.ontology.is_a(self.found.entity(*link).class, class) && !found.contains(link) {
                    found.push(*link);
                }
            }
        }
        found
    }
}
