//! JSON-LD 1.1: quads in; an object a node, with plain keys, out.
//!
//! The context tells what the keys mean: the terms of the ontology by their names, those of other vocabularies by theirs
//! (`label`, `title`, `exact`, …). IRIs below the base are relative to it (`entity/china`). All graphs are one, as in Turtle.

use crate::export::narrow::Part;
use crate::export::nodes::{iri, subject};
use crate::ontology::NAMESPACE;
use crate::rdf::vocab::{self, ch, dcterms, nif, oa, owl, prov, rdf, rdfs, schema, skos, xsd};
use crate::rdf::{Iris, abbreviate};
use oxrdf::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How a key's values are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Iris,
    Plain,
    Typed(NamedNodeRef<'static>),
}

/// Keys of the terms of other vocabularies.
const KEYS: [(&str, NamedNodeRef<'static>, Values); 23] = [
    ("label", rdfs::LABEL, Values::Plain),
    ("altLabel", skos::ALT_LABEL, Values::Plain),
    ("sameAs", owl::SAME_AS, Values::Iris),
    ("identifier", dcterms::IDENTIFIER, Values::Plain),
    ("title", dcterms::TITLE, Values::Plain),
    ("source", dcterms::SOURCE, Values::Plain),
    ("creator", dcterms::CREATOR, Values::Plain),
    ("issued", dcterms::ISSUED, Values::Typed(xsd::DATE)),
    ("isVersionOf", dcterms::IS_VERSION_OF, Values::Iris),
    ("mentions", schema::MENTIONS, Values::Iris),
    ("softwareVersion", schema::SOFTWARE_VERSION, Values::Plain),
    ("factSubject", rdf::SUBJECT, Values::Iris),
    ("factRelation", rdf::PREDICATE, Values::Iris),
    ("factObject", rdf::OBJECT, Values::Iris),
    ("wasDerivedFrom", prov::WAS_DERIVED_FROM, Values::Iris),
    ("wasGeneratedBy", prov::WAS_GENERATED_BY, Values::Iris),
    ("wasAssociatedWith", prov::WAS_ASSOCIATED_WITH, Values::Iris),
    ("used", prov::USED, Values::Iris),
    ("endedAtTime", prov::ENDED_AT_TIME, Values::Typed(xsd::DATE_TIME)),
    ("exact", oa::EXACT, Values::Plain),
    ("beginIndex", nif::BEGIN_INDEX, Values::Typed(xsd::NON_NEGATIVE_INTEGER)),
    ("endIndex", nif::END_INDEX, Values::Typed(xsd::NON_NEGATIVE_INTEGER)),
    ("referenceContext", nif::REFERENCE_CONTEXT, Values::Iris),
];

/// Key and type of values for each property.
struct Context<'a> {
    iris: &'a Iris,
    keys: BTreeMap<String, (String, Values)>,
    prefixes: Vec<(&'static str, String)>,
}

impl<'a> Context<'a> {
    /// The keys of an ontology's properties and of those that graphs use beside them.
    fn of(iris: &'a Iris, ontology: &[Quad]) -> Self {
        let mut keys = BTreeMap::new();
        for quad in ontology.iter().filter(|quad| quad.predicate == rdf::TYPE) {
            let Some((term, name)) = subject(quad).and_then(|term| Some((term, term.strip_prefix(NAMESPACE)?))) else {
                continue;
            };
            let values = match iri(&quad.object) {
                Some(kind) if kind == owl::OBJECT_PROPERTY.as_str() => Values::Iris,
                Some(kind) if kind == owl::DATATYPE_PROPERTY.as_str() && term == ch::AMOUNT.as_str() => {
                    Values::Typed(xsd::DECIMAL)
                }
                Some(kind) if kind == owl::DATATYPE_PROPERTY.as_str() => Values::Plain,
                _ => continue,
            };
            keys.insert(term.to_owned(), (name.to_owned(), values));
        }
        keys.extend(KEYS.map(|(key, term, values)| (term.as_str().to_owned(), (key.to_owned(), values))));
        let prefixes = vocab::PREFIXES.map(|(prefix, namespace)| (prefix, namespace.to_owned())).to_vec();
        Self { iris, keys, prefixes }
    }

    fn as_json(&self) -> Value {
        let mut context = Map::new();
        context.insert("@version".into(), json!(1.1));
        context.insert("@base".into(), json!(self.iris.base()));
        context.insert("@vocab".into(), json!(NAMESPACE));
        context.insert("id".into(), json!("@id"));
        context.insert("type".into(), json!("@type"));
        context.extend(self.prefixes.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), json!(namespace))));
        let mut keys: Vec<_> = self.keys.iter().map(|(term, (key, values))| (key, term, values)).collect();
        keys.sort_by_key(|(key, ..)| *key);
        for (key, term, values) in keys {
            let id = self.compact(term);
            let told = match values {
                Values::Iris => json!({"@id": id, "@type": "@id"}),
                Values::Plain => json!({"@id": id}),
                Values::Typed(datatype) => json!({"@id": id, "@type": self.compact(datatype.as_str())}),
            };
            context.insert(key.clone(), told);
        }
        Value::Object(context)
    }

    /// A prefix and a name, or the whole IRI.
    fn compact(&self, iri: &str) -> String {
        let (prefix, name) = match abbreviate(iri, &self.prefixes) {
            Some(parts) => parts,
            None => return iri.to_owned(),
        };
        // "//" behind a colon would make it an IRI of its own.
        if name.starts_with("//") { iri.to_owned() } else { format!("{prefix}:{name}") }
    }

    /// A node as `id` and the values of keys for IRIs name it.
    fn reference(&self, iri: &str) -> String {
        match iri.strip_prefix(self.iris.base()) {
            // The first part names the kind of thing, so that what is left is read as a path.
            Some(path) if path.contains('/') => path.to_owned(),
            _ => self.compact(iri),
        }
    }

    fn node(&self, quads: &[Quad]) -> Value {
        let mut node = Map::new();
        let id = match &quads[0].subject {
            NamedOrBlankNode::NamedNode(node) => self.reference(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        node.insert("id".into(), json!(id));
        for property in quads.chunk_by(|a, b| a.predicate == b.predicate) {
            let (key, values) = self.key(&property[0].predicate);
            let mut values: Vec<Value> = property.iter().map(|quad| self.value(&quad.object, values)).collect();
            let value = if values.len() == 1 { values.remove(0) } else { Value::Array(values) };
            node.insert(key, value);
        }
        Value::Object(node)
    }

    /// The key of a property; `None` for types, which are named without more ado.
    fn key(&self, property: &NamedNode) -> (String, Option<Values>) {
        match self.keys.get(property.as_str()) {
            _ if *property == rdf::TYPE => ("type".to_owned(), None),
            Some((key, values)) => (key.clone(), Some(*values)),
            None => (self.compact(property.as_str()), Some(Values::Plain)),
        }
    }

    fn value(&self, term: &Term, values: Option<Values>) -> Value {
        match (term, values) {
            // Types are read with the vocabulary, and not as paths.
            (Term::NamedNode(class), None) => {
                let name = class.as_str().strip_prefix(NAMESPACE).filter(|name| !name.contains(':'));
                json!(name.map_or_else(|| self.compact(class.as_str()), str::to_owned))
            }
            (Term::NamedNode(node), Some(Values::Iris)) => json!(self.reference(node.as_str())),
            (Term::NamedNode(node), _) => json!({"id": self.reference(node.as_str())}),
            (Term::BlankNode(node), Some(Values::Iris)) => json!(node.to_string()),
            (Term::BlankNode(node), _) => json!({"id": node.to_string()}),
            (Term::Literal(literal), values) => self.literal(literal, values),
        }
    }

    fn literal(&self, literal: &Literal, values: Option<Values>) -> Value {
        let (text, datatype) = (literal.value(), literal.datatype());
        match (literal.language(), values) {
            (Some(language), _) => json!({"@value": text, "@language": language}),
            (None, Some(Values::Typed(expected))) if expected == datatype => {
                let count = text.parse::<u32>().ok().filter(|count| count.to_string() == text);
                match count.filter(|_| datatype == xsd::NON_NEGATIVE_INTEGER) {
                    Some(count) => json!(count),
                    None => json!(text),
                }
            }
            (None, Some(Values::Plain)) if datatype == xsd::STRING => json!(text),
            (None, _) if datatype == xsd::STRING => json!({"@value": text}),
            (None, _) => json!({"@value": text, "@type": self.compact(datatype.as_str())}),
        }
    }
}

/// The context that exports carry, by itself.
pub(super) fn context(iris: &Iris, ontology: &[Quad]) -> Value {
    json!({"@context": Context::of(iris, ontology).as_json()})
}

/// Writes a part as one JSON-LD document, a node a line.
pub(super) fn write(part: &Part<'_>, ontology: &[Quad], entities: &[Quad], out: &mut impl Write) -> io::Result<()> {
    let context = Context::of(part.iris, ontology);
    write!(out, "{{\"@context\": {},\n\"@graph\": [", serde_json::to_string_pretty(&context.as_json())?)?;
    let documents = part.documents.iter().map(|(_, quads)| quads.as_slice());
    let mut separator = "\n";
    for quads in std::iter::once(entities).chain(documents).chain([part.ontology, &part.provenance]) {
        for node in quads.chunk_by(|a, b| a.subject == b.subject) {
            write!(out, "{separator}{}", context.node(node))?;
            separator = ",\n";
        }
    }
    writeln!(out, "\n]}}")
}
