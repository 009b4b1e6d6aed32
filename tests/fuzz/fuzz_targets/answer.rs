//! What a server answers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tokenscope_fuzz::answer::run(bytes));
