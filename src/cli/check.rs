//! `chancery check`: ontology, seeds, frames, queries and a store in; their faults, with file and line, out.

use super::args::Global;
use super::console::Console;
use super::export::open_store;
use super::page::counted;
use super::{Outcome, knowledge};
use crate::corrections::Corrections;
use crate::documents::Cleaner;
use crate::error::{Error, Result};
use crate::events::{Example, Frame, Frames, Predicates};
use crate::gazetteer::Gazetteer;
use crate::knowledge::Folder;
use crate::mentions::Lexicon;
use crate::ontology::Ontology;
use crate::pipeline::Extractor;
use crate::sentences::Segmenter;
use crate::store::{Question, find_faults};
use std::path::Path;

/// Tells every fault that it finds.
pub(super) fn check(store: Option<&Path>, examples: bool, global: &Global, console: &Console) -> Result<Outcome> {
    let ontology_folder = knowledge::ontology_folder(global)?;
    let mut faults = check_knowledge(&ontology_folder, global)?;
    if examples && faults.is_empty() {
        faults.extend(check_examples(&ontology_folder, &knowledge::extractor(global)?));
    }
    if let Some(path) = store {
        match check_store(path, &ontology_folder, global, console) {
            Ok(found) => faults.extend(found),
            Err(error) => faults.push(error),
        }
    }
    for fault in &faults {
        console.error(fault);
    }
    if faults.is_empty() {
        console.note(&"no faults found");
        return Ok(Outcome::Fine);
    }
    console.note(&format_args!("{} found", counted(faults.len(), "fault")));
    Ok(Outcome::Faults)
}

fn check_knowledge(folder: &Folder, global: &Global) -> Result<Vec<Error>> {
    // Without classes and relations nothing else can be checked.
    let ontology = match Ontology::load(folder) {
        Ok(ontology) => ontology,
        Err(error) => return Ok(vec![error]),
    };
    let mut faults = Frames::check(folder, &ontology);
    faults.extend(Predicates::load(folder).err());
    faults.extend(Lexicon::load(folder, &ontology).err());
    faults.extend(Segmenter::new(folder).err());
    faults.extend(Cleaner::load(folder).err());
    faults.extend(Gazetteer::check(&knowledge::seeds_folder(global)?, &knowledge::additions(global)?, &ontology));
    if let Some(path) = &global.corrections {
        faults.extend(Corrections::check(path, &knowledge::read(path)?, &ontology));
    }
    let queries = Folder::queries();
    faults.extend(queries.files().filter_map(|(name, text)| Question::parse(queries.path(name), text).err()));
    Ok(faults)
}

/// Whether a store is whole, and what must hold of its graph does.
fn check_store(path: &Path, folder: &Folder, global: &Global, console: &Console) -> Result<Vec<Error>> {
    let (store, background) = open_store(path, global, console)?;
    let faults = find_faults(&store.graph(background)?.0, folder)?;
    Ok(faults.into_iter().map(|fault| Error::new(fault).at(path)).collect())
}

/// Runs the examples of every frame.
fn check_examples(folder: &Folder, extractor: &Extractor) -> Vec<Error> {
    let mut faults = Vec::new();
    for frame in extractor.knowledge().frames.frames() {
        for example in frame.examples.iter().chain(&frame.counterexamples) {
            faults.extend(check_example(folder, extractor, frame, example));
        }
    }
    faults
}

fn check_example(folder: &Folder, extractor: &Extractor, frame: &Frame, example: &Example) -> Option<Error> {
    let found = extractor.facts_of_example(frame, example);
    let list = |facts: &[String]| if facts.is_empty() { "nothing".to_owned() } else { facts.join("; ") };
    let message = || format!("\"{}\" gives {}, not {}", example.text, list(&found), list(&example.facts));
    let path = folder.path(&format!("frames/{}.toml", frame.name));
    (found != example.facts).then(|| Error::new(message()).at(path).line(example.line))
}
