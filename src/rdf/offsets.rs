//! Offsets in characters: byte offsets of a text in, numbers of Unicode scalar values before them out.
//!
//! ```
//! use chancery::rdf::CharOffsets;
//! let offsets = CharOffsets::of("é 中 x");
//! assert_eq!((offsets.before(0), offsets.before(2), offsets.before(7)), (0, 1, 4));
//! ```

/// Bytes between two stored counts: few enough to count in passing, enough to keep the table small.
const STRIDE: usize = 128;

/// Counts the characters before any byte of a text in constant time.
#[derive(Debug, Clone)]
pub struct CharOffsets<'t> {
    text: &'t [u8],
    /// Characters before each multiple of [`STRIDE`] bytes.
    counts: Vec<usize>,
}

impl<'t> CharOffsets<'t> {
    /// Counts the characters of a text once.
    pub fn of(text: &'t str) -> Self {
        let mut counts = vec![0];
        let mut total = 0;
        for stride in text.as_bytes().chunks(STRIDE) {
            total += count_chars(stride);
            counts.push(total);
        }
        Self { text: text.as_bytes(), counts }
    }

    /// The number of characters that begin before byte `offset`; all of them for an offset past the end.
    pub fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let stride = offset / STRIDE;
        self.counts[stride] + count_chars(&self.text[stride * STRIDE..offset])
    }
}

/// Every character has one byte that continues none (RFC 3629, section 3).
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_equal_a_plain_count() {
        for text in ["", "abc", &"é中x🙂".repeat(100), &"a".repeat(STRIDE), &"é".repeat(STRIDE)] {
            let offsets = CharOffsets::of(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(offsets.before(byte), text[..byte].chars().count());
            }
            assert_eq!(offsets.before(usize::MAX), text.chars().count());
        }
    }
}
