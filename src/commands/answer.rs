//! What is done with an answer: it is saved, inspected, printed or opened, and becomes an exit
//! status.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

use super::{
    Failure, Shared, Status, colours, dialogue::somebody_is_there, getting::Getting, judged_at,
    partner::Partner, presented::Presented, view,
};
use crate::{
    effects::{rescue, save},
    exchange::with_refresh_token,
    explain::{self, Explanation},
    inspection::{Context, Inspection},
    jose::Keys,
    oauth::{OAuthError, Reply, TransportError, session::Answer},
    report,
    secret::Secret,
    token::{Kind, Received, ReceivedFrom, Zone},
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
    /// Whom the inspector can go on asking.
    pub partner: Partner,
    /// What was presented to the server.
    pub presented: Option<&'a Presented>,
    /// The refresh token that was spent.
    pub spent: Option<&'a Secret>,
}

/// Makes sure, before anything is sent, that the response can be saved afterwards.
///
/// # Errors
/// The folder cannot be written, or the raw response and the report would share standard output.
pub fn check_output(getting: &Getting, output: Option<&Path>) -> Result<(), Failure> {
    match output {
        Some(path) if is_stdout(path) && getting.json => {
            Err(Failure::usage("--json and --output - both want standard output")
                .hint("choose one of them"))
        }
        Some(path) if !is_stdout(path) => save::check(path).map_err(|error| {
            Failure::usage(format!("{} cannot be written", path.display()))
                .because(error)
                .hint("nothing was sent")
        }),
        _ => Ok(()),
    }
}

/// Saves, inspects and prints an answer.
///
/// # Errors
/// The server refused, the answer is not what was expected, or it could not be saved.
pub fn handle(answer: &Answer, handling: &Handling<'_>) -> Result<Status, Failure> {
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
    let inspection = reply.inspect(&context);
    let verdict = verdict(answer, &inspection, handling);
    let mut unsaved = None;
    if verdict.is_ok()
        && let Some(path) = handling.output
    {
        unsaved = save(reply, &inspection, path, handling).err();
    }
    let stdout = handling.output.is_some_and(is_stdout);
    let saved = verdict.is_ok() && handling.output.is_some() && !stdout && unsaved.is_none();
    let raw = verdict.is_ok() && (stdout || unsaved.is_some());
    let interactive = verdict.is_ok() && !handling.getting.json && somebody_is_there();
    if !raw && interactive && io::stdout().is_terminal() {
        return open(answer, handling);
    }
    let written = if raw {
        let mut out = io::stdout().lock();
        out.write_all(&reply.body).and_then(|()| out.flush()).map_err(Failure::output)
    } else {
        print(&inspection, handling, now)
    };
    let whole = written.is_ok() && (raw || handling.shared.reveal);
    if !saved && !whole {
        rescue_token(reply, &inspection, handling);
    }
    written?;
    if let Some(failure) = unsaved {
        return Err(failure);
    }
    verdict.map(|()| Status::Done)
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
        | OAuthError::Transport(TransportError::Setting(_)) => Failure::usage(text),
        _ => Failure::server(text),
    };
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether the answer is what was asked for.
fn verdict(
    answer: &Answer,
    inspection: &Inspection,
    handling: &Handling<'_>,
) -> Result<(), Failure> {
    let (reply, expected) = (&answer.reply, handling.expected);
    if let Some(explanation) = explain::error(inspection) {
        return Err(with_wait(refusal(&explanation, answer), reply));
    }
    if let Some(cut) = &reply.cut {
        return Err(Failure::server(cut.to_string()));
    }
    if let Some(location) = reply.redirect() {
        let place = location.split(['?', '#']).next().unwrap_or_default();
        return Err(Failure::server(format!("the server redirects to {place}"))
            .hint("redirects are not followed, because credentials would go along; name the right endpoint"));
    }
    if !reply.is_success() {
        return Err(with_wait(
            Failure::server(format!("the server answered with status {}", reply.status)),
            reply,
        ));
    }
    let as_expected = match expected {
        Expected::Token => inspection.kind == Kind::TokenResponse,
        Expected::Introspection => {
            matches!(inspection.kind, Kind::IntrospectionResponse | Kind::Jws | Kind::Jwe)
        }
        Expected::Nothing => true,
        Expected::Claims => {
            reply.json().is_some() || matches!(inspection.kind, Kind::Jws | Kind::Jwe)
        }
    };
    if as_expected {
        return Ok(());
    }
    let media = reply.header("content-type").unwrap_or("nothing that is named");
    let what = match expected {
        Expected::Token => "token response",
        Expected::Introspection => "introspection response",
        Expected::Nothing | Expected::Claims => "set of claims",
    };
    Err(Failure::server(format!("the answer (status {}, {media}) is no {what}", reply.status))
        .hint("is that the right endpoint? a proxy or a login page may have answered in its place"))
}

