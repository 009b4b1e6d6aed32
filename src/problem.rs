//! What could not be read, and where.

/// A part of the input that could not be read. What could be read is kept beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, without quoting the input (it may be secret).
    pub message: String,
    /// Where: in the text, or in a part of a token.
    pub place: Option<Place>,
    /// What the person can do about it.
    pub hint: Option<String>,
}

/// Where a [`Problem`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line and column of the input, both counted from one, columns in characters.
    Text {
        /// Line, from one.
        line: usize,
        /// Column in characters, from one.
        column: usize,
    },
    /// A part of a compact token (`header`, `payload`, `signature`, …) and the byte of that part,
    /// counted from zero.
    Part {
        /// The part's name in RFC 7515 or RFC 7516.
        part: &'static str,
        /// Byte offset in the part, from zero.
        byte: usize,
    },
}

impl Problem {
    /// A problem with neither place nor hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, hint: None }
    }

    /// The same problem at a line and column, both from one.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.place = Some(Place::Text { line, column });
        self
    }

    /// The same problem in a part of a compact token.
    #[must_use]
    pub fn in_part(mut self, part: &'static str, byte: usize) -> Self {
        self.place = Some(Place::Part { part, byte });
        self
    }

    /// The same problem with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
