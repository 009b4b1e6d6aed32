//! Themes by name, changes of their parts, and a theme written down: all by words such as
//! `bright-blue bold`.

use std::{fmt::Write as _, str::FromStr as _};

use ratatui::style::{Color, Modifier, Style};

use super::{THEMES, Theme};
use crate::secrecy::quote_user_text;

/// Why a choice of looks cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// No such theme.
    #[error(
        "{} is no theme; there are: {}",
        quote_user_text(.0),
        Theme::names().collect::<Vec<_>>().join(", ")
    )]
    Theme(String),
    /// No such part of a theme.
    #[error("is no part of a theme; there are: name, {}", Theme::PARTS.iter().map(|(part, _)| *part).collect::<Vec<_>>().join(", "))]
    Part,
    /// Neither a colour nor a weight.
    #[error(
        "{} is neither a colour (red, bright-blue, default, 208, #5f87d7) nor one of bold, dim, \
         italic, underline and reverse",
        quote_user_text(.0)
    )]
    Word(String),
    /// Nothing was said.
    #[error("says nothing")]
    Empty,
}

const WEIGHTS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

impl Theme {
    /// The names of the themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        THEMES.iter().map(|(name, _)| *name)
    }

    /// A theme by its name.
    ///
    /// # Errors
    /// There is no such theme.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        let (_, parts) = THEMES
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| ThemeError::Theme(name.to_owned()))?;
        let mut theme = Self::UNSTYLED;
        for (part, words) in *parts {
            // A test reads every theme.
            let _ = theme.choose(part, words);
        }
        Ok(theme)
    }

    /// Changes one part, by words such as `bright-blue bold`. There are no backgrounds: the
    /// terminal's own stays.
    ///
    /// # Errors
    /// There is no such part, or a word is neither a colour nor a weight. All mistakes are listed.
    pub fn choose(&mut self, part: &str, words: &str) -> Result<(), Vec<ThemeError>> {
        let place = self.part(part).ok_or_else(|| vec![ThemeError::Part])?;
        let mut style = Style::new();
        let mut wrong = Vec::new();
        if words.trim().is_empty() {
            return Err(vec![ThemeError::Empty]);
        }
        for word in words.split_whitespace() {
            let lower = word.to_ascii_lowercase();
            if let Some((_, weight)) = WEIGHTS.iter().find(|(name, _)| *name == lower) {
                style = style.add_modifier(*weight);
            } else if let Ok(colour) = Color::from_str(&lower) {
                style = style.fg(colour);
            } else if lower != "default" {
                wrong.push(ThemeError::Word(word.to_owned()));
            }
        }
        if wrong.is_empty() {
            *place = style;
            Ok(())
        } else {
            Err(wrong)
        }
    }

    /// The theme as the configuration file would say it, every part with what it is for.
    pub fn to_toml(mut self) -> String {
        let mut text = "[theme]\n".to_owned();
        for (part, meaning) in Self::PARTS {
            let words = self.part(part).map(|style| words(*style)).unwrap_or_default();
            let assignment = format!("{part} = \"{words}\"");
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{assignment:<40} #{meaning}");
        }
        text
    }
}

/// The words that make this style.
fn words(style: Style) -> String {
    let colour = style.fg.map(|colour| colour.to_string().to_lowercase());
    let weights = WEIGHTS.iter().filter(|(_, weight)| style.add_modifier.contains(*weight));
    let words: Vec<_> =
        colour.as_deref().into_iter().chain(weights.map(|(name, _)| *name)).collect();
    if words.is_empty() { "default".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_says_how_each_part_looks() {
        for (name, parts) in THEMES {
            let mut theme = Theme::UNSTYLED;
            for (part, words) in *parts {
                assert_eq!(theme.choose(part, words), Ok(()), "{name}: {part}");
            }
            let mut names: Vec<_> = parts.iter().map(|(part, _)| *part).collect();
            let mut all: Vec<_> = Theme::PARTS.iter().map(|(part, _)| *part).collect();
            names.sort_unstable();
            all.sort_unstable();
            assert_eq!(names, all, "{name}");
            assert_eq!(Theme::named(name), Ok(theme));
        }
        assert_eq!(Theme::named("ansi"), Ok(Theme::default()));
        assert!(Theme::named(Theme::COLOURLESS).is_ok());
    }

    #[test]
    fn every_part_can_be_chosen() {
        let mut theme = Theme::UNSTYLED;
        for (part, _) in Theme::PARTS {
            theme.choose(part, "bright-blue bold").expect("it is known");
        }
        let bright = Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD);
        assert_eq!((theme.text, theme.name, theme.track), (bright, bright, bright));
        theme.choose("text", "#5f87d7 italic").expect("it is known");
        assert_eq!(theme.text.fg, Some(Color::Rgb(0x5f, 0x87, 0xd7)));
        theme.choose("text", "default").expect("it is known");
        assert_eq!(theme.text, Style::new());
    }

    #[test]
    fn mistakes_are_listed_and_change_nothing() {
        let ansi = Theme::named("ansi").expect("it is there");
        let mut theme = ansi;
        let wrong = theme.choose("bad", "rde blod");
        assert_eq!(wrong.map_err(|wrong| wrong.len()), Err(2));
        assert_eq!(theme.choose("bed", "red"), Err(vec![ThemeError::Part]));
        assert_eq!(theme, ansi);
        assert!(Theme::named("drak").is_err());
    }

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast(one: Color, other: Color) -> f64 {
        let luminance = |colour| {
            let Color::Rgb(red, green, blue) = colour else { panic!("{colour} is no true colour") };
            let linear = |part: u8| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn true_colours_can_be_read() {
        for (name, backgrounds) in [
            ("dark", ["#000000", "#002b36", "#1e1e2e", "#282c34"]),
            ("light", ["#ffffff", "#fdf6e3", "#eff1f5", "#f6f1e5"]),
        ] {
            let mut theme = Theme::named(name).expect("it is there");
            for (part, _) in Theme::PARTS {
                let Some(colour) = theme.part(part).and_then(|style| style.fg) else { continue };
                let least = if ["border", "track"].contains(part) { 2.5 } else { 4.5 };
                for background in backgrounds {
                    let contrast = contrast(colour, background.parse().expect("a colour"));
                    assert!(contrast >= least, "{name}: {part} on {background}: {contrast:.2}");
                }
            }
        }
    }
}
