//! What comes in the place of signals: `ctrl-c` and `ctrl-break`.
//!
//! There is no counterpart of `ctrl-z`, of a limit on the size of files, nor of a signal that one
//! process sends to another. A console that is closed ends its programs, and leaves them no time.

use std::{
    io, process,
    sync::mpsc::{self, Receiver},
};

use crate::platform::Signal;

/// The number of `ctrl-c`.
pub const INTERRUPT: i32 = 2;

/// A terminal that goes away: never told of.
pub const HANGUP: i32 = 1;

/// What a process that `ctrl-c` has ended exits with (`STATUS_CONTROL_C_EXIT`).
const ENDED_BY_CONTROL_C: u32 = 0xc000_013a;

/// From now on, for as long as the program runs, `ctrl-c` no longer acts by itself: `on_signal` is
/// told of it.
///
/// # Errors
/// The system refuses.
pub fn listen(on_signal: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(move || on_signal(Signal::End(INTERRUPT))).map_err(io::Error::other)
}

/// Hears of `ctrl-c` where nothing is to be put back.
///
/// # Errors
/// The system refuses.
pub fn end() -> io::Result<Receiver<()>> {
    let (send, receive) = mpsc::channel();
    // Whoever waits may have ended by itself.
    ctrlc::set_handler(move || drop(send.send(()))).map_err(io::Error::other)?;
    Ok(receive)
}

/// Returns at once: nothing can continue a process that stops.
pub fn stop() {}

/// Ends the process as `ctrl-c` does.
pub fn die_by_signal(_signal: i32) -> ! {
    process::exit(ENDED_BY_CONTROL_C.cast_signed())
}

/// Nothing to do: a file that is too large is a failed write.
pub fn ignore_file_size_signal() {}
