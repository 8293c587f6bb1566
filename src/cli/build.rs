//! `chancery build`: inputs in, a store with what they say out.

use super::args::Global;
use super::console::Console;
use super::input_args::{Inputs, Watch};
use super::page::counted;
use super::reading::watch_each_document;
use super::report::{Report, Run, Told};
use super::resume::{Journal, add_parts, digits, fingerprint};
use super::{Outcome, knowledge};
use crate::documents::{Cleaner, Document, total_bytes};
use crate::duplicates::Sketch;
use crate::error::{Result, path_on_line};
use crate::pipeline::Extractor;
use crate::rdf::{Iris, Made, copy_quad, document_quads, quads};
use crate::store::{Frame, Store};
use oxrdf::Quad;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// What was made of a document, on any thread.
struct Work {
    digest: String,
    sketch: Option<Sketch>,
    /// `None` where the store has what this document says.
    reading: Option<Reading>,
}

struct Reading {
    told: Told,
    quads: Vec<Quad>,
    /// The quads, packed for the case that the document is no copy of another.
    frame: Frame,
}

/// Makes quads of documents.
struct Reader<'a> {
    extractor: &'a Extractor,
    iris: Iris,
}

impl Reader<'_> {
    fn read(&self, doc: &Document) -> Reading {
        let extraction = self.extractor.extract_events(doc);
        let ontology = &self.extractor.knowledge().ontology;
        let quads = document_quads(doc, &extraction, ontology, &self.iris);
        Reading { told: Told::of(&extraction, ontology), frame: Frame::of(&doc.id, &quads), quads }
    }

    /// The frame of a document that is a copy of another, or of none.
    fn frame(&self, doc: &Document, reading: Reading, made: &Made) -> Frame {
        let Reading { frame, mut quads, .. } = reading;
        let frame = match &made.copy_of {
            None => frame,
            Some(original) => {
                quads.push(copy_quad(&doc.id, original, &self.iris));
                quads::sort(&mut quads);
                Frame::of(&doc.id, &quads)
            }
        };
        frame.made(made.clone())
    }
}

/// How a build goes about it.
pub(super) struct How {
    /// Read documents again that the store has as they are.
    pub again: bool,
    /// Make the store a folder that is indexed on disk.
    pub on_disk: bool,
    /// What to tell.
    pub watch: Watch,
}

/// Reads the inputs into a store, which it makes where there is none. What the store has is not read again, unless `how` says so.
pub(super) fn build(inputs: &Inputs, path: &Path, how: &How, global: &Global, console: &Console) -> Result<Outcome> {
    how.watch.check()?;
    let extractor = knowledge::extractor(global)?;
    let digest = knowledge::digest(global)?;
    let cleaner = Cleaner::load(&knowledge::ontology_folder(global)?)?;
    let open = if how.on_disk { Store::open_on_disk } else { Store::open };
    let mut store = open(path, global.base.as_ref())?;
    if let Some(warning) = store.warning() {
        console.warn(warning);
    }
    let journal = Journal::begin(path, &task(inputs, &digest))?;
    let reader = Reader { extractor: &extractor, iris: store.iris().clone() };
    let known: BTreeMap<String, (String, Option<Sketch>)> = match how.again {
        true => BTreeMap::new(),
        false => store.documents().filter_map(|id| Some((id.to_owned(), what_was_read(store.how_made(id)?)))).collect(),
    };
    let mut run = Run::begin("build", &how.watch);
    let console = console.with_progress(total_bytes(&inputs.inputs));
    let (mut unchanged, mut replaced, mut copies) = (0, 0, 0);
    let work = |doc: &Document| {
        let (digest, sketch) = (fingerprint(doc, &digest), Sketch::of(&doc.text));
        let is_known = known.get(&doc.id).is_some_and(|(known, with)| *known == digest && *with == sketch);
        Work { digest, sketch, reading: (!is_known).then(|| reader.read(doc)) }
    };
    let take = |doc: &Document, file: Option<&Path>, work: Work| {
        let copy_of = store.find_original(&doc.id, work.sketch.as_ref()).map(str::to_owned);
        copies += usize::from(copy_of.is_some());
        let Some(reading) = work.reading else {
            unchanged += 1;
            console.detail(&format_args!("{}: unchanged", doc.id));
            return Ok(Told::default());
        };
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let file = file.map(path_on_line).unwrap_or_default();
        let made = Made { at: journal.began, version, digest: work.digest, sketch: work.sketch, file, copy_of };
        if let Some(other) = store.how_made(&doc.id).filter(|before| is_of_another_file(before, &made)) {
            console.warn(&format_args!(
                "{}: takes the place of what was read from {} as document \"{}\"; to keep both, give a folder that holds both",
                made.file, other.file, doc.id
            ));
        }
        let told = reading.told.clone();
        replaced += usize::from(store.contains(&doc.id));
        console.detail(&format_args!("{}: {}", doc.id, counted(told.facts.values().sum(), "fact")));
        store.append(&reader.frame(doc, reading, &made))?;
        Ok(told)
    };
    let ended = watch_each_document(inputs, &cleaner, global.jobs, &console, &mut run, work, take);
    let ended = ended.and_then(|()| store.sync());
    let Report { documents, events, facts, failed, .. } = run.report;
    (run.report.unchanged, run.report.replaced, run.report.copies) = (unchanged, replaced, copies);
    run.end(ended, &console)?;
    journal.end()?;
    if store.is_on_disk() {
        // Now, so that the first question need not wait for it.
        drop(store.graph(knowledge::background_of(extractor.knowledge(), &reader.iris)?)?);
    }
    let unchanged = if unchanged > 0 { format!("{unchanged} unchanged, ") } else { String::new() };
    console.note(&format_args!(
        "{}: {} read ({unchanged}{replaced} of them again), {}, {}, {failed} failed, in {:.1} s",
        path.display(),
        counted(documents, "document"),
        counted(events, "event"),
        counted(facts, "fact"),
        run.seconds(),
    ));
    run.summarise(&console);
    Ok(if failed == 0 { Outcome::Fine } else { Outcome::Faults })
}

/// Fingerprint and sketch of a document, which tell that it is the same.
fn what_was_read(made: &Made) -> (String, Option<Sketch>) {
    (made.digest.clone(), made.sketch.clone())
}

/// Whether a document is perhaps not the same as that of before, but one whose file is called the same in another folder. A file that
/// moved has the text that it had.
fn is_of_another_file(before: &Made, now: &Made) -> bool {
    let is_same_text = now.sketch.is_some() && now.sketch == before.sketch;
    !before.file.is_empty() && !now.file.is_empty() && before.file != now.file && !is_same_text
}

/// What a build is to do, so that another run of the same is known for it.
fn task(inputs: &Inputs, knowledge: &str) -> String {
    let mut hash = Sha256::new();
    add_parts(&mut hash, [knowledge.as_bytes()]);
    add_parts(&mut hash, inputs.inputs.iter().map(|input| input.as_os_str().as_encoded_bytes()));
    add_parts(&mut hash, inputs.how.field.iter().map(String::as_bytes));
    add_parts(&mut hash, [&[u8::from(inputs.how.any_language)][..]]);
    digits(hash)
}
