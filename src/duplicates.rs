//! Near-duplicates: clean texts in the order of the input in; which of them are copies, and of which earlier one, out.
//!
//! A text is the set of its runs of [`SHINGLE`] words; two texts are copies when they share at least [`SHARED`] of all the runs that
//! either has (their Jaccard index). The index is estimated from the least hash in each of [`BINS`] bins (one-permutation MinHash:
//! Li, Owen, Zhang 2012), and candidates are found by the bands of bins in which they agree (locality-sensitive hashing). All hashes
//! are fixed, so the same texts in the same order give the same answer everywhere.
//!
//! ```
//! use chancery::duplicates::{Originals, Sketch};
//! let story = "Angela Merkel flew to Ankara on Sunday for talks with Prime Minister Ahmet Davutoglu about refugees, her third \
//!              journey to Turkey within four months, as Europe looks for ways to slow the arrivals.";
//! let mut originals = Originals::default();
//! assert_eq!(originals.find_original("agency", Sketch::of(story)), None);
//! assert_eq!(originals.find_original("paper", Sketch::of(&format!("MERKEL IN TURKEY\n\n{story}"))), Some("agency"));
//! ```

use rustc_hash::FxHashMap;

/// Words in a run.
const SHINGLE: usize = 3;
/// Bins of a sketch, each with the least hash of the runs that fall into it.
const BINS: usize = 64;
/// Bins that have to agree in a band: two texts that share half of their runs meet in one of 21 bands with 94 of 100 chances, and
/// what meets is compared.
const BAND: usize = 3;
/// Bins that have to agree for two texts to be copies: half of them.
const SHARED: usize = BINS / 2;
/// Fewer runs tell no text from another: notices, headlines.
const FEWEST: usize = 20;

/// What is kept of a text to compare it by, some hundred bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u16; BINS]);

impl Sketch {
    /// The sketch of a text; `None` for one too short to be told from others.
    pub fn of(text: &str) -> Option<Self> {
        let mut bins = [u64::MAX; BINS];
        let mut run = [0; SHINGLE];
        let mut words = 0;
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            run.rotate_left(1);
            run[SHINGLE - 1] = hash_word(word);
            words += 1;
            if words >= SHINGLE {
                let hash = run.iter().fold(0, |hash, word| mix(hash ^ word));
                let bin = &mut bins[hash as usize % BINS];
                *bin = (*bin).min(hash / BINS as u64);
            }
        }
        (words >= FEWEST + SHINGLE - 1).then(|| Self(fill(bins)))
    }

    fn agreeing(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count()
    }

    /// A hash for each band, which tells bands apart.
    fn bands(&self) -> impl Iterator<Item = u64> {
        self.0
            .chunks_exact(BAND)
            .zip(1..)
            .map(|(bins, band)| bins.iter().fold(band, |hash, bin| mix(hash ^ u64::from(*bin))))
    }
}

/// The texts that are no copies, to find the copies of. Half a kilobyte a text.
#[derive(Debug, Clone, Default)]
pub struct Originals {
    texts: Vec<(String, Sketch)>,
    /// The first text of a band's hash.
    bands: FxHashMap<u64, u32>,
}

impl Originals {
    /// The id of the first text that the next one is a copy of. One that is no copy becomes an original.
    pub fn find_original(&mut self, id: &str, sketch: Option<Sketch>) -> Option<&str> {
        let sketch = sketch?;
        let met = sketch.bands().filter_map(|band| self.bands.get(&band));
        let copied = met.filter(|&&idx| self.texts[idx as usize].1.agreeing(&sketch) >= SHARED).min();
        if let Some(&idx) = copied {
            return Some(&self.texts[idx as usize].0);
        }
        let idx = u32::try_from(self.texts.len()).ok()?;
        self.texts.push((id.to_owned(), sketch));
        for band in sketch.bands() {
            self.bands.entry(band).or_insert(idx);
        }
        None
    }
}

/// The last bits of each bin's hash; an empty bin takes those of the next one that is not (Shrivastava, Li 2014), marked by how far
/// that is.
fn fill(bins: [u64; BINS]) -> [u16; BINS] {
    let mut filled = [0; BINS];
    for (idx, value) in filled.iter_mut().enumerate() {
        let near = (0..BINS).find(|step| bins[(idx + step) % BINS] != u64::MAX).unwrap_or_default();
        *value = mix(bins[(idx + near) % BINS] ^ near as u64) as u16;
    }
    filled
}

/// FNV-1a of a word in lower case.
fn hash_word(word: &str) -> u64 {
    let bytes = |hash: u64, c: char| {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer)
            .bytes()
            .fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    };
    word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, bytes)
}

/// The finaliser of SplitMix64, which spreads every bit over all.
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many words that are nobody's, different for each seed.
    fn prose(words: usize, seed: u64) -> Vec<String> {
        (0..words as u64).map(|at| format!("w{}", mix(mix(seed) ^ at) % 5000)).collect()
    }

    fn is_copy(one: &[String], other: &[String]) -> bool {
        let mut originals = Originals::default();
        originals.find_original("one", Sketch::of(&one.join(" ")));
        originals.find_original("other", Sketch::of(&other.join(" "))).is_some()
    }

    #[test]
    fn copies_with_another_headline_edits_or_cuts_are_found() {
        let story = prose(300, 1);
        let headline = [prose(8, 2), story.clone()].concat();
        let cut = story[..220].to_vec();
        let edited: Vec<String> = story
            .iter()
            .enumerate()
            .map(|(at, word)| if at % 25 == 0 { "edited".to_owned() } else { word.clone() })
            .collect();
        for copy in [headline, cut, edited] {
            assert!(is_copy(&story, &copy));
        }
    }

    #[test]
    fn other_stories_with_common_passages_are_none() {
        let story = prose(300, 1);
        assert!(!is_copy(&story, &prose(300, 2)));
        assert!(!is_copy(&story, &[story[..80].to_vec(), prose(250, 3)].concat()));
    }

    #[test]
    fn copies_are_linked_to_the_first_and_short_texts_to_none() {
        let mut originals = Originals::default();
        let story = prose(200, 7).join(" ");
        let sketch = Sketch::of(&story);
        assert_eq!(originals.find_original("a", sketch), None);
        assert_eq!(originals.find_original("b", sketch), Some("a"));
        assert_eq!(originals.find_original("c", sketch), Some("a"));
        assert_eq!(Sketch::of("Markets are closed today."), None);
        assert_eq!(originals.find_original("d", None), None);
    }
}
