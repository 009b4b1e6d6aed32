//! Finds every credential in an input, with its place: the one that the input is, or all of those
//! in a list, a map, several HTTP exchanges or a log.
//!
//! `paste` recognizes the whole. Where that is a value, `split` takes it apart; where the artifact
//! only stands in the middle of other text, `passages` looks for all of them.

mod passages;
mod split;

use std::fmt;

use super::{Artifact, Encoding, decode, paste};
use crate::problem::Problem;

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
    /// The entry of an HTTP archive, from 0.
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
    let artifact = paste::read(text);
    if artifact.is_part
        && decoded.problem.is_none()
        && let Some(found) = passages::read(text)
    {
        return found;
    }
    split::split(artifact.with_decoding_problem(decoded.problem))
}
