//! Training: trees and word vectors in, a model file out.

use crate::adam::{Adam, Pace};
use crate::backward::{Backward, Decisions, Run};
use crate::lexicon;
use crate::oracle;
use crate::treebank::Tree;
use crate::vectors::Vectors;
use chancery::syntax::decoder::{Sources, fill_hidden, pick};
use chancery::syntax::features::{
    PREFIX2_BUCKETS, SHAPES, SUFFIX2_BUCKETS, SUFFIX3_BUCKETS, find_affixes, write_word_key,
};
use chancery::syntax::matrix::{Matrix, add, find_greatest, multiply};
use chancery::syntax::model::{ModelFile, VERSION};
use chancery::syntax::network::{Batch, HIDDEN, INPUT, Network, Trace, WIDTHS};
use chancery::syntax::quantised::Quantised;
use chancery::syntax::transitions::{ACTIONS, Choice, LABELS, State, Transition};
use fastrand::Rng;
use std::collections::BTreeMap;

/// What may be chosen of a run.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Passes over the trees.
    #[arg(long, default_value_t = 14)]
    pub epochs: usize,
    /// Seed of all random choices.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Greatest step size.
    #[arg(long, default_value_t = 0.002)]
    pub rate: f32,
    /// Share of the embeddings' numbers that are dropped.
    #[arg(long, default_value_t = 0.25)]
    pub input_dropout: f32,
    /// Share of the hidden layer's numbers that are dropped.
    #[arg(long, default_value_t = 0.15)]
    pub hidden_dropout: f32,
    /// Tokens in a batch.
    #[arg(long, default_value_t = 640)]
    pub batch: usize,
    /// Share of the steps after the first pass that follow the parser, not the oracle.
    #[arg(long, default_value_t = 0.9)]
    pub explore: f32,
}

/// How strongly word dropout goes by a word's rarity: a word of frequency `f` is dropped with `A / (A + f)`.
const WORD_DROPOUT: f32 = 0.25;
/// Words of this frequency in the trees have embeddings of their own.
const RAREST_WORD: usize = 2;
/// Share of the old average that each averaging keeps, and the steps between two.
const AVERAGE: (f32, usize) = (0.98, 10);
const WARM_UP: f32 = 200.0;
const CLIP: f32 = 5.0;

/// A token's rows in the tables.
#[derive(Clone, Copy)]
struct Token {
    /// Row of its fixed vector; 0 when it has none.
    vector: usize,
    /// Row of its trained embedding, and of its affixes and shape.
    rows: [usize; 5],
    frequency: usize,
    tag: usize,
}

/// Everything that training changes, and what it starts from.
pub struct Trainer<'a> {
    settings: Settings,
    gold: &'a [Tree],
    /// Gold trees, then those that other models made.
    trees: Vec<&'a Tree>,
    tokens: Vec<Vec<Token>>,
    tags: Vec<(chancery::syntax::Upos, chancery::syntax::Xpos)>,
    /// Words with a trained embedding, in the order of their rows from 1.
    words: Vec<String>,
    vectors: &'a Vectors,
    fixed: Matrix,
    tables: Vec<Matrix>,
    network: Network,
    rng: Rng,
}

impl<'a> Trainer<'a> {
    /// A trainer that goes through the `gold` trees and as many of `silver`, if there are any, in each pass.
    pub fn new(settings: Settings, gold: &'a [Tree], silver: &'a [Tree], vectors: &'a Vectors) -> Self {
        let mut rng = Rng::with_seed(settings.seed);
        let trees: Vec<&Tree> = gold.iter().chain(silver).collect();
        let counts = lexicon::count_words(&trees);
        let words: Vec<String> = counts.iter().filter(|(_, n)| **n >= RAREST_WORD).map(|(w, _)| w.clone()).collect();
        let tags = lexicon::find_tags(gold);
        let rows = [words.len() + 1, SUFFIX3_BUCKETS, SUFFIX2_BUCKETS, PREFIX2_BUCKETS, SHAPES];
        let tables = rows.iter().zip(WIDTHS).map(|(rows, width)| random(*rows, width, 0.1, &mut rng)).collect();
        let mut fixed = Matrix::zeros(vectors.len() + 1, WIDTHS[0]);
        for (row, vector) in vectors.values().enumerate() {
            fixed.row_mut(row + 1).copy_from_slice(vector);
        }
        let network = start_network(tags.len(), &mut rng);
        let mut trainer =
            Self { settings, gold, trees, tokens: Vec::new(), tags, words, vectors, fixed, tables, network, rng };
        let fixed_rows: BTreeMap<&str, usize> = vectors.keys().enumerate().map(|(i, w)| (w.as_str(), i + 1)).collect();
        trainer.tokens = trainer.trees.iter().map(|tree| trainer.index(tree, &counts, &fixed_rows)).collect();
        trainer
    }

