//! The configuration of a command: its file is found and read, and everything that is wrong with
//! it is listed at once.

use std::path::PathBuf;

use super::{CommandError, GlobalArgs, theme_and_keys};
use crate::{
    config::{Config, SettingErrors, environment, file::ConfigError, location},
    runtime::say,
    text,
};

/// The configuration: the file that was named, or the usual one where it exists. It is warned of a
/// secret in a file that others can read.
///
/// # Errors
/// It cannot be read, or holds errors.
pub fn with_warning(shared: &GlobalArgs) -> Result<Config, CommandError> {
    let (config, warning) = read(shared)?;
    if let Some(warning) = warning {
        say(format_args!("tokenscope: warning: {}", text::visible(&warning)));
    }
    Ok(config)
}

/// The configuration, for those who come after somebody that has warned.
///
/// # Errors
/// As [`with_warning`].
pub fn without_warning(shared: &GlobalArgs) -> Result<Config, CommandError> {
    Ok(read(shared)?.0)
}

fn read(shared: &GlobalArgs) -> Result<(Config, Option<String>), CommandError> {
    let named = shared.config.clone().or_else(|| {
        std::env::var_os(environment::CONFIG).filter(|path| !path.is_empty()).map(PathBuf::from)
    });
    let path = match named {
        Some(path) => path,
        None => match location::default_path().filter(|path| path.exists()) {
            Some(path) => path,
            None => return Ok((Config::default(), None)),
        },
    };
    let (config, warning, mut list) = match Config::load(&path) {
        Ok((config, warning)) => (config, warning, Vec::new()),
        Err(ConfigError::Invalid { errors, config }) => (*config, None, errors.list),
        Err(error @ ConfigError::Unreadable { .. }) => {
            return Err(CommandError::usage(error.to_string()));
        }
    };
    list.extend(theme_and_keys::mistakes(&config));
    if list.is_empty() {
        return Ok((config, warning));
    }
    list.sort_by_key(|error| error.line);
    Err(invalid_settings(&SettingErrors { path: Some(path), list }))
}

/// The error that lists what is wrong with settings.
pub fn invalid_settings(errors: &SettingErrors) -> CommandError {
    let what = match &errors.path {
        Some(path) => format!("{} cannot be used", text::path(path)),
        None => "the settings cannot be used".to_owned(),
    };
    CommandError::usage(what).list(errors.list.iter().map(ToString::to_string))
}
