//! Zip: an archive in; its files out, in the order of their paths, as if it were a folder.
//!
//! The table at its end tells where each file is; each is then read by a reader of its own.

use super::detect::Format;
use super::packed::bounded;
use super::source::{Input, Random, Source};
use super::{Documents, Error, Reader, Result, only};
use bytes::Bytes;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Error as IoError, Read, Result as IoResult, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

pub(super) const FORMAT: Format = Format { endings: &["zip"], read };

/// A file of the archive.
struct Member {
    name: String,
    start: u64,
    packed: u64,
    crc32: u32,
    method: CompressionMethod,
    is_encrypted: bool,
}

/// The bytes of the archive, to be read from several places.
enum Bytewise {
    File(Arc<Path>),
    Memory(Bytes),
}

fn read(source: Source, reader: &Reader) -> Documents {
    let path = Arc::clone(&source.path);
    let outer = source.shell();
    let opened = source.into_random().map(|random| match random {
        Random::File(file) => (members(BufReader::new(file)), Bytewise::File(Arc::clone(&path))),
        Random::Memory(bytes) => (members(Cursor::new(bytes.clone())), Bytewise::Memory(bytes)),
    });
    let (members, bytes) = match opened {
        Ok((Ok(members), bytes)) => (members, bytes),
        Ok((Err(error), _)) => return only(Err(error.at(&path))),
        Err(error) => return only(Err(error)),
    };
    if members.is_empty() {
        return only(Err(Error::new("no documents in the archive").at(&path)));
    }
    let reader = reader.clone();
    Box::new(members.into_iter().flat_map(move |member| {
        let place = path.join(&member.name);
        match open(&member, &bytes) {
            Ok(stream) => reader.open(outer.inside(&member.name, Input::Stream(stream))),
            Err(error) => only(Err(error.at(place))),
        }
    }))
}

/// The files that the archive lists, but for folders and hidden ones.
fn members(archive: impl Read + Seek) -> Result<Vec<Member>> {
    let malformed = |error| Error::new("damaged zip archive").caused_by(error);
    let mut archive = ZipArchive::new(archive).map_err(malformed)?;
    let mut members = Vec::new();
    for idx in 0..archive.len() {
        let file = archive.by_index_raw(idx).map_err(malformed)?;
        let name = file.name().map_err(malformed)?.into_owned();
        if file.is_dir() || super::walk::is_hidden_path(&name) {
            continue;
        }
        members.push(Member {
            name,
            start: file.data_start().ok_or_else(|| Error::new("damaged zip archive"))?,
            packed: file.compressed_size(),
            crc32: file.crc32(),
            method: file.compression(),
            is_encrypted: file.encrypted(),
        });
    }
    members.sort_by_key(|member| member.start);
    if members.windows(2).any(|pair| pair[0].start.saturating_add(pair[0].packed) > pair[1].start) {
        return Err(Error::new("files of the archive lie over one another: this was made to fill memory"));
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

fn open(member: &Member, bytes: &Bytewise) -> Result<Box<dyn BufRead + Send>> {
    if member.is_encrypted {
        return Err(Error::new("encrypted"));
    }
    let cannot_read = |error: IoError| Error::new("cannot read").caused_by(error);
    let packed: Box<dyn BufRead + Send> = match bytes {
        Bytewise::File(path) => {
            let mut file = File::open(path).map_err(cannot_read)?;
            file.seek(SeekFrom::Start(member.start)).map_err(cannot_read)?;
            Box::new(BufReader::new(file.take(member.packed)))
        }
        Bytewise::Memory(bytes) => {
            let start = usize::try_from(member.start).unwrap_or(usize::MAX).min(bytes.len());
            let end = start.saturating_add(usize::try_from(member.packed).unwrap_or(usize::MAX)).min(bytes.len());
            Box::new(Cursor::new(bytes.slice(start..end)))
        }
    };
    let plain = bounded(packed, |packed| decode(packed, member.method)).map_err(cannot_read)?;
    Ok(Box::new(BufReader::new(Checked { inner: plain, hash: crc32fast::Hasher::new(), expected: member.crc32 })))
}

fn decode(packed: Box<dyn BufRead + Send>, method: CompressionMethod) -> IoResult<Box<dyn BufRead + Send>> {
    // The numbers of Deflate, bzip2 and Zstandard in the specification (APPNOTE 6.3.10, 4.4.5).
    #[allow(deprecated, reason = "the one way to tell a method whose decoder the crate was built without")]
    let number = method.to_u16();
    match number {
        0 => Ok(packed),
        8 => Ok(Box::new(BufReader::new(flate2::bufread::DeflateDecoder::new(packed)))),
        12 => Ok(Box::new(BufReader::new(bzip2::bufread::BzDecoder::new(packed)))),
        93 => Ok(Box::new(BufReader::new(zstd::stream::read::Decoder::with_buffer(packed)?))),
        other => Err(IoError::other(format!("compression method {other} (known: stored, Deflate, bzip2, Zstandard)"))),
    }
}

/// Tells at the end whether the file is as it was when it was packed.
struct Checked {
    inner: Box<dyn BufRead + Send>,
    hash: crc32fast::Hasher,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.hash.clone().finalize() != self.expected {
            return Err(IoError::other("damaged: its checksum is another"));
        }
        Ok(read)
    }
}
