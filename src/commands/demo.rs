//! `tokenscope demo`: a built-in authorization server, and the inspector on its token.

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    answer::{self, AnswerContext, Destination, ExpectedAnswer},
    client_args::ClientArgs,
    fetch::session,
    keys,
    partner::ServerConnection,
};
use crate::demo::{Demo, Terms, login::login};

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
    let demo = Demo::start(Terms::usual(super::now)).map_err(|error| answer::failure(&error))?;
    // The server is the program's own: its signatures are verified without being asked.
    let mut keys = keys::load(shared)?;
    keys.extend(keys::read(demo.issuer().as_written())?);
    let mut session = session(demo.settings())?;
    let answer = login(&mut session).map_err(|error| answer::failure(&error))?;
    let getting = ClientArgs { json: options.json, ..ClientArgs::default() };
    let mut partner = ServerConnection::of(&session, None, true);
    // The server ends with the program: no token of its is worth keeping.
    partner.rescue = None;
    let mut handling = AnswerContext {
        partner,
        getting: &getting,
        shared,
        keys: &keys,
        demands: None,
        session,
        destination: Destination::of(&getting, None, None)?,
        turn: None,
        expected: ExpectedAnswer::Token,
        presented: None,
        spent: None,
    };
    answer::handle(&answer, &mut handling)
}
