//! Detect: the name and the first bytes of an input in, its format out.
//!
//! What the bytes say beyond doubt overrules the name: a page or a gzip file called `.txt` is one all the same. So are JSON Lines and
//! tables, if they have the field of the text. A file without an ending is what it holds, and text if that is nothing else.

use super::source::Source;
use super::{
    Documents, Error, Reader, Result, encoding, feed, html, jsonl, markdown, packed, parquet, pdf, plain, table, tar,
    warc, zip,
};

/// A way in which documents are stored.
pub(super) struct Format {
    /// Endings of its files, in lower case, without the dot.
    pub endings: &'static [&'static str],
    pub read: fn(Source, &Reader) -> Documents,
}

/// All formats, in the order in which they are told.
const FORMATS: &[Format] = &[
    plain::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    pdf::FORMAT,
    jsonl::FORMAT,
    table::FORMAT,
    parquet::FORMAT,
    feed::FORMAT,
    warc::FORMAT,
    zip::FORMAT,
    tar::FORMAT,
    packed::GZIP,
    packed::ZSTANDARD,
    packed::BZIP2,
];
/// Text formats in which a page may be quoted from the first line on.
const MAY_QUOTE: [&[&str]; 3] = [markdown::FORMAT.endings, table::FORMAT.endings, jsonl::FORMAT.endings];

/// The format of an input of this name that begins with these bytes. The name of what `is_anything` need not tell it.
pub(super) fn format_of(name: &std::path::Path, head: &[u8], is_anything: bool, reader: &Reader) -> Result<Format> {
    let ending = name.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let named = || FORMATS.iter().find(|format| format.endings.contains(&ending.as_str())).map(Format::copy);
    let is_known = ending.is_empty() || named().is_some();
    let found = by_signature(head).filter(|found| is_known || !found.is(&zip::FORMAT));
    let may_quote = MAY_QUOTE.iter().any(|endings| endings.contains(&ending.as_str()));
    let found = found.or_else(|| by_markup(head).filter(|_| !may_quote));
    let is_open =
        is_anything && named().is_none() || ending.is_empty() || plain::FORMAT.endings.contains(&ending.as_str());
    let found = found
        .or_else(|| by_fields(head, reader).filter(|found| is_open || ending == "json" && found.is(&jsonl::FORMAT)));
    let by_content = || is_anything.then(|| in_text(head));
    let plain = || (ending.is_empty() && encoding::is_text(head)).then_some(plain::FORMAT);
    found.or_else(named).or_else(by_content).or_else(plain).ok_or_else(|| {
        if ending == "json" {
            let text = reader.settings.fields.text();
            return Error::new(format!(
                "JSON that begins without a field `{text}`; tell which holds the text with --field text=NAME"
            ));
        }
        let read = FORMATS.iter().filter(|format| cfg!(feature = "pdf") || !format.is(&pdf::FORMAT));
        let endings: Vec<String> = read.flat_map(|format| format.endings).map(|ending| format!(".{ending}")).collect();
        Error::new(format!("unknown format (known: {})", endings.join(", ")))
    })
}

impl Format {
    fn copy(&self) -> Self {
        Self { ..*self }
    }

    fn is(&self, other: &Self) -> bool {
        self.endings == other.endings
    }
}

/// Formats that bytes at fixed places tell.
fn by_signature(head: &[u8]) -> Option<Format> {
    let begins = |with: &[u8]| head.starts_with(with);
    Some(if begins(&[0x1f, 0x8b, 8]) {
        packed::GZIP
    } else if begins(&[0x28, 0xb5, 0x2f, 0xfd]) {
        packed::ZSTANDARD
    } else if begins(b"BZh") && head.get(4..10) == Some(&[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
        packed::BZIP2
    } else if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        zip::FORMAT
    } else if begins(b"PAR1") {
        parquet::FORMAT
    } else if begins(b"WARC/") || begins(b"filedesc:") {
        warc::FORMAT
    } else if head.get(257..262) == Some(b"ustar") {
        tar::FORMAT
    } else if begins(b"%PDF-") {
        pdf::FORMAT
    } else {
        return None;
    })
}

/// Formats that the first tag tells, behind space, comments and declarations.
fn by_markup(head: &[u8]) -> Option<Format> {
    let text = encoding::head_text(head).to_ascii_lowercase();
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        rest = match rest {
            _ if rest.starts_with("<!doctype html") => return Some(html::FORMAT),
            _ if rest.starts_with("<!--") => rest.split_once("-->")?.1.trim_start(),
            _ if rest.starts_with("<?") || rest.starts_with("<!") => rest.split_once('>')?.1.trim_start(),
            _ => break,
        };
    }
    let name = rest.strip_prefix('<')?.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    match name {
        "html" | "head" | "body" => Some(html::FORMAT),
        "rss" | "feed" | "rdf:rdf" => Some(feed::FORMAT),
        _ => None,
    }
}

/// Formats that the fields of the first document tell.
fn by_fields(head: &[u8], reader: &Reader) -> Option<Format> {
    if jsonl::begins(head, reader) {
        return Some(jsonl::FORMAT);
    }
    table::begins(head, reader).then_some(table::FORMAT)
}

/// What a text without a telling name is.
fn in_text(head: &[u8]) -> Format {
    if head.trim_ascii_start().starts_with(b"{") { jsonl::FORMAT } else { plain::FORMAT }
}
