//! Where an input comes from: a file, standard input, or the argument itself.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{CommandError, GlobalArgs};
use crate::{
    input::{InputOrigin, Loaded},
    inspection::{CollectionItem, Contents, Context},
    jose::Keys,
    kind::Kind,
    problem::Problem,
    runtime::say,
    secrecy::quote_user_text,
    storage::read,
    text,
    token::Zone,
};

/// Where an input comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum InputSource {
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// The argument itself.
    Argument(crate::value::Text),
}

impl InputSource {
    /// What an `INPUT` argument means: a path that exists wins, `-` is standard input, anything
    /// else is the text itself. Without one a piped standard input is read.
    ///
    /// # Errors
    /// The argument looks like the path of a file, or nearly is one, but there is none.
    pub fn of(input: Option<&str>) -> Result<Option<Self>, CommandError> {
        match input {
            None if stdin_is_piped() => Ok(Some(Self::Stdin)),
            None => Ok(None),
            Some("-") => Ok(Some(Self::Stdin)),
            // A long text is no path, and asking the system about one would be an error.
            Some(text) if text.len() < 4096 && Path::new(text).exists() => {
                Ok(Some(Self::File(PathBuf::from(text))))
            }
            Some(text) if looks_like_a_path(text) => Err(missing(text)),
            Some(text) if similar_file(text).is_some() => Err(missing(text)),
            Some(text) => Ok(Some(Self::Argument(text.into()))),
        }
    }

    /// Where it comes from, without its content.
    pub fn origin(&self) -> InputOrigin {
        match self {
            Self::File(path) => InputOrigin::File(path.clone()),
            Self::Stdin => InputOrigin::Stdin,
            Self::Argument(_) => InputOrigin::Argument,
        }
    }

    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => text::path(path),
            Self::Stdin => "standard input".to_owned(),
            Self::Argument(_) => "argument".to_owned(),
        }
    }

    /// Reads it and inspects it; beside the inspection stands its name.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn inspect(
        self,
        shared: &GlobalArgs,
        keys: &Keys,
        now: DateTime<Utc>,
    ) -> Result<(Contents, String), CommandError> {
        self.read(shared, keys, now).map_err(|problem| CommandError::problem(&problem))
    }

    fn read(
        self,
        shared: &GlobalArgs,
        keys: &Keys,
        now: DateTime<Utc>,
    ) -> Result<(Contents, String), Problem> {
        let may_be_a_path =
            matches!(&self, InputSource::Argument(text) if may_be_a_path(text.as_str()));
        let name = self.name();
        let loaded = self.load()?;
        let context = Context {
            now,
            received: shared.received(loaded.modified, now),
            zone: Zone::System,
            keys,
            request: None,
            previous: None,
            file_mode: loaded.mode,
            secret_trials: None,
        };
        let contents = Contents::of(&loaded.bytes, &context);
        if let Contents::One(item) = &contents
            && may_be_a_path
            && item.inspection.kind == Kind::OpaqueToken
        {
            // It is not quoted: it may be a token after all.
            say("hint: no file has that name, so it is read as a token itself");
        }
        Ok((contents, name))
    }

    /// Reads it and inspects it; where it cannot be read, the reason stands in its place.
    pub fn inspect_or_say_why(
        self,
        shared: &GlobalArgs,
        keys: &Keys,
        now: DateTime<Utc>,
    ) -> Contents {
        self.read(shared, keys, now).map_or_else(
            |problem| Contents::One(Box::new(CollectionItem::unreadable(problem, now, keys))),
            |(contents, _)| contents,
        )
    }

    /// Reads it whole.
    ///
    /// # Errors
    /// It cannot be read, or is too large.
    pub fn load(self) -> Result<Loaded, Problem> {
        match self {
            Self::Argument(text) => Ok(Loaded::bytes(text.as_str().as_bytes().to_vec())),
            Self::Stdin => read::stdin(),
            Self::File(path) => read::file(&path),
        }
    }
}

/// Whether standard input is something other than a terminal.
fn stdin_is_piped() -> bool {
    !io::stdin().is_terminal()
}

/// The failure that a path without a file is.
fn missing(path: &str) -> CommandError {
    let failure = CommandError::input(format!("{}: there is no such file", quote_user_text(path)));
    match similar_file(path) {
        Some(meant) => failure.hint(format!("did you mean {}?", text::path(&meant))),
        None => failure,
    }
}

/// The file that an argument misspells: one with nearly its name, where it would be.
fn similar_file(text: &str) -> Option<PathBuf> {
    // Longer names are not compared.
    let is_path = text.len() < 256 && text.contains(['.', '/']) && !text.contains("://");
    let path = Some(Path::new(text)).filter(|_| is_path)?;
    let folder = path.parent()?;
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = read::names_in(here);
    let meant = text::closest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(folder.join(meant))
}

/// Whether an argument that was read as a token may have been meant as a path all the same: it has
/// folders, or ends like the name of a file.
fn may_be_a_path(text: &str) -> bool {
    let is_ending = |ending: &str| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.contains('/') || text.rsplit_once('.').is_some_and(|(_, ending)| is_ending(ending))
}

/// Whether an argument that is no existing path was meant as one: it starts like a path, or is one
/// word that ends like the name of a file.
fn looks_like_a_path(text: &str) -> bool {
    const ENDINGS: [&str; 13] = [
        "json", "jsonl", "txt", "jwt", "jws", "http", "form", "url", "yaml", "yml", "toml", "log",
        "har",
    ];
    let starts = ["./", "../", "~/"].iter().any(|start| text.starts_with(start));
    let ends = text.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    (starts || ends) && !text.contains(char::is_whitespace) && !text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_not_mistaken_for_a_token() {
        for text in ["token.json", "./token", "../a/b", "no/such/token.jwt"] {
            assert!(InputSource::of(Some(text)).is_err(), "{text}");
        }
        for text in
            ["eyJhbGciOiJub25lIn0.e30.", "ya29.abc", "1//0ex.json?", "https://a/b.json", "{}"]
        {
            assert!(
                matches!(InputSource::of(Some(text)), Ok(Some(InputSource::Argument(_)))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_misspelt_file_is_found() {
        // The folder of the project is the folder of its tests.
        for (text, meant) in
            [("Cargo.tmol", "Cargo.toml"), ("assets/claims.tml", "assets/claims.toml")]
        {
            assert_eq!(similar_file(text), Some(PathBuf::from(meant)), "{text}");
            assert!(InputSource::of(Some(text)).is_err(), "{text}");
        }
        for text in ["Cargo", "src/nothing.like", "ya29.abc", "no/such/claims.tml"] {
            assert_eq!(similar_file(text), None, "{text}");
        }
        assert!(may_be_a_path("gusto.jsn") && may_be_a_path("a/b") && !may_be_a_path("abc"));
    }
}
