//! Sentences and syntax: what holds of every text, and what the model makes of news.

use chancery::knowledge::Folder;
use chancery::sentences::{Segmenter, Sentence};
use chancery::span::Span;
use chancery::syntax::{Deprel, Parse, Parser, Upos, Xpos, conllu};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> =
    LazyLock::new(|| Segmenter::new(&Folder::ontology()).expect("the ontology is sound"));
static PARSER: LazyLock<Parser> = LazyLock::new(|| Parser::compiled().expect("the model is sound"));

fn tokens(text: &str) -> Vec<Vec<&str>> {
    SEGMENTER.split(text).iter().map(|sent| sent.tokens.iter().map(|tok| tok.span.of(text)).collect()).collect()
}

fn parse(text: &str) -> (Vec<Sentence>, Vec<Parse>) {
    let sentences = SEGMENTER.split(text);
    let parses = PARSER.parse(text, &sentences, &[]);
    (sentences, parses)
}

#[track_caller]
fn check_tokens(text: &str, expected: &str) {
    let got: Vec<String> = tokens(text).iter().map(|sent| sent.join(" ")).collect();
    assert_eq!(got.join(" | "), expected);
}

#[test]
fn contractions_and_possessives_are_two_tokens() {
    check_tokens("They don't; Russia’s can't, states' cannot.", "They do n't ; Russia ’s ca n't , states ' can not .");
}

#[test]
fn hyphens_part_compounds_but_not_prefixes_and_codes() {
    check_tokens("US-led anti-missile e-mail F-16", "US - led anti-missile e-mail F - 16");
    check_tokens("in 2014-15 call 713-853-3989", "in 2014 - 15 call 713-853-3989");
}

#[test]
fn currencies_part_from_amounts_and_amounts_from_units() {
    check_tokens("$400 billion, US$25, $US2, €5m and 5%", "$ 400 billion , US$ 25 , $US 2 , € 5 m and 5 %");
}

#[test]
fn abbreviations_keep_their_period_and_end_no_sentence() {
    check_tokens(
        "The U.S. Congress met Mr. Kim on Jan. 5. It left.",
        "The U.S. Congress met Mr. Kim on Jan. 5 . | It left .",
    );
    check_tokens("He left the U.S. The talks failed.", "He left the U.S. | The talks failed .");
}

#[test]
fn quotations_are_split_into_their_sentences() {
    check_tokens("“We won. We did,” he said—twice.", "“ We won . | We did , ” he said — twice .");
}

#[test]
fn a_blank_line_ends_a_sentence_and_a_single_newline_does_not() {
    check_tokens("Talks in\nGeneva\n \nNext", "Talks in Geneva | Next");
}

#[test]
fn addresses_are_one_token() {
    check_tokens(
        "See (https://example.org/a-b?c=d), or a.b@example.org.",
        "See ( https://example.org/a-b?c=d ) , or a.b@example.org .",
    );
}

#[test]
fn names_from_outside_become_proper_nouns() {
    let text = "Xi met them.";
    let sentences = SEGMENTER.split(text);
    let parses = PARSER.parse(text, &sentences, &[Span::new(0, 2)]);
    assert_eq!(parses[0].words[0].upos, Upos::Propn);
}

#[test]
fn words_carry_lemma_tense_and_number() {
    let (_, parses) = parse("Ministers went home.");
    let words = &parses[0].words;
    assert_eq!((words[0].lemma.as_str(), words[0].xpos), ("minister", Xpos::Nns));
    assert_eq!((words[1].lemma.as_str(), words[1].xpos), ("go", Xpos::Vbd));
}

#[test]
fn parsing_sentences_together_or_alone_gives_the_same() {
    let text = "Peru signed. China sold Iran two old ships, and left. Talks failed.";
    let (sentences, together) = parse(text);
    for (sent, expected) in sentences.iter().zip(together) {
        assert_eq!(PARSER.parse(text, std::slice::from_ref(sent), &[]), [expected]);
    }
}

#[test]
fn a_very_long_sentence_is_one_tree() {
    let text = "Norway and ".repeat(2_500);
    let (sentences, parses) = parse(&text);
    assert_eq!(sentences.iter().map(|sent| sent.tokens.len()).sum::<usize>(), 5_000);
    parses.iter().for_each(assert_tree);
}

#[test]
fn the_model_is_the_one_that_the_checksum_names() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let sum = Sha256::digest(std::fs::read(folder.join("english.model")).unwrap());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = std::fs::read_to_string(folder.join("english.model.sha256")).unwrap();
    assert_eq!(expected.split_whitespace().next(), Some(sum.as_str()));
}

#[test]
fn damaged_models_are_refused() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english.model")).unwrap();
    assert!(Parser::from_bytes(&bytes[..bytes.len() / 2]).is_err());
    assert!(Parser::from_bytes(b"").is_err());
}

