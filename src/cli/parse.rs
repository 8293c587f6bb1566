//! `chancery parse`: inputs in, their syntax as CoNLL-U on standard output.

use super::args::Global;
use super::console::{Console, cannot_print};
use super::input_args::Inputs;
use super::reading::for_each_document;
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document};
use crate::error::{Error, Result};
use crate::syntax::{Parser, conllu};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Prints the syntax of the inputs, in their order. Of one that ends in `.conllu`, sentences and tokens stay as they are.
pub(super) fn parse(inputs: &Inputs, global: &Global, console: &Console) -> Result<Outcome> {
    let parser = Parser::compiled()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Fine;
    for run in inputs.inputs.chunk_by(|left, right| is_conllu(left) == is_conllu(right)) {
        let failed = match is_conllu(&run[0]) {
            true => parse_conllu(run, &parser, console, &mut out)?,
            false => parse_documents(
                &Inputs { inputs: run.to_vec(), how: inputs.how.clone() },
                &parser,
                global,
                console,
                &mut out,
            )?,
        };
        if failed > 0 {
            outcome = Outcome::Faults;
        }
    }
    out.flush().map_err(cannot_print)?;
    Ok(outcome)
}

fn is_conllu(input: &Path) -> bool {
    input.extension().is_some_and(|extension| extension == "conllu")
}

/// Parses files of tokens anew; the number of those that failed.
fn parse_conllu(inputs: &[PathBuf], parser: &Parser, console: &Console, out: &mut impl Write) -> Result<usize> {
    let mut failed = 0;
    for path in inputs {
        let text = std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e));
        match text.and_then(|text| conllu::parse_again(&text, parser).map_err(|error| error.at(path))) {
            Ok(parsed) => out.write_all(parsed.as_bytes()).map_err(cannot_print)?,
            Err(error) => {
                console.error(&error);
                failed += 1;
            }
        }
    }
    Ok(failed)
}

/// Parses documents as every other command does, known names included; the number of those that failed.
fn parse_documents(
    inputs: &Inputs,
    parser: &Parser,
    global: &Global,
    console: &Console,
    out: &mut impl Write,
) -> Result<usize> {
    let extractor = knowledge::extractor(global)?;
    let cleaner = Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let work = |doc: &Document| {
        let extraction = extractor.extract(doc);
        conllu::write_document(&doc.id, &doc.text, &extraction.sentences, &extraction.parses, parser)
    };
    let take = |_: &Document, parsed: String| out.write_all(parsed.as_bytes()).map_err(cannot_print);
    Ok(for_each_document(inputs, &cleaner, global.jobs, console, work, take)?.failed)
}
