//! Notices when a file changes, by looking at it twice a second.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};

use crate::app::{Event, Origin, RequestId};

use super::{Outbox, file};

/// How often the file is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// A thread that watches one file for as long as this lives.
#[derive(Debug)]
pub struct Watcher {
    /// Nothing is ever sent: dropping it ends the thread.
    _alive: Sender<()>,
}

/// What changes when a file is written.
#[derive(PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self { modified: metadata.modified().ok(), length: metadata.len() })
    }
}

impl Watcher {
    /// Starts to watch a file that was last written at `modified` when it was read.
    pub fn start(
        id: RequestId,
        path: PathBuf,
        modified: Option<DateTime<Utc>>,
        outbox: Outbox,
    ) -> Option<Self> {
        let (alive, end) = mpsc::channel::<()>();
        let watch = move || {
            let mut last = Stamp::of(&path)
                .filter(|stamp| stamp.modified.map(DateTime::<Utc>::from) == modified);
            loop {
                match end.recv_timeout(PAUSE) {
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
                // A file that is gone may come back: editors write a new one in its place.
                let Some(stamp) = Stamp::of(&path) else { continue };
                if last.as_ref() == Some(&stamp) {
                    continue;
                }
                last = Some(stamp);
                let origin = Origin::File(path.clone());
                outbox.send(Event::Loaded { id, origin, result: file::read(&path) });
            }
        };
        thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()?;
        Some(Self { _alive: alive })
    }
}