    fn index(&self, tree: &Tree, counts: &BTreeMap<String, usize>, fixed: &BTreeMap<&str, usize>) -> Vec<Token> {
        let mut key = String::new();
        let token = |(idx, form): (usize, &String)| {
            write_word_key(form, &mut key);
            let affixes = find_affixes(form, &key, idx == 0);
            let word = self.words.binary_search(&key).map_or(0, |row| row + 1);
            let affixes = [affixes.suffix3, affixes.suffix2, affixes.prefix2, affixes.shape].map(usize::from);
            Token {
                vector: fixed.get(key.as_str()).copied().unwrap_or_default(),
                rows: [word, affixes[0], affixes[1], affixes[2], affixes[3]],
                frequency: counts.get(&key).copied().unwrap_or_default(),
                tag: self.tags.binary_search(&tree.tags[idx]).unwrap_or_default(),
            }
        };
        tree.forms.iter().enumerate().map(token).collect()
    }

    /// Trains, and calls `report` after each pass with its number, loss, and a model of the averaged weights.
    pub fn run(&mut self, mut report: impl FnMut(usize, f32, &ModelFile)) -> ModelFile {
        let mut optimiser = Optimiser::new(&mut self.network, &self.tables);
        let mut work = Work::new(&self.network, &self.tables);
        let sizes = self.tokens.iter().map(Vec::len);
        let (gold, silver) = (sizes.clone().take(self.gold.len()).sum(), sizes.skip(self.gold.len()).sum::<usize>());
        let tokens: usize = gold + silver.min(gold);
        let steps = (self.settings.epochs * tokens / self.settings.batch) as f32;
        let mut step = 0;
        for epoch in 1..=self.settings.epochs {
            let (mut loss, mut batches) = (0.0, 0);
            for batch in self.shuffle() {
                step += 1;
                let progress = (step as f32 / steps).min(1.0);
                let rate = self.settings.rate * (step as f32 / WARM_UP).min(1.0) * (1.0 - 0.97 * progress);
                loss += self.learn(&batch, epoch > 1, &mut work);
                batches += 1;
                optimiser.update(&mut self.network, &mut self.tables, &mut work, Pace { rate, step });
            }
            report(epoch, loss / batches as f32, &self.file(&optimiser));
        }
        self.file(&optimiser)
    }

    /// Batches of like length, in random order.
    fn shuffle(&mut self) -> Vec<Vec<usize>> {
        let mut silver: Vec<usize> = (self.gold.len()..self.trees.len()).collect();
        self.rng.shuffle(&mut silver);
        let mut order: Vec<usize> = (0..self.gold.len()).chain(silver.into_iter().take(self.gold.len())).collect();
        self.rng.shuffle(&mut order);
        let mut batches = Vec::new();
        for pool in order.chunks(512) {
            let mut pool = pool.to_vec();
            pool.sort_by_key(|idx| self.tokens[*idx].len());
            let (mut batch, mut size) = (Vec::new(), 0);
            for idx in pool {
                size += self.tokens[idx].len();
                batch.push(idx);
                if size >= self.settings.batch {
                    batches.push(std::mem::take(&mut batch));
                    size = 0;
                }
            }
            if !batch.is_empty() {
                batches.push(batch);
            }
        }
        self.rng.shuffle(&mut batches);
        batches
    }

    /// Runs one batch forwards and backwards; the mean loss of a token.
    fn learn(&mut self, sentences: &[usize], explore: bool, work: &mut Work) -> f32 {
        work.batch.lay_out(sentences.iter().map(|idx| self.tokens[*idx].len()));
        let tokens: usize = work.batch.sentences.iter().map(|(_, len)| len).sum();
        let scale = 1.0 / tokens as f32;
        self.embed(sentences, work);
        self.network.run_lower(&work.batch, &mut work.trace);
        let mut loss = self.score_tags(sentences, scale, work);
        self.network.run_upper(&work.batch, &work.tags, &mut work.trace);
        self.network.fill_slots(&work.trace, &mut work.slots);
        loss += self.decode(sentences, explore, scale, work);
        let Work { batch, trace, tags, tag_grads, decisions, grads, backward, .. } = work;
        backward.run(&Run { network: &self.network, batch, trace, tags, tag_scores: tag_grads, decisions }, grads);
        self.collect_embeddings(work);
        loss * scale
    }

