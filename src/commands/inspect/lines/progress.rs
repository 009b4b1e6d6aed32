//! Says on standard error how far a long run is.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

/// How long the work takes before it says how far it is.
const LONG: Duration = Duration::from_secs(1);

/// How often it says so then.
const OFTEN: Duration = Duration::from_millis(200);

/// One line on standard error that says how far the work is, when that is a terminal and the work is
/// long. It is written over itself, and taken away in the end.
pub(super) struct LineProgress {
    length: Option<u64>,
    done: u64,
    lines: u64,
    /// When the line was last written; before that, when the work began.
    told: Instant,
    has_told: bool,
    wanted: bool,
}

impl LineProgress {
    pub(super) fn new(length: Option<u64>) -> Self {
        // The reports themselves on the same terminal are progress enough.
        let wanted = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self { length, done: 0, lines: 0, told: instant(), has_told: false, wanted }
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.done += bytes as u64;
        self.lines += 1;
        // Looking at the clock for every line would cost more than the progress is worth.
        if !self.wanted || !self.lines.is_multiple_of(4096) {
            return;
        }
        let pause = if self.has_told { OFTEN } else { LONG };
        if instant() - self.told > pause {
            self.told = instant();
            self.has_told = true;
            let part = self.length.filter(|length| *length > 0);
            let part = part
                .map_or_else(String::new, |length| format!("{:>3} %  ", self.done * 100 / length));
            Self::write(&format!("{part}{} lines  {} MiB", self.lines, self.done >> 20));
        }
    }

    pub(super) fn finish(self) {
        if self.has_told {
            Self::write("");
        }
    }

    /// Writes a text in the place of the line (ECMA-48 §8.3.41, erase in line).
    fn write(text: &str) {
        let mut err = io::stderr().lock();
        // Nobody is worse off without it.
        let _ = write!(err, "\r\u{1b}[K{text}").and_then(|()| err.flush());
    }
}

#[expect(clippy::disallowed_methods, reason = "only says when progress is worth telling")]
fn instant() -> Instant {
    Instant::now()
}
