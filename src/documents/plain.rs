//! Plain text: one file in any encoding in, one document out.
//!
//! The head of the text tells title, byline and date; a `NAME.json` beside `NAME.txt` with `title`, `date` or `source` overrules it.

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::{Source, read_bounded};
use super::walk::METADATA_ENDING;
use super::{Cleaner, Document, Documents, Error, Reader, Result, encoding, jsonl, only};
use jiff::civil::Date;
use serde::Deserialize;
use std::fs::File;
use std::path::Path;

/// The format of a stream that is no other.
pub(super) const FORMAT: Format = Format { endings: &["txt"], read };

/// What a `NAME.json` says of its text.
#[derive(Default, Deserialize)]
struct Metadata {
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
}

fn read(source: Source, _: &Reader) -> Documents {
    let (place, id) = (Place::of(&source.path), source.id.clone());
    let metadata = Some(source.path.with_extension(METADATA_ENDING)).filter(|path| source.is_file && path.is_file());
    only(source.into_bytes().map(|bytes| Raw::new(place, id, Content::Plain { bytes, charset: None, metadata })))
}

/// The document of a text with the metadata in a file beside it.
pub(super) fn understand(
    id: String,
    bytes: Vec<u8>,
    charset: Option<&str>,
    metadata: Option<&Path>,
    cleaner: &Cleaner,
) -> Result<Document> {
    if bytes.is_empty() {
        return Err(Error::new("the file is empty"));
    }
    let text = match charset {
        Some(charset) => encoding::decode_as(&bytes, Some(charset))?,
        None => encoding::decode(bytes)?,
    };
    let metadata = metadata.map(|path| read_metadata(path, cleaner)).transpose()?;
    let (metadata, date) = metadata.unwrap_or_default();
    let article = cleaner.clean(&text).titled(metadata.title.as_deref());
    Ok(Document {
        id,
        source: metadata.source,
        author: article.author,
        published: date.or(article.published),
        title: article.title,
        text: article.text,
    })
}

fn read_metadata(path: &Path, cleaner: &Cleaner) -> Result<(Metadata, Option<Date>)> {
    let file = File::open(path).map_err(|error| super::cannot_read(path, error))?;
    let bytes = read_bounded(file, path)?;
    if bytes.is_empty() {
        return Err(Error::new("the file is empty").at(path));
    }
    let text = String::from_utf8(bytes).map_err(|_| Error::new("not UTF-8").at(path))?;
    let metadata: Metadata = serde_json::from_str(&jsonl::whole_characters(text.trim_start_matches('\u{feff}')))
        .map_err(|error| Error::new("malformed metadata").at(path).line(error.line()).caused_by(error))?;
    let date = metadata.date.as_deref().map(|date| read_date(date, cleaner).map_err(|e| e.at(path))).transpose()?;
    Ok((metadata, date))
}

/// Metadata is written to be believed, so unlike the date of a JSON line one that cannot be read is an error.
fn read_date(date: &str, cleaner: &Cleaner) -> Result<Date> {
    cleaner
        .calendar()
        .read_timestamp(date)
        .ok_or_else(|| Error::new(format!("\"{date}\" is no date (expected YYYY-MM-DD)")))
}
