//! `tokenscope revoke`: ends the token in an input.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    check_args::CheckArgs,
    console::{Console, somebody_is_there},
    token_request::{self, TokenRequestArgs},
};
use crate::oauth::Operation;

/// End the token in INPUT (RFC 7009)
#[derive(Args, Debug, Default)]
pub struct RevokeArgs {
    #[command(flatten)]
    pub token_request: TokenRequestArgs,
}

/// Runs `revoke`. On a terminal the request is shown first and asked about, unless `--yes` says
/// otherwise.
///
/// # Errors
/// There is neither `--yes` nor a terminal to ask on, or as [`token_request::run`].
pub fn run(options: &RevokeArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let console = if options.token_request.client_args.yes {
        Console::default()
    } else {
        Console::default().confirming("Revoke the token?", false)
    };
    token_request::run(&options.token_request, &CheckArgs::default(), shared, console, |input| {
        let (token, hint) = input.token()?;
        if !options.token_request.client_args.yes && !somebody_is_there() {
            return Err(CommandError::usage(
                "a token is revoked for good, and there is no terminal to ask on",
            )
            .hint("give --yes to revoke it without being asked"));
        }
        Ok(Operation::Revoke { token, hint })
    })
}
