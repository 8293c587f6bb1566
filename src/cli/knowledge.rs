//! Global options in, the knowledge they name out.

use super::args::Global;
use super::resume::{add_parts, digits};
use crate::corrections::Corrections;
use crate::error::{Error, Result};
use crate::gazetteer::{Addition, Gazetteer};
use crate::knowledge::Folder;
use crate::ontology::Ontology;
use crate::pipeline::{Extractor, Knowledge};
use crate::rdf::{Background, Iris, Known};
use crate::syntax::Parser;
use crate::syntax::names::NameTagger;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The ontology folder that the options name, or the one compiled in.
pub(super) fn ontology_folder(global: &Global) -> Result<Folder> {
    global.ontology.as_deref().map_or_else(|| Ok(Folder::ontology()), Folder::read)
}

/// The seeds folder that the options name, or the one compiled in.
pub(super) fn seeds_folder(global: &Global) -> Result<Folder> {
    global.seeds.as_deref().map_or_else(|| Ok(Folder::seeds()), Folder::read)
}

/// Everything that the options say is known.
pub(super) fn load(global: &Global) -> Result<Knowledge> {
    let mut knowledge = Knowledge::load(&ontology_folder(global)?, &seeds_folder(global)?, &additions(global)?)?;
    knowledge.corrections = corrections(global, &knowledge.ontology)?;
    Ok(knowledge)
}

/// The corrections that the options name; none is a table without rows.
fn corrections(global: &Global, ontology: &Ontology) -> Result<Corrections> {
    let read = |path: &PathBuf| Corrections::read(path, &read(path)?, ontology);
    Ok(global.corrections.as_ref().map(read).transpose()?.unwrap_or_default())
}

/// The text of a file that an option names.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))
}

/// A fingerprint of all that is known: two runs with the same one make the same of the same document.
pub(super) fn digest(global: &Global) -> Result<String> {
    let mut hash = Sha256::new();
    add_parts(&mut hash, [env!("CARGO_PKG_VERSION"), Parser::checksum(), NameTagger::checksum()].map(str::as_bytes));
    for folder in [ontology_folder(global)?, seeds_folder(global)?] {
        let files = folder.files().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        add_parts(&mut hash, files.chain([&[][..]]));
    }
    for path in global.gazetteer.iter().chain(&global.corrections) {
        add_parts(&mut hash, [read(path)?.as_bytes()]);
    }
    add_parts(&mut hash, [[u8::from(global.corrections.is_some())].as_slice()]);
    Ok(digits(hash))
}

/// The files of names that the options add.
pub(super) fn additions(global: &Global) -> Result<Vec<Addition>> {
    let read = |path: &PathBuf| Ok(Addition { path: path.clone(), text: read(path)? });
    global.gazetteer.iter().map(read).collect()
}

/// An extractor with everything that the options say is known.
pub(super) fn extractor(global: &Global) -> Result<Extractor> {
    Extractor::new(load(global)?)
}

/// The graphs that stand beside those of the documents, made of no more than they tell of: frames and words are not read.
pub(super) fn background(global: &Global, iris: &Iris) -> Result<Background> {
    let ontology = Ontology::load(&ontology_folder(global)?)?;
    let gazetteer = Gazetteer::load_with(&seeds_folder(global)?, &additions(global)?, &ontology)?;
    assemble(&gazetteer, &corrections(global, &ontology)?, &ontology, iris)
}

/// The same of knowledge that was read before.
pub(super) fn background_of(knowledge: &Knowledge, iris: &Iris) -> Result<Background> {
    assemble(&knowledge.gazetteer, &knowledge.corrections, &knowledge.ontology, iris)
}

fn assemble(gazetteer: &Gazetteer, corrections: &Corrections, ontology: &Ontology, iris: &Iris) -> Result<Background> {
    let entries = corrections.relabel(gazetteer.entries());
    let known = Known { entries: &entries, offices: gazetteer.offices(), memberships: gazetteer.memberships() };
    Background::new(&known, ontology, iris)
}
