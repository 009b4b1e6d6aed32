//! The detail panel, which follows the row under the cursor. Its rows refer into the inspection and
//! depend neither on the time nor on the size of the screen.

pub mod folds;
mod rows;

use chrono::{DateTime, Utc};

use super::{Document, cursor_target::Target};

use folds::Folds;
use rows::Gathered;

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
    /// What a finding says, by its index.
    Message(usize),
    /// Why the request was refused.
    Access,
    /// The verdict on the signature of a token, by the token's index.
    Verdict(usize),
    /// When the token of a field ends, and how that is known.
    Life(String),
    /// A point in time: in UTC, local, and from now.
    Instant(DateTime<Utc>),
    /// The whole value, wrapped.
    Whole(Target),
    /// A value in the tree, on one line.
    Member {
        target: Target,
        /// How far it is indented.
        depth: usize,
        fold: Fold,
    },
    /// A finding about what the panel shows.
    Finding(Target),
    /// A scope that the panel tells of.
    Scope(Target),
    /// A line of what came in, by its index.
    Raw(usize),
}

/// Whether there is something below a row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Leaf,
    Open,
    Closed,
}

impl DetailRow {
    /// Whether the cursor can stand on it.
    pub fn selectable(&self) -> bool {
        self.target().is_some() || matches!(self, Self::Raw(_))
    }

    /// What the cursor stands on there.
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Whole(target)
            | Self::Member { target, .. }
            | Self::Finding(target)
            | Self::Scope(target) => Some(target),
            _ => None,
        }
    }
}

/// What the detail panel can show of its subject, one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailView {
    /// The claims of the token, and of those inside it.
    Claims,
    /// The header of the token.
    Header,
    /// The members of an object, or the items of a list.
    Members,
    /// What came in, exactly as it came.
    Raw,
    /// What it means, and everything else that is known.
    #[default]
    About,
}

impl DetailView {
    pub fn label(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Header => "header",
            Self::Members => "members",
            Self::Raw => "raw",
            Self::About => "about",
        }
    }
}

/// The detail panel.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// What it is about.
    pub subject: Option<Target>,
    pub title: String,
    /// What can be shown of the subject.
    pub views: Vec<DetailView>,
    /// The one that is shown.
    pub view: DetailView,
    /// The one that the person has asked for; other subjects show it, too, where they can.
    chosen: Option<DetailView>,
    pub folds: Folds,
    pub rows: Vec<DetailRow>,
    /// The row that the cursor is on.
    pub cursor: usize,
    /// Lines above the first visible one, and how far that may go.
    pub scroll: Scroll,
    /// The first line of the row under the cursor, and the line after its last, as last drawn.
    pub cursor_lines: (usize, usize),
}

impl Detail {
    /// Turns to `subject`: its first view, or the one that the person has chosen.
    pub fn follow(&mut self, document: &Document, subject: Option<Target>, zone: Zone) {
        self.subject = subject;
        self.views = rows::views(document, self.subject.as_ref());
        let chosen = self.chosen.filter(|view| self.views.contains(view));
        self.view = chosen.or(self.views.first().copied()).unwrap_or_default();
        self.fill(document, zone);
        self.cursor = match self.view {
            DetailView::Raw => self.raw_line_of_subject(document),
            _ => self.rows.iter().position(DetailRow::selectable).unwrap_or(0),
        };
        self.scroll = Scroll::default();
        self.cursor_lines = (0, 0);
    }

    /// Shows another view of the same subject.
    pub fn show_view(&mut self, document: &Document, view: DetailView, zone: Zone) {
        if self.views.contains(&view) {
            self.chosen = Some(view);
            self.follow(document, self.subject.clone(), zone);
        }
    }

    /// Makes the rows again; the cursor stays on what it is on, where that is still there.
    pub fn refill(&mut self, document: &Document, zone: Zone) {
        let target = self.target().cloned();
        self.views = rows::views(document, self.subject.as_ref());
        if !self.views.contains(&self.view) {
            return self.follow(document, self.subject.clone(), zone);
        }
        self.fill(document, zone);
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if let Some(target) = target {
            self.select(&target);
        }
        if !self.rows.get(self.cursor).is_some_and(DetailRow::selectable) {
            let before = self.next(false);
            self.cursor = before.or_else(|| self.next(true)).unwrap_or(0);
        }
    }

    fn fill(&mut self, document: &Document, zone: Zone) {
        let mut gathered = Gathered::new(document, &self.folds, zone);
        self.title = gathered.view(self.subject.as_ref(), self.view);
        self.rows = gathered.rows;
    }

    /// The first line of what came in that names the field.
    fn raw_line_of_subject(&self, document: &Document) -> usize {
        let field = self.subject.as_ref().and_then(|subject| document.field_of(subject));
        let line = field.and_then(|field| document.raw()?.line_of(&field.source_name));
        let is_line = |row: &DetailRow| matches!((row, line), (DetailRow::Raw(it), Some(line)) if *it == line);
        self.rows.iter().position(is_line).unwrap_or(0)
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
