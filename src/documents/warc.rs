//! WARC and ARC: a web archive in; its pages and texts out, with the id of their address, and a count of what is no text.
//!
//! A record is read whole or not at all. Behind a damaged one the next is looked for, so that one fault does not cost the rest.

use super::detect::Format;
use super::html::Page;
use super::raw::{Content, Place, Raw, Skipped};
use super::source::Source;
use super::warc_http::{Response, read_kind, read_response};
use super::{Documents, Error, MAX_BYTES, Reader, Result, cannot_read, encoding, too_large};
use std::io::{BufRead, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format { endings: &["warc", "arc", "wet"], read };

/// The longest line of a header, and the longest header, in bytes.
const MAX_LINE: u64 = 1 << 16;
const MAX_HEADER: usize = 1 << 18;
/// The fields of an ARC header in version 1: address, IP, date, type, length.
const ARC_FIELDS: usize = 5;

fn read(source: Source, _: &Reader) -> Documents {
    let path = Arc::clone(&source.path);
    let stream = source.into_reader();
    Box::new(Records {
        path,
        stream,
        offset: 0,
        number: 0,
        arc_fields: ARC_FIELDS,
        is_lost: false,
        is_done: false,
        failed_at: None,
    })
}

struct Records {
    path: Arc<Path>,
    stream: Box<dyn BufRead + Send>,
    /// How many bytes were read.
    offset: u64,
    /// How many records have begun.
    number: usize,
    /// How many fields the header of an ARC record has.
    arc_fields: usize,
    /// Whether damage was told, and the next record is looked for.
    is_lost: bool,
    is_done: bool,
    /// Where reading failed last.
    failed_at: Option<u64>,
}

/// The header of a record of either kind.
struct Header {
    kind: String,
    address: Option<String>,
    media: String,
    length: u64,
    is_arc: bool,
}

/// What of a record matters.
enum Wanted {
    Yes,
    /// It belongs to another record, or to the archive.
    Never,
}

impl Iterator for Records {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match self.read_record() {
                Ok(Some(raw)) => return Some(Ok(raw)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
        if self.number == 0 && self.failed_at.is_none() {
            self.number = 1;
            return Some(Err(Error::new("no records (expected a WARC or ARC archive)").at(&self.path)));
        }
        None
    }
}

impl Records {
    /// The next record, if it is one that holds something.
    fn read_record(&mut self) -> Result<Option<Raw>> {
        let start = self.offset;
        let Some(line) = self.read_line()? else {
            self.is_done = true;
            return Ok(None);
        };
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let is_warc = line.starts_with(b"WARC/");
        let header = if is_warc { self.read_warc_header() } else { self.read_arc_header(&line) };
        let header = match header {
            Ok(Some(header)) => header,
            Ok(None) if self.is_lost => return Ok(None),
            Ok(None) => {
                self.is_lost = true;
                self.failed_at = Some(start);
                let message = "no record begins here; the length of the one before may be wrong";
                return Err(Error::new(format!("byte {start}: {message}")).at(&self.path).offset(start));
            }
            Err(error) => {
                self.is_lost = true;
                self.number += 1;
                return Err(self.place(self.number, start, None).locate(error));
            }
        };
        self.is_lost = false;
        self.number += 1;
        let place = self.place(self.number, start, header.address.as_deref());
        match self.read_content(&header) {
            Ok(None) => Ok(None),
            Ok(Some(content)) => Ok(Some(raw_of(place, header, content))),
            Err(error) if error.path().is_some() => Err(error),
            Err(error) => Err(place.locate(error)),
        }
    }

    fn place(&self, number: usize, start: u64, address: Option<&str>) -> Place {
        let address = address.map(|address| format!(", {address}")).unwrap_or_default();
        Place::part(&self.path, format!("record {number} at byte {start}{address}")).starting_at(start)
    }

    /// The next line, with its end; none at the end of the archive. Of a longer one than a header has the beginning.
    fn read_line(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = Read::take(&mut self.stream, MAX_LINE).read_until(b'\n', &mut line);
        self.offset += line.len() as u64;
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(line)),
            Err(error) => Err(self.broken(error)),
        }
    }

    /// A failure to read: behind a damaged part of a compressed archive there may be more, but not behind a second at the same place.
    fn broken(&mut self, error: std::io::Error) -> Error {
        self.is_done = self.failed_at.replace(self.offset) == Some(self.offset);
        self.is_lost = true;
        cannot_read(&self.path, error).within(format!("behind byte {}", self.offset)).offset(self.offset)
    }

    /// The lines up to the first empty one, as names in lower case and values.
    fn read_fields(&mut self) -> Result<Vec<(String, String)>> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut size = 0;
        while let Some(line) = self.read_line()? {
            size += line.len();
            if line.trim_ascii().is_empty() {
                return Ok(fields);
            }
            if size > MAX_HEADER {
                return Err(Error::new("a header that does not end"));
            }
            let text = String::from_utf8_lossy(&line);
            match text.split_once(':') {
                _ if text.starts_with([' ', '\t']) => {
                    fields.last_mut().into_iter().for_each(|(_, value)| *value = format!("{value} {}", text.trim()));
                }
                Some((name, value)) => fields.push((name.trim().to_lowercase(), value.trim().to_owned())),
                None => {}
            }
        }
        Err(Error::new("the archive breaks off in a header"))
    }

    fn read_warc_header(&mut self) -> Result<Option<Header>> {
        let fields = self.read_fields()?;
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let length = field("content-length").ok_or_else(|| Error::new("a record without Content-Length"))?;
        let length = length.parse().map_err(|_| Error::new(format!("Content-Length \"{length}\" is no number")))?;
        let address = field("warc-target-uri").map(|uri| uri.trim_matches(['<', '>', ' ']).to_owned());
        Ok(Some(Header {
            kind: field("warc-type").unwrap_or_default().to_lowercase(),
            address: address.filter(|address| !address.is_empty()),
            media: field("content-type").unwrap_or_default().to_owned(),
            length,
            is_arc: false,
        }))
    }

    /// The header of an ARC record, which is one line; none where the line is no such. An address may hold spaces.
    fn read_arc_header(&mut self, line: &[u8]) -> Result<Option<Header>> {
        let text = String::from_utf8_lossy(line).trim().to_owned();
        let fields: Vec<&str> = text.rsplitn(self.arc_fields, ' ').collect();
        let (Some(length), Some(address)) = (fields.first(), fields.last()) else { return Ok(None) };
        let is_header =
            fields.len() == self.arc_fields && address.contains(':') && fields[self.arc_fields - 3].len() >= 8;
        let (true, Ok(length)) = (is_header, length.parse()) else { return Ok(None) };
        let media = fields[self.arc_fields - 4].to_owned();
        let kind = if address.starts_with("filedesc:") { "filedesc" } else { "response" }.to_owned();
        Ok(Some(Header { kind, address: Some((*address).to_owned()), media, length, is_arc: true }))
    }

    /// What stands in the record: none when it is of no interest.
    fn read_content(&mut self, header: &Header) -> Result<Option<Vec<u8>>> {
        let is_wanted = matches!(wanted(&header.kind), Wanted::Yes);
        if header.length > MAX_BYTES as u64 {
            self.skip_content(header)?;
            self.check_end(header, &[])?;
            return if is_wanted { Err(too_large("record")) } else { Ok(None) };
        }
        let mut content = Vec::new();
        let read = Read::take(&mut self.stream, header.length).read_to_end(&mut content);
        self.offset += content.len() as u64;
        read.map_err(|error| self.broken(error))?;
        if (content.len() as u64) < header.length {
            let found = content.len() as u64;
            self.put_back(&content);
            return Err(broken_off(found, header.length));
        }
        if header.kind == "filedesc" {
            self.read_version(&content);
            return Ok(None);
        }
        self.check_end(header, &content)?;
        Ok(is_wanted.then_some(content))
    }

    /// Passes over what is too large to be held, but for another record: a length that is wrong may lead behind the end of the archive.
    fn skip_content(&mut self, header: &Header) -> Result<()> {
        let (mut left, mut is_start, mut line) = (header.length, true, Vec::new());
        while left > 0 {
            line.clear();
            let read = Read::take(&mut self.stream, left.min(MAX_LINE)).read_until(b'\n', &mut line);
            if read.map_err(|error| self.broken(error))? == 0 {
                return Err(broken_off(header.length - left, header.length));
            }
            if is_start && line.starts_with(b"WARC/") {
                self.is_lost = true;
                let rest = std::mem::replace(&mut self.stream, Box::new(std::io::empty()));
                self.stream = Box::new(Cursor::new(line).chain(rest));
                return Err(wrong_length(header));
            }
            self.offset += line.len() as u64;
            left -= line.len() as u64;
            is_start = line.ends_with(b"\n");
        }
        Ok(())
    }

    /// The version block of an ARC file names the fields that follow.
    fn read_version(&mut self, content: &[u8]) {
        let text = String::from_utf8_lossy(content);
        let names = text.lines().find(|line| line.starts_with("URL ")).unwrap_or_default();
        self.arc_fields = names.split_whitespace().count().max(ARC_FIELDS);
    }

    /// A record ends in an empty line; where none is, its length was wrong.
    fn check_end(&mut self, header: &Header, content: &[u8]) -> Result<()> {
        let next = self.stream.fill_buf();
        let next = match next {
            Ok(next) => next,
            // The next read meets the fault, too, and tells it.
            Err(_) => return Ok(()),
        };
        let is_end = next.is_empty() || next.starts_with(b"\r") || next.starts_with(b"\n");
        // ARC files of some crawlers have no empty line.
        if is_end || header.is_arc || next.starts_with(b"WARC/") {
            return Ok(());
        }
        self.is_lost = true;
        self.put_back(content);
        Err(wrong_length(header))
    }

    /// Where a record was too long, it swallowed the one behind: reads from there on again.
    fn put_back(&mut self, content: &[u8]) {
        const BEGIN: &[u8] = b"\nWARC/";
        if let Some(at) = content.windows(BEGIN.len()).position(|window| window == BEGIN) {
            let again = content[at + 1..].to_vec();
            self.offset -= again.len() as u64;
            let rest = std::mem::replace(&mut self.stream, Box::new(std::io::empty()));
            self.stream = Box::new(Cursor::new(again).chain(rest));
        }
    }
}

