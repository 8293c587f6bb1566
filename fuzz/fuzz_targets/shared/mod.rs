//! What the targets for documents share.

use chancery::documents::{Cleaner, Reader, Register, Settings};
use chancery::knowledge::Folder;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let cleaner = Cleaner::load(&Folder::ontology()).expect("the compiled ontology loads");
    Reader::new(cleaner, Settings { any_language: true, ..Settings::default() })
});

/// Reads bytes as a file of each of these names: every item is a document with an id and a text, or an error on one line.
pub fn read(names: &[&str], bytes: &[u8]) {
    for name in names {
        let mut register = Register::default();
        for raw in READER.find_in_bytes(name, bytes.to_vec()) {
            match raw.and_then(|raw| READER.understand(raw)).and_then(|found| register.admit(found)) {
                Ok(Some(document)) => assert!(!document.id.is_empty() && !document.text.trim().is_empty(), "{document:?}"),
                Ok(None) => {}
                Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
            }
        }
    }
}
