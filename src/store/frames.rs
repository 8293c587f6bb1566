//! The bytes of a store: a header, then frames, each the quads of one document or word that it was removed.
//!
//! All numbers are little-endian; checksums are CRC-32 (ISO 3309) as in gzip; quads are N-Quads, compressed with DEFLATE
//! (RFC 1951).
//!
//! ```text
//! header  "CHANCERY"  version u32  base's length u32  base  checksum of all before
//! frame   "CHFR"  kind u8  id's length u32  making's length u32  N-Quads' length u32  packed length u32
//!         seconds since 1970 i64  checksum of the frame so far
//!         id  how it was made  packed N-Quads  checksum of these three
//! ```
//!
//! How it was made: the version of the program, and on further lines the fingerprint of what was read, and the id of the document
//! that this one is a copy of, where they are known.
//!
//! A process that dies while it appends leaves a frame that is cut off. So a frame that does not check is a torn tail when
//! no good frame follows, and damage when one does.

use crate::error::{Error, Result};
use crate::rdf::{Made, quads};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use oxrdf::Quad;
use std::io::{Read, Write};
use std::ops::Range;

const MAGIC: &[u8; 8] = b"CHANCERY";
const VERSION: u32 = 2;
const MARK: &[u8; 4] = b"CHFR";
const FRAME_HEAD: usize = 4 + 1 + 4 + 4 + 4 + 4 + 8 + 4;
const CHECKSUM: usize = 4;

/// What a frame says of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Replaced,
    Removed,
}

/// The quads of one document in the form in which a store keeps them. Making one is the costly part of storing a document,
/// and needs no store, so that many can be made at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    kind: Kind,
    doc_id: String,
    made: Made,
    /// Bytes of the N-Quads before they were packed.
    length: usize,
    packed: Vec<u8>,
}

impl Frame {
    /// Packs the quads of a document.
    pub fn of(doc_id: &str, quads: &[Quad]) -> Self {
        Self::encode(Kind::Replaced, doc_id, &quads::write_nquads(quads))
    }

    /// The same with when and by what the document was read.
    #[must_use]
    pub fn made(self, made: Made) -> Self {
        Self { made, ..self }
    }

    /// Says that a document was removed.
    pub(super) fn removed(doc_id: &str) -> Self {
        Self::encode(Kind::Removed, doc_id, &[])
    }

    /// The document that the frame is of.
    pub fn doc_id(&self) -> &str {
        &self.doc_id
    }

    /// When and by what the document was read.
    pub(super) fn how_made(&self) -> &Made {
        &self.made
    }

    /// Whether the bytes of a frame that was found good hold the same quads of the same document, whenever they were made.
    pub(super) fn says_the_same(&self, bytes: &[u8]) -> bool {
        let lengths = Lengths::read(bytes, 0).filter(|lengths| lengths.id == self.doc_id.len());
        lengths.is_some_and(|lengths| {
            lengths.nquads == self.length && bytes.get(lengths.packed_range(0)) == Some(&self.packed)
        })
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let made = self.made.write_lines();
        let body = [self.doc_id.as_bytes(), made.as_bytes(), &self.packed];
        let mut bytes = Vec::with_capacity(FRAME_HEAD + body.iter().map(|part| part.len()).sum::<usize>() + CHECKSUM);
        bytes.extend_from_slice(MARK);
        bytes.push(u8::from(self.kind == Kind::Removed));
        for len in [self.doc_id.len(), made.len(), self.length, self.packed.len()] {
            bytes.extend_from_slice(&length(len));
        }
        bytes.extend_from_slice(&self.made.at.to_le_bytes());
        push_checksum(&mut bytes, 0);
        body.iter().for_each(|part| bytes.extend_from_slice(part));
        push_checksum(&mut bytes, FRAME_HEAD);
        bytes
    }

    fn encode(kind: Kind, doc_id: &str, nquads: &[u8]) -> Self {
        Self { kind, doc_id: doc_id.to_owned(), made: Made::default(), length: nquads.len(), packed: pack(nquads) }
    }
}

/// The lengths that the head of a frame tells.
struct Lengths {
    id: usize,
    version: usize,
    nquads: usize,
    packed: usize,
}

impl Lengths {
    /// Of the frame that begins at a byte.
    fn read(file: &[u8], start: usize) -> Option<Self> {
        let at = |field: usize| number(file, start + MARK.len() + 1 + 4 * field);
        Some(Self { id: at(0)?, version: at(1)?, nquads: at(2)?, packed: at(3)? })
    }

    /// Where the packed N-Quads are; a range that no file has where the lengths lie.
    fn packed_range(&self, start: usize) -> Range<usize> {
        let from = (start + FRAME_HEAD).saturating_add(self.id).saturating_add(self.version);
        from..from.saturating_add(self.packed)
    }
}

/// Where a frame stands in a file, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub kind: Kind,
    pub doc_id: String,
    pub made: Made,
    /// All bytes of the frame.
    pub bytes: Range<usize>,
}

