//! What pronouns and descriptions point at. No link is better than a wrong one: each rule gives up unless exactly one answer
//! lies near.

use super::{Entities, EntityId};
use crate::mentions::{Form, Mention, Pointer};
use crate::ontology::{ClassId, Ontology};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// How many sentences before its own a pronoun or description may look into.
const REACH: usize = 2;

/// Links every reference whose antecedent is clear.
pub(super) fn resolve(mentions: &[Mention], found: &mut Entities, ontology: &Ontology) {
    let core = ontology.core();
    for (idx, mention) in mentions.iter().enumerate() {
        let Form::Reference(pointer) = mention.form else { continue };
        let before = Before { mentions: &mentions[..idx], found, ontology, mention };
        let links = match pointer {
            Pointer::Person => before.nearest_subject(core.person),
            Pointer::Countries(count) => before.group(core.country, count),
            Pointer::People(count) => before.group(core.person, count),
            Pointer::Thing => before.nearest_body(&[core.country, core.organisation]),
            Pointer::Several | Pointer::Nothing => Vec::new(),
        };
        found.links[idx] = links;
    }
}

/// The mentions that stand before a reference.
struct Before<'a> {
    mentions: &'a [Mention],
    found: &'a Entities,
    ontology: &'a Ontology,
    mention: &'a Mention,
}

impl Before<'_> {
    /// The one entity of a class in the nearest sentence that names any; of several the first, which is mostly its subject.
    fn nearest_subject(&self, class: ClassId) -> Vec<EntityId> {
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

    /// The one country or body that the sentence names before the reference.
    fn nearest_body(&self, classes: &[ClassId]) -> Vec<EntityId> {
        let mut found = Vec::new();
        for class in classes {
            found.extend(self.in_sentence(self.mention.sent_idx, *class));
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// The entities of a class that the text before names, when within reach there are exactly so many.
    fn group(&self, class: ClassId, count: u8) -> Vec<EntityId> {
        let mut found = Vec::new();
        for back in 0..=REACH {
            let Some(sent_idx) = self.mention.sent_idx.checked_sub(back) else { break };
            found.extend(self.in_sentence(sent_idx, class));
            let distinct: BTreeSet<_> = found.iter().copied().collect();
            match distinct.len().cmp(&usize::from(count)) {
                Ordering::Less => {}
                Ordering::Equal => return distinct.into_iter().collect(),
                Ordering::Greater => return Vec::new(),
            }
        }
        Vec::new()
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
