//! An error in a setting, with the place where it was written.

use std::{fmt, path::PathBuf};

use crate::secrecy::quote_user_text;

/// One thing that is wrong with the configuration. It never holds a secret's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    /// Line of the configuration file, from one; none for a flag or an environment variable.
    pub line: Option<usize>,
    /// The member, flag or variable it is about.
    pub name: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if self.name.is_empty() {
            f.write_str(&self.message)
        } else {
            // It may be a token that was written in the place of a name.
            write!(f, "{}: {}", quote_user_text(&self.name), self.message)
        }
    }
}

/// Everything that is wrong, at once, in the order it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct SettingErrors {
    /// The configuration file, where the errors are in one.
    pub path: Option<PathBuf>,
    /// Never empty.
    pub list: Vec<SettingError>,
}

impl fmt::Display for SettingErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} cannot be used", crate::text::path(path))?,
            None => f.write_str("the settings cannot be used")?,
        }
        for error in &self.list {
            write!(f, "\n  {error}")?;
        }
        Ok(())
    }
}