    fn embed(&mut self, sentences: &[usize], work: &mut Work) {
        let keep = 1.0 - self.settings.input_dropout;
        work.trace.embeddings.resize(work.batch.rows, INPUT);
        work.trace.embeddings.fill(0.0);
        work.mask.resize(work.batch.rows, INPUT);
        work.rows.clear();
        for value in &mut work.mask.data {
            *value = if self.rng.f32() < keep { 1.0 / keep } else { 0.0 };
        }
        for (sentence, (start, _)) in sentences.iter().zip(&work.batch.sentences) {
            for (idx, token) in self.tokens[*sentence].iter().enumerate() {
                let mut token = *token;
                if self.rng.f32() < WORD_DROPOUT / (WORD_DROPOUT + token.frequency as f32) {
                    token.rows[0] = 0;
                    if self.rng.bool() {
                        token.vector = 0;
                    }
                }
                let mut out = work.trace.embeddings.row_mut(start + idx);
                add(&mut out[..WIDTHS[0]], self.fixed.row(token.vector));
                for ((table, row), width) in self.tables.iter().zip(token.rows).zip(WIDTHS) {
                    let (own, rest) = out.split_at_mut(width);
                    add(own, table.row(row));
                    out = rest;
                }
                work.rows.push((start + idx, token.rows));
            }
        }
        for (value, mask) in work.trace.embeddings.data.iter_mut().zip(&work.mask.data) {
            *value *= mask;
        }
    }

    /// Fills the predicted tags and the gradients of the tags' scores.
    fn score_tags(&self, sentences: &[usize], scale: f32, work: &mut Work) -> f32 {
        let mut loss = 0.0;
        work.tags.clear();
        work.tags.resize(work.batch.rows, 0);
        work.tag_grads.resize(work.batch.rows, self.tags.len());
        work.tag_grads.fill(0.0);
        for (sentence, (start, _)) in sentences.iter().zip(&work.batch.sentences) {
            for (idx, token) in self.tokens[*sentence].iter().enumerate() {
                let scores = work.trace.tag_scores.row(start + idx);
                work.tags[start + idx] = find_greatest(scores) as u16;
                let grads = work.tag_grads.row_mut(start + idx);
                grads.copy_from_slice(scores);
                loss += descend(grads, token.tag, scale);
            }
        }
        loss
    }

    /// Parses the batch, mostly by the network's own choices, and fills the decisions and the gradients of their scores.
    fn decode(&mut self, sentences: &[usize], explore: bool, scale: f32, work: &mut Work) -> f32 {
        let keep = 1.0 - self.settings.hidden_dropout;
        let explore = if explore { self.settings.explore } else { 0.0 };
        let mut loss = 0.0;
        let decisions = &mut work.decisions;
        decisions.sources.clear();
        decisions.hidden.resize(0, HIDDEN);
        decisions.scores.resize(0, ACTIONS);
        decisions.hidden_scale = 1.0 / keep;
        work.states.resize_with(sentences.len(), State::default);
        for (state, (_, len)) in work.states.iter_mut().zip(&work.batch.sentences) {
            state.reset(*len);
        }
        loop {
            let undecided: Vec<usize> = (0..sentences.len()).filter(|idx| advance(&mut work.states[*idx])).collect();
            if undecided.is_empty() {
                return loss;
            }
            let (start, rows) = (decisions.sources.len(), work.batch.rows);
            decisions
                .sources
                .extend(undecided.iter().map(|s| Sources::of(&work.states[*s], work.batch.sentences[*s].0, rows)));
            fill_hidden(&self.network, &decisions.sources[start..], &work.slots, &mut work.hidden);
            for value in &mut work.hidden.data {
                *value *= if self.rng.f32() < keep { 1.0 / keep } else { 0.0 };
            }
            work.scores.resize(undecided.len(), ACTIONS);
            multiply(&work.hidden.data, &self.network.output.weight.data, HIDDEN, 0.0, &mut work.scores.data);
            for (row, sentence) in undecided.into_iter().enumerate() {
                let scores = work.scores.row_mut(row);
                add(scores, &self.network.output.bias.data);
                let state = &mut work.states[sentence];
                let tree = self.trees[sentences[sentence]];
                let gold = best_scored(scores, &oracle::find_best(state, tree));
                let chosen = pick(scores, state.choose());
                forbid(scores, state.choose());
                loss += descend(scores, gold.index(), scale);
                state.apply(if self.rng.f32() < explore { chosen } else { gold });
            }
            decisions.hidden.data.extend_from_slice(&work.hidden.data);
            decisions.scores.data.extend_from_slice(&work.scores.data);
        }
    }

