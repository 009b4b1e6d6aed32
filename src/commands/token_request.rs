//! One request about the token in an input: what `introspect`, `revoke` and `userinfo` share.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, TokenSource},
    answer_output::Destination,
    check_args::CheckArgs,
    client_args::ClientArgs,
    console::Console,
    input_args::InputArgs,
    server_connection::ServerConnection,
    token_input::TokenInput,
    verification_keys,
};
use crate::{
    oauth::{OAuthClient, Operation},
    runtime::say,
};

/// The options of a request about the token in INPUT
#[derive(Args, Debug, Default)]
pub struct TokenRequestArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub client_args: ClientArgs,
}

/// Asks the server for the operation that `operation` makes of the input.
///
/// # Errors
/// The input holds no token, the settings cannot be used, the network failed, or the server
/// refused.
pub fn run(
    options: &TokenRequestArgs,
    checks: &CheckArgs,
    shared: &GlobalArgs,
    mut console: Console<'_>,
    operation: impl FnOnce(&TokenInput) -> Result<Operation, CommandError>,
) -> Result<ExitStatus, CommandError> {
    let client_args = &options.client_args;
    let chosen = client_args.choose(shared)?;
    let keys = verification_keys::load(shared)?;
    let input = TokenInput::read(&options.input, shared, &keys)?;
    let operation = operation(&input)?;
    let output = chosen.settings.output.clone();
    let destination = Destination::of(client_args, output.as_deref(), None)?;
    let mut client = OAuthClient::connect(chosen.settings, &mut console, super::now)
        .map_err(|error| answer::failure(&error))?;
    let mut answer = operation
        .clone()
        .run(&mut client, &mut console)
        .map_err(|error| answer::failure(&error))?;
    answer.request.subject = input.inspection.subject().map(str::to_owned);
    // A server may repeat more of the input than what it was asked about.
    answer.request.secrets = answer.request.secrets.and(&input.inspection.secrets.without_added());
    if operation.is_irreversible() && answer.reply.is_success() && !client_args.json {
        say("The server has revoked the token, or did not know it (RFC 7009 §2.2).");
        return Ok(ExitStatus::Done);
    }
    let connection = ServerConnection::of(&client, chosen.profile.as_deref(), chosen.confirm);
    let mut context = AnswerContext {
        operation,
        source: TokenSource::Input(&input),
        connection,
        client_args,
        shared,
        keys: &keys,
        checks,
        client,
        destination,
    };
    answer::handle(&answer, &mut context)
}
