//! Lists: a parse and the names that are alike in, the parse with lists of them made whole out.
//!
//! Parsers take the first name of a list for a sentence of its own ("*South Africa*, China and Russia held an exercise"), or the
//! second for an apposition to it. Of names that are known to be of one kind ("Saudi Arabia, *Egypt* and Bahrain") neither is so.

use super::{Deprel, Parse, Upos, Xpos};
use std::ops::Range;

/// Makes one list of names where the parser has parted it. `names` are the tokens of names of one kind, in order: of countries, say.
pub fn mend_lists(parse: &mut Parse, names: &[Range<usize>]) {
    let mut rest = names;
    while let [_, after @ ..] = rest {
        let length = 1 + rest.windows(2).take_while(|pair| follows(parse, &pair[0], &pair[1])).count();
        let (list, behind) = rest.split_at(length);
        // "A, B and C": a list of two cannot be told from "in A, B".
        if let [.., last_but_one, last] = list
            && list.len() > 2
            && (last_but_one.end..last.start).any(|token| parse.words[token].upos == Upos::Cconj)
        {
            mend(parse, list);
        }
        rest = if length > 1 { behind } else { after };
    }
}

/// Whether only a comma, a conjunction and an article stand between two names.
fn follows(parse: &Parse, one: &Range<usize>, next: &Range<usize>) -> bool {
    let between = one.end..next.start;
    let joins = |token: usize| match parse.words[token].upos {
        Upos::Punct => parse.words[token].xpos == Xpos::Comma,
        Upos::Cconj | Upos::Det => true,
        _ => false,
    };
    let parts = |token: usize| parse.words[token].upos != Upos::Det;
    between.clone().all(joins) && between.clone().any(parts)
}

fn mend(parse: &mut Parse, list: &[Range<usize>]) {
    let heads: Option<Vec<usize>> = list.iter().map(|name| head_of(parse, name)).collect();
    let Some([first, others @ ..]) = heads.as_deref() else { return };
    let (first, second) = (*first, others[0]);
    let word = parse.words[second].clone();
    let verb = word.head.filter(|_| is_subject(parse, second));
    let is_clause_of_first =
        |verb: usize| parse.words[verb].head == Some(first) && parse.words[verb].deprel == Deprel::Parataxis;
    match verb {
        Some(verb) if parse.words[first].deprel == Deprel::Root && is_clause_of_first(verb) => {
            for token in verb + 1..parse.words.len() {
                if parse.words[token].head == Some(first) {
                    parse.words[token].head = Some(verb);
                }
            }
            (parse.words[verb].head, parse.words[verb].deprel) = (None, Deprel::Root);
            (parse.words[first].head, parse.words[first].deprel) = (Some(verb), word.deprel);
        }
        Some(verb) if parse.words[first].head == Some(verb) && is_subject(parse, first) => {}
        None if word.head == Some(first) && word.deprel == Deprel::Appos => {}
        _ => return,
    }
    for &other in others {
        let word = &mut parse.words[other];
        if other == second || word.deprel == Deprel::Conj && word.head == Some(second) {
            (word.head, word.deprel) = (Some(first), Deprel::Conj);
        }
    }
}

fn is_subject(parse: &Parse, word: usize) -> bool {
    matches!(parse.words[word].deprel, Deprel::Nsubj | Deprel::NsubjPass)
}

/// The word of a name that hangs on none other of it.
fn head_of(parse: &Parse, name: &Range<usize>) -> Option<usize> {
    name.clone().find(|&token| parse.words[token].head.is_none_or(|head| !name.contains(&head)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Word;

    /// Words as "form/head/relation", heads counted from 1; those of the names have a capital letter.
    fn mended(words: &str) -> String {
        let parts: Vec<[&str; 3]> =
            words.split(' ').map(|word| word.split('/').collect::<Vec<_>>().try_into().unwrap()).collect();
        let is_name = |form: &str| form.starts_with(char::is_uppercase);
        let word = |&[form, head, deprel]: &[&str; 3]| {
            let (upos, xpos) = match form {
                "," => (Upos::Punct, Xpos::Comma),
                "and" => (Upos::Cconj, Xpos::Cc),
                "the" => (Upos::Det, Xpos::Dt),
                _ => (Upos::X, Xpos::Fw),
            };
            let head = head.parse::<usize>().unwrap().checked_sub(1);
            Word { lemma: form.into(), upos, xpos, head, deprel: deprel.parse().unwrap() }
        };
        let mut parse = Parse { words: parts.iter().map(word).collect() };
        let mut names: Vec<Range<usize>> = Vec::new();
        for token in (0..parts.len()).filter(|&token| is_name(parts[token][0])) {
            match names.last_mut().filter(|name| name.end == token) {
                Some(name) => name.end = token + 1,
                None => names.push(token..token + 1),
            }
        }
        mend_lists(&mut parse, &names);
        let written = parse.words.iter().map(|word| {
            let head = word.head.map_or(0, |head| head + 1);
            format!("{}/{head}/{}", word.lemma, word.deprel)
        });
        written.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_first_name_is_no_sentence_of_its_own() {
        assert_eq!(
            mended(
                "South/2/compound Africa/0/root ,/4/punct China/7/nsubj and/6/cc Russia/4/conj met/2/parataxis ./2/punct"
            ),
            "South/2/compound Africa/7/nsubj ,/4/punct China/2/conj and/6/cc Russia/2/conj met/0/root ./7/punct"
        );
    }

    #[test]
    fn the_second_name_is_no_apposition_and_no_second_subject() {
        let whole = "Egypt/8/nsubj ,/3/punct Qatar/1/conj ,/6/punct and/6/cc Iran/1/conj have/8/aux met/0/root";
        for parted in [
            "Egypt/8/nsubj ,/3/punct Qatar/1/appos ,/6/punct and/6/cc Iran/3/conj have/8/aux met/0/root",
            "Egypt/8/nsubj ,/3/punct Qatar/8/nsubj ,/6/punct and/6/cc Iran/3/conj have/8/aux met/0/root",
            whole,
        ] {
            assert_eq!(mended(parted), whole);
        }
    }

    #[test]
    fn what_may_be_no_list_stays_as_it_is() {
        for words in [
            "in/2/case Egypt/7/obl ,/4/punct Qatar/7/nsubj and/6/cc Iran/4/conj met/0/root",
            "Paris/6/nsubj ,/3/punct France/1/appos ,/1/punct was/6/cop calm/0/root",
            "Egypt/4/nsubj ,/3/punct Qatar/1/appos left/0/root and/6/cc Iran/4/conj",
        ] {
            assert_eq!(mended(words), words);
        }
    }
}
