//! The names of things: a slug, a document's id or an event in; an IRI below the base out. Nothing else makes IRIs.
//!
//! ```
//! use chancery::rdf::Iris;
//! let iris = Iris::default();
//! assert_eq!(iris.entity("china").as_str(), "https://w3id.org/chancery/entity/china");
//! assert_eq!(iris.document("2015/a b").as_str(), "https://w3id.org/chancery/document/2015/a%20b");
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::ontology::NAMESPACE;
use crate::rdf::vocab;
use oxrdf::NamedNode;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The base of all IRIs where no other is given.
pub const DEFAULT_BASE: &str = "https://w3id.org/chancery/";

/// Kinds of things that have an IRI of their own; the kind is the IRI's first part after the base.
const KINDS: [&str; 6] = ["entity", "document", "event", "fact", "evidence", "term"];

/// A graph that all documents share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SharedGraph {
    /// One plain triple for every fact that at least one document asserts.
    Facts,
    /// Type and label of every named entity that documents speak of and the gazetteer lacks.
    Entities,
    /// What is known before any document is read.
    Gazetteer,
    /// Classes and relations.
    Ontology,
}

impl SharedGraph {
    /// Every shared graph.
    pub const ALL: [Self; 4] = [Self::Facts, Self::Entities, Self::Gazetteer, Self::Ontology];

    const fn name(self) -> &'static str {
        match self {
            Self::Facts => "graph/facts",
            Self::Entities => "graph/entities",
            Self::Gazetteer => "graph/gazetteer",
            Self::Ontology => "graph/ontology",
        }
    }
}

/// Makes IRIs below a base. The same thing has the same IRI on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iris {
    base: String,
}

impl Default for Iris {
    fn default() -> Self {
        Self { base: DEFAULT_BASE.to_owned() }
    }
}

impl Iris {
    /// IRIs that begin with `base`; a `/` is added where it ends in neither `/` nor `#`.
    ///
    /// # Errors
    /// When `base` is no absolute IRI.
    pub fn new(base: &str) -> Result<Self> {
        NamedNode::new(base).map_err(|e| Error::new(format!("\"{base}\" is no absolute IRI")).caused_by(e))?;
        let slash = if base.ends_with(['/', '#']) { "" } else { "/" };
        Ok(Self { base: format!("{base}{slash}") })
    }

    /// What every IRI begins with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A named entity, by its slug.
    pub fn entity(&self, slug: &str) -> NamedNode {
        self.iri("entity", slug)
    }

    /// An entity of one document alone, by its slug: a phrase ("gas deal") or an actor of no class ("protesters").
    pub fn phrase(&self, slug: &str, doc_id: &str) -> NamedNode {
        let digest = digest(&[doc_id, slug]);
        let slug = slug.get(..40).unwrap_or(slug).trim_end_matches('-');
        self.iri("entity", if slug.is_empty() { digest } else { format!("{slug}-{digest}") })
    }

    /// A document, which is also the name of its graph.
    pub fn document(&self, doc_id: &str) -> NamedNode {
        self.iri("document", doc_id)
    }

    /// An event, by all that tells it from others of its document.
    pub fn event(&self, doc_id: &str, identity: &[&str]) -> NamedNode {
        self.iri("event", digest(&[&[doc_id], identity].concat()))
    }

    /// A fact, by its event and triple.
    pub fn fact(&self, event: &NamedNode, subject: &NamedNode, predicate: &NamedNode, object: &NamedNode) -> NamedNode {
        self.iri("fact", digest(&[event.as_str(), subject.as_str(), predicate.as_str(), object.as_str()]))
    }

    /// A quotation, by its document and the characters it covers.
    pub fn evidence(&self, doc_id: &str, begin: usize, end: usize) -> NamedNode {
        self.iri("evidence", digest(&[doc_id, &begin.to_string(), &end.to_string()]))
    }

