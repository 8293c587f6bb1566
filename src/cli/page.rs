//! Pieces of text in, lines for a page of 80 columns out: styles, columns, what is cut and what is wrapped.

use crate::error::one_line;
use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

/// Columns of a page.
pub(in crate::cli) const WIDTH: usize = 80;
/// Headings and what a reader looks for first.
pub(in crate::cli) const STRONG: Style = Style::new().bold();
/// What stands beside.
pub(in crate::cli) const FAINT: Style = Style::new().dimmed();
/// What came out.
pub(in crate::cli) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What did not.
pub(in crate::cli) const LACKING: Style = AnsiColor::Yellow.on_default();
/// Terms of grammar and of the ontology.
pub(in crate::cli) const TERM: Style = AnsiColor::Cyan.on_default();

/// A text in a style.
pub(in crate::cli) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A text on one line, cut to a number of columns.
pub(in crate::cli) fn cut(text: &str, width: usize) -> String {
    let line = one_line(text);
    if display_width(&line) <= width {
        return line;
    }
    let mut kept = String::new();
    for c in line.chars() {
        kept.push(c);
        if display_width(&kept) >= width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// A text with spaces behind it up to a number of columns.
pub(in crate::cli) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// A paragraph wrapped to the page, its later lines further in by two columns than the first.
pub(in crate::cli) fn wrap(text: &str, indent: usize) -> String {
    let (first, later) = (" ".repeat(indent), " ".repeat(indent + 2));
    let options = textwrap::Options::new(WIDTH).initial_indent(&first).subsequent_indent(&later);
    // A date is not broken at its hyphens.
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation).break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

/// Rows of cells in columns as wide as their widest cell, the last one as it is.
pub(in crate::cli) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |at: usize| rows.iter().map(|row| display_width(&row[at])).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let mut page = String::new();
    for row in rows {
        let line: String = row.iter().zip(widths).map(|(cell, width)| pad(cell, width + 2)).collect();
        page.push_str(&format!("  {}\n", line.trim_end()));
    }
    page
}

/// A number of things: "1 document", "2 documents".
pub(in crate::cli) fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Words as a list with a conjunction: "to, in or at".
pub(in crate::cli) fn list(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
