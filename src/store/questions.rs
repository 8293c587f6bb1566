//! Questions: a `.rq` file in; a SPARQL query, with its parameters filled in, out.
//!
//! The first comment of a file is the question in English. A line `# param NAME = DEFAULT: MEANING` names a parameter; its
//! default is text in quotes or a number, as in JSON. Where the query says `$NAME`, the value stands, as a literal. As it is
//! never read as a piece of SPARQL, no value can change what a query does; and as `$NAME` is a variable to other tools, they
//! run the file too, unnarrowed.
//!
//! ```
//! use chancery::store::Question;
//! let text = "# Who is in a country?\n# param country = \"China\": its English name\n\
//!     SELECT ?who { ?who ch:inCountry/rdfs:label $country }";
//! let mut question = Question::parse("who.rq", text)?;
//! question.set("country", "Timor \"Leste\"")?;
//! assert!(question.text().ends_with(r#"{ ?who ch:inCountry/rdfs:label "Timor \"Leste\"" }"#));
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::error::{Error, Result, suggest};
use crate::knowledge::Folder;
use oxrdf::Literal;
use std::path::{Path, PathBuf};

/// The ending of the files of a folder that are questions.
const ENDING: &str = ".rq";

/// A query with parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    path: PathBuf,
    title: String,
    parameters: Vec<Parameter>,
    source: String,
}

/// A value that a query leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// What the query calls it, without `$`.
    pub name: String,
    /// What stands for it: the default until it is set.
    pub value: Literal,
    /// What it means, in English.
    pub meaning: String,
}

impl Question {
    /// Reads a query and the comments at its head; `path` is the file to name in messages.
    ///
    /// # Errors
    /// Tells the line of a parameter that is not written as above, is named twice, or is not used.
    pub fn parse(path: impl AsRef<Path>, source: &str) -> Result<Self> {
        let mut question = Self {
            path: path.as_ref().to_path_buf(),
            title: String::new(),
            parameters: Vec::new(),
            source: source.to_owned(),
        };
        let head = source.lines().map_while(|line| line.trim_start().strip_prefix('#'));
        for (line, comment) in (1..).zip(head) {
            let comment = comment.trim();
            match comment.strip_prefix("param ") {
                Some(parameter) => {
                    question.add(parameter).map_err(|e| e.at(&question.path).line(line))?;
                }
                None if question.title.is_empty() => comment.clone_into(&mut question.title),
                None => {}
            }
        }
        Ok(question)
    }

    /// The question of a folder with a name: that of its file, without `.rq`.
    ///
    /// # Errors
    /// When there is none, naming those there are.
    pub fn find(folder: &Folder, name: &str) -> Result<Self> {
        let file = format!("{name}{ENDING}");
        match folder.file(&file) {
            Ok(source) => Self::parse(folder.path(&file), source),
            Err(_) => {
                let known = folder.files().filter_map(|(name, _)| name.strip_suffix(ENDING));
                Err(Error::new(format!("no question \"{name}\" {}", suggest(name, known))))
            }
        }
    }

    /// Every question of a folder, sorted by name.
    ///
    /// # Errors
    /// When the head of one is faulty.
    pub fn all(folder: &Folder) -> Result<Vec<Self>> {
        let files = folder.files().filter(|(name, _)| name.ends_with(ENDING));
        files.map(|(name, source)| Self::parse(folder.path(name), source)).collect()
    }

    /// The name that [`find`](Self::find) finds it by.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The question in English; empty for a query that begins with no comment.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The parameters, in the order of the head.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Gives a parameter a value, which must be a number where the default is one.
    ///
    /// # Errors
    /// When there is no such parameter, naming those there are, or the value is no number.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let Some(idx) = self.parameters.iter().position(|parameter| parameter.name == name) else {
            let known: Vec<_> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(self.error(format!("no parameter \"{name}\" (known: {known})")));
        };
        let before = &self.parameters[idx].value;
        let datatype = before.datatype().into_owned();
        if datatype != oxrdf::vocab::xsd::STRING && number(value).is_none_or(|given| given.datatype() != datatype) {
            let message = format!("parameter \"{name}\" is a number like {}, not \"{value}\"", before.value());
            return Err(self.error(message));
        }
        self.parameters[idx].value = Literal::new_typed_literal(value, datatype);
        Ok(())
    }

    /// The SPARQL, with a literal in the place of each parameter; its lines are those of the file.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.source.len());
        for piece in pieces(&self.source) {
            let name = piece.strip_prefix('$');
            match name.and_then(|name| self.parameters.iter().find(|parameter| parameter.name == name)) {
                Some(parameter) => text.push_str(&sparql_literal(&parameter.value)),
                None => text.push_str(piece),
            }
        }
        text
    }

    /// A fault of this query.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        Error::new(message).at(&self.path)
    }

    /// A fault of its syntax, from the parser's message "error at LINE:COLUMN: expected …". What was expected is a list of
    /// all that may stand there, too long to tell; the place is where the parser stuck, often just past the fault.
    pub(super) fn syntax_error(&self, message: &str, prefixes: &[(&str, String)]) -> Error {
        let text = self.text();
        if let Some((line, prefix)) = unknown_prefix(&text, prefixes) {
            return self.error(format!("unknown prefix \"{prefix}:\"")).line(line);
        }
        let place = message.strip_prefix("error at ").and_then(|rest| {
            let mut parts = rest.splitn(3, ':');
            Some((parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?))
        });
        let Some((line, column)) = place else { return self.error(message) };
        let near = around(text.lines().nth(line - 1).unwrap_or_default(), column - 1);
        self.error(format!("syntax error at column {column}, near \"{near}\"")).line(line)
    }

    fn add(&mut self, declaration: &str) -> Result<()> {
        let wrong =
            || Error::new("expected `# param NAME = DEFAULT: MEANING` with a default that is \"text\" or a number");
        let (name, rest) = declaration.split_once('=').ok_or_else(wrong)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
        let value = match values.next() {
            Some(Ok(serde_json::Value::String(text))) => Literal::new_simple_literal(text),
            Some(Ok(serde_json::Value::Number(given))) => number(&given.to_string()).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        let meaning = rest[values.byte_offset()..].trim_start().strip_prefix(':').ok_or_else(wrong)?;
        let (name, meaning) = (name.trim().to_owned(), meaning.trim().to_owned());
        if self.parameters.iter().any(|parameter| parameter.name == name) {
            return Err(Error::new(format!("parameter \"{name}\" is named twice")));
        }
        if !pieces(&self.source).any(|piece| piece.strip_prefix('$') == Some(&name)) {
            return Err(Error::new(format!("parameter \"{name}\" is not used: the query nowhere says ${name}")));
        }
        self.parameters.push(Parameter { name, value, meaning });
        Ok(())
    }
}

