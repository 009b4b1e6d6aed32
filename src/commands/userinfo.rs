//! `tokenscope userinfo`: reads the claims of the user of the token in an input.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs, answer,
    check_args::CheckArgs,
    console::Console,
    token_request::{self, TokenRequestArgs},
};
use crate::oauth::Operation;

/// Read the claims of the user of the token in INPUT
#[derive(Args, Debug, Default)]
pub struct UserinfoArgs {
    #[command(flatten)]
    pub token_request: TokenRequestArgs,
    #[command(flatten)]
    pub check_args: CheckArgs,
}

/// Runs `userinfo`: the claims must be those of the user of the ID token.
///
/// # Errors
/// As [`token_request::run`].
pub fn run(options: &UserinfoArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let (token_request, checks) = (&options.token_request, &options.check_args);
    token_request::run(token_request, checks, shared, Console::default(), |input| {
        let (token, _) = input.token()?;
        let operation =
            Operation::Userinfo { token, scheme: input.inspection.authorization_scheme() };
        operation.check().map_err(|error| answer::failure(&error))?;
        Ok(operation)
    })
}