    /// Adds the gradients of the embeddings to those of the tables.
    fn collect_embeddings(&self, work: &mut Work) {
        for (grad, mask) in work.backward.embeddings.data.iter_mut().zip(&work.mask.data) {
            *grad *= mask;
        }
        for (row, table_rows) in &work.rows {
            let mut grad = work.backward.embeddings.row(*row);
            for ((table, table_row), width) in work.table_grads.iter_mut().zip(table_rows).zip(WIDTHS) {
                let (own, rest) = grad.split_at(width);
                add(table.row_mut(*table_row), own);
                grad = rest;
            }
        }
    }

    /// The model of the averaged weights. A word's row is the sum of its fixed vector and its trained embedding, or that of all
    /// unknown words.
    fn file(&self, optimiser: &Optimiser) -> ModelFile {
        let averages = |idx: usize| Matrix { cols: WIDTHS[idx], data: optimiser.tables[idx].average.clone() };
        let trained = averages(0);
        let mut names: Vec<&String> = self.words.iter().chain(self.vectors.keys()).collect();
        names.sort();
        names.dedup();
        let mut words = Matrix::zeros(names.len() + 1, WIDTHS[0]);
        words.row_mut(0).copy_from_slice(trained.row(0));
        for (idx, name) in names.iter().enumerate() {
            let row = self.words.binary_search(name).map_or(0, |row| row + 1);
            words.row_mut(idx + 1).copy_from_slice(trained.row(row));
            if let Some(vector) = self.vectors.get(*name) {
                add(words.row_mut(idx + 1), vector);
            }
        }
        let mut network = self.network.clone();
        let (mut weights, mut biases) = (Vec::new(), Vec::new());
        for (matrix, adam) in network.matrices_mut().into_iter().zip(&optimiser.network) {
            matrix.data.copy_from_slice(&adam.average);
            if matrix.rows() > 1 {
                weights.push(Quantised::round(matrix));
            } else {
                biases.push(matrix.data.clone());
            }
        }
        let embeddings = [words, averages(1), averages(2), averages(3), averages(4)];
        ModelFile {
            version: VERSION,
            tags: self.tags.iter().map(|(upos, xpos)| (*upos as u8, *xpos as u8)).collect(),
            words: names.iter().map(|word| format!("{word}\n")).collect(),
            embeddings: embeddings.each_ref().map(Quantised::round),
            weights,
            biases,
            lemmas: lexicon::learn_lemmas(self.gold),
            features: lexicon::learn_features(self.gold),
        }
    }
}

/// Buffers and gradients of one batch.
struct Work {
    batch: Batch,
    trace: Trace,
    mask: Matrix,
    /// Rows of the batch that hold tokens, with their rows in the tables.
    rows: Vec<(usize, [usize; 5])>,
    tags: Vec<u16>,
    tag_grads: Matrix,
    slots: Matrix,
    states: Vec<State>,
    hidden: Matrix,
    scores: Matrix,
    decisions: Decisions,
    backward: Backward,
    grads: Network,
    table_grads: Vec<Matrix>,
}

impl Work {
    fn new(network: &Network, tables: &[Matrix]) -> Self {
        let mut grads = network.clone();
        grads.matrices_mut().into_iter().for_each(|matrix| matrix.fill(0.0));
        Self {
            batch: Batch::default(),
            trace: Trace::default(),
            mask: Matrix::default(),
            rows: Vec::new(),
            tags: Vec::new(),
            tag_grads: Matrix::default(),
            slots: Matrix::default(),
            states: Vec::new(),
            hidden: Matrix::default(),
            scores: Matrix::default(),
            decisions: Decisions::default(),
            backward: Backward::default(),
            grads,
            table_grads: tables.iter().map(|table| Matrix::zeros(table.rows(), table.cols)).collect(),
        }
    }
}

/// The optimiser of every matrix.
struct Optimiser {
    network: Vec<Adam>,
    tables: Vec<Adam>,
}

impl Optimiser {
    fn new(network: &mut Network, tables: &[Matrix]) -> Self {
        Self {
            network: network.matrices_mut().iter().map(|matrix| Adam::new(&matrix.data)).collect(),
            tables: tables.iter().map(|matrix| Adam::new(&matrix.data)).collect(),
        }
    }

