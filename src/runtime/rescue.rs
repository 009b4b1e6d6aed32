//! Keeps unsaved refresh tokens on disk when the session ends by a signal, a panic or the loss of its
//! terminal.

use std::path::Path;

use chrono::TimeDelta;

use crate::{
    app::{self, App},
    platform::signals::HANGUP,
    storage::rescue,
    workers::Workers,
};

use super::{Clock, Input, say, session::Inbox};

/// How long an answer is waited for that may hold the only valid refresh token.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);

/// Waits for what is on its way: until it is there, nobody can wait any longer, or a signal asks
/// again.
pub fn settle(app: &mut App, clock: &dyn Clock, inbox: &mut dyn Inbox, workers: &mut Workers) {
    if app.requests.awaits_token() {
        say(format_args!(
            "tokenscope: waiting up to {} s for the answer to a refresh, which may hold the only \
             valid refresh token; a second signal ends at once",
            PATIENCE.num_seconds()
        ));
    }
    let start = clock.now();
    while app.unsettled() {
        let left = (PATIENCE - (clock.now() - start)).to_std().unwrap_or_default();
        match inbox.wait(Some(left)) {
            Some(Input::Event(event)) => {
                for effect in app::update(app, event) {
                    workers.perform(effect);
                }
            }
            // A terminal that goes away says so more than once.
            Some(Input::End(signal)) if signal != HANGUP => break,
            None => break,
            Some(_) => {}
        }
    }
    if app.requests.awaits_token() {
        say("tokenscope: no answer came; the server may have spent the refresh token");
    }
}

/// Keeps every response in this folder that would be lost, as far as it is not kept already, and
/// says where.
pub fn keep(app: &App, folder: Option<&Path>) {
    let Some(folder) = folder else { return };
    let before = app.kept().iter().cloned().map(Ok);
    let now = app.unsaved().map(|(at, document)| rescue::keep(folder, None, at, &document.bytes));
    for kept in before.chain(now) {
        let (Ok(words) | Err(words)) = rescue::in_words(&kept, folder);
        say(format_args!("tokenscope: {words}"));
    }
}

/// Takes away what was kept of a session that the person ended: it is saved, or given up.
pub fn remove(app: &App) {
    for path in app.kept() {
        rescue::remove(path);
    }
}
