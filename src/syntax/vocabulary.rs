//! The vocabulary: word keys in, rows of the table of embeddings out.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// The row of words that are not in the vocabulary.
pub const UNKNOWN: usize = 0;

/// Row of every known word, from 1; row 0 stands for all others.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    text: String,
    words: HashTable<(u32, u32, u32)>,
}

impl Vocabulary {
    /// The vocabulary of the lines of `text`, in order.
    pub fn new(text: String) -> Self {
        let mut words: HashTable<(u32, u32, u32)> = HashTable::with_capacity(text.len() / 8);
        let (mut start, mut row) = (0_u32, 1_u32);
        for line in text.split_inclusive('\n') {
            let word = line.trim_end_matches('\n');
            let end = start + u32::try_from(word.len()).unwrap_or_default();
            words.insert_unique(hash(word), (start, end, row), |(start, end, _)| {
                hash(&text[*start as usize..*end as usize])
            });
            start += u32::try_from(line.len()).unwrap_or_default();
            row += 1;
        }
        Self { text, words }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Row of a word key; 0 when it is not known.
    pub fn find(&self, key: &str) -> usize {
        let found = self.words.find(hash(key), |(start, end, _)| &self.text[*start as usize..*end as usize] == key);
        found.map_or(UNKNOWN, |(_, _, row)| *row as usize)
    }
}

fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}
