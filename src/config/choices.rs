//! Settings whose value is one of a few names, and where a setting was written.

use strum::{EnumString, IntoStaticStr, VariantNames};

/// Where a setting was written; a flag beats the environment, which beats a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingOrigin {
    Flag,
    Environment,
    File,
}

/// How a client proves who it is (RFC 6749 §2.3, OpenID Connect Core §9), by its names in metadata
/// (RFC 8414 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum AuthMethod {
    /// HTTP Basic with both parts form-encoded (RFC 6749 §2.3.1).
    ClientSecretBasic,
    /// `client_id` and `client_secret` in the body (RFC 6749 §2.3.1).
    ClientSecretPost,
    /// A JWT signed with the secret (RFC 7523 §2.2).
    ClientSecretJwt,
    /// A JWT signed with a private key (RFC 7523 §2.2).
    PrivateKeyJwt,
    /// A public client: `client_id` alone (RFC 6749 §2.1).
    None,
}

impl AuthMethod {
    /// The name in metadata (RFC 8414 §2) and in profiles.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// All names, in the order in which a server's default comes first.
    pub fn names() -> &'static [&'static str] {
        Self::VARIANTS
    }
}

/// Which keys the signatures of an answer are verified with, beside those that are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Verify {
    /// Those of the issuer's `jwks_uri` (RFC 8414 §2), and the client secret for HMAC (OpenID
    /// Connect Core §10.1).
    Issuer,
    #[strum(serialize = "none")]
    Nothing,
}

/// How a request's parameters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum BodyFormat {
    /// `application/x-www-form-urlencoded`, as RFC 6749 §4 demands.
    #[default]
    Form,
    /// A JSON object, for the servers that want it.
    Json,
}
