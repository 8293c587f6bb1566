//! A parse as a tree to walk: children in order, subtrees, paths to the root.

use super::{Deprel, Parse, Upos, Word};

/// A parse with the children of every word at hand.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    words: &'a [Word],
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    /// Indexes a parse. A head out of range counts as the root.
    pub fn new(parse: &'a Parse) -> Self {
        let mut children = vec![Vec::new(); parse.words.len()];
        for (idx, word) in parse.words.iter().enumerate() {
            if let Some(siblings) = word.head.and_then(|head| children.get_mut(head)) {
                siblings.push(idx);
            }
        }
        Self { words: &parse.words, children }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the sentence has no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What the parser says of a word.
    pub fn word(&self, idx: usize) -> &'a Word {
        &self.words[idx]
    }

    /// The dictionary form of a word.
    pub fn lemma(&self, idx: usize) -> &'a str {
        &self.words[idx].lemma
    }

    /// The part of speech of a word.
    pub fn upos(&self, idx: usize) -> Upos {
        self.words[idx].upos
    }

    /// How a word depends on its head.
    pub fn deprel(&self, idx: usize) -> Deprel {
        self.words[idx].deprel
    }

    /// The word that governs another; `None` for the root.
    pub fn head(&self, idx: usize) -> Option<usize> {
        self.words[idx].head.filter(|&head| head < self.words.len())
    }

    /// The words that depend on a word, in the order of the text.
    pub fn children(&self, idx: usize) -> &[usize] {
        &self.children[idx]
    }

    /// The dependents of a word with one of the given relations.
    pub fn children_by<'t>(&'t self, idx: usize, deprels: &'t [Deprel]) -> impl Iterator<Item = usize> + 't {
        self.children[idx].iter().copied().filter(move |&child| deprels.contains(&self.deprel(child)))
    }

    /// The first dependent of a word with one of the given relations.
    pub fn child(&self, idx: usize, deprels: &[Deprel]) -> Option<usize> {
        self.children_by(idx, deprels).next()
    }

    /// Whether some dependent of a word has one of the given relations.
    pub fn has(&self, idx: usize, deprels: &[Deprel]) -> bool {
        self.child(idx, deprels).is_some()
    }

    /// The words above a word, nearest first, up to the root.
    pub fn ancestors(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        // A tree is no deeper than it has words, so a malformed one with a cycle ends too.
        std::iter::successors(self.head(idx), |&at| self.head(at)).take(self.len())
    }

    /// A word and those coordinated with it ("A, B and C"), in the order of the text.
    pub fn conjuncts(&self, idx: usize) -> Vec<usize> {
        let mut found = vec![idx];
        let mut at = 0;
        while at < found.len() && found.len() <= self.len() {
            let next: Vec<_> = self.children_by(found[at], &[Deprel::Conj]).filter(|c| !found.contains(c)).collect();
            found.extend(next);
            at += 1;
        }
        found.sort_unstable();
        found
    }
}
