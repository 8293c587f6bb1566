#![no_main]
//! Plain text and Markdown.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.txt", "a.md"], bytes));
