//! Handles the answer of a server: saves, inspects and prints it or opens the inspector on it, and
//! chooses the exit status.

mod printing;
mod verdict;
mod verification;

use std::{
    io::{self, IsTerminal as _},
    path::PathBuf,
};

pub(super) use printing::{print, print_newer, print_raw};
use verdict::verdict;
pub use verdict::{failure, fetch_failure};

use super::{
    CommandError, ExitStatus, GlobalArgs, answer_output::Destination, check_args::CheckArgs,
    client_args::ClientArgs, console::somebody_is_there, server_connection::ServerConnection,
    theme_and_keys, token_file_lock::TokenFileLock, token_input::TokenInput, view,
};
use crate::{
    inspection::{Context, Inspection},
    jose::Keys,
    oauth::{OAuthClient, Operation, OperationAnswer, Reply, judgement::with_kept_refresh_token},
    platform::files::standard_output,
    runtime::{say, signals},
    storage::rescue,
    text,
    token::{Received, ReceivedFrom, Zone},
};

/// Where the token came from that was sent to the server.
pub enum TokenSource<'a> {
    /// None was: a new one was fetched.
    None,
    /// From this input.
    Input(&'a TokenInput),
    /// From this input, whose file no other program refreshes meanwhile.
    LockedInput(&'a TokenInput, TokenFileLock),
}

impl<'a> TokenSource<'a> {
    fn input(&self) -> Option<&'a TokenInput> {
        match self {
            Self::None => None,
            Self::Input(input) | Self::LockedInput(input, _) => Some(input),
        }
    }
}

/// What was asked, of whom, and what is to be done with the answer.
pub struct AnswerContext<'a> {
    /// What was asked.
    pub operation: Operation,
    /// Where its token came from.
    pub source: TokenSource<'a>,
    /// The options of the command.
    pub client_args: &'a ClientArgs,
    /// The options of every command.
    pub shared: &'a GlobalArgs,
    /// The keys to verify signatures with.
    pub keys: &'a Keys,
    /// Where the answer goes.
    pub destination: Destination,
    /// What the answer must meet.
    pub checks: &'a CheckArgs,
    /// The client that asked.
    pub client: OAuthClient,
    /// The server that the inspector can go on asking.
    pub connection: ServerConnection,
}

/// Saves, inspects and prints an answer.
///
/// # Errors
/// The server refused, the answer is not what was expected, or it could not be saved.
pub fn handle(
    answer: &OperationAnswer,
    context: &mut AnswerContext<'_>,
) -> Result<ExitStatus, CommandError> {
    let reply = &answer.reply;
    let now = context.shared.judged_at();
    let received = match context.shared.received_at {
        Some(at) => Received { at, from: ReceivedFrom::Given },
        None => Received { at: reply.received_at, from: ReceivedFrom::Given },
    };
    let spends = context.operation.spends_refresh_token();
    let background = Context {
        now,
        received,
        zone: Zone::System,
        keys: context.keys,
        request: Some(&answer.request),
        previous: context.source.input().filter(|_| spends).map(|input| &input.inspection),
        file_mode: None,
        secret_trials: None,
    };
    let mut inspection = reply.inspect(&background);
    let verdict = verdict(answer, &inspection, &context.operation);
    let granted = verdict.is_ok();
    let lost = is_lost(reply, &inspection, granted, context);
    if lost {
        // The answer to a refresh is kept already. A failure does not count yet: it is tried again
        // below, unless the answer is saved by then.
        let _ = context.destination.keep(reply);
    }
    let saved = match context.destination.file() {
        Some(_) if granted => save(reply, &inspection, context),
        _ => Ok(false),
    };
    let stopped = signals::outcome().is_some();
    let raw = (granted && context.destination.is_stdout()).then(|| print_raw(&reply.body));
    // Whether somebody reads what was printed is not known once a signal came.
    let kept = matches!(saved, Ok(true)) || matches!(raw, Some(Ok(()))) && !stopped;
    let is_checked = context.checks.any();
    let opens = granted
        && saved.is_ok()
        && raw.is_none()
        && !stopped
        && !is_checked
        && is_interactive(context.client_args);
    let rescued = (lost && !kept && !opens).then(|| context.destination.keep(reply));
    if kept || !lost {
        context.destination.done();
    }
    let mut has_keys = !context.keys.is_empty();
    if granted && !stopped {
        // The answer is safe by now, so fetching keys may take its time.
        let keys = verification::verify(&mut inspection, &mut context.client, &background);
        has_keys |= !keys.is_empty();
        context.connection.learn(&context.client, keys);
    }
    if opens {
        return open(answer, context, kept);
    }
    let acceptance = verification::acceptance(&inspection);
    let is_raw = raw.is_some();
    let printed = match raw {
        Some(printed) => printed,
        None if stopped => Ok(()),
        None => print(&inspection, context.client_args, context.shared),
    };
    if let Some(rescued) = &rescued {
        let whole = granted && context.shared.reveal && !stopped && printed.is_ok();
        tell_of_rescue(
            rescued,
            whole && standard_output().is_ok(),
            granted && saved.is_err(),
            reply,
            context,
        )?;
    }
    saved?;
    printed?;
    verdict?;
    verification::warn(&acceptance);
    let aside = is_raw || context.client_args.json;
    let (checks, shared) = (context.checks, context.shared);
    let met = verification::check(&inspection, acceptance, has_keys, checks, shared, aside);
    Ok(if met.map_err(CommandError::output)? { ExitStatus::Done } else { ExitStatus::No })
}

