//! Features of a token's form: a form in, the keys under which the network looks its embeddings up out.
//!
//! Trainer and parser both go through here, so that they cannot disagree. "Visited" has the word key "visited", affixes "ted",
//! "ed" and "vi" (hashed into buckets), and the shape of a capitalised word.

/// Buckets that last three characters are hashed into.
pub const SUFFIX3_BUCKETS: usize = 4096;
/// Buckets that last two characters are hashed into.
pub const SUFFIX2_BUCKETS: usize = 1024;
/// Buckets that first two characters are hashed into.
pub const PREFIX2_BUCKETS: usize = 1024;
/// Number of word shapes.
pub const SHAPES: usize = 32;

/// Rows of the embedding tables for one token, but for that of its word, which depends on the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affixes {
    /// Bucket of the last three characters, below [`SUFFIX3_BUCKETS`].
    pub suffix3: u16,
    /// Bucket of the last two characters, below [`SUFFIX2_BUCKETS`].
    pub suffix2: u16,
    /// Bucket of the first two characters, below [`PREFIX2_BUCKETS`].
    pub prefix2: u16,
    /// Shape of the form, below [`SHAPES`].
    pub shape: u16,
}

/// Writes the vocabulary's key of a form into `key`: lower case, digits as "0", typographic apostrophes as "'".
pub fn write_word_key(form: &str, key: &mut String) {
    key.clear();
    for c in form.chars() {
        match c {
            '0'..='9' => key.push('0'),
            '’' | '‘' | '`' => key.push('\''),
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            c => key.extend(c.to_lowercase()),
        }
    }
}

/// The affixes of a form whose word key is `key`; `first` says that it opens its sentence.
pub fn find_affixes(form: &str, key: &str, first: bool) -> Affixes {
    Affixes {
        suffix3: bucket(last_chars(key, 3), SUFFIX3_BUCKETS),
        suffix2: bucket(last_chars(key, 2), SUFFIX2_BUCKETS),
        prefix2: bucket(first_chars(key, 2), PREFIX2_BUCKETS),
        shape: find_shape(form, first),
    }
}

/// The last `count` characters of `text`, or all of it.
pub fn last_chars(text: &str, count: usize) -> &str {
    match text.char_indices().nth_back(count.saturating_sub(1)) {
        Some((start, _)) => &text[start..],
        None => text,
    }
}

fn first_chars(text: &str, count: usize) -> &str {
    match text.char_indices().nth(count) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>), folded: the model depends on these very values.
fn bucket(text: &str, buckets: usize) -> u16 {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let folded = (hash ^ (hash >> 15)) as usize % buckets;
    u16::try_from(folded).unwrap_or_default()
}

/// The case of the letters (8 classes), whether there are marks inside, and whether the sentence begins here.
fn find_shape(form: &str, first: bool) -> u16 {
    let (mut upper, mut lower, mut digits, mut marks) = (0_u32, 0_u32, 0_u32, 0_u32);
    for c in form.chars() {
        if c.is_lowercase() {
            lower += 1;
        } else if c.is_uppercase() {
            upper += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if !c.is_alphabetic() {
            marks += 1;
        }
    }
    let starts_upper = form.chars().next().is_some_and(char::is_uppercase);
    let class = match (upper, lower, digits) {
        (0, 0, 0) => 0,
        (0, 0, _) => 1,
        (_, _, 1..) => 2,
        (0, _, 0) => 3,
        (1, 0, 0) => 4,
        (_, 0, 0) => 5,
        (1, _, 0) if starts_upper => 6,
        _ => 7,
    };
    class + if marks > 0 { 8 } else { 0 } + if first { 16 } else { 0 }
}
