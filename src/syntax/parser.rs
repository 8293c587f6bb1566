//! The parser: a text, its sentences and the names in it in, one parse a sentence out.

use super::decoder::Decoder;
use super::features::write_word_key;
use super::inflections::Inflections;
use super::labels::{Deprel, Upos, Xpos};
use super::matrix::{Matrix, find_greatest};
use super::model::Model;
use super::network::{Batch, DIM, INPUT, Trace};
use super::{Parse, Word};
use crate::error::Result;
use crate::sentences::Sentence;
use crate::span::Span;
use compact_str::CompactString;
use std::cell::RefCell;

static COMPILED: &[u8] = include_bytes!("../../models/english.model");

/// Tokens, with one more for each sentence, that are encoded at once: enough for efficient products, few enough for the cache.
const BATCH_ROWS: usize = 512;
/// Tokens of a document that are tagged before those of them are parsed that have to be; bounds what is kept of a long document.
const SEGMENT_TOKENS: usize = 8192;
/// Added to the scores of the tags of proper nouns inside a known name; strong evidence for another tag ("United") outweighs it.
const NAME_BONUS: f32 = 4.0;

/// A tagger, lemmatiser and dependency parser.
#[derive(Debug, Clone)]
pub struct Parser {
    model: Model,
    /// Index of every tag of proper nouns.
    names: Vec<usize>,
    inflections: Inflections,
}

/// Buffers for the batches of a document, which a thread keeps for the next one.
#[derive(Debug, Default)]
struct Workspace {
    batch: Batch,
    trace: Trace,
    /// Whether each row is a token of a known name.
    named: Vec<bool>,
    tags: Vec<u16>,
    slots: Matrix,
    decoder: Decoder,
    key: String,
}

impl Parser {
    /// The parser whose model is compiled into the program.
    ///
    /// # Errors
    /// Says what is wrong with the model; the one that is compiled in is sound.
    pub fn compiled() -> Result<Self> {
        Self::from_bytes(COMPILED)
    }

