//! The theme and keys of the inspector: those of the configuration over the built-in ones.

use std::{env, io::IsTerminal};

use super::{CommandError, GlobalArgs, client_args};
use crate::{
    config::{Config, Preference, SettingError, SettingErrors},
    keymap::Keymap,
    ui::Theme,
};

/// The keys and the theme that the configuration chooses.
///
/// # Errors
/// The configuration cannot be used; everything is listed that is wrong.
pub fn choose(shared: &GlobalArgs) -> Result<(Keymap, Theme), CommandError> {
    // Whoever reads the profiles has given the warning.
    let (config, _) = client_args::read_configuration(shared)?;
    from(&config)
}

/// The keys and the theme of this configuration.
///
/// # Errors
/// It chooses something that cannot be meant; everything is listed that is wrong.
pub fn from(config: &Config) -> Result<(Keymap, Theme), CommandError> {
    let mut list = Vec::new();
    let keymap = keymap(&config.keys, &mut list);
    let theme = theme(&config.theme, &mut list);
    if !list.is_empty() {
        list.sort_by_key(|error| error.line);
        return Err(client_args::invalid_settings(&SettingErrors { path: None, list }));
    }
    Ok((keymap, theme))
}

/// Whether a report on this stream is coloured.
pub fn colours(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && may_colour()
}

/// Whether the person lets text be coloured: `NO_COLOR` is not set, or empty
/// (<https://no-color.org>), and the terminal is not dumb.
fn may_colour() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM").is_none_or(|value| value != "dumb")
}

fn keymap(preferences: &[Preference], list: &mut Vec<SettingError>) -> Keymap {
    let mut keymap = Keymap::default();
    for preference in preferences {
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

fn theme(preferences: &[Preference], list: &mut Vec<SettingError>) -> Theme {
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
    if may_colour() { theme } else { Theme::named(Theme::COLOURLESS).unwrap_or_default() }
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
