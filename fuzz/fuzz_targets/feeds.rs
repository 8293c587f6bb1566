#![no_main]
//! RSS and Atom.

mod shared;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shared::read(&["a.xml"], bytes));
