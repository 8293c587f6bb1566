//! JSON Lines: one object a line in, one document a line out.
//!
//! `{"id": "a", "title": "…", "published": "2016-06-28", "source": "…", "text": "…"}`: only `text` is required, and is taken as it
//! is. Numbers are as good as strings. Other keys are ignored. A `published` that is no day leaves the document without one: the text is
//! worth more than its date.
//! Where the parts of a document have other names, a name with points may lead into an object (`article.body`).
//!
//! Articles in a list, or on several lines each, are read as [`objects`](super::objects) are.
//!
//! Half of a character (`\ud83d` without the `\ude42` that makes it one, as titles have that were cut off) becomes U+FFFD, as where
//! browsers read JSON into UTF-8: no text can hold it, and the rest is worth reading.

use super::detect::Format;
use super::objects::Objects;
use super::raw::{Content, Place, Raw};
use super::source::Source;
use super::{Document, Documents, Error, MAX_BYTES, Reader, Result, cannot_read, encoding, fields, too_large};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format { endings: &["jsonl", "ndjson"], read };

/// What parts the strings of a list: those of the text are paragraphs.
const BETWEEN_PARAGRAPHS: &str = "\n\n";
const BETWEEN_NAMES: &str = ", ";

/// A line in which nothing is called otherwise.
#[derive(Deserialize)]
struct Record {
    id: Option<Value>,
    title: Option<Value>,
    published: Option<Value>,
    source: Option<Value>,
    text: String,
}

fn read(mut source: Source, _: &Reader) -> Documents {
    // What cannot be looked at is told by the first line, too.
    if source.peek().is_ok_and(|head| is_list(&encoding::head_text(&head))) {
        return Box::new(Objects::of(source));
    }
    let path = Arc::clone(&source.path);
    Box::new(Lines { path, stream: source.into_reader(), line: 0, offset: 0, is_empty: true, is_done: false })
}

/// Whether a file of any name or none begins as articles in JSON do: with an object, or a list of such, that has the key of the text.
pub(super) fn begins(head: &[u8], reader: &Reader) -> bool {
    let head = encoding::head_text(head);
    let name = reader.settings.fields.text();
    let is_key = |name: &str| {
        let name = format!("\"{name}\"");
        head.split(name.as_str()).skip(1).any(|rest| rest.trim_start().starts_with(':'))
    };
    let object = beginning(&head).strip_prefix('[').map_or(beginning(&head), str::trim_start);
    let is_object = object.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'));
    is_object && (is_key(name) || name.rsplit('.').next().is_some_and(is_key))
}

/// Whether the objects stand in a list, or on several lines each, and not on a line each.
fn is_list(head: &str) -> bool {
    let head = beginning(head);
    let in_list = head.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    in_list || head.lines().next().is_some_and(|line| line.trim() == "{")
}

fn beginning(head: &str) -> &str {
    head.trim_start_matches('\u{feff}').trim_start()
}

struct Lines {
    path: Arc<Path>,
    stream: Box<dyn BufRead + Send>,
    /// The number of lines read.
    line: usize,
    /// How many bytes they have.
    offset: u64,
    /// Whether all lines so far were blank.
    is_empty: bool,
    is_done: bool,
}

impl Iterator for Lines {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match read_line(&mut self.stream) {
                Ok(Some((length, line))) => {
                    let start = self.offset;
                    self.line += 1;
                    self.offset += length;
                    if line.as_ref().is_ok_and(|bytes| is_blank(bytes)) {
                        continue;
                    }
                    self.is_empty = false;
                    let place = Place::line(&self.path, self.line).starting_at(start);
                    return Some(match line {
                        Ok(bytes) => Ok(Raw::new(place, String::new(), Content::Line(bytes))),
                        Err(error) => Err(place.locate(error)),
                    });
                }
                Ok(None) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    self.is_empty = false;
                    return Some(Err(cannot_read(&self.path, error).line(self.line + 1).offset(self.offset)));
                }
            }
        }
        std::mem::take(&mut self.is_empty).then(|| Err(Error::new("the file is empty").at(&self.path)))
    }
}

