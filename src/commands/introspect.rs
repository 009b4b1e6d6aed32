//! `tokenscope introspect`: asks the server about the token in an input.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    check_args::CheckArgs,
    console::Console,
    token_request::{self, TokenRequestArgs},
};
use crate::oauth::Operation;

/// Ask the server about the token in INPUT (RFC 7662)
#[derive(Args, Debug, Default)]
pub struct IntrospectArgs {
    #[command(flatten)]
    pub token_request: TokenRequestArgs,
}

/// Runs `introspect`.
///
/// # Errors
/// As [`token_request::run`].
pub fn run(options: &IntrospectArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    token_request::run(
        &options.token_request,
        &CheckArgs::default(),
        shared,
        Console::default(),
        |input| {
            let (token, hint) = input.token()?;
            Ok(Operation::Introspect { token, hint })
        },
    )
}
