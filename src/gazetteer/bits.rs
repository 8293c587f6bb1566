//! Bits of a text: its bytes in; a bit for each of them that passes a test out, in numbers of 64.

use pulp::Arch;

/// Bytes whose bits are one number.
pub(super) const BLOCK: usize = u64::BITS as usize;

/// A bit for each byte that passes, the first byte's the lowest of the first number; those behind the last byte are 0.
#[inline(always)]
pub(super) fn bits_where(bytes: &[u8], passes: impl Fn(u8) -> bool + Copy) -> Vec<u64> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let mut bits = Vec::with_capacity(blocks.len() + 1);
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for block in blocks {
                bits.push(bits_of(block, passes));
            }
            bits.push(bits_of(&last, passes) & ((1 << rest.len()) - 1));
        },
    );
    bits
}

/// The indexes of the bits that are set, in their order.
pub(super) fn ones(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(block, &bits)| {
        let mut rest = bits;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then_some(rest.trailing_zeros() as usize);
            rest &= rest.wrapping_sub(1);
            bit.map(|bit| block * BLOCK + bit)
        })
    })
}

#[inline(always)]
fn bits_of(block: &[u8; BLOCK], passes: impl Fn(u8) -> bool + Copy) -> u64 {
    // Compilers make vectors of this loop, which they make of none that shifts bits.
    let mut flags = [0; BLOCK];
    for (flag, &byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(passes(byte));
    }
    let (eights, _) = flags.as_chunks::<8>();
    let mut bits = 0;
    // The multiplication gathers the lowest bits of eight bytes in the highest byte.
    for (idx, eight) in eights.iter().enumerate() {
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * idx);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit() {
        for length in [0, 1, 63, 64, 65, 200] {
            let bytes: Vec<u8> = (0..length).map(|idx| (idx * 7 % 11) as u8).collect();
            let passing = (0..length).filter(|idx| bytes[*idx] < 5);
            let bits = bits_where(&bytes, |byte| byte < 5);
            assert_eq!(ones(&bits).collect::<Vec<_>>(), passing.collect::<Vec<_>>(), "{length}");
        }
    }
}
