//! `chancery gaps`: inputs in; the names and ways of saying things that are best taught next, out.

use super::args::Global;
use super::console::{Console, cannot_print};
use super::input_args::Inputs;
use super::page::{self, FAINT, STRONG, TERM};
use super::reading::for_each_document;
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document};
use crate::error::Result;
use crate::gaps::{Gaps, Sightings, UncoveredPredicate, UnknownName, by_count};
use std::io::Write;

/// Prints the most frequent gaps of the inputs, `top` of each sort.
pub(super) fn gaps(inputs: &Inputs, top: usize, global: &Global, console: &Console) -> Result<Outcome> {
    let extractor = knowledge::extractor(global)?;
    let cleaner = Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let console = console.with_progress(None);
    let mut gaps = Gaps::default();
    let work = |doc: &Document| Gaps::of(&extractor, doc, &extractor.extract(doc));
    let tally = for_each_document(inputs, &cleaner, global.jobs, &console, work, |_, found| {
        gaps.add(found);
        Ok(())
    })?;
    console.finish();
    let names = by_count(&gaps.names);
    let predicates = by_count(&gaps.predicates);
    let page = section("names that the gazetteer lacks", &names, top, name)
        + &section("verbs between actors that no frame covers", &predicates, top, predicate);
    let mut out = console.out();
    out.write_all(page.as_bytes()).and_then(|()| out.flush()).map_err(cannot_print)?;
    Ok(if tally.failed == 0 { Outcome::Fine } else { Outcome::Faults })
}

fn section<T>(title: &str, gaps: &[(&T, &Sightings)], top: usize, written: impl Fn(&T) -> String) -> String {
    let shown = &gaps[..top.min(gaps.len())];
    let count = format!("({} of {})", shown.len(), gaps.len());
    let mut text = format!("{} {}\n", page::styled(STRONG, title), page::styled(FAINT, &count));
    for (gap, seen) in shown {
        let documents = page::counted(seen.documents, "document");
        text += &page::wrap(&format!("{:>4}  {}  {}", seen.count, written(gap), page::styled(FAINT, &documents)), 0);
        text += &page::wrap(&format!("{}: {}", page::styled(FAINT, &seen.doc), page::cut(&seen.sentence, 200)), 6);
    }
    text + "\n"
}

fn name(unknown: &UnknownName) -> String {
    let class = unknown.class.as_deref().unwrap_or("class unknown");
    format!("{}  {}", page::styled(STRONG, &unknown.name), page::styled(TERM, class))
}

fn predicate(uncovered: &UncoveredPredicate) -> String {
    let frames: Vec<_> = uncovered.frames.iter().cloned().collect();
    let lack = if frames.is_empty() {
        "no frame lists it".to_owned()
    } else {
        format!("not as {}", page::list(&frames, "or"))
    };
    let function = page::styled(TERM, &uncovered.function.to_string());
    format!("{} + {function}  {lack}", page::styled(STRONG, &uncovered.lemma))
}
