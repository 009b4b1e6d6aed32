//! The theme: the style of each kind of text, read from `assets/themes/` and the configuration.

mod choice;

use ratatui::style::Style;

use crate::emphasis::Emphasis;

pub use choice::ThemeError;

include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Defines [`Theme`] from the parts of a theme: what each is for, its name in a file, its field.
macro_rules! parts {
    ($(#[doc = $meaning:literal] $name:literal: $field:ident,)*) => {
        /// Styles by meaning. No style sets a background: the terminal's own stays.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Theme {
            $(#[doc = $meaning] pub $field: Style,)*
            /// Whether ASCII alone is drawn: the font lacks the rest.
            pub ascii: bool,
        }

        impl Theme {
            /// Everything in the terminal's own colour and weight.
            const UNSTYLED: Self = Self { $($field: Style::new(),)* ascii: false };

            /// The names of the parts and what they are for, in the order of the table.
            pub const PARTS: &[(&str, &str)] = &[$(($name, $meaning)),*];

            fn part(&mut self, name: &str) -> Option<&mut Style> {
                Some(match name {
                    $($name => &mut self.$field,)*
                    _ => return None,
                })
            }
        }
    };
}

parts! {
    /// Ordinary text.
    "text": text,
    /// What stands back: hints, sources, what is absent.
    "dim": dim,
    /// What stands out.
    "strong": strong,
    /// Names of members.
    "member": name,
    /// The program's name, headings, the marker of the cursor.
    "accent": accent,
    /// Borders of panels.
    "border": border,
    /// Borders of the panel that has the cursor.
    "focus": focus,
    /// The row under the cursor, where its panel has it.
    "cursor": cursor,
    /// Keys in the footer and the help.
    "key": key,
    /// Masked secrets.
    "secret": secret,
    /// Values that are texts.
    "string": string,
    /// Values that are numbers.
    "number": number,
    /// The values true, false and null.
    "literal": literal,
    /// Values that are instants and lengths of time.
    "time": time,
    /// Text that the search has found.
    "matched": matched,
    /// The found text that the cursor is on.
    "matched_here": matched_here,
    /// Good: valid, verified.
    "good": good,
    /// To look at: expiring, warnings.
    "warning": warning,
    /// Wrong: expired, errors.
    "bad": bad,
    /// The part of a gauge that is used up.
    "track": track,
}

impl Theme {
    /// The theme without colours.
    pub const COLOURLESS: &str = "mono";

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
    /// The colours of the terminal.
    fn default() -> Self {
        Self::named("ansi").unwrap_or(Self::UNSTYLED)
    }
}
