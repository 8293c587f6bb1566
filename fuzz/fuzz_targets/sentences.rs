#![no_main]
//! The splitter of sentences and words: every span stands in the text, on whole characters, in order.

use chancery::knowledge::Folder;
use chancery::sentences::Segmenter;
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> =
    LazyLock::new(|| Segmenter::new(&Folder::ontology()).expect("the compiled ontology loads"));

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut end = 0;
    for sentence in SEGMENTER.split(text) {
        assert!(end <= sentence.span.start && sentence.span.end <= text.len(), "{text:?}");
        assert!(!text[sentence.span.start..sentence.span.end].is_empty(), "{text:?}");
        let mut inner = sentence.span.start;
        for token in &sentence.tokens {
            assert!(inner <= token.span.start && token.span.end <= sentence.span.end, "{text:?}");
            assert!(!text[token.span.start..token.span.end].trim().is_empty(), "{text:?}");
            inner = token.span.end;
        }
        end = sentence.span.end;
    }
});
