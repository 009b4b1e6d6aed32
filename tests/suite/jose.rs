//! Compact tokens, keys and verdicts.

mod confusion;
mod damage;
mod decode;
mod forms;
mod interop;
pub mod pairs;
mod role;
mod said;
mod sign;
mod strict;
mod unfit;
mod vectors;
