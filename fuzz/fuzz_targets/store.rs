#![no_main]
//! The loader of stores: a file is a store, one with a torn end, or told to be damaged.
//!
//! What begins as a store does is taken as it is. Hardly any such passes its checksums, so all else is the text of frames, for which
//! the rest of a store is made: a byte for the kind, the id of the document up to the end of the line, how it was made up to an
//! empty line, and N-Quads up to the mark of the next frame. The first two bytes tell which byte of the file is then damaged.

use chancery::rdf::{Background, Iris};
use chancery::store::Store;
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write;

const MARK: &[u8] = b"CHFR";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"CHANCERY") { bytes.to_vec() } else { store_of(bytes) };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("fuzz.store");
    std::fs::write(&path, &file).expect("a file");
    let Ok(store) = Store::open_read_only(&path) else { return };
    let documents: Vec<String> = store.documents().map(str::to_owned).collect();
    let is_sound = documents.iter().fold(true, |is_sound, document| {
        assert!(store.contains(document));
        store.document_quads(document).is_ok() && is_sound
    });
    let background = Background { iris: Iris::default(), gazetteer: Vec::new(), ontology: Vec::new() };
    let _ = store.graph(background);
    drop(store);
    // What can be read can be written to, and then holds the same. Copies are linked to their originals first, which needs what
    // documents say.
    match Store::open(&path, None) {
        Ok(store) => assert!(store.documents().eq(documents.iter().map(String::as_str))),
        Err(error) => assert!(!is_sound, "a sound store could not be opened: {error}"),
    }
});

/// A store with frames of some texts, and perhaps a damaged byte.
fn store_of(bytes: &[u8]) -> Vec<u8> {
    let Some((place, texts)) = bytes.split_first_chunk::<2>() else { return Vec::new() };
    let base = b"https://example.org/";
    let mut file = [b"CHANCERY", &2u32.to_le_bytes()[..], &length(base), base].concat();
    push_checksum(&mut file, 0);
    for text in parts(texts, MARK) {
        push_frame(&mut file, text);
    }
    let place = usize::from(u16::from_le_bytes(*place));
    if let Some(byte) = place.checked_sub(1).and_then(|at| file.get_mut(at)) {
        *byte ^= 1;
    }
    file
}

fn push_frame(file: &mut Vec<u8>, text: &[u8]) {
    let Some((kind, rest)) = text.split_first() else { return };
    let (id, rest) = cut(rest, b"\n");
    let (making, nquads) = cut(rest, b"\n\n");
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(nquads).expect("memory");
    let packed = encoder.finish().expect("memory");
    let start = file.len();
    file.extend_from_slice(MARK);
    file.push(kind & 1);
    for part in [id, making, nquads, &packed] {
        file.extend_from_slice(&length(part));
    }
    file.extend_from_slice(&0i64.to_le_bytes());
    push_checksum(file, start);
    let body = file.len();
    [id, making, &packed].iter().for_each(|part| file.extend_from_slice(part));
    push_checksum(file, body);
}

fn length(part: &[u8]) -> [u8; 4] {
    u32::try_from(part.len()).expect("a short input").to_le_bytes()
}

fn push_checksum(file: &mut Vec<u8>, from: usize) {
    let sum = crc32fast::hash(&file[from..]);
    file.extend_from_slice(&sum.to_le_bytes());
}

/// What stands before a mark and what behind it; all where there is none.
fn cut<'b>(bytes: &'b [u8], mark: &[u8]) -> (&'b [u8], &'b [u8]) {
    match bytes.windows(mark.len()).position(|window| window == mark) {
        Some(at) => (&bytes[..at], &bytes[at + mark.len()..]),
        None => (bytes, b""),
    }
}

fn parts<'b>(bytes: &'b [u8], mark: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (part, behind) = cut(rest, mark);
        rest = behind;
        (!part.is_empty() || !rest.is_empty()).then_some(part)
    })
}
