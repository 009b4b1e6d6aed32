//! Signals. One thread receives them all. A session takes them as input, a request that may spend a
//! token delays them, and otherwise they end the program at once.

mod held_signals;

use std::{
    io,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
};

use super::{Input, terminal};
use crate::platform::{
    Signal,
    signals::{self, HANGUP},
};

pub use crate::platform::signals::{die_by_signal, ignore_file_size_signal, stop};
pub use held_signals::{hold, kept, leave_nothing, outcome, release};

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
    signals::listen(on_signal)
}

fn on_signal(signal: Signal) {
    let mut listener = listener();
    match (&mut *listener, signal) {
        (Listener::TerminalSession { sender, .. }, Signal::Stop) => drop(sender.send(Input::Stop)),
        (Listener::TerminalSession { sender, .. }, Signal::Continue) => {
            drop(sender.send(Input::Continue));
        }
        (Listener::TerminalSession { sender, .. }, Signal::Resize) => {
            drop(sender.send(Input::Resize));
        }
        (Listener::TerminalSession { sender, times }, Signal::End(signal)) => {
            drop(sender.send(Input::End(signal)));
            match *times {
                0 => end_after_grace(signal),
                // A terminal that goes away says so more than once.
                _ if signal == HANGUP => return,
                PATIENCE.. => end_now(signal),
                _ => {}
            }
            *times += 1;
        }
        (_, Signal::Continue | Signal::Resize) => {}
        (_, Signal::Stop) => stop(),
        (Listener::Command(held), Signal::End(signal)) => held.on_signal(signal),
        (Listener::Nobody, Signal::End(signal)) => die_by_signal(signal),
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
