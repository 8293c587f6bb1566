//! Global options in, the knowledge they name out.

use super::args::Global;
use crate::corrections::Corrections;
use crate::error::{Error, Result};
use crate::gazetteer::Addition;
use crate::knowledge::Folder;
use crate::pipeline::{Extractor, Knowledge};
use crate::rdf::{Background, Iris, Known};
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
    if let Some(path) = &global.corrections {
        knowledge.corrections = Corrections::read(path, &read(path)?, &knowledge.ontology)?;
    }
    Ok(knowledge)
}

/// The text of a file that an option names.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))
}

/// The files of names that the options add.
pub(super) fn additions(global: &Global) -> Result<Vec<Addition>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))?;
        Ok(Addition { path: path.clone(), text })
    };
    global.gazetteer.iter().map(read).collect()
}

/// An extractor with everything that the options say is known.
pub(super) fn extractor(global: &Global) -> Result<Extractor> {
    Extractor::new(load(global)?)
}

/// The graphs that stand beside those of the documents.
pub(super) fn background(knowledge: &Knowledge, iris: &Iris) -> Result<Background> {
    let gazetteer = &knowledge.gazetteer;
    let entries = knowledge.corrections.relabel(gazetteer.entries());
    let known = Known { entries: &entries, offices: gazetteer.offices(), memberships: gazetteer.memberships() };
    Background::new(&known, &knowledge.ontology, iris)
}
