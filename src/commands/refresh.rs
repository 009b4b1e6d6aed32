//! `tokenscope refresh`: spends the refresh token in an input.

use clap::Args;

use super::{
    Failure, Shared, Status,
    answer::{self, Expected, Handling},
    demands::Demands,
    dialogue::{Console, somebody_is_there},
    fetch::session,
    getting::Getting,
    keys,
    partner::Partner,
    presented::Presented,
};
use crate::oauth::{OAuthError, flow};

/// Options of `refresh`.
#[derive(Args, Debug, Default)]
pub struct Options {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// How the token is got.
    #[command(flatten)]
    pub getting: Getting,
    /// What the answer must meet.
    #[command(flatten)]
    pub demands: Demands,
}

/// Runs `refresh`. On a terminal the request is shown first and asked about, unless `--yes` or the
/// configuration says otherwise; in a script, naming the command is consent.
///
/// # Errors
/// The input holds no refresh token, the settings cannot be used, the network failed, or the
/// server refused.
pub fn run(options: &Options, shared: &Shared) -> Result<Status, Failure> {
    let getting = &options.getting;
    // A refresh asks for the scopes that are named now; a profile's are those of the first request.
    let scope = getting.settings()?.scope;
    let chosen = getting.choose(shared)?;
    let keys = keys::load(shared)?;
    let presented = Presented::read(options.input.as_deref(), shared, &keys)?;
    let token = presented.refresh_token()?;
    let output = chosen.settings.output.clone();
    answer::check_output(getting, output.as_deref())?;
    let ask = !getting.yes && chosen.confirm && somebody_is_there();
    let mut console = Console::new(false, ask.then_some("Spend the refresh token?"));
    let mut session = session(chosen.settings)?;
    let answer = flow::refresh(&mut session, &mut console, &token, &scope).map_err(|error| {
        let failure = answer::failure(&error);
        match (&error, presented.issuer()) {
            (OAuthError::Missing { .. }, Some(issuer)) => failure.hint(format!(
                "the token says that it comes from {issuer}: give --issuer {issuer} if you trust it"
            )),
            _ => failure,
        }
    })?;
    let partner = Partner::of(&session, chosen.profile.as_deref(), chosen.confirm);
    let mut handling = Handling {
        partner,
        getting,
        shared,
        keys: &keys,
        demands: Some(&options.demands),
        session,
        output: output.as_deref(),
        expected: Expected::Token,
        presented: Some(&presented),
        spent: Some(&token),
    };
    answer::handle(&answer, &mut handling)
}
