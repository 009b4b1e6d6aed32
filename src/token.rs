//! What does it say? The members of a response under their canonical names, when they expire, and
//! what they allow.

mod bare;
pub mod bearer;
mod date;
mod decimal;
mod duration;
pub mod expiry;
pub mod field;
pub mod instant;
pub mod issuer;
pub mod lifetime;
mod response;
pub mod scope;
pub mod scope_matrix;
mod scope_shape;
mod scope_words;
mod stored;
mod zone;

pub use duration::Lifetime;
pub use expiry::{Basis, Candidate, Expiry, Received, ReceivedFrom, State};
pub use field::{Field, fields};
pub use lifetime::{JwtTimes, ResponseClock, TokenTimes, expiry};
pub use scope::{Scope, scopes};
pub use stored::is_stored;
pub use zone::{Occurs, Zone};
