//! How a piece of text is meant. Reports and screens choose colours and
//! symbols by it, never by what it says.

/// How a piece of text is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emphasis {
    Plain,
    /// A remark, or that nothing is known.
    Dim,
    Good,
    /// Something to look at.
    Warning,
    Bad,
}

impl Emphasis {
    /// The symbol that stands before such a text, so that nothing depends on colour alone.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Plain => "●",
            Self::Dim => "·",
            Self::Good => "✓",
            Self::Warning => "▲",
            Self::Bad => "✗",
        }
    }
}
