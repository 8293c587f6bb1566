//! Damage at random: bytes of sound files changed, cut out and doubled. Whatever comes of it is documents with a text or errors on
//! one line, and no end of the program. `fuzz/` does the same with more patience; what it finds stands here, too.

use crate::inputs::{STORY, gzip, page, response, sent, zip};
use chancery::documents::{Cleaner, Reader, Register, Settings};
use chancery::knowledge::Folder;
use proptest::prelude::*;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(Cleaner::load(&Folder::ontology()).unwrap(), Settings::default()));

/// Sound files of every format that can be made in a few lines.
fn sound() -> Vec<(&'static str, Vec<u8>)> {
    let warc = [sent("https://example.org/1", &page()), sent("https://example.org/2", &page())].concat();
    let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
    let packed = response("https://example.org/3", chunked, &gzip(page().as_bytes()));
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>E</title><item><title>T</title><description>{STORY}</description></item></channel></rss>"
    );
    vec![
        ("a.txt", STORY.as_bytes().to_vec()),
        ("a.md", format!("---\ntitle: T\n---\n# Head\n\n- *{STORY}*\n\n<div>x</div>\n").into_bytes()),
        ("a.html", page().into_bytes()),
        ("a.jsonl", format!("{{\"text\": \"{STORY}\"}}\n").repeat(2).into_bytes()),
        ("a.csv", format!("id,text\n1,\"{STORY}\"\n2,x\n").into_bytes()),
        ("a.rss", feed.into_bytes()),
        ("a.warc.gz", [gzip(&warc), gzip(&packed)].concat()),
        ("a.warc", [warc, packed].concat()),
        ("a.zip", zip(&[("a.txt", STORY.as_bytes()), ("b.html", page().as_bytes())])),
        ("a.txt.zst", zstd::encode_all(STORY.as_bytes(), 0).unwrap()),
    ]
}

/// One change: where, as a part of the length; how many bytes; what they become.
fn change() -> impl Strategy<Value = (f64, usize, Option<u8>)> {
    (0.0..1.0, 1_usize..40, prop_oneof![Just(None), any::<u8>().prop_map(Some)])
}

fn damage(bytes: &mut Vec<u8>, (place, length, becomes): (f64, usize, Option<u8>)) {
    let start = (place * bytes.len() as f64) as usize;
    let end = (start + length).min(bytes.len());
    match becomes {
        Some(byte) if byte % 3 == 0 => bytes[start..end].fill(byte),
        Some(byte) if byte % 3 == 1 => bytes.extend_from_within(start..end),
        Some(byte) => bytes.insert(start, byte),
        None => drop(bytes.drain(start..end)),
    }
}

fn read(name: &str, bytes: Vec<u8>) {
    let mut register = Register::default();
    for raw in READER.find_in_bytes(name, bytes) {
        match raw.and_then(|raw| READER.understand(raw)).and_then(|found| register.admit(found)) {
            Ok(Some(document)) => assert!(!document.id.is_empty() && !document.text.trim().is_empty(), "{document:?}"),
            Ok(None) => {}
            Err(error) => assert!(!error.to_string().contains('\n') && error.path().is_some(), "{error:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_file_is_read_or_told(changes in prop::collection::vec(change(), 1..5)) {
        for (name, mut bytes) in sound() {
            changes.iter().for_each(|change| damage(&mut bytes, *change));
            read(name, bytes);
        }
    }

    #[test]
    fn noise_is_read_or_told(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (name, sound) in sound() {
            // The first bytes of a sound file lead the noise past the door.
            read(name, [&sound[..12.min(sound.len())], &bytes].concat());
        }
    }
}

fn messages(name: &str, bytes: &[u8]) -> Vec<String> {
    let read = READER.find_in_bytes(name, bytes.to_vec()).map(|raw| raw.and_then(|raw| READER.understand(raw)));
    read.filter_map(|item| item.err().map(|error| error.to_string())).collect()
}

#[test]
fn a_page_of_marks_alone_is_an_error() {
    assert_eq!(messages("a.html", b"."), ["a.html: a document without text"]);
}

#[test]
fn a_message_stands_on_one_line_whatever_a_file_is_called() {
    let bytes = zip(&[("b\nc\u{1b}[2J.doc", b"x\0")]);
    let messages = messages("a.zip", &bytes);
    assert!(messages[0].starts_with("a.zip/b\u{fffd}c\u{fffd}[2J.doc: unknown format"), "{messages:?}");
}

#[test]
fn a_message_stands_on_one_line_whatever_it_quotes() {
    let expected = "a.csv:1: no column \"text\" (known: c T); tell which holds the text with --field text=COLUMN";
    assert_eq!(messages("a.csv", b"\"c\nT\""), [expected]);
}
