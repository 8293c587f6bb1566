//! Terms in, keys of sixteen bytes out: what the tables on disk hold in the place of terms.
//!
//! A key is the beginning of the SHA-256 of the term, so that nobody has to keep count of numbers, and two programs give a term the
//! same one. RocksDB holds keys inline where oxigraph takes them for blank nodes, and literals stay as they were written, which
//! oxigraph would make values of (`"020"^^xsd:nonNegativeInteger` the integer 20).

use oxigraph::store::StorageError;
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, QuadRef, Term, TermRef};
use sha2::{Digest, Sha256};

/// What stands for a term.
pub(super) type Key = u128;

/// What the IRIs that stand for predicates begin with: a predicate cannot be a blank node.
const PREDICATE: &str = "k:";

/// The key of a term, and the text that [`read_term`] makes the term of again.
pub(super) fn key_and_text(term: TermRef<'_>) -> (Key, String) {
    let text = write_term(term);
    let digest = Sha256::digest(text.as_bytes());
    let key = digest.iter().take(16).fold(0, |key, byte| (key << 8) | u128::from(*byte));
    (key, text)
}

/// The key of a term.
pub(super) fn key(term: TermRef<'_>) -> Key {
    key_and_text(term).0
}

/// The node that stands for a subject, an object or a graph.
pub(super) fn node(key: Key) -> BlankNode {
    BlankNode::new_from_unique_id(key)
}

/// The IRI that stands for a predicate.
pub(super) fn predicate(key: Key) -> NamedNode {
    NamedNode::new_unchecked(format!("{PREDICATE}{key:032x}"))
}

/// A quad of keys as the tables hold it.
pub(super) fn keyed([subject, property, object, graph]: [Key; 4]) -> Quad {
    Quad::new(node(subject), predicate(property), node(object), node(graph))
}

/// The keys of a quad of the tables.
pub(super) fn keys(quad: &Quad) -> Result<[Key; 4], StorageError> {
    let of_node = |node: &BlankNode| node.as_ref().unique_id();
    let found = || {
        let NamedOrBlankNode::BlankNode(subject) = &quad.subject else { return None };
        let Term::BlankNode(object) = &quad.object else { return None };
        let GraphName::BlankNode(graph) = &quad.graph_name else { return None };
        let property = Key::from_str_radix(quad.predicate.as_str().strip_prefix(PREDICATE)?, 16).ok()?;
        Some([of_node(subject)?, property, of_node(object)?, of_node(graph)?])
    };
    found().ok_or_else(|| StorageError::Other("the index holds what is no quad of keys".into()))
}

/// The terms of a quad; none for one of the default graph, as no dataset of ours has any.
pub(super) fn terms(quad: QuadRef<'_>) -> Option<[TermRef<'_>; 4]> {
    let graph = match quad.graph_name {
        oxrdf::GraphNameRef::NamedNode(node) => TermRef::from(node),
        oxrdf::GraphNameRef::BlankNode(node) => TermRef::from(node),
        oxrdf::GraphNameRef::DefaultGraph => return None,
    };
    Some([quad.subject.into(), quad.predicate.into(), quad.object, graph])
}

/// The kind of a term in one letter, then its language or datatype and a line's end where it has one, then its text.
fn write_term(term: TermRef<'_>) -> String {
    match term {
        TermRef::NamedNode(node) => format!("I{}", node.as_str()),
        TermRef::BlankNode(node) => format!("B{}", node.as_str()),
        TermRef::Literal(literal) => match literal.language() {
            Some(language) => format!("@{language}\n{}", literal.value()),
            None if literal.datatype() == oxrdf::vocab::xsd::STRING => format!("S{}", literal.value()),
            None => format!("^{}\n{}", literal.datatype().as_str(), literal.value()),
        },
    }
}

/// The term of a text that [`key_and_text`] gave.
pub(super) fn read_term(text: &str) -> Option<Term> {
    let kind = text.chars().next()?;
    let rest = text.get(1..)?;
    Some(match kind {
        'I' => NamedNode::new_unchecked(rest).into(),
        'B' => BlankNode::new_unchecked(rest).into(),
        'S' => Literal::new_simple_literal(rest).into(),
        '@' => {
            let (language, value) = rest.split_once('\n')?;
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        '^' => {
            let (datatype, value) = rest.split_once('\n')?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::vocab::xsd;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_term_is_read_as_it_was_written(value in any::<String>(), language in "[a-z]{2}(-[a-z]{1,8})?") {
            let datatype = NamedNode::new_unchecked(format!("http://example.org/{}", value.len()));
            for term in [
                Term::from(Literal::new_simple_literal(&value)),
                Literal::new_language_tagged_literal_unchecked(&value, &language).into(),
                Literal::new_typed_literal(&value, datatype.clone()).into(),
                Literal::new_typed_literal("020", xsd::NON_NEGATIVE_INTEGER).into(),
                datatype.clone().into(),
                BlankNode::new_unchecked("ontology0").into(),
            ] {
                let (key, text) = key_and_text(term.as_ref());
                prop_assert_eq!(read_term(&text), Some(term));
                let quad = keyed([key, 1, key, 0]);
                prop_assert_eq!(keys(&quad).unwrap(), [key, 1, key, 0]);
            }
        }
    }

    #[test]
    fn terms_of_one_text_have_keys_of_their_own() {
        let terms = [
            Term::from(Literal::new_simple_literal("a")),
            Literal::new_language_tagged_literal_unchecked("a", "en").into(),
            Literal::new_typed_literal("a", xsd::TOKEN).into(),
            Literal::new_simple_literal("Ia").into(),
            NamedNode::new_unchecked("a").into(),
            BlankNode::new_unchecked("a").into(),
        ];
        let keys: std::collections::BTreeSet<_> = terms.iter().map(|term| key(term.as_ref())).collect();
        assert_eq!(keys.len(), terms.len());
    }
}
