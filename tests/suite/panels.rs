//! Boxes and panels of the inspector, through its events and its screen.

mod fetching;
mod keys;
mod server;

use std::sync::mpsc::{self, Receiver};

use chrono::{DateTime, Utc};
use ratatui::{Terminal, backend::TestBackend};
use tokenscope::{
    app::{self, App, Effect, Event, InspectorSettings},
    input::{InputOrigin, Loaded},
    jose::Keys,
    keymap::{self, Key, Keymap},
    token::Zone,
    ui::{self, Scene, Theme},
    value::Text,
    workers::{Outbox, Workers, server::ClientSource},
};
use zeroize::Zeroizing;

use crate::support::AT;

/// The instant of the tests.
fn at() -> DateTime<Utc> {
    AT.parse().expect("it is an instant")
}

/// The present, which servers live in.
#[expect(clippy::disallowed_methods, reason = "this is a clock")]
fn present() -> DateTime<Utc> {
    Utc::now()
}

/// A person at the inspector, with real workers behind it.
struct Person {
    app: App,
    keymap: Keymap,
    workers: Workers,
    answers: Receiver<Event>,
}

impl Person {
    /// In front of an inspector that shows this.
    fn at(input: impl AsRef<[u8]>) -> Self {
        Self::with(input, ClientSource::Nobody)
    }

    /// The same, with a server to talk to.
    fn with(input: impl AsRef<[u8]>, party: ClientSource) -> Self {
        let settings = InspectorSettings {
            zone: Zone::Fixed(chrono::Offset::fix(&Utc)),
            keys: Keys::default(),
            received_at: Some(at()),
            at: true,
            home: None,
            reveal: false,
        };
        let (sender, answers) = mpsc::channel();
        let outbox = Outbox::new(move |event| drop(sender.send(event)));
        let has_server = !matches!(party, ClientSource::Nobody);
        let mut person = Self {
            app: App::new(settings, at()),
            keymap: Keymap::default(),
            workers: Workers::new(outbox, party, present),
            answers,
        };
        if has_server {
            person.app.exchanges.server = Some("demo".to_owned());
        }
        let id = person.app.request(InputOrigin::Paste);
        let bytes = Zeroizing::new(input.as_ref().to_vec());
        let result = Ok(Loaded::bytes(bytes));
        person.happens(Event::Loaded { id, origin: InputOrigin::Paste, result });
        person
    }

    /// Takes an event in; what it leads to is done, the answers wait.
    fn happens(&mut self, event: Event) -> Vec<Effect> {
        app::update(&mut self.app, event)
            .into_iter()
            .filter_map(|effect| self.workers.perform(effect))
            .collect()
    }

    /// Presses a key.
    fn press(&mut self, key: Key) -> Vec<Effect> {
        let mode = self.app.mode();
        match self.keymap.action(mode, key) {
            Some(action) => self.happens(Event::Act(action)),
            None => match keymap::edit(key).filter(|_| mode.types()) {
                Some(edit) => self.happens(Event::Type(edit)),
                None => Vec::new(),
            },
        }
    }

    /// Types a text.
    fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Key::char(c));
        }
    }

    /// Pastes a text.
    fn pastes(&mut self, text: &str) {
        self.happens(Event::Pasted(Text::new(text)));
    }

    /// Presses enter.
    fn enter(&mut self) -> Vec<Effect> {
        self.press(Key::plain(crossterm::event::KeyCode::Enter))
    }

    /// Waits for one answer of a worker, and takes it in.
    fn waits(&mut self) {
        let event = self.answers.recv().expect("a worker answers");
        self.happens(event);
    }

    /// What is on the screen.
    fn sees(&mut self, columns: u16, rows: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("it is in memory");
        let theme = Theme::plain();
        let mut drawn = ui::Drawn::default();
        let scene =
            Scene { app: &self.app, keymap: &self.keymap, theme: &theme, now: self.app.now };
        terminal.draw(|frame| drawn = ui::draw(frame, &scene)).expect("it is in memory");
        self.happens(Event::Drawn(drawn.extents));
        let buffer = terminal.backend().buffer();
        let cells = buffer.content().chunks(usize::from(columns));
        let lines = cells.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect());
        lines.map(|line: String| line.trim_end().to_owned() + "\n").collect()
    }

    /// Draws at every size that counts: nothing may panic or look over the edge.
    fn sees_at_every_size(&mut self) {
        for (columns, rows) in [(120, 36), (84, 24), (80, 24), (40, 12), (20, 5), (3, 2), (1, 1)] {
            self.sees(columns, rows);
        }
    }
}
