//! JSON Lines in; the facts of a gold file, and those that `chancery extract` found, out.

use crate::error::{Error, Result};
use crate::events::Status;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// The gold of one document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// Id of the document, or the last part of it.
    pub doc: String,
    /// When it was published.
    pub published: Option<String>,
    /// What its facts are about.
    pub entities: Vec<GoldEntity>,
    /// What it says.
    pub facts: Vec<GoldFact>,
}

/// An entity of the gold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEntity {
    /// Kebab-case slug of its usual name.
    pub id: String,
    /// Name of its class.
    pub r#type: String,
    /// Every way in which the document writes it, and its usual name.
    pub names: Vec<String>,
}

/// A fact of the gold. Dates are ISO 8601, the other qualifiers words of the text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldFact {
    /// Id of the doer or holder.
    pub subject: String,
    /// Name of the relation.
    pub relation: String,
    /// Id of the other end.
    pub object: String,
    /// Wider places that may stand for the object.
    #[serde(default)]
    pub object_also: Vec<String>,
    /// Whether the text asserts it.
    #[serde(default = "asserted")]
    pub status: Status,
    /// When it took place.
    pub date: Option<String>,
    /// Where it took place.
    pub place: Option<String>,
    /// For how much.
    pub value: Option<String>,
    /// The title of an office.
    pub role: Option<String>,
    /// About what.
    pub topic: Option<String>,
    /// Who says so.
    pub attribution: Option<String>,
    /// The words that say so.
    #[serde(default)]
    pub evidence: String,
    /// Whether annotators may differ on it: it is then neither missed nor wrong.
    #[serde(default)]
    pub optional: bool,
}

/// A fact as `chancery extract` writes it, as far as scoring looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// Id of the document.
    pub doc: String,
    /// The doer or holder.
    pub subject: End,
    /// Name of the relation.
    pub relation: String,
    /// The other end.
    pub object: End,
    /// Whether the text asserts it.
    #[serde(default = "asserted")]
    pub status: Status,
    /// When it took place.
    pub date: Option<String>,
    /// The sentence.
    #[serde(default)]
    pub evidence: Quote,
}

/// One end of a fact that was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct End {
    /// Its IRI.
    pub id: Option<String>,
    /// Its usual name.
    pub label: String,
    /// The words that name it there.
    pub mention: Option<String>,
}

/// The sentence that a fact was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
}

impl Gold {
    /// Reads a gold file, one document a line.
    ///
    /// # Errors
    /// Tells the line that is malformed, names an entity that it does not declare or declares one twice.
    pub fn read(text: &str) -> Result<Vec<Self>> {
        let golds: Vec<(usize, Self)> = read_lines(text)?;
        golds.into_iter().map(|(line, gold)| gold.checked().map_err(|e| e.line(line))).collect()
    }

    /// Whether a document is the one that this is of, by its id or the last part of it.
    pub fn is_of(&self, doc: &str) -> bool {
        doc == self.doc || doc.rsplit('/').next() == Some(self.doc.as_str())
    }

    /// The entity with an id.
    pub fn entity(&self, id: &str) -> Option<&GoldEntity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    fn checked(self) -> Result<Self> {
        match self.fault() {
            Some(fault) => Err(Error::new(fault)),
            None => Ok(self),
        }
    }

    fn fault(&self) -> Option<String> {
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.entities.iter().find(|entity| !ids.insert(entity.id.as_str())) {
            return Some(format!("entity \"{}\" is declared twice", twice.id));
        }
        let mut ends =
            self.facts.iter().flat_map(|fact| [&fact.subject, &fact.object].into_iter().chain(&fact.object_also));
        let strange = ends.find(|id| !ids.contains(id.as_str()))?;
        Some(format!("entity \"{strange}\" of a fact is not declared"))
    }
}

impl Found {
    /// Reads what `chancery extract --format facts` printed, one fact a line.
    ///
    /// # Errors
    /// Tells the line that is malformed.
    pub fn read(text: &str) -> Result<Vec<Self>> {
        Ok(read_lines(text)?.into_iter().map(|(_, found)| found).collect())
    }
}

/// The records of the lines that are not blank, each with its number.
fn read_lines<T: DeserializeOwned>(text: &str) -> Result<Vec<(usize, T)>> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| read_line(line).map(|record| (number, record)).map_err(|e| e.line(number))).collect()
}

fn read_line<T: DeserializeOwned>(line: &str) -> Result<T> {
    serde_json::from_str(line).map_err(|e| Error::new("malformed JSON").caused_by(e))
}

const fn asserted() -> Status {
    Status::Asserted
}
