//! Products with weights that do not change: a weight matrix, laid out once in the order in which the processor reads it, in;
//! products of rows with it out.
//!
//! The general product (`matrix`) lays its right side out anew at every call. Here that is done once for a model. A tile of rows
//! and two registers' width of columns is kept in registers through the whole sum, and every number is the sum of its products in
//! the order of the rows of the weights, each added with one rounding, as the general product does: both give the same bits.
//! Where a processor lacks such an instruction, the general product is taken.

use super::matrix::{Matrix, multiply};
use super::network::{DIM, HIDDEN};
use pulp::{Arch, Simd, WithSimd};

/// Columns of a panel: two registers of the widest kind, and a multiple of two registers of all others.
const PANEL: usize = 32;
/// Rows of a tile where there are 32 registers: with two registers a row, 24 of them hold sums.
const TALL: usize = 12;
/// Rows of a tile where there are 16 registers.
const LOW: usize = 6;
/// Rows of the tiles that are left over.
const SMALL: usize = 4;

/// A weight matrix in panels of some columns, each row by row; blocks of its rows are multiplied apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// Rows of a block.
    inner: usize,
    /// Columns of the matrix.
    cols: usize,
    /// Block after block, panel after panel, the last one filled up with zeros.
    data: Vec<f32>,
}

impl Panels {
    /// Lays out a matrix whose rows are taken `inner` at a time, which is [`DIM`] or [`HIDDEN`]. `None` where this processor gains
    /// nothing by it.
    pub fn lay_out(weight: &Matrix, inner: usize) -> Option<Self> {
        if matches!(Arch::new(), Arch::Scalar) || ![DIM, HIDDEN].contains(&inner) {
            return None;
        }
        let mut data = Vec::with_capacity(weight.rows() * weight.cols.next_multiple_of(PANEL));
        for block in weight.data.chunks_exact(inner * weight.cols) {
            for first in (0..weight.cols).step_by(PANEL) {
                for row in block.chunks_exact(weight.cols) {
                    let own = &row[first..weight.cols.min(first + PANEL)];
                    data.extend_from_slice(own);
                    data.extend(std::iter::repeat_n(0.0, PANEL - own.len()));
                }
            }
        }
        Some(Self { inner, cols: weight.cols, data })
    }

    /// `out = x · block`, or `out += x · block`, where `x` has as many columns as the block has rows.
    pub fn multiply(&self, block: usize, x: &[f32], adds: bool, out: &mut [f32]) {
        let size = self.inner * self.cols.next_multiple_of(PANEL);
        let panels = &self.data[block * size..(block + 1) * size];
        let product = Product { cols: self.cols, panels, x, adds, out };
        match self.inner {
            HIDDEN => Arch::new().dispatch(Sized::<HIDDEN>(product)),
            _ => Arch::new().dispatch(Sized::<DIM>(product)),
        }
    }
}

/// `out = x · weight`, with the panels of the weight where there are such.
pub fn multiply_by(panels: Option<&Panels>, weight: &Matrix, x: &Matrix, out: &mut [f32]) {
    match panels {
        Some(panels) => panels.multiply(0, &x.data, false, out),
        None => multiply(&x.data, &weight.data, x.cols, 0.0, out),
    }
}

struct Product<'a> {
    cols: usize,
    panels: &'a [f32],
    x: &'a [f32],
    adds: bool,
    out: &'a mut [f32],
}

/// A product whose rows have so many numbers.
struct Sized<'a, const INNER: usize>(Product<'a>);

