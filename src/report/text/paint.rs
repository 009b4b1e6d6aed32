//! The 16 ANSI colours, where they are wanted.

use crate::emphasis::Emphasis;

/// Whether to colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    pub(super) fn title(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn emphasis(self, emphasis: Emphasis, text: &str) -> String {
        match emphasis {
            Emphasis::Plain => text.to_owned(),
            Emphasis::Dim => self.paint("2", text),
            Emphasis::Good => self.paint("32", text),
            Emphasis::Warning => self.paint("33", text),
            Emphasis::Bad => self.paint("31", text),
        }
    }

    /// Between Select Graphic Rendition with these parameters, and its end (ECMA-48 §8.3.117).
    fn paint(self, parameters: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{parameters}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
