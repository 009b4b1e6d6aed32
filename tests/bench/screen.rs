//! What the screen costs: the first frame, a key press, the whole program's start, and frames while
//! a server does not answer; beside `serde_json`, which parses the same text.
//!
//! `cargo bench --bench screen`. The budget of a key press is 8 ms, half a frame at 60 Hz, also with
//! 100,000 scopes on screen or a list of 30,000, and 16 ms in the list of 10,000 credentials of an
//! input.

mod table;

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    process::Child,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::KeyCode;
use pty_process::{
    Size,
    blocking::{Command, Pty},
};
use ratatui::{Terminal, backend::TestBackend};
use serde_json::Value;
use tokenscope::{
    app::{self, App, Effect, Event, InspectorSettings},
    input::{InputOrigin, Loaded},
    keymap::{KeyPress, Keymap},
    problem::Problem,
    report,
    runtime::{Input, session},
    token::Zone,
    ui::{Drawn, Theme},
};

use self::table::{Work, row, timed};

fn main() {
    table::head();
    let sample = std::fs::read(SAMPLE).expect("the sample is there");
    let large = large();
    let larger = larger();
    for (name, bytes, keys) in [
        ("the sample", &sample, &KEYS[..]),
        ("5 MB", &large, &KEYS[..]),
        ("20 MB", &larger, &LIST_KEYS[..]),
    ] {
        screen_rows(name, bytes, keys);
    }
    copies(&larger);
    // The list of what an input holds: 50 rows, and 10,000 of about 20 MB.
    screen_rows("a list of 50", &responses(50), &ITEM_KEYS);
    screen_rows("a list of 10,000", &responses(10_000), &ITEM_KEYS);
    screen_rows("an archive of 10,000", &archive(10_000), &ITEM_KEYS);
    start();
    waiting();
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/gusto.json");
const AT: &str = "2026-11-22T19:08:07Z";

fn now() -> DateTime<Utc> {
    AT.parse().expect("an instant")
}

/// The inspector on these bytes.
fn open(bytes: &[u8]) -> App {
    let settings = InspectorSettings { at: true, ..InspectorSettings::default() };
    let mut app = App::new(settings, now());
    let id = app.request(&InputOrigin::Paste);
    let loaded = Loaded::bytes(bytes.to_vec());
    let loaded = Event::Loaded { id, origin: InputOrigin::Paste, result: Ok(loaded) };
    for effect in app::update(&mut app, loaded) {
        if let Effect::Inspect { id, job } = effect {
            let opened = job.run(|_| Err(Problem::new("all of it was read")));
            app::update(&mut app, Event::Inspected { id, opened });
        }
    }
    app
}

fn draw(terminal: &mut Terminal<TestBackend>, app: &mut App) {
    session::draw(terminal, app, &Keymap::default(), &Theme::default())
        .expect("memory can be drawn on");
}

/// A response of about 5 MB with 100,000 scopes.
fn large() -> Vec<u8> {
    let scopes: Vec<_> =
        (0..100_000).map(|n| format!("resource-with-a-long-name-number-{n:06}:read")).collect();
    format!(
        r#"{{"access_token":"abc","token_type":"bearer","expires_in":60,"scope":"{}"}}"#,
        scopes.join(" ")
    )
    .into_bytes()
}

/// A response of about 20 MB whose last member is a list of 30,000 objects, which is as many members
/// as are read.
fn larger() -> Vec<u8> {
    let padding = "with a long name of its own ".repeat(22);
    let items: Vec<_> =
        (0..30_000).map(|n| format!(r#"{{"id":{n},"name":"item {n:06} {padding}"}}"#)).collect();
    format!(
        r#"{{"access_token":"abc","token_type":"bearer","expires_in":60,"items":[{}]}}"#,
        items.join(",")
    )
    .into_bytes()
}

/// What a person presses on a list of 30,000: two keys that take turns.
const LIST_KEYS: [(&str, &[KeyPress], [KeyPress; 2]); 5] = {
    // The last field, and its members, all of them open.
    const IN: &[KeyPress] = &[KeyPress::char('G'), KeyPress::char('l')];
    const OPEN: &[KeyPress] = &[KeyPress::char('G'), KeyPress::char('l'), KeyPress::char('z')];
    const SEARCH: &[KeyPress] = &[KeyPress::char('/'), KeyPress::char('1'), KeyPress::char('2')];
    [
        ("down and up the fields", &[], [KeyPress::char('G'), KeyPress::char('g')]),
        ("down and up the items", IN, [KeyPress::char('j'), KeyPress::char('k')]),
        ("to the last and the first item", OPEN, [KeyPress::char('G'), KeyPress::char('g')]),
        ("fold and unfold one", IN, [KeyPress::char('l'), KeyPress::char('h')]),
        (
            "a letter of a search",
            SEARCH,
            [KeyPress::char('3'), KeyPress::plain(KeyCode::Backspace)],
        ),
    ]
};

/// The first frame of an input, each pair of keys on it and what each second costs.
fn screen_rows(input: &str, bytes: &[u8], keys: &[(&str, &[KeyPress], [KeyPress; 2])]) {
    let beside = |what: &str, figure: Work<'_>| {
        let floor = timed(|| serde_json::from_slice::<Value>(bytes));
        row(&format!("{input}: {what}"), 1, figure, "parsing it", floor);
    };
    let first = timed(|| {
        let mut app = open(bytes);
        draw(&mut screen(), &mut app);
        app
    });
    beside("to the first frame", first);
    for (name, before, turns) in keys {
        let mut terminal = screen();
        let mut app = open(bytes);
        draw(&mut terminal, &mut app);
        for key in *before {
            press(&mut app, &mut terminal, *key);
        }
        let mut turns = turns.iter().cycle();
        let one = timed(|| {
            if let Some(key) = turns.next() {
                press(&mut app, &mut terminal, *key);
            }
        });
        beside(name, one);
    }
    let (mut terminal, mut app) = (screen(), open(bytes));
    let mut late = now();
    let second = timed(|| {
        late += TimeDelta::seconds(1);
        app::update(&mut app, Event::Tick(late));
        draw(&mut terminal, &mut app);
    });
    beside("a second passes", second);
}

/// The report that can be copied, which the loop makes once the key's own frame is drawn.
fn copies(bytes: &[u8]) {
    let options = report::ReportOptions {
        now: now(),
        reveal: false,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    };
    let app = open(bytes);
    let inspection = &app.document().expect("it is shown").inspection;
    let figure = timed(|| report::text::render(inspection, &options));
    let floor = timed(|| serde_json::from_slice::<Value>(bytes));
    row("20 MB: copy the report", 1, figure, "parsing it", floor);
}

/// What a person presses on a large response, after these keys: two that take turns.
const KEYS: [(&str, &[KeyPress], [KeyPress; 2]); 6] = {
    const TAB: KeyPress = KeyPress::plain(KeyCode::Tab);
    const ESC: KeyPress = KeyPress::plain(KeyCode::Esc);
    // Every scope starts what is looked for more than once, and none contains it.
    const SEARCH: &[KeyPress] =
        &[TAB, KeyPress::char('/'), KeyPress::char('n'), KeyPress::char('q')];
    [
        ("down and up the scopes", &[TAB], [KeyPress::char('j'), KeyPress::char('k')]),
        ("to the last and the first scope", &[TAB], [KeyPress::char('G'), KeyPress::char('g')]),
        (
            "to the field of all scopes",
            &[KeyPress::char('G'), KeyPress::char('k')],
            [KeyPress::char('j'), KeyPress::char('k')],
        ),
        (
            "a letter of a search",
            SEARCH,
            [KeyPress::char('e'), KeyPress::plain(KeyCode::Backspace)],
        ),
        ("to the next panel", &[KeyPress::char('G')], [TAB, ESC]),
        ("help", &[], [KeyPress::char('?'), ESC]),
    ]
};

/// An HTTP archive of so many answers, each with a response of its own.
fn archive(count: usize) -> Vec<u8> {
    let entry = |n: usize| {
        let padding = "with a header of its own ".repeat(64);
        format!(
            r#"{{"startedDateTime":"2026-01-01T00:00:00.000Z","request":{{"method":"POST","url":"https://as.example/token","headers":[]}},"response":{{"status":200,"headers":[{{"name":"x-note","value":"{padding}"}}],"content":{{"mimeType":"application/json","text":"{{\"access_token\":\"token-{n:06}-0123456789abcdef\",\"token_type\":\"Bearer\",\"expires_in\":{}}}"}}}}}}"#,
            60 + n
        )
    };
    let all: Vec<_> = (0..count).map(entry).collect();
    format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, all.join(",")).into_bytes()
}

/// A list of so many responses, each with an end of its own.
fn responses(count: usize) -> Vec<u8> {
    let response = |n: usize| {
        let padding = "with a note of its own ".repeat(80);
        format!(
            r#"{{"access_token":"token-{n:06}-0123456789abcdef","token_type":"bearer","expires_in":{},"scope":"read:{n}","refresh_token":"refresh-{n:06}-0123456789","note":"{padding}"}}"#,
            60 + n
        )
    };
    let all: Vec<_> = (0..count).map(response).collect();
    format!("[{}]", all.join(",")).into_bytes()
}

/// What a person presses in a list: two keys that take turns.
const ITEM_KEYS: [(&str, &[KeyPress], [KeyPress; 2]); 4] = {
    const SEARCH: &[KeyPress] = &[KeyPress::char('/'), KeyPress::char('0'), KeyPress::char('0')];
    const OPEN: KeyPress = KeyPress::plain(KeyCode::Enter);
    const ESC: KeyPress = KeyPress::plain(KeyCode::Esc);
    [
        ("down and up", &[], [KeyPress::char('j'), KeyPress::char('k')]),
        ("to the last and the first", &[], [KeyPress::char('G'), KeyPress::char('g')]),
        (
            "a letter of a filter",
            SEARCH,
            [KeyPress::char('1'), KeyPress::plain(KeyCode::Backspace)],
        ),
        ("open one and come back", &[], [OPEN, ESC]),
    ]
};

fn screen() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(120, 36)).expect("a screen in memory")
}

