//! Reads the keys of `--key`.

use super::{CommandError, ExitStatus, GlobalArgs, now};
use crate::{
    jose::Keys,
    workers::verification_key::{self, ReadError},
};

/// Reads every `--key`.
///
/// # Errors
/// One of them cannot be read, or is no key.
pub fn load(shared: &GlobalArgs) -> Result<Keys, CommandError> {
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
pub fn read(argument: &str) -> Result<Keys, CommandError> {
    verification_key::read(argument, now).map_err(|error| failure(&error))
}

/// The failure that a key without use is.
fn failure(error: &ReadError) -> CommandError {
    let status = match error {
        ReadError::File { .. } | ReadError::Key { .. } => ExitStatus::Input,
        ReadError::Fetch(_) => ExitStatus::Server,
        _ => ExitStatus::Usage,
    };
    let failure = CommandError::new(status, error.to_string());
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
