//! What the screen costs: the first frame, a key press, and the whole program's start.
//!
//! `cargo bench --bench screen`. Compare numbers of one run with each other: the budget of a key
//! press is one frame at 60 Hz, also with 100,000 scopes on screen.

use std::{
    io::{Read as _, Write as _},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::{Terminal, backend::TestBackend};
use tokenscope::{
    app::{self, Action, App, Event, Loaded, Origin, Settings},
    jose::Keys,
    keymap::Keymap,
    token::Zone,
    ui::{self, Scene, Theme},
};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/gusto.json");
const AT: &str = "2026-11-22T19:08:07Z";

fn now() -> DateTime<Utc> {
    AT.parse().expect("an instant")
}

/// The inspector on these bytes.
fn open(bytes: &[u8]) -> App {
    let settings = Settings {
        zone: Zone::System,
        keys: Keys::default(),
        received_at: None,
        at: true,
        home: None,
        reveal: false,
    };
    let mut app = App::new(settings, now());
    let id = app.request(Origin::Paste);
    let loaded = Loaded { bytes: bytes.to_vec().into(), modified: None };
    app::update(&mut app, Event::Loaded { id, origin: Origin::Paste, result: Ok(loaded) });
    app
}

fn draw(terminal: &mut Terminal<TestBackend>, app: &App) {
    let (keymap, theme) = (Keymap::default(), Theme::ansi());
    let scene = Scene { app, keymap: &keymap, theme: &theme, now: now() };
    terminal.draw(|frame| drop(ui::draw(frame, &scene))).expect("memory can be drawn on");
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

fn frames(criterion: &mut Criterion) {
    let small = std::fs::read(SAMPLE).expect("the sample is there");
    let large = large();
    let mut group = criterion.benchmark_group("screen");
    group.sample_size(20);
    for (name, bytes) in [("sample", &small), ("5 MB", &large)] {
        group.bench_function(format!("first frame, {name}"), |bencher| {
            bencher.iter(|| {
                let mut terminal =
                    Terminal::new(TestBackend::new(120, 36)).expect("a screen in memory");
                let app = open(bytes);
                draw(&mut terminal, &app);
                app
            });
        });
        group.bench_function(format!("key press, {name}"), |bencher| {
            let mut terminal =
                Terminal::new(TestBackend::new(120, 36)).expect("a screen in memory");
            let mut app = open(bytes);
            draw(&mut terminal, &app);
            app::update(&mut app, Event::Act(Action::NextPanel));
            bencher.iter(|| {
                app::update(&mut app, Event::Act(Action::Down));
                draw(&mut terminal, &app);
            });
        });
    }
    group.finish();
}

/// From `exec` to the last line of the first frame on a real pseudo-terminal.
fn start(criterion: &mut Criterion) {
    criterion.bench_function("start to first frame", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| one_start()).sum());
    });
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn one_start() -> Duration {
    let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tokenscope"));
    command.args(["--at", AT, SAMPLE]);
    command.env("TERM", "xterm-256color");
    let mut reader = pty.master.try_clone_reader().expect("it can be read");
    let started = Instant::now();
    let mut child = pty.slave.spawn_command(command).expect("it starts");
    let mut seen = Vec::new();
    let mut buffer = [0; 8192];
    // The footer is drawn last, and ends with the key to leave.
    while !seen.windows(4).any(|part| part == b"quit") {
        let read = reader.read(&mut buffer).expect("it draws");
        seen.extend_from_slice(&buffer[..read]);
    }
    let elapsed = started.elapsed();
    let mut writer = pty.master.take_writer().expect("it can be written to");
    writer.write_all(b"q").expect("it takes a key");
    drop(writer);
    child.wait().expect("it ends");
    elapsed
}

criterion_group!(benches, frames, start);
criterion_main!(benches);
