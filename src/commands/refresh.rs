//! `tokenscope refresh`: spends the refresh token in an input.

mod turn;

use std::{fs, path::Path};

use clap::Args;

pub use self::turn::Turn;
use self::turn::is_good;
use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, Destination, ExpectedAnswer},
    client_args::ClientArgs,
    demands::CheckArgs,
    dialogue::{Console, confirm, somebody_is_there},
    fetch::session,
    keys,
    partner::ServerConnection,
    presented::TokenInput,
    view,
};
use crate::{
    config::location,
    oauth::{OAuthError, flow, grant::Grant, request::Purpose},
    runtime::say,
    storage::{FileSnapshot, read},
};

/// Spend the refresh token in INPUT
#[derive(Args, Debug, Default)]
pub struct RefreshArgs {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// How the token is got.
    #[command(flatten)]
    pub getting: ClientArgs,
    /// What the answer must meet.
    #[command(flatten)]
    pub demands: CheckArgs,
}

/// Runs `refresh`. On a terminal the request is shown first and asked about, unless `--yes` or the
/// configuration says otherwise; in a script, naming the command is consent.
///
/// # Errors
/// The input holds no refresh token, the settings cannot be used, the network failed, or the
/// server refused.
pub fn run(options: &RefreshArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    answer::settled(refresh(options, shared))
}

fn refresh(options: &RefreshArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let getting = &options.getting;
    // A refresh asks for the scopes that are named now; a profile's are those of the first request.
    let scope = getting.settings()?.scope;
    let chosen = getting.choose(shared)?;
    let keys = keys::load(shared)?;
    let output = chosen.settings.output.clone();
    let before = output.as_deref().map(FileSnapshot::at);
    let mut presented = TokenInput::read(options.input.as_deref(), shared, &keys)?;
    let mut token = presented.refresh_token()?;
    let mut destination = Destination::of(getting, output.as_deref(), location::rescued())?;
    let mut session = session(chosen.settings)?;
    let failed = |error: &OAuthError, presented: &TokenInput| {
        let failure = answer::failure(error);
        match (error, presented.issuer()) {
            (OAuthError::Missing { .. }, Some(issuer)) => failure.hint(format!(
                "the token says that it comes from {issuer}: give --issuer {issuer} if you trust it"
            )),
            _ => failure,
        }
    };
    session.discover(&[Purpose::Token]).map_err(|error| failed(&error, &presented))?;
    if !getting.yes && somebody_is_there() {
        let grant = Grant::RefreshToken { token: token.clone(), scope: scope.clone() };
        let request = session.token_request(&grant).map_err(|error| failed(&error, &presented))?;
        // `confirm = false` is said of the server that is named, and not of one that its metadata
        // names.
        let agreed = !chosen.confirm && session.is_named(&request);
        if !agreed && !confirm(&request.preview(), "Spend the refresh token?").unwrap_or(false) {
            return Err(answer::failure(&OAuthError::Abandoned("nothing was sent")));
        }
    }
    let files: Vec<_> = presented.file().into_iter().chain(destination.file()).collect();
    let turn = Turn::wait(&files, session.client().limits().total)?;
    if let Some(newer) = turn.newer(&presented, before.as_ref(), shared, &keys)? {
        let name = turn::name(&newer);
        if scope.is_empty() && is_good(&newer, &presented, shared) {
            say(format_args!(
                "{name} was refreshed by another program in the meantime: its token is used, and \
                 nothing was sent"
            ));
            drop(turn);
            hand_over(&newer, &mut destination)?;
            if answer::is_interactive(getting) && !options.demands.any() {
                let partner =
                    ServerConnection::of(&session, chosen.profile.as_deref(), chosen.confirm);
                return view::file(newer.file(), &partner, keys, shared);
            }
            let mut keys = keys;
            keys.extend(session.verification_keys(&newer.inspection.tokens, &keys));
            let newer = match newer.file() {
                Some(path) => TokenInput::of_file(path, shared, &keys)?,
                None => newer,
            };
            let (demands, is_raw) = (&options.demands, destination.is_stdout());
            let inspection = &newer.inspection;
            return answer::print_newer(
                inspection,
                !keys.is_empty(),
                getting,
                demands,
                shared,
                is_raw,
            );
        }
        token = newer.refresh_token()?;
        if token != presented.refresh_token()? {
            say(format_args!(
                "{name} was rewritten by another program in the meantime: its refresh token is sent"
            ));
        }
        presented = newer;
    }
    destination.reserve(answer::shows_all(shared))?;
    let mut console = Console::new(false, None).keeping(&mut destination);
    let answer = flow::refresh(&mut session, &mut console, &token, &scope)
        .map_err(|error| failed(&error, &presented))?;
    let partner = ServerConnection::of(&session, chosen.profile.as_deref(), chosen.confirm);
    let mut handling = AnswerContext {
        partner,
        getting,
        shared,
        keys: &keys,
        demands: Some(&options.demands),
        session,
        destination,
        turn: Some(turn),
        expected: ExpectedAnswer::Token,
        presented: Some(&presented),
        spent: Some(&token),
    };
    answer::handle(&answer, &mut handling)
}

/// Puts a response that another program has got where the answer was to go, if that is another
/// place.
fn hand_over(newer: &TokenInput, destination: &mut Destination) -> Result<(), CommandError> {
    let Some(path) = newer.file() else { return Ok(()) };
    let is_there = destination.file().is_some_and(|file| same_file(file, path));
    if is_there || destination.file().is_none() && !destination.is_stdout() {
        return Ok(());
    }
    let loaded = read::file(path).map_err(|problem| CommandError::problem(&problem))?;
    if destination.is_stdout() {
        answer::print_raw(&loaded.bytes)
    } else {
        destination.save(&loaded.bytes).map(drop)
    }
}

/// Whether two paths lead to the same file.
fn same_file(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).ok().is_some_and(|one| Some(one) == fs::canonicalize(other).ok())
}