#[test]
fn a_conllu_file_keeps_its_tokens_comments_and_ranges() {
    let text = "# text = Don't go\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
                3\tgo\t_\t_\t_\t_\t_\t_\t_\tMisc=1\n\n";
    let out = conllu::parse_again(text, &PARSER).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..2], ["# text = Don't go", "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_"]);
    assert!(lines[2].starts_with("1\tDo\tdo\tAUX\tVB\t"), "{}", lines[2]);
    assert!(lines[4].starts_with("3\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t"), "{}", lines[4]);
    assert!(lines[4].ends_with("\tMisc=1"));
    let error = conllu::parse_again("1\tx\n", &PARSER).unwrap_err();
    assert_eq!((error.line_number(), error.to_string().as_str()), (Some(1), "expected ten columns parted by tabs"));
}

#[test]
fn a_text_becomes_conllu() {
    let text = "Peru’s\nenvoy left.";
    let (sentences, parses) = parse(text);
    let out = conllu::write_document("doc", text, &sentences, &parses, &PARSER);
    assert!(out.starts_with(
        "# newdoc id = doc\n# sent_id = doc-1\n# text = Peru’s envoy left.\n1\tPeru\tPeru\tPROPN\tNNP\tNumber=Sing\t3\t"
    ));
    assert_eq!(conllu::read(&out).unwrap()[0].forms(), ["Peru", "’s", "envoy", "left", "."]);
}

/// One root, every head in range, no cycle.
fn assert_tree(parse: &Parse) {
    let words = &parse.words;
    assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), 1);
    for (idx, word) in words.iter().enumerate() {
        assert_eq!(word.head.is_none(), word.deprel == Deprel::Root);
        let mut at = idx;
        for _ in 0..=words.len() {
            match words[at].head {
                Some(head) => at = head,
                None => break,
            }
        }
        assert_eq!(words[at].head, None, "a cycle over token {idx}");
    }
}

fn check_all(text: &str) {
    let (sentences, parses) = parse(text);
    assert_eq!(sentences.len(), parses.len());
    let mut end = 0;
    for (sent, parse) in sentences.iter().zip(&parses) {
        assert_eq!(sent.tokens.len(), parse.words.len());
        assert_eq!(sent.span, sent.tokens[0].span.join(sent.tokens[sent.tokens.len() - 1].span));
        for tok in &sent.tokens {
            assert!(end <= tok.span.start && !tok.span.is_empty());
            assert_eq!(tok.span.of(text).trim(), tok.span.of(text));
            assert!(text[end..tok.span.start].chars().all(char::is_whitespace), "{text:?}: a character has no token");
            end = tok.span.end;
        }
        assert_tree(parse);
    }
    assert!(text[end..].chars().all(char::is_whitespace), "{text:?}: a character has no token");
}

#[test]
fn odd_texts_are_covered_by_tokens_and_trees() {
    for text in [
        "",
        " \n\n ",
        "...",
        "!?!?",
        "🙂",
        "🙂🙂 👩‍👩‍👧 ok",
        "'s",
        "$",
        "-",
        "’",
        "\u{feff}a",
        "a\u{a0}b",
        "１２％",
        "北京。上海",
        "''''",
        "_",
        "@",
        "a.b.c.",
        "#",
        "\u{0}",
    ] {
        check_all(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_covered_by_tokens_and_trees(text in "\\PC{0,80}") {
        check_all(&text);
    }

    #[test]
    fn any_mix_of_marks_and_words_is_covered(parts in prop::collection::vec("[a-zA-Z]{1,4}|[-.,'’\"“”$%/:;!?()—… \n]|U\\.S\\.|[0-9]{1,3}|n't|'s", 0..60)) {
        check_all(&parts.concat());
    }
}

/// The arcs of a parse as the golden file writes them.
fn arcs(text: &str) -> Vec<String> {
    let (sentences, parses) = parse(text);
    assert_eq!(sentences.len(), 1, "{text}");
    let forms: Vec<&str> = sentences[0].tokens.iter().map(|tok| tok.span.of(text)).collect();
    let name = |idx: usize| match forms.iter().filter(|form| **form == forms[idx]).count() {
        1 => forms[idx].to_owned(),
        _ => format!("{}/{}", forms[idx], forms[..=idx].iter().filter(|form| **form == forms[idx]).count()),
    };
    let words = parses[0].words.iter().enumerate();
    words.filter_map(|(idx, word)| Some(format!("{}({}, {})", word.deprel, name(word.head?), name(idx)))).collect()
}

#[test]
fn news_has_the_arcs_that_frames_need() {
    let golden = include_str!("golden/news.txt");
    let blocks = golden.split("\n\n").skip(1);
    let (mut sentences, mut report) = (0, String::new());
    for block in blocks {
        let (text, expected) = block.trim().split_once('\n').expect("a sentence and its arcs");
        let got = arcs(text);
        for arc in expected.replace('\n', " ").split_inclusive(')').map(str::trim) {
            let (is_known_miss, arc) = arc.strip_prefix('~').map_or((false, arc), |arc| (true, arc));
            if got.iter().any(|got| got == arc) == is_known_miss {
                let what = if is_known_miss { "is found now" } else { "is missing" };
                report += &format!("{text}\n  {arc} {what}\n");
            }
        }
        sentences += 1;
    }
    assert_eq!(sentences, 40);
    assert!(report.is_empty(), "{report}");
}
