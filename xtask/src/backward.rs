//! Gradients: what a run of the network left, and the gradients of its results, in; gradients of all weights out.

use chancery::syntax::decoder::Sources;
use chancery::syntax::matrix::{Matrix, add};
use chancery::syntax::network::{Affine, Batch, DIM, HIDDEN, Layer, Network, Trace};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

const LANES: usize = DIM / 2;

/// Decisions of the parser in one batch: what each was made from, and the gradients of its scores.
#[derive(Default)]
pub struct Decisions {
    pub sources: Vec<Sources>,
    /// Hidden vectors as the scores saw them, a row a decision.
    pub hidden: Matrix,
    /// Gradients of the scores, a row a decision.
    pub scores: Matrix,
    /// What the kept numbers of the hidden vectors were scaled with.
    pub hidden_scale: f32,
}

/// A run of the network that is to be gone through backwards.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub network: &'a Network,
    pub batch: &'a Batch,
    pub trace: &'a Trace,
    /// The tags that the upper layers saw.
    pub tags: &'a [u16],
    /// Gradients of the scores of the tags.
    pub tag_scores: &'a Matrix,
    pub decisions: &'a Decisions,
}

/// Buffers of the backward pass.
#[derive(Default)]
pub struct Backward {
    slots: Matrix,
    hidden: Matrix,
    current: Matrix,
    next: Matrix,
    inner: Matrix,
    /// The gradient of the embeddings.
    pub embeddings: Matrix,
}

impl Backward {
    /// Adds all gradients of `run` to `grads`.
    pub fn run(&mut self, run: &Run<'_>, grads: &mut Network) {
        let Run { network, batch, trace, tags, tag_scores, decisions } = *run;
        self.run_decisions(network, batch, decisions, grads);
        let base = network.lower.len() + 1;
        let top = &trace.layers[trace.layers.len() - 1];
        let tokens = &self.slots.data[..batch.rows * self.slots.cols];
        product_tn(&top.data, tokens, batch.rows, &mut grads.slots.data);
        self.current.resize(batch.rows, DIM);
        product_nt(tokens, &network.slots.data, self.slots.cols, 0.0, &mut self.current.data);
        for idx in (0..network.upper.len()).rev() {
            let (layer, grad) = (&network.upper[idx], &mut grads.upper[idx]);
            self.run_layer(layer, batch, trace, base + idx, network.lower.len() + idx, grad);
        }
        batch.clear_padding(&mut self.current);
        for (row, tag) in tags.iter().enumerate() {
            add(grads.tag_rows.row_mut(usize::from(*tag)), self.current.row(row));
        }
        let low = &trace.layers[network.lower.len()];
        affine_grads(low, tag_scores, &mut grads.tags);
        product_nt(&tag_scores.data, &network.tags.weight.data, tag_scores.cols, 1.0, &mut self.current.data);
        for idx in (0..network.lower.len()).rev() {
            self.run_layer(&network.lower[idx], batch, trace, idx, idx, &mut grads.lower[idx]);
        }
        batch.clear_padding(&mut self.current);
        affine_grads(&trace.embeddings, &self.current, &mut grads.projection);
        self.embeddings.resize(batch.rows, trace.embeddings.cols);
        product_nt(&self.current.data, &network.projection.weight.data, DIM, 0.0, &mut self.embeddings.data);
    }

    fn run_decisions(&mut self, network: &Network, batch: &Batch, decisions: &Decisions, grads: &mut Network) {
        affine_grads(&decisions.hidden, &decisions.scores, &mut grads.output);
        self.hidden.resize(decisions.hidden.rows(), HIDDEN);
        let (scores, weight) = (&decisions.scores, &network.output.weight);
        product_nt(&scores.data, &weight.data, scores.cols, 0.0, &mut self.hidden.data);
        for (grad, value) in self.hidden.data.iter_mut().zip(&decisions.hidden.data) {
            *grad = if *value > 0.0 { *grad * decisions.hidden_scale } else { 0.0 };
        }
        self.slots.resize(batch.rows + 2, network.slots.cols);
        self.slots.fill(0.0);
        for (idx, sources) in decisions.sources.iter().enumerate() {
            let grad = self.hidden.row(idx);
            for (slot, row) in sources.slots.iter().enumerate() {
                add(&mut self.slots.row_mut(*row as usize)[slot * HIDDEN..(slot + 1) * HIDDEN], grad);
            }
            for row in sources.extras {
                add(grads.extras.row_mut(row as usize), grad);
            }
            add(&mut grads.hidden_bias.data, grad);
        }
        add(&mut grads.special.data, &self.slots.data[batch.rows * self.slots.cols..]);
    }

