//! The keys that `--key` names.

use super::{Failure, Shared, Status, now};
use crate::{
    effects::key::{self, ReadError},
    jose::Keys,
};

/// Reads every `--key`.
///
/// # Errors
/// One of them cannot be read, or is no key.
pub fn load(shared: &Shared) -> Result<Keys, Failure> {
    let mut keys = Keys::default();
    for argument in &shared.key {
        keys.extend(read(argument)?);
    }
    Ok(keys)
}

/// Reads what one `--key` names.
///
/// # Errors
/// It cannot be read, or is no key.
pub fn read(argument: &str) -> Result<Keys, Failure> {
    key::read(argument, now).map_err(|error| failure(&error))
}

/// The failure that a key without use is.
fn failure(error: &ReadError) -> Failure {
    let status = match error {
        ReadError::File { .. } | ReadError::Key { .. } => Status::Input,
        ReadError::Fetch(_) => Status::Server,
        _ => Status::Usage,
    };
    let failure = Failure::new(status, error.to_string());
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