impl<const INNER: usize> WithSimd for Sized<'_, INNER> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.0.run::<S, TALL, INNER>(simd);
        } else {
            self.0.run::<S, LOW, INNER>(simd);
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn run<S: Simd, const ROWS: usize, const INNER: usize>(mut self, simd: S) {
        let (rows, _) = self.x.as_chunks::<INNER>();
        let (tiles, rest) = rows.as_chunks::<ROWS>();
        let (small, few) = rest.as_chunks::<SMALL>();
        let mut last = [[0.0; INNER]; SMALL];
        last[..few.len()].copy_from_slice(few);
        for (panel_idx, panel) in self.panels.chunks_exact(INNER * PANEL).enumerate() {
            let (panel, _) = S::as_simd_f32s(panel);
            for (tile_idx, tile) in tiles.iter().enumerate() {
                self.fill_tile::<S, ROWS, INNER>(simd, tile, panel, (tile_idx * ROWS, ROWS), panel_idx);
            }
            let mut row = tiles.len() * ROWS;
            for tile in small {
                self.fill_tile::<S, SMALL, INNER>(simd, tile, panel, (row, SMALL), panel_idx);
                row += SMALL;
            }
            if !few.is_empty() {
                self.fill_tile::<S, SMALL, INNER>(simd, &last, panel, (row, few.len()), panel_idx);
            }
        }
    }

    /// Fills so many rows of the output, from one on, in the columns of a panel.
    #[inline(always)]
    fn fill_tile<S: Simd, const ROWS: usize, const INNER: usize>(
        &mut self,
        simd: S,
        tile: &[[f32; INNER]; ROWS],
        panel: &[S::f32s],
        (first_row, rows): (usize, usize),
        panel_idx: usize,
    ) {
        let width = 2 * S::F32_LANES;
        for part in 0..PANEL / width {
            let first = panel_idx * PANEL + part * width;
            if first >= self.cols {
                break;
            }
            let [low, high] = sum_tile::<S, ROWS, INNER>(simd, tile, panel, 2 * part);
            let len = width.min(self.cols - first);
            for row in 0..rows {
                let start = (first_row + row) * self.cols + first;
                write::<S>(simd, [low[row], high[row]], self.adds, &mut self.out[start..start + len]);
            }
        }
    }
}

/// The products of a tile's rows with two registers' width of a panel, from register `first` of each of its rows.
#[inline(always)]
fn sum_tile<S: Simd, const ROWS: usize, const INNER: usize>(
    simd: S,
    tile: &[[f32; INNER]; ROWS],
    panel: &[S::f32s],
    first: usize,
) -> [[S::f32s; ROWS]; 2] {
    let stride = PANEL / S::F32_LANES;
    let zero = simd.splat_f32s(0.0);
    let (mut low, mut high) = ([zero; ROWS], [zero; ROWS]);
    // Plain loops: iterators of iterators are not always inlined into code for a wider processor.
    let mut at = 0;
    while at < INNER {
        let weights = (panel.get(at * stride + first), panel.get(at * stride + first + 1));
        let (Some(weight_low), Some(weight_high)) = weights else { break };
        let mut row = 0;
        while row < ROWS {
            let value = simd.splat_f32s(tile[row][at]);
            low[row] = simd.mul_add_f32s(value, *weight_low, low[row]);
            high[row] = simd.mul_add_f32s(value, *weight_high, high[row]);
            row += 1;
        }
        at += 1;
    }
    [low, high]
}

#[inline(always)]
fn write<S: Simd>(simd: S, sums: [S::f32s; 2], adds: bool, out: &mut [f32]) {
    let whole = out.len() == 2 * S::F32_LANES;
    if let ([low, high], true) = (S::as_mut_simd_f32s(out).0, whole) {
        *low = if adds { simd.add_f32s(sums[0], *low) } else { sums[0] };
        *high = if adds { simd.add_f32s(sums[1], *high) } else { sums[1] };
        return;
    }
    let mut buffer = [0.0; PANEL];
    if let [low, high, ..] = S::as_mut_simd_f32s(&mut buffer).0 {
        (*low, *high) = (sums[0], sums[1]);
    }
    for (out, sum) in out.iter_mut().zip(buffer) {
        *out = if adds { *out + sum } else { sum };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and need all their digits.
    fn numbers(len: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 3.0e6 - 2.7
        };
        (0..len).map(|_| next()).collect()
    }

    #[test]
    fn panels_give_the_bits_of_the_general_product() {
        for (rows, inner, cols) in
            [(1, 128, 91), (23, 192, 33), (7, 128, 2112), (40, 192, 77), (130, 128, 128), (13, 192, 3)]
        {
            let weight = Matrix { cols, data: numbers(inner * cols, 1) };
            let x = numbers(rows * inner, 2);
            let Some(panels) = Panels::lay_out(&weight, inner) else { return };
            let mut expected = numbers(rows * cols, 3);
            let mut found = expected.clone();
            multiply(&x, &weight.data, inner, 1.0, &mut expected);
            panels.multiply(0, &x, true, &mut found);
            assert_eq!(found, expected, "{rows} {inner} {cols}");
            multiply(&x, &weight.data, inner, 0.0, &mut expected);
            panels.multiply(0, &x, false, &mut found);
            assert_eq!(found, expected, "{rows} {inner} {cols}");
        }
    }
}