    /// The checksum of the model that is compiled into the program, as its file beside it tells it.
    pub fn checksum() -> &'static str {
        include_str!("../../models/english.model.sha256")
    }

    /// The parser of a model file's bytes.
    ///
    /// # Errors
    /// Says what is wrong with the model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let model = Model::read(bytes)?;
        let names = (0..model.tags.len()).filter(|tag| model.tags[*tag].0 == Upos::Propn).collect();
        Ok(Self { model, names, inflections: Inflections::default() })
    }

    /// The same parser, which knows the lemmas of these forms.
    #[must_use]
    pub fn with_inflections(self, inflections: Inflections) -> Self {
        Self { inflections, ..self }
    }

    /// Parses the sentences of a text, all of whose tokens lie in it. `names` are the spans of known proper names, in the order of
    /// the text and without overlaps: their capitalised tokens tend to become proper nouns.
    pub fn parse(&self, text: &str, sentences: &[Sentence], names: &[Span]) -> Vec<Parse> {
        let input = Input::of(text, sentences, names);
        self.parse_forms(&input.forms, &input.named)
    }

    /// Parses sentences given by the forms of their tokens, and whether each is part of a known name (missing ones are not).
    pub fn parse_forms(&self, sentences: &[Vec<&str>], named: &[Vec<bool>]) -> Vec<Parse> {
        let mut parses = vec![Parse { words: Vec::new() }; sentences.len()];
        with_workspace(|work| {
            self.run_batches(sentences, named, work, |idxs, work| {
                self.parse_batch(work);
                for (sentence, idx) in idxs.iter().enumerate() {
                    parses[*idx] = self.read_parse(&sentences[*idx], sentence, work);
                }
            });
        });
        parses
    }

    /// Parses those sentences of a text of which `wanted` says so, given some sentences on end and what is known of their
    /// words: lemma and part of speech. All others have no tree. `names` are as in [`Parser::parse`].
    pub fn parse_some(
        &self,
        text: &str,
        sentences: &[Sentence],
        names: &[Span],
        wanted: impl FnMut(&[Sentence], &[Parse]) -> Vec<bool>,
    ) -> Vec<Parse> {
        with_workspace(|work| self.parse_wanted(text, sentences, names, wanted, work))
    }

    fn parse_wanted(
        &self,
        text: &str,
        sentences: &[Sentence],
        names: &[Span],
        mut wanted: impl FnMut(&[Sentence], &[Parse]) -> Vec<bool>,
        work: &mut Workspace,
    ) -> Vec<Parse> {
        let mut parses = Vec::with_capacity(sentences.len());
        while parses.len() < sentences.len() {
            let rest = &sentences[parses.len()..];
            let mut tokens = 0;
            let fitting = rest.iter().take_while(|sentence| {
                tokens += sentence.tokens.len();
                tokens <= SEGMENT_TOKENS
            });
            let segment = &rest[..fitting.count().max(1)];
            let input = Input::of(text, segment, names);
            let mut tagged = self.tag_segment(&input, work);
            let wanted = wanted(segment, &tagged.parses);
            self.parse_segment(&mut tagged, &wanted, work);
            parses.extend(tagged.parses);
        }
        parses
    }

    /// Lemmas and parts of speech of some sentences, and what the upper layers go on from.
    fn tag_segment(&self, input: &Input<'_>, work: &mut Workspace) -> Tagged {
        let lengths = input.forms.iter().map(Vec::len);
        let starts: Vec<usize> = lengths.scan(0, |next, len| Some(std::mem::replace(next, *next + len))).collect();
        let tokens = input.forms.iter().map(Vec::len).sum();
        let mut tagged = Tagged {
            parses: vec![Parse { words: Vec::new() }; starts.len()],
            starts,
            tags: vec![0; tokens],
            lower: Matrix::zeros(tokens, DIM),
        };
        self.run_batches(&input.forms, &input.named, work, |idxs, work| {
            let Some(lower) = self.model.network.lower_output(&work.trace) else { return };
            for (idx, &(row, len)) in idxs.iter().zip(&work.batch.sentences) {
                let start = tagged.starts[*idx];
                tagged.tags[start..start + len].copy_from_slice(&work.tags[row..row + len]);
                tagged.lower.data[start * DIM..(start + len) * DIM]
                    .copy_from_slice(&lower.data[row * DIM..(row + len) * DIM]);
            }
            for (sentence, idx) in idxs.iter().enumerate() {
                let (start, _) = work.batch.sentences[sentence];
                let words = input.forms[*idx].iter().enumerate();
                let words = words.map(|(at, form)| self.word(form, work.tags[start + at], &mut work.key));
                tagged.parses[*idx] = Parse { words: words.collect() };
            }
        });
        tagged
    }

    /// Adds heads and relations to the sentences that are wanted.
    fn parse_segment(&self, tagged: &mut Tagged, wanted: &[bool], work: &mut Workspace) {
        let network = &self.model.network;
        let Tagged { parses, starts, tags, lower } = tagged;
        let mut order: Vec<usize> = (0..parses.len()).filter(|idx| wanted.get(*idx) == Some(&true)).collect();
        order.sort_by_key(|idx| parses[*idx].words.len());
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(fill_batch(rest, |idx| parses[idx].words.len()));
            work.batch.lay_out(now.iter().map(|idx| parses[*idx].words.len()));
            work.tags.clear();
            work.tags.resize(work.batch.rows, 0);
            let output = network.refill_lower_output(&work.batch, &mut work.trace);
            for (idx, &(row, len)) in now.iter().zip(&work.batch.sentences) {
                let start = starts[*idx];
                work.tags[row..row + len].copy_from_slice(&tags[start..start + len]);
                output.data[row * DIM..(row + len) * DIM]
                    .copy_from_slice(&lower.data[start * DIM..(start + len) * DIM]);
            }
            self.parse_batch(work);
            for (state, idx) in work.decoder.states.iter().zip(now) {
                for (at, word) in parses[*idx].words.iter_mut().enumerate() {
                    (word.head, word.deprel) = (state.head(at), state.label(at));
                }
            }
            rest = later;
        }
    }

    /// Runs the upper layers and the decoder over a batch whose lower layers have run and whose tags are known.
    fn parse_batch(&self, work: &mut Workspace) {
        let network = &self.model.network;
        network.run_upper(&work.batch, &work.tags, &mut work.trace);
        network.fill_slots(&work.trace, &mut work.slots);
        work.decoder.decode(network, &work.batch, &work.slots);
    }

    /// Tags the tokens of sentences, as [`Parser::parse`] does, without parsing them.
    pub fn tag(&self, text: &str, sentences: &[Sentence], names: &[Span]) -> Vec<Vec<(Upos, Xpos)>> {
        let input = Input::of(text, sentences, names);
        let mut tags = vec![Vec::new(); sentences.len()];
        with_workspace(|work| {
            self.run_batches(&input.forms, &input.named, work, |idxs, work| {
                for ((start, len), idx) in work.batch.sentences.iter().zip(idxs) {
                    tags[*idx] =
                        work.tags[*start..start + len].iter().map(|tag| self.model.tags[usize::from(*tag)]).collect();
                }
            });
        });
        tags
    }

    /// Tags all sentences, batch by batch; `finish` is given the indexes of a batch's sentences.
    fn run_batches(
        &self,
        sentences: &[Vec<&str>],
        named: &[Vec<bool>],
        work: &mut Workspace,
        mut finish: impl FnMut(&[usize], &mut Workspace),
    ) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        // Sentences of like length finish together, which keeps the products of the last steps wide.
        order.sort_by_key(|idx| sentences[*idx].len());
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(fill_batch(rest, |idx| sentences[idx].len()));
            self.tag_batch(now, sentences, named, work);
            finish(now, work);
            rest = later;
        }
    }

    /// The features of a parsed token as CoNLL-U writes them ("Number=Plur"); "_" where there are none.
    pub fn features(&self, form: &str, word: &Word) -> &str {
        let mut key = String::new();
        write_word_key(form, &mut key);
        self.model.morphology.find(&key, word.upos, word.xpos)
    }

    /// Lays out the sentences `idxs` as a batch, encodes them as far as their tags need, and decides these.
    fn tag_batch(&self, idxs: &[usize], sentences: &[Vec<&str>], named: &[Vec<bool>], work: &mut Workspace) {
        work.batch.lay_out(idxs.iter().map(|idx| sentences[*idx].len()));
        work.named.clear();
        work.named.resize(work.batch.rows, false);
        work.trace.embeddings.resize(work.batch.rows, INPUT);
        work.trace.embeddings.fill(0.0);
        for (idx, (start, _)) in idxs.iter().zip(&work.batch.sentences) {
            for (tok_idx, form) in sentences[*idx].iter().enumerate() {
                let row = start + tok_idx;
                self.model.embed(form, tok_idx == 0, &mut work.key, work.trace.embeddings.row_mut(row));
                let is_named = named.get(*idx).and_then(|named| named.get(tok_idx)).copied().unwrap_or_default();
                work.named[row] = is_named && !form.starts_with(char::is_lowercase);
            }
        }
        self.model.network.run_lower(&work.batch, &mut work.trace);
        self.pick_tags(work);
    }

    /// Decides the tag of every row.
    fn pick_tags(&self, work: &mut Workspace) {
        work.tags.clear();
        for (row, named) in work.named.iter().enumerate() {
            let scores = work.trace.tag_scores.row_mut(row);
            if *named {
                for tag in &self.names {
                    scores[*tag] += NAME_BONUS;
                }
            }
            work.tags.push(u16::try_from(find_greatest(scores)).unwrap_or_default());
        }
    }

    fn read_parse(&self, forms: &[&str], sentence: usize, work: &mut Workspace) -> Parse {
        let (start, _) = work.batch.sentences[sentence];
        let state = &work.decoder.states[sentence];
        let words = forms.iter().enumerate().map(|(idx, form)| {
            let word = self.word(form, work.tags[start + idx], &mut work.key);
            Word { head: state.head(idx), deprel: state.label(idx), ..word }
        });
        Parse { words: words.collect() }
    }

    /// What the tag of a token tells of it; its head is not known.
    fn word(&self, form: &str, tag: u16, key: &mut String) -> Word {
        let (upos, xpos): (Upos, Xpos) = self.model.tags[usize::from(tag)];
        let lemma = self.model.lemmatiser.find(form, upos, xpos, key);
        let known = self.inflections.lemma(form, &lemma).filter(|_| upos == Upos::Verb);
        let lemma = known.map_or(lemma, CompactString::from);
        Word { lemma, upos, xpos, head: None, deprel: Deprel::Dep }
    }
}

