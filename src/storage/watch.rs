//! Notices when a file changes, by looking at it twice a second.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};

use super::read;
use crate::{input::Loaded, problem::Problem};

/// How often the file is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// A thread that watches one file for as long as this lives.
#[derive(Debug)]
pub struct Watcher {
    /// Nothing is ever sent: dropping it ends the thread.
    _alive: Sender<()>,
}

/// What changes when a file is written, or something else takes its place.
#[derive(PartialEq, Eq)]
struct FileState {
    modified: Option<SystemTime>,
    length: u64,
    is_file: bool,
    /// The number of the file in its file system; an atomic save makes a new one.
    #[cfg(unix)]
    inode: u64,
}

impl FileState {
    fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self {
            modified: about.modified().ok(),
            length: about.len(),
            is_file: about.is_file(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&about),
        })
    }
}

impl Watcher {
    /// Starts to watch a file that was last written at `modified` when it was read, and tells of
    /// each change what is there now. None where no thread can be had.
    pub fn start(
        path: PathBuf,
        modified: Option<DateTime<Utc>>,
        changed: impl Fn(&Path, Result<Loaded, Problem>) + Send + 'static,
    ) -> Option<Self> {
        let (alive, end) = mpsc::channel::<()>();
        let watch = move || {
            let mut last = FileState::of(&path)
                .filter(|state| state.modified.map(DateTime::<Utc>::from) == modified);
            while end.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                // A file that is gone may come back: editors write a new one in its place.
                let Some(state) = FileState::of(&path) else { continue };
                if last.as_ref() != Some(&state) {
                    last = Some(state);
                    changed(&path, read::regular_file(&path));
                }
            }
        };
        thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()?;
        Some(Self { _alive: alive })
    }
}
