//! The words that decide where tokens and sentences end: `english/tokens.toml` in, sets to look them up in out.

use crate::error::{Error, Result};
use crate::knowledge::Folder;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

/// The file of the ontology that the words come from.
pub const FILE: &str = "english/tokens.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensFile {
    clitics: Vec<String>,
    contractions: Vec<String>,
    whole: FxHashSet<String>,
    prefixes: FxHashSet<String>,
    units: FxHashSet<String>,
    abbreviations: FxHashSet<String>,
    r#final: FxHashSet<String>,
    before_number: FxHashSet<String>,
    within_sentence: FxHashSet<String>,
    openers: FxHashSet<String>,
    dateline: Spanned<String>,
}

/// Words of English that tokenisation turns on, in lower case; abbreviations without their last period.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    /// Endings that are tokens of their own.
    pub clitics: Vec<String>,
    /// Words that are several tokens, with the byte lengths of these.
    pub contractions: FxHashMap<String, Vec<usize>>,
    /// Words with marks in them that are one token.
    pub whole: FxHashSet<String>,
    /// Beginnings that a hyphen does not part from their word.
    pub prefixes: FxHashSet<String>,
    /// Endings that are parted from a number.
    pub units: FxHashSet<String>,
    /// Words whose period is part of them.
    pub abbreviations: FxHashSet<String>,
    /// Those that may end a sentence all the same.
    pub r#final: FxHashSet<String>,
    /// Words whose period is part of them before a number.
    pub before_number: FxHashSet<String>,
    /// Words whose period is part of them unless it is the sentence's last.
    pub within_sentence: FxHashSet<String>,
    /// Words that open a sentence after an abbreviation that may end one.
    pub openers: FxHashSet<String>,
    /// Place and agency at the head of a report.
    pub dateline: Regex,
}

impl Lexicon {
    /// Reads the words of an ontology.
    ///
    /// # Errors
    /// Names the file that is missing or malformed.
    pub fn new(ontology: &Folder) -> Result<Self> {
        let text = ontology.file(FILE)?;
        let file: TokensFile = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            Error::new(e.message().to_owned()).at(ontology.path(FILE)).line(line)
        })?;
        let dateline = Regex::new(file.dateline.get_ref()).map_err(|e| {
            let line = text[..file.dateline.span().start].lines().count().max(1);
            Error::new("the dateline is no regular expression").at(ontology.path(FILE)).line(line).caused_by(e)
        })?;
        let contractions = file.contractions.iter().map(|parts| {
            let lengths = parts.split('|').map(str::len).collect();
            (parts.replace('|', ""), lengths)
        });
        Ok(Self {
            contractions: contractions.collect(),
            clitics: file.clitics,
            whole: file.whole,
            prefixes: file.prefixes,
            units: file.units,
            abbreviations: file.abbreviations,
            r#final: file.r#final,
            before_number: file.before_number,
            within_sentence: file.within_sentence,
            openers: file.openers,
            dateline,
        })
    }
}
