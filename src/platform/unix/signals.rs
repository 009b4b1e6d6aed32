//! Signals, received on a thread of their own.

use std::{
    io,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
};

use signal_hook::{
    consts::{
        SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP,
        SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
    },
    flag,
    iterator::Signals,
    low_level::emulate_default_handler,
};

use crate::platform::Signal;

/// The signal of `ctrl-c`.
pub const INTERRUPT: i32 = SIGINT;

/// The signal of a terminal that goes away.
pub const HANGUP: i32 = SIGHUP;

/// Every signal that ends a program which does not catch it, as far as one can be caught and
/// comes from outside.
const ENDS: [i32; 13] = [
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGALRM, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU,
];

/// Whether the signal of a file that grows too large (`SIGXFSZ`) is ignored already.
static FILE_SIZE_SIGNAL_IGNORED: AtomicBool = AtomicBool::new(false);

/// From now on, for as long as the program runs, signals no longer act by themselves: `on_signal`
/// is told of each.
///
/// # Errors
/// The system refuses the handlers.
pub fn listen(on_signal: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new(ENDS.iter().chain(&[SIGTSTP, SIGCONT, SIGWINCH]))?;
    let listen = move || {
        for signal in signals.forever() {
            on_signal(match signal {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continue,
                SIGWINCH => Signal::Resize,
                signal => Signal::End(signal),
            });
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

/// Hears of the signal that ends the program where nothing is to be put back: `ctrl-c`, or the
/// system's.
///
/// # Errors
/// The system refuses the handlers.
pub fn end() -> io::Result<Receiver<()>> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let (send, receive) = mpsc::channel();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        // Whoever waits may have ended by itself.
        signals.forever().next().map(|_| send.send(()))
    })?;
    Ok(receive)
}

/// Stops the process as `ctrl-z` does; returns when somebody continues it.
pub fn stop() {
    // A system that refuses leaves the program running, which is all that can be done.
    let _ = emulate_default_handler(SIGTSTP);
}

/// Ends the process by this signal, so that its parent sees why.
pub fn die_by_signal(signal: i32) -> ! {
    let _ = emulate_default_handler(signal);
    // As a shell calls an end by signal.
    std::process::exit(128 + signal)
}

/// From now on a file that grows beyond what the system allows (`ulimit -f`) is a failed write, and
/// not the end of the program in the middle of it.
pub fn ignore_file_size_signal() {
    if FILE_SIZE_SIGNAL_IGNORED.swap(true, Ordering::SeqCst) {
        return;
    }
    // Where the handler is refused the signal ends the program, as it does others.
    let _ = flag::register(SIGXFSZ, AtomicBool::new(false).into());
}
