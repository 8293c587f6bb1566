//! Mending: a parse in, the parse without some faults that show themselves out.
//!
//! Parsers take the first name of a list for a sentence of its own ("*South Africa*, China and Russia held an exercise"), or the
//! second for an apposition to it. Of names that are known to be of one kind ("Saudi Arabia, *Egypt* and Bahrain") neither is so.
//! And they take the object of a verb for the subject of the next one, which then has two: "Li met *Yoon* in Seoul, and the three
//! agreed".

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

/// Gives a verb the object that was taken for a second subject of the clause behind it.
pub fn mend_clauses(parse: &mut Parse) {
    for verb in 0..parse.words.len() {
        let Some(above) = parse.words[verb].head.filter(|_| parse.words[verb].deprel == Deprel::Ccomp) else {
            continue;
        };
        let of_verb = |parse: &Parse, token: usize| parse.words[token].head == Some(verb);
        let subjects: Vec<usize> =
            (above + 1..verb).filter(|&token| of_verb(parse, token) && is_subject(parse, token)).collect();
        let [object, subject] = subjects[..] else { continue };
        let links = |token: usize| of_verb(parse, token) && parse.words[token].deprel == Deprel::Cc;
        if (object + 1..subject).any(links) {
            (parse.words[object].head, parse.words[object].deprel) = (Some(above), Deprel::Obj);
            parse.words[verb].deprel = Deprel::Conj;
        }
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
    let head = |word: usize| parse.words[word].head;
    let verb = others.iter().find(|&&other| is_subject(parse, other)).and_then(|&other| head(other));
    let is_clause_of_first = |verb: usize| head(verb) == Some(*first) && parse.words[verb].deprel == Deprel::Parataxis;
    let is_apart = parse.words[*first].deprel == Deprel::Root && verb.is_some_and(is_clause_of_first);
    let is_beside = is_subject(parse, *first) && head(*first) == verb;
    let belongs = |&other: &usize| match parse.words[other].deprel {
        Deprel::Conj | Deprel::Appos | Deprel::Compound | Deprel::Flat => {
            head(other).is_some_and(|head| head == *first || others.contains(&head))
        }
        _ => is_subject(parse, other) && head(other) == verb && (is_apart || is_beside),
    };
    if !others.iter().all(belongs) {
        return;
    }
    if let Some(verb) = verb.filter(|_| is_apart) {
        for token in verb + 1..parse.words.len() {
            if parse.words[token].head == Some(*first) {
                parse.words[token].head = Some(verb);
            }
        }
        (parse.words[verb].head, parse.words[verb].deprel) = (None, Deprel::Root);
        (parse.words[*first].head, parse.words[*first].deprel) = (Some(verb), Deprel::Nsubj);
    }
    for &other in others {
        (parse.words[other].head, parse.words[other].deprel) = (Some(*first), Deprel::Conj);
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
        mended_by(words, mend_lists)
    }

    fn mended_by(words: &str, mend: impl Fn(&mut Parse, &[Range<usize>])) -> String {
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
        mend(&mut parse, &names);
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
            "Egypt/8/nsubj ,/3/punct Qatar/6/compound ,/6/punct and/6/cc Iran/1/appos have/8/aux met/0/root",
            whole,
        ] {
            assert_eq!(mended(parted), whole);
        }
    }

    #[test]
    fn a_clause_has_one_subject() {
        let mend = |words| mended_by(words, |parse, _| mend_clauses(parse));
        assert_eq!(
            mend("Li/2/nsubj met/0/root Yoon/7/nsubj ,/7/punct and/7/cc they/7/nsubj agreed/2/ccomp"),
            "Li/2/nsubj met/0/root Yoon/2/obj ,/7/punct and/7/cc they/7/nsubj agreed/2/conj"
        );
        let whole = "Li/2/nsubj said/0/root Yoon/6/nsubj and/5/cc Xi/3/conj agreed/2/ccomp";
        assert_eq!(mend(whole), whole);
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
