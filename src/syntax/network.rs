//! The network: rows of embeddings in; scores of tags, and vectors that the parser scores its transitions with, out.
//!
//! Embeddings are projected to [`DIM`] numbers a token and go through residual layers: convolutions of width 3, and a recurrence
//! in both directions whose gates depend on the input alone (Lei et al. 2018, "Simple recurrent units for highly parallelizable
//! recurrence"), so that everything but one cheap scan is a matrix product over all the tokens of a batch. Tags are decided after
//! the lower layers, and added to the input of the upper ones (Zhang, Weiss 2016, "Stack-propagation"). The hidden layer of the
//! parser is a sum of one vector a slot, which is computed once a token (Chen, Manning 2014).

use super::matrix::{Matrix, add, add_to_rows, multiply};
use super::panels::Panels;
use super::transitions::{ACTIONS, EXTRA_ROWS, SLOTS};
use pulp::{Arch, Simd};

/// Widths of the embeddings of word, last three, last two and first two characters, and shape.
pub const WIDTHS: [usize; 5] = [64, 24, 16, 16, 8];
/// Numbers that stand for a token before the projection.
pub const INPUT: usize = 128;
/// Numbers that stand for a token in each layer.
pub const DIM: usize = 128;
/// Numbers in the parser's hidden layer.
pub const HIDDEN: usize = 192;
const LANES: usize = DIM / 2;

/// A weight matrix and its bias, which has one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Affine {
    /// Input rows, output columns.
    pub weight: Matrix,
    /// Added to every row of the product.
    pub bias: Matrix,
    /// The weights laid out for fast products, where that was done.
    panels: Option<Panels>,
}

impl Affine {
    fn zeros(rows: usize, cols: usize) -> Self {
        Self { weight: Matrix::zeros(rows, cols), bias: Matrix::zeros(1, cols), panels: None }
    }

    /// `out = x · weight`.
    pub fn multiply(&self, x: &Matrix, out: &mut Matrix) {
        out.resize(x.rows(), self.weight.cols);
        multiply_by(self.panels.as_ref(), &self.weight, x, &mut out.data);
    }

    /// Lays the weights out for products with `inner` rows of them at a time.
    fn lay_out(&mut self, inner: usize) {
        self.panels = Some(Panels::lay_out(&self.weight, inner));
    }

    /// `out = x · weight + bias`.
    pub fn apply(&self, x: &Matrix, out: &mut Matrix) {
        self.multiply(x, out);
        add_to_rows(out, &self.bias.data);
    }
}

/// `out = x · weight`, with the panels of the weight where there are such.
fn multiply_by(panels: Option<&Panels>, weight: &Matrix, x: &Matrix, out: &mut [f32]) {
    match panels {
        Some(panels) => panels.multiply(0, &x.data, false, out),
        None => multiply(&x.data, &weight.data, x.cols, 0.0, out),
    }
}

/// A layer whose output is added to its input.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// `relu` of an affine map of a token, the one before and the one after: `3 * DIM` rows.
    Convolution(Affine),
    /// Columns: candidates, then gates; of each, one half runs forwards, the other backwards.
    Recurrence(Affine),
}

/// All weights but the embeddings.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// From the embeddings of a token to the first layer.
    pub projection: Affine,
    /// Layers below the tags.
    pub lower: Vec<Layer>,
    /// Scores of the tags.
    pub tags: Affine,
    /// What a tag adds to the input of the upper layers, a row a tag.
    pub tag_rows: Matrix,
    /// Layers above the tags.
    pub upper: Vec<Layer>,
    /// A token's contribution to the hidden layer, `HIDDEN` columns for each slot it may fill.
    pub slots: Matrix,
    /// The contributions of an absent token and of the artificial root.
    pub special: Matrix,
    /// Rows for labels, distances and valencies.
    pub extras: Matrix,
    /// Bias of the hidden layer.
    pub hidden_bias: Matrix,
    /// Scores of the transitions.
    pub output: Affine,
    slot_panels: Option<Panels>,
}

impl Network {
    /// A network of zeros for `tags` tags.
    pub fn zeros(tags: usize) -> Self {
        let convolution = || Layer::Convolution(Affine::zeros(3 * DIM, DIM));
        let recurrence = || Layer::Recurrence(Affine::zeros(DIM, 2 * DIM));
        Self {
            projection: Affine::zeros(INPUT, DIM),
            lower: vec![convolution(), convolution()],
            tags: Affine::zeros(DIM, tags),
            tag_rows: Matrix::zeros(tags, DIM),
            upper: vec![recurrence(), convolution(), recurrence()],
            slots: Matrix::zeros(DIM, SLOTS * HIDDEN),
            special: Matrix::zeros(2, SLOTS * HIDDEN),
            extras: Matrix::zeros(EXTRA_ROWS, HIDDEN),
            hidden_bias: Matrix::zeros(1, HIDDEN),
            output: Affine::zeros(HIDDEN, ACTIONS),
            slot_panels: None,
        }
    }

