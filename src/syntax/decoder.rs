//! The greedy decoder: contributions of every token to the hidden layer in, one tree a sentence out.
//!
//! All sentences of a batch advance together, so that the scores of a step are one matrix product.

use super::labels::Deprel;
use super::matrix::{Matrix, add, find_greatest};
use super::network::{Batch, HIDDEN, Network};
use super::transitions::{Choice, EXTRAS, Filler, LABELS, SLOTS, State, Transition};
use pulp::{Arch, Simd};

/// Buffers of the decoder, kept from one batch to the next.
#[derive(Debug, Clone, Default)]
pub struct Decoder {
    /// One state a sentence.
    pub states: Vec<State>,
    undecided: Vec<usize>,
    sources: Vec<Sources>,
    hidden: Matrix,
    scores: Matrix,
}

/// What a hidden vector is the sum of: rows of the slot matrix, one a slot, and rows of the table of extras.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources {
    /// Rows of the slot matrix.
    pub slots: [u32; SLOTS],
    /// Rows of the extras.
    pub extras: [u32; EXTRAS],
}

impl Sources {
    /// The sources of a state whose sentence begins in row `start` of a batch of `rows` rows.
    pub fn of(state: &State, start: usize, rows: usize) -> Self {
        let row = |row: usize| u32::try_from(row).unwrap_or_default();
        let slots = state.slots().map(|filler| match filler {
            Filler::Token(token) => row(start) + token,
            Filler::Absent => row(rows),
            Filler::Root => row(rows + 1),
        });
        Self { slots, extras: state.extras() }
    }
}

impl Decoder {
    /// Parses all sentences of the batch; `slots` is what [`Network::fill_slots`] gave for it.
    pub fn decode(&mut self, network: &Network, batch: &Batch, slots: &Matrix) {
        self.states.resize_with(batch.sentences.len(), State::default);
        for (state, (_, len)) in self.states.iter_mut().zip(&batch.sentences) {
            state.reset(*len);
        }
        loop {
            self.advance_forced();
            if self.undecided.is_empty() {
                return;
            }
            self.score(network, batch, slots);
            for (row, sentence) in self.undecided.iter().enumerate() {
                let transition = pick(self.scores.row(row), self.states[*sentence].choose());
                self.states[*sentence].apply(transition);
            }
        }
    }

    /// Takes all forced transitions, and notes the states that have a choice.
    fn advance_forced(&mut self) {
        self.undecided.clear();
        for (sentence, state) in self.states.iter_mut().enumerate() {
            loop {
                match state.choose() {
                    Choice::Forced(transition) => state.apply(transition),
                    Choice::Free { .. } => break self.undecided.push(sentence),
                    Choice::Done => break,
                }
            }
        }
    }

    fn score(&mut self, network: &Network, batch: &Batch, slots: &Matrix) {
        let Self { states, undecided, sources, hidden, scores } = self;
        sources.clear();
        sources.extend(undecided.iter().map(|s| Sources::of(&states[*s], batch.sentences[*s].0, batch.rows)));
        fill_hidden(network, sources, slots, hidden);
        network.output.apply(hidden, scores);
    }
}

/// Fills `hidden` with one row for each of `sources`: the rectified sum of what they name.
pub fn fill_hidden(network: &Network, sources: &[Sources], slots: &Matrix, hidden: &mut Matrix) {
    hidden.resize(sources.len(), HIDDEN);
    sum_sources(network, sources, slots, &mut hidden.data);
}

#[pulp::with_simd(sum_sources = Arch::new())]
#[inline(always)]
fn sum_sources_wide<'a, S: Simd>(
    _simd: S,
    network: &'a Network,
    sources: &'a [Sources],
    slots: &'a Matrix,
    hidden: &'a mut [f32],
) {
    /// Numbers that are summed in registers.
    const PART: usize = 64;
    for (sources, out) in sources.iter().zip(hidden.as_chunks_mut::<HIDDEN>().0) {
        for (part, out) in out.as_chunks_mut::<PART>().0.iter_mut().enumerate() {
            let first = part * PART;
            out.copy_from_slice(&network.hidden_bias.data[first..first + PART]);
            for (slot, row) in sources.slots.iter().enumerate() {
                let first = slot * HIDDEN + first;
                add(out, &slots.row(*row as usize)[first..first + PART]);
            }
            for row in sources.extras {
                add(out, &network.extras.row(row as usize)[first..first + PART]);
            }
            for value in out {
                *value = value.max(0.0);
            }
        }
    }
}

/// The best transition that is allowed.
pub fn pick(scores: &[f32], choice: Choice) -> Transition {
    let (shift, left, right) = match choice {
        Choice::Free { shift, left, right } => (shift, left, right),
        Choice::Forced(transition) => return transition,
        Choice::Done => return Transition::Shift,
    };
    let mut best = (f32::NEG_INFINITY, Transition::Shift);
    let mut consider = |allowed: bool, from: usize, to: usize| {
        if allowed {
            let index = from + find_greatest(&scores[from..to]);
            if scores[index] > best.0 || best.0 == f32::NEG_INFINITY {
                best = (scores[index], Transition::from_index(index));
            }
        }
    };
    // The label of the root is for the arc from the artificial root alone, which is forced.
    let root = Deprel::Root as usize;
    consider(shift, 0, 1);
    for (allowed, first) in [(left, 1), (right, 1 + LABELS)] {
        consider(allowed, first, first + root);
        consider(allowed, first + root + 1, first + LABELS);
    }
    best.1
}
