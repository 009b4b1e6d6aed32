//! Signals are held back from the sending of a request that may spend a token until its answer is
//! saved.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use signal_hook::consts::SIGHUP;
use zeroize::Zeroizing;

use super::{Listener, die_of, hear, listener};
use crate::{runtime::say, storage::rescue};

/// An answer that is in no file yet.
pub struct Unsaved {
    /// As it came.
    pub body: Zeroizing<Vec<u8>>,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Where it is kept if it can be saved nowhere else.
    pub folder: PathBuf,
}

/// What a command holds back.
#[derive(Default)]
pub(super) struct Held {
    /// The first signal that came.
    signal: Option<i32>,
    /// How often the program was asked to end.
    asked: u32,
    unsaved: Option<Unsaved>,
    /// A file that is of no use once the program has ended.
    temporary: Option<PathBuf>,
}

impl Held {
    pub(super) fn heard(&mut self, signal: i32) {
        // A terminal that goes away says so more than once.
        if self.signal.is_some() && signal == SIGHUP {
            return;
        }
        self.asked += 1;
        self.signal.get_or_insert(signal);
        match (self.asked, self.unsaved.take()) {
            (1, unsaved) => {
                self.unsaved = unsaved;
                say(
                    "tokenscope: it ends as soon as the answer is saved, which may hold the only valid refresh \
                     token",
                );
            }
            (2, unsaved) => {
                self.unsaved = unsaved;
                say(
                    "tokenscope: the refresh token may be spent: to end now is to lose the new one; a third \
                     signal ends at once",
                );
            }
            (_, unsaved) => {
                if let Some(Unsaved { body, at, folder }) = unsaved {
                    let kept = rescue::keep(&folder, at, &body);
                    let (Ok(words) | Err(words)) = rescue::in_words(&kept, &folder);
                    say(format_args!("tokenscope: {words}"));
                }
                if let Some(path) = &self.temporary {
                    let _ = fs::remove_file(path);
                }
                die_of(signal);
            }
        }
    }
}

/// Holds back every signal that would end the program, from now on until [`release`].
pub fn hold() {
    let mut listener = listener();
    if matches!(&*listener, Listener::Nobody) {
        *listener = Listener::Command(Held::default());
        drop(listener);
        // Where the handlers are refused, a signal ends the program as it always did.
        let _ = hear();
    }
}

/// The signal that was held back, if one was.
pub fn outcome() -> Option<i32> {
    match &*listener() {
        Listener::Command(held) => held.signal,
        _ => None,
    }
}

/// Entrusts an answer to whoever ends the program before it is saved; none once it is.
pub fn carry(answer: Option<Unsaved>) {
    if let Listener::Command(held) = &mut *listener() {
        held.unsaved = answer;
    }
}

/// Takes this file away where the program is ended before it is done with it.
pub fn leave_nothing(temporary: Option<&Path>) {
    if let Listener::Command(held) = &mut *listener() {
        held.temporary = temporary.map(Path::to_owned);
    }
}

/// Holds back no signal any more. If one came, it ends the program now.
pub fn release() {
    let mut listener = listener();
    if let Listener::Command(held) = &*listener {
        if let Some(signal) = held.signal {
            die_of(signal);
        }
        *listener = Listener::Nobody;
    }
}
