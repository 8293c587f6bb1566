#![no_main]
//! The loader of stores: a file is a store, one with a torn end, or told to be damaged.

use chancery::store::Store;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("fuzz.store");
    std::fs::write(&path, bytes).expect("a file");
    let Ok(store) = Store::open_read_only(&path) else { return };
    let documents: Vec<String> = store.documents().map(str::to_owned).collect();
    for document in &documents {
        assert!(store.contains(document));
        let _ = store.document_quads(document);
    }
    drop(store);
    // What can be read can be written to, and then holds the same.
    let store = Store::open(&path, None).expect("a store that could be read");
    assert!(store.documents().eq(documents.iter().map(String::as_str)));
});
