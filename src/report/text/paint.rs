//! The 16 ANSI colours, where they are wanted.

use crate::inspection::Mood;

/// What a piece of text means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tone {
    Title,
    Good,
    Warning,
    Error,
    Dim,
}

impl Tone {
    pub(super) fn of(mood: Mood) -> Self {
        match mood {
            Mood::Good => Self::Good,
            Mood::Warning => Self::Warning,
            Mood::Bad => Self::Error,
            Mood::Dim => Self::Dim,
        }
    }

    /// Select Graphic Rendition (ECMA-48 §8.3.117).
    fn parameters(self) -> &'static str {
        match self {
            Self::Title => "1",
            Self::Good => "32",
            Self::Warning => "33",
            Self::Error => "31",
            Self::Dim => "2",
        }
    }
}

/// Whether to colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    /// The text in its tone.
    pub(super) fn tone(self, tone: Tone, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{}m{text}\u{1b}[0m", tone.parameters())
        } else {
            text.to_owned()
        }
    }
}
