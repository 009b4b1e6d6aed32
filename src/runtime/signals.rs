//! Signals: end, stop and continue become inputs of the event loop.

use std::{
    io,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level::emulate_default_handler,
};

use super::{Input, terminal};

/// How long the event loop may take to end before the signal is obeyed without it.
const GRACE: Duration = Duration::from_secs(2);

/// Signals that one session asks with before it is ended whatever it does: the first ends the event
/// loop, the second the wait after it.
const PATIENCE: u32 = 3;

/// Whether the event loop has ended. It is one thing a process, as signals are.
static ENDED: AtomicBool = AtomicBool::new(false);

/// Listens for signals on a thread of its own, for as long as the program runs.
///
/// # Errors
/// The system refuses the handlers.
pub fn listen(sender: &Sender<Input>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let sender = sender.clone();
    let listen = move || {
        let mut asked = 0;
        for signal in signals.forever() {
            match signal {
                SIGTSTP => drop(sender.send(Input::Stop)),
                SIGCONT => drop(sender.send(Input::Continue)),
                signal => {
                    drop(sender.send(Input::End(signal)));
                    match asked {
                        0 => insist(signal),
                        // A terminal that goes away says so more than once.
                        _ if signal == SIGHUP => continue,
                        PATIENCE.. => obey(signal),
                        _ => {}
                    }
                    asked += 1;
                }
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

/// Obeys a signal without the event loop, where that does not end by itself.
fn insist(signal: i32) {
    let wait = move || {
        thread::sleep(GRACE);
        if !ENDED.load(Ordering::SeqCst) {
            obey(signal);
        }
    };
    if thread::Builder::new().name("insist".to_owned()).spawn(wait).is_err() {
        obey(signal);
    }
}

fn obey(signal: i32) {
    terminal::restore();
    die_of(signal);
}

/// The event loop has ended, and what is left to do ends by itself.
pub fn ended() {
    ENDED.store(true, Ordering::SeqCst);
}

/// Stops the process as `ctrl-z` does; returns when somebody continues it.
pub fn stop() {
    // A system that refuses leaves the program running, which is all that can be done.
    let _ = emulate_default_handler(SIGTSTP);
}

/// Ends the process by this signal, so that its parent sees why.
pub fn die_of(signal: i32) {
    let _ = emulate_default_handler(signal);
}
