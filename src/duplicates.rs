//! Near-duplicates: sketches of clean texts in; which text is a copy of which other one out.
//!
//! A text is the set of its runs of [`SHINGLE`] words; two texts are copies when they share at least [`SHARED`] of all the runs that
//! either has (their Jaccard index). The index is estimated from the least hash in each of [`BINS`] bins (one-permutation MinHash:
//! Li, Owen, Zhang 2012), and candidates are found by the bands of bins in which they agree (locality-sensitive hashing). All hashes
//! are fixed, so a sketch may be kept, and the same texts give the same answer everywhere.
//!
//! ```
//! use chancery::duplicates::{Originals, Sketch};
//! let story = "Angela Merkel flew to Ankara on Sunday for talks with Prime Minister Ahmet Davutoglu about refugees, her third \
//!              journey to Turkey within four months, as Europe looks for ways to slow the arrivals.";
//! let copy = format!("MERKEL IN TURKEY\n\n{story}");
//! let mut originals = Originals::default();
//! if let (Some(story), Some(copy)) = (Sketch::of(story), Sketch::of(&copy)) {
//!     originals.insert("agency", &story);
//!     assert_eq!(originals.find(&copy, &[]), Some("agency"));
//! }
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Words in a run.
const SHINGLE: usize = 3;
/// Bins of a sketch, each with the least hash of the runs that fall into it.
const BINS: usize = 64;
/// Bins that have to agree in a band: two texts that share half of their runs meet in one of 21 bands with 94 of 100 chances, and
/// what meets is compared.
const BAND: usize = 3;
/// Bins that have to agree for two texts to be copies: half of them.
const SHARED: usize = BINS / 2;
/// Texts that are compared of those that agree in a band: where very many do, it holds what all of them begin or end with, and a copy
/// agrees with its original in other bands too.
const MOST_MET: usize = 16;
/// Fewer runs tell no text from another: notices, headlines.
const FEWEST: usize = 20;

/// Hexadecimal digits of a bin.
const DIGITS: usize = 4;

/// What is kept of a text to compare it by, some hundred bytes. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch(Arc<[u16; BINS]>);

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
        (words >= FEWEST + SHINGLE - 1).then(|| Self(Arc::new(fill(bins))))
    }

    /// Whether two texts share so many of their runs that one is a copy of the other.
    pub fn is_like(&self, other: &Self) -> bool {
        self.agreeing(other) >= SHARED
    }

    /// The sketch in hexadecimal digits, which [`read`](Self::read) reads.
    pub fn write(&self) -> String {
        self.0.iter().map(|bin| format!("{bin:0DIGITS$x}")).collect()
    }

    /// What [`write`](Self::write) wrote; `None` for anything else.
    pub fn read(digits: &str) -> Option<Self> {
        let mut bins = [0; BINS];
        if digits.len() != BINS * DIGITS {
            return None;
        }
        for (bin, at) in bins.iter_mut().zip((0..).step_by(DIGITS)) {
            *bin = u16::from_str_radix(digits.get(at..at + DIGITS)?, 16).ok()?;
        }
        Some(Self(Arc::new(bins)))
    }

    fn agreeing(&self, other: &Self) -> usize {
        self.0.iter().zip(&*other.0).filter(|(one, other)| one == other).count()
    }

    /// A hash for each band, which tells bands apart.
    fn bands(&self) -> impl Iterator<Item = u32> {
        self.0
            .chunks_exact(BAND)
            .zip(1..)
            .map(|(bins, band)| bins.iter().fold(band, |hash, bin| mix(hash ^ u64::from(*bin))) as u32)
    }
}

/// The texts that are no copies, to find the copies of: their ids and sketches. Half a kilobyte a text.
///
/// What is found hangs on which texts there are, and not on the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Originals {
    texts: Vec<(String, Sketch)>,
    /// A band's hash, and of a text that has it the hash of its id, by which they are in the same order however they came, and its place.
    /// A text that was taken out has none.
    bands: BTreeSet<(u32, u32, u32)>,
}

