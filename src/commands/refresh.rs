//! `tokenscope refresh`: spends the refresh token in an input.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, TokenSource},
    answer_output::Destination,
    check_args::CheckArgs,
    client_args::ClientArgs,
    console::{Console, somebody_is_there},
    input_args::InputArgs,
    server_connection::ServerConnection,
    token_file_lock::{self, TokenFileLock},
    token_input::TokenInput,
    verification_keys, view,
};
use crate::{
    jose::Keys,
    oauth::{OAuthClient, OAuthError, Operation},
    runtime::say,
    storage::rescue,
    storage::{FileSnapshot, read},
};

/// Spend the refresh token in INPUT
#[derive(Args, Debug, Default)]
pub struct RefreshArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// How the token is got.
    #[command(flatten)]
    pub client_args: ClientArgs,
    /// What the answer must meet.
    #[command(flatten)]
    pub check_args: CheckArgs,
}

/// Runs `refresh`. On a terminal the request is shown first and asked about, unless `--yes` or the
/// configuration says otherwise; in a script, naming the command is consent.
///
/// # Errors
/// The input holds no refresh token, the settings cannot be used, the network failed, or the
/// server refused.
pub fn run(options: &RefreshArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    answer::end_by_held_signal(refresh(options, shared))
}

fn refresh(options: &RefreshArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let client_args = &options.client_args;
    // A refresh asks for the scopes that are named now; a profile's are those of the first request.
    let scope = client_args.settings()?.scope;
    let chosen = client_args.choose(shared)?;
    let keys = verification_keys::load(shared)?;
    let output = chosen.settings.output.clone();
    let before = output.as_deref().map(FileSnapshot::at);
    let mut input = TokenInput::read(&options.input, shared, &keys)?;
    let refresh = |token| Operation::Refresh { token, scope: scope.clone() };
    let mut operation = refresh(input.refresh_token()?);
    let mut destination = Destination::of(client_args, output.as_deref(), rescue::folder())?;
    let mut console = Console::default();
    if !client_args.yes && somebody_is_there() {
        // `confirm = false` is said of the server that is named, and not of one that its metadata
        // names.
        console = console.confirming("Spend the refresh token?", !chosen.confirm);
    }
    let mut client = OAuthClient::connect(chosen.settings, &mut console, super::now)
        .map_err(|error| answer::failure(&error))?;
    let prepare = |operation: &Operation,
                   client: &mut OAuthClient,
                   console: &mut Console<'_>,
                   input: &TokenInput| {
        let prepared = operation.clone().prepare(client, console);
        prepared.map_err(|error| failure(&error, input))
    };
    let mut prepared = prepare(&operation, &mut client, &mut console, &input)?;
    prepared.confirm(&client, &mut console).map_err(|error| answer::failure(&error))?;
    let files: Vec<_> = input.file().into_iter().chain(destination.file()).collect();
    let lock = TokenFileLock::wait(&files, client.client().limits().total)?;
    if let Some(newer) = lock.newer(&input, before.as_ref(), shared, &keys)? {
        if scope.is_empty() && token_file_lock::is_good(&newer, &input, shared) {
            drop(lock);
            let connection =
                ServerConnection::of(&client, chosen.profile.as_deref(), chosen.confirm);
            let newer = NewerToken { input: newer, connection, client, destination };
            return newer.hand_over(options, keys, shared);
        }
        operation = refresh(newer.refresh_token()?);
        if operation.refresh_token() != Some(&input.refresh_token()?) {
            let name = token_file_lock::name(&newer);
            say(format_args!(
                "{name} was rewritten by another program in the meantime: its refresh token is sent"
            ));
        }
        input = newer;
        prepared = prepare(&operation, &mut client, &mut console, &input)?;
    }
    destination.reserve(answer::shows_all(shared))?;
    let answer = prepared
        .send(&mut client, &mut Console::default().keeping(&mut destination))
        .map_err(|error| failure(&error, &input))?;
    let connection = ServerConnection::of(&client, chosen.profile.as_deref(), chosen.confirm);
    let mut context = AnswerContext {
        operation,
        source: TokenSource::LockedInput(&input, lock),
        connection,
        client_args,
        shared,
        keys: &keys,
        checks: &options.check_args,
        client,
        destination,
    };
    answer::handle(&answer, &mut context)
}

/// The failure that a refresh without an answer is. Where no server was named, it suggests the one
/// that the token comes from.
fn failure(error: &OAuthError, input: &TokenInput) -> CommandError {
    let failure = answer::failure(error);
    match (error, input.issuer()) {
        (OAuthError::Missing { .. }, Some(issuer)) => failure.hint(format!(
            "the token says that it comes from {issuer}: give --issuer {issuer} if you trust it"
        )),
        _ => failure,
    }
}

/// A token that another program has got in the meantime, which takes the place of an answer.
struct NewerToken {
    input: TokenInput,
    connection: ServerConnection,
    client: OAuthClient,
    destination: Destination,
}

impl NewerToken {
    /// Puts the token where the answer was to go, and shows it.
    fn hand_over(
        mut self,
        options: &RefreshArgs,
        mut keys: Keys,
        shared: &GlobalArgs,
    ) -> Result<ExitStatus, CommandError> {
        let name = token_file_lock::name(&self.input);
        say(format_args!(
            "{name} was refreshed by another program in the meantime: its token is used, and \
             nothing was sent"
        ));
        hand_over(&self.input, &mut self.destination)?;
        if answer::is_interactive(&options.client_args) && !options.check_args.any() {
            return view::file(self.input.file(), &self.connection, keys, shared);
        }
        keys.extend(self.client.verification_keys(&self.input.inspection.tokens, &keys));
        if let Some(path) = self.input.file() {
            self.input = self.input.read_again(path, shared, &keys)?;
        }
        answer::print_newer(
            &self.input.inspection,
            !keys.is_empty(),
            &options.client_args,
            &options.check_args,
            shared,
            self.destination.is_stdout(),
        )
    }
}

/// Puts a response that another program has got where the answer was to go, if that is another
/// place.
fn hand_over(newer: &TokenInput, destination: &mut Destination) -> Result<(), CommandError> {
    let Some(path) = newer.file() else { return Ok(()) };
    let is_there = destination.file().is_some_and(|file| read::is_same_file(file, path));
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
