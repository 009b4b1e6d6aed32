//! The console: its modes, its size, and what it sends and shows.

use std::{
    char::{self, REPLACEMENT_CHARACTER},
    collections::VecDeque,
    io::{self, IsTerminal as _, Write},
    str,
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use crossterm_winapi::{Console, ConsoleMode, Handle, InputRecord};

use crate::platform::TerminalInput;

// Bits of a console's input mode (SetConsoleMode).
const PROCESSED_INPUT: u32 = 0x01;
const LINE_INPUT: u32 = 0x02;
const ECHO_INPUT: u32 = 0x04;
const WINDOW_INPUT: u32 = 0x08;
/// Selecting text with the mouse, which would keep clicks from the program.
const QUICK_EDIT: u32 = 0x40;
const EXTENDED_FLAGS: u32 = 0x80;
const VIRTUAL_TERMINAL_INPUT: u32 = 0x200;

/// How often to look whether something has come where waiting has an end.
const GLANCE: Duration = Duration::from_millis(10);

/// The input mode before it was changed.
static MODE_BEFORE: Mutex<Option<u32>> = Mutex::new(None);

/// From now on keys, clicks and pastes come as the bytes that a Unix terminal sends, each at once.
///
/// # Errors
/// There is no console, or it is too old for that.
pub fn enable_raw_mode() -> io::Result<()> {
    let console = ConsoleMode::from(Handle::current_in_handle()?);
    let before = console.mode()?;
    let cooked = PROCESSED_INPUT | LINE_INPUT | ECHO_INPUT | QUICK_EDIT;
    let raw = WINDOW_INPUT | EXTENDED_FLAGS | VIRTUAL_TERMINAL_INPUT;
    console.set_mode(before & !cooked | raw)?;
    MODE_BEFORE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(before);
    Ok(())
}

/// Gives the console the input mode that it had.
///
/// # Errors
/// There is no console any more.
pub fn disable_raw_mode() -> io::Result<()> {
    match MODE_BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // Without that bit the console would not select text with the mouse again.
        Some(mode) => {
            ConsoleMode::from(Handle::current_in_handle()?).set_mode(mode | EXTENDED_FLAGS)
        }
        None => Ok(()),
    }
}

/// Where a person's keys come from: the console, wherever standard input leads.
#[derive(Debug)]
pub struct Keyboard {
    console: Console,
    /// Half of a character that takes two units of UTF-16.
    half: Option<u16>,
    /// What has come and was not read.
    bytes: VecDeque<u8>,
    is_resized: bool,
}

impl Keyboard {
    /// # Errors
    /// There is no console.
    pub fn open() -> io::Result<Self> {
        let console = Console::from(Handle::current_in_handle()?);
        Ok(Self { console, half: None, bytes: VecDeque::new(), is_resized: false })
    }

    /// Whether something has come, waiting at most so long for it. Without a limit it is
    /// [`Keyboard::read`] that waits.
    ///
    /// # Errors
    /// The console is gone.
    pub fn wait(&self, limit: Option<Duration>) -> io::Result<bool> {
        let Some(mut left) = limit.filter(|_| self.bytes.is_empty()) else { return Ok(true) };
        // A key that is let go is an event too, which is no reason to wait for more of a sequence.
        while left > Duration::ZERO {
            if self.console.number_of_console_input_events()? > 0 {
                return Ok(true);
            }
            thread::sleep(GLANCE);
            left = left.saturating_sub(GLANCE);
        }
        Ok(false)
    }

    /// Reads what has come, or waits for something.
    ///
    /// # Errors
    /// The console is gone.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<TerminalInput> {
        while self.bytes.is_empty() && !self.is_resized {
            let first = self.console.read_single_input_event()?;
            self.take(&first);
            for record in self.console.read_console_input()? {
                self.take(&record);
            }
        }
        if std::mem::take(&mut self.is_resized) {
            return Ok(TerminalInput::Resize);
        }
        let count = buffer.len().min(self.bytes.len());
        for (place, byte) in buffer.iter_mut().zip(self.bytes.drain(..count)) {
            *place = byte;
        }
        Ok(TerminalInput::Bytes(count))
    }

    fn take(&mut self, record: &InputRecord) {
        match record {
            InputRecord::KeyEvent(key) if key.key_down && key.u_char != 0 => {
                for _ in 0..key.repeat_count.max(1) {
                    self.take_unit(key.u_char);
                }
            }
            InputRecord::WindowBufferSizeEvent(_) => self.is_resized = true,
            _ => {}
        }
    }

    fn take_unit(&mut self, unit: u16) {
        let units = self.half.take().into_iter().chain([unit]);
        for found in char::decode_utf16(units) {
            match found {
                Ok(found) => {
                    self.bytes.extend(found.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Err(alone) if (0xd800..0xdc00).contains(&alone.unpaired_surrogate()) => {
                    self.half = Some(alone.unpaired_surrogate());
                }
                Err(_) => {
                    self.bytes.extend(REPLACEMENT_CHARACTER.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
}

/// Standard output where that is the console, else the console itself.
///
/// # Errors
/// There is no console.
pub fn output() -> io::Result<Box<dyn Write>> {
    if io::stdout().is_terminal() {
        return Ok(Box::new(io::stdout()));
    }
    Ok(Box::new(ConsoleOutput(Console::from(Handle::current_out_handle()?))))
}

/// The console by its name, `CONOUT$`. It takes text, whatever its code page is.
#[derive(Debug)]
struct ConsoleOutput(Console);

impl Write for ConsoleOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = match str::from_utf8(bytes) {
            Err(error) if error.valid_up_to() > 0 => &bytes[..error.valid_up_to()],
            _ => bytes,
        };
        self.0.write_char_buffer(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How large the console's window is, in columns and lines; none where there is no console.
pub fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok().filter(|size| size.0 > 0 && size.1 > 0)
}

/// Whether the console takes escape sequences, which it is told to do by this.
pub fn takes_escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// Whether a terminal that no `TERM` tells of can be drawn on: a console never has one.
pub fn draws_without_term() -> bool {
    takes_escapes()
}