/// What a whole file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub base: String,
    pub frames: Vec<Place>,
    /// Bytes up to the end of the last good frame; what follows is a torn tail.
    pub good: usize,
}

/// The header of a store whose IRIs begin with `base`.
pub(super) fn write_header(base: &str) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&length(base.len()));
    bytes.extend_from_slice(base.as_bytes());
    push_checksum(&mut bytes, 0);
    bytes
}

/// Finds every frame of a file and checks its sums.
pub(super) fn scan(file: &[u8]) -> Result<Scan> {
    let (base, mut at) = read_header(file)?;
    let mut frames = Vec::new();
    while at < file.len() {
        match read_place(file, at) {
            Some(place) => {
                at = place.bytes.end;
                frames.push(place);
            }
            None if good_frame_follows(file, at) => {
                return Err(Error::new(format!("the frame at byte {at} is damaged and good ones follow")));
            }
            None => break,
        }
    }
    Ok(Scan { base, frames, good: at })
}

/// The quads of a frame that was found good.
pub(super) fn read_quads(frame: &[u8]) -> Result<Vec<Quad>> {
    let damaged = || Error::new("a frame is damaged");
    let lengths = Lengths::read(frame, 0).ok_or_else(damaged)?;
    let raw_len = lengths.nquads;
    let packed = frame.get(lengths.packed_range(0)).ok_or_else(damaged)?;
    // One byte more than promised tells a length that lies, without unpacking an endless stream.
    let mut nquads = Vec::new();
    DeflateDecoder::new(packed)
        .take(raw_len as u64 + 1)
        .read_to_end(&mut nquads)
        .map_err(|e| damaged().caused_by(e))?;
    if nquads.len() != raw_len {
        return Err(damaged());
    }
    quads::read_own_nquads(&nquads)
}

fn read_header(file: &[u8]) -> Result<(String, usize)> {
    if file.len() < MAGIC.len() || file[..MAGIC.len()] != MAGIC[..] {
        return Err(Error::new("not a store of chancery"));
    }
    let damaged = || Error::new("the store's header is damaged");
    let version = number(file, 8).ok_or_else(damaged)?;
    if version != VERSION as usize {
        return Err(Error::new(format!("the store has format {version}, this chancery reads format {VERSION}")));
    }
    let end = number(file, 12).and_then(|len| len.checked_add(16)).ok_or_else(damaged)?;
    let base = file.get(16..end).ok_or_else(damaged)?;
    if !sum_matches(file, 0..end) {
        return Err(damaged());
    }
    let base = std::str::from_utf8(base).map_err(|_| damaged())?;
    Ok((base.to_owned(), end + CHECKSUM))
}

/// The frame that begins at a byte, when its sums are right.
fn read_place(file: &[u8], start: usize) -> Option<Place> {
    let head_end = start + FRAME_HEAD - CHECKSUM;
    if file.get(start..start + MARK.len())? != MARK || !sum_matches(file, start..head_end) {
        return None;
    }
    let kind = match file.get(start + 4)? {
        0 => Kind::Replaced,
        1 => Kind::Removed,
        _ => return None,
    };
    let lengths = Lengths::read(file, start)?;
    let packed = lengths.packed_range(start);
    let body_start = start + FRAME_HEAD;
    if !sum_matches(file, body_start..packed.end) {
        return None;
    }
    let text = |range: Range<usize>| Some(std::str::from_utf8(file.get(range)?).ok()?.to_owned());
    let doc_id = text(body_start..body_start + lengths.id)?;
    let version = text(body_start + lengths.id..packed.start)?;
    let at = i64::from_le_bytes(file.get(head_end - 8..head_end)?.try_into().ok()?);
    Some(Place { kind, doc_id, made: Made::read_lines(at, &version), bytes: start..packed.end + CHECKSUM })
}

fn good_frame_follows(file: &[u8], after: usize) -> bool {
    let rest = &file[after..];
    let marks = rest.windows(MARK.len()).enumerate().skip(1).filter(|(_, window)| window == MARK);
    marks.map(|(idx, _)| after + idx).any(|start| read_place(file, start).is_some())
}

/// Whether the checksum that follows a range of the file is its own.
fn sum_matches(file: &[u8], range: Range<usize>) -> bool {
    let sum = number(file, range.end);
    file.get(range).is_some_and(|bytes| sum == Some(crc32fast::hash(bytes) as usize))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes) as usize)
}

/// A length as a frame writes it. One that does not fit makes a frame that does not check, which is never read as another.
fn length(len: usize) -> [u8; 4] {
    u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes()
}

fn push_checksum(bytes: &mut Vec<u8>, from: usize) {
    let sum = crc32fast::hash(&bytes[from..]);
    bytes.extend_from_slice(&sum.to_le_bytes());
}

fn pack(nquads: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(nquads);
    encoder.finish().unwrap_or_default()
}
