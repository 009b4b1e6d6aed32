//! The terminal, taken and given back on every way out.

use std::{
    io::{self, BufWriter, Write},
    panic,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crossterm::{
    cursor, event, execute, queue, style,
    terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen},
};
use data_encoding::BASE64;

use crate::{
    platform::terminal::{disable_raw_mode, enable_raw_mode, output},
    secret::{Secret, Wiping},
};

/// Whether the terminal is ours now. It is one thing a process, whoever asks.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Where frames are written.
pub type Output = BufWriter<Box<dyn Write>>;

/// The terminal in our hands; dropping it gives it back.
#[derive(Debug)]
pub struct Screen {
    mouse: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, another screen, bracketed paste, and the mouse if wanted.
    /// From now on a panic on this thread gives it back before it is reported.
    ///
    /// # Errors
    /// There is none.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let screen = Self { mouse };
        // The theme knows what the environment wants; a QR code needs its colours all the same.
        style::force_color_output(true);
        give_back_on_panic();
        screen.take()?;
        Ok(screen)
    }

    /// A writer to the terminal for frames, wherever standard output leads: captured output stays
    /// clean, as in `T=$(tokenscope …)`.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn output(&self) -> io::Result<Output> {
        // A frame leaves in one piece.
        Ok(BufWriter::with_capacity(64 << 10, output()?))
    }

    /// Takes the terminal, which may be in any state.
    fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut out = output()?;
        // A terminal without a second screen still shows what a command printed before.
        queue!(out, EnterAlternateScreen, Clear(ClearType::All))?;
        queue!(out, event::EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            write_ansi(&mut out, event::EnableMouseCapture)?;
        }
        out.flush()
    }

    /// Gives the terminal back for now.
    pub fn leave(&self) {
        restore();
    }

    /// Takes the terminal again.
    ///
    /// # Errors
    /// It is gone.
    pub fn resume(&self) -> io::Result<()> {
        // A shell may have changed the modes while the process was stopped.
        disable_raw_mode()?;
        self.take()
    }

    /// Asks the terminal to put a text on its clipboard (OSC 52). It is never asked what is
    /// there.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn copy(&self, text: &Secret) -> io::Result<()> {
        // The person asked for this very content on the clipboard.
        let base64 = Wiping::new(BASE64.encode(text.expose().as_bytes()));
        let mut out = output()?;
        for part in ["\x1b]52;c;", &base64, "\x1b\\"] {
            out.write_all(part.as_bytes())?;
        }
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, if it is ours; more often does no harm.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // Nothing can be done about a terminal that no longer listens.
    if let Ok(mut out) = output() {
        let _ = write_ansi(&mut out, event::DisableMouseCapture);
        let _ = execute!(out, event::DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    }
    let _ = disable_raw_mode();
}

/// Writes a command as its escape sequence: on Windows crossterm would ask the console for events,
/// and what comes from the mouse would no longer be bytes.
fn write_ansi(out: &mut impl Write, command: impl crossterm::Command) -> io::Result<()> {
    let mut sequence = String::new();
    // Writing to a String cannot fail.
    let _ = command.write_ansi(&mut sequence);
    out.write_all(sequence.as_bytes())
}

/// A panic on this thread gives the terminal back and is reported as before. One on another
/// thread becomes an answer of its worker, and must not write over the screen.
fn give_back_on_panic() {
    let ours = thread::current().id();
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == ours {
            restore();
            report(panic);
        } else if !TAKEN.load(Ordering::SeqCst) {
            report(panic);
        }
    }));
}
