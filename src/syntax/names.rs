//! The tagger of names: what is known of each token of a sentence in; which tokens name a person, an organisation or a place, out.
//!
//! A linear model over pairs of neighbouring labels, learned as an averaged perceptron (Collins 2002, "Discriminative training
//! methods for hidden Markov models") and decoded by Viterbi's algorithm. It knows no names: its features are forms, shapes and parts of
//! speech around a token, what the gazetteer says there, and how the run of capitalised words around it begins and ends. Features
//! are hashed into a fixed number of rows. For "said Ralph Bloch" it yields `Outside Begin(Person) Inside(Person)`.

use super::Upos;
use super::features::{last_chars, write_word_key};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

static COMPILED: &[u8] = include_bytes!("../../models/names.model");

/// The version of the format that this code reads.
pub const VERSION: u32 = 1;
/// Rows that features are hashed into.
pub const ROWS: usize = 1 << 16;
/// Labels of a token.
pub const LABELS: usize = 7;
/// What a capitalised proper noun loses if it is to belong to no name. A model of documents that name little misses much in news, where
/// one missed costs more than one too many (Mohit et al. 2012, "Recall-oriented learning of named entities in Arabic Wikipedia").
const COST_OF_MISSING: f32 = 8.0;
/// Classes of names.
const CLASSES: usize = 3;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// A human being.
    Person,
    /// A body.
    Organisation,
    /// A country or another place.
    Place,
}

impl NameClass {
    /// Every class, in the order of its labels.
    pub const ALL: [Self; CLASSES] = [Self::Person, Self::Organisation, Self::Place];
}

/// The label of a token, below [`LABELS`]: 0 is outside of names; a class of index `c` begins with `1 + 2 * c` and goes on with
/// `2 + 2 * c`.
pub type Label = u8;

/// What is known of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clue<'a> {
    /// Its form.
    pub form: &'a str,
    /// Its part of speech.
    pub upos: Upos,
    /// What the gazetteer reads there, as a small number of the caller's choice; 0 for nothing.
    pub hint: u8,
    /// What word lists say of it, in bits of the caller's choice.
    pub flags: u8,
    /// Whether it belongs to no name, whatever it looks like: "of" in "Parnevik of Sweden".
    pub apart: bool,
}

/// A model as it stands in its file, in `postcard`'s format.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NameModel {
    /// [`VERSION`].
    pub version: u32,
    /// What to multiply the weights with.
    pub scale: f32,
    /// [`ROWS`] rows of [`LABELS`] weights, as two's complement.
    #[serde(with = "serde_bytes")]
    pub weights: Vec<u8>,
    /// A weight for each label (column) behind each label (row); the last row is for the beginning of a sentence.
    pub transitions: Vec<f32>,
}

/// A tagger of names.
#[derive(Debug, Clone)]
pub struct NameTagger {
    model: NameModel,
}