    /// Lays out all weights for fast products, once they are what they will be.
    pub fn lay_out(&mut self) {
        self.projection.lay_out(INPUT);
        for layer in self.lower.iter_mut().chain(&mut self.upper) {
            let (Layer::Convolution(affine) | Layer::Recurrence(affine)) = layer;
            affine.lay_out(DIM);
        }
        self.tags.lay_out(DIM);
        self.output.lay_out(HIDDEN);
        self.slot_panels = Some(Panels::lay_out(&self.slots, DIM));
    }

    /// Every matrix and bias, in the order of the model file. What was laid out of them is forgotten.
    pub fn matrices_mut(&mut self) -> Vec<&mut Matrix> {
        self.slot_panels = None;
        for affine in [&mut self.projection, &mut self.tags, &mut self.output] {
            affine.panels = None;
        }
        for layer in self.lower.iter_mut().chain(&mut self.upper) {
            let (Layer::Convolution(affine) | Layer::Recurrence(affine)) = layer;
            affine.panels = None;
        }
        let mut all = vec![&mut self.projection.weight, &mut self.projection.bias];
        for layer in self.lower.iter_mut().chain(&mut self.upper) {
            let (Layer::Convolution(affine) | Layer::Recurrence(affine)) = layer;
            all.extend([&mut affine.weight, &mut affine.bias]);
        }
        all.extend([
            &mut self.tags.weight,
            &mut self.tags.bias,
            &mut self.tag_rows,
            &mut self.slots,
            &mut self.special,
        ]);
        all.extend([&mut self.extras, &mut self.hidden_bias, &mut self.output.weight, &mut self.output.bias]);
        all
    }

    /// Runs projection and lower layers over `trace.embeddings`, and scores the tags.
    pub fn run_lower(&self, batch: &Batch, trace: &mut Trace) {
        trace.layers.resize_with(2 + self.lower.len() + self.upper.len(), Matrix::default);
        trace.gates.resize_with(self.lower.len() + self.upper.len(), Matrix::default);
        self.projection.apply(&trace.embeddings, &mut trace.layers[0]);
        batch.clear_padding(&mut trace.layers[0]);
        for (idx, layer) in self.lower.iter().enumerate() {
            run_layer(layer, batch, trace, idx, idx);
        }
        self.tags.apply(&trace.layers[self.lower.len()], &mut trace.tag_scores);
    }

    /// The output of the lower layers, a row a token.
    pub fn lower_output<'t>(&self, trace: &'t Trace) -> Option<&'t Matrix> {
        trace.layers.get(self.lower.len())
    }

    /// The same of a new batch, to be filled: the upper layers then run as if the lower had run before.
    pub fn refill_lower_output<'t>(&self, batch: &Batch, trace: &'t mut Trace) -> &'t mut Matrix {
        let output = &mut trace.layers[self.lower.len()];
        output.resize(batch.rows, DIM);
        output
    }

    /// Runs the upper layers, given the tag of every row (padding's is ignored).
    pub fn run_upper(&self, batch: &Batch, tags: &[u16], trace: &mut Trace) {
        let base = self.lower.len() + 1;
        let (below, above) = trace.layers.split_at_mut(base);
        above[0].clone_from(&below[base - 1]);
        for (row, tag) in tags.iter().enumerate() {
            add(above[0].row_mut(row), self.tag_rows.row(usize::from(*tag)));
        }
        batch.clear_padding(&mut above[0]);
        for (idx, layer) in self.upper.iter().enumerate() {
            run_layer(layer, batch, trace, base + idx, self.lower.len() + idx);
        }
    }

    /// Fills `out` with each row's contributions to the hidden layer, and two more rows: an absent token's, the root's.
    pub fn fill_slots(&self, trace: &Trace, out: &mut Matrix) {
        let Some(top) = trace.layers.last() else { return };
        // It is by far the largest of all buffers, and need not be cleared when it grows again.
        if out.rows() < top.rows() + 2 || out.cols != SLOTS * HIDDEN {
            out.resize(top.rows() + 2, SLOTS * HIDDEN);
        }
        let (tokens, rest) = out.data.split_at_mut(top.rows() * SLOTS * HIDDEN);
        let special = &mut rest[..self.special.data.len()];
        multiply_by(self.slot_panels.as_ref(), &self.slots, top, tokens);
        special.copy_from_slice(&self.special.data);
    }
}

/// Where the tokens of several sentences stand in the rows of a matrix: one row of padding before each sentence and at the end.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// First row and number of tokens of each sentence.
    pub sentences: Vec<(usize, usize)>,
    /// Number of rows, with padding.
    pub rows: usize,
}

