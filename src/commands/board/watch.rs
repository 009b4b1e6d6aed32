//! `board --watch`: the table, drawn anew in its place once a second while something counts down,
//! and whenever a file changes. Nothing of the terminal is changed that would have to be put back.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal as _, Write as _},
    sync::mpsc::RecvTimeoutError,
    time::Duration,
};

use super::{BoardArgs, context, items, report_options, write};
use crate::{
    board::Board,
    commands::{
        CommandError, ExitStatus, GlobalArgs, terminal_size::terminal_size,
        theme_and_keys::terminal_can_draw,
    },
    inspection::{Collection, CollectionItem, Contents},
    jose::Keys,
    platform::signals,
    report::ReportFormat,
    runtime::clock::{Clock as _, SystemClock},
};

/// How often files are looked at, and countdowns drawn.
const PAUSE: Duration = Duration::from_secs(1);

/// Watches until the person or the system ends it.
///
/// # Errors
/// There is no terminal, or it cannot be written to.
pub(super) fn run(
    board: &Board,
    options: &BoardArgs,
    shared: &GlobalArgs,
    keys: &Keys,
) -> Result<ExitStatus, CommandError> {
    let stdout = io::stdout();
    if !stdout.is_terminal() || terminal_can_draw().is_err() {
        return Err(CommandError::usage("--watch needs a terminal to draw on")
            .hint("without it the table is printed once"));
    }
    let end = signals::end()
        .map_err(|error| CommandError::usage("signals cannot be received").because(error))?;
    let clock = SystemClock::new(shared.at);
    let mut drawn = DrawnTable::default();
    let mut state = None;
    let mut contents = Contents::Several(Collection::default());
    loop {
        let now = clock.now();
        let seen = board.state();
        let has_changed = state.as_ref() != Some(&seen);
        if has_changed {
            contents = Contents::Several(board.read(&context(shared, keys, now)));
            state = Some(seen);
        }
        let has_end = |item: &CollectionItem| item.inspection.expiry.expires_at.is_some();
        let counts_down = items(&contents).iter().flat_map(CollectionItem::all).any(has_end);
        if has_changed || counts_down || drawn.size != terminal_size() {
            let mut table = Vec::new();
            let report_options = report_options(options, shared, now);
            write(&mut table, &contents, &report_options, ReportFormat::Text)
                .and_then(|()| drawn.draw(&String::from_utf8_lossy(&table)))
                .map_err(CommandError::output)?;
        }
        match end.recv_timeout(PAUSE) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(ExitStatus::Done),
        }
    }
}

/// The table on the terminal.
#[derive(Default)]
struct DrawnTable {
    /// How many lines it has.
    lines: usize,
    /// The size of the terminal that it was drawn on.
    size: (u16, u16),
}

impl DrawnTable {
    /// Draws a table over the one before.
    fn draw(&mut self, table: &str) -> io::Result<()> {
        let (size, before) = (terminal_size(), self.size);
        let room = usize::from(size.1).saturating_sub(2).max(1);
        let count = table.lines().count();
        // Writing to a String cannot fail.
        let mut frame = String::new();
        if before != size && self.lines > 0 {
            // The lines were broken anew: nobody knows where they are.
            frame.push_str("\x1b[2J\x1b[H");
        } else if self.lines > 0 {
            let _ = write!(frame, "\x1b[{}A\r\x1b[J", self.lines);
        }
        // A line that is too long ends at the edge.
        frame.push_str("\x1b[?7l");
        for line in table.lines().take(room) {
            frame.push_str(line);
            frame.push_str("\x1b[0m\n");
        }
        if count > room {
            let _ = writeln!(frame, "… {} more lines", count - room);
        }
        frame.push_str("\x1b[?7h");
        self.lines = count.min(room) + usize::from(count > room);
        self.size = size;
        let mut out = io::stdout().lock();
        out.write_all(frame.as_bytes())?;
        out.flush()
    }
}
