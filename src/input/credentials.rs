//! Finds every credential in an input, with its place: the one that the input is, or all of those
//! in a list, a map, several HTTP exchanges or a log.
//!
//! `paste` recognizes the whole. Where that is a value, `split` takes it apart; where the artifact
//! only stands in the middle of other text, `passages` looks for all of them. Logs and HTTP archives
//! are known by their beginning, and read as such.

mod archive;
mod burp;
mod distinct;
mod exchanges;
mod passages;
mod plausible;
mod sentences;
mod split;

use std::fmt;

use super::{Artifact, Encoding, decode, embedded, paste};
use crate::{kind::Kind, problem::Problem, value::Value};

/// Every credential in an input.
#[derive(Debug)]
pub struct Credentials {
    /// The notation of the whole input.
    pub encoding: Encoding,
    /// In the order of the input; never empty: unreadable input is one of kind `unrecognized`.
    pub items: Vec<Credential>,
    /// What could not be read of the input as a whole.
    pub problem: Option<Problem>,
}

/// One credential, and whatever else would be recognized if it stood alone: metadata, a key set, an
/// error.
#[derive(Debug)]
pub struct Credential {
    pub artifact: Artifact,
    /// Where it stands; none where it is the whole input.
    pub place: Option<CredentialPlace>,
    /// What a person calls it: a profile, an account, a host, a provider.
    pub label: Option<String>,
    /// Those inside it that have a token and an end of their own.
    pub nested: Vec<Credential>,
}

/// Where a credential stands in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// The path to it in a value, as jq writes it.
    Path(String),
    /// The section of an INI or TOML file.
    Section(String),
    /// Its first line, from 1.
    Line(usize),
    /// The entry of an HTTP archive, from 1, as browsers number them; only a path counts from 0.
    Entry(usize),
}

impl fmt::Display for CredentialPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => f.write_str(path),
            Self::Section(name) => write!(f, "[{name}]"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Entry(entry) => write!(f, "entry {entry}"),
        }
    }
}

impl Credential {
    /// A credential that is the whole input.
    pub fn whole(artifact: Artifact) -> Self {
        Self { artifact, place: None, label: None, nested: Vec::new() }
    }
}

/// Finds every credential in a paste, file or argument.
///
/// As [`super::recognize`], this never fails.
pub fn credentials(bytes: &[u8]) -> Credentials {
    let decoded = decode::decode(bytes);
    let text = decoded.text.as_str();
    let found = if archive::is_likely(text) {
        archive::read(text)
    } else if burp::is_likely(text) {
        burp::read(text)
    } else if passages::is_log(text) {
        passages::read(text)
    } else {
        None
    };
    if let Some(found) = found {
        let problem = found.problem.or(decoded.problem);
        return Credentials { problem, ..found };
    }
    let artifact = paste::read(text);
    let is_value = artifact.is_known() && artifact.encoding == Encoding::Json;
    if (artifact.is_part || !is_value)
        && let Some(found) = sentences::read(text)
    {
        return Credentials { problem: decoded.problem, ..found };
    }
    if (artifact.is_part || exchanges::are_part(text, &artifact))
        && let Some(found) = passages::read(text)
    {
        return found.instead_of(artifact, decoded.problem);
    }
    let is_unknown = !artifact.is_known();
    let whole = split::split(artifact, decoded.problem);
    if is_unknown
        && whole.is_unknown()
        && let Some(found) = passages::read(text)
    {
        return found.or_whole(text, whole);
    }
    whole
}

impl Credentials {
    /// Whether nothing is known of the input.
    fn is_unknown(&self) -> bool {
        self.items.iter().all(|item| !item.artifact.is_known())
    }

    /// These, which stand in the middle of a text. One alone is what the whole was recognized as.
    fn instead_of(mut self, whole: Artifact, undecoded: Option<Problem>) -> Self {
        if let [only] = self.items.as_mut_slice()
            // Sentences around a token may name an error.
            && (whole.kind != Kind::ErrorResponse || only.artifact.kind == Kind::ErrorResponse)
            && !whole.says_nothing()
            // A token on its own is one of those that stand there side by side.
            && !(only.artifact.value.members().len() > 1 && whole.value.as_str().is_some())
        {
            only.artifact = whole;
        }
        Self { problem: undecoded.or(self.problem), ..self }
    }

    /// These, which stand in a text of which nothing is known; the whole where they are no more
    /// than a part of an object that cannot be read.
    fn or_whole(self, text: &str, whole: Self) -> Self {
        let is_object = |item: &Credential| {
            let artifact = &item.artifact;
            let members = artifact.value.members();
            let is_located = artifact.problem.as_ref().is_some_and(|it| it.place.is_some());
            let is_begun = match artifact.encoding {
                // Any line with a colon may be the beginning of YAML; one within another is.
                Encoding::Yaml => members
                    .iter()
                    .any(|member| matches!(member.value, Value::Object(_) | Value::Array(_))),
                _ => is_located || !members.is_empty(),
            };
            is_begun || embedded::lists_members(text)
        };
        match whole.items.as_slice() {
            [item] if self.items.len() == 1 && is_object(item) => whole,
            _ => self,
        }
    }
}
