//! Lemmas: a form and its tag in, its dictionary form out, by rules learned from treebanks.
//!
//! A rule belongs to a tag, a letter case and an ending; the longest ending that matches decides. "^" begins a word, so that an
//! ending may be a whole word: for `VBD`, "^went" cuts four letters and adds "go", "ied" cuts three and adds "y".

use super::features::last_chars;
use super::labels::{Upos, Xpos};
use compact_str::CompactString;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;

/// Characters in the longest ending that is not a whole word.
pub const LONGEST: usize = 6;

/// The rules as they stand in the model file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LemmaFile {
    /// All edits.
    pub edits: Vec<Edit>,
    /// Context (see [`context`]), ending, index of the edit.
    pub rules: Vec<(u16, String, u16)>,
}

/// A change of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// Whether capitals stay.
    pub keep_case: bool,
    /// Characters to cut at the end.
    pub cut: u8,
    /// What to add there.
    pub add: String,
}

impl Edit {
    /// The edit that makes `lemma` of `form`, which keeps the longest beginning.
    pub fn between(form: &str, lemma: &str) -> Self {
        let lower = form.to_lowercase();
        let kept = common_chars(form, lemma);
        let keep_case = kept > common_chars(&lower, lemma) || (form != lower && kept == form.chars().count());
        let base = if keep_case { form } else { lower.as_str() };
        let kept = common_chars(base, lemma);
        let cut = u8::try_from(base.chars().count() - kept).unwrap_or(u8::MAX);
        Self { keep_case, cut, add: lemma.chars().skip(kept).collect() }
    }

    /// Applies the edit; a form that is shorter than the cut is kept as it is.
    pub fn apply(&self, form: &str) -> CompactString {
        let mut lemma = if self.keep_case { CompactString::from(form) } else { to_lower(form) };
        let cut = usize::from(self.cut);
        let end = match cut {
            0 => Some(lemma.len()),
            _ => lemma.char_indices().nth_back(cut - 1).map(|(idx, _)| idx),
        };
        if let Some(end) = end {
            lemma.truncate(end);
            lemma.push_str(&self.add);
        }
        lemma
    }
}

fn common_chars(left: &str, right: &str) -> usize {
    left.chars().zip(right.chars()).take_while(|(l, r)| l == r).count()
}

fn to_lower(form: &str) -> CompactString {
    let mut lower = CompactString::from(form);
    if form.is_ascii() {
        lower.make_ascii_lowercase();
        return lower;
    }
    lower.clear();
    lower.extend(form.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    lower
}

/// What a rule belongs to: part of speech, Penn tag and letter case (small, capitalised, all capitals).
pub fn context(upos: Upos, xpos: Xpos, form: &str) -> u16 {
    let mut chars = form.chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    let case = match first {
        true if form.chars().nth(1).is_some() && !form.chars().any(char::is_lowercase) => 2,
        true => 1,
        false => 0,
    };
    ((upos as u16) * 64 + xpos as u16) * 4 + case
}

/// The rules, ready for use.
#[derive(Debug, Clone)]
pub struct Lemmatiser {
    file: LemmaFile,
    index: HashTable<u32>,
}

impl Lemmatiser {
    /// Indexes the rules.
    pub fn new(file: LemmaFile) -> Self {
        let mut index = HashTable::with_capacity(file.rules.len());
        let hash_of = |rule: &u32| {
            let (context, ending, _) = &file.rules[*rule as usize];
            hash(*context, ending)
        };
        for rule in 0..u32::try_from(file.rules.len()).unwrap_or_default() {
            index.insert_unique(hash_of(&rule), rule, hash_of);
        }
        Self { file, index }
    }

    /// The lemma of a form; `key` is a buffer.
    pub fn find(&self, form: &str, upos: Upos, xpos: Xpos, key: &mut String) -> CompactString {
        write_key(form, key);
        match self.find_edit(context(upos, xpos, form), key) {
            Some(edit) => edit.apply(form),
            None if upos == Upos::Propn => CompactString::from(form),
            None => to_lower(form),
        }
    }

    /// The edit that the longest matching ending of `key` gives.
    pub fn find_edit(&self, context: u16, key: &str) -> Option<&Edit> {
        self.look_up(context, key)
            .or_else(|| (0..=LONGEST).rev().find_map(|len| self.look_up(context, ending(key, len))))
    }

    fn look_up(&self, context: u16, ending: &str) -> Option<&Edit> {
        let matches = |rule: &u32| {
            let (c, e, _) = &self.file.rules[*rule as usize];
            *c == context && e == ending
        };
        let rule = self.index.find(hash(context, ending), matches)?;
        self.file.edits.get(usize::from(self.file.rules[*rule as usize].2))
    }
}

/// The last `len` characters of a key.
pub fn ending(key: &str, len: usize) -> &str {
    if len == 0 { "" } else { last_chars(key, len) }
}

/// Writes what rules are looked up by: "^", then the form in lower case.
pub fn write_key(form: &str, key: &mut String) {
    key.clear();
    key.push('^');
    for c in form.chars() {
        match c {
            '’' => key.push('\''),
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            c => key.extend(c.to_lowercase()),
        }
    }
}

fn hash(context: u16, ending: &str) -> u64 {
    FxBuildHasher.hash_one((context, ending))
}