impl Originals {
    /// The id of the text that one with this sketch is most like and a copy of, of equals the first by id; none of `except`.
    pub fn find(&self, sketch: &Sketch, except: &[&str]) -> Option<&str> {
        let met = sketch.bands().flat_map(|band| self.with_band(band).take(MOST_MET));
        let copied = met.filter(|(id, other)| other.is_like(sketch) && !except.contains(&id.as_str()));
        copied.max_by_key(|(id, other)| (other.agreeing(sketch), Reverse(id))).map(|(id, _)| id.as_str())
    }

    /// Adds a text, which is not among them.
    pub fn insert(&mut self, id: &str, sketch: &Sketch) {
        self.bands.extend(keys(id, sketch, self.texts.len()));
        self.texts.push((id.to_owned(), sketch.clone()));
    }

    /// Takes a text out, if it is among them with this sketch.
    pub fn remove(&mut self, id: &str, sketch: &Sketch) {
        let own = self.with_id(id, sketch);
        own.into_iter().flat_map(|place| keys(id, sketch, place)).for_each(|key| {
            self.bands.remove(&key);
        });
    }

    /// The texts that have a band.
    fn with_band(&self, band: u32) -> impl Iterator<Item = &(String, Sketch)> {
        self.bands.range((band, 0, 0)..=(band, u32::MAX, u32::MAX)).map(|(.., place)| &self.texts[*place as usize])
    }

    /// The place of a text.
    fn with_id(&self, id: &str, sketch: &Sketch) -> Option<usize> {
        let (band, id_hash, _) = keys(id, sketch, 0).next()?;
        let mut places =
            self.bands.range((band, id_hash, 0)..=(band, id_hash, u32::MAX)).map(|(.., place)| *place as usize);
        places.find(|place| self.texts[*place].0 == id)
    }
}

impl FromIterator<(String, Sketch)> for Originals {
    /// Much faster than to add one text after the other.
    fn from_iter<T: IntoIterator<Item = (String, Sketch)>>(texts: T) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        let bands = texts.iter().enumerate().flat_map(|(place, (id, sketch))| keys(id, sketch, place)).collect();
        Self { texts, bands }
    }
}

/// What the text at a place is found by.
fn keys(id: &str, sketch: &Sketch, place: usize) -> impl Iterator<Item = (u32, u32, u32)> {
    let id_hash = mix(hash_word(id)) as u32;
    sketch.bands().map(move |band| (band, id_hash, place as u32))
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

    fn sketch(words: &[String]) -> Sketch {
        Sketch::of(&words.join(" ")).unwrap_or_else(|| panic!("too short"))
    }

    fn is_copy(one: &[String], other: &[String]) -> bool {
        Originals::from_iter([("one".to_owned(), sketch(one))]).find(&sketch(other), &[]).is_some()
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
    fn the_likest_is_found_and_none_that_was_taken_out() {
        let story = prose(300, 7);
        let cut = [story[..240].to_vec(), prose(30, 8)].concat();
        let mut originals = Originals::default();
        let texts = [("c", &story), ("b", &story), ("a", &cut), ("z", &prose(300, 9))];
        texts.iter().for_each(|(id, text)| originals.insert(id, &sketch(text)));
        let at_once: Originals = texts.iter().map(|(id, text)| ((*id).to_owned(), sketch(text))).collect();
        assert_eq!(at_once.find(&sketch(&story), &[]), Some("b"));
        assert_eq!(originals.find(&sketch(&story), &[]), Some("b"));
        assert_eq!(originals.find(&sketch(&story), &["b"]), Some("c"));
        originals.remove("b", &sketch(&story));
        originals.remove("c", &sketch(&story));
        assert_eq!(originals.find(&sketch(&story), &[]), Some("a"));
        originals.insert("b", &sketch(&story));
        assert_eq!(originals.find(&sketch(&story), &[]), Some("b"));
    }

    #[test]
    fn a_sketch_is_written_and_read_and_a_short_text_has_none() {
        let written = sketch(&prose(100, 3)).write();
        assert_eq!(Sketch::read(&written), Some(sketch(&prose(100, 3))));
        for other in ["", "00", &written[1..], &written.replace(&written[..1], "é")] {
            assert_eq!(Sketch::read(other), None);
        }
        assert_eq!(Sketch::of("Markets are closed today."), None);
    }
}
