//! A parse in; its tree, drawn with one line a word, out. A word stands between those that depend on it on its left and on its
//! right, so that the lines read as the sentence does:
//!
//! ```text
//! ┌─ Merkel   nsubj
//! visited     root
//! └─ Moscow   obj
//! ```

use crate::cli::page;
use crate::syntax::Tree;
use std::ops::RangeInclusive;
use textwrap::core::display_width;

/// Columns that the drawing may take, if it can.
const WIDTH: usize = 46;
/// Columns of one step down the tree, the widest that fits.
const STEPS: [usize; 3] = [3, 2, 1];

/// The words of a tree in the order of its lines, each with its drawing.
pub(super) fn draw(tree: &Tree<'_>, forms: &[&str]) -> Vec<(usize, String)> {
    let rows = rows(tree);
    let width = |step| rows.iter().map(|&(word, depth)| depth * step + display_width(forms[word])).max();
    let step = STEPS.into_iter().find(|&step| width(step) <= Some(WIDTH)).unwrap_or(1);
    let mut row_of = vec![0; tree.len()];
    for (row, &(word, _)) in rows.iter().enumerate() {
        row_of[word] = row;
    }
    let line = |&(word, depth): &(usize, usize)| {
        (word, format!("{}{}", lines_before(tree, &row_of, word, depth, step), forms[word]))
    };
    rows.iter().map(line).collect()
}

/// Every word with its depth, from the top of the page to its bottom.
fn rows(tree: &Tree<'_>) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let mut seen = vec![false; tree.len()];
    // A word that no root reaches can only be on a cycle, which a sound parse has not; it still gets its line.
    let roots = (0..tree.len()).filter(|&word| tree.head(word).is_none());
    for root in roots.chain(0..tree.len()) {
        let mut open = vec![(root, 0, false)];
        while let Some((word, depth, is_ready)) = open.pop() {
            if is_ready {
                rows.push((word, depth));
            } else if !std::mem::replace(&mut seen[word], true) {
                let (left, right): (Vec<_>, Vec<_>) = tree.children(word).iter().partition(|&&child| child < word);
                open.extend(right.into_iter().rev().map(|child| (child, depth + 1, false)));
                open.push((word, depth, true));
                open.extend(left.into_iter().rev().map(|child| (child, depth + 1, false)));
            }
        }
    }
    rows
}

/// The lines from the words above to a word.
fn lines_before(tree: &Tree<'_>, row_of: &[usize], word: usize, depth: usize, step: usize) -> String {
    let row = row_of[word];
    let mut pieces = Vec::new();
    for (at, head) in tree.ancestors(word).take(depth).enumerate() {
        let rows = rows_below(tree, row_of, head);
        let is_inside = *rows.start() < row && row < *rows.end();
        let piece = match (at, row) {
            (0, row) if row == *rows.start() => "┌",
            (0, row) if row == *rows.end() => "└",
            (0, _) => "├",
            _ if is_inside => "│",
            _ => " ",
        };
        let rest = if at == 0 { ["", "─", "─ "] } else { ["", " ", "  "] };
        pieces.push(format!("{piece}{}", rest[step - 1]));
    }
    pieces.reverse();
    pieces.concat()
}

/// The rows from the first to the last of a head and its dependents.
fn rows_below(tree: &Tree<'_>, row_of: &[usize], head: usize) -> RangeInclusive<usize> {
    let rows = || tree.children(head).iter().chain([&head]).map(|&word| row_of[word]);
    rows().min().unwrap_or_default()..=rows().max().unwrap_or_default()
}

/// The drawing with lemma, part of speech and relation beside it, as lines of a page.
pub(super) fn describe(tree: &Tree<'_>, forms: &[&str]) -> String {
    let row = |(word, drawing): (usize, String)| {
        let deprel = tree.deprel(word).as_str();
        let lemma = page::styled(page::FAINT, &page::cut(tree.lemma(word), 14));
        let upos = page::styled(page::FAINT, tree.upos(word).as_str());
        [drawing, page::styled(page::TERM, deprel), upos, lemma]
    };
    page::columns(&draw(tree, forms).into_iter().map(row).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Deprel, Parse, Upos, Word, Xpos};

    /// The drawing of words whose heads are given, counted from 1, 0 for the root.
    fn drawn(words: &[(&str, usize)]) -> String {
        let word = |&(_, head): &(&str, usize)| Word {
            lemma: "".into(),
            upos: Upos::X,
            xpos: Xpos::Xx,
            head: head.checked_sub(1),
            deprel: Deprel::Dep,
        };
        let parse = Parse { words: words.iter().map(word).collect() };
        let forms: Vec<_> = words.iter().map(|(form, _)| *form).collect();
        let lines = draw(&Tree::new(&parse), &forms);
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_lines_of_a_tree_read_as_its_sentence() {
        let words = [("Angela", 2), ("Merkel", 3), ("refused", 0), ("to", 5), ("visit", 3), ("Moscow", 5), (".", 3)];
        let expected = ["   ┌─ Angela", "┌─ Merkel", "refused", "│  ┌─ to", "├─ visit", "│  └─ Moscow", "└─ ."];
        assert_eq!(drawn(&words), expected.join("\n"));
    }

    #[test]
    fn a_deep_tree_is_drawn_narrower() {
        let chain: Vec<_> = (0..40).map(|head| ("word", head)).collect();
        let drawing = drawn(&chain);
        assert!(drawing.lines().all(|line| display_width(line) <= WIDTH), "{drawing}");
        assert!(drawing.ends_with("└word"));
    }

    #[test]
    fn words_on_a_cycle_and_of_two_roots_are_all_drawn() {
        assert_eq!(drawn(&[("a", 0), ("b", 0)]), "a\nb");
        assert_eq!(drawn(&[("a", 2), ("b", 1), ("c", 0)]).lines().count(), 3);
        assert_eq!(drawn(&[]), "");
    }
}
