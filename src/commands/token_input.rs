//! The token that a command presents to a server: read from its input.

use std::path::Path;

use super::{
    CommandError, GlobalArgs,
    input_args::{InputArgs, PickArgs},
    input_source::InputSource,
};
use crate::{
    input::InputOrigin, inspection::Inspection, jose::Keys, kind::Kind, secret::Secret,
    storage::FileSnapshot, text::quotable,
};

/// An input with a token in it.
pub struct TokenInput {
    /// What the input says.
    pub inspection: Inspection,
    /// Where it comes from.
    pub origin: InputOrigin,
    /// What its file held.
    pub seen: Option<FileSnapshot>,
    /// Which of its credentials is meant.
    pick: PickArgs,
}

impl TokenInput {
    /// Reads an input.
    ///
    /// # Errors
    /// There is none, or it cannot be read or recognized.
    pub fn read(input: &InputArgs, shared: &GlobalArgs, keys: &Keys) -> Result<Self, CommandError> {
        let source = InputSource::of(input.input.as_deref())?.ok_or_else(|| {
            CommandError::usage("there is no input")
                .hint("name a file with a token response, or pipe one in")
        })?;
        Self::of(source, input.pick.clone(), shared, keys)
    }

    fn of(
        source: InputSource,
        pick: PickArgs,
        shared: &GlobalArgs,
        keys: &Keys,
    ) -> Result<Self, CommandError> {
        let origin = match &source {
            InputSource::File(path) => InputOrigin::File(path.clone()),
            InputSource::Stdin => InputOrigin::Stdin,
            InputSource::Argument(_) => InputOrigin::Argument,
        };
        // Before it is read: what changes in between is noticed later.
        let seen = match &source {
            InputSource::File(path) => Some(FileSnapshot::at(path)),
            InputSource::Stdin | InputSource::Argument(_) => None,
        };
        let (contents, _) = source.inspect(shared, keys, shared.judged_at())?;
        let inspection = pick.one(contents)?.inspection;
        let presented = Self { inspection, origin, seen, pick };
        if presented.inspection.kind == Kind::Unrecognized {
            return Err(match &presented.inspection.problem {
                Some(problem) => CommandError::problem(problem),
                None => CommandError::input("the input is no token response, nor a token"),
            });
        }
        Ok(presented)
    }

    /// Reads its token again, from a file: its own, or the one that answers go to.
    ///
    /// # Errors
    /// As [`TokenInput::read`].
    pub fn read_again(
        &self,
        path: &Path,
        shared: &GlobalArgs,
        keys: &Keys,
    ) -> Result<Self, CommandError> {
        let is_own = self.file() == Some(path);
        let pick = if is_own { self.pick.clone() } else { PickArgs::default() };
        Self::of(InputSource::File(path.to_owned()), pick, shared, keys)
    }

    /// The file that it stands in.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            InputOrigin::File(path) => Some(path),
            _ => None,
        }
    }

    /// The refresh token. A bare opaque token is taken for one.
    ///
    /// # Errors
    /// There is none.
    pub fn refresh_token(&self) -> Result<Secret, CommandError> {
        let bare = self.inspection.kind == Kind::OpaqueToken;
        self.secret("refresh_token").or_else(|| self.secret("token").filter(|_| bare)).ok_or_else(|| {
            CommandError::input("the input holds no refresh token")
                .hint("a token response without one is renewed by getting a new token: tokenscope fetch")
        })
    }

    /// The token that a server is asked about: the access token, or the bare one, or else the
    /// refresh token; and what it is, in the terms of `token_type_hint` (RFC 7009 §2.1).
    ///
    /// # Errors
    /// There is none.
    pub fn token(&self) -> Result<(Secret, Option<&'static str>), CommandError> {
        self.secret("access_token")
            .map(|token| (token, Some("access_token")))
            .or_else(|| self.secret("token").map(|token| (token, None)))
            .or_else(|| self.secret("refresh_token").map(|token| (token, Some("refresh_token"))))
            .ok_or_else(|| CommandError::input("the input holds no token"))
    }

    /// The issuer that the access token names, safe for a terminal. It is shown, never contacted.
    pub fn issuer(&self) -> Option<String> {
        let tokens = &self.inspection.tokens;
        let issuer = tokens.iter().find_map(|token| token.claims.as_ref()?.get("iss")?.as_str())?;
        Some(quotable(issuer, 200))
    }

    fn secret(&self, field: &str) -> Option<Secret> {
        self.inspection.field(field).and_then(|field| field.secret()).cloned()
    }
}