fn broken_off(found: u64, length: u64) -> Error {
    Error::new(format!("the archive breaks off: {found} of {length} bytes of the record are there"))
}

fn wrong_length(header: &Header) -> Error {
    Error::new(format!("Content-Length {} is wrong: no record ends there", header.length))
}

fn wanted(kind: &str) -> Wanted {
    match kind {
        "response" | "resource" | "conversion" => Wanted::Yes,
        _ => Wanted::Never,
    }
}

/// What a record holds, as something to understand.
fn raw_of(place: Place, header: Header, content: Vec<u8>) -> Raw {
    let id = header.address.unwrap_or_else(|| place.part.clone().unwrap_or_default());
    let response = if header.kind == "response" { read_response(&content) } else { None };
    let response = response.unwrap_or_else(|| {
        let (kind, charset) = read_kind(&header.media);
        Response { status: 200, kind, charset, body: content }
    });
    Raw::new(place, id, content_of(response))
}

fn content_of(response: Response) -> Content {
    let Response { status, kind, charset, body } = response;
    let is_page = kind == "text/html" || kind == "application/xhtml+xml" || kind.is_empty() && is_markup(&body);
    match kind.as_str() {
        _ if status != 200 || body.trim_ascii().is_empty() => Content::Nothing(Skipped::NoText),
        _ if is_page => Content::Page(Page { bytes: body, charset, is_crawled: true }),
        "text/plain" => Content::Plain { bytes: body, charset, metadata: None },
        "text/markdown" => Content::Markdown(body),
        #[cfg(feature = "pdf")]
        "application/pdf" => Content::Pdf(body),
        _ => Content::Nothing(Skipped::NoText),
    }
}

fn is_markup(body: &[u8]) -> bool {
    let head = encoding::head_text(&body[..body.len().min(1024)]).trim_start().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}
