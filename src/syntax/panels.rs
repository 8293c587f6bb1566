//! Products with weights that do not change: a weight matrix, rounded and laid out once in the order in which the processor reads
//! it, in; products of rows with it out.
//!
//! The weights are rounded to 8-bit integers, which leaves those of a model file as they are. The scale of a row of weights goes
//! over to the inputs that meet it, which are then rounded to 16-bit integers with one scale for each row of inputs. The products
//! are summed as 32-bit integers, which is exact, so that every processor gives the same bits, whichever instructions it has. With
//! those that multiply and add pairs of 16-bit integers it is twice as fast as single precision. A tile of rows and one panel of
//! columns is kept in registers through the whole sum.

use super::matrix::Matrix;
use super::network::{DIM, HIDDEN};
use super::quantised::Quantised;
use pulp::{Arch, Simd, cast};

/// The greatest input; with 8-bit weights and as many rows of them as [`HIDDEN`], no sum leaves 32 bits.
const GREATEST: f32 = 32767.0;
/// Rows of inputs that are multiplied with all panels before the next: few enough for the cache, and whole tiles.
const BLOCK: usize = 96;
/// Rows of the tiles that are left over.
const SMALL: usize = 4;

/// A weight matrix in panels of some columns, each row by row; blocks of its rows are multiplied apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// For whose instructions the panels are made.
    processor: Processor,
    /// Rows of a block.
    inner: usize,
    /// Columns of the matrix.
    cols: usize,
    /// What to multiply each row of weights with.
    scales: Vec<f32>,
    /// Block after block, panel after panel, the last one filled up with zeros: of two rows at a time, the pair of each column.
    pairs: Vec<i32>,
}

impl Panels {
    /// Lays out a matrix whose rows are taken `inner` at a time, which is [`DIM`] or [`HIDDEN`].
    pub fn lay_out(weight: &Matrix, inner: usize) -> Self {
        Self::lay_out_for(Processor::detect(), weight, inner)
    }

    fn lay_out_for(processor: Processor, weight: &Matrix, inner: usize) -> Self {
        let Quantised { scales, data, .. } = Quantised::round(weight);
        let (cols, width) = (weight.cols, processor.panel_width());
        let at = |row: usize, col: usize| if col < cols { i16::from(data[row * cols + col].cast_signed()) } else { 0 };
        let mut pairs = Vec::with_capacity(weight.rows() / 2 * cols.next_multiple_of(width));
        for block in (0..weight.rows()).step_by(inner) {
            for first in (0..cols).step_by(width) {
                for row in (block..block + inner).step_by(2) {
                    pairs.extend((first..first + width).map(|col| cast::<_, i32>([at(row, col), at(row + 1, col)])));
                }
            }
        }
        Self { processor, inner, cols, scales, pairs }
    }

    /// `out = x · block`, or `out += x · block`, where `x` has as many columns as the block has rows.
    pub fn multiply(&self, block: usize, x: &[f32], adds: bool, out: &mut [f32]) {
        match self.inner {
            HIDDEN => self.multiply_pairs::<{ HIDDEN / 2 }>(block, x, adds, out),
            _ => self.multiply_pairs::<{ DIM / 2 }>(block, x, adds, out),
        }
    }

    fn multiply_pairs<const PAIRS: usize>(&self, block: usize, x: &[f32], adds: bool, out: &mut [f32]) {
        let size = PAIRS * self.cols.next_multiple_of(self.processor.panel_width());
        let panels = &self.pairs[block * size..(block + 1) * size];
        let scales = &self.scales.as_chunks().0.as_chunks::<PAIRS>().0[block];
        let rows = x.as_chunks().0.as_chunks().0;
        let mut rounded = vec![Rounded::default(); BLOCK.min(rows.len())];
        for (rows, out) in rows.chunks(BLOCK).zip(out.chunks_mut(BLOCK * self.cols)) {
            let rounded = &mut rounded[..rows.len()];
            round(rows, scales, rounded);
            self.processor.run(Product { cols: self.cols, panels, rows: rounded, adds, out });
        }
    }
}

/// A row of inputs as integers, and what to multiply the sums of their products with.
#[derive(Debug, Clone, Copy)]
struct Rounded<const PAIRS: usize> {
    pairs: [[i16; 2]; PAIRS],
    scale: f32,
}

