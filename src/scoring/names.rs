//! Names in; whether they mean the same, out. A named entity goes by one of the names of the gold, whatever case, accents, articles
//! and punctuation; a phrase by half of its content words, one of them more telling than "deal".

use super::records::{End, Gold, GoldEntity, GoldFact};
use crate::error::Result;
use crate::knowledge::Folder;
use crate::ontology::Ontology;
use serde::Deserialize;
use std::collections::BTreeSet;

const FILE: &str = "english/scoring.toml";

/// What facts are compared by: the relations and classes of an ontology, and the words of its English.
#[derive(Debug)]
pub struct Rules<'a> {
    ontology: &'a Ontology,
    words: Words,
    ignored: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    articles: BTreeSet<String>,
    stop_words: BTreeSet<String>,
    generic_words: BTreeSet<String>,
}

impl<'a> Rules<'a> {
    /// Reads `english/scoring.toml` of an ontology folder.
    ///
    /// # Errors
    /// Names file and line of a syntax error or an unknown key.
    pub fn load(folder: &Folder, ontology: &'a Ontology) -> Result<Self> {
        Ok(Self { ontology, words: folder.toml(FILE)?, ignored: BTreeSet::new() })
    }

    /// The same rules, which leave out the facts of some relations: those that a gold does not tell.
    #[must_use]
    pub fn ignoring(mut self, relations: impl IntoIterator<Item = String>) -> Self {
        self.ignored.extend(relations);
        self
    }

    /// Whether facts of a relation count.
    pub(super) fn counts(&self, relation: &str) -> bool {
        !self.ignored.contains(relation) && self.ontology.relation_named(relation).is_some()
    }

    /// Whether the ends of a relation may change places.
    pub(super) fn is_symmetric(&self, relation: &str) -> bool {
        self.ontology.relation_named(relation).is_some_and(|id| self.ontology.relation(id).symmetric)
    }

    /// Whether two ends name those of a fact of the gold; `wider` allows the places around its object too.
    pub(super) fn same_ends(&self, (subject, object): (&End, &End), fact: &GoldFact, gold: &Gold, wider: bool) -> bool {
        let objects = || std::iter::once(&fact.object).chain(fact.object_also.iter().filter(|_| wider));
        let is = |end: &End, id: &String| gold.entity(id).is_some_and(|entity| self.same_entity(end, entity));
        let pair = |one: &End, other: &End| is(one, &fact.subject) && objects().any(|id| is(other, id));
        pair(subject, object) || (self.is_symmetric(&fact.relation) && pair(object, subject))
    }

    fn same_entity(&self, end: &End, entity: &GoldEntity) -> bool {
        let found: Vec<&str> = std::iter::once(end.label.as_str()).chain(end.mention.as_deref()).collect();
        let id = entity.id.replace('-', " ");
        let named: BTreeSet<_> = entity.names.iter().chain([&id]).map(|name| self.fold(name)).collect();
        found.iter().any(|name| named.contains(&self.fold(name)))
            || (self.is_phrase(&entity.r#type)
                && found.iter().any(|name| entity.names.iter().any(|other| self.same_phrase(name, other))))
    }

    /// Whether things of a class may go by a paraphrase: those that are neither actors nor places.
    fn is_phrase(&self, class: &str) -> bool {
        let core = self.ontology.core();
        self.ontology.class_named(class).is_some_and(|class| !self.ontology.is_any(class, &[core.actor, core.place]))
    }

    /// Whether two phrases share half of their words (F1 of their sets), and not only words that many phrases have. A gold phrase of
    /// nothing but such words is the same as one with its last word.
    fn same_phrase(&self, found: &str, gold: &str) -> bool {
        let (found, gold) = (self.content_words(found), self.content_words(gold));
        let (found_set, gold_set): (BTreeSet<_>, BTreeSet<_>) = (found.iter().collect(), gold.iter().collect());
        let common: Vec<_> = found_set.intersection(&gold_set).collect();
        if common.is_empty() || 4 * common.len() < found_set.len() + gold_set.len() {
            return false;
        }
        let is_generic = |word: &&String| self.words.generic_words.contains(*word);
        if gold_set.iter().all(is_generic) {
            return found.last() == gold.last();
        }
        !common.into_iter().all(is_generic)
    }

    /// The words of a phrase that tell what it is about, in the singular.
    fn content_words(&self, phrase: &str) -> Vec<String> {
        let folded = self.fold(phrase);
        let words = folded.split_whitespace().map(|word| word.trim_matches('.'));
        let words = words.filter(|word| !word.is_empty() && !self.words.stop_words.contains(*word));
        words.map(|word| singular(word).to_owned()).collect()
    }

    /// A name in lower-case ASCII letters, digits, `$` and inner full stops, without an article before it or possessive endings.
    pub(super) fn fold(&self, name: &str) -> String {
        let ascii = deunicode::deunicode(name).to_lowercase();
        let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | '.');
        let plain: String = drop_possessives(&ascii).chars().map(|c| if kept(c) { c } else { ' ' }).collect();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let rest = match words[..] {
            [first, ref rest @ ..] if !rest.is_empty() && self.words.articles.contains(first) => rest,
            _ => &words[..],
        };
        let last = rest.len().saturating_sub(1);
        // A full stop ends a word of many ("Inc. of"), and is a part of one inside ("U.S.A").
        let trimmed = rest
            .iter()
            .enumerate()
            .map(|(at, word)| if at < last { word.strip_suffix('.').unwrap_or(word) } else { word });
        trimmed.collect::<Vec<_>>().join(" ").trim_matches([' ', '.']).to_owned()
    }
}

/// "russia's" as "russia".
fn drop_possessives(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("'s") {
        let ends_word = !rest[at + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        kept.push_str(&rest[..if ends_word { at } else { at + 2 }]);
        rest = &rest[at + 2..];
    }
    kept + rest
}

/// A word without a plural ending.
fn singular(word: &str) -> &str {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if plural { &word[..word.len() - 1] } else { word }
}
