//! Signals are held back from the sending of a request that may spend a token until its answer is
//! saved.

use std::path::{Path, PathBuf};

use super::{Listener, die_by_signal, listener, start_listener};
use crate::{platform::signals::HANGUP, runtime::say, storage::rescue, text};

/// What a command holds back.
#[derive(Default)]
pub(super) struct Held {
    /// The first signal that came.
    signal: Option<i32>,
    /// How often the program was asked to end.
    times: u32,
    /// The file that the answer is kept in until it is where it was to go.
    kept: Option<PathBuf>,
    /// Files that are of no use once the program has ended.
    temporary: Vec<PathBuf>,
}

impl Held {
    pub(super) fn on_signal(&mut self, signal: i32) {
        // A terminal that goes away says so more than once.
        if self.signal.is_some() && signal == HANGUP {
            return;
        }
        self.times += 1;
        self.signal.get_or_insert(signal);
        match (self.times, &self.kept) {
            (1, _) => say(
                "tokenscope: waiting until the answer is saved, because it may hold the only valid refresh \
                 token; then the program ends",
            ),
            (2, None) => say(
                "tokenscope: the refresh token may be spent: to end now is to lose the new one; a third \
                 signal ends at once",
            ),
            (2, Some(_)) => {
                say("tokenscope: the answer is kept; a third signal ends at once, and says where");
            }
            (_, kept) => {
                if let Some(path) = kept {
                    let path = text::path(path);
                    say(format_args!(
                        "tokenscope: the answer is kept, readable by you alone, in {path}"
                    ));
                }
                for path in &self.temporary {
                    rescue::remove(path);
                }
                die_by_signal(signal);
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
        let _ = start_listener();
    }
}

/// The signal that was held back, if one was.
pub fn outcome() -> Option<i32> {
    match &*listener() {
        Listener::Command(held) => held.signal,
        _ => None,
    }
}

/// Takes note of the file that the answer is kept in; none once it is where it was to go.
pub fn kept(path: Option<&Path>) {
    if let Listener::Command(held) = &mut *listener() {
        held.kept = path.map(Path::to_owned);
    }
}

/// Takes these files away where the program is ended before it is done with them.
pub fn leave_nothing<'a>(temporary: impl Iterator<Item = &'a Path>) {
    if let Listener::Command(held) = &mut *listener() {
        held.temporary = temporary.map(Path::to_owned).collect();
    }
}

/// Holds back no signal any more. If one came, it ends the program now.
pub fn release() {
    let mut listener = listener();
    if let Listener::Command(held) = &*listener {
        if let Some(signal) = held.signal {
            die_by_signal(signal);
        }
        *listener = Listener::Nobody;
    }
}