    /// A term of office or a membership, by all that tells it from others.
    pub fn term(&self, identity: &[&str]) -> NamedNode {
        self.iri("term", digest(identity))
    }

    /// A graph that all documents share.
    pub fn graph(&self, graph: SharedGraph) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", self.base, graph.name()))
    }

    /// Prefix and namespace of the things below the base and of every vocabulary, to write Turtle and to read queries with.
    pub fn prefixes(&self) -> Vec<(&'static str, String)> {
        let own = KINDS.iter().map(|kind| (*kind, format!("{}{kind}/", self.base)));
        vocab::PREFIXES.iter().map(|(prefix, namespace)| (*prefix, (*namespace).to_owned())).chain(own).collect()
    }

    fn iri(&self, kind: &str, name: impl AsRef<str>) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{kind}/{}", self.base, percent_encode(name.as_ref())))
    }
}

/// The prefix whose namespace an IRI begins with, and the rest of the IRI.
pub fn abbreviate<'a>(iri: &'a str, prefixes: &[(&'static str, String)]) -> Option<(&'static str, &'a str)> {
    prefixes.iter().find_map(|(prefix, namespace)| Some((*prefix, iri.strip_prefix(namespace.as_str())?)))
}

/// A class, relation or property of the ontology, by its name.
pub fn ontology_term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{}", percent_encode(name)))
}

/// The item of Wikidata with an id ("Q148").
pub fn wikidata_item(id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://www.wikidata.org/entity/{}", percent_encode(id)))
}

/// Lower-case ASCII letters and digits of a phrase, words joined by `-`; empty where it has none.
pub(crate) fn slug(phrase: &str) -> String {
    let lower = phrase.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Leaves letters, digits and `-._~/` of ASCII and encodes all other bytes of the UTF-8 (RFC 3986, section 2.1), and the
/// dots of a part that is `.` or `..`, which resolvers would drop.
fn percent_encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for (idx, part) in name.split('/').enumerate() {
        if idx > 0 {
            encoded.push('/');
        }
        let is_dots = matches!(part, "." | "..");
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && !is_dots) {
                encoded.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Twenty hexadecimal digits of the SHA-256 of the parts, each led by its length, so that no two lists run together.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(10).fold(String::with_capacity(20), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_absolute_iri_and_ends_a_path() {
        assert_eq!(Iris::new("http://example.org/kg").unwrap().entity("a").as_str(), "http://example.org/kg/entity/a");
        assert_eq!(Iris::new("http://example.org/#").unwrap().entity("a").as_str(), "http://example.org/#entity/a");
        for wrong in ["", "kg", "http://exa mple.org/", "<http://example.org/>"] {
            assert!(Iris::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn any_document_id_makes_a_valid_iri_of_its_own() {
        let ids =
            ["", "a", "a b", "a%20b", "2015/001", "../x", "..", "é", "e\u{301}", "\u{202e}\"<>\\\n", "中", "a#b?c"];
        let iris: std::collections::BTreeSet<_> =
            ids.iter().map(|id| Iris::default().document(id).into_string()).collect();
        assert_eq!(iris.len(), ids.len());
        for iri in iris {
            assert!(NamedNode::new(&iri).is_ok(), "{iri}");
        }
    }

    #[test]
    fn a_phrase_is_an_entity_of_its_document() {
        let iris = Iris::default();
        assert_ne!(iris.phrase("gas-deal", "a"), iris.phrase("gas-deal", "b"));
        assert!(iris.phrase("gas-deal", "a").as_str().starts_with("https://w3id.org/chancery/entity/gas-deal-"));
        let long = "a-very-long-phrase-that-goes-on-and-on-and-on-until-it-stops";
        assert_ne!(iris.phrase(long, "a"), iris.phrase(&format!("{long}-here"), "a"));
    }

    #[test]
    fn a_digest_tells_lists_apart_that_read_the_same() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&["a"]).len(), 20);
    }
}
