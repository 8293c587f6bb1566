//! Nesting: the bytes of a page in; whether its elements stand deeper in one another than readers of HTML can bear, out.
//!
//! A browser cuts a page off at some hundred levels. A reader of HTML takes time that grows with the square of the depth, and many
//! go down as deep on the stack.

/// The deepest that the elements of a page may stand in one another.
pub(super) const MAX_NESTING: usize = 512;

/// Elements without an end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose content is no markup.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];
/// Elements that the next of their kind ends.
const ENDED_BY_NEXT: [&str; 11] = ["p", "li", "dt", "dd", "option", "tr", "td", "th", "rt", "rp", "optgroup"];

/// Whether elements stand deeper in one another than [`MAX_NESTING`].
pub(super) fn is_too_deep(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let is_end = rest.starts_with('/');
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = &tag[..tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len())];
        let end = end_of_tag(tag);
        let is_closed = tag[..end].ends_with('/');
        rest = &tag[end..];
        if is_end {
            if let Some(at) = open.iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                open.truncate(at);
            }
        } else if is_one_of(name, &RAW) {
            rest = skip_raw(rest, name);
        } else if !is_one_of(name, &VOID) && !is_closed {
            if is_one_of(name, &ENDED_BY_NEXT) && open.last().is_some_and(|last| last.eq_ignore_ascii_case(name)) {
                continue;
            }
            open.push(name);
            if open.len() > MAX_NESTING {
                return true;
            }
        }
    }
    false
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Where the tag ends that stands at the beginning; a bracket in quotation marks ends none.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// What stands behind the content of an element that holds no markup.
fn skip_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |at: &usize| {
        let tag = text.as_bytes()[at + 2..].get(..name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</").map(|(at, _)| at).find(is_end).map_or("", |at| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_what_is_open() {
        let deep = |count: usize, tag: &str| format!("<html>{}x", format!("<{tag}>").repeat(count));
        assert!(is_too_deep(&deep(100_000, "div")));
        assert!(is_too_deep(&deep(600, "ul><li")));
        assert!(!is_too_deep(&deep(100_000, "p")));
        assert!(!is_too_deep(&deep(100_000, "br")));
        assert!(!is_too_deep(&deep(100_000, "div></div")));
        assert!(!is_too_deep(&deep(100_000, "div/")));
        assert!(!is_too_deep(&format!("<script>{}</script>", "'<div>'".repeat(1000))));
        assert!(!is_too_deep(&format!("<!-- {} -->", "<div>".repeat(1000))));
        assert!(!is_too_deep("<a title='<<<' <b <"));
    }
}