impl NameTagger {
    /// The checksum of the model that is compiled into the program, as its file beside it tells it.
    pub fn checksum() -> &'static str {
        include_str!("../../models/names.model.sha256")
    }

    /// The tagger whose model is compiled into the program.
    ///
    /// # Errors
    /// Says what is wrong with the model; the one that is compiled in is sound.
    pub fn compiled() -> Result<Self> {
        Self::from_bytes(COMPILED)
    }

    /// The tagger of a model file's bytes.
    ///
    /// # Errors
    /// Says what in the file is not as this version expects it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let model: NameModel =
            postcard::from_bytes(bytes).map_err(|e| Error::new("the model of names cannot be read").caused_by(e))?;
        let sound = model.version == VERSION
            && model.weights.len() == ROWS * LABELS
            && model.transitions.len() == (LABELS + 1) * LABELS;
        if sound { Ok(Self { model }) } else { Err(Error::new("the model of names has not the shape of this version")) }
    }

    /// The best labels for a sentence, one a token.
    pub fn tag(&self, clues: &[Clue<'_>]) -> Vec<Label> {
        if !clues.iter().any(|clue| may_name(clue)) {
            return vec![0; clues.len()];
        }
        let scores: Vec<[f32; LABELS]> = (0..clues.len()).map(|at| self.score(clues, at)).collect();
        decode(&scores, &self.model.transitions)
    }

    fn score(&self, clues: &[Clue<'_>], at: usize) -> [f32; LABELS] {
        let mut total = [0_i32; LABELS];
        if !may_begin_or_join(clues, at) {
            return [0.0; LABELS];
        }
        visit_features(clues, at, |row| {
            for (total, weight) in total.iter_mut().zip(&self.model.weights[row * LABELS..(row + 1) * LABELS]) {
                *total += i32::from(weight.cast_signed());
            }
        });
        let mut scores = total.map(|sum| sum as f32 * self.model.scale);
        let clue = &clues[at];
        if clue.apart {
            scores[1..].fill(f32::NEG_INFINITY);
        } else if clue.upos == Upos::Propn && may_name(clue) {
            scores[0] -= COST_OF_MISSING;
        }
        scores
    }
}

/// Whether a token could be a part of a name by its form.
fn may_name(clue: &Clue<'_>) -> bool {
    clue.hint != 0 || clue.form.starts_with(|c: char| c.is_uppercase())
}

/// Whether a token is near enough to a capital to be a part of a name: "of" in "Bank of China" is.
fn may_begin_or_join(clues: &[Clue<'_>], at: usize) -> bool {
    clues[at.saturating_sub(2)..clues.len().min(at + 3)].iter().any(may_name)
}

/// The labels of the best path: `scores` has a row a token, `transitions` a row a label and one for the beginning.
pub fn decode(scores: &[[f32; LABELS]], transitions: &[f32]) -> Vec<Label> {
    let step = |from: usize, to: usize| match allowed(from, to) {
        true => transitions[from * LABELS + to],
        false => f32::NEG_INFINITY,
    };
    let mut best: Vec<[f32; LABELS]> = Vec::with_capacity(scores.len());
    let mut came_from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    for (at, row) in scores.iter().enumerate() {
        let (mut totals, mut origins) = ([f32::NEG_INFINITY; LABELS], [0_u8; LABELS]);
        for to in 0..LABELS {
            let froms = if at == 0 { LABELS..LABELS + 1 } else { 0..LABELS };
            for from in froms {
                let before = if at == 0 { 0.0 } else { best[at - 1][from] };
                let total = before + step(from, to) + row[to];
                if total > totals[to] {
                    (totals[to], origins[to]) = (total, u8::try_from(from).unwrap_or_default());
                }
            }
        }
        best.push(totals);
        came_from.push(origins);
    }
    trace_back(&best, &came_from)
}

fn trace_back(best: &[[f32; LABELS]], came_from: &[[u8; LABELS]]) -> Vec<Label> {
    let Some(last) = best.last() else { return Vec::new() };
    let mut label = super::matrix::find_greatest(last);
    let mut labels = vec![0; best.len()];
    for at in (0..best.len()).rev() {
        labels[at] = u8::try_from(label).unwrap_or_default();
        label = usize::from(came_from[at][label]);
    }
    labels
}

/// A name goes on only where one of its class has begun.
fn allowed(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || (from < LABELS && (from == to || from + 1 == to))
}

/// The names that labels tell: class, first token, and the token after the last.
pub fn spans_of(labels: &[Label]) -> Vec<(NameClass, std::ops::Range<usize>)> {
    let mut found: Vec<(NameClass, std::ops::Range<usize>)> = Vec::new();
    for (at, &label) in labels.iter().enumerate().filter(|(_, label)| **label != 0) {
        let class = NameClass::ALL[usize::from(label - 1) / 2];
        match found.last_mut().filter(|_| label % 2 == 0) {
            Some((_, span)) => span.end = at + 1,
            None => found.push((class, at..at + 1)),
        }
    }
    found
}

/// Calls `visit` with the row of every feature of a token.
pub fn visit_features(clues: &[Clue<'_>], at: usize, mut visit: impl FnMut(usize)) {
    let mut key = String::new();
    let word = |at: Option<usize>, key: &mut String| match at.and_then(|at| clues.get(at)) {
        Some(clue) => {
            write_word_key(clue.form, key);
            hash(key)
        }
        None => 1,
    };
    let before = |count: usize| at.checked_sub(count);
    let clue = &clues[at];
    let (w1, w2) = (word(before(1), &mut key), word(before(2), &mut key));
    let (n1, n2) = (word(Some(at + 1), &mut key), word(Some(at + 2), &mut key));
    let own = word(Some(at), &mut key);
    let shape = shape_of(clue.form);
    let near = |at: Option<usize>| at.and_then(|at| clues.get(at)).map_or(0, state_of);
    let (s1, s0, m1) = (near(before(1)), state_of(clue), near(Some(at + 1)));
    let run = Run::around(clues, at);
    let (first, last) = (word(Some(run.start), &mut key), word(run.end.checked_sub(1), &mut key));
    let (head, tail) = (word(run.start.checked_sub(1), &mut key), word(Some(run.end), &mut key));
    write_word_key(clue.form, &mut key);
    let suffix = |count| hash(last_chars(&key, count));
    let prefix = |count| hash(first_chars(&key, count));
    let place =
        u64::from(at == run.start) | (u64::from(at + 1 == run.end) << 1) | ((run.end - run.start).min(4) as u64) << 2;
    let shapes = |at: Option<usize>| at.and_then(|at| clues.get(at)).map_or(9, |clue| shape_of(clue.form));
    let features = [
        own,
        w1,
        n1,
        w2,
        n2,
        suffix(3),
        suffix(2),
        prefix(3),
        suffix(4),
        shape,
        mix(shape, s0),
        s0,
        s1,
        m1,
        mix(s1, s0),
        mix(s0, m1),
        mix(mix(s1, s0), m1),
        mix(w1, shape),
        mix(n1, shape),
        mix(first, place),
        mix(last, place),
        mix(head, place),
        mix(tail, place),
        mix(mix(head, tail), 7),
        mix(w1, n1),
        mix(u64::from(clue.hint), place),
        mix(mix(shapes(before(1)), shape), shapes(Some(at + 1))),
        mix(place, u64::from(at == 0)),
        mix(mix(u64::from(run.caps), shape), 3),
        mix(own, s1),
        mix(last, s0),
        mix(u64::from(run.flags), place),
        mix(mix(w1, w2), 11),
        mix(mix(n1, n2), 13),
        mix(suffix(3), place),
        near(before(2)),
        near(Some(at + 2)),
    ];
    for (template, feature) in features.into_iter().enumerate() {
        let hashed = mix(feature, 0x9e37 + template as u64);
        visit((hashed >> 40) as usize % ROWS);
    }
}

/// The run of capitalised words that a token stands in, joined by small words such as "of"; the token alone when it is none.
struct Run {
    start: usize,
    end: usize,
    /// Whether the whole sentence is in capitals.
    caps: bool,
    /// The flags of all its tokens.
    flags: u8,
}

impl Run {
    fn around(clues: &[Clue<'_>], at: usize) -> Self {
        let capital = |at: usize| clues.get(at).is_some_and(|clue| clue.form.starts_with(char::is_uppercase));
        let (mut start, mut end) = (at, at + 1);
        if capital(at) {
            while start > 0 && capital(start - 1) {
                start -= 1;
            }
            while capital(end) {
                end += 1;
            }
        }
        let lower = |clue: &Clue<'_>| clue.form.contains(char::is_lowercase);
        let flags = clues[start..end].iter().fold(0, |flags, clue| flags | clue.flags);
        Self { start, end, caps: !clues.iter().any(lower), flags }
    }
}

/// Part of speech, hint and flags of a token in one number.
fn state_of(clue: &Clue<'_>) -> u64 {
    (clue.upos as u64) << 16 | u64::from(clue.hint) << 8 | u64::from(clue.flags)
}

/// The case of the letters, and whether there are digits, periods or hyphens.
fn shape_of(form: &str) -> u64 {
    let mut bits = 0;
    for (at, c) in form.chars().enumerate() {
        bits |= match c {
            c if c.is_uppercase() && at == 0 => 1,
            c if c.is_uppercase() => 2,
            c if c.is_lowercase() => 4,
            c if c.is_numeric() => 8,
            '.' => 16,
            '-' => 32,
            '\'' | '’' => 64,
            _ => 128,
        };
    }
    bits | u64::from(form.len() < 3) << 8
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// FNV-1a with 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): the model depends on these very values.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn mix(one: u64, other: u64) -> u64 {
    (one.rotate_left(23) ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
