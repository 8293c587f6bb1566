//! Feed: an RSS or Atom file in, one document an entry out, with the id of its address.

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::Source;
use super::{Cleaner, Document, Documents, Error, Reader, Result, given, guard, hash, html, only};
use feed_rs::model::{self, Text};
use feed_rs::parser::Builder;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format { endings: &["rss", "atom", "xml"], read };

/// One entry, as the feed has it.
#[derive(Debug)]
pub(super) struct Entry {
    id: Option<String>,
    title: Option<String>,
    author: Option<String>,
    published: Option<String>,
    site: Option<String>,
    /// The whole text where the feed has it, else the summary; both may be HTML.
    pub content: String,
}

fn read(source: Source, _: &Reader) -> Documents {
    let path = Arc::clone(&source.path);
    let bytes = match source.into_bytes() {
        Ok(bytes) => bytes,
        Err(error) => return only(Err(error)),
    };
    let (entries, fault) = match parse(&bytes) {
        Ok(entries) if entries.is_empty() => (entries, Some(Error::new("a feed without entries"))),
        Ok(entries) => (entries, None),
        Err(error) => match parse_beginning(&bytes) {
            Some((entries, end)) => (entries, Some(error.offset(end))),
            None => (Vec::new(), Some(error)),
        },
    };
    let fault = fault.map(|error| Err(error.at(&path)));
    let entries = entries.into_iter().enumerate().map(move |(idx, entry)| {
        let place = Place::part(&path, format!("entry {}", idx + 1));
        Ok(Raw::new(place, String::new(), Content::Entry(Box::new(entry))))
    });
    Box::new(entries.chain(fault))
}

/// The whole entries of a feed that breaks off or is damaged behind them, and where they end.
fn parse_beginning(bytes: &[u8]) -> Option<(Vec<Entry>, u64)> {
    const ENDS: [(&str, &str); 3] =
        [("</item>", "</channel></rss>"), ("</item>", "</rdf:RDF>"), ("</entry>", "</feed>")];
    ENDS.iter().find_map(|(last, close)| {
        let end = bytes.windows(last.len()).rposition(|window| window == last.as_bytes())? + last.len();
        let entries = parse(&[&bytes[..end], close.as_bytes()].concat()).ok()?;
        (!entries.is_empty()).then_some((entries, end as u64))
    })
}

fn parse(bytes: &[u8]) -> Result<Vec<Entry>> {
    if bytes.is_empty() {
        return Err(Error::new("the file is empty"));
    }
    // An id that the feed lacks must not be made up, as it would be another each time.
    let parser = Builder::new().id_generator(|_, _, _| String::new()).sanitize_content(false).build();
    let feed = guard::guarded(|| {
        parser.parse(bytes).map_err(|error| Error::new("no feed (expected RSS or Atom)").caused_by(error))
    })?;
    let site = feed.title.map(text_of);
    Ok(feed.entries.into_iter().map(|entry| entry_of(entry, site.as_deref())).collect())
}

fn entry_of(entry: model::Entry, site: Option<&str>) -> Entry {
    let address = |link: &&model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let link = entry.links.iter().find(address).map(|link| link.href.clone());
    let whole = entry.content.and_then(|content| content.body);
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|author| author.name).collect();
    Entry {
        id: given(link).or(given(Some(entry.id))),
        title: given(entry.title.map(text_of)),
        author: given(Some(authors.join(", "))),
        published: entry.published.or(entry.updated).map(|at| at.date_naive().to_string()),
        site: given(site.map(str::to_owned)),
        content: given(whole).or(entry.summary.map(|summary| summary.content)).unwrap_or_default(),
    }
}

/// A title without the HTML that may be in it.
fn text_of(text: Text) -> String {
    if text.content.contains(['<', '&']) {
        html::paragraphs_of(&text.content).map(|paragraphs| paragraphs.join(" ")).unwrap_or(text.content)
    } else {
        text.content
    }
}

/// The document of an entry.
pub(super) fn understand(entry: Entry, cleaner: &Cleaner) -> Result<Document> {
    let Entry { id, title, author, published, site, content } = entry;
    let text = cleaner.assemble(title.as_deref(), html::paragraphs_of(&content)?);
    Ok(Document {
        id: id.unwrap_or_else(|| hash(&text)),
        source: site,
        author,
        published: published.and_then(|day| cleaner.calendar().read_timestamp(&day)),
        title,
        text,
    })
}
