//! Compact tokens, keys and verdicts.

mod decode;
mod sign;
mod vectors;
