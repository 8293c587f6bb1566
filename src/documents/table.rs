//! Table: a CSV or TSV file with a header in, one document a row out. Which columns hold what is told by [`Fields`](super::Fields).

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::rows::{Row, Rows};
use super::source::{HEAD, Source};
use super::{Documents, Error, Reader, Result, cannot_read, encoding, given, only};
use crate::error::suggest;
use csv::{ByteRecord, ReaderBuilder};
use std::io::{BufRead, Cursor};
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
    match Table::open(source, reader) {
        Ok(table) => Box::new(table),
        Err(error) => only(Err(error)),
    }
}

struct Table {
    path: Arc<Path>,
    rows: Rows,
    delimiter: u8,
    columns: Vec<String>,
    reader: Reader,
    is_done: bool,
}

impl Table {
    fn open(mut source: Source, reader: &Reader) -> Result<Self> {
        let path = Arc::clone(&source.path);
        let head = source.peek()?;
        if head.trim_ascii().is_empty() {
            return Err(Error::new("the file is empty").at(&path));
        }
        let (mut stream, mark) = without_mark(source, &head)?;
        let delimiter = delimiter_of(stream.fill_buf().unwrap_or_default());
        let mut rows = Rows::of(stream, delimiter, mark);
        let header = match rows.next_row() {
            Ok(Some(Row { bytes, line, .. })) => bytes.map_err(|error| error.at(&path).line(line))?,
            Ok(None) => Vec::new(),
            Err(error) => return Err(cannot_read(&path, error).line(1).offset(0)),
        };
        let columns: Vec<String> = cells_of(&header, delimiter).iter().map(clean_name).collect();
        let text = reader.settings.fields.text();
        if !columns.iter().any(|column| column == text) {
            let known = suggest(text, columns.iter().map(String::as_str));
            let message = format!("no column \"{text}\" {known}; tell which holds the text with --field text=COLUMN");
            return Err(Error::new(message).at(&path).line(1));
        }
        Ok(Self { path, rows, delimiter, columns, reader: reader.clone(), is_done: false })
    }

    fn read_row(&self, row: Row) -> Result<Raw> {
        let place = Place::line(&self.path, row.line).starting_at(row.offset);
        let cells = cells_of(&row.bytes.map_err(|error| place.locate(error))?, self.delimiter);
        if cells.len() != self.columns.len() {
            let message = format!("{} fields (expected {}, as in the first line)", cells.len(), self.columns.len());
            return Err(place.locate(Error::new(message)));
        }
        let cell = |name: &str| {
            let at = self.columns.iter().position(|column| column == name)?;
            Some(encoding::decode(cells.get(at)?.to_vec()))
        };
        let fields = &self.reader.settings.fields;
        for name in fields.names() {
            cell(name).transpose().map_err(|error| place.locate(error.within(format!("column \"{name}\""))))?;
        }
        let record = fields.record(|name| given(cell(name)?.ok()));
        Ok(Raw::new(place, String::new(), Content::Record(record)))
    }
}

impl Iterator for Table {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        match self.rows.next_row() {
            Ok(Some(row)) => Some(self.read_row(row)),
            Ok(None) => {
                self.is_done = true;
                None
            }
            Err(error) => {
                self.is_done = true;
                let (line, offset) = self.rows.position();
                Some(Err(cannot_read(&self.path, error).line(line).offset(offset)))
            }
        }
    }
}

/// The stream behind a byte order mark, and how many bytes that has. A table in UTF-16 is held in memory, as UTF-8.
fn without_mark(source: Source, head: &[u8]) -> Result<(Box<dyn BufRead + Send>, u64)> {
    if encoding::is_utf16(head) {
        let path = Arc::clone(&source.path);
        let text = encoding::decode(source.into_bytes()?).map_err(|error| error.at(&path))?;
        return Ok((Box::new(Cursor::new(text.into_bytes())), 0));
    }
    let mark = if head.starts_with(encoding::BYTE_ORDER_MARK) { encoding::BYTE_ORDER_MARK.len() } else { 0 };
    let (path, mut stream) = (Arc::clone(&source.path), source.into_reader());
    stream.read_exact(&mut vec![0; mark]).map_err(|error| cannot_read(&path, error))?;
    Ok((stream, mark as u64))
}

/// The fields of one row.
fn cells_of(row: &[u8], delimiter: u8) -> ByteRecord {
    let mut cells = ByteRecord::new();
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).buffer_capacity(1 << 10).from_reader(row);
    // Nothing can go wrong: the bytes are in memory, and with one row there is none to be of another length.
    let _ = reader.read_byte_record(&mut cells);
    cells
}

/// The sign that parts the fields of the first line: the one it has most of.
fn delimiter_of(head: &[u8]) -> u8 {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|&&byte| byte == sign).count();
    DELIMITERS.into_iter().rev().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}

fn clean_name(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_owned()
}
