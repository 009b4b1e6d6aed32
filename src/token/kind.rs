//! What an artifact is.

/// What an artifact is (`kind` in the report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A successful token response of any provider or tool (RFC 6749 §5.1).
    TokenResponse,
    /// An error (RFC 6749 §5.2 and §4.1.2.1, RFC 6750 §3, RFC 8628 §3.5).
    ErrorResponse,
    /// The state of a token as its server tells it (RFC 7662 §2.2).
    IntrospectionResponse,
    /// Device code and user code (RFC 8628 §3.2).
    DeviceAuthorization,
    /// A callback with a `code` (RFC 6749 §4.1.2).
    AuthorizationResponse,
    /// Metadata of an authorization server (RFC 8414, OpenID Connect Discovery).
    ServerMetadata,
    /// A JWK set (RFC 7517 §5).
    JwkSet,
    /// A compact signed token on its own (RFC 7515).
    Jws,
    /// A compact encrypted token on its own (RFC 7516).
    Jwe,
    /// A bare string that is nothing else.
    OpaqueToken,
    /// None of these.
    Unrecognized,
}

impl Kind {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenResponse => "token_response",
            Self::ErrorResponse => "error_response",
            Self::IntrospectionResponse => "introspection_response",
            Self::DeviceAuthorization => "device_authorization",
            Self::AuthorizationResponse => "authorization_response",
            Self::ServerMetadata => "server_metadata",
            Self::JwkSet => "jwk_set",
            Self::Jws => "jws",
            Self::Jwe => "jwe",
            Self::OpaqueToken => "opaque_token",
            Self::Unrecognized => "unrecognized",
        }
    }
}