impl Batch {
    /// Lays out sentences of these lengths.
    pub fn lay_out(&mut self, lengths: impl IntoIterator<Item = usize>) {
        self.sentences.clear();
        self.rows = 1;
        for len in lengths {
            self.sentences.push((self.rows, len));
            self.rows += len + 1;
        }
    }

    /// Sets the rows between sentences to zero.
    pub fn clear_padding(&self, matrix: &mut Matrix) {
        matrix.row_mut(0).fill(0.0);
        for (start, len) in &self.sentences {
            matrix.row_mut(start + len).fill(0.0);
        }
    }
}

/// The numbers of one run, kept for the next run's use as buffers, and for the trainer.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// What the run starts from: [`INPUT`] columns.
    pub embeddings: Matrix,
    /// Output of the projection and of every lower layer; then the input and output of every upper layer.
    pub layers: Vec<Matrix>,
    /// Candidates and gates of the layers that are recurrences.
    pub gates: Vec<Matrix>,
    /// Scores of the tags.
    pub tag_scores: Matrix,
}

fn run_layer(layer: &Layer, batch: &Batch, trace: &mut Trace, input: usize, gates: usize) {
    let (below, above) = trace.layers.split_at_mut(input + 1);
    let (x, out) = (&below[input], &mut above[0]);
    match layer {
        Layer::Convolution(affine) => {
            convolve(affine, x, out);
            add_rectified(&x.data, &affine.bias.data, &mut out.data);
        }
        Layer::Recurrence(affine) => {
            affine.apply(x, &mut trace.gates[gates]);
            out.clone_from(x);
            scan(batch, &mut trace.gates[gates], out);
        }
    }
    batch.clear_padding(out);
}

/// The product of a convolution, without its bias; the first and last row, which are padding, are left as zeros.
fn convolve(affine: &Affine, x: &Matrix, out: &mut Matrix) {
    out.resize(x.rows(), DIM);
    out.row_mut(0).fill(0.0);
    out.row_mut(x.rows() - 1).fill(0.0);
    let inner = x.rows().saturating_sub(2);
    let target = &mut out.data[DIM..(1 + inner) * DIM];
    for (offset, weight) in affine.weight.data.chunks_exact(DIM * DIM).enumerate() {
        let rows = &x.data[offset * DIM..(offset + inner) * DIM];
        match &affine.panels {
            Some(panels) => panels.multiply(offset, rows, offset > 0, target),
            None => multiply(rows, weight, DIM, if offset == 0 { 0.0 } else { 1.0 }, target),
        }
    }
}

/// `out = x + relu(out + bias)`, row by row.
#[pulp::with_simd(add_rectified = Arch::new())]
#[inline(always)]
fn add_rectified_wide<'a, S: Simd>(_simd: S, x: &'a [f32], bias: &'a [f32], out: &'a mut [f32]) {
    for (out, x) in out.as_chunks_mut::<DIM>().0.iter_mut().zip(x.as_chunks::<DIM>().0) {
        for ((out, x), bias) in out.iter_mut().zip(x).zip(bias) {
            let sum = *out + bias;
            *out = x + if sum > 0.0 { sum } else { 0.0 };
        }
    }
}

/// Turns the raw gates into gates, and adds the states of both directions to `out`.
#[pulp::with_simd(scan = Arch::new())]
#[inline(always)]
fn scan_wide<'a, S: Simd>(_simd: S, batch: &'a Batch, gates: &'a mut Matrix, out: &'a mut Matrix) {
    // Of each row: what each direction puts in, and what it forgets.
    let gates = gates.data.as_chunks_mut::<LANES>().0.as_chunks_mut::<4>().0;
    let out = out.data.as_chunks_mut::<LANES>().0.as_chunks_mut::<2>().0;
    for [_, _, forward, backward] in gates.iter_mut() {
        for at in 0..LANES {
            (forward[at], backward[at]) = (soft_step(forward[at]), soft_step(backward[at]));
        }
    }
    for &(start, len) in &batch.sentences {
        let (mut forward, mut backward) = ([0.0; LANES], [0.0; LANES]);
        for row in start..start + len {
            let [candidates, _, gates, _] = &gates[row];
            step(&mut forward, candidates, gates, &mut out[row][0]);
        }
        for row in (start..start + len).rev() {
            let [_, candidates, _, gates] = &gates[row];
            step(&mut backward, candidates, gates, &mut out[row][1]);
        }
    }
}

/// A sigmoid without an exponential: from 0 to 1, a half at 0.
#[inline(always)]
fn soft_step(x: f32) -> f32 {
    0.5 + 0.5 * x / (1.0 + x.abs())
}

/// Moves a state on by a row, and adds it to the output.
#[inline(always)]
fn step(state: &mut [f32; LANES], candidates: &[f32; LANES], gates: &[f32; LANES], out: &mut [f32; LANES]) {
    for at in 0..LANES {
        state[at] = gates[at] * state[at] + (1.0 - gates[at]) * candidates[at];
        out[at] += state[at];
    }
}
