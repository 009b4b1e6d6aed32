//! What reaches the event loop, and the thread that listens to the terminal.

mod reader;

use std::{
    fs::File,
    io::{self, IsTerminal as _},
    os::fd::{AsFd as _, OwnedFd},
    sync::mpsc::Sender,
    thread,
};

use crate::secret::Wiping;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

pub use reader::Reader;

use crate::{app::Event, keymap::KeyPress, value::Text};

/// One thing that reaches the event loop.
#[derive(Debug)]
pub enum Input {
    /// A key was pressed.
    Key(KeyPress),
    /// A bracketed paste.
    Paste(Text),
    /// The left button was pressed at this column and row.
    Click(u16, u16),
    /// The wheel turned at this column and row, so many steps down.
    Wheel(u16, u16, isize),
    /// The terminal has another size.
    Resize,
    /// A worker has something to say.
    Event(Event),
    /// A signal asks the program to end.
    End(i32),
    /// A signal asks the program to stop for now.
    Stop,
    /// The program goes on after a stop.
    Continue,
    /// The terminal is gone.
    Lost,
}

/// For how long nothing comes in the middle of a paste until that counts as a silence.
const SILENCE: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Listens to the terminal on a thread of its own, for as long as the program runs.
pub fn listen(sender: &Sender<Input>) {
    let sender = sender.clone();
    let listen = move || {
        // The terminal is gone, or there never was one.
        let _ = read(&sender);
        let _ = sender.send(Input::Lost);
    };
    // Without it no key would ever arrive, and the loop ends when its channel does.
    drop(thread::Builder::new().name("input".to_owned()).spawn(listen));
}

/// Reads the terminal until it is gone, or nobody listens any more.
fn read(sender: &Sender<Input>) -> io::Result<()> {
    let terminal = terminal()?;
    let mut reader = Reader::default();
    let mut buffer = Wiping::new([0; 4096]);
    loop {
        let patience = reader.is_pasting().then_some(&SILENCE);
        if !is_ready(&terminal, patience)? {
            reader.silence();
            // Not before something comes is there anything to do.
            is_ready(&terminal, None)?;
        }
        let count = match rustix::io::read(&terminal, &mut buffer[..]) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(Errno::INTR | Errno::AGAIN) => continue,
            Err(error) => return Err(error.into()),
        };
        let more = is_ready(&terminal, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
        for input in reader.take(&buffer[..count], more) {
            if sender.send(input).is_err() {
                return Ok(());
            }
        }
    }
}

/// Whether something can be read by the end of this time.
fn is_ready(terminal: &OwnedFd, timeout: Option<&Timespec>) -> io::Result<bool> {
    loop {
        match poll(&mut [PollFd::new(terminal, PollFlags::IN)], timeout) {
            Ok(count) => return Ok(count > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Standard input where that is the terminal, else the terminal itself.
fn terminal() -> io::Result<OwnedFd> {
    if io::stdin().is_terminal() {
        return io::stdin().as_fd().try_clone_to_owned();
    }
    File::open("/dev/tty").map(OwnedFd::from)
}
