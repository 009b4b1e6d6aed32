//! The error that a command ends with: message, hint and exit status.

use std::{error::Error, fmt, io};

use super::ExitStatus;
use crate::{problem::Problem, text};

/// Why a command failed. The message and the hint never hold a secret, and are safe to print.
#[derive(Debug)]
pub struct CommandError {
    message: String,
    hint: Option<String>,
    status: ExitStatus,
    source: Option<Box<dyn Error + Send + Sync>>,
    /// Whether there is nobody to tell: a closed pipe is no news.
    silent: bool,
}

impl CommandError {
    /// A failure with its exit status. The message is made safe for a terminal.
    pub fn new(status: ExitStatus, message: impl AsRef<str>) -> Self {
        let message = text::visible(message.as_ref()).into_owned();
        Self { message, hint: None, status, source: None, silent: false }
    }

    /// The command line or the configuration is wrong.
    pub fn usage(message: impl AsRef<str>) -> Self {
        Self::new(ExitStatus::Usage, message)
    }

    /// The input could not be read or recognized.
    pub fn input(message: impl AsRef<str>) -> Self {
        Self::new(ExitStatus::Input, message)
    }

    /// The network or the authorization server said no.
    pub fn server(message: impl AsRef<str>) -> Self {
        Self::new(ExitStatus::Server, message)
    }

    /// Standard output could not be written. A reader that went away (`| head`) ends the command
    /// in silence, as other tools do.
    pub fn output(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        let status = if silent { ExitStatus::Done } else { ExitStatus::Input };
        Self { silent, ..Self::new(status, "standard output could not be written").because(error) }
    }

    /// The part of an input that could not be read.
    pub fn problem(problem: &Problem) -> Self {
        let failure = Self::input(problem.to_string());
        match &problem.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Adds a hint: what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = Some(text::visible(hint.as_ref()).into_owned());
        self
    }

    /// Adds a list of what is wrong, a line each.
    #[must_use]
    pub fn list(mut self, items: impl IntoIterator<Item = String>) -> Self {
        for item in items {
            self.message.push_str("\n  ");
            self.message.push_str(&text::visible(&item));
        }
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The exit status.
    pub fn status(&self) -> ExitStatus {
        self.status
    }

    /// What standard error gets: `tokenscope: what happened`, each cause, and a `hint:` line;
    /// nothing where there is nobody to tell.
    pub fn render(&self) -> String {
        if self.silent {
            return String::new();
        }
        match &self.hint {
            Some(hint) => format!("tokenscope: {self}\nhint: {hint}\n"),
            None => format!("tokenscope: {self}\n"),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, ": {}", text::visible(&error.to_string()))?;
            cause = error.source();
        }
        Ok(())
    }
}

impl Error for CommandError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
