//! Where a secret or private key is, so that its value stands in no argument list.

mod command;

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::secret::Wiping;
use zeroize::Zeroize as _;

use super::SettingOrigin;
use crate::{secrecy::quote_user_text, secret::Secret, storage::read, text};

/// More than this is no secret or key.
const LONGEST: usize = 256 * 1024;

/// Where a secret or private key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// `env:NAME`, an environment variable.
    Environment(String),
    /// `file:PATH`.
    File(PathBuf),
    /// `cmd:COMMAND`, the standard output of a shell command, such as `cmd:pass show work/api`.
    Command(String),
    /// `prompt`, asked for on the terminal.
    Prompt,
    /// `literal:VALUE` in a configuration file, or the value of a `TOKENSCOPE_…` variable.
    Literal(Secret),
}

/// Why a secret could not be had. It never holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the environment variable {name} for the {1} is not set", name = quote_user_text(.0))]
    Variable(String, &'static str),
    #[error("the file {} for the {what} cannot be read: {error}", quote_user_text(&text::path(path)))]
    File { path: PathBuf, what: &'static str, error: io::Error },
    #[error("the command for the {what} failed: {reason}")]
    Command {
        what: &'static str,
        /// Without what it printed.
        reason: String,
    },
    #[error("the {0} must be typed, and there is no terminal to ask on")]
    NobodyToAsk(&'static str),
    #[error("the {0} was not given")]
    NotGiven(&'static str),
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// It is not text, or far too long.
    #[error("the {0} is not text of a plausible length")]
    Unreadable(&'static str),
}

/// Whether all of a secret counts, or its first line (the convention of password stores).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretPart {
    /// The first line: a client secret or password.
    FirstLine,
    /// Everything: a private key.
    Whole,
}

impl SecretSource {
    /// Reads a source as it is written in a flag or a file. The reason for a refusal never quotes
    /// the text: somebody may have written the secret itself.
    ///
    /// # Errors
    /// It is no source, or not one that may be written there.
    pub fn parse(text: &str, origin: SettingOrigin) -> Result<Self, &'static str> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        match (kind, origin) {
            ("prompt", _) if rest.is_empty() => Ok(Self::Prompt),
            ("literal", SettingOrigin::File) if !rest.is_empty() => {
                Ok(Self::Literal(Secret::new(rest)))
            }
            ("literal", SettingOrigin::Flag) => Err(
                "a secret cannot stand on the command line, where every process can read it; use env:NAME, file:PATH, cmd:COMMAND or prompt",
            ),
            ("env" | "file" | "cmd", _) if rest.is_empty() => {
                Err("names no variable, file or command after the colon")
            }
            ("env", _) => Ok(Self::Environment(rest.to_owned())),
            ("file", _) => Ok(Self::File(PathBuf::from(rest))),
            ("cmd", _) => Ok(Self::Command(rest.to_owned())),
            (_, SettingOrigin::File) => {
                Err("must be env:NAME, file:PATH, cmd:COMMAND, prompt, or literal:VALUE")
            }
            _ => Err("must be env:NAME, file:PATH, cmd:COMMAND or prompt (never the value itself)"),
        }
    }

    /// Where it is, as it is written; none where it is the secret itself.
    pub fn place(&self) -> Option<String> {
        Some(match self {
            Self::Environment(name) => format!("env:{name}"),
            Self::File(path) => format!("file:{}", path.to_str()?),
            Self::Command(command) => format!("cmd:{command}"),
            Self::Prompt => "prompt".to_owned(),
            Self::Literal(_) => return None,
        })
    }

    /// This source with a relative path taken from `directory`, and `~/` from `home`.
    #[must_use]
    pub fn relative_to(self, directory: Option<&Path>, home: Option<&Path>) -> Self {
        match self {
            Self::File(path) => Self::File(super::location::resolve(&path, directory, home)),
            other => other,
        }
    }

    /// Fetches the secret. `what` names it in errors and prompts; `ask` puts a question to the
    /// person and gives none where nobody can be asked.
    ///
    /// It reads the environment or a file, or runs a command, and so may block: a command for
    /// `limit` at most, a person for as long as it takes.
    ///
    /// # Errors
    /// The secret cannot be had, or is empty.
    pub fn read(
        &self,
        what: &'static str,
        extent: SecretPart,
        limit: Option<Duration>,
        ask: &mut dyn FnMut(&str) -> Result<Option<Secret>, io::Error>,
    ) -> Result<Secret, SecretError> {
        let text = match self {
            Self::Literal(secret) => Wiping::new(secret.expose().to_owned()),
            Self::Environment(name) => Wiping::new(
                std::env::var(name).map_err(|_| SecretError::Variable(name.clone(), what))?,
            ),
            Self::File(path) => read_file(path, what)?,
            Self::Command(command) => {
                let failed = |reason| SecretError::Command { what, reason };
                as_text(command::output(command, limit).map_err(failed)?, what)?
            }
            Self::Prompt => match ask(what) {
                Ok(Some(secret)) => Wiping::new(secret.expose().to_owned()),
                Ok(None) => return Err(SecretError::NobodyToAsk(what)),
                Err(_) => return Err(SecretError::NotGiven(what)),
            },
        };
        let taken = match extent {
            SecretPart::FirstLine => text.lines().next().unwrap_or_default(),
            SecretPart::Whole => text.as_str(),
        };
        if taken.trim().is_empty() {
            return Err(SecretError::Empty(what));
        }
        Ok(Secret::new(taken))
    }
}

fn read_file(path: &Path, what: &'static str) -> Result<Wiping<String>, SecretError> {
    let loaded = read::file_at_most(LONGEST as u64, path).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => SecretError::Unreadable(what),
        _ => SecretError::File { path: path.to_owned(), what, error },
    })?;
    as_text(loaded.bytes, what)
}

