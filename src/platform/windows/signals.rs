//! What comes in the place of signals: `ctrl-c` and `ctrl-break`.
//!
//! There is no counterpart of `ctrl-z`, of a limit on the size of files, nor of a signal that one
//! process sends to another. A console that is closed ends its programs, and leaves them no time.

use std::{
    io, process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

use signal_hook::{consts::SIGINT, flag};

use crate::platform::Signal;

/// The number of `ctrl-c`.
pub const INTERRUPT: i32 = SIGINT;

/// A terminal that goes away: never told of.
pub const HANGUP: i32 = 1;

/// The number of `ctrl-break`.
const BREAK: i32 = 21;

/// What a process that `ctrl-c` has ended exits with (`STATUS_CONTROL_C_EXIT`).
const ENDED_BY_CONTROL_C: u32 = 0xc000_013a;

/// How often to look whether one was pressed: nothing can wait for that.
const GLANCE: Duration = Duration::from_millis(50);

/// From now on, for as long as the program runs, `ctrl-c` and `ctrl-break` no longer act by
/// themselves: `on_signal` is told of each.
///
/// # Errors
/// The system refuses the handlers.
pub fn listen(on_signal: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let pressed = Arc::new(AtomicBool::new(false));
    for signal in [INTERRUPT, BREAK] {
        flag::register(signal, Arc::clone(&pressed))?;
    }
    let listen = move || {
        loop {
            thread::sleep(GLANCE);
            if pressed.swap(false, Ordering::SeqCst) {
                on_signal(Signal::End(INTERRUPT));
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

/// Hears of what ends the program where nothing is to be put back: `ctrl-c` or `ctrl-break`.
///
/// # Errors
/// The system refuses the handlers.
pub fn end() -> io::Result<Receiver<()>> {
    let (send, receive) = mpsc::channel();
    listen(move |_| {
        // Whoever waits may have ended by itself.
        let _ = send.send(());
    })?;
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
