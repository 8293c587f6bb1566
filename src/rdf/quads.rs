//! Quads as lists: put into one order, read from and written as N-Quads.
//!
//! ```
//! use chancery::rdf::quads;
//! let quads = quads::read_nquads(b"<http://a> <http://b> \"c\" .\n")?;
//! assert_eq!(quads::write_nquads(&quads), b"<http://a> <http://b> \"c\" .\n");
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::error::{Error, Result};
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::io::Write;

/// Sorts quads by graph, subject, predicate (`rdf:type` first) and object, and removes repetitions.
pub fn sort(quads: &mut Vec<Quad>) {
    quads.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    quads.dedup();
}

/// What [`sort`] orders by.
pub fn sort_key(quad: &Quad) -> impl Ord + '_ {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => (0, ""),
        GraphName::NamedNode(node) => (1, node.as_str()),
        GraphName::BlankNode(node) => (2, node.as_str()),
    };
    let subject = match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => (0, node.as_str()),
        NamedOrBlankNode::BlankNode(node) => (1, node.as_str()),
    };
    (graph, subject, (quad.predicate != rdf::TYPE, quad.predicate.as_str()), term_key(&quad.object))
}

/// An order of terms: IRIs, blank nodes, literals; each by its text, literals then by datatype and language.
pub fn term_key(term: &Term) -> impl Ord + '_ {
    match term {
        Term::NamedNode(node) => (0, node.as_str(), "", ""),
        Term::BlankNode(node) => (1, node.as_str(), "", ""),
        Term::Literal(literal) => {
            (2, literal.value(), literal.datatype().as_str(), literal.language().unwrap_or_default())
        }
    }
}

/// Reads N-Quads.
///
/// # Errors
/// Tells the line of a syntax error.
pub fn read_nquads(bytes: &[u8]) -> Result<Vec<Quad>> {
    parse(RdfParser::from_format(RdfFormat::NQuads), bytes)
}

/// Reads N-Quads that [`write_nquads`] wrote, without looking again at whether each IRI is one, which takes most of the time.
///
/// # Errors
/// Tells the line of a syntax error.
pub fn read_own_nquads(bytes: &[u8]) -> Result<Vec<Quad>> {
    parse(RdfParser::from_format(RdfFormat::NQuads).lenient(), bytes)
}

fn parse(parser: RdfParser, bytes: &[u8]) -> Result<Vec<Quad>> {
    let quads = parser.for_slice(bytes).map(|quad| {
        quad.map_err(|e| {
            let line = e.location().map_or(1, |place| place.start.line as usize + 1);
            Error::new("not valid N-Quads").line(line).caused_by(e)
        })
    });
    quads.collect()
}

/// Writes N-Quads, one quad a line, in the order given.
pub fn write_nquads(quads: &[Quad]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for quad in quads {
        // Writing to memory cannot fail; terms display as N-Quads writes them.
        let _ = writeln!(bytes, "{quad} .");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_names_its_line() {
        let error = read_nquads(b"<http://a> <http://b> <http://c> .\n<http://a> b .\n").unwrap_err();
        assert_eq!(error.line_number(), Some(2));
    }

    #[test]
    fn quads_are_sorted_and_none_stands_twice() {
        let text = b"<http://b> <http://p> \"2\" .\n<http://b> <http://p> \"1\" .\n<http://b> <http://p> \"2\" .\n\
            <http://b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://c> .\n<http://a> <http://p> _:x .\n";
        let mut quads = read_nquads(text).unwrap();
        sort(&mut quads);
        let objects: Vec<_> = quads.iter().map(|quad| quad.object.to_string()).collect();
        assert_eq!(objects[1..], ["<http://c>", "\"1\"", "\"2\""]);
        assert_eq!(quads.len(), 4);
    }
}
