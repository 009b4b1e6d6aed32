//! The token that a command presents to a server: read from its input.

use std::path::Path;

use super::{Failure, Shared, inspected, judged_at, source::Source};
use crate::{
    app::Origin, inspection::Inspection, jose::Keys, secret::Secret, storage::Seen, token::Kind,
};

/// An input with a token in it.
pub struct Presented {
    /// What the input says.
    pub inspection: Inspection,
    /// Where it comes from.
    pub origin: Origin,
    /// What its file held.
    pub seen: Option<Seen>,
}

impl Presented {
    /// Reads an input.
    ///
    /// # Errors
    /// There is none, or it cannot be read or recognised.
    pub fn read(input: Option<&str>, shared: &Shared, keys: &Keys) -> Result<Self, Failure> {
        let source = Source::of(input)?.ok_or_else(|| {
            Failure::usage("there is no input")
                .hint("name a file with a token response, or pipe one in")
        })?;
        Self::of(source, shared, keys)
    }

    fn of(source: Source, shared: &Shared, keys: &Keys) -> Result<Self, Failure> {
        let origin = match &source {
            Source::File(path) => Origin::File(path.clone()),
            Source::Stdin => Origin::Stdin,
            Source::Argument(_) => Origin::Argument,
        };
        // Before it is read: what changes in between is noticed later.
        let seen = match &source {
            Source::File(path) => Some(Seen::at(path)),
            Source::Stdin | Source::Argument(_) => None,
        };
        let (inspection, _) = inspected(source, shared, keys, judged_at(shared))?;
        let presented = Self { inspection, origin, seen };
        if presented.inspection.kind == Kind::Unrecognized {
            return Err(match &presented.inspection.problem {
                Some(problem) => Failure::problem(problem),
                None => Failure::input("the input is no token response, nor a token"),
            });
        }
        Ok(presented)
    }

    /// The same of a file.
    ///
    /// # Errors
    /// As [`Presented::read`].
    pub fn of_file(path: &Path, shared: &Shared, keys: &Keys) -> Result<Self, Failure> {
        Self::of(Source::File(path.to_owned()), shared, keys)
    }

    /// The file that it stands in.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            _ => None,
        }
    }

    /// The refresh token. A bare opaque token is taken for one.
    ///
    /// # Errors
    /// There is none.
    pub fn refresh_token(&self) -> Result<Secret, Failure> {
        let bare = self.inspection.kind == Kind::OpaqueToken;
        self.secret("refresh_token").or_else(|| self.secret("token").filter(|_| bare)).ok_or_else(|| {
            Failure::input("the input holds no refresh token")
                .hint("a token response without one is renewed by getting a new token: tokenscope fetch")
        })
    }

    /// The token that a server is asked about: the access token, or the bare one, or else the
    /// refresh token; and what it is, in the terms of `token_type_hint` (RFC 7009 §2.1).
    ///
    /// # Errors
    /// There is none.
    pub fn token(&self) -> Result<(Secret, Option<&'static str>), Failure> {
        self.secret("access_token")
            .map(|token| (token, Some("access_token")))
            .or_else(|| self.secret("token").map(|token| (token, None)))
            .or_else(|| self.secret("refresh_token").map(|token| (token, Some("refresh_token"))))
            .ok_or_else(|| Failure::input("the input holds no token"))
    }

    /// The issuer that the access token names, safe for a terminal. It is shown, never contacted.
    pub fn issuer(&self) -> Option<String> {
        let tokens = &self.inspection.tokens;
        let issuer = tokens.iter().find_map(|token| token.claims.as_ref()?.get("iss")?.as_str())?;
        Some(crate::text::visible(&issuer.chars().take(200).collect::<String>()).into_owned())
    }

    fn secret(&self, field: &str) -> Option<Secret> {
        self.inspection.field(field).and_then(|field| field.secret()).cloned()
    }
}
