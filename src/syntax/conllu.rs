//! CoNLL-U (<https://universaldependencies.org/format.html>): text in, sentences out, and back.
//!
//! Reading keeps comments, multiword tokens and empty nodes as they are; writing puts a parse in the place of the columns that a
//! parser makes.
//!
//! ```
//! let text = "# text = Go!\n1\tGo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\t!\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
//! let sentences = chancery::syntax::conllu::read(text)?;
//! assert_eq!(sentences[0].forms(), ["Go", "!"]);
//! # Ok::<(), chancery::error::Error>(())
//! ```

use super::{Parse, Parser, Word};
use crate::error::{Error, Result};
use crate::sentences::Sentence;
use std::fmt::Write;

/// A sentence of a CoNLL-U text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'a> {
    /// Its lines, in order.
    pub lines: Vec<Line<'a>>,
}

/// A line of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'a> {
    /// A comment, a multiword token or an empty node, unchanged.
    Verbatim(&'a str),
    /// A syntactic word: its ten columns.
    Word([&'a str; 10]),
}

impl<'a> Block<'a> {
    /// The columns of every syntactic word.
    pub fn words(&self) -> impl Iterator<Item = &[&'a str; 10]> {
        self.lines.iter().filter_map(|line| match line {
            Line::Word(columns) => Some(columns),
            Line::Verbatim(_) => None,
        })
    }

    /// The forms of the syntactic words.
    pub fn forms(&self) -> Vec<&'a str> {
        self.words().map(|columns| columns[1]).collect()
    }
}

/// Reads every sentence.
///
/// # Errors
/// Gives the line that has not ten columns.
pub fn read(text: &str) -> Result<Vec<Block<'_>>> {
    let mut blocks = Vec::new();
    let mut lines = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            if !lines.is_empty() {
                blocks.push(Block { lines: std::mem::take(&mut lines) });
            }
            continue;
        }
        lines.push(read_line(line).map_err(|error| error.line(idx + 1))?);
    }
    if !lines.is_empty() {
        blocks.push(Block { lines });
    }
    Ok(blocks)
}

fn read_line(line: &str) -> Result<Line<'_>> {
    if line.starts_with('#') {
        return Ok(Line::Verbatim(line));
    }
    let columns: Vec<&str> = line.split('\t').collect();
    let Ok(columns) = <[&str; 10]>::try_from(columns) else {
        return Err(Error::new("expected ten columns parted by tabs"));
    };
    if columns[0].bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Line::Word(columns));
    }
    Ok(Line::Verbatim(line))
}

/// Parses a CoNLL-U text anew: sentences, tokens, comments and multiword tokens stay as they are; lemma, part of speech, tag,
/// features, head and relation are the parser's.
///
/// # Errors
/// Gives the line that has not ten columns.
pub fn parse_again(text: &str, parser: &Parser) -> Result<String> {
    let blocks = read(text)?;
    let forms: Vec<Vec<&str>> = blocks.iter().map(Block::forms).collect();
    let mut out = String::with_capacity(text.len());
    for (block, parse) in blocks.iter().zip(parser.parse_forms(&forms, &[])) {
        write_block(block, &parse, parser, &mut out);
    }
    Ok(out)
}

fn write_block(block: &Block<'_>, parse: &Parse, parser: &Parser, out: &mut String) {
    let mut words = parse.words.iter();
    for line in &block.lines {
        match line {
            Line::Verbatim(text) => out.push_str(text),
            Line::Word(columns) => match words.next() {
                Some(word) => {
                    let features = parser.features(columns[1], word);
                    write_word(columns[0], columns[1], word, features, columns[9], out);
                }
                None => out.push_str(&columns.join("\t")),
            },
        }
        out.push('\n');
    }
    out.push('\n');
}

/// The sentences of a document that was segmented and parsed; tokens that touch are marked with `SpaceAfter=No`.
pub fn write_document(id: &str, text: &str, sentences: &[Sentence], parses: &[Parse], parser: &Parser) -> String {
    // Writing to a string cannot fail.
    let mut out = format!("# newdoc id = {id}\n");
    for (sent_idx, (sent, parse)) in sentences.iter().zip(parses).enumerate() {
        let line: Vec<&str> = sent.span.of(text).split_whitespace().collect();
        let _ = write!(out, "# sent_id = {id}-{}\n# text = {}\n", sent_idx + 1, line.join(" "));
        for (idx, (tok, word)) in sent.tokens.iter().zip(&parse.words).enumerate() {
            let form = tok.span.of(text);
            let touches = text[tok.span.end..].starts_with(|c: char| !c.is_whitespace());
            let misc = if touches { "SpaceAfter=No" } else { "_" };
            write_word(&(idx + 1).to_string(), form, word, parser.features(form, word), misc, &mut out);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// Writes the ten columns of a word, without the end of the line.
fn write_word(id: &str, form: &str, word: &Word, features: &str, misc: &str, out: &mut String) {
    let head = word.head.map_or(0, |head| head + 1);
    let Word { lemma, upos, xpos, deprel, .. } = word;
    let _ = write!(out, "{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{features}\t{head}\t{deprel}\t_\t{misc}");
}
