//! One refresh per file: waits until no other program holds the file, and then reads it again.

use std::{path::Path, thread, time::Duration};

use super::{CommandError, GlobalArgs, token_input::TokenInput};
use crate::{
    input::InputOrigin,
    jose::Keys,
    kind::Kind,
    runtime::say,
    secret::Secret,
    storage::{FileSnapshot, Lock},
    text,
    token::State,
};

/// How often a file that another program holds is asked for.
const PAUSE: Duration = Duration::from_millis(20);

/// The files of a token, which no other program refreshes until this is dropped.
pub struct TokenFileLock {
    _locks: Vec<Lock>,
}

impl TokenFileLock {
    /// Locks the file of the token and the one that the answer goes to, and waits at most for this
    /// long.
    ///
    /// # Errors
    /// Another program holds one of them all the time.
    pub fn wait(files: &[&Path], limit: Duration) -> Result<Self, CommandError> {
        let mut tries = limit.as_millis() / PAUSE.as_millis();
        let mut has_told = false;
        let mut wait = |path: &Path| {
            if !has_told {
                say(format_args!(
                    "tokenscope: waiting for another program that refreshes {}",
                    text::path(path)
                ));
                has_told = true;
            }
            if tries == 0 {
                return false;
            }
            tries -= 1;
            thread::sleep(PAUSE);
            true
        };
        let locks = Lock::all(files, &mut wait).map_err(|path| {
            CommandError::input(format!(
                "another program has locked {}: it is refreshing the token, or has not saved a newer \
                 one yet",
                text::path(path)
            ))
            .hint("nothing was sent; end the other program, or give --timeout to wait longer")
        })?;
        Ok(Self { _locks: locks })
    }

    /// What another program has put in the place of the token since it was read: in its own file,
    /// or in the one that the answer goes to.
    ///
    /// # Errors
    /// The file can no longer be read.
    pub fn newer(
        &self,
        input: &TokenInput,
        output: Option<&FileSnapshot>,
        shared: &GlobalArgs,
        keys: &Keys,
    ) -> Result<Option<TokenInput>, CommandError> {
        if let Some(seen) = input.seen.as_ref().filter(|seen| seen.has_changed())
            // One that was taken away holds no newer token.
            && seen.path().exists()
        {
            return input.read_again(seen.path(), shared, keys).map(Some);
        }
        if let Some(seen) = output.filter(|seen| seen.has_changed()) {
            // It need not hold a token at all.
            let newer = input.read_again(seen.path(), shared, keys).ok();
            return Ok(newer.filter(|newer| newer.refresh_token().is_ok()));
        }
        Ok(None)
    }
}

/// Whether a token that another program has got is as good as the one that would be asked for.
pub fn is_good(newer: &TokenInput, old: &TokenInput, shared: &GlobalArgs) -> bool {
    let access = |input: &TokenInput| -> Option<Secret> {
        input.inspection.field("access_token")?.secret().cloned()
    };
    let state = newer.inspection.expiry.state(shared.judged_at());
    newer.inspection.kind == Kind::TokenResponse
        && access(newer).is_some_and(|token| access(old) != Some(token))
        && matches!(state, State::Valid | State::Never | State::Unknown)
}

/// What to call the file of a token.
pub fn name(input: &TokenInput) -> String {
    match &input.origin {
        InputOrigin::File(path) => text::path(path),
        origin => origin.name(),
    }
}
