//! Markup: text with what Markdown and HTML left in it in, bare text out.
//!
//! `\$400` → `$400`, `*Bloomberg*` → `Bloomberg`, `[the site](https://example.org)` → `the site`, `75<sup>th</sup>` → `75th`. This is
//! no Markdown parser: news is plain text in which a few marks were left, and signs that mean nothing (`5 * 3`, `a_b`, `<SSW>`) stay.
//! Every pass is linear in the length of the text.

/// HTML elements that stand inside a paragraph; what else stands in angle brackets is text.
const INLINE_TAGS: [&str; 21] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "font", "i", "mark", "p", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "u", "wbr",
];
/// The longest tag and the longest address of a link, in characters: a limit on looking ahead.
const MAX_TAG: usize = 200;
const MAX_ADDRESS: usize = 2000;

/// Stands for a sign that is to go; no clean text holds it.
const DROPPED: char = '\0';

/// A character, and whether a backslash before it takes its meaning as a mark away.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sign {
    char: char,
    is_literal: bool,
}

/// One kind of line end and of space; no byte order marks, soft hyphens, control characters and HTML comments.
pub(super) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for char in drop_comments(text).replace("\r\n", "\n").chars() {
        match char {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => normal.push('\n'),
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() => normal.push(' '),
            c if c.is_control() => {}
            c => normal.push(c),
        }
    }
    normal
}

/// Joins words with single spaces.
pub(super) fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes the inline marks out of a paragraph.
pub(super) fn strip(text: &str) -> String {
    if !text.contains(['\\', '*', '_', '[', '<']) {
        return fold_space(text);
    }
    let signs = drop_emphasis(&drop_links(&drop_tags(&unescape(text))));
    fold_space(&signs.iter().map(|sign| sign.char).collect::<String>())
}

fn drop_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--")
        && let Some((_, after)) = comment.split_once("-->")
    {
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}

/// Resolves backslashes before ASCII punctuation (CommonMark 0.31, 2.4).
fn unescape(text: &str) -> Vec<Sign> {
    let mut signs = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match chars.next_if(|next| char == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => signs.push(Sign { char: escaped, is_literal: true }),
            None => signs.push(Sign { char, is_literal: false }),
        }
    }
    signs
}

fn is_mark(sign: Sign, mark: char) -> bool {
    sign == Sign { char: mark, is_literal: false }
}

/// Drops inline tags; a line break becomes a space, and an address in angle brackets loses these.
fn drop_tags(signs: &[Sign]) -> Vec<Sign> {
    let mut kept = Vec::with_capacity(signs.len());
    let mut at = 0;
    while at < signs.len() {
        let tag = if is_mark(signs[at], '<') { read_tag(&signs[at + 1..]) } else { None };
        let Some((content, length)) = tag else {
            kept.push(signs[at]);
            at += 1;
            continue;
        };
        if content.contains("://") && !content.contains(' ') {
            kept.extend_from_slice(&signs[at + 1..at + 1 + length]);
        } else if is_inline_tag(&content) {
            if content.starts_with("br") {
                kept.push(Sign { char: ' ', is_literal: true });
            }
        } else {
            kept.extend_from_slice(&signs[at..at + length + 2]);
        }
        at += length + 2;
    }
    kept
}

/// What stands before the next closing bracket, and its length in signs.
fn read_tag(signs: &[Sign]) -> Option<(String, usize)> {
    let length = signs.iter().take(MAX_TAG).position(|&sign| is_mark(sign, '>') || is_mark(sign, '<'))?;
    is_mark(signs[length], '>').then(|| (signs[..length].iter().map(|sign| sign.char).collect(), length))
}

fn is_inline_tag(content: &str) -> bool {
    let content = content.strip_prefix('/').unwrap_or(content);
    let name = content.split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
    INLINE_TAGS.contains(&name.as_str())
        && (name.len() == content.len() || content.ends_with('/') || content.contains('='))
}

/// Keeps the text of links and drops images.
fn drop_links(signs: &[Sign]) -> Vec<Sign> {
    let mut kept: Vec<Sign> = Vec::with_capacity(signs.len());
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let mut next = at + 1;
        if is_mark(signs[at], '[') {
            open.push(kept.len());
        } else if is_mark(signs[at], ']')
            && let Some(start) = open.pop()
            && let Some(length) = read_address(&signs[next..])
        {
            next += length;
            if start > 0 && is_mark(kept[start - 1], '!') {
                kept.truncate(start - 1);
            } else {
                kept[start].char = DROPPED;
            }
            at = next;
            continue;
        }
        kept.push(signs[at]);
        at = next;
    }
    kept.retain(|sign| sign.char != DROPPED);
    kept
}

/// The length in signs of the address in round brackets that makes a link of the text before it.
fn read_address(signs: &[Sign]) -> Option<usize> {
    if !is_mark(*signs.first()?, '(') {
        return None;
    }
    let mut depth = 0;
    for (idx, sign) in signs.iter().take(MAX_ADDRESS).enumerate() {
        depth += i32::from(sign.char == '(') - i32::from(sign.char == ')');
        if depth == 0 {
            return Some(idx + 1);
        }
    }
    None
}

/// Drops the asterisks and underscores that stand in pairs around words. Close to CommonMark's rule of flanking, but never inside
/// a word, where an asterisk is a footnote and an underscore a name.
fn drop_emphasis(signs: &[Sign]) -> Vec<Sign> {
    let mut is_dropped = vec![false; signs.len()];
    for mark in ['*', '_'] {
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < signs.len() {
            let length = signs[at..].iter().take_while(|&&sign| is_mark(sign, mark)).count();
            if length == 0 {
                at += 1;
                continue;
            }
            let before = at.checked_sub(1).map(|idx| signs[idx].char);
            let after = signs.get(at + length).map(|sign| sign.char);
            let mut rest: Vec<usize> = (at..at + length).collect();
            if before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric) {
                while let Some(start) = if rest.is_empty() { None } else { open.pop() } {
                    is_dropped[start] = true;
                    rest.pop().into_iter().for_each(|end| is_dropped[end] = true);
                }
            }
            if after.is_some_and(|c| !c.is_whitespace()) && !before.is_some_and(char::is_alphanumeric) {
                open.append(&mut rest);
            }
            at += length;
        }
    }
    signs.iter().zip(is_dropped).filter(|(_, dropped)| !dropped).map(|(sign, _)| *sign).collect()
}
