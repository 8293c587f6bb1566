//! The pipeline: one document in, the output of every stage out.
//!
//! ```
//! use chancery::{documents::Document, pipeline::{Extractor, Knowledge}};
//! let extractor = Extractor::new(Knowledge::compiled()?)?;
//! let doc = Document::of_text("note", "Angela Merkel visited Moscow in May 2015.");
//! let extraction = extractor.extract(&doc);
//! assert_eq!(extraction.facts.len(), 1);
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::corrections::Corrections;
use crate::documents::Document;
use crate::entities::Entities;
use crate::error::Result;
use crate::events::{Event, Example, Frame, Frames, Matcher, Predicate, Predicates, Reading, Screen, Status};
use crate::facts::{Fact, project_facts};
use crate::gazetteer::{Addition, Candidate, Gazetteer, NameKind};
use crate::knowledge::Folder;
use crate::mentions::{Finder, Lexicon, Mentions, given_names};
use crate::ontology::Ontology;
use crate::sentences::{Segmenter, Sentence};
use crate::span::Span;
use crate::syntax::names::NameTagger;
use crate::syntax::{Inflections, Parse, Parser, mend_clauses, mend_lists};
use rustc_hash::FxHashSet;

/// What can be said, who and what is known, and how English says it.
#[derive(Debug)]
pub struct Knowledge {
    /// Classes and relations.
    pub ontology: Ontology,
    /// Known names.
    pub gazetteer: Gazetteer,
    /// What words report.
    pub frames: Frames,
    /// What English words build predicates.
    pub english: Predicates,
    /// Words that tell names, titles, dates and money.
    pub lexicon: Lexicon,
    /// How English is split into sentences and words.
    pub segmenter: Segmenter,
    /// Verbs whose forms must not be misread.
    pub inflections: Inflections,
    /// What a user wants otherwise.
    pub corrections: Corrections,
}

impl Knowledge {
    /// The knowledge that is compiled in.
    ///
    /// # Errors
    /// Names file and line of a fault.
    pub fn compiled() -> Result<Self> {
        Self::load(&Folder::ontology(), &Folder::seeds(), &[])
    }

    /// Knowledge from an ontology folder and a seeds folder, with the names that a user adds.
    ///
    /// # Errors
    /// Names file and line of a fault.
    pub fn load(ontology_folder: &Folder, seeds: &Folder, additions: &[Addition]) -> Result<Self> {
        let ontology = Ontology::load(ontology_folder)?;
        let frames = Frames::load(ontology_folder, &ontology)?;
        let english = Predicates::load(ontology_folder)?;
        Ok(Self {
            inflections: Inflections::load(ontology_folder, frames.verbs().chain(english.verbs()))?,
            gazetteer: Gazetteer::load_with(seeds, additions, &ontology)?,
            frames,
            english,
            lexicon: Lexicon::load(ontology_folder, &ontology)?,
            segmenter: Segmenter::new(ontology_folder)?,
            corrections: Corrections::default(),
            ontology,
        })
    }
}

/// Every stage's output for one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Sentences of the clean text.
    pub sentences: Vec<Sentence>,
    /// Known names in it.
    pub candidates: Vec<Candidate>,
    /// One parse a sentence.
    pub parses: Vec<Parse>,
    /// Names, dates, money.
    pub mentions: Mentions,
    /// What the mentions stand for.
    pub entities: Entities,
    /// What happens between them.
    pub events: Vec<Event>,
    /// The events as binary statements.
    pub facts: Vec<Fact>,
}

/// Reads documents with a knowledge; cheap to share between threads.
#[derive(Debug)]
pub struct Extractor {
    knowledge: Knowledge,
    given_names: FxHashSet<String>,
    parser: Parser,
    tagger: NameTagger,
}

impl Extractor {
    /// An extractor with the syntax model that is compiled in.
    ///
    /// # Errors
    /// Tells when the model is damaged.
    pub fn new(knowledge: Knowledge) -> Result<Self> {
        let given_names = given_names(&knowledge.gazetteer, &knowledge.ontology);
        let parser = Parser::compiled()?.with_inflections(knowledge.inflections.clone());
        Ok(Self { knowledge, given_names, parser, tagger: NameTagger::compiled()? })
    }

