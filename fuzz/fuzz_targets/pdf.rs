#![no_main]
//! PDF.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.pdf"], bytes));