    /// One step; of the tables only the rows that the batch touched.
    fn update(&mut self, network: &mut Network, tables: &mut [Matrix], work: &mut Work, pace: Pace) {
        clip(&mut work.grads);
        for ((adam, matrix), grad) in self.network.iter_mut().zip(network.matrices_mut()).zip(work.grads.matrices_mut())
        {
            adam.update(0, &mut matrix.data, &mut grad.data, pace);
        }
        for (idx, table) in tables.iter_mut().enumerate() {
            let mut touched: Vec<usize> = work.rows.iter().map(|(_, rows)| rows[idx]).collect();
            touched.sort_unstable();
            touched.dedup();
            for row in touched {
                let grad = work.table_grads[idx].row_mut(row);
                self.tables[idx].update(row * table.cols, &mut table.data, grad, pace);
            }
        }
        if (pace.step as usize).is_multiple_of(AVERAGE.1) {
            // Early weights are soon forgotten.
            let keep = AVERAGE.0.min(1.0 - 1.0 / (1.0 + pace.step as f32 / AVERAGE.1 as f32));
            for (adam, matrix) in self.network.iter_mut().zip(network.matrices_mut()) {
                adam.average(&matrix.data, keep);
            }
            for (adam, table) in self.tables.iter_mut().zip(tables) {
                adam.average(&table.data, keep);
            }
        }
    }
}

/// Scales the gradients down where their norm is too great.
fn clip(grads: &mut Network) {
    let mut matrices = grads.matrices_mut();
    let norm = matrices.iter().flat_map(|matrix| &matrix.data).map(|g| g * g).sum::<f32>().sqrt();
    if norm > CLIP {
        for value in matrices.iter_mut().flat_map(|matrix| &mut matrix.data) {
            *value *= CLIP / norm;
        }
    }
}

/// Takes forced transitions; whether a choice remains.
pub fn advance(state: &mut State) -> bool {
    loop {
        match state.choose() {
            Choice::Forced(transition) => state.apply(transition),
            Choice::Free { .. } => return true,
            Choice::Done => return false,
        }
    }
}

fn best_scored(scores: &[f32], transitions: &[Transition]) -> Transition {
    let best = transitions.iter().max_by(|a, b| scores[a.index()].total_cmp(&scores[b.index()]));
    *best.expect("a free choice has a best transition")
}

/// Makes the scores of forbidden transitions hopeless.
pub fn forbid(scores: &mut [f32], choice: Choice) {
    let Choice::Free { shift, left, right } = choice else { return };
    for (allowed, range) in [(shift, 0..1), (left, 1..1 + LABELS), (right, 1 + LABELS..ACTIONS)] {
        if !allowed {
            scores[range].fill(-1e9);
        }
    }
}

/// Turns scores into the gradient of the cross entropy with class `gold`, times `scale`; the entropy.
fn descend(scores: &mut [f32], gold: usize, scale: f32) -> f32 {
    let greatest = scores[find_greatest(scores)];
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - greatest).exp();
        sum += *score;
    }
    let loss = -(scores[gold] / sum).max(1e-12).ln();
    for score in scores.iter_mut() {
        *score *= scale / sum;
    }
    scores[gold] -= scale;
    loss
}

fn random(rows: usize, cols: usize, spread: f32, rng: &mut Rng) -> Matrix {
    Matrix { cols, data: (0..rows * cols).map(|_| (rng.f32() * 2.0 - 1.0) * spread).collect() }
}

/// Glorot's uniform initialisation for weights, small numbers for tables, zero for biases.
fn start_network(tags: usize, rng: &mut Rng) -> Network {
    let mut network = Network::zeros(tags);
    let slot_spread = (6.0 / (network.slots.rows() + HIDDEN) as f32).sqrt() * 0.4;
    for matrix in network.matrices_mut() {
        if matrix.rows() > 1 {
            let spread = (6.0 / (matrix.rows() + matrix.cols) as f32).sqrt();
            *matrix = random(matrix.rows(), matrix.cols, spread, rng);
        }
    }
    network.slots = random(network.slots.rows(), network.slots.cols, slot_spread, rng);
    network.tag_rows = random(network.tag_rows.rows(), network.tag_rows.cols, 0.1, rng);
    network.special = random(network.special.rows(), network.special.cols, 0.05, rng);
    network.extras = random(network.extras.rows(), network.extras.cols, 0.1, rng);
    network
}
