//! `tokenscope fetch`: a new token from an authorization server.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, Destination, ExpectedAnswer},
    client_args::ClientArgs,
    demands::CheckArgs,
    dialogue::{Console, ask_secret},
    keys,
    partner::ServerConnection,
};
use crate::{
    config::location,
    oauth::{ClientIdentity, OAuthClient, flow},
};

/// Get a new token from an authorization server
#[derive(Args, Debug, Default)]
pub struct FetchArgs {
    /// How the token is got.
    #[command(flatten)]
    pub getting: ClientArgs,
    /// What the answer must meet.
    #[command(flatten)]
    pub demands: CheckArgs,
}

/// Runs `fetch`. Naming the command is consent: nothing is lost by a request for a token.
///
/// # Errors
/// The settings cannot be used, the network failed, or the server refused.
pub fn run(options: &FetchArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    answer::settled(fetch(options, shared))
}

fn fetch(options: &FetchArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let chosen = options.getting.choose(shared)?;
    let keys = keys::load(shared)?;
    let output = chosen.settings.output.clone();
    let destination = Destination::of(&options.getting, output.as_deref(), location::rescued())?;
    let mut console = Console::new(chosen.settings.browser.unwrap_or(true), None);
    let mut session = session(chosen.settings)?;
    let answer = flow::fetch(&mut session, &mut console)
        .map_err(|error| answer::fetch_failure(&error, &options.getting, shared, &keys))?;
    let partner = ServerConnection::of(&session, chosen.profile.as_deref(), chosen.confirm);
    let mut handling = AnswerContext {
        partner,
        getting: &options.getting,
        shared,
        keys: &keys,
        demands: Some(&options.demands),
        session,
        destination,
        turn: None,
        expected: ExpectedAnswer::Token,
        presented: None,
        spent: None,
    };
    answer::handle(&answer, &mut handling)
}

/// A session with the secrets that the settings name; a prompt asks on the terminal.
///
/// # Errors
/// A secret cannot be had, or the CA file or proxy not be used.
pub fn session(settings: crate::config::Settings) -> Result<OAuthClient, CommandError> {
    ClientIdentity::read(&settings, &mut ask_secret)
        .and_then(|identity| OAuthClient::new(settings, identity, super::now))
        .map_err(|error| answer::failure(&error))
}
