//! What a token allows.

/// One scope (RFC 6749 §3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// As written.
    pub name: String,
    /// What it is about, where the name has such a structure.
    pub resource: Option<String>,
    /// What it allows there.
    pub action: Option<String>,
    /// In words, where a catalogue knows it.
    pub description: Option<&'static str>,
}
