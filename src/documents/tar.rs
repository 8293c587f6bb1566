//! Tar: an archive in; its files out in their order, as if it were a folder. It is read from its beginning to its end.

use super::detect::Format;
use super::source::{Input, Source};
use super::{Documents, Error, Reader, Result, cannot_read, only};
use std::io::{BufRead, BufReader, Error as IoError, ErrorKind, Read, Result as IoResult};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tar::{EntryType, Header, PaxExtensions};

pub(super) const FORMAT: Format = Format { endings: &["tar"], read };

const BLOCK: usize = 512;
/// The longest name or set of extensions of a file, in bytes.
const MAX_EXTENSION: u64 = 1 << 20;

fn read(source: Source, reader: &Reader) -> Documents {
    let path = Arc::clone(&source.path);
    let outer = source.shell();
    let stream = Arc::new(Mutex::new(Stream { inner: source.into_reader(), left: 0, padding: 0 }));
    let mut members = Members { stream, path: Arc::clone(&path), offset: 0, is_empty: true, is_done: false };
    let reader = reader.clone();
    let mut open: Documents = Box::new(std::iter::empty());
    Box::new(std::iter::from_fn(move || {
        loop {
            // A member is read to its end before the next one is looked for, as both stand in one stream.
            if let Some(item) = open.next() {
                return Some(item);
            }
            open = match members.next()? {
                Ok((name, part)) => reader.open(outer.inside(&name, Input::Stream(part))),
                Err(error) => only(Err(error)),
            };
        }
    }))
}

/// The archive, of which `left` bytes belong to the file that is being read, and `padding` fill its last block up.
struct Stream {
    inner: Box<dyn BufRead + Send>,
    left: u64,
    padding: u64,
}

/// The file that is being read.
struct Part(Arc<Mutex<Stream>>);

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(stream.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = stream.inner.read(&mut buffer[..most])?;
        stream.left -= read as u64;
        if read == 0 && most > 0 {
            return Err(IoError::new(ErrorKind::UnexpectedEof, "the archive breaks off"));
        }
        Ok(read)
    }
}

struct Members {
    stream: Arc<Mutex<Stream>>,
    path: Arc<Path>,
    /// Where the next header begins.
    offset: u64,
    is_empty: bool,
    is_done: bool,
}

type Member = (String, Box<dyn BufRead + Send>);

impl Iterator for Members {
    type Item = Result<Member>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let found = self.find_next().transpose();
        if !matches!(found, Some(Ok(_))) {
            self.is_done = true;
        }
        match found {
            None if self.is_empty => Some(Err(Error::new("no documents in the archive").at(&self.path))),
            Some(Ok(member)) => {
                self.is_empty = false;
                Some(Ok(member))
            }
            other => other,
        }
    }
}

impl Members {
    /// The next file; what is no regular file or is hidden is passed over.
    fn find_next(&mut self) -> Result<Option<Member>> {
        let mut name = None;
        let mut size = None;
        loop {
            let Some(header) = self.read_header()? else { return Ok(None) };
            let told = header.entry_size().map_err(|error| self.damaged(error))?;
            match header.entry_type() {
                EntryType::GNULongName => {
                    let bytes = self.read_extension(told)?;
                    name = Some(String::from_utf8_lossy(bytes.trim_ascii_end()).trim_end_matches('\0').to_owned());
                }
                EntryType::XHeader => {
                    let bytes = self.read_extension(told)?;
                    for pair in PaxExtensions::new(&bytes).flatten() {
                        match (pair.key(), pair.value()) {
                            (Ok("path"), Ok(value)) => name = Some(value.to_owned()),
                            (Ok("size"), Ok(value)) => size = value.parse().ok(),
                            _ => {}
                        }
                    }
                }
                EntryType::Regular | EntryType::Continuous => {
                    let own = || String::from_utf8_lossy(&header.path_bytes()).into_owned();
                    let name = name.take().unwrap_or_else(own);
                    self.begin(size.take().unwrap_or(told));
                    if !name.ends_with('/') && !super::walk::is_hidden_path(&name) {
                        return Ok(Some((name, Box::new(BufReader::new(Part(Arc::clone(&self.stream)))))));
                    }
                }
                _ => {
                    (name, size) = (None, None);
                    self.begin(told);
                }
            }
        }
    }

    /// Makes the next `size` bytes those of the file that is being read.
    fn begin(&mut self, size: u64) {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.left = size;
        stream.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        self.offset = self.offset.saturating_add(size).saturating_add(stream.padding);
    }

    /// The next header, behind what was left of the file before; none at the end.
    fn read_header(&mut self) -> Result<Option<Header>> {
        let mut block = [0; BLOCK];
        let read = {
            let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
            let rest = stream.left.saturating_add(stream.padding);
            (stream.left, stream.padding) = (0, 0);
            let skipped = std::io::copy(&mut Read::take(&mut stream.inner, rest), &mut std::io::sink());
            skipped.and_then(|skipped| match skipped {
                skipped if skipped < rest => Err(IoError::new(ErrorKind::UnexpectedEof, "the archive breaks off")),
                _ => fill(&mut stream.inner, &mut block),
            })
        };
        let read = read.map_err(|error| cannot_read(&self.path, error).offset(self.offset))?;
        // Two blocks of zeros end an archive; some have one, or none.
        if read == 0 || block.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let header = Header::from_byte_slice(&block).clone();
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, &byte)| u32::from(if (148..156).contains(&at) { b' ' } else { byte }))
            .sum();
        if read < BLOCK || !header.cksum().is_ok_and(|told| told == sum) {
            return Err(self.damaged(IoError::other("no header of a file")));
        }
        self.offset += BLOCK as u64;
        Ok(Some(header))
    }

    fn read_extension(&mut self, size: u64) -> Result<Vec<u8>> {
        if size > MAX_EXTENSION {
            return Err(self.damaged(IoError::other("a name longer than a MiB")));
        }
        self.begin(size);
        let mut bytes = Vec::new();
        let read = Part(Arc::clone(&self.stream)).take(size).read_to_end(&mut bytes);
        read.map_err(|error| cannot_read(&self.path, error).offset(self.offset))?;
        Ok(bytes)
    }

    fn damaged(&self, cause: IoError) -> Error {
        let message = format!("damaged tar archive at byte {}", self.offset);
        Error::new(message).at(&self.path).offset(self.offset).caused_by(cause)
    }
}

/// Reads as many bytes as there are, up to a block.
fn fill(stream: &mut dyn BufRead, block: &mut [u8]) -> IoResult<usize> {
    let mut read = 0;
    while read < block.len() {
        match stream.read(&mut block[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}
