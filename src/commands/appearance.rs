//! How the inspector looks and which keys it listens to: the configuration over what is built in.

use std::env;

use super::{CommandError, GlobalArgs, client_args};
use crate::{
    config::{Config, Mistake, Mistakes, file::Choice},
    keymap::Keymap,
    ui::Theme,
};

/// The keys and the theme that the configuration chooses.
///
/// # Errors
/// The configuration cannot be used; all mistakes are listed.
pub fn choose(shared: &GlobalArgs) -> Result<(Keymap, Theme), CommandError> {
    // Whoever reads the profiles has given the warning.
    let (config, _) = client_args::read_configuration(shared)?;
    from(&config)
}

/// The keys and the theme of this configuration.
///
/// # Errors
/// It chooses something that cannot be meant; all mistakes are listed.
pub fn from(config: &Config) -> Result<(Keymap, Theme), CommandError> {
    let mut list = Vec::new();
    let keymap = keymap(&config.keys, &mut list);
    let theme = theme(&config.theme, &mut list);
    if !list.is_empty() {
        list.sort_by_key(|mistake| mistake.line);
        return Err(client_args::mistaken(&Mistakes { path: None, list }));
    }
    Ok((keymap, if may_colour() { theme } else { Theme::plain() }))
}

/// Whether the person lets text be coloured: `NO_COLOR` is not set, or empty
/// (<https://no-color.org>), and the terminal is not dumb.
pub fn may_colour() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM").is_none_or(|value| value != "dumb")
}

fn keymap(choices: &[Choice], list: &mut Vec<Mistake>) -> Keymap {
    let mut keymap = Keymap::default();
    for choice in choices {
        for error in keymap.choose(&choice.name, &choice.values).err().into_iter().flatten() {
            list.push(mistake("keys", choice, &error));
        }
    }
    // Only when all are chosen is it clear which keys are free.
    if list.is_empty() {
        for choice in choices {
            for error in keymap.conflicts(&choice.name) {
                list.push(mistake("keys", choice, &error));
            }
        }
    }
    keymap
}

fn theme(choices: &[Choice], list: &mut Vec<Mistake>) -> Theme {
    let mut look = Theme::default();
    let (names, parts): (Vec<_>, Vec<_>) = choices.iter().partition(|it| it.name == "name");
    for choice in names {
        match Theme::named(&choice.values.join(" ")) {
            Ok(found) => look = found,
            Err(error) => list.push(mistake("theme", choice, &error)),
        }
    }
    for choice in parts {
        for error in look.choose(&choice.name, &choice.values).err().into_iter().flatten() {
            list.push(mistake("theme", choice, &error));
        }
    }
    look
}

fn mistake(table: &str, choice: &Choice, error: &impl std::error::Error) -> Mistake {
    Mistake {
        line: Some(choice.line),
        name: format!("{table}.{}", choice.name),
        message: error.to_string(),
    }
}
