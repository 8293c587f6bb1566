//! Syntax: sentences in, a lemma, part of speech, head and relation for every token out.
//!
//! ```
//! use chancery::{knowledge::Folder, sentences::Segmenter, syntax::{Deprel, Parser}};
//! let text = "Putin visited China.";
//! let sentences = Segmenter::new(&Folder::ontology())?.split(text);
//! let parses = Parser::compiled()?.parse(text, &sentences, &[]);
//! assert_eq!(parses[0].words[1].lemma, "visit");
//! assert_eq!((parses[0].words[2].head, parses[0].words[2].deprel), (Some(1), Deprel::Obj));
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod labels;
pub mod conllu;
pub mod decoder;
pub mod features;
mod inflections;
pub mod lemmas;
pub mod matrix;
mod mending;
pub mod model;
pub mod morphology;
pub mod names;
pub mod network;
pub mod panels;
mod parser;
pub mod quantised;
pub mod transitions;
mod tree;
pub mod vocabulary;

pub use inflections::Inflections;
pub use labels::{Deprel, Upos, Xpos};
pub use mending::{mend_clauses, mend_lists};
pub use parser::Parser;
pub use tree::Tree;

use compact_str::CompactString;

/// The analysis of one sentence: as many words as the sentence has tokens, forming one tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parse {
    /// One word a token, in order.
    pub words: Vec<Word>,
}

impl Parse {
    /// Whether heads and relations were looked for. Where not, the words have lemma and part of speech alone.
    pub fn has_tree(&self) -> bool {
        self.words.iter().any(|word| word.deprel == Deprel::Root)
    }
}

/// What the parser says of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The dictionary form, in lower case but for proper names ("visit", "Putin").
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, which tells tense, number and participle.
    pub xpos: Xpos,
    /// Index of the governing token in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// How the token depends on its head; `Root` for the root.
    pub deprel: Deprel,
}