impl<const PAIRS: usize> Default for Rounded<PAIRS> {
    fn default() -> Self {
        Self { pairs: [[0; 2]; PAIRS], scale: 0.0 }
    }
}

/// Rounds rows of inputs, each multiplied with the scale of the row of weights that it meets.
#[pulp::with_simd(round = Arch::new())]
#[inline(always)]
fn round_wide<'a, S: Simd, const PAIRS: usize>(
    _simd: S,
    rows: &'a [[[f32; 2]; PAIRS]],
    scales: &'a [[f32; 2]; PAIRS],
    rounded: &'a mut [Rounded<PAIRS>],
) {
    // A number of this size has no digits behind the point, and its last bits are an integer.
    const SHIFT: f32 = 12_582_912.0;
    for (row, out) in rows.iter().zip(rounded) {
        // Without their sign, numbers are ordered as their bits are.
        let mut greatest = 0;
        for (x, weight) in row.as_flattened().iter().zip(scales.as_flattened()) {
            greatest = (x * weight).abs().to_bits().max(greatest);
        }
        out.scale = f32::from_bits(greatest) / GREATEST;
        let factor = out.scale.recip().min(f32::MAX);
        let inputs = row.as_flattened().iter().zip(scales.as_flattened());
        for (out, (x, weight)) in out.pairs.as_flattened_mut().iter_mut().zip(inputs) {
            *out = (x * weight * factor + SHIFT).to_bits() as i16;
        }
    }
}

/// A product of some rows with one block.
struct Product<'a, const PAIRS: usize> {
    /// Columns of the output.
    cols: usize,
    panels: &'a [i32],
    rows: &'a [Rounded<PAIRS>],
    adds: bool,
    out: &'a mut [f32],
}

impl<const PAIRS: usize> Product<'_, PAIRS> {
    /// Fills the output, with tiles of so many rows and panels of so many columns.
    #[inline(always)]
    fn run<K: Kernel<WIDTH>, const TALL: usize, const WIDTH: usize>(mut self, kernel: K) {
        let (tiles, rest) = self.rows.as_chunks::<TALL>();
        let (small, few) = rest.as_chunks::<SMALL>();
        let mut last = [Rounded::default(); SMALL];
        last[..few.len()].copy_from_slice(few);
        let (panels, _) = self.panels.as_chunks::<WIDTH>();
        for (panel, weights) in panels.as_chunks::<PAIRS>().0.iter().enumerate() {
            for (idx, tile) in tiles.iter().enumerate() {
                self.fill_tile(kernel, tile, weights, (idx * TALL, TALL), panel);
            }
            let mut row = tiles.len() * TALL;
            for tile in small {
                self.fill_tile(kernel, tile, weights, (row, SMALL), panel);
                row += SMALL;
            }
            if !few.is_empty() {
                self.fill_tile(kernel, &last, weights, (row, few.len()), panel);
            }
        }
    }

    /// Fills so many rows of the output, from one on, in the columns of a panel.
    #[inline(always)]
    fn fill_tile<K: Kernel<WIDTH>, const ROWS: usize, const WIDTH: usize>(
        &mut self,
        kernel: K,
        tile: &[Rounded<PAIRS>; ROWS],
        weights: &[[i32; WIDTH]; PAIRS],
        (first_row, rows): (usize, usize),
        panel: usize,
    ) {
        let mut sums = [kernel.zero(); ROWS];
        // Plain loops: iterators of iterators are not always inlined into code for a wider processor.
        let mut at = 0;
        while at < PAIRS {
            let mut row = 0;
            while row < ROWS {
                sums[row] = kernel.add(sums[row], &weights[at], cast(tile[row].pairs[at]));
                row += 1;
            }
            at += 1;
        }
        let first = panel * WIDTH;
        let len = WIDTH.min(self.cols - first);
        let mut row = 0;
        while row < rows {
            let (scale, sums) = (tile[row].scale, kernel.numbers(sums[row]));
            let start = (first_row + row) * self.cols + first;
            let out = &mut self.out[start..start + len];
            if let Some(out) = out.first_chunk_mut() {
                write(out, &sums, scale, self.adds);
            } else {
                let mut whole = [0.0; WIDTH];
                whole[..len].copy_from_slice(out);
                write(&mut whole, &sums, scale, self.adds);
                out.copy_from_slice(&whole[..len]);
            }
            row += 1;
        }
    }
}

