//! What one system does in another way than the others: the terminal, signals, files and processes.
//!
//! Each system has a module with the same functions. Where a system has no counterpart, its function
//! does nothing, and its documentation says what is missing.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{files, process, signals, terminal};
#[cfg(windows)]
pub use windows::{files, process, signals, terminal};

/// What the system asks of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// To end, with the number of the signal.
    End(i32),
    /// To stop for now.
    Stop,
    /// To go on after a stop.
    Continue,
    /// To look how large the terminal is by now.
    Resize,
}

/// What has come from a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalInput {
    /// So many bytes; none where the terminal is gone.
    Bytes(usize),
    /// The terminal has another size.
    Resize,
}
