//! Whatever is opened, pasted, pressed and answered, every size of the screen can be drawn, nothing
//! on it acts on a terminal, and no new refresh token is lost.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};
use tokenscope::secret::Wiping;
use tokenscope::{
    app::{
        App, Effect, Event, InspectorSettings, Panel, RequestId,
        server_answer::{ExchangeFailure, ServerAnswer},
    },
    config::HttpUrl,
    exchange::{ExchangeRow, MaskedReply, RequestPreview},
    findings::RequestContext,
    input::{InputOrigin, Loaded},
    keymap::{KeyPress, Keymap},
    oauth::{Operation, PreparedRequest},
    runtime::{Input, session},
    text,
    ui::{Drawn, Theme},
    value::Text,
};

use super::{
    answer::reply,
    paste::{at, zone},
};

/// The keys; reading their names takes longer than most runs.
static KEYMAP: LazyLock<Keymap> = LazyLock::new(Keymap::default);

/// Ends a step. No UTF-8 text has it.
const END: u8 = 0xff;

/// Sizes that the screen takes in turn.
const SIZES: [(u16, u16); 6] = [(120, 36), (80, 24), (40, 12), (200, 50), (9, 3), (1, 1)];

/// More steps show nothing new.
const MOST_STEPS: usize = 64;

/// Tries these bytes: steps that end with [`END`], each with its kind as its first byte.
pub fn run(bytes: &[u8]) {
    let mut session = Session::new();
    for step in bytes.split(|byte| *byte == END).take(MOST_STEPS) {
        session.step(step);
        session.draw();
    }
}

struct Session {
    app: App,
    now: DateTime<Utc>,
    theme: Theme,
    drawn: Drawn,
    size: usize,
    /// What was asked of a server and not answered yet.
    sent: Vec<RequestId>,
}

impl Session {
    fn new() -> Self {
        let settings = InspectorSettings { zone: zone(), ..InspectorSettings::default() };
        Self {
            app: App::new(settings, at()),
            now: at(),
            theme: Theme::default(),
            drawn: Drawn::default(),
            size: 0,
            sent: Vec::new(),
        }
    }

    fn step(&mut self, step: &[u8]) {
        let Some((kind, rest)) = step.split_first() else { return };
        match kind {
            b'p' => self.tell(Input::Paste(Text::new(String::from_utf8_lossy(rest)))),
            b'o' => {
                let origin = InputOrigin::File("token.json".into());
                let id = self.app.request(&origin);
                let result = Ok(Loaded::bytes(rest.to_vec()));
                self.tell(Input::Event(Event::Loaded { id, origin, result }));
            }
            b'a' => self.answer(rest),
            b'f' => {
                if let Some(id) = self.sent.pop() {
                    let failure = ExchangeFailure {
                        message: "no answer".to_owned(),
                        hint: None,
                        maybe_sent: true,
                        network: true,
                        setting: None,
                    };
                    self.tell(Input::Event(Event::Failed { id, failure }));
                }
            }
            b't' => {
                let seconds = rest.iter().map(|byte| i64::from(*byte)).sum();
                self.now += TimeDelta::seconds(seconds);
                self.tell(Input::Event(Event::Tick(self.now)));
            }
            b's' => self.size += 1,
            b'c' => {
                let panels = [Panel::Fields, Panel::Scopes, Panel::Findings, Panel::Detail];
                for byte in rest {
                    let panel = panels[usize::from(*byte) % panels.len()];
                    self.tell(Input::Event(Event::Clicked {
                        panel,
                        row: Some(usize::from(*byte / 4)),
                    }));
                    self.tell(Input::Event(Event::Wheel { panel: Some(panel), lines: 1 }));
                }
            }
            _ => step.iter().for_each(|byte| self.press(*byte)),
        }
    }

    fn press(&mut self, byte: u8) {
        let (code, modifiers) = match byte {
            b'\n' | b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
            b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
            0x1b => (KeyCode::Esc, KeyModifiers::NONE),
            0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
            0x01..=0x1a => (KeyCode::Char(char::from(byte + 0x60)), KeyModifiers::CONTROL),
            0x20..=0x7e => (KeyCode::Char(char::from(byte)), KeyModifiers::NONE),
            _ => return,
        };
        self.tell(Input::Key(KeyPress::from(KeyEvent::new(code, modifiers))));
    }

    /// Hands over an input, and does what comes of it.
    fn tell(&mut self, input: Input) {
        for effect in session::dispatch(&mut self.app, &KEYMAP, &self.drawn, input) {
            match effect {
                Effect::Run { id, operation: Operation::Fetch { .. } }
                | Effect::Confirm { id, .. } => {
                    self.sent.push(id);
                }
                Effect::Run { id, .. } => {
                    let prepared = PreparedRequest { preview: preview(), is_named: true };
                    self.tell(Input::Event(Event::Prepared { id, request: Box::new(prepared) }));
                }
                Effect::Save { id, path, .. } => {
                    self.tell(Input::Event(Event::Saved { id, path, result: Ok(None) }));
                }
                _ => {}
            }
        }
    }

    /// A server answers what it was asked last.
    fn answer(&mut self, bytes: &[u8]) {
        let Some(id) = self.sent.pop() else { return };
        let reply = reply(bytes);
        let answer = ServerAnswer {
            artifact: reply.artifact(),
            body: Wiping::new(reply.body.to_vec()),
            request: RequestContext {
                grant_type: Some("refresh_token".to_owned()),
                ..RequestContext::default()
            },
            received_at: self.now,
            kept: None,
            masked: MaskedReply {
                status: reply.status,
                size: reply.body.len(),
                retry_after: reply.retry_after(),
                ..MaskedReply::default()
            },
            server: preview().server,
        };
        self.tell(Input::Event(Event::Answered { id, answer: Box::new(answer) }));
    }

    fn draw(&mut self) {
        let (columns, rows) = SIZES[self.size % SIZES.len()];
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("in memory");
        self.drawn =
            session::draw(&mut terminal, &mut self.app, &KEYMAP, &self.theme).expect("in memory");
        let cells = &terminal.backend().buffer().content;
        assert!(!cells.iter().any(|cell| cell.symbol().chars().any(text::is_unsafe)));
    }
}

fn preview() -> RequestPreview {
    let url = HttpUrl::parse("https://as.example.com/token").expect("it is a URL");
    RequestPreview {
        purpose: "token",
        method: "POST",
        url: url.as_str().to_owned(),
        server: url.origin(),
        headers: vec![ExchangeRow::plain("Accept", "application/json")],
        body: vec![ExchangeRow::plain("grant_type", "refresh_token")],
        curl: String::new(),
        curl_variables: Vec::new(),
    }
}
