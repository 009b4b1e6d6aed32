//! Any bytes are recognised as something, and what is not has a problem to show.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenscope::{
    input::{Message, read_message, recognize},
    token::Kind,
};

fuzz_target!(|bytes: &[u8]| {
    for artifact in [recognize(bytes), read_message(Message::default(), bytes)] {
        assert!(artifact.kind != Kind::Unrecognized || artifact.problem.is_some());
    }
});
