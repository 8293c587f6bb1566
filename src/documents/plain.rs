//! Plain text: one file in, one document out.
//!
//! The head of the text tells title, byline and date; a `NAME.json` beside `NAME.txt` with `title`, `date` or `source` overrules it.

use super::walk::METADATA_ENDING;
use super::{Cleaner, Document, Documents, Error, Format, Located, Result, Source, only, read_bounded};
use jiff::civil::Date;
use serde::Deserialize;
use std::fs::File;
use std::path::Path;

/// The format of a stream that is no other.
pub(super) const FORMAT: Format = Format { endings: &["txt"], begins: |_| true, read };

/// What a `NAME.json` says of its text.
#[derive(Default, Deserialize)]
struct Metadata {
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
}

fn read(source: Source, cleaner: &Cleaner) -> Documents<'_> {
    only(read_document(source, cleaner))
}

fn read_document(source: Source, cleaner: &Cleaner) -> Result<Located> {
    let Source { path, id, reader } = source;
    let text = decode(read_bounded(reader, &path)?).map_err(|error| error.at(&path))?;
    let metadata_path = path.with_extension(METADATA_ENDING);
    let metadata = if metadata_path.is_file() { read_metadata(&metadata_path)? } else { Metadata::default() };
    let date = metadata.date.map(|date| read_date(&date, cleaner).map_err(|e| e.at(&metadata_path))).transpose()?;
    let article = cleaner.clean(&text).titled(metadata.title.as_deref());
    if article.text.is_empty() {
        return Err(Error::new("a document without text").at(&path));
    }
    let document = Document {
        id,
        source: metadata.source,
        author: article.author,
        published: date.or(article.published),
        title: article.title,
        text: article.text,
    };
    Ok(Located { document, path, line: None })
}

fn decode(bytes: Vec<u8>) -> Result<String> {
    if bytes.is_empty() {
        return Err(Error::new("the file is empty"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|&&byte| byte == b'\n').count() + 1;
        Error::new("not UTF-8").line(line)
    })
}

fn read_metadata(path: &Path) -> Result<Metadata> {
    let file = File::open(path).map_err(|error| super::cannot_read(path, error))?;
    let text = decode(read_bounded(file, path)?).map_err(|error| error.at(path))?;
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Error::new("malformed metadata").at(path).line(error.line()).caused_by(error))
}

/// Metadata is written to be believed, so unlike the date of a JSON line one that cannot be read is an error.
fn read_date(date: &str, cleaner: &Cleaner) -> Result<Date> {
    cleaner
        .calendar()
        .read_timestamp(date)
        .ok_or_else(|| Error::new(format!("\"{date}\" is no date (expected YYYY-MM-DD)")))
}
