//! Signals. One thread receives them all. A session takes them as input, a request that may spend a
//! token delays them, and otherwise they end the program at once.

mod held_signals;

use std::{
    io, process,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
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

use super::{Input, terminal};

pub use held_signals::{hold, kept, leave_nothing, outcome, release};

/// Every signal that ends a program which does not catch it, as far as one can be caught and
/// comes from outside.
const ENDS: [i32; 13] = [
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGALRM, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU,
];

/// How long the event loop may take to end after a signal before the process is ended without it.
const GRACE: Duration = Duration::from_secs(2);

/// The signal that ends a session at once, counted from one: the first ends the event loop, the
/// second the wait for an answer after it.
const PATIENCE: u32 = 3;

/// What handles the signals at present.
enum Listener {
    /// Nobody: they end the program.
    Nobody,
    /// A command that may have spent a token.
    Command(held_signals::Held),
    /// The event loop.
    TerminalSession {
        sender: Sender<Input>,
        /// Signals that asked it to end.
        times: u32,
    },
}

/// One for the process, because signals are sent to processes.
static LISTENER: Mutex<Listener> = Mutex::new(Listener::Nobody);

/// Whether the thread was started.
static LISTENING: AtomicBool = AtomicBool::new(false);

/// Whether the signal of a file that grows too large (`SIGXFSZ`) is ignored already.
static FILE_SIZE_SIGNAL_IGNORED: AtomicBool = AtomicBool::new(false);

/// Whether the event loop has ended.
static ENDED: AtomicBool = AtomicBool::new(false);

fn listener() -> MutexGuard<'static, Listener> {
    LISTENER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens for signals on a thread of its own, for as long as the program runs; they become input
/// of the session.
///
/// # Errors
/// The system refuses the handlers.
pub fn listen(sender: &Sender<Input>) -> io::Result<()> {
    *listener() = Listener::TerminalSession { sender: sender.clone(), times: 0 };
    start_listener()
}

/// Starts the thread that receives signals, once a process.
fn start_listener() -> io::Result<()> {
    if LISTENING.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    ignore_file_size_signal();
    let mut signals = Signals::new(ENDS.iter().chain(&[SIGTSTP, SIGCONT, SIGWINCH]))?;
    let listen = move || {
        for signal in signals.forever() {
            on_signal(signal);
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

fn on_signal(signal: i32) {
    let mut listener = listener();
    match (&mut *listener, signal) {
        (Listener::TerminalSession { sender, .. }, SIGTSTP) => drop(sender.send(Input::Stop)),
        (Listener::TerminalSession { sender, .. }, SIGCONT) => drop(sender.send(Input::Continue)),
        (Listener::TerminalSession { sender, .. }, SIGWINCH) => drop(sender.send(Input::Resize)),
        (Listener::TerminalSession { sender, times }, signal) => {
            drop(sender.send(Input::End(signal)));
            match *times {
                0 => end_after_grace(signal),
                // A terminal that goes away says so more than once.
                _ if signal == SIGHUP => return,
                PATIENCE.. => end_now(signal),
                _ => {}
            }
            *times += 1;
        }
        (_, SIGCONT | SIGWINCH) => {}
        (_, SIGTSTP) => stop(),
        (Listener::Command(held), signal) => held.on_signal(signal),
        (Listener::Nobody, signal) => die_by_signal(signal),
    }
}

/// Ends the process after [`GRACE`] if the event loop has not ended by then.
fn end_after_grace(signal: i32) {
    let wait = move || {
        thread::sleep(GRACE);
        if !ENDED.load(Ordering::SeqCst) {
            end_now(signal);
        }
    };
    if thread::Builder::new().name("insist".to_owned()).spawn(wait).is_err() {
        end_now(signal);
    }
}

fn end_now(signal: i32) {
    terminal::restore();
    die_by_signal(signal);
}

/// Notes that the event loop has ended: a signal then leaves the ending to the program.
pub fn ended() {
    ENDED.store(true, Ordering::SeqCst);
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
    process::exit(128 + signal)
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
