//! The configuration file: profiles, theme and keys, read with all that is wrong, and its line.

mod reader;

use std::{
    io,
    path::{Path, PathBuf},
};

use strum::{EnumString, VariantNames};

use super::{SettingError, SettingErrors, Settings, location};
use crate::{secrecy::quote_user_text, storage::read, text};

/// More than this is no configuration file.
const LONGEST: u64 = 1024 * 1024;

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The profile that counts when none is named.
    pub default_profile: Option<String>,
    /// Whether a request is shown and confirmed before it is sent; yes when not said.
    pub confirm: Option<bool>,
    /// By name, in the order written.
    pub profiles: Vec<(String, Settings)>,
    /// Whether the screen is drawn with ASCII alone; no when not said.
    pub ascii: Option<bool>,
    pub theme: Vec<Preference>,
    /// Actions, and the keys that they are to have.
    pub keys: Vec<Preference>,
}

/// A member of the configuration file, outside its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ConfigMember {
    Profile,
    DefaultProfile,
    Confirm,
    Ascii,
    Theme,
    Keys,
}

impl ConfigMember {
    /// How it is written.
    pub fn form(self) -> &'static str {
        match self {
            Self::Profile => "a table for each profile, `[profile.NAME]`",
            Self::DefaultProfile => "string",
            Self::Confirm | Self::Ascii => "true or false",
            Self::Theme => "table of strings",
            Self::Keys => "table of strings, or lists of them",
        }
    }

    /// What holds where the file does not say it.
    pub fn default(self) -> &'static str {
        match self {
            Self::Profile | Self::DefaultProfile => "none",
            Self::Confirm => "true",
            Self::Ascii => "false",
            Self::Theme => "ansi",
            Self::Keys => "those of the program",
        }
    }

    /// What it is for, in one sentence without a full stop.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Profile => "The settings for one server and client",
            Self::DefaultProfile => {
                "The profile that counts where none is named, and no flag names another server"
            }
            Self::Confirm => {
                "Ask before a request is sent; before a revocation the program asks all the same"
            }
            Self::Ascii => "Draw with ASCII alone, for fonts without lines and symbols",
            Self::Theme => "How the inspector looks: the name of a theme, and changes of its parts",
            Self::Keys => "Which keys do what, by the names of the actions",
        }
    }
}

/// A preference of theme or keys, as it was written: the screen reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// That of the member; in a table inside, behind that table's name and a dot.
    pub name: String,
    /// The value, or the values of a list.
    pub values: Vec<String>,
    /// Its line in the file, from one.
    pub line: usize,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration file {} cannot be read: {error}", quote_user_text(&text::path(path)))]
    Unreadable { path: PathBuf, error: io::Error },
    /// The file says something that cannot be meant.
    #[error("{errors}")]
    Invalid {
        errors: SettingErrors,
        /// The rest of it.
        config: Box<Config>,
    },
}

impl Config {
    /// Reads a configuration file. With it comes a warning when a secret stands in a file that
    /// others can read.
    ///
    /// # Errors
    /// It cannot be read, or says something that cannot be meant.
    pub fn load(path: &Path) -> Result<(Self, Option<String>), ConfigError> {
        let unreadable = |error| ConfigError::Unreadable { path: path.to_owned(), error };
        let loaded = read::file_at_most(LONGEST, path).map_err(unreadable)?;
        let text = str::from_utf8(&loaded.bytes)
            .map_err(|_| unreadable(io::Error::other("it is not UTF-8 text")))?;
        let (mut config, list) = reader::read(text);
        if !list.is_empty() {
            let errors = SettingErrors { path: Some(path.to_owned()), list };
            return Err(ConfigError::Invalid { errors, config: Box::new(config) });
        }
        let home = location::home();
        for (_, settings) in &mut config.profiles {
            *settings = std::mem::take(settings).relative_to(path.parent(), home.as_deref());
        }
        let literal = config.profiles.iter().any(|(_, settings)| settings.has_literal());
        let warning = (literal && loaded.mode.is_some_and(|mode| mode & 0o077 != 0)).then(|| {
            format!("{} holds a secret and can be read by others; chmod 600 it", text::path(path))
        });
        Ok((config, warning))
    }

    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// All that is wrong with it, in the order written.
    pub fn parse(text: &str) -> Result<Self, Vec<SettingError>> {
        let (config, errors) = reader::read(text);
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    pub fn profile(&self, name: &str) -> Option<&Settings> {
        self.profiles.iter().find(|(profile, _)| profile == name).map(|(_, settings)| settings)
    }
}
