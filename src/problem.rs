//! What could not be read, and where.

use std::fmt;

use crate::text::visible;

/// A part of the input that could not be read. What could be read is kept beside it.
///
/// `Display` gives place and message, safe for a terminal: `line 2, column 5: not JSON: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, without quoting the input (it may be secret).
    pub message: String,
    pub place: Option<Place>,
    /// What the person can do about it.
    pub hint: Option<String>,
}

/// Where a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line and column of the input, both counted from one, columns in characters.
    Text { line: usize, column: usize },
    /// A part of a compact token (`header`, `payload`, `signature`, …, as RFC 7515 and RFC 7516
    /// name them) and the byte of that part, counted from zero.
    Part { part: &'static str, byte: usize },
}

impl Problem {
    /// A problem with neither place nor hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, hint: None }
    }

    /// This problem at a line and column, both from one.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.place = Some(Place::Text { line, column });
        self
    }

    /// This problem in a part of a compact token.
    #[must_use]
    pub fn in_part(mut self, part: &'static str, byte: usize) -> Self {
        self.place = Some(Place::Part { part, byte });
        self
    }

    /// This problem with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&visible(&self.message))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { line, column } => write!(f, "line {line}, column {column}"),
            Self::Part { part, byte } => write!(f, "{part}, byte {byte}"),
        }
    }
}
