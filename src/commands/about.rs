//! `tokenscope introspect`, `revoke` and `userinfo`: one request about the token in an input.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, Destination, ExpectedAnswer},
    client_args::ClientArgs,
    demands::CheckArgs,
    dialogue::{confirm, somebody_is_there},
    fetch::session,
    keys,
    partner::ServerConnection,
    presented::TokenInput,
};
use crate::{
    oauth::{OAuthClient, OAuthError, Request, request::Purpose, session::Answer, userinfo},
    runtime::say,
};

/// Ask the server about the token in INPUT (RFC 7662), or end it (RFC 7009)
#[derive(Args, Debug, Default)]
pub struct TokenRequestArgs {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// Whom to ask, and as whom.
    #[command(flatten)]
    pub getting: ClientArgs,
}

/// Read the claims of the user of the token in INPUT
#[derive(Args, Debug, Default)]
pub struct UserinfoArgs {
    /// What is asked, and of whom.
    #[command(flatten)]
    pub about: TokenRequestArgs,
    /// What the answer must meet.
    #[command(flatten)]
    pub demands: CheckArgs,
}

/// Runs `userinfo`: asks for the claims of the token's user, who must be the one of the ID token.
///
/// # Errors
/// As [`run`].
pub fn userinfo(options: &UserinfoArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    ask(Purpose::Userinfo, &options.about, Some(&options.demands), shared)
}

/// Asks the server about the token in the input.
///
/// # Errors
/// The input holds no token, the settings cannot be used, the network failed, or the server
/// refused.
pub fn run(
    purpose: Purpose,
    options: &TokenRequestArgs,
    shared: &GlobalArgs,
) -> Result<ExitStatus, CommandError> {
    ask(purpose, options, None, shared)
}

fn ask(
    purpose: Purpose,
    options: &TokenRequestArgs,
    demands: Option<&CheckArgs>,
    shared: &GlobalArgs,
) -> Result<ExitStatus, CommandError> {
    let getting = &options.getting;
    let chosen = getting.choose(shared)?;
    let keys = keys::load(shared)?;
    let presented = TokenInput::read(options.input.as_deref(), shared, &keys)?;
    let (token, hint) = presented.token()?;
    if purpose == Purpose::Userinfo {
        userinfo::check(&token).map_err(|error| answer::failure(&error))?;
    }
    let ends_it = purpose == Purpose::Revocation;
    let asks_first = ends_it && !getting.yes;
    if asks_first && !somebody_is_there() {
        return Err(CommandError::usage(
            "a token is revoked for good, and there is no terminal to ask on",
        )
        .hint("give --yes to revoke it without being asked"));
    }
    let output = chosen.settings.output.clone();
    let destination = Destination::of(getting, output.as_deref(), None)?;
    let mut session = session(chosen.settings)?;
    let failed = |error: &OAuthError| answer::failure(error);
    session.discover(&[purpose]).map_err(|error| failed(&error))?;
    let request = match purpose {
        Purpose::Revocation => session.revocation_request(&token, hint),
        Purpose::Userinfo => session.userinfo_request(&token, presented.inspection.presented_as()),
        _ => session.introspection_request(&token, hint),
    }
    .map_err(|error| failed(&error))?;
    if asks_first {
        let agreed =
            confirm(&request.preview(), "Revoke the token?").map_err(CommandError::output)?;
        if !agreed {
            return Err(CommandError::server("nothing was sent"));
        }
    }
    let mut answer = send(&mut session, &request)?;
    answer.asked.subject = presented.inspection.subject().map(str::to_owned);
    // A server may repeat more of the input than what it was asked about.
    answer.asked.secrets = answer.asked.secrets.and(&presented.inspection.secrets.own());
    if ends_it && answer.reply.is_success() && !getting.json {
        say("The server has revoked the token, or did not know it (RFC 7009 §2.2).");
        return Ok(ExitStatus::Done);
    }
    let partner = ServerConnection::of(&session, chosen.profile.as_deref(), chosen.confirm);
    let mut handling = AnswerContext {
        partner,
        getting,
        shared,
        keys: &keys,
        demands,
        session,
        destination,
        turn: None,
        expected: match purpose {
            Purpose::Revocation => ExpectedAnswer::Nothing,
            Purpose::Userinfo => ExpectedAnswer::Claims,
            _ => ExpectedAnswer::Introspection,
        },
        presented: Some(&presented),
        spent: None,
    };
    answer::handle(&answer, &mut handling)
}

fn send(session: &mut OAuthClient, request: &Request) -> Result<Answer, CommandError> {
    let reply = session.send(request).map_err(|error| answer::failure(&error.into()))?;
    Ok(Answer { reply, asked: session.asked(request, None) })
}
