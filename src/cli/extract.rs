//! `chancery extract`: inputs in, what they say on standard output, without a store.

use super::args::{ExtractFormat, Global, Inputs};
use super::console::{Console, cannot_print};
use super::reading::for_each_document;
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document};
use crate::error::Result;
use crate::export::{Filter, Format, Records, write_dataset};
use crate::rdf::{document_quads, quads};
use crate::store::Dataset;
use std::io::{self, BufWriter, Write};

/// Prints what the inputs say, in the order of the input.
pub(super) fn extract(inputs: &Inputs, format: ExtractFormat, global: &Global, console: &Console) -> Result<Outcome> {
    let extractor = knowledge::extractor(global)?;
    let iris = global.base.clone().unwrap_or_default();
    let cleaner = Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let console = console.with_progress();
    let mut out = BufWriter::new(io::stdout().lock());
    let ontology = &extractor.knowledge().ontology;
    let records = Records { ontology, iris: &iris };
    let mut graphs = Vec::new();
    let work = |doc: &Document| {
        let extraction = extractor.extract(doc);
        let mut lines = Vec::new();
        let quads = || document_quads(doc, &extraction, ontology, &iris);
        let written = match format {
            ExtractFormat::Facts => records.write_facts(doc, &extraction, &mut lines),
            ExtractFormat::Events => records.write_events(doc, &extraction, &mut lines),
            ExtractFormat::Mentions => records.write_mentions(doc, &extraction, &mut lines),
            ExtractFormat::Nquads => {
                lines = quads::write_nquads(&quads());
                Ok(())
            }
            ExtractFormat::Turtle => Ok(()),
        };
        (written.map(|()| lines), (format == ExtractFormat::Turtle).then(quads))
    };
    let tally = for_each_document(inputs, &cleaner, global.jobs, &console, work, |doc, (lines, quads)| {
        graphs.extend(quads.map(|quads| (doc.id.clone(), quads)));
        out.write_all(&lines?).map_err(cannot_print)
    })?;
    if format == ExtractFormat::Turtle {
        let background = knowledge::background_of(extractor.knowledge(), &iris)?;
        write_dataset(&Dataset::of(graphs, background), Format::Turtle, &Filter::default(), &mut out)?;
    }
    out.flush().map_err(cannot_print)?;
    console.finish();
    Ok(if tally.failed == 0 { Outcome::Fine } else { Outcome::Faults })
}
