//! Spellings: a name in, the other ways to write it out: "Defence Ministry" is "Defense Ministry" too.

use super::words::stands_alone;
use crate::error::{Error, Result};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// At most so many spellings of one name, so that a long name with many words to vary stays small.
const MAX_SPELLINGS: usize = 12;

/// Sets of words that are spellings of one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Spellings {
    sets: Vec<Vec<String>>,
    /// First word of a spelling → the sets that hold it, so that a name is only compared with few.
    by_first_word: FxHashMap<String, Vec<usize>>,
}

impl Spellings {
    /// Adds a row: a spelling and its variants, all of the same right.
    ///
    /// # Errors
    /// When there is nothing to vary.
    pub(super) fn add(&mut self, spelling: &str, variants: &[String]) -> Result<()> {
        if spelling.is_empty() || variants.is_empty() {
            return Err(Error::new("a spelling needs at least one variant"));
        }
        let mut set: Vec<String> = std::iter::once(spelling.to_owned()).chain(variants.iter().cloned()).collect();
        // The longest first, so that "St." is not taken for "St" and a full stop.
        set.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in &set {
            let first = first_word(word).to_owned();
            let sets = self.by_first_word.entry(first).or_default();
            if sets.last() != Some(&self.sets.len()) {
                sets.push(self.sets.len());
            }
        }
        self.sets.push(set);
        Ok(())
    }

    /// The other spellings of a name; one of one word has none, since it would be another name.
    pub(super) fn others(&self, name: &str) -> Vec<String> {
        let sets = if name.contains(' ') { self.sets_in(name) } else { Vec::new() };
        if sets.is_empty() {
            return Vec::new();
        }
        let mut spellings = vec![name.to_owned()];
        for set_idx in sets {
            for idx in 0..spellings.len() {
                let varied = vary(&spellings[idx], &self.sets[set_idx]);
                spellings.extend(varied);
            }
            spellings.truncate(MAX_SPELLINGS);
        }
        let mut seen = BTreeSet::new();
        spellings.retain(|spelling| seen.insert(spelling.clone()));
        spellings.split_off(1)
    }

    fn sets_in(&self, name: &str) -> Vec<usize> {
        let words = name.split([' ', '-']).filter(|word| !word.is_empty());
        let mut sets: Vec<usize> = words.filter_map(|word| self.by_first_word.get(word)).flatten().copied().collect();
        sets.sort_unstable();
        sets.dedup();
        sets
    }
}

fn first_word(spelling: &str) -> &str {
    spelling.split([' ', '-']).next().unwrap_or(spelling)
}

/// The name with the first spelling of `set` that stands in it replaced by each of the others.
fn vary(name: &str, set: &[String]) -> Vec<String> {
    let place_of = |spelling: &String| {
        let span = |start| Span::new(start, start + spelling.len());
        let places = name.match_indices(spelling.as_str()).map(|(start, _)| span(start));
        places.into_iter().find(|place| stands_alone(name, *place))
    };
    let Some((found, place)) = set.iter().find_map(|spelling| Some((spelling, place_of(spelling)?))) else {
        return Vec::new();
    };
    let replaced = |other: &String| format!("{}{other}{}", &name[..place.start], &name[place.end..]);
    set.iter().filter(|other| *other != found).map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings() -> Spellings {
        let mut spellings = Spellings::default();
        for (spelling, variants) in
            [("Defence", "Defense"), ("Saint", "St|St."), ("Foreign Ministry", "foreign ministry")]
        {
            spellings.add(spelling, &variants.split('|').map(str::to_owned).collect::<Vec<_>>()).unwrap();
        }
        spellings
    }

    #[test]
    fn each_word_varies() {
        assert_eq!(
            spellings().others("Saint Lucia Defense Force"),
            [
                "Saint Lucia Defence Force",
                "St. Lucia Defense Force",
                "St Lucia Defense Force",
                "St. Lucia Defence Force",
                "St Lucia Defence Force",
            ]
        );
        assert_eq!(spellings().others("St. Lucia"), ["Saint Lucia", "St Lucia"]);
        assert_eq!(spellings().others("French Foreign Ministry"), ["French foreign ministry"]);
    }

    #[test]
    fn words_that_only_hold_a_spelling_stay() {
        assert!(spellings().others("Saints Defenceless").is_empty() && spellings().others("Saint").is_empty());
    }

    #[test]
    fn a_spelling_without_a_variant_is_a_fault() {
        assert!(Spellings::default().add("Saint", &[]).is_err());
    }
}
