//! Packed: a compressed file in, what is in it out: gzip, Zstandard, bzip2.
//!
//! A damaged part of a gzip file is an error, after which the next part that begins is read: web archives compress each record as
//! a part of its own.

use super::detect::Format;
use super::source::Source;
use super::{Documents, Error, Reader, cannot_read, only};
use flate2::bufread::GzDecoder;
use std::io::{BufRead, BufReader, Error as IoError, ErrorKind, Read, Result as IoResult};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) const GZIP: Format =
    Format { endings: &["gz", "tgz", "gzip"], read: |source, reader| open(source, reader, |packed| Ok(gzip(packed))) };
pub(super) const ZSTANDARD: Format = Format {
    endings: &["zst", "zstd", "tzst"],
    read: |source, reader| {
        open(source, reader, |packed| Ok(Box::new(BufReader::new(zstd::stream::read::Decoder::with_buffer(packed)?))))
    },
};
pub(super) const BZIP2: Format = Format {
    endings: &["bz2", "tbz2", "tbz"],
    read: |source, reader| {
        open(source, reader, |packed| Ok(Box::new(BufReader::new(bzip2::bufread::MultiBzDecoder::new(packed)))))
    },
};

/// What an ending of compression leaves: nothing, or the ending of what is inside.
pub(super) fn plain_ending(ending: &str) -> Option<&'static str> {
    match ending {
        "tgz" | "tzst" | "tbz2" | "tbz" => Some("tar"),
        _ => [GZIP, ZSTANDARD, BZIP2].iter().any(|format| format.endings.contains(&ending)).then_some(""),
    }
}

/// How many times its size a compressed file may have when it is unpacked. Text takes a tenth to a fifth; only what was made to
/// waste memory and time takes less than a hundredth.
const MAX_RATIO: u64 = 250;
/// How much is unpacked before that is looked at.
const RATIO_FROM: u64 = 64 << 20;

type Stream = Box<dyn BufRead + Send>;

fn open(source: Source, reader: &Reader, decode: impl FnOnce(Stream) -> IoResult<Stream>) -> Documents {
    let path = Arc::clone(&source.path);
    let mut failed = None;
    let unpacked = source.unpacked(|packed| {
        bounded(packed, decode).unwrap_or_else(|error| {
            failed = Some(error);
            Box::new(std::io::empty())
        })
    });
    match failed {
        Some(error) => only(Err(cannot_read(&path, error))),
        None => reader.open(unpacked),
    }
}

/// Decodes a stream, but not what expands beyond measure.
pub(super) fn bounded(packed: Stream, decode: impl FnOnce(Stream) -> IoResult<Stream>) -> IoResult<Stream> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: packed, taken: Arc::clone(&taken) };
    Ok(Box::new(Bounded { inner: decode(Box::new(counted))?, taken, given: 0 }))
}

/// Counts the bytes that a decoder takes.
struct Counted {
    inner: Stream,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken.fetch_add(amount as u64, Ordering::Relaxed);
        self.inner.consume(amount);
    }
}

/// Ends a stream that grows out of all proportion to what it is made from.
struct Bounded {
    inner: Stream,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Bounded {
    fn check(&self) -> IoResult<()> {
        let taken = self.taken.load(Ordering::Relaxed);
        if self.given > RATIO_FROM && self.given / MAX_RATIO > taken {
            let message = format!(
                "{} MiB come out of {taken} bytes, more than {MAX_RATIO} times as much: this was made to fill memory",
                self.given >> 20
            );
            return Err(IoError::other(Error::new(message)));
        }
        Ok(())
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.check()?;
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        Ok(read)
    }
}

impl BufRead for Bounded {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.given += amount as u64;
        self.inner.consume(amount);
    }
}

/// Decodes gzip of one part or many.
fn gzip(packed: Stream) -> Stream {
    Box::new(BufReader::new(Parts { state: State::Between(packed), is_first: true }))
}

/// The parts of a gzip file, one after the other; behind a damaged one the next that can be found.
struct Parts {
    state: State,
    is_first: bool,
}

enum State {
    Between(Stream),
    Inside(Box<GzDecoder<Stream>>),
    /// Behind damage: looks for where a part begins.
    Lost(Stream),
    Done,
}

impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Between(mut packed) => {
                    if skip_padding(&mut packed)? || self.is_first {
                        self.is_first = false;
                        self.state = State::Inside(Box::new(GzDecoder::new(packed)));
                    } else {
                        return Ok(0);
                    }
                }
                State::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.state = State::Between(decoder.into_inner()),
                    Ok(read) => {
                        self.state = State::Inside(decoder);
                        return Ok(read);
                    }
                    Err(error) => {
                        self.state = State::Lost(decoder.into_inner());
                        return Err(describe(error));
                    }
                },
                State::Lost(mut packed) => {
                    if find_part(&mut packed)? {
                        self.state = State::Inside(Box::new(GzDecoder::new(packed)));
                    } else {
                        return Ok(0);
                    }
                }
                State::Done => return Ok(0),
            }
        }
    }
}

fn describe(error: IoError) -> IoError {
    match error.kind() {
        ErrorKind::UnexpectedEof => IoError::new(ErrorKind::UnexpectedEof, "the compressed data breaks off"),
        _ => error,
    }
}

/// Skips the zeros that fill up a block; whether something follows.
fn skip_padding(packed: &mut Stream) -> IoResult<bool> {
    loop {
        let bytes = packed.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        let is_more = zeros < bytes.len();
        packed.consume(zeros);
        if is_more {
            return Ok(true);
        }
    }
}

/// Skips to the next bytes that a gzip part begins with, and puts them back before the rest; whether there are such.
fn find_part(packed: &mut Stream) -> IoResult<bool> {
    const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
    let mut matched = 0;
    loop {
        let bytes = packed.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let mut used = 0;
        for &byte in bytes {
            used += 1;
            matched = if byte == MAGIC[matched] { matched + 1 } else { usize::from(byte == MAGIC[0]) };
            if matched == MAGIC.len() {
                break;
            }
        }
        packed.consume(used);
        if matched == MAGIC.len() {
            let rest = std::mem::replace(packed, Box::new(std::io::empty()));
            *packed = Box::new(std::io::Cursor::new(MAGIC).chain(rest));
            return Ok(true);
        }
    }
}
