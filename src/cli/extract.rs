//! `chancery extract`: inputs in, what they say on standard output or as tables in a folder, without a store.

use super::args::{ExtractFormat, Global, TableArgs, TableName};
use super::console::{Console, cannot_print};
use super::input_args::{Inputs, Watch};
use super::reading::watch_each_document;
use super::report::{Run, Told};
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document, total_bytes};
use crate::error::{Error, Result};
use crate::export::{ColumnFormat, Columns, Filter, Format, Records, Rows, Table, write_dataset};
use crate::pipeline::Extraction;
use crate::rdf::{document_quads, quads};
use crate::store::Dataset;
use oxrdf::Quad;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What to print, and what to tell of it.
pub(super) struct What {
    pub format: ExtractFormat,
    pub tables: TableArgs,
    pub watch: Watch,
}

/// What a document comes to.
enum Written {
    Bytes(Vec<u8>),
    Quads(Vec<Quad>),
    Rows(Rows),
}

/// Prints what the inputs say, in the order of the input.
pub(super) fn extract(inputs: &Inputs, what: &What, global: &Global, console: &Console) -> Result<Outcome> {
    what.watch.check()?;
    let extractor = knowledge::extractor(global)?;
    let iris = global.base.clone().unwrap_or_default();
    let cleaner = Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let tables = what.tables()?;
    let mut columns = tables.map(|(folder, format)| Columns::create(folder, &what.table_list(), format)).transpose()?;
    let console = console.with_progress(total_bytes(&inputs.inputs));
    let mut out = BufWriter::new(io::stdout().lock());
    let ontology = &extractor.knowledge().ontology;
    let records = Records { ontology, iris: &iris };
    let mut graphs = Vec::new();
    let work = |doc: &Document| {
        let extraction = if what.needs_mentions() { extractor.extract(doc) } else { extractor.extract_events(doc) };
        let told = Told::of(&extraction, ontology);
        what.write(doc, &extraction, &records).map(|written| (written, told))
    };
    let take = |doc: &Document, _: Option<&Path>, done: Result<(Written, Told)>| {
        let (written, told) = done?;
        match (written, &mut columns) {
            (Written::Bytes(bytes), _) => out.write_all(&bytes).map_err(cannot_print)?,
            (Written::Quads(quads), _) => graphs.push((doc.id.clone(), quads)),
            (Written::Rows(rows), Some(columns)) => columns.add(rows)?,
            (Written::Rows(_), None) => {}
        }
        Ok(told)
    };
    let mut run = Run::begin("extract", &what.watch);
    let ended = watch_each_document(inputs, &cleaner, global.jobs, &console, &mut run, work, take);
    run.end(ended, &console)?;
    columns.map(Columns::finish).transpose()?;
    if what.format == ExtractFormat::Turtle {
        let background = knowledge::background_of(extractor.knowledge(), &iris)?;
        write_dataset(&Dataset::of(graphs, background), Format::Turtle, &Filter::default(), &mut out)?;
    }
    out.flush().map_err(cannot_print)?;
    if run.report.documents > 1 {
        run.summarise(&console);
    }
    Ok(if run.report.failed == 0 { Outcome::Fine } else { Outcome::Faults })
}

impl What {
    /// The folder and format of the tables, where tables are wanted.
    fn tables(&self) -> Result<Option<(&Path, ColumnFormat)>> {
        let format = match self.format {
            ExtractFormat::Parquet => Some(ColumnFormat::Parquet),
            ExtractFormat::Arrow => Some(ColumnFormat::Arrow),
            _ => None,
        };
        match (format, &self.tables.output) {
            (Some(format), Some(folder)) => Ok(Some((folder, format))),
            (None, None) => Ok(None),
            (Some(_), None) => {
                Err(Error::new("tables are files: tell with --output DIR where to put them").wrong_use())
            }
            (None, Some(_)) => Err(Error::new("--output is for --format parquet and arrow").wrong_use()),
        }
    }

    fn table_list(&self) -> Vec<Table> {
        let table = |name: &TableName| match name {
            TableName::Facts => Table::Facts,
            TableName::Events => Table::Events,
            TableName::Mentions => Table::Mentions,
        };
        let mut tables: Vec<_> = self.tables.tables.iter().map(table).collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// Whether mentions of sentences are wanted that tell nothing.
    fn needs_mentions(&self) -> bool {
        match self.format {
            ExtractFormat::Mentions => true,
            ExtractFormat::Parquet | ExtractFormat::Arrow => self.tables.tables.contains(&TableName::Mentions),
            _ => false,
        }
    }

    fn write(&self, doc: &Document, extraction: &Extraction, records: &Records<'_>) -> Result<Written> {
        let mut lines = Vec::new();
        let quads = || document_quads(doc, extraction, records.ontology, records.iris);
        match self.format {
            ExtractFormat::Facts => records.write_facts(doc, extraction, &mut lines)?,
            ExtractFormat::Events => records.write_events(doc, extraction, &mut lines)?,
            ExtractFormat::Mentions => records.write_mentions(doc, extraction, &mut lines)?,
            ExtractFormat::Nquads => lines = quads::write_nquads(&quads()),
            ExtractFormat::Turtle => return Ok(Written::Quads(quads())),
            ExtractFormat::Parquet | ExtractFormat::Arrow => {
                return Ok(Written::Rows(records.rows(doc, extraction, &self.table_list())));
            }
        }
        Ok(Written::Bytes(lines))
    }
}
