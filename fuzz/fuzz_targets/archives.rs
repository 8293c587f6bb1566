#![no_main]
//! Zip and tar.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.zip", "a.tar"], bytes));
