//! The credentials that a request presented (RFC 6750 §2).

use crate::{
    input::SentRequest,
    jose::{self, Role, Token},
    secret::Secret,
};

/// A token that a request presented, or another credential in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentedToken {
    /// The authentication scheme, as written; none where the token was a parameter (RFC 6750 §2.2).
    pub scheme: Option<String>,
    pub secret: Secret,
    /// The token, where it is a JWT.
    pub jwt: Option<Token>,
    /// The `DPoP` proof that came with it (RFC 9449 §7.1).
    pub proof: Option<Token>,
    /// The scopes that were granted to it, where that is known.
    pub granted: Vec<String>,
}

impl PresentedToken {
    /// The credentials of a request, where it has any.
    pub fn of(request: &SentRequest) -> Option<Self> {
        let proof = request.header("dpop").and_then(|proof| jose::decode("dpop", proof.trim()));
        let in_header = request.header("authorization").map(str::trim);
        if let Some(value) = in_header.filter(|value| !value.is_empty()) {
            let (scheme, token) = match value.split_once(' ') {
                Some((scheme, token)) => (Some(scheme), token.trim()),
                None => (None, value),
            };
            return Some(Self { proof, ..Self::new(scheme, token) });
        }
        request.member("access_token").map(|token| Self { proof, ..Self::new(None, token) })
    }

    /// A token that is presented by this scheme.
    pub fn new(scheme: Option<&str>, token: &str) -> Self {
        let mut jwt = jose::decode("token", token);
        if let Some(jwt) = &mut jwt {
            jwt.role = Role::of(jwt, "access_token", scheme);
        }
        Self {
            scheme: scheme.map(str::to_owned),
            secret: Secret::new(token),
            jwt,
            proof: None,
            granted: Vec::new(),
        }
    }

    /// Whether it is presented by this scheme.
    pub fn is_by(&self, scheme: &str) -> bool {
        self.scheme.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(scheme))
    }
}
