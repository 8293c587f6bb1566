//! Sentences and tokens: a clean text in, sentences of tokens out, as Universal Dependencies splits them.
//!
//! ```
//! use chancery::{knowledge::Folder, sentences::Segmenter};
//! let text = "Russia's U.S.-made jets didn't fly. They cost $400bn.";
//! let sentences = Segmenter::new(&Folder::ontology())?.split(text);
//! let tokens: Vec<&str> = sentences[0].tokens.iter().map(|tok| tok.span.of(text)).collect();
//! assert_eq!(tokens, ["Russia", "'s", "U.S.", "-", "made", "jets", "did", "n't", "fly", "."]);
//! assert_eq!(sentences[1].tokens.len(), 6);
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod boundaries;
mod lexicon;
mod tokens;

use crate::error::Result;
use crate::knowledge::Folder;
use crate::span::Span;
use lexicon::Lexicon;
use std::ops::Range;

/// A sentence and its tokens, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From the first token's start to the last token's end.
    pub span: Span,
    /// At least one token; they do not overlap and have no white space at their ends.
    pub tokens: Vec<Token>,
}

impl Sentence {
    /// The tokens that a span covers, also in part.
    pub fn tokens_of(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }
}

/// A syntactic word: "Russia's" is two tokens, "don't" is "do" and "n't".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the clean text.
    pub span: Span,
}

/// Tokens after which a sentence is cut: no prose comes near, but a table without an end of sentence must not exhaust memory.
const LONGEST_SENTENCE: usize = 10_000;

/// Splits texts into sentences and tokens.
#[derive(Debug, Clone)]
pub struct Segmenter {
    lexicon: Lexicon,
}

impl Segmenter {
    /// A segmenter that knows the words of the ontology's `english/tokens.toml`.
    ///
    /// # Errors
    /// Names the file that is missing or malformed.
    pub fn new(ontology: &Folder) -> Result<Self> {
        Ok(Self { lexicon: Lexicon::new(ontology)? })
    }

    /// The sentences of a text. Blank lines part paragraphs, and no sentence crosses one; a single newline stands for a space.
    pub fn split(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for paragraph in find_paragraphs(text) {
            let (offset, paragraph_text) = (paragraph.start, paragraph.of(text));
            boundaries::split(&self.lexicon, paragraph_text, |start, end| {
                let mut tokens = Vec::new();
                tokens::split(&self.lexicon, &paragraph_text[start..end], &mut |from, to| {
                    tokens.push(Token { span: Span::new(offset + start + from, offset + start + to) });
                });
                let parts = tokens.chunks(LONGEST_SENTENCE);
                sentences.extend(parts.map(|tokens| Sentence {
                    span: tokens[0].span.join(tokens[tokens.len() - 1].span),
                    tokens: tokens.to_vec(),
                }));
            });
        }
        sentences
    }
}

/// Runs of lines that are not blank.
fn find_paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let (mut start, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is_blank = line.trim().is_empty();
        match (is_blank, open, paragraphs.last_mut()) {
            (false, true, Some(last)) => last.end = end,
            (false, ..) => paragraphs.push(Span::new(start, end)),
            _ => {}
        }
        open = !is_blank;
        start = end;
    }
    paragraphs
}
