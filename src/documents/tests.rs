//! What cannot be seen from outside: standard input, whose format its content tells.

use super::*;
use crate::knowledge::Folder;
use std::io::Cursor;

fn read(stream: &'static [u8]) -> Vec<std::result::Result<(String, String), String>> {
    let cleaner = Cleaner::load(&Folder::ontology()).unwrap();
    let items = read_stream(Box::new(Cursor::new(stream)), &cleaner);
    items
        .map(|item| item.map(|read| (read.document.id, read.document.text)).map_err(|error| error.to_string()))
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
