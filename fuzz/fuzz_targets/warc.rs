#![no_main]
//! WARC and ARC.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.warc", "a.arc"], bytes));