    /// Turns the gradient of a layer's output, `self.current`, into that of its input.
    fn run_layer(&mut self, layer: &Layer, batch: &Batch, trace: &Trace, input: usize, gates: usize, grad: &mut Layer) {
        batch.clear_padding(&mut self.current);
        let (x, y) = (&trace.layers[input], &trace.layers[input + 1]);
        match (layer, grad) {
            (Layer::Convolution(affine), Layer::Convolution(grad)) => self.run_convolution(affine, x, y, grad),
            (Layer::Recurrence(affine), Layer::Recurrence(grad)) => {
                self.run_recurrence(affine, batch, x, &trace.gates[gates], grad);
            }
            _ => unreachable!("gradients have the shape of the network"),
        }
    }

    fn run_convolution(&mut self, affine: &Affine, x: &Matrix, y: &Matrix, grad: &mut Affine) {
        self.inner.clone_from(&self.current);
        for ((inner, x), y) in self.inner.data.iter_mut().zip(&x.data).zip(&y.data) {
            if y <= x {
                *inner = 0.0;
            }
        }
        let rows = x.rows() - 2;
        let inner = &self.inner.data[DIM..(rows + 1) * DIM];
        for (offset, (weight, grad)) in
            affine.weight.data.chunks_exact(DIM * DIM).zip(grad.weight.data.chunks_exact_mut(DIM * DIM)).enumerate()
        {
            let range = offset * DIM..(offset + rows) * DIM;
            product_tn(&x.data[range.clone()], inner, rows, grad);
            product_nt(inner, weight, DIM, 1.0, &mut self.current.data[range]);
        }
        for row in self.inner.data.chunks_exact(DIM) {
            add(&mut grad.bias.data, row);
        }
    }

    fn run_recurrence(&mut self, affine: &Affine, batch: &Batch, x: &Matrix, gates: &Matrix, grad: &mut Affine) {
        self.inner.resize(x.rows(), 2 * DIM);
        self.inner.fill(0.0);
        self.next.resize(x.rows(), DIM);
        for &(start, len) in &batch.sentences {
            let forward: Vec<usize> = (start..start + len).collect();
            let backward: Vec<usize> = forward.iter().rev().copied().collect();
            for (order, offset) in [(forward, 0), (backward, LANES)] {
                self.scan(&order, offset, gates);
            }
        }
        affine_grads(x, &self.inner, grad);
        product_nt(&self.inner.data, &affine.weight.data, 2 * DIM, 1.0, &mut self.current.data);
    }

    /// One direction of one sentence: `order` are its rows as they were scanned, `offset` the first of its columns.
    fn scan(&mut self, order: &[usize], offset: usize, gates: &Matrix) {
        let (candidates, gate_cols) = (offset..offset + LANES, DIM + offset..DIM + offset + LANES);
        // `next` holds the state before each row.
        let mut state = [0.0_f32; LANES];
        for row in order {
            self.next.row_mut(*row)[candidates.clone()].copy_from_slice(&state);
            let (c, f) = (&gates.row(*row)[candidates.clone()], &gates.row(*row)[gate_cols.clone()]);
            for ((state, c), f) in state.iter_mut().zip(c).zip(f) {
                *state = f * *state + (1.0 - f) * c;
            }
        }
        let mut carry = [0.0_f32; LANES];
        for row in order.iter().rev() {
            let (c, f) = (&gates.row(*row)[candidates.clone()], &gates.row(*row)[gate_cols.clone()]);
            let (before, out) = (&self.next.row(*row)[candidates.clone()], &self.current.row(*row)[candidates.clone()]);
            let inner = self.inner.row_mut(*row);
            for lane in 0..LANES {
                let grad = out[lane] + carry[lane];
                let slope = 1.0 - (2.0 * f[lane] - 1.0).abs();
                inner[offset + lane] = (1.0 - f[lane]) * grad;
                inner[DIM + offset + lane] = (before[lane] - c[lane]) * grad * 0.5 * slope * slope;
                carry[lane] = f[lane] * grad;
            }
        }
    }
}

fn affine_grads(x: &Matrix, out: &Matrix, grad: &mut Affine) {
    product_tn(&x.data, &out.data, x.rows(), &mut grad.weight.data);
    for row in out.data.chunks_exact(out.cols) {
        add(&mut grad.bias.data, row);
    }
}

/// `out += xᵀ · y`, both of `rows` rows.
fn product_tn(x: &[f32], y: &[f32], rows: usize, out: &mut [f32]) {
    if rows == 0 {
        return;
    }
    let (m, n) = (x.len() / rows, y.len() / rows);
    let x = ArrayView2::from_shape((rows, m), x).expect("rows of equal width");
    let y = ArrayView2::from_shape((rows, n), y).expect("rows of equal width");
    let mut out = ArrayViewMut2::from_shape((m, n), out).expect("the shape of the product");
    general_mat_mul(1.0, &x.t(), &y, 1.0, &mut out);
}

