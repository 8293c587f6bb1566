//! Objects: JSON in which articles stand in a list, or on several lines each, in; one document an object out.
//!
//! An object is read as a line of JSON Lines is. It ends where its brackets do, so that a list of any length is read from its beginning
//! to its end with one article of it in memory.

use super::raw::{Content, Place, Raw};
use super::source::Source;
use super::{Error, MAX_BYTES, Result, cannot_read, too_large};
use std::io::{BufRead, Result as IoResult};
use std::path::Path;
use std::sync::Arc;

/// What may stand between objects besides space: the signs of a list, and the bytes of a byte order mark.
const BETWEEN: &[u8] = b"[],\xef\xbb\xbf";

pub(super) struct Objects {
    path: Arc<Path>,
    stream: Box<dyn BufRead + Send>,
    /// The line of the next byte, counted from 0, and where it stands.
    line: usize,
    offset: u64,
    /// Whether something was told that is no object, and the next one is looked for.
    is_lost: bool,
    is_empty: bool,
    is_done: bool,
}

impl Objects {
    pub fn of(source: Source) -> Self {
        let (path, stream) = (Arc::clone(&source.path), source.into_reader());
        Self { path, stream, line: 0, offset: 0, is_lost: false, is_empty: true, is_done: false }
    }

    fn place(&self) -> Place {
        Place::line(&self.path, self.line + 1).starting_at(self.offset)
    }

    fn peek(&mut self) -> IoResult<Option<u8>> {
        Ok(self.stream.fill_buf()?.first().copied())
    }

    /// Passes over the byte that stands next.
    fn pass(&mut self, byte: u8) {
        self.stream.consume(1);
        self.offset += 1;
        self.line += usize::from(byte == b'\n');
    }

    /// The object that begins here, on one line; one that does not end is for the parser to tell.
    fn read_object(&mut self) -> IoResult<Result<Vec<u8>>> {
        let (mut bytes, mut depth, mut is_string, mut is_escaped) = (Vec::new(), 0, false, false);
        while let Some(byte) = self.peek()? {
            self.pass(byte);
            if bytes.len() <= MAX_BYTES {
                bytes.push(if byte == b'\n' && !is_string { b' ' } else { byte });
            }
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_string => is_escaped = true,
                b'"' => is_string = !is_string,
                b'{' if !is_string => depth += 1,
                b'}' if !is_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        Ok(if bytes.len() > MAX_BYTES { Err(too_large("object")) } else { Ok(bytes) })
    }
}

impl Iterator for Objects {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            let place = self.place();
            let found = match self.peek() {
                Ok(Some(b'{')) => {
                    self.is_lost = false;
                    self.read_object().map(Some)
                }
                Ok(Some(byte)) => {
                    self.pass(byte);
                    let is_between = byte.is_ascii_whitespace() || BETWEEN.contains(&byte);
                    let is_told = is_between || std::mem::replace(&mut self.is_lost, true);
                    if is_told {
                        continue;
                    }
                    Ok(Some(Err(Error::new("malformed JSON: expected an object"))))
                }
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            self.is_done = !matches!(found, Ok(Some(_)));
            self.is_empty &= matches!(found, Ok(None));
            match found {
                Ok(Some(Ok(bytes))) => return Some(Ok(Raw::new(place, String::new(), Content::Line(bytes)))),
                Ok(Some(Err(error))) => return Some(Err(place.locate(error))),
                Ok(None) => {}
                Err(error) => return Some(Err(place.locate(cannot_read(&self.path, error)))),
            }
        }
        std::mem::take(&mut self.is_empty).then(|| Err(Error::new("no objects in the file").at(&self.path)))
    }
}
