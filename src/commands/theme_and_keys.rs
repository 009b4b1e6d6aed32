//! The theme and keys of the inspector: those of the flags over the configuration over the built-in
//! ones.

use std::{env, io::IsTerminal};

use super::{CommandError, GlobalArgs};
use crate::{
    config::{Config, Preference, SettingError},
    keymap::Keymap,
    platform::terminal,
    ui::Theme,
};

/// The mistakes in the theme and the keys of a configuration.
pub fn mistakes(config: &Config) -> Vec<SettingError> {
    let mut list = Vec::new();
    read_keys(&config.keys, &mut list);
    read_theme(&config.theme, &mut list);
    list
}

/// The keys of a configuration without mistakes.
pub fn keymap(config: &Config) -> Keymap {
    read_keys(&config.keys, &mut Vec::new())
}

/// The theme that is chosen: all of `--theme`, else that of a configuration without mistakes.
pub fn theme(config: &Config, shared: &GlobalArgs) -> Theme {
    let named = shared.theme.as_deref().and_then(|name| Theme::named(name).ok());
    let theme = named.unwrap_or_else(|| read_theme(&config.theme, &mut Vec::new()));
    Theme { ascii: shared.ascii || config.ascii == Some(true), ..theme }
}

/// The theme to draw with: without colours where the environment wants none and no flag names one.
pub fn theme_in_use(config: &Config, shared: &GlobalArgs) -> Theme {
    let chosen = theme(config, shared);
    if shared.theme.is_some() || may_colour() {
        return chosen;
    }
    Theme { ascii: chosen.ascii, ..Theme::named(Theme::COLOURLESS).unwrap_or(chosen) }
}

/// Refuses the inspector on a terminal whose cursor cannot be moved.
///
/// # Errors
/// `TERM` is not set, or says `dumb`.
pub fn terminal_can_draw() -> Result<(), CommandError> {
    let why = match env::var_os("TERM").unwrap_or_default().to_str() {
        Some("") if !terminal::draws_without_term() => "TERM is not set",
        Some("dumb") => "TERM is dumb",
        _ => return Ok(()),
    };
    Err(CommandError::usage(format!("the inspector needs a terminal to draw on, and {why}"))
        .hint("tokenscope inspect prints a report without one"))
}

/// Whether a report on this stream is coloured.
pub fn colours(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && may_colour() && terminal::takes_escapes()
}

/// Whether the person lets text be coloured: `NO_COLOR` is not set, or empty
/// (<https://no-color.org>), and the terminal is not dumb.
fn may_colour() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM").is_none_or(|value| value != "dumb")
}

fn read_keys(preferences: &[Preference], list: &mut Vec<SettingError>) -> Keymap {
    let mut keymap = Keymap::default();
    // What is said of one mode stands above what is said of all.
    let (of_modes, of_all): (Vec<_>, Vec<_>) =
        preferences.iter().partition(|preference| preference.name.starts_with("in."));
    for preference in of_all.into_iter().chain(of_modes) {
        for error in keymap.choose(&preference.name, &preference.values).err().into_iter().flatten()
        {
            list.push(setting_error("keys", preference, &error));
        }
    }
    // Only when all are chosen is it clear which keys are free.
    for preference in preferences {
        for error in keymap.conflicts(&preference.name) {
            list.push(setting_error("keys", preference, &error));
        }
    }
    keymap
}

fn read_theme(preferences: &[Preference], list: &mut Vec<SettingError>) -> Theme {
    let (names, parts): (Vec<_>, Vec<_>) = preferences.iter().partition(|it| it.name == "name");
    let mut theme = Theme::default();
    for preference in names {
        match Theme::named(&preference.values.join(" ")) {
            Ok(found) => theme = found,
            Err(error) => list.push(setting_error("theme", preference, &error)),
        }
    }
    for preference in parts {
        let words = preference.values.join(" ");
        for error in theme.choose(&preference.name, &words).err().into_iter().flatten() {
            list.push(setting_error("theme", preference, &error));
        }
    }
    theme
}

fn setting_error(
    table: &str,
    preference: &Preference,
    error: &impl std::error::Error,
) -> SettingError {
    SettingError {
        line: Some(preference.line),
        name: format!("{table}.{}", preference.name),
        message: error.to_string(),
    }
}
