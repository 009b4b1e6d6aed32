//! A person at the inspector, with real workers behind it.

use std::{
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use chrono::{DateTime, Utc};
use crossterm::event::KeyCode;
use tokenscope::{
    app::{self, Action, App, Effect, Event, requests::RequestStage},
    keymap::KeyPress,
    workers::{Outbox, Workers, server::ClientSource},
};

use super::{act, draw, paste, press, text};

/// The longest that a worker may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

#[expect(clippy::disallowed_methods, reason = "this is a clock")]
pub fn present() -> DateTime<Utc> {
    Utc::now()
}

/// A person at the inspector, with real workers behind it.
pub struct Person {
    pub app: App,
    pub workers: Workers,
    pub answers: Receiver<Event>,
}

impl Person {
    /// In front of this inspector, with a server to talk to.
    pub fn new(app: App, source: ClientSource) -> Self {
        let (sender, answers) = mpsc::channel();
        let outbox = Outbox::new(move |event| drop(sender.send(event)));
        Self { app, workers: Workers::new(outbox, source, present), answers }
    }

    /// Has the workers do what is asked for; gives what is not theirs to do.
    pub fn does(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        effects.into_iter().filter_map(|effect| self.workers.perform(effect)).collect()
    }

    pub fn press(&mut self, key: KeyPress) -> Vec<Effect> {
        let effects = press(&mut self.app, key);
        self.does(effects)
    }

    pub fn acts(&mut self, action: Action) -> Vec<Effect> {
        let effects = act(&mut self.app, action);
        self.does(effects)
    }

    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.press(KeyPress::char(c));
        }
    }

    pub fn pastes(&mut self, text: &str) {
        let effects = paste(&mut self.app, text);
        self.does(effects);
    }

    pub fn enter(&mut self) -> Vec<Effect> {
        self.press(KeyPress::plain(KeyCode::Enter))
    }

    /// Waits for one answer of a worker, and takes it in.
    pub fn waits(&mut self) {
        let event = self.answers.recv_timeout(PATIENCE).expect("a worker answers");
        let effects = app::update(&mut self.app, event);
        self.does(effects);
    }

    /// Takes in what workers say until this holds.
    pub fn until(&mut self, holds: impl Fn(&App) -> bool) {
        while !holds(&self.app) {
            self.waits();
        }
    }

    /// Waits until a request is shown and can be sent.
    pub fn until_asked(&mut self) {
        self.until(|app| {
            app.requests.running.as_ref().is_some_and(|running| running.stage.awaits_consent())
        });
    }

    /// Waits until the request is complete, or could not be.
    pub fn until_prepared(&mut self) {
        let is_preparing = |app: &App| {
            app.requests.running.as_ref().is_some_and(|it| it.stage == RequestStage::Preparing)
        };
        self.until(|app| !is_preparing(app));
    }

    pub fn until_answered(&mut self) {
        self.until(|app| app.requests.running.is_none());
    }

    /// Presses `r`, looks at the request, and sends it.
    pub fn refreshes(&mut self) {
        self.acts(Action::Refresh);
        self.until_asked();
        self.acts(Action::Send);
    }

    pub fn sees(&mut self, columns: u16, rows: u16) -> String {
        text(draw(&mut self.app, columns, rows).buffer())
    }

    /// Draws at every size that counts: nothing may panic or look over the edge.
    pub fn sees_at_every_size(&mut self) {
        for (columns, rows) in [(120, 36), (84, 24), (80, 24), (40, 12), (20, 5), (3, 2), (1, 1)] {
            self.sees(columns, rows);
        }
    }
}
