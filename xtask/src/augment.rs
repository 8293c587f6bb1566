//! Newswire from treebanks: trees in, copies with phrases of newswire put in ("the court *on Tuesday* freed him") out.
//!
//! Treebanks of web pages and essays seldom put a time between subject and verb, or "at least" before a number; news does so in
//! every other story. The phrases are those of `newswire.conllu`.

use crate::treebank::{Tree, read_tree};
use chancery::error::{Error, Result};
use chancery::syntax::conllu::{self, Line};
use chancery::syntax::{Deprel, Upos, Xpos};
use fastrand::Rng;

const PHRASES: &str = include_str!("../newswire.conllu");
const SUBJECTS: [Deprel; 2] = [Deprel::Nsubj, Deprel::NsubjPass];
const FINITE: [Xpos; 4] = [Xpos::Vbd, Xpos::Vbz, Xpos::Vbp, Xpos::Md];

/// Phrases by where they may stand.
struct Phrases {
    before_verb: Vec<Tree>,
    before_number: Vec<Tree>,
}

/// A copy of each tree in which something can be put; each place is used with probability `share`.
///
/// # Errors
/// Gives the phrase that is not well formed.
pub fn add_newswire(trees: &[Tree], share: f64, seed: u64) -> Result<Vec<Tree>> {
    let phrases = read_phrases()?;
    let mut rng = Rng::with_seed(seed);
    let copies = trees.iter().filter_map(|tree| {
        let places = find_places(tree);
        let chosen: Vec<_> = places.into_iter().filter(|_| rng.f64() < share).collect();
        // From the end, so that the places before keep their indexes.
        let mut copy = None;
        for (place, at, head) in chosen.into_iter().rev() {
            let choice = match place {
                Place::BeforeVerb => &phrases.before_verb,
                Place::BeforeNumber => &phrases.before_number,
            };
            let phrase = &choice[rng.usize(..choice.len())];
            copy = Some(insert(copy.as_ref().unwrap_or(tree), phrase, at, head));
        }
        copy
    });
    Ok(copies.collect())
}

#[derive(Clone, Copy)]
enum Place {
    BeforeVerb,
    BeforeNumber,
}

fn read_phrases() -> Result<Phrases> {
    let mut phrases = Phrases { before_verb: Vec::new(), before_number: Vec::new() };
    for block in conllu::read(PHRASES)?.into_iter().filter(|block| block.words().next().is_some()) {
        let place = block.lines.iter().find_map(|line| match line {
            Line::Verbatim(comment) => comment.strip_prefix("# insert = "),
            Line::Word(_) => None,
        });
        match place {
            Some("before verb") => phrases.before_verb.push(read_tree(&block)?),
            Some("before number") => phrases.before_number.push(read_tree(&block)?),
            _ => return Err(Error::new("newswire.conllu: expected \"# insert = before verb\" or \"before number\"")),
        }
    }
    Ok(phrases)
}

/// Where a phrase may be put, in the order of the text: the kind of place, the token that it stands before, its head.
fn find_places(tree: &Tree) -> Vec<(Place, usize, usize)> {
    let mut places: Vec<_> = (0..tree.forms.len())
        .filter_map(|token| {
            if is_counting(tree, token) {
                return Some((Place::BeforeNumber, token, token));
            }
            before_verb(tree, token).map(|at| (Place::BeforeVerb, at, tree.heads[token]))
        })
        .collect();
    places.sort_by_key(|(_, at, _)| *at);
    places.dedup_by_key(|(_, at, _)| *at);
    places
}

/// A number that counts a noun and has nothing before it that modifies it.
fn is_counting(tree: &Tree, token: usize) -> bool {
    tree.labels[token] == Deprel::Nummod
        && tree.heads[token] > token
        && tree.heads[token] < tree.forms.len()
        && tree.tags[tree.heads[token]].0 == Upos::Noun
        && !tree.heads.contains(&token)
}

