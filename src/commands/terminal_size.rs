//! How large the terminal is that standard output goes to.

use std::io::{self, IsTerminal as _};

use crate::platform::terminal;

/// What a terminal is taken for that does not tell its size.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Its width and height, in columns and lines.
pub fn terminal_size() -> (u16, u16) {
    terminal::size().unwrap_or(USUAL_SIZE)
}

/// Its width; none where standard output goes elsewhere.
pub fn terminal_columns() -> Option<usize> {
    io::stdout().is_terminal().then(|| usize::from(terminal_size().0))
}
