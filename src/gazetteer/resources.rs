//! Resources: an RDF file in; the things that it names, each with its class, out.
//!
//! A thing counts when it has a name and is of a class that the ontology knows, directly or by a subclass statement of the file
//! itself. Which properties and classes those are stands in `ontology/vocabularies.ttl`. English names are taken, and those
//! without a language; a thing that has none has one name, in its first language by the alphabet.
//!
//! ```text
//! ex:rur a schema:Country ; rdfs:label "Ruritania"@en, "Ruritanien"@de ; skos:altLabel "Kingdom of Ruritania"@en .
//! ```

use crate::error::Error;
use crate::ontology::{ClassId, Ontology, PropertyUse};
use compact_str::CompactString;
use oxrdf::{Literal, NamedOrBlankNode, Quad, Term};
use oxrdfio::{LoadedDocument, RdfFormat, RdfParseError, RdfParser, ReaderQuadParser};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

/// Where Wikidata's items stand; what follows is the item.
const WIKIDATA: [&str; 2] = ["http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"];
/// The base of relative IRIs in a file, which need one.
const BASE: &str = "https://w3id.org/chancery/gazetteer/";

/// A thing of an RDF file that has a name and a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resource {
    /// The line that first tells of it, as far as the format has lines.
    pub(super) line: usize,
    pub(super) class: ClassId,
    pub(super) label: CompactString,
    pub(super) aliases: Vec<CompactString>,
    /// Its Wikidata item, by its own IRI or by one that is the same.
    pub(super) wikidata: Option<CompactString>,
    /// The Wikidata item of its country.
    pub(super) country: Option<CompactString>,
}

/// What an RDF file holds.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// In the order of the file.
    pub(super) things: Vec<Resource>,
    /// What stands in the way of reading it.
    pub(super) faults: Vec<Error>,
    /// What was left out.
    pub(super) notes: Vec<Error>,
}

/// The RDF format that the ending of a file's name tells; `None` is a table.
pub(super) fn rdf_format(path: &Path) -> Option<RdfFormat> {
    let ending = path.extension()?.to_str()?;
    if ending == "owl" {
        Some(RdfFormat::RdfXml)
    } else {
        RdfFormat::from_extension(ending).filter(|_| ending != "txt")
    }
}

impl Resources {
    /// Reads an RDF file, as far as its faults let it.
    pub(super) fn read(path: &Path, text: &str, format: RdfFormat, ontology: &Ontology) -> Self {
        let mut graph = Graph::default();
        let mut faults = Vec::new();
        let (parser, line) = parser_of(text, format, ontology);
        for quad in parser {
            match quad {
                Ok(quad) => graph.add(quad, line.get(), ontology),
                Err(error) => faults.push(fault_of(error, format).at(path)),
            }
        }
        let mut resources = graph.resources(path, ontology);
        if resources.things.is_empty() && faults.is_empty() {
            faults.push(Error::new("nothing here has both a name and a type that the ontology knows").at(path));
        }
        resources.faults = faults;
        resources
    }
}

/// A parser, and the number of lines that it has taken so far.
fn parser_of<'t>(
    text: &'t str,
    format: RdfFormat,
    ontology: &Ontology,
) -> (ReaderQuadParser<Lines<'t>>, Rc<Cell<usize>>) {
    let line = Rc::new(Cell::new(0));
    let lines = Lines { rest: text.as_bytes(), line: Rc::clone(&line) };
    let parser = RdfParser::from_format(format);
    let parser = parser.clone().with_base_iri(BASE).unwrap_or(parser);
    let contexts = ontology.contexts().clone();
    let load = move |url: &str| {
        let host = url.split("//").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
        let context =
            contexts.get(host).ok_or_else(|| format!("the context {url} is not at hand: write it into the file"))?;
        let format = RdfFormat::JsonLd { profile: Default::default() };
        Ok(LoadedDocument { url: url.to_owned(), content: context.clone().into_bytes(), format })
    };
    (parser.for_reader(lines).with_document_loader(load), line)
}

fn fault_of(error: RdfParseError, format: RdfFormat) -> Error {
    let place = match &error {
        RdfParseError::Syntax(error) => error.location(),
        RdfParseError::Io(_) => None,
    };
    let fault = Error::new(format!("not valid {}", format.name())).caused_by(error);
    let line = place.and_then(|place| usize::try_from(place.start.line).ok());
    match line {
        Some(line) => fault.line(line + 1),
        None => fault,
    }
}

/// Hands out a text by lines and counts them, so that what a parser yields can be told by its line in any format.
struct Lines<'t> {
    rest: &'t [u8],
    line: Rc<Cell<usize>>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let end = self.rest.iter().position(|&byte| byte == b'\n').map_or(self.rest.len(), |at| at + 1);
        let length = end.min(buffer.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest = &self.rest[length..];
        self.line.set(self.line.get() + usize::from(length > 0 && length == end));
        Ok(length)
    }
}