/// The token behind a nominal subject whose verb begins right there.
fn before_verb(tree: &Tree, subject: usize) -> Option<usize> {
    let verb = tree.heads[subject];
    let nominal = matches!(tree.tags[subject].0, Upos::Noun | Upos::Propn);
    if !SUBJECTS.contains(&tree.labels[subject]) || !nominal || verb <= subject || tree.tags.get(verb)?.0 != Upos::Verb
    {
        return None;
    }
    let at = (subject..verb).find(|&token| token > subject && !is_below(tree, token, subject)).unwrap_or(verb);
    let begins_verb = at == verb || (tree.heads[at] == verb && tree.tags[at].0 == Upos::Aux);
    (begins_verb && FINITE.contains(&tree.tags[at].1)).then_some(at)
}

fn is_below(tree: &Tree, token: usize, top: usize) -> bool {
    let mut at = token;
    for _ in 0..tree.forms.len() {
        if at == top {
            return true;
        }
        match tree.heads.get(at) {
            Some(&head) => at = head,
            None => return false,
        }
    }
    false
}

/// The tree with a phrase before the token `at`, hanging on `head`.
fn insert(tree: &Tree, phrase: &Tree, at: usize, head: usize) -> Tree {
    let (len, more) = (tree.forms.len(), phrase.forms.len());
    let moved = |idx: usize| if idx >= at { idx + more } else { idx };
    let inner = |idx: &usize| if *idx == more { moved(head) } else { at + idx };
    let heads: Vec<usize> = tree.heads.iter().map(|&idx| moved(idx)).collect();
    debug_assert!(heads.iter().all(|&idx| idx <= len + more));
    Tree {
        forms: splice(&tree.forms, &phrase.forms, at),
        lemmas: splice(&tree.lemmas, &phrase.lemmas, at),
        tags: splice(&tree.tags, &phrase.tags, at),
        features: splice(&tree.features, &phrase.features, at),
        heads: splice(&heads, &phrase.heads.iter().map(inner).collect::<Vec<_>>(), at),
        labels: splice(&tree.labels, &phrase.labels, at),
    }
}

fn splice<T: Clone>(items: &[T], more: &[T], at: usize) -> Vec<T> {
    [&items[..at], more, &items[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(rows: &[(&str, Upos, Xpos, usize, Deprel)]) -> Tree {
        Tree {
            forms: rows.iter().map(|row| row.0.to_owned()).collect(),
            lemmas: rows.iter().map(|row| row.0.to_lowercase()).collect(),
            tags: rows.iter().map(|row| (row.1, row.2)).collect(),
            features: vec!["_".to_owned(); rows.len()],
            heads: rows.iter().map(|row| row.3).collect(),
            labels: rows.iter().map(|row| row.4).collect(),
        }
    }

    #[test]
    fn a_phrase_goes_between_subject_and_verb_and_before_a_number() {
        let court = tree(&[
            ("Courts", Upos::Noun, Xpos::Nns, 1, Deprel::Nsubj),
            ("freed", Upos::Verb, Xpos::Vbd, 4, Deprel::Root),
            ("19", Upos::Num, Xpos::Cd, 3, Deprel::Nummod),
            ("men", Upos::Noun, Xpos::Nns, 1, Deprel::Obj),
        ]);
        let copies = add_newswire(std::slice::from_ref(&court), 1.0, 1).unwrap();
        let copy = &copies[0];
        let at = |form: &str| copy.forms.iter().position(|other| other == form).unwrap();
        assert!(at("freed") > at("Courts") + 1 && at("19") > at("freed") + 1, "{:?}", copy.forms);
        let head = |form: &str| copy.heads[at(form)];
        assert_eq!(
            (head("Courts"), head("freed"), head("19"), head("men")),
            (at("freed"), copy.forms.len(), at("men"), at("freed"))
        );
        let phrases = (0..copy.forms.len()).filter(|&token| !court.forms.contains(&copy.forms[token]));
        assert!(phrases.into_iter().all(|token| copy.heads[token] < copy.forms.len()));
        assert!(add_newswire(&[court], 0.0, 1).unwrap().is_empty());
    }
}
