//! HTML: a page in; the article on it out, without menus and banners, with title, author, date and site from its metadata.
//!
//! What of a page is the article is decided by trafilatura, which reads JSON-LD, OpenGraph and `<time>`, too.

use super::detect::Format;
use super::paragraphs::closes;
use super::raw::{Content, Place, Raw, Skipped, Understood};
use super::source::Source;
use super::{Cleaner, Document, Documents, Error, Reader, Result, encoding, given, guard, nesting, only};
use scraper::{Html, Node};
use trafilatura::{ExtractResult, ExtractionFocus, Options};

pub(super) const FORMAT: Format = Format { endings: &["html", "htm", "xhtml"], read };

/// The largest page, in bytes: the time to read one grows faster than its size.
const MAX_PAGE: usize = 8 << 20;
/// A paragraph that is longer than this, in bytes, is no entry of a menu.
const LONG: usize = 200;
/// How many bytes of a page may name its encoding.
const PRESCAN: usize = 4096;
/// Elements that begin a paragraph of their own.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements whose content is not shown as text.
const HIDDEN: [&str; 8] = ["head", "noscript", "script", "style", "svg", "template", "textarea", "title"];

/// A page as it was found.
#[derive(Debug)]
pub(super) struct Page {
    pub bytes: Vec<u8>,
    /// The encoding that the server told.
    pub charset: Option<String>,
    /// Whether a crawl brought it, in which pages that are no articles are nothing wrong.
    pub is_crawled: bool,
}

fn read(source: Source, _: &Reader) -> Documents {
    let (place, id) = (Place::of(&source.path), source.id.clone());
    let page = source.into_bytes().map(|bytes| Page { bytes, charset: None, is_crawled: false });
    only(page.map(|page| Raw::new(place, id, Content::Page(page))))
}

/// The article of a page.
pub(super) fn understand(id: String, page: Page, cleaner: &Cleaner) -> Result<Understood> {
    let Page { bytes, charset, is_crawled } = page;
    if bytes.is_empty() && !is_crawled {
        return Err(Error::new("the file is empty"));
    }
    let html = parseable(&bytes, charset.as_deref())?;
    let extracted = guard::guarded(|| {
        let options = Options::default()
            .with_fallback(true)
            .with_exclude_comments(true)
            .with_focus(ExtractionFocus::FavorPrecision);
        Ok(trafilatura::extract(&html, &options).ok())
    })?;
    let document = extracted.and_then(|article| document_of(id, &article, cleaner));
    match document {
        Some(document) => Ok(Ok(document)),
        None if is_crawled => Ok(Err(Skipped::NoArticle)),
        None => Err(Error::new("no article was found in the page")),
    }
}

/// The text of a page that is neither too large nor too deep.
fn parseable(bytes: &[u8], charset: Option<&str>) -> Result<String> {
    if bytes.len() > MAX_PAGE {
        return Err(Error::new(format!("the page is larger than {} MiB", MAX_PAGE >> 20)));
    }
    let html = decode(bytes, charset)?;
    if nesting::is_too_deep(&html) {
        let message = format!("elements stand more than {} levels deep in one another", nesting::MAX_NESTING);
        return Err(Error::new(message));
    }
    Ok(html)
}

fn document_of(id: String, article: &ExtractResult, cleaner: &Cleaner) -> Option<Document> {
    let about = &article.metadata;
    let told = |value: &str| given(Some(value.trim().to_owned()));
    let title = told(&about.title);
    let body = paragraphs(&article.content_html);
    // A menu has words, but no sentence; other scripts close theirs otherwise.
    if !body.iter().any(|paragraph| closes(paragraph) || paragraph.len() > LONG) {
        return None;
    }
    let text = cleaner.assemble(title.as_deref(), body);
    let published = about.date.and_then(|day| cleaner.calendar().read_timestamp(&day.to_string()));
    let source = told(&about.sitename).or_else(|| told(&about.hostname));
    Some(Document { id, source, author: told(&about.author), published, title, text })
}

/// The text of a page in the encoding that its mark, the server or a tag in its head tells, else in that which its bytes tell.
fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let declared = head.split_once("charset=").or_else(|| head.split_once("encoding=")).map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).next().unwrap_or_default()
    });
    // A page that is whole UTF-8 is so whatever it says.
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() => Ok(text.to_owned()),
        _ => encoding::decode_as(bytes, charset.or(declared)),
    }
}

/// The paragraphs of a piece of HTML, each on one line. It must not be nested too deep.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let parsed = Html::parse_fragment(html);
    let mut paragraphs = vec![String::new()];
    let mut next = parsed.tree.root().first_child();
    while let Some(node) = next {
        let is_hidden = matches!(node.value(), Node::Element(element) if HIDDEN.contains(&element.name()));
        match node.value() {
            Node::Text(text) => paragraphs.last_mut().into_iter().for_each(|last| last.push_str(text)),
            Node::Element(element) if BLOCKS.contains(&element.name()) => paragraphs.push(String::new()),
            Node::Element(element) if ["td", "th"].contains(&element.name()) => {
                paragraphs.last_mut().into_iter().for_each(|last| last.push(' '));
            }
            _ => {}
        }
        next = node.first_child().filter(|_| !is_hidden);
        let mut at = node;
        while next.is_none() {
            if matches!(at.value(), Node::Element(element) if BLOCKS.contains(&element.name())) {
                paragraphs.push(String::new());
            }
            next = at.next_sibling();
            match at.parent() {
                Some(parent) if next.is_none() => at = parent,
                _ => break,
            }
        }
    }
    paragraphs.into_iter().map(|text| super::markup::fold_space(&text)).filter(|text| !text.is_empty()).collect()
}

/// The paragraphs of a piece of HTML that stands in another file.
pub(super) fn paragraphs_of(html: &str) -> Result<Vec<String>> {
    let html = parseable(html.as_bytes(), Some("utf-8"))?;
    guard::guarded(|| Ok(paragraphs(&html)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paragraphs_and_inline_elements_are_none() {
        let html = "<h1>A <em>title</em></h1>lead<p>One&amp;two<br>three</p><ul><li>x<li>y</ul><table><tr><td>a<td>b</table>\
                    <script>no</script>tail";
        assert_eq!(paragraphs(html), ["A title", "lead", "One&two", "three", "x", "y", "a b", "tail"]);
        assert!(paragraphs("").is_empty());
    }

    #[test]
    fn a_page_tells_its_encoding() {
        assert_eq!(decode(b"<meta charset=\"windows-1251\">\xc1", None).unwrap(), "<meta charset=\"windows-1251\">Б");
        assert_eq!(decode(b"<p>\xc1", Some("windows-1251")).unwrap(), "<p>Б");
        assert_eq!(decode("<meta charset=latin1>Б".as_bytes(), None).unwrap(), "<meta charset=latin1>Б");
    }
}
