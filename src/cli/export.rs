//! `chancery export`: a store in, its graph for another tool out.

use super::args::{ExportFormat, Global};
use super::console::{Console, cannot_print};
use super::{Outcome, knowledge};
use crate::error::{Error, Result};
use crate::export::{Filter, Format, Settings, write_dataset_with};
use crate::store::{Dataset, Store};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What to write.
pub(super) struct What {
    pub format: Format,
    pub filter: Filter,
    pub settings: Settings,
}

/// Writes the graph of a store to a file or to standard output.
pub(super) fn export(
    store: &Path,
    what: &What,
    output: Option<&Path>,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let dataset = open(store, global, console)?;
    match output {
        None => write(&dataset, what, io::stdout().lock()).map(|()| Outcome::Fine),
        Some(path) => {
            let cannot = |e| Error::new("cannot write").at(path).caused_by(e);
            let file = File::create(path).map_err(cannot)?;
            write(&dataset, what, file).map_err(|e| Error::new("cannot write").at(path).caused_by(e))?;
            Ok(Outcome::Fine)
        }
    }
}

fn write(dataset: &Dataset, what: &What, out: impl Write) -> Result<()> {
    let mut out = BufWriter::new(out);
    write_dataset_with(dataset, what.format, &what.filter, what.settings, &mut out)?;
    out.flush().map_err(cannot_print)
}

/// Opens a store to read all of it, with what is known beside it.
pub(super) fn open(path: &Path, global: &Global, console: &Console) -> Result<Dataset> {
    let store = Store::open_read_only(path)?;
    if let Some(warning) = store.warning() {
        console.warn(warning);
    }
    let background = knowledge::background(global, store.iris())?;
    store.dataset(background)
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Turtle => Self::Turtle,
            ExportFormat::Trig => Self::Trig,
            ExportFormat::Ntriples => Self::NTriples,
            ExportFormat::Nquads => Self::NQuads,
            ExportFormat::Dot => Self::Dot,
        }
    }
}
