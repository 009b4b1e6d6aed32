//! What the fuzzer tries. The project's tests run the same over the inputs that it kept.

pub mod answer;
pub mod paste;
pub mod session;