/// All that a file tells of things with names.
#[derive(Debug, Default)]
struct Graph {
    things: Vec<Thing>,
    by_node: HashMap<String, usize>,
    /// The classes that all things of a class are of.
    parents: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default)]
struct Thing {
    line: usize,
    labels: Vec<Literal>,
    aliases: Vec<Literal>,
    types: Vec<String>,
    wikidata: Option<CompactString>,
    country: Option<CompactString>,
}

impl Graph {
    fn add(&mut self, quad: Quad, line: usize, ontology: &Ontology) {
        let Some(told) = ontology.property_use(quad.predicate.as_str()) else { return };
        let node = match quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.into_string(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        match (told, quad.object) {
            (PropertyUse::Subclass, Term::NamedNode(parent)) => {
                self.parents.entry(node).or_default().push(parent.into_string());
            }
            (PropertyUse::Label, Term::Literal(label)) => self.thing(node, line).labels.push(label),
            (PropertyUse::Alias, Term::Literal(alias)) => self.thing(node, line).aliases.push(alias),
            (PropertyUse::Type, Term::NamedNode(class)) => self.thing(node, line).types.push(class.into_string()),
            (PropertyUse::Same, Term::NamedNode(same)) => {
                let thing = self.thing(node, line);
                thing.wikidata = thing.wikidata.take().or_else(|| item_of(same.as_str()));
            }
            (PropertyUse::Country, Term::NamedNode(country)) => {
                let thing = self.thing(node, line);
                thing.country = thing.country.take().or_else(|| item_of(country.as_str()));
            }
            _ => {}
        }
    }

    fn thing(&mut self, node: String, line: usize) -> &mut Thing {
        let new = self.things.len();
        let idx = *self.by_node.entry(node).or_insert_with_key(|node| {
            self.things.push(Thing { line, wikidata: item_of(node), ..Thing::default() });
            new
        });
        &mut self.things[idx]
    }

    fn resources(self, path: &Path, ontology: &Ontology) -> Resources {
        let mut resources = Resources::default();
        let mut left_out: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for thing in self.things {
            let Some((label, aliases)) = names_of(thing.labels, thing.aliases) else { continue };
            let Some(class) = class_of(&thing.types, &self.parents, ontology) else {
                left_out.entry(thing.types.join("> <")).or_insert((thing.line, 0)).1 += 1;
                continue;
            };
            let (line, wikidata, country) = (thing.line, thing.wikidata, thing.country);
            resources.things.push(Resource { line, class, label, aliases, wikidata, country });
        }
        let note = |(types, (line, count)): (String, (usize, usize))| {
            let reason = if types.is_empty() { "no type".to_owned() } else { format!("no known type but <{types}>") };
            Error::new(format!("left out {count} with a name and {reason}")).at(path).line(line)
        };
        resources.notes = left_out.into_iter().map(note).collect();
        resources
    }
}

/// The label and the other names, each once; `None` when there is no name.
fn names_of(labels: Vec<Literal>, aliases: Vec<Literal>) -> Option<(CompactString, Vec<CompactString>)> {
    let all: Vec<Literal> = labels.into_iter().chain(aliases).filter(|name| !name.value().trim().is_empty()).collect();
    let mut names: Vec<&str> = all.iter().filter(|name| is_english(name)).map(Literal::value).collect();
    if names.is_empty() {
        names.extend(all.iter().min_by_key(|name| name.language()).map(Literal::value));
    }
    let mut seen = BTreeSet::new();
    // A tab or line break in a name is white space as any other.
    let clean = |name: &str| -> CompactString { name.split_whitespace().collect::<Vec<_>>().join(" ").into() };
    let mut names = names.into_iter().map(clean).filter(|name| seen.insert(name.clone()));
    let label = names.next()?;
    Some((label, names.collect()))
}

/// Whether a name is English, has no language, or is the same in many.
fn is_english(name: &Literal) -> bool {
    let is_en = |language: &str| language == "mul" || language.split('-').next() == Some("en");
    name.language().is_none_or(is_en)
}

/// The class of a thing: of its types and what they are kinds of, the one that the ontology ranks first.
fn class_of(types: &[String], parents: &BTreeMap<String, Vec<String>>, ontology: &Ontology) -> Option<ClassId> {
    let mut found: Vec<&str> = types.iter().map(String::as_str).collect();
    let mut seen: BTreeSet<&str> = found.iter().copied().collect();
    let mut at = 0;
    while let Some(class) = found.get(at).copied() {
        let more = parents.get(class).into_iter().flatten().map(String::as_str);
        found.extend(more.filter(|parent| seen.insert(parent)));
        at += 1;
    }
    found.into_iter().filter_map(|class| ontology.class_of_iri(class)).min().map(|(_, class)| class)
}

/// The Wikidata item that an IRI is ("Q7747").
fn item_of(iri: &str) -> Option<CompactString> {
    let item = WIKIDATA.iter().find_map(|prefix| iri.strip_prefix(prefix))?;
    let is_item = item.strip_prefix('Q').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    is_item.then(|| item.into())
}
