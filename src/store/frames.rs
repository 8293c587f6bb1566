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
//! How it was made: the version of the program, and on further lines the fingerprint of what was read, the sketch of its text and its
//! file (with a space between them), and the id of the document that this one is a copy of, where they are known.
//!
//! A process that dies while it appends leaves a frame that is cut off. So a frame that does not check is a torn tail when
//! no good frame follows, and damage when one does.

use crate::error::{Error, Result};
use crate::rdf::{Made, quads};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use oxrdf::Quad;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;

const MAGIC: &[u8; 8] = b"CHANCERY";
const VERSION: u32 = 2;
const MARK: &[u8; 4] = b"CHFR";
const FRAME_HEAD: usize = 4 + 1 + 4 + 4 + 4 + 4 + 8 + 4;
const CHECKSUM: usize = 4;
/// Bytes that hold every header: a base is an IRI.
const HEADER_AT_MOST: u64 = 1 << 16;

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
    /// The checksum of what the frame holds.
    pub sum: u32,
}

/// What a whole file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub base: String,
    pub frames: Vec<Place>,
    /// Bytes up to the end of the last good frame.
    pub good: usize,
    /// Bytes that follow: a torn tail.
    pub torn: usize,
}

/// The checksum of what a frame holds.
pub(super) fn sum(frame: &[u8]) -> u32 {
    number(frame, frame.len().saturating_sub(CHECKSUM)).unwrap_or_default() as u32
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

/// Finds every frame of a file and checks its sums, with no more than one frame in memory.
pub(super) fn scan(mut file: impl Read + Seek) -> Result<Scan> {
    let unreadable = |e| Error::new("cannot read").caused_by(e);
    let length = file.seek(SeekFrom::End(0)).map_err(unreadable)? as usize;
    let (base, mut at) = read_header(&read_at(&mut file, 0, HEADER_AT_MOST).map_err(unreadable)?)?;
    let mut frames = Vec::new();
    while at < length {
        match read_frame(&mut file, at, length).map_err(unreadable)? {
            Some(place) => {
                at = place.bytes.end;
                frames.push(place);
            }
            None if good_frame_follows(&read_at(&mut file, at, u64::MAX).map_err(unreadable)?) => {
                return Err(Error::new(format!("the frame at byte {at} is damaged and good ones follow")));
            }
            None => break,
        }
    }
    Ok(Scan { base, frames, good: at, torn: length - at })
}

/// The frame that begins at a byte of a file, when its sums are right.
fn read_frame(file: &mut (impl Read + Seek), at: usize, length: usize) -> std::io::Result<Option<Place>> {
    let mut bytes = read_at(file, at, FRAME_HEAD as u64)?;
    // A length is believed when the head's checksum is right, and no more is read than there is.
    let Some(end) = read_head(&bytes).map(|(_, lengths)| lengths.packed_range(0).end) else { return Ok(None) };
    if end.saturating_add(CHECKSUM) > length - at {
        return Ok(None);
    }
    file.by_ref().take((end + CHECKSUM - FRAME_HEAD) as u64).read_to_end(&mut bytes)?;
    Ok(read_place(&bytes).map(|place| Place { bytes: at + place.bytes.start..at + place.bytes.end, ..place }))
}

/// Some bytes of a file, fewer where it ends.
fn read_at(file: &mut (impl Read + Seek), at: usize, count: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at as u64))?;
    file.by_ref().take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
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

/// What the head of a frame says, when its sum is right.
fn read_head(frame: &[u8]) -> Option<(Kind, Lengths)> {
    if frame.get(..MARK.len())? != MARK || !sum_matches(frame, 0..FRAME_HEAD - CHECKSUM) {
        return None;
    }
    let kind = match frame.get(MARK.len())? {
        0 => Kind::Replaced,
        1 => Kind::Removed,
        _ => return None,
    };
    Some((kind, Lengths::read(frame, 0)?))
}

/// The frame that some bytes begin with, when its sums are right.
fn read_place(bytes: &[u8]) -> Option<Place> {
    let (kind, lengths) = read_head(bytes)?;
    let packed = lengths.packed_range(0);
    if !sum_matches(bytes, FRAME_HEAD..packed.end) {
        return None;
    }
    let text = |range: Range<usize>| Some(std::str::from_utf8(bytes.get(range)?).ok()?.to_owned());
    let doc_id = text(FRAME_HEAD..FRAME_HEAD + lengths.id)?;
    let version = text(FRAME_HEAD + lengths.id..packed.start)?;
    let head_end = FRAME_HEAD - CHECKSUM;
    let at = i64::from_le_bytes(bytes.get(head_end - 8..head_end)?.try_into().ok()?);
    let sum = number(bytes, packed.end)? as u32;
    Some(Place { kind, doc_id, made: Made::read_lines(at, &version), bytes: 0..packed.end + CHECKSUM, sum })
}

fn good_frame_follows(bytes: &[u8]) -> bool {
    let marks = bytes.windows(MARK.len()).enumerate().skip(1).filter(|(_, window)| window == MARK);
    marks.map(|(start, _)| start).any(|start| read_place(&bytes[start..]).is_some())
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
