//! Looks that a person chose in the configuration.

use std::str::FromStr as _;

use ratatui::style::{Color, Modifier, Style};

use super::Theme;

/// Why a choice of looks cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// No such theme.
    #[error("{0} is no theme; there are: ansi, contrast, plain")]
    Theme(String),
    /// No such part of a theme.
    #[error("is no part of a theme; there are: name, {}", PARTS.join(", "))]
    Part,
    /// Neither a colour nor a weight.
    #[error(
        "{0} is neither a colour (red, bright-blue, default, 208, #5f87d7) nor one of bold, dim, \
         italic, underline and reverse"
    )]
    Word(String),
    /// Nothing was said.
    #[error("says nothing")]
    Empty,
}

/// What can be chosen, one by one.
const PARTS: [&str; 14] = [
    "text", "dim", "strong", "member", "accent", "border", "focus", "cursor", "key", "secret",
    "good", "warning", "bad", "track",
];

impl Theme {
    /// A theme by its name: `ansi`, `contrast` or `plain`.
    ///
    /// # Errors
    /// There is no such theme.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        match name {
            "ansi" => Ok(Self::ansi()),
            "contrast" => Ok(Self::contrast()),
            "plain" => Ok(Self::plain()),
            other => Err(ThemeError::Theme(other.to_owned())),
        }
    }

    /// Changes one part, by words such as `bright-blue bold`. There are no backgrounds: the
    /// terminal's own stays.
    ///
    /// # Errors
    /// There is no such part, or a word is neither a colour nor a weight. All mistakes are listed.
    pub fn choose(&mut self, part: &str, words: &[String]) -> Result<(), Vec<ThemeError>> {
        let place = match part {
            "text" => &mut self.text,
            "dim" => &mut self.dim,
            "strong" => &mut self.strong,
            "member" => &mut self.name,
            "accent" => &mut self.accent,
            "border" => &mut self.border,
            "focus" => &mut self.focus,
            "cursor" => &mut self.cursor,
            "key" => &mut self.key,
            "secret" => &mut self.secret,
            "good" => &mut self.good,
            "warning" => &mut self.warning,
            "bad" => &mut self.bad,
            "track" => &mut self.track,
            _ => return Err(vec![ThemeError::Part]),
        };
        let mut style = Style::new();
        let mut wrong = Vec::new();
        let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
        if words.is_empty() {
            return Err(vec![ThemeError::Empty]);
        }
        for word in words {
            style = match word.to_ascii_lowercase().as_str() {
                "bold" => style.add_modifier(Modifier::BOLD),
                "dim" => style.add_modifier(Modifier::DIM),
                "italic" => style.add_modifier(Modifier::ITALIC),
                "underline" => style.add_modifier(Modifier::UNDERLINED),
                "reverse" => style.add_modifier(Modifier::REVERSED),
                "default" => style,
                other => {
                    if let Ok(colour) = Color::from_str(other) {
                        style.fg(colour)
                    } else {
                        wrong.push(ThemeError::Word(word.to_owned()));
                        style
                    }
                }
            };
        }
        if wrong.is_empty() {
            *place = style;
            Ok(())
        } else {
            Err(wrong)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_can_be_chosen() {
        let mut theme = Theme::plain();
        for part in PARTS {
            theme
                .choose(part, &["bright-blue".to_owned(), "bold".to_owned()])
                .expect("it is known");
        }
        let bright = Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD);
        assert_eq!((theme.text, theme.name, theme.track), (bright, bright, bright));
        theme.choose("text", &["#5f87d7 italic".to_owned()]).expect("it is known");
        assert_eq!(theme.text.fg, Some(Color::Rgb(0x5f, 0x87, 0xd7)));
        theme.choose("text", &["default".to_owned()]).expect("it is known");
        assert_eq!(theme.text, Style::new());
    }

    #[test]
    fn mistakes_are_listed_and_change_nothing() {
        let mut theme = Theme::ansi();
        let wrong = theme.choose("bad", &["rde".to_owned(), "blod".to_owned()]);
        assert_eq!(wrong.map_err(|wrong| wrong.len()), Err(2));
        assert_eq!(theme.choose("bed", &[]), Err(vec![ThemeError::Part]));
        assert_eq!(theme, Theme::ansi());
        assert!(Theme::named("dark").is_err());
        assert!(["ansi", "contrast", "plain"].iter().all(|name| Theme::named(name).is_ok()));
    }
}
