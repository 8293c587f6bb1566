//! Adam (Kingma, Ba 2015), with a running average of the weights.

/// The state of the optimiser for one array of weights.
pub struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    /// Running average of the weights.
    pub average: Vec<f32>,
}

/// Step size and where the run stands.
#[derive(Clone, Copy)]
pub struct Pace {
    pub rate: f32,
    /// Steps so far, from 1.
    pub step: i32,
}

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.98;
const EPSILON: f32 = 1e-8;

impl Adam {
    pub fn new(weights: &[f32]) -> Self {
        Self { first: vec![0.0; weights.len()], second: vec![0.0; weights.len()], average: weights.to_vec() }
    }

    /// Updates the weights from `start` on by their gradients, and sets the gradients to zero.
    pub fn update(&mut self, start: usize, weights: &mut [f32], grads: &mut [f32], pace: Pace) {
        let end = start + grads.len();
        let correction = (1.0 - BETA2.powi(pace.step)).sqrt() / (1.0 - BETA1.powi(pace.step));
        let rate = pace.rate * correction;
        let (first, second) = (&mut self.first[start..end], &mut self.second[start..end]);
        for (((w, g), m), v) in weights[start..end].iter_mut().zip(grads).zip(first).zip(second) {
            *m = BETA1 * *m + (1.0 - BETA1) * *g;
            *v = BETA2 * *v + (1.0 - BETA2) * *g * *g;
            *w -= rate * *m / (v.sqrt() + EPSILON);
            *g = 0.0;
        }
    }

    /// Moves the average towards the weights.
    pub fn average(&mut self, weights: &[f32], keep: f32) {
        for (average, weight) in self.average.iter_mut().zip(weights) {
            *average = keep * *average + (1.0 - keep) * weight;
        }
    }
}
