//! The role of a text: good, bad, a warning, a remark. Reports and screens choose colour and symbol
//! by it.

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