/// Writes sums in single precision.
#[inline(always)]
fn write<const WIDTH: usize>(out: &mut [f32; WIDTH], sums: &[i32; WIDTH], scale: f32, adds: bool) {
    let mut at = 0;
    while at < WIDTH {
        let value = sums[at] as f32 * scale;
        out[at] = if adds { out[at] + value } else { value };
        at += 1;
    }
}

/// How a processor sums products in the columns of a panel.
trait Kernel<const WIDTH: usize>: Copy {
    /// The sums of all columns.
    type Sums: Copy;
    /// No products.
    fn zero(self) -> Self::Sums;
    /// Adds the products of a pair of inputs with the pair of weights of each column.
    fn add(self, sums: Self::Sums, weights: &[i32; WIDTH], inputs: i32) -> Self::Sums;
    /// The sums as numbers.
    fn numbers(self, sums: Self::Sums) -> [i32; WIDTH];
}

/// What any processor can do.
#[derive(Debug, Clone, Copy)]
struct Portable;

impl<const WIDTH: usize> Kernel<WIDTH> for Portable {
    type Sums = [i32; WIDTH];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [0; WIDTH]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, weights: &[i32; WIDTH], inputs: i32) -> Self::Sums {
        let [x, y]: [i16; 2] = cast(inputs);
        for (sum, weights) in sums.iter_mut().zip(weights) {
            let [v, w]: [i16; 2] = cast(*weights);
            *sum += i32::from(x) * i32::from(v) + i32::from(y) * i32::from(w);
        }
        sums
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; WIDTH] {
        sums
    }
}

/// What a processor offers for sums of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Processor {
    /// AVX-512 with its instructions for neural networks.
    Vnni,
    /// AVX2.
    Avx2,
    /// Nothing that we know of.
    Portable,
}

impl Processor {
    const ALL: [Self; 3] = [Self::Vnni, Self::Avx2, Self::Portable];

    /// The best that this processor offers.
    fn detect() -> Self {
        Self::ALL.into_iter().find(|kind| kind.is_here()).unwrap_or(Self::Portable)
    }

    fn is_here(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => x86_64::Vnni::is_available(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => pulp::x86::V3::is_available(),
            _ => self == Self::Portable,
        }
    }

    /// Columns of a panel.
    fn panel_width(self) -> usize {
        match self {
            Self::Vnni => 32,
            Self::Avx2 => 16,
            Self::Portable => 8,
        }
    }

    /// Runs a product with tiles as high as there are registers for: of 32, 24 hold sums, of 16, 12.
    fn run<const PAIRS: usize>(self, product: Product<'_, PAIRS>) {
        #[cfg(target_arch = "x86_64")]
        match (self, x86_64::Vnni::try_new(), pulp::x86::V3::try_new()) {
            (Self::Vnni, Some(simd), _) => return simd.vectorize(x86_64::Run::<_, 12, 32, PAIRS>(simd, product)),
            (Self::Avx2, _, Some(simd)) => return simd.vectorize(x86_64::Run::<_, 6, 16, PAIRS>(simd, product)),
            _ => {}
        }
        product.run::<_, 4, 8>(Portable);
    }
}

