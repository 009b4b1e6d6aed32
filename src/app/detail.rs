//! The rows of the detail panel, which follows the row under the cursor. They refer into the
//! inspection and depend neither on the time nor on the size of the screen.

mod rows;

use chrono::{DateTime, Utc};

use super::{Document, cursor_target::Target};

use rows::title_and_rows;

use crate::{app::list::Scroll, emphasis::Emphasis, token::Zone};

/// One row of the detail panel. Words are ours and safe to show; what came from outside is
/// referred to by its [`Target`].
#[derive(Clone, Debug, PartialEq)]
pub enum DetailRow {
    /// An empty line.
    Gap,
    Heading(String),
    /// A sentence, wrapped.
    Say(Emphasis, String),
    /// One entry of a list.
    Bullet(String),
    /// A label with a few words.
    Pair(&'static str, Emphasis, String),
    /// The verdict on the signature of a token, by the token's index.
    Verdict(usize),
    /// A point in time: in UTC, local, and from now.
    Instant(DateTime<Utc>),
    /// The whole value, wrapped.
    Whole(Target),
    /// A member on one line, indented; opened while the cursor is on it.
    Member(Target, usize),
}

impl DetailRow {
    /// Whether the cursor can stand on it.
    pub fn selectable(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Member(..))
    }

    /// What the cursor stands on there.
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Whole(target) | Self::Member(target, _) => Some(target),
            _ => None,
        }
    }
}

/// The detail panel.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// What it is about.
    pub subject: Option<Target>,
    pub title: String,
    pub rows: Vec<DetailRow>,
    /// The row that the cursor is on.
    pub cursor: usize,
    /// Lines above the first visible one, and how far that may go.
    pub scroll: Scroll,
    /// The first line of the row under the cursor, and the line after its last, as last drawn.
    pub cursor_lines: (usize, usize),
}

impl Detail {
    /// What there is to say of `subject`.
    pub fn of(document: &Document, subject: Option<Target>, zone: Zone) -> Self {
        let (title, rows) = title_and_rows(document, subject.as_ref(), zone);
        let cursor = rows.iter().position(DetailRow::selectable).unwrap_or(0);
        Self { subject, title, rows, cursor, ..Self::default() }
    }

    /// What the cursor is on.
    pub fn target(&self) -> Option<&Target> {
        self.rows.get(self.cursor)?.target()
    }

    /// One step up or down: through the row under the cursor where that is taller than the panel,
    /// then to the next row that can be selected; without one, further through the text.
    pub fn step(&mut self, down: bool) {
        let (top, bottom) = self.cursor_lines;
        let (first, last) = (self.scroll.offset, self.scroll.offset + self.scroll.page);
        let inside = if down { bottom > last } else { top < first };
        let next = if inside { None } else { self.next(down) };
        match next {
            Some(row) => {
                self.cursor = row;
                // Where it is drawn is not known yet.
                self.cursor_lines = (usize::MAX, 0);
            }
            None => self.scroll.by(if down { 1 } else { -1 }),
        }
    }

    /// Several steps.
    pub fn step_by(&mut self, rows: isize) {
        for _ in 0..rows.unsigned_abs() {
            let Some(row) = self.next(rows > 0) else {
                self.scroll.by(rows);
                return;
            };
            self.cursor = row;
        }
    }

    /// To the first row that can be selected, or to the last.
    pub fn end(&mut self, down: bool) {
        let mut rows = self.rows.iter();
        let row = if down {
            rows.rposition(DetailRow::selectable)
        } else {
            rows.position(DetailRow::selectable)
        };
        self.cursor = row.unwrap_or(self.cursor);
        self.scroll.offset = if down { self.scroll.end } else { 0 };
    }

    /// Moves the cursor to the row of this target.
    pub fn select(&mut self, target: &Target) {
        if let Some(row) = self.rows.iter().position(|row| row.target() == Some(target)) {
            self.cursor = row;
        }
    }

    fn next(&self, down: bool) -> Option<usize> {
        if down {
            let rest = self.rows.get(self.cursor + 1..)?;
            rest.iter().position(DetailRow::selectable).map(|row| self.cursor + 1 + row)
        } else {
            self.rows.get(..self.cursor)?.iter().rposition(DetailRow::selectable)
        }
    }
}