fn press(app: &mut App, terminal: &mut Terminal<TestBackend>, key: KeyPress) {
    session::dispatch(app, &Keymap::default(), &Drawn::default(), Input::Key(key));
    draw(terminal, app);
}

/// The program on a pseudo-terminal.
struct Program {
    child: Child,
    pty: Pty,
}

impl Program {
    fn start(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let (pty, program_side) = pty_process::blocking::open().expect("a pseudo-terminal");
        pty.resize(Size::new(36, 120)).expect("it can have any size");
        let child = Command::new(env!("CARGO_BIN_EXE_tokenscope"))
            .args(args)
            .env("TERM", "xterm-256color")
            .envs(variables.iter().copied())
            .spawn(program_side)
            .expect("it starts");
        Self { child, pty }
    }

    /// Reads on until these bytes have come so many times.
    fn until(&mut self, bytes: &[u8], times: usize) {
        let mut seen = Vec::new();
        let mut buffer = [0; 8192];
        while seen.windows(bytes.len()).filter(|part| *part == bytes).count() < times {
            let read = self.pty.read(&mut buffer).expect("it draws");
            assert!(read > 0, "it ended");
            seen.extend_from_slice(&buffer[..read]);
        }
    }

    fn press(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).expect("it takes keys");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// From a call for the program to the last line of its first frame, and beside it to one line
/// without a screen: what it takes to start any program from here.
fn start() {
    fn until<'a>(args: &'a [&str], last: &'a [u8]) -> Work<'a> {
        timed(move || {
            let mut program = Program::start(args, &[]);
            program.until(last, 1);
            program
        })
    }
    // The footer is drawn last, and ends with the key to leave.
    let frame = until(&["--at", AT, SAMPLE], b"quit");
    let line = until(&["--version"], b"tokenscope");
    row("the program, to its first frame", 1, frame, "the program, to a line", line);
}

/// Thirty frames while a server does not answer: they take a second at most.
fn waiting() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/token", listener.local_addr().expect("it has a port"));
    let mut program = Program::start(
        &["--at", AT, SAMPLE],
        &[("TOKENSCOPE_TOKEN_URL", &url), ("TOKENSCOPE_CLIENT_ID", "bench")],
    );
    program.until(b"quit", 1);
    program.press("r");
    program.until(b"To be sent", 1);
    program.press("\r");
    program.until(b"waiting for", 1);
    // Each frame says once that the cursor is hidden.
    let frames = timed(|| program.until(b"\x1b[?25l", 30));
    row("thirty frames while it waits", 1, frames, "a second", Box::new(|| Duration::from_secs(1)));
}
