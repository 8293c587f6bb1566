//! What the commands that read articles are told on the command line: which inputs, how they are read, and what to tell of the run.

use crate::documents::{self, Fields};
use crate::error::{Error, Result};
use clap::Args;
use std::path::{Path, PathBuf};

/// What to read.
#[derive(Debug, Clone, Args)]
pub struct Inputs {
    /// Files, folders of them (read recursively), or - for standard input
    ///
    /// Read are plain text (.txt, in any encoding), Markdown (.md), web pages (.html), JSON Lines (.jsonl, and lists of articles as
    /// .json), CSV (.csv, .tsv), Parquet (.parquet), RSS and Atom (.rss, .atom, .xml), web archives (.warc, .arc), where chancery was
    /// built with the feature pdf also PDF (.pdf), and all of them in .gz, .zst, .bz2, .zip and .tar. What the bytes say beyond doubt
    /// overrules the name.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// How the files are read.
    #[command(flatten)]
    pub how: How,
}

/// How files are read.
#[derive(Debug, Clone, Default, Args)]
pub struct How {
    /// Take a part of the documents from a field of this name, in JSON Lines, CSV and Parquet: text, id, title, published, source
    /// or author; may be given several times
    #[arg(long, value_name = "PART=FIELD", value_parser = field)]
    pub field: Vec<String>,
    /// Read documents in other languages than English, too; they are skipped otherwise
    #[arg(long)]
    pub any_language: bool,
}

impl How {
    /// The same for a reader of documents.
    ///
    /// # Errors
    /// When a field is no field.
    pub fn settings(&self) -> crate::error::Result<documents::Settings> {
        let mut settings = documents::Settings { any_language: self.any_language, ..Default::default() };
        self.field.iter().try_for_each(|field| settings.fields.assign(field))?;
        Ok(settings)
    }
}

/// Reads the value of `--field`.
fn field(text: &str) -> std::result::Result<String, String> {
    Fields::default().assign(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// What to tell of a run.
#[derive(Debug, Clone, Default, Args)]
pub struct Watch {
    /// Write what was done and what failed to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Stop at the first input that cannot be read
    #[arg(long)]
    pub strict: bool,
}

impl Watch {
    /// Looks before the work whether there is a folder for the report.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn check(&self) -> Result<()> {
        let folder = self.report.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => Err(Error::new("no such folder, to write the report to").at(folder)),
            None => Ok(()),
        }
    }
}