fn as_text(mut bytes: Wiping<Vec<u8>>, what: &'static str) -> Result<Wiping<String>, SecretError> {
    if bytes.len() > LONGEST {
        return Err(SecretError::Unreadable(what));
    }
    String::from_utf8(std::mem::take(&mut *bytes)).map(Wiping::new).map_err(|error| {
        error.into_bytes().zeroize();
        SecretError::Unreadable(what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "it stands in for a prompt that may fail")]
    fn nobody(_: &str) -> Result<Option<Secret>, io::Error> {
        Ok(None)
    }

    #[test]
    fn a_value_in_a_flag_is_refused_without_being_quoted() {
        for text in ["hunter2", "literal:hunter2", "", "env:", "prompt:hunter2"] {
            let refusal = SecretSource::parse(text, SettingOrigin::Flag).unwrap_err();
            assert!(!refusal.contains("hunter2"));
        }
        assert_eq!(
            SecretSource::parse("literal:a:b", SettingOrigin::File),
            Ok(SecretSource::Literal(Secret::new("a:b")))
        );
    }

    #[test]
    fn a_command_gives_its_first_line_or_all_of_it() {
        let source = SecretSource::parse("cmd:printf 'one\\ntwo\\n'", SettingOrigin::Flag).unwrap();
        let line = source.read("client secret", SecretPart::FirstLine, None, &mut nobody).unwrap();
        assert_eq!(line.expose(), "one");
        let whole = source.read("client key", SecretPart::Whole, None, &mut nobody).unwrap();
        assert_eq!(whole.expose(), "one\ntwo\n");
    }

    #[test]
    fn a_failing_command_and_a_missing_terminal_are_errors() {
        let failing = SecretSource::Command("echo hunter2; exit 3".to_owned());
        let error =
            failing.read("client secret", SecretPart::FirstLine, None, &mut nobody).unwrap_err();
        assert!(error.to_string().contains('3') && !error.to_string().contains("hunter2"));
        let error = SecretSource::Prompt
            .read("client secret", SecretPart::FirstLine, None, &mut nobody)
            .unwrap_err();
        assert!(matches!(error, SecretError::NobodyToAsk(_)));
    }
}
