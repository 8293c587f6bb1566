#![no_main]
//! JSON Lines, CSV and TSV.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.jsonl", "a.csv", "a.tsv"], bytes));
