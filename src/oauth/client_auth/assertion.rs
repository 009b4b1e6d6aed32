//! Client assertions (RFC 7523 §2.2 and §3).

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    jose::SigningKey,
    oauth::{error::OAuthError, request::Request},
};

/// `client_assertion_type` (RFC 7523 §2.2).
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Seconds that an assertion lives; it is used at once.
const LIFETIME: i64 = 60;

/// What an assertion says beside who signs it.
#[derive(Clone, Copy, Debug)]
pub struct AssertionTerms<'a> {
    /// Whom it is meant for: the issuer, or the token endpoint where no issuer is known (RFC 7523
    /// §3; naming the issuer alone keeps it from being replayed elsewhere).
    pub audience: &'a str,
    /// When it is made.
    pub now: DateTime<Utc>,
    /// A value that never comes twice.
    pub jti: &'a str,
    /// The algorithm for a client secret, where it is not HS256.
    pub alg: Option<&'a str>,
}

impl AssertionTerms<'_> {
    /// Signs an assertion and adds it to a request.
    pub(super) fn add(
        &self,
        request: &mut Request,
        client_id: &str,
        key: &SigningKey,
    ) -> Result<(), OAuthError> {
        let issued = self.now.timestamp();
        let claims = json!({
            "iss": client_id,
            "sub": client_id,
            "aud": self.audience,
            "jti": self.jti,
            "iat": issued,
            "exp": issued + LIFETIME,
        });
        let assertion =
            key.sign("JWT", &claims).map_err(|error| OAuthError::Key(error.to_string()))?;
        request.param("client_id", client_id);
        request.param("client_assertion_type", TYPE);
        request.secret_param("client_assertion", assertion);
        Ok(())
    }
}