/// The document of one line.
pub(super) fn understand(line: &[u8], reader: &Reader) -> Result<Document> {
    let line = std::str::from_utf8(line.strip_prefix(encoding::BYTE_ORDER_MARK).unwrap_or(line).trim_ascii_end())
        .map_err(|_| Error::new("not UTF-8"))?;
    let line = &whole_characters(line);
    let malformed = |error: serde_json::Error| Error::new(describe(&error));
    let names = &reader.settings.fields;
    let record = if names.are_default() {
        let Record { id, title, published, source, text } = serde_json::from_str(line).map_err(malformed)?;
        let [id, title, published, source] =
            [id, title, published, source].map(|value| plain_text(&value?, BETWEEN_NAMES));
        fields::Record { id, title, published, source, text: Some(text), author: None }
    } else {
        let value: Value = serde_json::from_str(line).map_err(malformed)?;
        if find(&value, names.text()).is_none() {
            return Err(Error::new(format!("no field `{}` that holds the text", names.text())));
        }
        let between = |name: &str| if name == names.text() { BETWEEN_PARAGRAPHS } else { BETWEEN_NAMES };
        names.record(|name| plain_text(find(&value, name)?, between(name)))
    };
    record.into_document(&reader.cleaner)
}

/// The value of a key, or of the path that its points make.
fn find<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).or_else(|| name.split('.').try_fold(value, |value, key| value.get(key)))
}

/// A value as text: that of a string, a number, a truth value, of an object by its `name`, or of several of them.
fn plain_text(value: &Value, between: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Array(parts) => {
            let parts: Option<Vec<String>> = parts.iter().map(|part| plain_text(part, between)).collect();
            parts.map(|parts| parts.join(between))
        }
        Value::Null => None,
    }
}

/// The next line and how many bytes it has; the inner error is a line too long, which is skipped without being held in memory.
fn read_line(reader: &mut dyn BufRead) -> std::io::Result<Option<(u64, Result<Vec<u8>>)>> {
    let mut line = Vec::new();
    let read = Read::take(&mut *reader, MAX_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
    if read <= MAX_BYTES {
        return Ok((read > 0).then_some((read as u64, Ok(line))));
    }
    let rest = if line.last() == Some(&b'\n') { 0 } else { reader.skip_until(b'\n')? };
    Ok(Some(((read + rest) as u64, Err(too_large("line")))))
}

/// The line with U+FFFD, of as many bytes, in the place of every escape that is half of a character (RFC 8259, section 8.2).
pub(super) fn whole_characters(line: &str) -> Cow<'_, str> {
    let mut halves = Vec::new();
    let mut at = 0;
    while let Some(found) = line[at..].find('\\') {
        let start = at + found;
        at = match (unit(line, start), unit(line, start + ESCAPE)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => start + 2 * ESCAPE,
            (Some(0xd800..0xe000), _) => {
                halves.push(start);
                start + ESCAPE
            }
            (Some(_), _) => start + ESCAPE,
            // An escape of one character, or none at all, which the parser tells.
            (None, _) => start + 1 + line[start + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if halves.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut whole = line.to_owned();
    halves.into_iter().for_each(|start| whole.replace_range(start..start + ESCAPE, "\\ufffd"));
    Cow::Owned(whole)
}

/// Bytes of an escape `\u0000`.
const ESCAPE: usize = 6;

/// The unit of UTF-16 that is escaped at a byte.
fn unit(line: &str, start: usize) -> Option<u16> {
    let digits = line.get(start..start + ESCAPE)?.strip_prefix("\\u")?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix(encoding::BYTE_ORDER_MARK).unwrap_or(line).trim_ascii().is_empty()
}

/// What is wrong and at which character; the parser's own line is always 1.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    format!("malformed JSON at column {}: {message}", error.column())
}
