//! Reads the members of a response under their canonical names, when its tokens expire, and the
//! scopes they have.

pub mod bearer_syntax;
mod date;
mod decimal;
mod duration;
pub mod expiry;
pub mod field;
pub mod instant;
pub mod issuer;
pub mod lifetime;
pub mod moment;
mod response;
pub mod scope;
pub mod scope_matrix;
mod scope_shape;
mod scope_words;
mod tool_storage;
mod unwrap_token;
mod zone;

pub use expiry::{Basis, Candidate, Expiry, Received, ReceivedFrom, State};
pub use field::Field;
pub use lifetime::{JwtTimes, ResponseClock, TokenTimes, expiry};
pub use response::fields;
pub use scope::{Scope, scopes};
pub use tool_storage::is_stored;
pub use zone::{LocalTimeOccurrence, Zone};