    /// What it reads with.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What it decides mentions with.
    pub fn finder(&self) -> Finder<'_> {
        let Knowledge { ontology, gazetteer, lexicon, .. } = &self.knowledge;
        Finder { ontology, gazetteer, lexicon, given_names: &self.given_names, tagger: &self.tagger }
    }

    /// Runs every stage on a document. It cannot fail, and gives the same output for the same input.
    pub fn extract(&self, doc: &Document) -> Extraction {
        self.run(doc, true)
    }

    /// The same, but sentences that can hold no event are tagged and not parsed, which leaves out some of the work. Events and
    /// facts are the same, unless one hangs on a name whose sense only the parse of another sentence would decide; of sentences
    /// that are not parsed, neither trees nor mentions without a name are told.
    pub fn extract_events(&self, doc: &Document) -> Extraction {
        self.run(doc, false)
    }

    fn run(&self, doc: &Document, all: bool) -> Extraction {
        let Knowledge { ontology, gazetteer, frames, english, segmenter, corrections, lexicon, .. } = &self.knowledge;
        let sentences = segmenter.split(&doc.text);
        let candidates = gazetteer.find_candidates(&doc.text);
        let names = proper_names(&candidates);
        let (text, any_class) = (&doc.text, corrections.merge_any());
        let screen = Screen { ontology, gazetteer, frames, english, lexicon, text, candidates: &candidates, any_class };
        let mut telling = Vec::with_capacity(sentences.len());
        let mut parses = self.parser.parse_some(&doc.text, &sentences, &names, |part, tagged| {
            let first = telling.len();
            telling.extend(screen.may_tell(part, tagged));
            let ends = telling.len() == sentences.len();
            if all {
                vec![true; part.len()]
            } else {
                screen.wanted(part, tagged, &telling[first..], (first == 0, ends))
            }
        });
        self.mend(&sentences, &candidates, &mut parses);
        let mentions = self.finder().find_mentions(doc, &sentences, &candidates, &parses);
        let entities = Entities::link(&doc.text, &mentions, &parses, &telling, (gazetteer, ontology));
        let entities = corrections.correct_entities(entities, gazetteer);
        let reading = Reading { doc, sentences: &sentences, parses: &parses, mentions: &mentions, entities: &entities };
        let events = self.matcher().match_frames(reading);
        let facts = project_facts(&events, &entities, frames, gazetteer, ontology);
        let (events, facts) = corrections.drop_facts(&doc.id, &entities, events, facts);
        Extraction { sentences, candidates, parses, mentions, entities, events, facts }
    }

    /// Takes faults out of parses that show themselves, such as lists of countries that are parted.
    fn mend(&self, sentences: &[Sentence], candidates: &[Candidate], parses: &mut [Parse]) {
        let Knowledge { ontology, gazetteer, .. } = &self.knowledge;
        let is_country = |candidate: &&Candidate| {
            let first = candidate.readings.first().filter(|reading| reading.kind == NameKind::Name);
            first.is_some_and(|reading| gazetteer.entry(reading.entry).class == ontology.core().country)
        };
        let mut countries = candidates.iter().filter(is_country).map(|candidate| candidate.span).peekable();
        for (sentence, parse) in sentences.iter().zip(parses) {
            let own = std::iter::from_fn(|| countries.next_if(|span| span.start < sentence.span.end));
            let names: Vec<_> = own.map(|span| sentence.tokens_of(span)).collect();
            if parse.has_tree() {
                mend_lists(parse, &names);
                mend_clauses(parse);
            }
        }
    }

    /// Why frames matched or not in one sentence of a document, by what [`Extractor::extract`] made of it.
    pub fn explain(&self, doc: &Document, extraction: &Extraction, sent_idx: usize) -> Vec<Predicate<'_>> {
        let Extraction { sentences, parses, mentions, entities, .. } = extraction;
        self.matcher().explain(Reading { doc, sentences, parses, mentions, entities }, sent_idx)
    }

    fn matcher(&self) -> Matcher<'_> {
        let Knowledge { ontology, frames, english, lexicon, .. } = &self.knowledge;
        Matcher { ontology, frames, english, lexicon }
    }

    /// What comes out of a frame's example, written as frames write it, sorted: `subject relation object`, with `: status`
    /// unless asserted. Other relations do not count.
    pub fn facts_of_example(&self, frame: &Frame, example: &Example) -> Vec<String> {
        let extraction = self.extract(&Document::of_text(&frame.name, &example.text));
        let relation = &self.knowledge.ontology.relation(frame.relation).name;
        let label = |id| &extraction.entities.entity(id).label;
        let facts = extraction.facts.iter().filter(|fact| fact.relation == frame.relation);
        let written = facts.map(|fact| {
            let stated = format!("{} {relation} {}", label(fact.subject), label(fact.object));
            match extraction.events[fact.event_idx].status {
                Status::Asserted => stated,
                status => format!("{stated}: {}", status.as_str()),
            }
        });
        let mut found: Vec<_> = written.collect();
        found.sort();
        found
    }
}

/// Spans that the tagger may take for proper nouns: names, but no demonyms.
fn proper_names(candidates: &[Candidate]) -> Vec<Span> {
    let proper = |candidate: &&Candidate| candidate.readings.iter().all(|reading| reading.kind != NameKind::Demonym);
    candidates.iter().filter(proper).map(|candidate| candidate.span).collect()
}
