//! Table: a CSV or TSV file with a header in, one document a row out. Which columns hold what is told by [`Fields`](super::Fields).

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::{HEAD, Source};
use super::{Documents, Error, MAX_BYTES, Reader, Result, encoding, given, only, too_large};
use crate::error::suggest;
use csv::{ByteRecord, ReaderBuilder};
use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format { endings: &["csv", "tsv"], read };

/// What may part the fields.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// Whether a file of any name or none begins as a table does: with a header that names the column of the text, and a row of as many
/// fields. Prose puts a space behind its commas, and a name of a column has none before it.
pub(super) fn begins(head: &[u8], reader: &Reader) -> bool {
    let text = encoding::head_text(head);
    let is_whole = head.len() < HEAD as usize;
    let is_table = |by: &u8| {
        let bytes = text.trim_start_matches('\u{feff}').as_bytes();
        let mut rows =
            ReaderBuilder::new().delimiter(*by).has_headers(false).flexible(true).from_reader(bytes).into_records();
        let (Some(Ok(header)), Some(Ok(row))) = (rows.next(), rows.next()) else { return false };
        let is_header = header.iter().any(|cell| cell == reader.settings.fields.text());
        let are_names = header.iter().all(|cell| cell.trim() == cell);
        // A row that is longer than what is looked at has fewer fields there.
        let is_row = row.len() == header.len() || !is_whole && row.len() < header.len() && rows.next().is_none();
        header.len() > 1 && is_header && are_names && is_row
    };
    DELIMITERS.iter().any(is_table)
}

fn read(source: Source, reader: &Reader) -> Documents {
    match Rows::open(source, reader) {
        Ok(rows) => Box::new(rows),
        Err(error) => only(Err(error)),
    }
}

struct Rows {
    path: Arc<Path>,
    rows: csv::Reader<Bounded>,
    columns: Vec<String>,
    reader: Reader,
    is_done: bool,
}

impl Rows {
    fn open(mut source: Source, reader: &Reader) -> Result<Self> {
        let path = Arc::clone(&source.path);
        let head = source.peek()?;
        if head.trim_ascii().is_empty() {
            return Err(Error::new("the file is empty").at(&path));
        }
        let delimiter = delimiter_of(&head);
        let stream = Bounded { inner: source.into_reader(), left: MAX_BYTES };
        let mut rows = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(stream);
        let header = rows.byte_headers().map_err(|error| describe(error).at(&path))?;
        let columns: Vec<String> = header.iter().map(clean_name).collect();
        let text = reader.settings.fields.text();
        if !columns.iter().any(|column| column == text) {
            let known = suggest(text, columns.iter().map(String::as_str));
            let message = format!("no column \"{text}\" {known}; tell which holds the text with --field text=COLUMN");
            return Err(Error::new(message).at(&path).line(1));
        }
        Ok(Self { path, rows, columns, reader: reader.clone(), is_done: false })
    }

    fn read_row(&self, row: &ByteRecord) -> Result<Raw> {
        let line = row.position().map_or(0, |at| at.line() as usize);
        let place = Place::line(&self.path, line).from_byte(row.position().map_or(0, |at| at.byte()));
        if row.len() != self.columns.len() {
            let message = format!("{} fields (expected {}, as in the first line)", row.len(), self.columns.len());
            return Err(place.locate(Error::new(message)));
        }
        let cell = |name: &str| {
            let at = self.columns.iter().position(|column| column == name)?;
            Some(encoding::decode(row.get(at)?.to_vec()))
        };
        let fields = &self.reader.settings.fields;
        for name in fields.names() {
            cell(name).transpose().map_err(|error| place.locate(error.within(format!("column \"{name}\""))))?;
        }
        let record = fields.record(|name| given(cell(name)?.ok()));
        Ok(Raw::new(place, String::new(), Content::Record(record)))
    }
}

impl Iterator for Rows {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let mut row = ByteRecord::new();
        self.rows.get_mut().left = MAX_BYTES;
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => Some(self.read_row(&row)),
            Ok(false) => {
                self.is_done = true;
                None
            }
            Err(error) => {
                self.is_done = true;
                let at = self.rows.position();
                Some(Err(describe(error).at(&self.path).line(at.line() as usize).offset(at.byte())))
            }
        }
    }
}

/// Ends a stream when one row takes more bytes than a document may have: a quotation mark that is never closed.
struct Bounded {
    inner: Box<dyn BufRead + Send>,
    left: usize,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other(too_large("row")));
        }
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
}

/// The sign that parts the fields of the first line: the one it has most of.
fn delimiter_of(head: &[u8]) -> u8 {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|&&byte| byte == sign).count();
    DELIMITERS.into_iter().rev().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}

fn clean_name(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned()
}

fn describe(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => Error::new("cannot read").caused_by(cause),
        kind => Error::new(format!("malformed CSV: {kind:?}")),
    }
}
