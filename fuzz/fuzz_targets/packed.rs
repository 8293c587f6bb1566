#![no_main]
//! Compressed files.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.txt.gz", "a.txt.zst", "a.txt.bz2"], bytes));
