//! `tokenscope fetch`: a new token from an authorization server.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, TokenSource},
    answer_output::Destination,
    check_args::CheckArgs,
    client_args::ClientArgs,
    console::Console,
    server_connection::ServerConnection,
    verification_keys,
};
use crate::{
    oauth::{OAuthClient, Operation},
    storage::rescue,
};

/// Get a new token from an authorization server
#[derive(Args, Debug, Default)]
pub struct FetchArgs {
    /// How the token is got.
    #[command(flatten)]
    pub client_args: ClientArgs,
    /// What the answer must meet.
    #[command(flatten)]
    pub check_args: CheckArgs,
}

/// Runs `fetch`. Naming the command is consent: nothing is lost by a request for a token.
///
/// # Errors
/// The settings cannot be used, the network failed, or the server refused.
pub fn run(options: &FetchArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    answer::end_by_held_signal(fetch(options, shared))
}

fn fetch(options: &FetchArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let chosen = options.client_args.choose(shared)?;
    let keys = verification_keys::load(shared)?;
    let output = chosen.settings.output.clone();
    let destination = Destination::of(&options.client_args, output.as_deref(), rescue::folder())?;
    let mut console = Console::default().with_browser(chosen.settings.browser.unwrap_or(true));
    let mut client = OAuthClient::connect(chosen.settings, &mut console, super::now)
        .map_err(|error| answer::failure(&error))?;
    let operation = Operation::Fetch { grant: None, scope: Vec::new() };
    let answer = operation
        .clone()
        .run(&mut client, &mut console)
        .map_err(|error| answer::fetch_failure(&error, &options.client_args, shared, &keys))?;
    let connection = ServerConnection::of(&client, chosen.profile.as_deref(), chosen.confirm);
    let mut context = AnswerContext {
        operation,
        source: TokenSource::None,
        connection,
        client_args: &options.client_args,
        shared,
        keys: &keys,
        checks: &options.check_args,
        client,
        destination,
    };
    answer::handle(&answer, &mut context)
}
