//! A trie (Fredkin 1960): sorted names in; letter by letter, which of them a text may be writing, out.
//!
//! A node stands for a beginning that several names share. Where a single name is left there is no node: the rest of the name is
//! compared with the text. So a million names need a node or two each, and a letter costs a search among the few that may
//! follow.

use crate::error::{Error, Result};

/// The bit of a [`State`] that tells a name from a node.
const NAME: u32 = 1 << 31;
/// No name.
const NONE: u32 = u32::MAX;

/// Names, each known by its index.
#[derive(Debug, Clone, Default)]
pub(super) struct Trie {
    /// All names, one behind the other.
    text: String,
    /// Where each name ends in `text`.
    ends: Vec<u32>,
    /// Where the edges of each node begin, and where the last ones end.
    first_edges: Vec<u32>,
    /// The name that is all of the beginning that a node stands for, or [`NONE`].
    whole: Vec<u32>,
    /// The letter of each edge; those of a node are sorted.
    letters: Vec<u8>,
    /// Where each edge leads.
    targets: Vec<State>,
}

/// What is known of a text when some letters of it are read: a node, or the only name that it may be writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State(u32);

/// Names that share a beginning, while the trie is built.
struct Range {
    first: usize,
    end: usize,
    /// Letters of the beginning.
    depth: usize,
}

impl Trie {
    /// The state when nothing is read.
    pub(super) const START: State = State(0);

    /// Adds a name, which comes behind all that are there.
    ///
    /// # Errors
    /// When the names are too many for indexes of 31 bits.
    pub(super) fn push(&mut self, name: &str) -> Result<()> {
        self.text.push_str(name);
        let end = u32::try_from(self.text.len()).ok().filter(|end| end & NAME == 0);
        self.ends.push(end.ok_or_else(|| Error::new("the names of the gazetteer hold more than 2^31 bytes"))?);
        Ok(())
    }

    /// Makes the nodes, when all names are there.
    pub(super) fn connect(&mut self) {
        let mut ranges = vec![Range { first: 0, end: self.ends.len(), depth: 0 }];
        let mut next = 0;
        while let Some(&Range { mut first, end, depth }) = ranges.get(next) {
            next += 1;
            self.first_edges.push(self.letters.len() as u32);
            let is_whole = first < end && self.name(first).len() == depth;
            self.whole.push(if is_whole { first as u32 } else { NONE });
            first += usize::from(is_whole);
            while first < end {
                let letter = self.name(first)[depth];
                let same = first + (first..end).take_while(|name| self.name(*name)[depth] == letter).count();
                self.letters.push(letter);
                if same == first + 1 {
                    self.targets.push(State(first as u32 | NAME));
                } else {
                    self.targets.push(State(ranges.len() as u32));
                    ranges.push(Range { first, end: same, depth: depth + 1 });
                }
                first = same;
            }
        }
        self.first_edges.push(self.letters.len() as u32);
    }

    /// The state when one more letter is read behind `depth` others, or `None` when no name goes on so.
    #[inline]
    pub(super) fn step(&self, State(state): State, depth: usize, letter: u8) -> Option<State> {
        if state & NAME != 0 {
            let name = self.name((state & !NAME) as usize);
            return name.get(depth).filter(|next| **next == letter).map(|_| State(state));
        }
        let node = state as usize;
        let (first, end) = (self.first_edges[node] as usize, self.first_edges[node + 1] as usize);
        let edge = self.letters[first..end].binary_search(&letter).ok()?;
        Some(self.targets[first + edge])
    }

    /// The name that the `depth` letters read so far are.
    #[inline]
    pub(super) fn name_at(&self, State(state): State, depth: usize) -> Option<usize> {
        if state & NAME != 0 {
            let name = (state & !NAME) as usize;
            return (self.name(name).len() == depth).then_some(name);
        }
        let name = self.whole[state as usize];
        (name != NONE).then_some(name as usize)
    }

    #[inline]
    fn name(&self, name: usize) -> &[u8] {
        let start = name.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text.as_bytes()[start..self.ends[name] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that `text` begins with.
    fn begin(names: &[&str], text: &str) -> Vec<usize> {
        let mut trie = Trie::default();
        names.iter().for_each(|name| trie.push(name).unwrap());
        trie.connect();
        let (mut state, mut found) = (Trie::START, Vec::new());
        for (depth, letter) in text.bytes().enumerate() {
            let Some(next) = trie.step(state, depth, letter) else { break };
            state = next;
            found.extend(trie.name_at(state, depth + 1));
        }
        found
    }

    #[test]
    fn all_names_that_begin_a_text_are_told() {
        let names = ["New", "New York", "New York Times", "Niger", "Niger Delta", "Nigeria"];
        assert_eq!(begin(&names, "New York Times"), [0, 1, 2]);
        assert_eq!(begin(&names, "New Yorker"), [0, 1]);
        assert_eq!(begin(&names, "Nigerian"), [3, 5]);
        assert_eq!(begin(&names, "Niger De"), [3]);
        assert!(begin(&names, "Ni").is_empty() && begin(&names, "Ne w").is_empty() && begin(&names, "").is_empty());
    }

    #[test]
    fn few_names_are_a_trie_too() {
        assert!(begin(&[], "China").is_empty());
        assert_eq!(begin(&["China"], "China"), [0]);
        assert_eq!(begin(&["日", "日本"], "日本"), [0, 1]);
    }
}
