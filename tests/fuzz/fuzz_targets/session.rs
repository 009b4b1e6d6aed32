//! A whole session: keys, pastes, files, answers and sizes of the screen.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tokenscope_fuzz::session::run(bytes));
