//! JSON Lines: one object a line in, one document a line out.
//!
//! `{"id": "a", "title": "…", "published": "2016-06-28", "source": "…", "text": "…"}`: only `text` is required, and is taken as it
//! is. Other keys are ignored. A `published` that is no day leaves the document without one: the text is worth more than its date.

use super::{Cleaner, Document, Documents, Error, Format, Located, MAX_BYTES, Result, Source, cannot_read, too_large};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io::{BufRead, Read};

pub(super) const FORMAT: Format =
    Format { endings: &["jsonl", "ndjson"], begins: |bytes| bytes.trim_ascii_start().starts_with(b"{"), read };

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Deserialize)]
struct Record {
    id: Option<String>,
    title: Option<String>,
    published: Option<String>,
    source: Option<String>,
    text: String,
}

fn read(source: Source, cleaner: &Cleaner) -> Documents<'_> {
    Box::new(Lines { source, cleaner, line: 0, is_empty: true, is_done: false })
}

struct Lines<'a> {
    source: Source,
    cleaner: &'a Cleaner,
    /// The number of lines read.
    line: usize,
    /// Whether all lines so far were blank.
    is_empty: bool,
    is_done: bool,
}

impl Iterator for Lines<'_> {
    type Item = Result<Located>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match read_line(&mut self.source.reader) {
                Ok(Some(line)) => {
                    self.line += 1;
                    if line.as_ref().is_ok_and(|bytes| is_blank(bytes)) {
                        continue;
                    }
                    self.is_empty = false;
                    let read = line.and_then(|bytes| self.read_document(&bytes));
                    return Some(read.map_err(|error| error.at(&self.source.path).line(self.line)));
                }
                Ok(None) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(cannot_read(&self.source.path, error)));
                }
            }
        }
        std::mem::take(&mut self.is_empty).then(|| Err(Error::new("the file is empty").at(&self.source.path)))
    }
}

impl Lines<'_> {
    fn read_document(&self, line: &[u8]) -> Result<Located> {
        let line = std::str::from_utf8(line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii_end())
            .map_err(|_| Error::new("not UTF-8"))?;
        let record: Record = serde_json::from_str(line).map_err(|error| Error::new(describe(&error)))?;
        if record.text.trim().is_empty() {
            return Err(Error::new("a document without text"));
        }
        let document = Document {
            id: given(record.id).unwrap_or_else(|| hash(&record.text)),
            source: given(record.source),
            author: None,
            published: record.published.and_then(|day| self.cleaner.calendar().read_timestamp(&day)),
            title: given(record.title),
            text: record.text,
        };
        Ok(Located { document, path: self.source.path.clone(), line: Some(self.line) })
    }
}

/// The next line without its end; the inner error is a line too long, which is skipped without being held in memory.
fn read_line(reader: &mut dyn BufRead) -> std::io::Result<Option<Result<Vec<u8>>>> {
    let mut line = Vec::new();
    let read = Read::take(&mut *reader, MAX_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
    if read <= MAX_BYTES {
        return Ok((read > 0).then_some(Ok(line)));
    }
    if line.last() != Some(&b'\n') {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(Err(too_large("line"))))
}

fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii().is_empty()
}

/// A value that says something.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

/// What is wrong and at which character; the parser's own line is always 1.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    format!("malformed JSON at column {}: {message}", error.column())
}

/// The first 64 bits of the SHA-256 of the text, in 16 hexadecimal digits: the same on every machine and in every version.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