/// A refusal in the server's words, and what to try first.
fn refusal(explanation: &Explanation, answer: &Answer) -> Failure {
    let status = answer.reply.status.to_string();
    let mut text = match &explanation.code {
        Some(code) if *code != status => format!("the server refused: {code}"),
        _ => format!("the server refused: status {status}"),
    };
    if let Some(said) = &explanation.said {
        text = format!("{text}: {said}");
    }
    let remedy = || Some((*explanation.entries.first()?.remedies.first()?).to_owned());
    match explain::advice(explanation, &answer.asked).or_else(remedy) {
        Some(hint) => Failure::server(text).hint(hint),
        None => Failure::server(text),
    }
}

fn with_wait(failure: Failure, reply: &Reply) -> Failure {
    match reply.retry_after() {
        Some(wait) => {
            failure.hint(format!("the server asks to be left alone for {} seconds", wait.as_secs()))
        }
        None => failure,
    }
}

fn save(
    reply: &Reply,
    inspection: &Inspection,
    path: &Path,
    handling: &Handling<'_>,
) -> Result<(), Failure> {
    if is_stdout(path) {
        return Ok(());
    }
    let omitted = inspection.field("refresh_token").is_none();
    let spent = handling.spent.filter(|_| omitted);
    let kept = spent.and_then(|spent| with_refresh_token(&reply.body, spent));
    let bytes = kept.as_ref().unwrap_or(&reply.body);
    save::save_atomically(path, bytes).map_err(|error| {
        Failure::input(format!("the response could not be saved in {}", path.display()))
            .because(error)
            .hint("it was written to standard output instead: it may hold the only valid refresh token")
    })?;
    let note = if kept.is_some() { " with the refresh token that is still valid" } else { "" };
    eprintln!("Saved in {}{note}", path.display());
    Ok(())
}

fn print(
    inspection: &Inspection,
    handling: &Handling<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Failure> {
    let stdout = io::stdout();
    let options = report::Options {
        now,
        reveal: handling.shared.reveal,
        colour: colours(&stdout),
        zone: Zone::System,
    };
    let pretty = stdout.is_terminal();
    let mut out = io::BufWriter::new(stdout.lock());
    let written = if handling.getting.json {
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

/// A new refresh token that was neither saved nor shown whole would be gone for good: the response
/// is kept.
fn rescue_token(reply: &Reply, inspection: &Inspection, handling: &Handling<'_>) {
    let Some(spent) = handling.spent else { return };
    let fresh = inspection.field("refresh_token").and_then(|field| field.secret());
    if fresh.is_none_or(|fresh| fresh == spent) {
        return;
    }
    let words = match &handling.partner.rescue {
        Some(folder) => rescue::in_words(folder, reply.received_at, &reply.body),
        None => "a new refresh token was in no file, and is lost".to_owned(),
    };
    eprintln!(
        "tokenscope: warning: {words}\nhint: next time give --output FILE, or --output - for the raw response"
    );
}
