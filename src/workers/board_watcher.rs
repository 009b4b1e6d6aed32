//! Reads the board, and again whenever one of its files changes. It looks, and does nothing else.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};

use crate::{
    app::{
        effect::InspectorSettings,
        event::{Event, RequestId, opened_board},
    },
    board::{Board, BoardContext},
    catalog::tools,
    inspection::Collection,
    oauth::http_client::Now,
    storage::tool_files::ToolEnvironment,
};

use super::Outbox;

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// What its thread does, where that fails.
const WHAT: &str = "reading the board";

/// A thread that watches the board for as long as this lives.
#[derive(Debug)]
pub struct BoardWatcher {
    /// Nothing is ever sent: dropping it ends the thread.
    _alive: Sender<()>,
}

impl BoardWatcher {
    /// Starts to read and to watch; every answer goes to `outbox`. The tokens are judged by `clock`, or
    /// at `now` where the person has set the clock.
    pub fn start(
        id: RequestId,
        settings: InspectorSettings,
        now: DateTime<Utc>,
        clock: Now,
        outbox: Outbox,
    ) -> Self {
        let (alive, end) = mpsc::channel::<()>();
        let failed = outbox.clone();
        let watch = move || {
            let present = || if settings.at { now } else { clock() };
            let watch = || watch(id, &settings, present, &end, &outbox);
            if catch_unwind(AssertUnwindSafe(watch)).is_err() {
                outbox.send(Event::WorkerFailed { id, what: WHAT });
            }
        };
        if thread::Builder::new().name("board".to_owned()).spawn(watch).is_err() {
            failed.send(Event::WorkerFailed { id, what: WHAT });
        }
        Self { _alive: alive }
    }
}

fn watch(
    id: RequestId,
    settings: &InspectorSettings,
    present: impl Fn() -> DateTime<Utc>,
    end: &Receiver<()>,
    outbox: &Outbox,
) {
    let tell = |collection| {
        let opened = opened_board(collection, settings, present());
        outbox.send(Event::Inspected { id, opened });
    };
    // Without a home there is nothing to look at.
    let Some(environment) = ToolEnvironment::of_process() else {
        return tell(Collection::default());
    };
    let board = Board::new(tools::tools().collect(), environment);
    let mut last = None;
    loop {
        let state = board.state();
        if last.as_ref() != Some(&state) {
            last = Some(state);
            let context = BoardContext {
                now: present(),
                at: settings.at,
                received_at: settings.received_at,
                keys: &settings.keys,
                zone: settings.zone,
            };
            tell(board.read(&context));
        }
        if end.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