/// Whether an answer that is not kept would be a loss: one that holds a new refresh token, or may
/// and cannot be read, or was to be saved, or was broken off by a signal.
fn is_lost(
    reply: &Reply,
    inspection: &Inspection,
    granted: bool,
    context: &AnswerContext<'_>,
) -> bool {
    if !context.operation.brings_token() || context.destination.rescue().is_none() {
        return false;
    }
    let wanted = context.destination.file().is_some() || context.destination.is_stdout();
    context.operation.would_be_lost(reply.into(), inspection)
        || granted && (wanted || signals::outcome().is_some())
}

/// Tells where a rescued answer is, unless the person has `seen` all of it. Where it could not be
/// kept and no other copy exists (`last`), it goes to standard output.
fn tell_of_rescue(
    rescued: &io::Result<PathBuf>,
    seen: bool,
    last: bool,
    reply: &Reply,
    context: &mut AnswerContext<'_>,
) -> Result<(), CommandError> {
    if seen {
        context.destination.done();
        return Ok(());
    }
    let _ = context.destination.take_kept();
    let Some(folder) = context.destination.rescue() else { return Ok(()) };
    let is_lost = rescued.is_err();
    let (Ok(words) | Err(words)) = rescue::in_words(rescued, folder);
    say(format_args!("tokenscope: warning: {words}"));
    if is_lost && last {
        say(
            "tokenscope: it is written to standard output: it may hold the only valid refresh token",
        );
        return print_raw(&reply.body);
    }
    if context.connection.output.is_none() && !context.destination.is_stdout() {
        say("hint: next time give --output FILE, or --output - for the raw response");
    }
    Ok(())
}

/// Saves a granted answer in the file that was named, and gives whether it stays there. Where the
/// answer names no refresh token, the one that was sent stays in use and is saved with it
/// (RFC 6749 §6).
fn save(
    reply: &Reply,
    inspection: &Inspection,
    context: &mut AnswerContext<'_>,
) -> Result<bool, CommandError> {
    let Some(name) = context.destination.file().map(text::path) else {
        return Ok(false);
    };
    let sent = context.operation.refresh_token();
    let whole = with_kept_refresh_token(&reply.body, inspection, sent);
    let kept = context.destination.save(whole.as_ref().unwrap_or(&reply.body))?;
    let note = if whole.is_some() { " with the refresh token that is still valid" } else { "" };
    say(format_args!("Saved in {name}{note}"));
    Ok(kept)
}

/// Whether the inspector opens on an answer.
pub(super) fn is_interactive(client_args: &ClientArgs) -> bool {
    !client_args.json
        && somebody_is_there()
        && io::stdout().is_terminal()
        && theme_and_keys::terminal_can_draw().is_ok()
}

/// Whether everything that is answered will be seen, so that nothing need be kept.
pub(super) fn shows_all(shared: &GlobalArgs) -> bool {
    shared.reveal && standard_output().is_ok()
}

/// Opens the inspector on an answer.
fn open(
    answer: &OperationAnswer,
    context: &mut AnswerContext<'_>,
    saved: bool,
) -> Result<ExitStatus, CommandError> {
    if let TokenSource::LockedInput(input, lock) =
        std::mem::replace(&mut context.source, TokenSource::None)
    {
        // The inspector locks the file by itself.
        drop(lock);
        context.source = TokenSource::Input(input);
    }
    let path = context.connection.output.clone().filter(|_| saved);
    let kept = context.destination.take_kept();
    let answered = view::OpenedAnswer {
        answer,
        operation: &context.operation,
        input: context.source.input(),
        connection: &context.connection,
        saved: path.as_deref(),
        kept,
        keys: context.keys,
    };
    view::answered(&answered, context.shared)
}

/// Ends by the signal that was held back, where one was; before that it is said how the command
/// ended.
///
/// # Errors
/// As the command ended, where no signal was held back.
pub(super) fn end_by_held_signal(
    outcome: Result<ExitStatus, CommandError>,
) -> Result<ExitStatus, CommandError> {
    if signals::outcome().is_some()
        && let Err(failure) = &outcome
    {
        say(failure.render().trim_end());
    }
    signals::release();
    outcome
}
