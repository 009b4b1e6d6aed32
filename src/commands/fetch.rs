//! `tokenscope fetch`: a new token from an authorization server.

use clap::Args;

use super::{
    Failure, Shared, Status,
    answer::{self, Destination, Expected, Handling},
    demands::Demands,
    dialogue::{Console, ask_secret},
    getting::Getting,
    keys,
    partner::Partner,
};
use crate::{
    config::location,
    oauth::{Identity, Session, flow},
};

/// Get a new token from an authorization server
#[derive(Args, Debug, Default)]
pub struct Options {
    /// How the token is got.
    #[command(flatten)]
    pub getting: Getting,
    /// What the answer must meet.
    #[command(flatten)]
    pub demands: Demands,
}

/// Runs `fetch`. Naming the command is consent: nothing is lost by a request for a token.
///
/// # Errors
/// The settings cannot be used, the network failed, or the server refused.
pub fn run(options: &Options, shared: &Shared) -> Result<Status, Failure> {
    answer::settled(fetch(options, shared))
}

fn fetch(options: &Options, shared: &Shared) -> Result<Status, Failure> {
    let chosen = options.getting.choose(shared)?;
    let keys = keys::load(shared)?;
    let output = chosen.settings.output.clone();
    let destination = Destination::of(&options.getting, output.as_deref(), location::rescued())?;
    let mut console = Console::new(chosen.settings.browser.unwrap_or(true), None);
    let mut session = session(chosen.settings)?;
    let answer = flow::fetch(&mut session, &mut console)
        .map_err(|error| answer::fetch_failure(&error, &options.getting, shared, &keys))?;
    let partner = Partner::of(&session, chosen.profile.as_deref(), chosen.confirm);
    let mut handling = Handling {
        partner,
        getting: &options.getting,
        shared,
        keys: &keys,
        demands: Some(&options.demands),
        session,
        destination,
        turn: None,
        expected: Expected::Token,
        presented: None,
        spent: None,
    };
    answer::handle(&answer, &mut handling)
}

/// A session with the secrets that the settings name; a prompt asks on the terminal.
///
/// # Errors
/// A secret cannot be had, or the CA file or proxy not be used.
pub fn session(settings: crate::config::Settings) -> Result<Session, Failure> {
    Identity::read(&settings, &mut ask_secret)
        .and_then(|identity| Session::new(settings, identity, super::now))
        .map_err(|error| answer::failure(&error))
}