/// The first prefix that is neither declared nor known beforehand, and its line.
fn unknown_prefix(text: &str, known: &[(&str, String)]) -> Option<(usize, String)> {
    // Strings, IRIs and comments may hold colons; blanks in their place keep the lines.
    let blank = |piece: &str| piece.chars().map(|c| if c == '\n' { c } else { ' ' }).collect::<String>();
    let is_word = |piece: &str| !piece.starts_with(['#', '<', '"', '\'']) || piece == "<";
    let code: String = pieces(text).map(|piece| if is_word(piece) { piece.to_owned() } else { blank(piece) }).collect();
    let mut declared: Vec<&str> = known.iter().map(|(prefix, _)| *prefix).collect();
    let mut word_before = "";
    for (line, code) in (1..).zip(code.lines()) {
        for word in code.split(|c: char| !(c.is_alphanumeric() || ":_-.%".contains(c))).filter(|word| !word.is_empty())
        {
            if let Some((prefix, _)) = word.split_once(':') {
                if word_before.eq_ignore_ascii_case("prefix") {
                    declared.push(prefix);
                } else if prefix != "_" && !declared.contains(&prefix) {
                    return Some((line, prefix.to_owned()));
                }
            }
            word_before = word;
        }
    }
    None
}

/// Some characters before and after a place in a line.
fn around(line: &str, place: usize) -> String {
    let start = place.saturating_sub(20);
    line.chars().skip(start).take(place - start + 10).collect::<String>().trim().to_owned()
}

/// A number as SPARQL writes it: an integer or a decimal.
fn number(text: &str) -> Option<Literal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let datatype = match digits.split_once('.') {
        None if is_digits(digits) => oxrdf::vocab::xsd::INTEGER,
        Some((whole, part)) if is_digits(whole) && is_digits(part) => oxrdf::vocab::xsd::DECIMAL,
        _ => return None,
    };
    Some(Literal::new_typed_literal(text, datatype))
}

/// Numbers stand bare, so that `LIMIT $n` reads; text stands in quotes, with all that could end it escaped.
fn sparql_literal(value: &Literal) -> String {
    if value.datatype() == oxrdf::vocab::xsd::STRING { value.to_string() } else { value.value().to_owned() }
}

/// Cuts SPARQL into comments, IRIs, strings, `$names`, and single characters of all else.
fn pieces(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(piece_length(rest)?);
        rest = after;
        Some(piece)
    })
}

fn piece_length(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let length = match first {
        '#' => rest.find('\n').unwrap_or(rest.len()),
        '<' => iri_length(rest).unwrap_or(1),
        '"' | '\'' => string_length(rest, first),
        // A local name may hold an escaped `$` or `#`.
        '\\' => first.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
        '$' => 1 + rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len() - 1),
        _ => first.len_utf8(),
    };
    Some(length)
}

/// The length of `<iri>`; none where `<` is the operator.
fn iri_length(rest: &str) -> Option<usize> {
    let end = rest[1..].find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c))? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

/// The length of a string with its quotes, of one line or, in three quotes, of several.
fn string_length(rest: &str, quote: char) -> usize {
    let long: String = [quote; 3].iter().collect();
    let end = if rest.starts_with(&long) { long.as_str() } else { &long[..1] };
    let mut at = end.len();
    while at < rest.len() {
        if rest[at..].starts_with(end) {
            return at + end.len();
        }
        let escape = rest[at..].starts_with('\\');
        at += rest[at..].chars().take(if escape { 2 } else { 1 }).map(char::len_utf8).sum::<usize>();
    }
    rest.len()
}

#[cfg(test)]
mod tests;
