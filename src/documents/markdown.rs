//! Markdown: one file in, one document out; its head is understood as that of a plain text, or taken from its front matter.

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::Source;
use super::{Cleaner, Document, Documents, Error, Reader, Result, encoding, given, html, only};
use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

pub(super) const FORMAT: Format = Format { endings: &["md", "markdown"], read };

fn read(source: Source, _: &Reader) -> Documents {
    let (place, id) = (Place::of(&source.path), source.id.clone());
    only(source.into_bytes().map(|bytes| Raw::new(place, id, Content::Markdown(bytes))))
}

/// The document of a Markdown text.
pub(super) fn understand(id: String, bytes: Vec<u8>, cleaner: &Cleaner) -> Result<Document> {
    if bytes.is_empty() {
        return Err(Error::new("the file is empty"));
    }
    let (front, text) = plain_text(&encoding::decode(bytes)?);
    let told = |key: &str| given(front.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()));
    let article = cleaner.clean(&text).titled(told("title").as_deref());
    let date = told("date").or_else(|| told("published")).and_then(|day| cleaner.calendar().read_timestamp(&day));
    Ok(Document {
        id,
        source: told("source"),
        author: told("author").or(article.author),
        published: date.or(article.published),
        title: article.title,
        text: article.text,
    })
}

/// The front matter as keys and values, and the blocks of the text as plain text has them: headings behind their mark, list items
/// behind theirs, paragraphs parted by blank lines. What would be a mark there is escaped.
fn plain_text(text: &str) -> (Vec<(String, String)>, String) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut front = Vec::new();
    let mut plain = String::new();
    // Within these nothing is prose.
    let mut hidden = 0_usize;
    let mut is_front = false;
    let mut html = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => is_front = true,
            Event::End(TagEnd::MetadataBlock(_)) => is_front = false,
            Event::Text(text) if is_front => front.extend(text.lines().filter_map(read_entry)),
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition) => {
                hidden = hidden.saturating_sub(1);
            }
            _ if hidden > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                plain.push_str(&format!("\n\n{} ", "#".repeat(level as usize)));
            }
            Event::Start(Tag::Item) => plain.push_str("\n\n- "),
            // The paragraph of a list item stands behind the mark of the item.
            Event::Start(Tag::Paragraph) if plain.ends_with("- ") => {}
            Event::Start(Tag::Paragraph | Tag::TableRow | Tag::TableHead | Tag::BlockQuote(_)) => {
                plain.push_str("\n\n")
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Item | TagEnd::Paragraph) => plain.push_str("\n\n"),
            Event::End(TagEnd::TableCell) => plain.push(' '),
            Event::Html(tags) => html.push_str(&tags),
            Event::End(TagEnd::HtmlBlock) => {
                for paragraph in html::paragraphs_of(&std::mem::take(&mut html)).unwrap_or_default() {
                    plain.push_str("\n\n");
                    escape(&paragraph, &mut plain);
                }
                plain.push_str("\n\n");
            }
            Event::Text(text) | Event::Code(text) => escape(&text, &mut plain),
            // A byline and a date may follow the title on lines of their own.
            Event::SoftBreak | Event::HardBreak => plain.push('\n'),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => plain.push('\n'),
            _ => {}
        }
    }
    (front, plain)
}

/// A line `key: value` of front matter.
fn read_entry(line: &str) -> Option<(String, String)> {
    let (key, value) = line.split_once(':')?;
    let value = value.trim().trim_matches(['"', '\'']).to_owned();
    Some((key.trim().to_lowercase(), value))
}

fn escape(text: &str, plain: &mut String) {
    for char in text.chars() {
        if "\\*_[<#>".contains(char) {
            plain.push('\\');
        }
        plain.push(char);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Folder;

    fn document(text: &str) -> Document {
        let cleaner = Cleaner::load(&Folder::ontology()).unwrap();
        understand("a".into(), text.as_bytes().to_vec(), &cleaner).unwrap()
    }

    #[test]
    fn marks_are_gone_and_the_head_is_read() {
        let text = "Talks end\n=========\n\nBy Jane Doe\n28 June 2016\n\nThey *met* in [the hall](http://a.b) &amp; `left`\nat \
                    noon.\n\n![A picture](a.png)\n\n- One \\* thing.\n- Two.\n\n```\ncode\n```\n\n<div>In\n<b>bold</b>.</div>\n\n> \"We agree,\" he said.\n\n| A | B |\n|---|---|\n| Yes. | No. |\n";
        let document = document(text);
        let expected = "Talks end\n\nThey met in the hall & left at noon.\n\nOne * thing.\n\nTwo.\n\nIn bold.\n\n\"We agree,\" he said.\n\nA B\n\nYes. No.";
        assert_eq!(document.text, expected);
        assert_eq!(document.author.as_deref(), Some("Jane Doe"));
        assert_eq!(document.published, Some(jiff::civil::date(2016, 6, 28)));
    }

    #[test]
    fn front_matter_tells_the_head() {
        let document = document("---\ntitle: \"Talks end\"\ndate: 2016-06-28\nauthor: Jane Doe\n---\nThey met.\n");
        assert_eq!(document.text, "Talks end\n\nThey met.");
        assert_eq!(document.title.as_deref(), Some("Talks end"));
        assert_eq!(document.author.as_deref(), Some("Jane Doe"));
        assert_eq!(document.published, Some(jiff::civil::date(2016, 6, 28)));
    }
}