/// `out = x · wᵀ + beta · out`, both of `cols` columns.
fn product_nt(x: &[f32], w: &[f32], cols: usize, beta: f32, out: &mut [f32]) {
    let (m, n) = (x.len() / cols, w.len() / cols);
    let x = ArrayView2::from_shape((m, cols), x).expect("rows of equal width");
    let w = ArrayView2::from_shape((n, cols), w).expect("rows of equal width");
    let mut out = ArrayViewMut2::from_shape((m, n), out).expect("the shape of the product");
    general_mat_mul(1.0, &x, &w.t(), beta, &mut out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery::syntax::decoder::fill_hidden;
    use chancery::syntax::matrix::multiply;
    use chancery::syntax::network::INPUT;
    use chancery::syntax::transitions::{ACTIONS, State, Transition};
    use fastrand::Rng;

    const TAGS: usize = 3;

    fn random(rows: usize, cols: usize, rng: &mut Rng) -> Matrix {
        Matrix { cols, data: (0..rows * cols).map(|_| (rng.f32() - 0.5) * 0.2).collect() }
    }

    /// A run whose loss is the sum of all scores, each times a number of `weights`.
    struct Case {
        batch: Batch,
        embeddings: Matrix,
        tags: Vec<u16>,
        tag_weights: Matrix,
        score_weights: Matrix,
        sources: Vec<Sources>,
    }

    impl Case {
        fn new(rng: &mut Rng) -> Self {
            let mut batch = Batch::default();
            batch.lay_out([3, 2]);
            let mut state = State::default();
            state.reset(3);
            [Transition::Shift, Transition::Shift].into_iter().for_each(|transition| state.apply(transition));
            let sources = vec![Sources::of(&state, 1, batch.rows)];
            let embeddings = random(batch.rows, INPUT, rng);
            let tag_weights = random(batch.rows, TAGS, rng);
            let tags = vec![0, 1, 2, 0, 0, 1, 2, 0][..batch.rows].to_vec();
            Self { batch, embeddings, tags, tag_weights, score_weights: random(1, ACTIONS, rng), sources }
        }

        fn run(&self, network: &Network) -> (f32, Trace, Decisions) {
            let mut trace = Trace { embeddings: self.embeddings.clone(), ..Trace::default() };
            network.run_lower(&self.batch, &mut trace);
            network.run_upper(&self.batch, &self.tags, &mut trace);
            let (mut slots, mut hidden) = (Matrix::default(), Matrix::default());
            network.fill_slots(&trace, &mut slots);
            fill_hidden(network, &self.sources, &slots, &mut hidden);
            let mut scores = network.output.bias.clone();
            multiply(&hidden.data, &network.output.weight.data, HIDDEN, 1.0, &mut scores.data);
            let sum = |a: &Matrix, b: &Matrix| a.data.iter().zip(&b.data).map(|(a, b)| a * b).sum::<f32>();
            let loss = sum(&scores, &self.score_weights) + sum(&trace.tag_scores, &self.tag_weights);
            let sources = self.sources.clone();
            let decisions = Decisions { sources, hidden, scores: self.score_weights.clone(), hidden_scale: 1.0 };
            (loss, trace, decisions)
        }
    }

    #[test]
    fn gradients_are_the_slopes_of_the_loss() {
        let mut rng = Rng::with_seed(1);
        let case = Case::new(&mut rng);
        let mut network = Network::zeros(TAGS);
        for matrix in network.matrices_mut() {
            *matrix = random(matrix.rows(), matrix.cols, &mut rng);
        }
        let (_, trace, decisions) = case.run(&network);
        let mut grads = Network::zeros(TAGS);
        let run = Run {
            network: &network,
            batch: &case.batch,
            trace: &trace,
            tags: &case.tags,
            tag_scores: &case.tag_weights,
            decisions: &decisions,
        };
        Backward::default().run(&run, &mut grads);
        for (idx, grad) in grads.matrices_mut().into_iter().enumerate() {
            // The weight with the steepest slope, for that of most others is lost in rounding.
            let at = (0..grad.data.len()).max_by(|a, b| grad.data[*a].abs().total_cmp(&grad.data[*b].abs()));
            let at = at.expect("no matrix is empty");
            let loss_with = |change: f32| {
                let mut changed = network.clone();
                changed.matrices_mut()[idx].data[at] += change;
                case.run(&changed).0
            };
            let slope = (loss_with(0.002) - loss_with(-0.002)) / 0.004;
            let error = (slope - grad.data[at]).abs();
            assert!(error < 0.03 * slope.abs().max(0.01), "matrix {idx}: slope {slope}, gradient {}", grad.data[at]);
        }
    }
}
