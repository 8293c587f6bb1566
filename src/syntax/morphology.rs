//! Morphological features: a form and its tag in, features as CoNLL-U writes them out ("Number=Plur").

use super::labels::{Upos, Xpos};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The features as they stand in the model file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeatureFile {
    /// All values of the features column.
    pub values: Vec<String>,
    /// Key (see [`key_of`]), word key or nothing for all other words, index of the value.
    pub rules: Vec<(u16, String, u16)>,
}

/// The features, ready for use.
#[derive(Debug, Clone)]
pub struct Morphology {
    values: Vec<String>,
    rules: FxHashMap<(u16, Box<str>), u16>,
    defaults: FxHashMap<u16, u16>,
}

impl Morphology {
    /// Indexes the rules.
    pub fn new(file: FeatureFile) -> Self {
        let mut defaults = FxHashMap::default();
        let mut rules = FxHashMap::default();
        for (key, word, value) in file.rules {
            if word.is_empty() {
                defaults.insert(key, value);
            } else {
                rules.insert((key, word.into_boxed_str()), value);
            }
        }
        Self { values: file.values, rules, defaults }
    }

    /// The features of a word with this key (see [`super::features::write_word_key`]); "_" where there are none.
    pub fn find(&self, word_key: &str, upos: Upos, xpos: Xpos) -> &str {
        let key = key_of(upos, xpos);
        let value = self.rules.get(&(key, word_key.into())).or_else(|| self.defaults.get(&key));
        value.and_then(|value| self.values.get(usize::from(*value))).map_or("_", String::as_str)
    }
}

/// The tag as a number.
pub fn key_of(upos: Upos, xpos: Xpos) -> u16 {
    (upos as u16) * 64 + xpos as u16
}