fn with_workspace<T>(run: impl FnOnce(&mut Workspace) -> T) -> T {
    thread_local! {
        static KEPT: RefCell<Workspace> = RefCell::default();
    }
    // Taken, not borrowed: who parses inside of `run` has one of his own.
    let mut work = KEPT.take();
    let result = run(&mut work);
    KEPT.set(work);
    result
}

/// Some sentences that are tagged and not yet parsed.
struct Tagged {
    /// One a sentence, without trees.
    parses: Vec<Parse>,
    /// First token of each sentence.
    starts: Vec<usize>,
    /// Tag of each token.
    tags: Vec<u16>,
    /// What the upper layers go on from, a row a token.
    lower: Matrix,
}

/// The tokens of a document's sentences.
struct Input<'a> {
    forms: Vec<Vec<&'a str>>,
    named: Vec<Vec<bool>>,
}

impl<'a> Input<'a> {
    fn of(text: &'a str, sentences: &[Sentence], names: &[Span]) -> Self {
        let forms = sentences.iter().map(|sent| sent.tokens.iter().map(|tok| tok.span.of(text)).collect());
        let named = sentences.iter().map(|sent| sent.tokens.iter().map(|tok| is_named(tok.span, names)).collect());
        Self { forms: forms.collect(), named: named.collect() }
    }
}

/// How many of the sentences `order` fit one batch; at least one.
fn fill_batch(order: &[usize], len: impl Fn(usize) -> usize) -> usize {
    let mut rows = 1;
    let fitting = order.iter().take_while(|idx| {
        rows += len(**idx) + 1;
        rows <= BATCH_ROWS
    });
    fitting.count().max(1)
}

fn is_named(token: Span, names: &[Span]) -> bool {
    let after = names.partition_point(|name| name.end <= token.start);
    names.get(after).is_some_and(|name| name.contains(token))
}
