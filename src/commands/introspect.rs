//! `tokenscope introspect`: asks the server about the token in an input.

use super::{
    CommandError, ExitStatus, GlobalArgs,
    check_args::CheckArgs,
    console::Console,
    token_request::{self, TokenRequestArgs},
};
use crate::oauth::Operation;

/// Runs `introspect`.
///
/// # Errors
/// As [`token_request::run`].
pub fn run(options: &TokenRequestArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    token_request::run(options, &CheckArgs::default(), shared, Console::default(), |input| {
        let (token, hint) = input.token()?;
        Ok(Operation::Introspect { token, hint })
    })
}
