//! Bits of a text: its bytes in; a bit for each of them that passes a test out, in numbers of 64.

use pulp::Arch;

/// Bytes whose bits are one number.
pub(super) const BLOCK: usize = u64::BITS as usize;
/// Those, and the one behind.
const WINDOW: usize = BLOCK + 1;

/// A bit for each byte that passes, with the byte behind it; the first byte's is the lowest of the first number, those behind the
/// last byte are 0, and 0 stands behind it.
#[inline(always)]
pub(super) fn bits_where(bytes: &[u8], passes: impl Fn(u8, u8) -> bool + Copy) -> Vec<u64> {
    let mut bits = Vec::with_capacity(bytes.len() / BLOCK + 1);
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let mut rest = bytes;
            while let Some((window, _)) = rest.split_first_chunk::<WINDOW>() {
                bits.push(bits_of(window, passes));
                rest = &rest[BLOCK..];
            }
            let mut window = [0; WINDOW];
            window[..rest.len()].copy_from_slice(rest);
            let all = if rest.len() < BLOCK { (1 << rest.len()) - 1 } else { u64::MAX };
            bits.push(bits_of(&window, passes) & all);
        },
    );
    bits
}

/// The indexes of the bits that are set, in their order.
pub(super) fn ones(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(block, &bits)| ones_of(bits).map(move |bit| block * BLOCK + bit as usize))
}

/// The same for one number.
#[inline(always)]
pub(super) fn ones_of(bits: u64) -> impl Iterator<Item = u32> {
    let mut rest = bits;
    std::iter::from_fn(move || {
        let bit = (rest != 0).then_some(rest.trailing_zeros());
        rest &= rest.wrapping_sub(1);
        bit
    })
}

#[inline(always)]
fn bits_of(window: &[u8; WINDOW], passes: impl Fn(u8, u8) -> bool + Copy) -> u64 {
    // Compilers make vectors of this loop, which they make of none that shifts bits.
    let mut flags = [0; BLOCK];
    for ((flag, &byte), &next) in flags.iter_mut().zip(&window[..BLOCK]).zip(&window[1..]) {
        *flag = u8::from(passes(byte, next));
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
        for length in [0, 1, 63, 64, 65, 127, 128, 129, 200] {
            let bytes: Vec<u8> = (0..length).map(|idx| (idx * 7 % 11) as u8).collect();
            let next = |idx: usize| bytes.get(idx + 1).copied().unwrap_or(0);
            let passing = (0..length).filter(|&idx| bytes[idx] < 5 && next(idx) < 9);
            let bits = bits_where(&bytes, |byte, next| byte < 5 && next < 9);
            assert_eq!(ones(&bits).collect::<Vec<_>>(), passing.collect::<Vec<_>>(), "{length}");
        }
    }
}
