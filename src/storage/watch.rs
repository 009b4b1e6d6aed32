//! Notices when files change, by looking at them twice a second.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};

use super::read;
use crate::{
    input::Loaded,
    platform::files::{FileId, mode},
    problem::Problem,
};

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// Of more files than this, each is looked at less often.
const MANY: usize = 500;

/// A file that is gone at so many looks in a row is gone: editors write a new one in its place.
const GONE_AFTER: u32 = 2;

/// A file to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedFile {
    pub path: PathBuf,
    /// When it was last written, as it was read; none where it could not be read.
    pub modified: Option<DateTime<Utc>>,
}

/// A thread that watches files for as long as this lives.
#[derive(Debug)]
pub struct Watcher {
    /// Nothing is ever sent: dropping it ends the thread.
    _alive: Sender<()>,
}

/// What changes when a file is written, its permissions are, or something else takes its place.
#[derive(PartialEq, Eq)]
struct FileState {
    modified: Option<SystemTime>,
    length: u64,
    is_file: bool,
    /// Which file it is; an atomic save makes a new one.
    id: FileId,
    /// Who may read it.
    mode: Option<u32>,
}

/// What was seen of a file at the last look.
enum LastLook {
    /// It was read as it is.
    There(FileState),
    /// It was gone at so many looks in a row.
    Gone(u32),
    /// It is not known what was read.
    Unknown,
}

impl FileState {
    fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self {
            modified: about.modified().ok(),
            length: about.len(),
            is_file: about.is_file(),
            id: FileId::of(&about),
            mode: mode(&about),
        })
    }
}

impl LastLook {
    /// As the file was when it was read.
    fn first(file: &WatchedFile) -> Self {
        match FileState::of(&file.path) {
            None if file.modified.is_none() => Self::Gone(GONE_AFTER),
            None => Self::Gone(0),
            Some(state) if file.modified.is_none() => {
                // It could not be read, and nothing has come of it since.
                Self::There(state)
            }
            Some(state) if state.modified.map(DateTime::<Utc>::from) == file.modified => {
                Self::There(state)
            }
            Some(_) => Self::Unknown,
        }
    }

    /// Looks again. Whether there is something to tell.
    fn look(&mut self, path: &Path) -> bool {
        match (FileState::of(path), &*self) {
            (None, Self::Gone(looks)) => {
                let looks = looks.saturating_add(1);
                *self = Self::Gone(looks);
                looks == GONE_AFTER
            }
            (None, _) => {
                *self = Self::Gone(1);
                false
            }
            (Some(state), Self::There(last)) if state == *last => false,
            (Some(state), _) => {
                *self = Self::There(state);
                true
            }
        }
    }
}

impl Watcher {
    /// Starts to watch files, and tells of each change what is there now. None where no thread can
    /// be had.
    pub fn start(
        files: Vec<WatchedFile>,
        changed: impl Fn(&Path, Result<Loaded, Problem>) + Send + 'static,
    ) -> Option<Self> {
        let (alive, end) = mpsc::channel::<()>();
        let pause = PAUSE * u32::try_from(1 + files.len() / MANY).unwrap_or(u32::MAX);
        let watch = move || {
            let mut files: Vec<_> =
                files.into_iter().map(|file| (LastLook::first(&file), file.path)).collect();
            while end.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                for (last, path) in &mut files {
                    if last.look(path) {
                        changed(path, read::regular_file(path));
                    }
                }
            }
        };
        thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()?;
        Some(Self { _alive: alive })
    }
}
