//! What is done with an answer: it is saved, inspected, printed or opened, and becomes an exit
//! status.

mod saving;
mod verdict;
mod verification;

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

pub use saving::check_output;
use saving::{is_stdout, rescue_token, save};
use verdict::{explained, verdict};

use super::{
    Failure, Shared, Status, colours, demands::Demands, dialogue::somebody_is_there,
    getting::Getting, judged_at, partner::Partner, presented::Presented, view,
};
use crate::{
    explain,
    inspection::{Context, Inspection},
    jose::Keys,
    oauth::{OAuthError, Session, TransportError, authorization::CallbackError, session::Answer},
    report,
    secret::Secret,
    token::{Received, ReceivedFrom, Zone},
};

/// What a command expects to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A token response (RFC 6749 §5.1).
    Token,
    /// An introspection response (RFC 7662 §2.2).
    Introspection,
    /// Success, with nothing in it (RFC 7009 §2.2).
    Nothing,
    /// Claims, as JSON or as a JWT (OpenID Connect Core §5.3.2).
    Claims,
}

/// What an answer meets.
pub struct Handling<'a> {
    /// The options of the command.
    pub getting: &'a Getting,
    /// The options of every command.
    pub shared: &'a Shared,
    /// The keys to verify signatures with.
    pub keys: &'a Keys,
    /// Where the response is saved, after the profile has had its say.
    pub output: Option<&'a Path>,
    /// What is expected.
    pub expected: Expected,
    /// What the answer must meet, where the command can ask for it.
    pub demands: Option<&'a Demands>,
    /// The client that asked.
    pub session: Session,
    /// Whom the inspector can go on asking.
    pub partner: Partner,
    /// What was presented to the server.
    pub presented: Option<&'a Presented>,
    /// The refresh token that was spent.
    pub spent: Option<&'a Secret>,
}

/// Saves, inspects and prints an answer.
///
/// # Errors
/// The server refused, the answer is not what was expected, or it could not be saved.
pub fn handle(answer: &Answer, handling: &mut Handling<'_>) -> Result<Status, Failure> {
    let reply = &answer.reply;
    let now = judged_at(handling.shared);
    let received = match handling.shared.received_at {
        Some(at) => Received { at, from: ReceivedFrom::Given },
        None => Received { at: reply.received_at, from: ReceivedFrom::Given },
    };
    let context = Context {
        now,
        received,
        zone: Zone::System,
        keys: handling.keys,
        asked: Some(&answer.asked),
        previous: handling.spent.and(handling.presented).map(|presented| &presented.inspection),
    };
    let mut inspection = reply.inspect(&context);
    let verdict = verdict(answer, &inspection, handling);
    let mut unsaved = None;
    if verdict.is_ok()
        && let Some(path) = handling.output
    {
        unsaved = save(reply, &inspection, path, handling).err();
    }
    let mut keys = handling.keys.clone();
    if verdict.is_ok() {
        // What was answered is in its place: from here on there is time.
        keys = verification::verify(&mut inspection, &mut handling.session, &context);
        handling.partner.learn(&handling.session);
    }
    let acceptance = verification::acceptance(&inspection);
    let stdout = handling.output.is_some_and(is_stdout);
    let saved = verdict.is_ok() && handling.output.is_some() && !stdout && unsaved.is_none();
    let raw = verdict.is_ok() && (stdout || unsaved.is_some());
    let is_checked = handling.demands.is_some_and(Demands::any);
    let interactive =
        verdict.is_ok() && !handling.getting.json && !is_checked && somebody_is_there();
    if !raw && interactive && io::stdout().is_terminal() {
        return open(answer, handling);
    }
    let written = if raw {
        let mut out = io::stdout().lock();
        out.write_all(&reply.body).and_then(|()| out.flush()).map_err(Failure::output)
    } else {
        print(&inspection, handling.getting, handling.shared)
    };
    let whole = written.is_ok() && (raw || handling.shared.reveal);
    if !saved && !whole {
        rescue_token(reply, &inspection, handling);
    }
    written?;
    if let Some(failure) = unsaved {
        return Err(failure);
    }
    verdict?;
    verification::warn(&acceptance);
    let aside = raw || handling.getting.json;
    let met = verification::check(&inspection, acceptance, &keys, handling, aside);
    Ok(if met.map_err(Failure::output)? { Status::Done } else { Status::No })
}

/// Opens the inspector on an answer.
fn open(answer: &Answer, handling: &Handling<'_>) -> Result<Status, Failure> {
    let answered = view::Answered {
        answer,
        partner: &handling.partner,
        presented: handling.presented.map(|presented| (presented, handling.spent)),
        saved: handling.output,
        keys: handling.keys,
    };
    view::answered(&answered, handling.shared)
}

/// The failure that an exchange without a usable answer is.
pub fn failure(error: &OAuthError) -> Failure {
    let text = error.to_string();
    let failure = match error {
        OAuthError::Missing { .. }
        | OAuthError::Setting(_)
        | OAuthError::Secret(_)
        | OAuthError::Key(_)
        | OAuthError::Unsendable { .. }
        | OAuthError::Transport(TransportError::Setting(_)) => Failure::usage(text),
        _ => Failure::server(text),
    };
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// The failure that a way to a new token without an answer is. A refusal that came through the
/// browser is an answer, and is printed (RFC 6749 §4.1.2.1).
pub fn fetch_failure(
    error: &OAuthError,
    getting: &Getting,
    shared: &Shared,
    keys: &Keys,
) -> Failure {
    let OAuthError::Callback(CallbackError::Refused { callback, .. }) = error else {
        return failure(error);
    };
    let now = judged_at(shared);
    let received = Received { at: now, from: ReceivedFrom::Given };
    let (zone, asked, previous) = (Zone::System, None, None);
    let context = Context { now, received, zone, keys, asked, previous };
    let inspection = Inspection::of(callback.as_str().as_bytes(), &context);
    if let Err(failure) = print(&inspection, getting, shared) {
        return failure;
    }
    match explain::error(&inspection) {
        Some(explanation) => explained(Failure::server(error.to_string()), &explanation, None),
        None => failure(error),
    }
}

/// Prints the report.
fn print(inspection: &Inspection, getting: &Getting, shared: &Shared) -> Result<(), Failure> {
    let stdout = io::stdout();
    let options = report::Options {
        now: judged_at(shared),
        reveal: shared.reveal,
        colour: colours(&stdout),
        zone: Zone::System,
    };
    let pretty = stdout.is_terminal();
    let mut out = io::BufWriter::new(stdout.lock());
    let written = if getting.json {
        if pretty {
            report::json::write_pretty(&mut out, inspection, &options)
        } else {
            report::json::write_compact(&mut out, inspection, &options)
        }
        .and_then(|()| writeln!(out))
    } else {
        write!(out, "{}", report::text::render(inspection, &options))
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)
}
