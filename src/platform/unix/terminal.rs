//! The terminal: its modes, its size, and what it sends and shows.

use std::{
    fs::{File, OpenOptions},
    io::{self, IsTerminal as _, Write},
    os::fd::{AsFd as _, OwnedFd},
    path::PathBuf,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use crate::platform::TerminalInput;

pub use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Where a person's keys come from.
#[derive(Debug)]
pub struct Keyboard(OwnedFd);

impl Keyboard {
    /// Standard input where that is the terminal, else the terminal itself.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn open() -> io::Result<Self> {
        if io::stdin().is_terminal() {
            return io::stdin().as_fd().try_clone_to_owned().map(Self);
        }
        File::open(name()).map(|terminal| Self(terminal.into()))
    }

    /// Whether something has come, waiting at most so long for it, or for as long as it takes.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn wait(&self, limit: Option<Duration>) -> io::Result<bool> {
        let timeout = limit.and_then(|limit| Timespec::try_from(limit).ok());
        loop {
            let mut polled = [PollFd::new(&self.0, PollFlags::IN)];
            match poll(&mut polled, timeout.as_ref()) {
                // macOS cannot tell of `/dev/tty`: then only reading waits.
                Ok(_) if polled[0].revents().contains(PollFlags::NVAL) => {
                    return Ok(limit != Some(Duration::ZERO));
                }
                Ok(count) => return Ok(count > 0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Reads what has come, or waits for something.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<TerminalInput> {
        loop {
            match rustix::io::read(&self.0, &mut *buffer) {
                Ok(count) => return Ok(TerminalInput::Bytes(count)),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => drop(self.wait(None)?),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Standard output where that is the terminal, else the terminal itself.
///
/// # Errors
/// There is no terminal.
pub fn output() -> io::Result<Box<dyn Write>> {
    if io::stdout().is_terminal() {
        return Ok(Box::new(io::stdout()));
    }
    Ok(Box::new(OpenOptions::new().read(true).write(true).open(name())?))
}

/// The name of the terminal that the process belongs to.
fn name() -> PathBuf {
    // macOS cannot wait for what comes from `/dev/tty`, but for the same terminal by its own name.
    #[cfg(target_vendor = "apple")]
    for stream in [rustix::stdio::stderr(), rustix::stdio::stdout()] {
        if let Ok(name) = rustix::termios::ttyname(stream, Vec::new()) {
            use std::os::unix::ffi::OsStringExt as _;
            return std::ffi::OsString::from_vec(name.into_bytes()).into();
        }
    }
    "/dev/tty".into()
}

/// How large the terminal is that standard output goes to, in columns and lines; none where it does
/// not say, or there is none.
pub fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// Whether the terminal takes escape sequences. `TERM` says where one does not.
pub fn takes_escapes() -> bool {
    true
}

/// Whether a terminal that no `TERM` tells of can be drawn on.
pub fn draws_without_term() -> bool {
    false
}
