//! Matrices of single-precision numbers, row by row, and the few operations on them that the network needs.
//!
//! Products go through `ndarray` to `matrixmultiply`, which picks its kernel by what the processor offers. They are for weights that
//! change, as those of a network that learns; a network that is ready has faster ones (`panels`).

use ndarray::ArrayView2;
use ndarray::ArrayViewMut2;
use ndarray::linalg::general_mat_mul;
use pulp::{Arch, Simd};

/// A matrix in row-major order; [`Matrix::resize`] keeps its memory, so that it serves as a buffer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// Numbers in a row.
    pub cols: usize,
    /// All rows, one after the other.
    pub data: Vec<f32>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { cols, data: vec![0.0; rows * cols] }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.data.len().checked_div(self.cols).unwrap_or_default()
    }

    /// Changes the shape; what the numbers are afterwards is unspecified.
    pub fn resize(&mut self, rows: usize, cols: usize) {
        self.cols = cols;
        self.data.resize(rows * cols, 0.0);
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.data[row * self.cols..(row + 1) * self.cols]
    }

    /// One row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.data[row * self.cols..(row + 1) * self.cols]
    }

    /// Sets every number.
    pub fn fill(&mut self, value: f32) {
        self.data.fill(value);
    }
}

/// `out = x · w + beta · out`, where `w` has `inner` rows and `x` has `inner` columns.
pub fn multiply(x: &[f32], w: &[f32], inner: usize, beta: f32, out: &mut [f32]) {
    let (rows, cols) = (x.len() / inner.max(1), w.len() / inner.max(1));
    let views = (
        ArrayView2::from_shape((rows, inner), x),
        ArrayView2::from_shape((inner, cols), w),
        ArrayViewMut2::from_shape((rows, cols), out),
    );
    if let (Ok(x), Ok(w), Ok(mut out)) = views {
        general_mat_mul(1.0, &x, &w, beta, &mut out);
    }
}

/// Adds `row` to every row of `matrix`.
pub fn add_to_rows(matrix: &mut Matrix, row: &[f32]) {
    add_to_all(&mut matrix.data, row);
}

#[pulp::with_simd(add_to_all = Arch::new())]
#[inline(always)]
fn add_to_all_wide<'a, S: Simd>(_simd: S, rows: &'a mut [f32], row: &'a [f32]) {
    for target in rows.chunks_exact_mut(row.len().max(1)) {
        add(target, row);
    }
}

/// `target += source`, as far as both reach.
#[inline(always)]
pub fn add(target: &mut [f32], source: &[f32]) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += s;
    }
}

/// Index of the greatest number, the first of equals; 0 for an empty row.
pub fn find_greatest(row: &[f32]) -> usize {
    let mut best = 0;
    for (idx, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = idx;
        }
    }
    best
}
