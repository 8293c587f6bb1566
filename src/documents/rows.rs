//! Rows: the bytes of a table in; those of its rows, one after the other and each with its place, out.
//!
//! Where a row ends hangs on quotation marks. One that is never closed would swallow all that follows, and costs its row alone: the line
//! behind the one that it begins on is read as a row again.

use super::{Error, MAX_BYTES, too_large};
use std::io::{BufRead, Cursor, Read, Result as IoResult};

/// How many bytes of a table may be read again behind marks that are not closed, so that no table takes forever.
const MAX_AGAIN: usize = 16 * MAX_BYTES;

pub(super) struct Rows {
    stream: Box<dyn BufRead + Send>,
    delimiter: u8,
    /// The line of the next byte, counted from 1, and where it stands.
    line: usize,
    offset: u64,
    /// How many bytes were read again.
    again: usize,
}

/// A row, or what is wrong with it.
pub(super) struct Row {
    pub bytes: super::Result<Vec<u8>>,
    pub line: usize,
    pub offset: u64,
}

/// Where in a row something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a mark that closes the field, or is the first of two that stand for one.
    Closed,
}

impl Rows {
    /// The rows of a stream, which begins at a byte: behind a byte order mark.
    pub fn of(stream: Box<dyn BufRead + Send>, delimiter: u8, offset: u64) -> Self {
        Self { stream, delimiter, line: 1, offset, again: 0 }
    }

    /// The line and the byte that are read next.
    pub fn position(&self) -> (usize, u64) {
        (self.line, self.offset)
    }

    /// The next row without the end of its line; none at the end of the table.
    pub fn next_row(&mut self) -> IoResult<Option<Row>> {
        self.skip_blank()?;
        let (line, offset) = (self.line, self.offset);
        let (mut bytes, mut length, mut state, mut is_broken, mut is_end) = (Vec::new(), 0, State::Start, false, false);
        while !is_end {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let mut used = 0;
            for &byte in chunk {
                is_end = matches!(byte, b'\r' | b'\n') && state != State::Quoted;
                if is_end {
                    break;
                }
                used += 1;
                self.line += usize::from(byte == b'\n');
                is_broken |= state == State::Closed && byte != b'"' && byte != self.delimiter;
                state = match (state, byte) {
                    (State::Start, b'"') | (State::Closed, b'"') => State::Quoted,
                    (State::Quoted, b'"') => State::Closed,
                    (State::Quoted, _) => State::Quoted,
                    (_, byte) if byte == self.delimiter => State::Start,
                    _ => State::Plain,
                };
            }
            length += used;
            if length <= MAX_BYTES {
                bytes.extend_from_slice(&chunk[..used]);
            }
            self.stream.consume(used);
            self.offset += used as u64;
        }
        if length == 0 {
            return Ok(None);
        }
        let behind = bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
        let is_open = state == State::Quoted || is_broken && behind.is_some();
        let bytes = match (length > MAX_BYTES, is_open) {
            (true, _) => Err(too_large("row")),
            (false, true) => {
                self.go_back(&bytes, behind, line, offset);
                Err(Error::new("a quotation mark that is not closed"))
            }
            (false, false) => Ok(bytes),
        };
        Ok(Some(Row { bytes, line, offset }))
    }

    /// Passes over the ends of lines.
    fn skip_blank(&mut self) -> IoResult<()> {
        while let Some(&byte) = self.stream.fill_buf()?.first().filter(|byte| matches!(byte, b'\r' | b'\n')) {
            self.stream.consume(1);
            self.offset += 1;
            self.line += usize::from(byte == b'\n');
        }
        Ok(())
    }

    /// Reads from the second line of a row on again.
    fn go_back(&mut self, row: &[u8], behind: Option<usize>, line: usize, offset: u64) {
        let Some(behind) = behind.filter(|behind| self.again + row.len() - behind <= MAX_AGAIN) else { return };
        let again = row[behind..].to_vec();
        self.again += again.len();
        (self.line, self.offset) = (line + 1, offset + behind as u64);
        let rest = std::mem::replace(&mut self.stream, Box::new(std::io::empty()));
        self.stream = Box::new(Cursor::new(again).chain(rest));
    }
}
