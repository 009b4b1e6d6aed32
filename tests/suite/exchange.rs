//! Talking to servers from the inspector: requests, answers, and that nothing is lost.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod auto_refresh;
mod boxes;
mod codes;
mod consent;
mod editing;
mod hints;
mod history;
mod kept;
mod listed;
mod notices;
mod revoked;
mod saving;
mod scopes;
mod sending;
mod sessions;
#[cfg(unix)]
mod terminal;
mod verification;
mod waiting;

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use tokenscope::secret::Wiping;
use tokenscope::{
    app::{
        self, Action, App, Effect, Event, InspectorSettings,
        dialog::{Dialog, text::Part},
        server_answer::{ExchangeFailure, ServerAnswer},
    },
    config::{HttpUrl, Settings},
    exchange::{Exchange, ExchangeOutcome, ExchangeRow, MaskedReply, RequestPreview, ServerOrigin},
    findings::RequestContext,
    input::{self, InputOrigin, Loaded},
    oauth::PreparedRequest,
    token::Zone,
    workers::server::ClientSource,
};

use crate::{
    harness::{Person, act, paste, settings, start},
    support::configured,
};

/// Stands in every token of these tests.
const MARK: &str = "s3cr3tMARK";

/// A response with this refresh token that lives for an hour.
fn response(refresh_token: &str) -> String {
    format!(
        r#"{{"access_token":"{MARK}-of-{refresh_token}","token_type":"Bearer","expires_in":3600,"refresh_token":"{MARK}-{refresh_token}","scope":"a b"}}"#
    )
}

/// An inspector that was opened on a file together with a server.
fn inspector() -> App {
    let mut app = empty_inspector();
    let origin = InputOrigin::File(PathBuf::from("token.json"));
    let id = app.request_at_start(&origin);
    load(&mut app, id, origin, "first");
    app
}

/// An inspector that knows a server and shows nothing.
fn empty_inspector() -> App {
    let settings = InspectorSettings {
        zone: Zone::Fixed(chrono::Offset::fix(&Utc)),
        received_at: None,
        at: false,
        ..settings()
    };
    let mut app = App::new(settings, start());
    app.requests.server = Some("profile test".to_owned());
    app
}

/// A person at such an inspector, with real workers and this server.
fn connected(source: ClientSource) -> Person {
    Person::new(inspector(), source)
}

fn known(member: &str, url: &str) -> ClientSource {
    let settings = configured(Settings::default(), &[(member, url), ("client_id", "test")]);
    ClientSource::Known(Box::new(settings))
}

/// Reads a file with a response into the inspector.
fn open(app: &mut App, refresh_token: &str) {
    let origin = InputOrigin::File(PathBuf::from("token.json"));
    let id = app.request(&origin);
    load(app, id, origin, refresh_token);
}

fn load(app: &mut App, id: u64, origin: InputOrigin, refresh_token: &str) {
    let bytes = Wiping::new(response(refresh_token).into_bytes());
    let result = Ok(Loaded { modified: Some(app.now), ..Loaded::bytes(bytes) });
    app::update(app, Event::Loaded { id, origin, result });
}

fn wait(app: &mut App, seconds: i64) -> Vec<Effect> {
    let now = app.now + TimeDelta::seconds(seconds);
    app::update(app, Event::Tick(now))
}

fn server(url: &str) -> ServerOrigin {
    HttpUrl::parse(url).unwrap().origin()
}

fn preview() -> RequestPreview {
    RequestPreview {
        purpose: "token",
        method: "POST",
        url: "https://as.example.com/token".to_owned(),
        server: server("https://as.example.com/token"),
        headers: vec![ExchangeRow::plain("Accept", "application/json")],
        body: vec![ExchangeRow::plain("grant_type", "refresh_token")],
        curl: String::new(),
        curl_variables: Vec::new(),
    }
}

/// A request is complete, for the server that the person named.
fn built(id: u64) -> Event {
    let prepared = PreparedRequest { preview: preview(), is_named: true };
    Event::Prepared { id, request: Box::new(prepared) }
}

fn prepared(effects: &[Effect]) -> u64 {
    match effects {
        [Effect::Run { id, .. }] => *id,
        other => panic!("{other:?}"),
    }
}

/// Asks for a request, which waits for the person then; gives its number.
fn ready(app: &mut App, action: Action) -> u64 {
    let id = prepared(&act(app, action));
    app::update(app, built(id));
    id
}

/// Presses `r` and says yes; gives the number of the request that is on its way.
fn sent(app: &mut App) -> u64 {
    let id = prepared(&act(app, Action::Refresh));
    assert!(app::update(app, built(id)).is_empty());
    let effects = act(app, Action::Send);
    assert!(matches!(effects[..], [Effect::Confirm { id: sent, .. }] if sent == id), "{effects:?}");
    id
}

fn answer(id: u64, status: u16, body: &str, now: DateTime<Utc>) -> Event {
    let mut artifact = input::recognize(body.as_bytes());
    artifact.message = Some(input::Message { status, headers: Vec::new() });
    let answer = ServerAnswer {
        artifact,
        body: Wiping::new(body.as_bytes().to_vec()),
        request: RequestContext {
            grant_type: Some("refresh_token".to_owned()),
            ..RequestContext::default()
        },
        received_at: now,
        masked: MaskedReply { status, size: body.len(), ..MaskedReply::default() },
        server: preview().server,
        kept: None,
    };
    Event::Answered { id, answer: Box::new(answer) }
}

/// The server answers now.
fn arrive(app: &mut App, id: u64, status: u16, body: &str) -> Vec<Effect> {
    let answer = answer(id, status, body, app.now);
    app::update(app, answer)
}

/// A request to this URL and its answer, for the transcript.
fn exchange(url: &str) -> Event {
    let request = RequestPreview { url: url.to_owned(), ..preview() };
    let outcome = ExchangeOutcome::Answered(MaskedReply { status: 200, ..MaskedReply::default() });
    Event::Exchanged(Box::new(Exchange { id: 0, at: start(), request, outcome }))
}

fn failure(network: bool, maybe_sent: bool) -> ExchangeFailure {
    ExchangeFailure {
        message: "no answer".to_owned(),
        hint: None,
        maybe_sent,
        network,
        setting: None,
    }
}

/// The refresh token on screen, without the mark.
fn token(app: &App) -> String {
    let field = app.document().unwrap().inspection.field("refresh_token").unwrap();
    field.secret().unwrap().expose().trim_start_matches(MARK).trim_start_matches('-').to_owned()
}

/// The page on top, as one text.
fn page(app: &App) -> String {
    let Some(Dialog::Text(page)) = app.dialogs.last() else { panic!("{:?}", app.dialogs) };
    let mut text = format!("{}\n", page.title);
    for part in &page.parts {
        match part {
            Part::Heading(line) | Part::Text(_, line) | Part::Point(line) => text.push_str(line),
            Part::Row { name, value, .. } => text.extend([name, ": ", value]),
            Part::Blank => {}
        }
        text.push('\n');
    }
    text
}
