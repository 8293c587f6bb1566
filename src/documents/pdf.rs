//! PDF: a file in, the text of its pages out. What is an image of a page has no text, and is not read.

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::Source;
use super::{Cleaner, Document, Documents, Error, Reader, Result, guard, only};
use lopdf::Document as Pdf;

pub(super) const FORMAT: Format = Format { endings: &["pdf"], read };

/// The most that the text of one page may take when it is unpacked, in bytes.
const MAX_PAGE: usize = 8 << 20;

fn read(source: Source, _: &Reader) -> Documents {
    let (place, id) = (Place::of(&source.path), source.id.clone());
    only(source.into_bytes().map(|bytes| Raw::new(place, id, Content::Pdf(bytes))))
}

/// The document of a PDF file: its pages one after the other, cleaned as a plain text is.
pub(super) fn understand(id: String, bytes: &[u8], cleaner: &Cleaner) -> Result<Document> {
    let (text, title, author) = guard::guarded(|| {
        let pdf = Pdf::load_mem(bytes).map_err(|error| Error::new("damaged PDF file").caused_by(error))?;
        if pdf.is_encrypted() {
            return Err(Error::new("encrypted"));
        }
        let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
        let text: String =
            pages.iter().filter_map(|&page| pdf.extract_text_with_limit(&[page], MAX_PAGE).ok()).collect();
        Ok((text, about(&pdf, b"Title"), about(&pdf, b"Author")))
    })?;
    if !text.chars().any(char::is_alphabetic) {
        return Err(Error::new("a PDF without text: pages that are images are not read"));
    }
    let article = cleaner.clean(&text).titled(title.as_deref());
    Ok(Document {
        id,
        source: None,
        author: author.or(article.author),
        published: article.published,
        title: article.title,
        text: article.text,
    })
}

/// What the file says of itself.
fn about(pdf: &Pdf, key: &[u8]) -> Option<String> {
    let info = pdf.trailer.get(b"Info").ok()?.as_reference().ok()?;
    let value = pdf.get_dictionary(info).ok()?.get(key).ok()?;
    let text = lopdf::decode_text_string(value).ok()?;
    super::given(Some(text))
}
