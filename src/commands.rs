//! One file a subcommand, and what they share: the input, the clock, the keys and the way they
//! fail.

pub mod answer;
pub mod appearance;
pub mod check_args;
pub mod client_args;
pub mod console;
pub mod demo;
pub mod destination;
pub mod diff;
pub mod error;
pub mod exit_status;
pub mod fetch;
pub mod inspect;
pub mod introspect;
pub mod keys;
pub mod options;
pub mod refresh;
pub mod revoke;
pub mod server_connection;
pub mod source;
pub mod token_file_lock;
pub mod token_input;
pub mod token_request;
pub mod userinfo;
pub mod view;

use std::io::IsTerminal as _;

use chrono::{DateTime, Utc};

use self::source::InputSource;
pub use self::{error::CommandError, exit_status::ExitStatus, options::GlobalArgs};
use crate::{
    inspection::{Context, Inspection},
    jose::Keys,
    kind::Kind,
    runtime::say,
    token::{Received, Zone},
};

/// The present.
#[expect(clippy::disallowed_methods, reason = "commands are where the present enters")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The instant to judge at: `--at`, else the present.
pub fn judged_at(shared: &GlobalArgs) -> DateTime<Utc> {
    shared.at.unwrap_or_else(now)
}

/// When an input was received, as far as the command line and its file tell.
pub fn received(
    shared: &GlobalArgs,
    modified: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Received {
    Received::known(shared.received_at, modified, shared.at.is_some(), now)
}

/// Reads an input and inspects it; beside the inspection stands the input's name.
///
/// # Errors
/// The input cannot be read.
pub fn inspected(
    source: InputSource,
    shared: &GlobalArgs,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<(Inspection, String), CommandError> {
    let may_be_a_path =
        matches!(&source, InputSource::Argument(text) if source::may_be_a_path(text.as_str()));
    let name = source.name();
    let loaded = source.load()?;
    let context = Context {
        now,
        received: received(shared, loaded.modified, now),
        zone: Zone::System,
        keys,
        asked: None,
        previous: None,
        file_mode: loaded.mode,
    };
    let inspection = Inspection::of(&loaded.bytes, &context);
    if may_be_a_path && inspection.kind == Kind::OpaqueToken {
        // It is not quoted: it may be a token after all.
        say("hint: no file has that name, so it is read as a token itself");
    }
    Ok((inspection, name))
}

/// Whether a report on this stream is coloured.
pub fn colours(stream: &impl std::io::IsTerminal) -> bool {
    stream.is_terminal() && appearance::may_colour()
}

/// Whether standard input is something other than a terminal.
pub fn stdin_is_piped() -> bool {
    !std::io::stdin().is_terminal()
}
