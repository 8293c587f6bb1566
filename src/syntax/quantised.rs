//! Matrices rounded to 8-bit integers: single-precision numbers in; integers and a scale for each row out, and back.

use super::matrix::Matrix;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// A matrix of 8-bit integers, each row with its scale.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Quantised {
    /// Numbers in a row.
    pub cols: u32,
    /// What to multiply each row with.
    pub scales: Vec<f32>,
    /// The rows, one after the other, as two's complement.
    #[serde(with = "serde_bytes")]
    pub data: Vec<u8>,
}

impl Quantised {
    /// Rounds a matrix.
    pub fn round(matrix: &Matrix) -> Self {
        let mut quantised = Self { cols: u32::try_from(matrix.cols).unwrap_or_default(), ..Self::default() };
        for row in matrix.data.chunks_exact(matrix.cols.max(1)) {
            let greatest = row.iter().fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
            let scale = if greatest > 0.0 { greatest / 127.0 } else { 1.0 };
            quantised.scales.push(scale);
            quantised.data.extend(row.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
        }
        quantised
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.cols as usize
    }

    /// Writes one row into `out`.
    #[inline]
    pub fn write_row(&self, row: usize, out: &mut [f32]) {
        let (width, scale) = (self.width(), self.scales[row]);
        for (out, byte) in out.iter_mut().zip(&self.data[row * width..(row + 1) * width]) {
            *out = f32::from(byte.cast_signed()) * scale;
        }
    }

    /// Writes all rows into a matrix of the same shape.
    ///
    /// # Errors
    /// Says so if the matrix has another.
    pub fn write_all(&self, out: &mut Matrix) -> Result<()> {
        if self.scales.len() != out.rows() || self.width() != out.cols || self.data.len() != out.data.len() {
            return Err(Error::new("the model's weights do not have the network's shape"));
        }
        for row in 0..out.rows() {
            self.write_row(row, out.row_mut(row));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rounded_is_not_rounded_again() {
        let numbers = |row: u16| (0..97_u16).map(move |col| f32::from((row * 31 + col * 57) % 211) / 3.7 - 28.0);
        let once = Quantised::round(&Matrix { cols: 97, data: (0..40).flat_map(numbers).collect() });
        let mut matrix = Matrix::zeros(40, 97);
        once.write_all(&mut matrix).expect("the same shape");
        assert_eq!(Quantised::round(&matrix).data, once.data);
    }

    #[test]
    fn a_matrix_of_another_shape_is_refused() {
        let rounded = Quantised::round(&Matrix::zeros(3, 5));
        assert!(rounded.write_all(&mut Matrix::zeros(5, 3)).is_err());
    }
}
