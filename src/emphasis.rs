//! How a piece of text is meant. Reports and screens choose colours by it, never by what it says.

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
