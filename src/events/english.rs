//! `english/predicates.toml` in; the words that build predicates and tell what is real, out.

use super::Status;
use crate::error::{Error, Result};
use crate::knowledge::{Folder, line_of};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "english/predicates.toml";

/// Words by what they do to predicates, each set of lemmas in lower case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicates {
    /// Verbs that carry a noun's event.
    pub light_verbs: FxHashSet<String>,
    /// Verbs whose subject is the event.
    pub occurrence_verbs: FxHashSet<String>,
    /// Verbs of saying.
    pub speech_verbs: FxHashSet<String>,
    /// Verbs whose subject is the source of what somebody is said to have done.
    pub accusing_verbs: FxHashSet<String>,
    /// Prepositions behind which stands who does what a passive tells.
    pub agent_prepositions: FxHashSet<String>,
    /// Prepositions behind which stand some of those that a word means.
    pub list_prepositions: FxHashSet<String>,
    /// Words before a gerund that the object of the verb above does.
    pub object_control_markers: FxHashSet<String>,
    /// Verbs whose object is to do what an infinitive says.
    pub object_control_verbs: FxHashSet<String>,
    /// Verbs and nouns that answer what somebody has done.
    pub answering_words: FxHashSet<String>,
    /// Words before a gerund that says what is answered.
    pub answering_markers: FxHashSet<String>,
    /// Prepositions before whom an answering noun is for.
    pub answered_prepositions: FxHashSet<String>,
    /// Prepositions behind which stands whose a thing is.
    pub owner_prepositions: FxHashSet<String>,
    /// Verbs whose subject undergoes a noun's event.
    pub undergoing_verbs: FxHashSet<String>,
    /// Nouns for the one to whom an event is done.
    pub undergoing_nouns: FxHashSet<String>,
    /// Prepositions behind which stands what somebody is.
    pub role_prepositions: FxHashSet<String>,
    /// Verbs whose object is some of what their subject names.
    pub listing_verbs: FxHashSet<String>,
    /// Prepositions before who is to do what an infinitive says.
    pub subject_markers: FxHashSet<String>,
    /// Verbs that bind somebody to what an infinitive says.
    pub contracting_verbs: FxHashSet<String>,
    /// Words that are against what somebody has done.
    pub presupposing_words: FxHashSet<String>,
    /// Prepositions before a gerund whose object is what a noun is about.
    pub gerund_prepositions: FxHashSet<String>,
    /// Prepositions before a gerund that says what the verb above is about.
    pub complement_markers: FxHashSet<String>,
    /// Verbs whose subject has what something is done to.
    pub keeping_verbs: FxHashSet<String>,
    /// Verbs of motion, whose aim is reached where they are.
    pub motion_verbs: FxHashSet<String>,
    /// Nouns that speak for their owner.
    pub voices: FxHashSet<String>,
    /// Auxiliaries of what has to be done.
    pub obligations: FxHashSet<String>,
    /// Prepositions of a noun in which something is done.
    pub setting_prepositions: FxHashSet<String>,
    /// Prepositions of what somebody else takes part in, too.
    pub lending_prepositions: FxHashSet<String>,
    /// Prepositions behind which stands what a word is about.
    pub content_prepositions: FxHashSet<String>,
    /// Prepositions behind which stands the topic of a talk or dispute.
    pub topic_prepositions: FxHashSet<String>,
    /// Prepositions behind which a common noun tells when, where or why.
    circumstance_prepositions: FxHashSet<String>,
    /// Words that deny.
    pub negators: FxHashSet<String>,
    /// Conjunctions of conditions.
    pub conditional_markers: FxHashSet<String>,
    /// Auxiliaries that tell of the future within what somebody said in the past.
    pub backshifted_auxiliaries: FxHashSet<String>,
    /// Auxiliaries by the status they give.
    auxiliaries: BTreeMap<Status, FxHashSet<String>>,
    /// Words that embed, by the status they give what they embed.
    embedders: BTreeMap<Status, Embedders>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Embedders {
    verbs: FxHashSet<String>,
    nouns: FxHashSet<String>,
    adjectives: FxHashSet<String>,
}

/// The line of a word in the lists of a status.
fn line_of_word(text: &str, status: Status, word: &str) -> usize {
    let list = text.find(&format!("[embedders.{}]", status.as_str())).unwrap_or_default();
    let at = text[list..].find(&format!("\"{word}\"")).unwrap_or_default();
    line_of(text, list + at)
}

impl Predicates {
    /// Reads the file of an ontology folder.
    ///
    /// # Errors
    /// Names file and line of a syntax error, an unknown key, and a word that is given two statuses.
    pub fn load(folder: &Folder) -> Result<Self> {
        let words: Self = folder.toml(FILE)?;
        match words.contradiction() {
            Some((word, status, told)) => {
                Err(Error::new(told).at(folder.path(FILE)).line(line_of_word(folder.file(FILE)?, status, word)))
            }
            None => Ok(words),
        }
    }

    /// A word that embeds with two statuses, the later of them, and what is to be told of it.
    fn contradiction(&self) -> Option<(&str, Status, String)> {
        let mut seen: BTreeMap<(&str, &str), Status> = BTreeMap::new();
        for (&status, words) in &self.embedders {
            let kinds = [("verb", &words.verbs), ("noun", &words.nouns), ("adjective", &words.adjectives)];
            for (kind, word) in kinds.into_iter().flat_map(|(kind, words)| words.iter().map(move |word| (kind, word))) {
                if let Some(first) = seen.insert((kind, word), status) {
                    let told = format!("the {kind} \"{word}\" is {} and {}", first.as_str(), status.as_str());
                    return Some((word, status, told));
                }
            }
        }
        None
    }

    /// Whether a common noun behind a preposition tells when, where or why rather than whom: "in the autumn".
    pub fn is_circumstance(&self, preposition: &str) -> bool {
        self.circumstance_prepositions.contains(preposition)
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
        let own = [
            &self.light_verbs,
            &self.occurrence_verbs,
            &self.speech_verbs,
            &self.accusing_verbs,
            &self.undergoing_verbs,
        ];
        let all = own.into_iter().chain(self.embedders.values().map(|words| &words.verbs)).flatten();
        all.map(|verb| verb.split_once(' ').map_or(verb.as_str(), |(verb, _)| verb))
    }

    fn embedding(&self, holds: impl Fn(&Embedders) -> bool) -> Option<Status> {
        self.embedders.iter().find(|(_, words)| holds(words)).map(|(&status, _)| status)
    }
}
