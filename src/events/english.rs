//! `english/predicates.toml` in; the words that build predicates and tell what is real, out.

use super::Status;
use crate::error::Result;
use crate::knowledge::Folder;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "english/predicates.toml";

/// Words by what they do to predicates, each set of lemmas in lower case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicates {
    /// Verbs that carry a noun's event.
    pub light_verbs: BTreeSet<String>,
    /// Verbs whose subject is the event.
    pub occurrence_verbs: BTreeSet<String>,
    /// Verbs of saying.
    pub speech_verbs: BTreeSet<String>,
    /// Prepositions behind which stands who does what a passive tells.
    pub agent_prepositions: BTreeSet<String>,
    /// Prepositions behind which stand some of those that a word means.
    pub list_prepositions: BTreeSet<String>,
    /// Words before a gerund that the object of the verb above does.
    pub object_control_markers: BTreeSet<String>,
    /// Prepositions behind which stands whose a thing is.
    pub owner_prepositions: BTreeSet<String>,
    /// Verbs whose subject undergoes a noun's event.
    pub undergoing_verbs: BTreeSet<String>,
    /// Nouns that speak for their owner.
    pub voices: BTreeSet<String>,
    /// Auxiliaries of what has to be done.
    pub obligations: BTreeSet<String>,
    /// Prepositions of a noun in which something is done.
    pub setting_prepositions: BTreeSet<String>,
    /// Prepositions behind which stands what a word is about.
    pub content_prepositions: BTreeSet<String>,
    /// Prepositions behind which stands the topic of a talk or dispute.
    pub topic_prepositions: BTreeSet<String>,
    /// Words that deny.
    pub negators: BTreeSet<String>,
    /// Conjunctions of conditions.
    pub conditional_markers: BTreeSet<String>,
    /// Auxiliaries by the status they give.
    auxiliaries: BTreeMap<Status, BTreeSet<String>>,
    /// Words that embed, by the status they give what they embed.
    embedders: BTreeMap<Status, Embedders>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Embedders {
    verbs: BTreeSet<String>,
    nouns: BTreeSet<String>,
    adjectives: BTreeSet<String>,
}

impl Predicates {
    /// Reads the file of an ontology folder.
    ///
    /// # Errors
    /// Names file and line of a syntax error or an unknown key.
    pub fn load(folder: &Folder) -> Result<Self> {
        folder.toml(FILE)
    }

    /// The status that an auxiliary gives its verb.
    pub fn auxiliary(&self, lemma: &str) -> Option<Status> {
        self.auxiliaries.iter().find(|(_, words)| words.contains(lemma)).map(|(&status, _)| status)
    }

    /// The status that a verb gives what it embeds.
    pub fn embedding_verb(&self, lemma: &str) -> Option<Status> {
        self.embedding(|words| words.verbs.contains(lemma))
    }

    /// The status that a noun gives what depends on it.
    pub fn embedding_noun(&self, lemma: &str) -> Option<Status> {
        self.embedding(|words| words.nouns.contains(lemma))
    }

    /// The status that an adjective gives what it governs or modifies.
    pub fn embedding_adjective(&self, lemma: &str) -> Option<Status> {
        self.embedding(|words| words.adjectives.contains(lemma))
    }

    /// Every verb that builds predicates or embeds them.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        let own = [&self.light_verbs, &self.occurrence_verbs, &self.speech_verbs, &self.undergoing_verbs];
        own.into_iter().chain(self.embedders.values().map(|words| &words.verbs)).flatten().map(String::as_str)
    }

    fn embedding(&self, holds: impl Fn(&Embedders) -> bool) -> Option<Status> {
        self.embedders.iter().find(|(_, words)| holds(words)).map(|(&status, _)| status)
    }
}
