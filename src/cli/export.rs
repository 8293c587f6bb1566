//! `chancery export`: a store in, its graph for another tool out.

use super::args::{ExportFormat, Global};
use super::console::{Console, cannot_print};
use super::{Outcome, knowledge};
use crate::error::{Error, Result};
use crate::export::{Filter, Format, Settings, write_dataset_with, write_store};
use crate::rdf::Background;
use crate::store::{Dataset, Store};
use clap::ValueEnum;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What to write.
pub(super) struct What {
    pub format: ExportFormat,
    pub filter: Filter,
    pub settings: Settings,
}

/// Writes the graph of a store to a file, to a folder, or to standard output.
pub(super) fn export(
    store: &Path,
    what: &What,
    output: Option<&Path>,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let lines = [ExportFormat::Ntriples, ExportFormat::Nquads];
    if what.filter.is_empty() && lines.contains(&what.format) {
        return stream(store, what, output, global, console);
    }
    let dataset = open(store, global, console)?;
    match (what.format, output) {
        (ExportFormat::Neo4j, Some(folder)) => write_neo4j(&dataset, what, folder, console)?,
        (ExportFormat::Neo4j, None) => {
            return Err(Error::new("neo4j is two files: give a folder for them with --output"));
        }
        (ExportFormat::Svg, _) => {
            let drawn = draw(&render(&dataset, what, Format::Dot)?)?;
            write_bytes(&drawn, output)?;
        }
        (format, None) => write(&dataset, what, one_file(format)?, io::stdout().lock())?,
        (format, Some(path)) => {
            let cannot = |e| Error::new("cannot write").at(path).caused_by(e);
            let format = one_file(format)?;
            let file = File::create(path).map_err(cannot)?;
            write(&dataset, what, format, file).map_err(|e| Error::new("cannot write").at(path).caused_by(e))?;
        }
    }
    Ok(Outcome::Fine)
}

/// Writes all of a store, a document at a time.
fn stream(path: &Path, what: &What, output: Option<&Path>, global: &Global, console: &Console) -> Result<Outcome> {
    let (store, background) = open_store(path, global, console)?;
    let format = one_file(what.format)?;
    let write = |out: &mut dyn Write| {
        let mut out = BufWriter::new(out);
        write_store(&store, &background, format, what.settings, &mut out)?;
        out.flush().map_err(cannot_print)
    };
    match output {
        None => write(&mut io::stdout().lock())?,
        Some(path) => {
            let cannot = |e| Error::new("cannot write").at(path).caused_by(e);
            write(&mut File::create(path).map_err(cannot)?)
                .map_err(|e| Error::new("cannot write").at(path).caused_by(e))?;
        }
    }
    Ok(Outcome::Fine)
}

fn write(dataset: &Dataset, what: &What, format: Format, out: impl Write) -> Result<()> {
    let mut out = BufWriter::new(out);
    write_dataset_with(dataset, format, &what.filter, what.settings, &mut out)?;
    out.flush().map_err(cannot_print)
}

fn render(dataset: &Dataset, what: &What, format: Format) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_dataset_with(dataset, format, &what.filter, what.settings, &mut bytes)?;
    Ok(bytes)
}

fn write_bytes(bytes: &[u8], output: Option<&Path>) -> Result<()> {
    match output {
        None => io::stdout().write_all(bytes).map_err(cannot_print),
        Some(path) => std::fs::write(path, bytes).map_err(|e| Error::new("cannot write").at(path).caused_by(e)),
    }
}

fn write_neo4j(dataset: &Dataset, what: &What, folder: &Path, console: &Console) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|e| Error::new("cannot make the folder").at(folder).caused_by(e))?;
    let files = [("nodes.csv", Format::Neo4jNodes), ("relationships.csv", Format::Neo4jRelationships)];
    for (name, format) in files {
        write_bytes(&render(dataset, what, format)?, Some(&folder.join(name)))?;
    }
    let (nodes, ties) = (folder.join("nodes.csv"), folder.join("relationships.csv"));
    let (nodes, ties) = (nodes.display(), ties.display());
    console.note(&format_args!("neo4j-admin database import full --nodes={nodes} --relationships={ties}"));
    Ok(())
}

/// Draws DOT with Graphviz.
fn draw(dot: &[u8]) -> Result<Vec<u8>> {
    let failed = |e| Error::new("dot failed").caused_by(e);
    let child = Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Error::new(
            "Graphviz, which draws, is not installed: there is no program \"dot\" (https://graphviz.org/download, or \
             `apt install graphviz`, `brew install graphviz`); --format dot needs none",
        ),
        _ => failed(e),
    })?;
    let mut input = child.stdin.take();
    // Graphviz reads all before it writes, so that neither waits for the other.
    let sent = input.as_mut().map_or(Ok(()), |input| input.write_all(dot));
    drop(input);
    let output = child.wait_with_output().map_err(failed)?;
    sent.map_err(failed)?;
    if output.status.success() { Ok(output.stdout) } else { Err(Error::new(format!("dot failed: {}", output.status))) }
}

/// Opens a store to read all of it, with what is known beside it.
pub(super) fn open(path: &Path, global: &Global, console: &Console) -> Result<Dataset> {
    let (store, background) = open_store(path, global, console)?;
    store.dataset(background)
}

/// Opens a store to read from, with what is known beside it.
pub(super) fn open_store(path: &Path, global: &Global, console: &Console) -> Result<(Store, Background)> {
    let store = Store::open_read_only(path)?;
    if let Some(warning) = store.warning() {
        console.warn(warning);
    }
    let background = knowledge::background(global, store.iris())?;
    Ok((store, background))
}

/// The format of one file that a name stands for.
fn one_file(format: ExportFormat) -> Result<Format> {
    let name = format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    Format::named(&name)
}
