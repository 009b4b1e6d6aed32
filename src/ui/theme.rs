//! The theme: the style of each kind of text.

mod choice;

use ratatui::style::{Color, Modifier, Style};

use crate::emphasis::Emphasis;

/// Styles by meaning. No style sets a background: the terminal's own stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Text that stands back: hints, sources, what is absent.
    pub dim: Style,
    /// Text that stands out.
    pub strong: Style,
    /// Names of members.
    pub name: Style,
    /// The program's name, headings, the marker of the cursor.
    pub accent: Style,
    /// Borders of panels.
    pub border: Style,
    /// Borders of the panel that has the cursor.
    pub focus: Style,
    /// The row under the cursor, where its panel has it.
    pub cursor: Style,
    /// Keys in the footer and the help.
    pub key: Style,
    /// Masked secrets.
    pub secret: Style,
    /// Good: valid, verified.
    pub good: Style,
    /// To look at: expiring, warnings.
    pub warning: Style,
    /// Wrong: expired, errors.
    pub bad: Style,
    /// The part of a gauge that is used up.
    pub track: Style,
}

impl Theme {
    /// The sixteen ANSI colours, as the terminal has set them.
    pub const fn ansi() -> Self {
        let plain = Style::new();
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: Style::new().fg(Color::DarkGray),
            strong: bold,
            name: Style::new().fg(Color::Cyan),
            accent: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            border: Style::new().fg(Color::DarkGray),
            focus: Style::new().fg(Color::Cyan),
            cursor: bold,
            key: Style::new().fg(Color::Cyan),
            secret: Style::new().fg(Color::DarkGray),
            good: Style::new().fg(Color::Green),
            warning: Style::new().fg(Color::Yellow),
            bad: Style::new().fg(Color::Red),
            track: Style::new().fg(Color::DarkGray),
        }
    }

    /// The same colours where they help most, and nothing faint: for bright rooms and tired eyes.
    pub const fn contrast() -> Self {
        let plain = Style::new();
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            dim: plain,
            border: plain,
            secret: plain,
            track: plain,
            name: bold,
            cursor: bold.add_modifier(Modifier::REVERSED),
            good: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            ..Self::ansi()
        }
    }

    /// No colours, for `NO_COLOR`: words, symbols and weight say everything.
    pub const fn plain() -> Self {
        let plain = Style::new();
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let dim = Style::new().add_modifier(Modifier::DIM);
        Self {
            text: plain,
            dim,
            strong: bold,
            name: plain,
            accent: bold,
            border: dim,
            focus: bold,
            cursor: bold,
            key: bold,
            secret: dim,
            good: plain,
            warning: bold,
            bad: bold,
            track: dim,
        }
    }
}

impl Theme {
    /// How a text that is meant so looks.
    pub fn emphasis(&self, emphasis: Emphasis) -> Style {
        match emphasis {
            Emphasis::Plain => self.text,
            Emphasis::Dim => self.dim,
            Emphasis::Good => self.good,
            Emphasis::Warning => self.warning,
            Emphasis::Bad => self.bad,
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::ansi()
    }
}