/// Sums of products on processors of Intel and AMD.
#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use super::{Kernel, Product};
    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};
    use std::arch::x86_64::{__m256i, __m512i};

    pulp::simd_type! {
        /// Registers of 512 bits; the compiler makes one instruction of a product and the sum that follows it.
        pub(super) struct Vnni {
            avx512f: "avx512f",
            avx512bw: "avx512bw",
            avx512vnni: "avx512vnni",
        }
    }

    impl Kernel<32> for Vnni {
        type Sums = [__m512i; 2];

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            [self.avx512f._mm512_setzero_si512(); 2]
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, weights: &[i32; 32], inputs: i32) -> Self::Sums {
            let inputs = self.avx512f._mm512_set1_epi32(inputs);
            let [low, high]: Self::Sums = cast(*weights);
            [
                self.avx512f._mm512_add_epi32(sums[0], self.avx512bw._mm512_madd_epi16(inputs, low)),
                self.avx512f._mm512_add_epi32(sums[1], self.avx512bw._mm512_madd_epi16(inputs, high)),
            ]
        }

        #[inline(always)]
        fn numbers(self, sums: Self::Sums) -> [i32; 32] {
            cast(sums)
        }
    }

    impl Kernel<16> for V3 {
        type Sums = [__m256i; 2];

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            [self.avx._mm256_setzero_si256(); 2]
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, weights: &[i32; 16], inputs: i32) -> Self::Sums {
            let inputs = self.avx._mm256_set1_epi32(inputs);
            let [low, high]: Self::Sums = cast(*weights);
            [
                self.avx2._mm256_add_epi32(sums[0], self.avx2._mm256_madd_epi16(inputs, low)),
                self.avx2._mm256_add_epi32(sums[1], self.avx2._mm256_madd_epi16(inputs, high)),
            ]
        }

        #[inline(always)]
        fn numbers(self, sums: Self::Sums) -> [i32; 16] {
            cast(sums)
        }
    }

    /// A product to be run with tiles and panels of some size.
    pub(super) struct Run<'a, K, const TALL: usize, const WIDTH: usize, const PAIRS: usize>(
        pub K,
        pub Product<'a, PAIRS>,
    );

    impl<K: Kernel<WIDTH>, const TALL: usize, const WIDTH: usize, const PAIRS: usize> NullaryFnOnce
        for Run<'_, K, TALL, WIDTH, PAIRS>
    {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            self.1.run::<K, TALL, WIDTH>(self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::multiply;
    use super::*;

    /// Numbers that look random and need all their digits.
    fn numbers(len: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 3.0e6 - 2.7
        };
        (0..len).map(|_| next()).collect()
    }

    const SHAPES: [(usize, usize, usize); 6] =
        [(1, 128, 91), (23, 192, 33), (7, 128, 2112), (40, 192, 77), (130, 128, 128), (13, 192, 3)];

    #[test]
    fn every_kind_of_processor_gives_the_same_bits() {
        for (rows, inner, cols) in SHAPES {
            let weight = Matrix { cols, data: numbers(inner * cols, 1) };
            let x = numbers(rows * inner, 2);
            let run = |processor: Processor, adds: bool| {
                let panels = Panels::lay_out_for(processor, &weight, inner);
                let mut out = numbers(rows * cols, 3);
                panels.multiply(0, &x, adds, &mut out);
                out
            };
            for adds in [false, true] {
                for processor in Processor::ALL.into_iter().filter(|kind| kind.is_here()) {
                    assert_eq!(
                        run(processor, adds),
                        run(Processor::Portable, adds),
                        "{processor:?} {rows} {inner} {cols}"
                    );
                }
            }
        }
    }

    #[test]
    fn products_are_those_of_the_rounded_weights() {
        for (rows, inner, cols) in SHAPES {
            let rounded = Quantised::round(&Matrix { cols, data: numbers(inner * cols, 1) });
            let mut weight = Matrix::zeros(inner, cols);
            rounded.write_all(&mut weight).expect("the same shape");
            let x = numbers(rows * inner, 2);
            let (mut expected, mut found) = (vec![0.0; rows * cols], vec![0.0; rows * cols]);
            multiply(&x, &weight.data, inner, 0.0, &mut expected);
            Panels::lay_out(&weight, inner).multiply(0, &x, false, &mut found);
            for (expected, found) in expected.iter().zip(&found) {
                assert!((expected - found).abs() < 0.02, "{expected} {found}, of {rows} {inner} {cols}");
            }
        }
    }

    #[test]
    fn the_greatest_sums_fit() {
        let weight = Matrix { cols: 1, data: vec![-3.5; HIDDEN] };
        let mut out = [0.0];
        Panels::lay_out(&weight, HIDDEN).multiply(0, &[-1e6; HIDDEN], false, &mut out);
        assert!((out[0] / (3.5e6 * HIDDEN as f32) - 1.0).abs() < 1e-4, "{}", out[0]);
    }
}
