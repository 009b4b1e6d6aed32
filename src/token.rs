//! What does it say? The members of a response under their canonical names, when they expire, and
//! what they allow.

pub mod alias;
pub mod envelope;
pub mod expiry;
pub mod field;
pub mod kind;
pub mod scope;

pub use expiry::{Basis, Candidate, Expiry, Received, ReceivedFrom, State, Zone};
pub use field::Field;
pub use kind::{Kind, classify};
pub use scope::Scope;
