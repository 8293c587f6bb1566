#![no_main]
//! Parquet.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.parquet"], bytes));
