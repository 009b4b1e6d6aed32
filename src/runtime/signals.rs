//! Signals: end, stop and continue become inputs of the event loop.

use std::{io, sync::mpsc::Sender, thread, time::Duration};

use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level::emulate_default_handler,
};

use super::{Input, terminal};

/// How long the event loop may take to end before the signal is obeyed without it.
const GRACE: Duration = Duration::from_secs(2);

/// Listens for signals on a thread of its own, for as long as the program runs.
///
/// # Errors
/// The system refuses the handlers.
pub fn listen(sender: &Sender<Input>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let sender = sender.clone();
    let listen = move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => drop(sender.send(Input::Stop)),
                SIGCONT => drop(sender.send(Input::Continue)),
                signal => {
                    drop(sender.send(Input::End(signal)));
                    thread::sleep(GRACE);
                    terminal::restore();
                    die_of(signal);
                }
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
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
