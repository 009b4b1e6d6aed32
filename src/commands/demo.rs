//! `tokenscope demo`: a built-in authorization server, and the inspector on its token.

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
    demo::{Demo, DemoOptions, login::login},
    oauth::{OAuthClient, Operation},
};

/// Try everything on a short-lived token of a built-in authorization server
#[derive(Args, Debug, Default)]
pub struct DemoArgs {
    /// Print the report of the first token as one JSON object, and end
    #[arg(long)]
    pub json: bool,
}

/// Runs `demo`.
///
/// # Errors
/// No loopback port can be had.
pub fn run(options: &DemoArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let demo =
        Demo::start(DemoOptions::usual(super::now)).map_err(|error| answer::failure(&error))?;
    // The server is the program's own: its signatures are verified without being asked.
    let mut keys = verification_keys::load(shared)?;
    keys.extend(verification_keys::read(demo.issuer().as_written())?);
    let mut client = OAuthClient::connect(demo.settings(), &mut Console::default(), super::now)
        .map_err(|error| answer::failure(&error))?;
    let answer = login(&mut client).map_err(|error| answer::failure(&error))?;
    let client_args = ClientArgs { json: options.json, ..ClientArgs::default() };
    let mut connection = ServerConnection::of(&client, None, true);
    // The server ends with the program: no token of its is worth keeping.
    connection.rescue = None;
    let mut context = AnswerContext {
        operation: Operation::Fetch { grant: None, scope: Vec::new() },
        source: TokenSource::None,
        connection,
        client_args: &client_args,
        shared,
        keys: &keys,
        checks: &CheckArgs::default(),
        client,
        destination: Destination::of(&client_args, None, None)?,
    };
    answer::handle(&answer, &mut context)
}
