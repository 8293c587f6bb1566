//! What cannot be seen from outside: standard input, whose format its content tells.

use super::*;
use crate::knowledge::Folder;
use std::io::Cursor;

fn read(stream: &'static [u8]) -> Vec<std::result::Result<(String, String), String>> {
    let cleaner = Cleaner::load(&Folder::ontology()).unwrap();
    let reader = Reader::new(cleaner, Settings::default());
    let understand = |raw: Result<Raw>| raw.and_then(|raw| reader.understand(raw)).map(|found| found.what);
    let items = reader.find_in_stream(Input::Stream(Box::new(Cursor::new(stream))));
    items
        .map(|item| match understand(item) {
            Ok(Ok(document)) => Ok((document.id, document.text)),
            Ok(Err(skipped)) => Err(format!("{skipped:?}")),
            Err(error) => Err(error.to_string()),
        })
        .collect()
}

#[test]
fn a_stream_of_objects_is_json_lines() {
    let expected = [Ok(("a".to_owned(), "*A*".to_owned())), Err("<stdin>:3: a document without text".to_owned())];
    assert_eq!(read(b"\n{\"id\": \"a\", \"text\": \"*A*\"}\n{\"text\": \"\"}\n"), expected);
}

#[test]
fn any_other_stream_is_one_plain_text() {
    assert_eq!(read(b"Putin met\n*Xi*."), [Ok(("stdin".to_owned(), "Putin met Xi.".to_owned()))]);
}

#[test]
fn an_empty_stream_is_an_error() {
    assert_eq!(read(b""), [Err("<stdin>: the file is empty".to_owned())]);
}

#[test]
fn a_stream_may_be_a_table_a_page_or_compressed() {
    assert_eq!(read(b"id;text\na;They met.\n"), [Ok(("a".to_owned(), "They met.".to_owned()))]);
    let page =
        b"<!-- x --><html><title>Talks</title><body><article><p>They met in the hall and spoke of peace.</p></article>";
    assert_eq!(read(page).len(), 1);
    assert!(read(page)[0].as_ref().is_ok_and(|(_, text)| text.ends_with("They met in the hall and spoke of peace.")));
    assert_eq!(read(b"\x1f\x8b\x08\0"), [Err("<stdin>: cannot read: the compressed data breaks off".to_owned())]);
}
