//! When and by which version of the program a document was read in; the quads of PROV-O that tell it out.
//!
//! They stand in a graph of their own, [`SharedGraph::Provenance`], so that all other graphs are the same whenever a document is
//! read. The graph of a document names its reading, whose IRI does not depend on the time.
//!
//! ```
//! use chancery::rdf::{Iris, Made, provenance_quads};
//! let made = Made::new(1_480_000_000, "0.1.0");
//! let quads = provenance_quads("2016/visit", &made, &Iris::default());
//! assert!(quads.iter().any(|quad| quad.object.to_string().starts_with("\"2016-11-24T15:06:40Z\"")));
//! ```

use crate::duplicates::Sketch;
use crate::rdf::documents::text;
use crate::rdf::vocab::{prov, rdf, rdfs, schema, xsd};
use crate::rdf::{Iris, SharedGraph};
use oxrdf::{Literal, NamedNode, NamedNodeRef, Quad, Term};

/// The reading of a document: when, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub at: i64,
    /// The version of the program; empty where nobody told, as of quads that another tool made.
    pub version: String,
    /// A fingerprint of the document and of the knowledge that it was read with, one word; empty where nobody told.
    pub digest: String,
    /// The sketch of the text; none for a text too short to be told from others, and where nobody told.
    pub sketch: Option<Sketch>,
    /// The file that the document has its id from, in one line; empty where it tells its id itself, and where nobody told.
    pub file: String,
    /// The document that this one is a copy of.
    pub copy_of: Option<String>,
}

impl Made {
    /// A reading at a time by a version, of which no more is known.
    pub fn new(at: i64, version: &str) -> Self {
        Self { at, version: version.to_owned(), ..Self::default() }
    }

    /// All but the time on some lines, as a store keeps it: version; fingerprint, sketch and file; what is copied.
    pub fn write_lines(&self) -> String {
        let sketch = self.sketch.as_ref().map(Sketch::write).unwrap_or_default();
        let text = [self.digest.as_str(), &sketch, &self.file].join(" ");
        let lines = [self.version.as_str(), text.trim_end(), self.copy_of.as_deref().unwrap_or_default()];
        lines.join("\n").trim_end_matches('\n').to_owned()
    }

    /// What [`write_lines`](Self::write_lines) wrote.
    pub fn read_lines(at: i64, lines: &str) -> Self {
        let mut lines = lines.splitn(3, '\n');
        let mut next = || lines.next().unwrap_or_default();
        let (version, text, copy_of) = (next().to_owned(), next(), next());
        let mut words = text.splitn(3, ' ');
        let mut next = || words.next().unwrap_or_default();
        let (digest, sketch, file) = (next().to_owned(), Sketch::read(next()), next().to_owned());
        let copy_of = Some(copy_of.to_owned()).filter(|id| !id.is_empty());
        Self { at, version, digest, sketch, file, copy_of }
    }

    /// The time as `xsd:dateTime` in UTC; `None` for one that no calendar has.
    pub fn date_time(&self) -> Option<String> {
        jiff::Timestamp::from_second(self.at).ok().map(|time| time.to_string())
    }
}

/// The quads that tell how a document was read; none where nobody told.
pub fn provenance_quads(doc_id: &str, made: &Made, iris: &Iris) -> Vec<Quad> {
    if made.version.is_empty() {
        return Vec::new();
    }
    let graph = iris.graph(SharedGraph::Provenance);
    let (reading, program) = (iris.extraction(doc_id), iris.program(&made.version));
    let time = made.date_time().map(|time| Literal::new_typed_literal(time, xsd::DATE_TIME));
    let mut told: Vec<(&NamedNode, NamedNodeRef<'_>, Term)> = vec![
        (&reading, rdf::TYPE, prov::ACTIVITY.into()),
        (&reading, prov::USED, iris.document(doc_id).into()),
        (&reading, prov::WAS_ASSOCIATED_WITH, program.clone().into()),
        (&program, rdf::TYPE, prov::SOFTWARE_AGENT.into()),
        (&program, rdfs::LABEL, text(&format!("chancery {}", made.version)).into()),
        (&program, schema::SOFTWARE_VERSION, text(&made.version).into()),
    ];
    told.extend(time.map(|time| (&reading, prov::ENDED_AT_TIME, time.into())));
    let quad = |(subject, predicate, object): (&NamedNode, NamedNodeRef<'_>, Term)| {
        Quad::new(subject.clone(), predicate.into_owned(), object, graph.clone())
    };
    told.into_iter().map(quad).collect()
}
