//! What is asked of the token endpoint (RFC 6749 §4 and §6, RFC 8628 §3.4, and others' own).

use super::{
    client_auth::ClientIdentity,
    error::OAuthError,
    pkce::Verifier,
    request::{ParamValue, Purpose, Request},
};
use crate::{
    config::{HttpUrl, Settings},
    secret::Secret,
};

/// `grant_type` of a device code (RFC 8628 §3.4).
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What a person may call it, too.
const DEVICE_CODE_SHORT: &str = "device_code";

/// Which way to a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantType {
    /// The client for itself (RFC 6749 §4.4).
    ClientCredentials,
    /// Through a browser (RFC 6749 §4.1, RFC 7636).
    AuthorizationCode,
    /// On another device (RFC 8628).
    DeviceCode,
    /// With a refresh token (RFC 6749 §6).
    RefreshToken,
    /// Any other grant, sent as it is (RFC 6749 §4.5).
    Other(String),
}

impl GrantType {
    /// The way that these settings name, or that follows from what they hold: a browser where
    /// there is an authorization endpoint by hand, the client's own credentials otherwise.
    pub fn of(settings: &Settings) -> Self {
        match settings.grant.as_deref() {
            Some("authorization_code") => Self::AuthorizationCode,
            Some("refresh_token") => Self::RefreshToken,
            Some(DEVICE_CODE | DEVICE_CODE_SHORT) => Self::DeviceCode,
            Some("client_credentials") => Self::ClientCredentials,
            Some(other) => Self::Other(other.to_owned()),
            None if settings.device_authorization_url.is_some() => Self::DeviceCode,
            None if settings.client_secret.is_some() || settings.client_key.is_some() => {
                Self::ClientCredentials
            }
            None => Self::AuthorizationCode,
        }
    }
}

/// A grant with what it presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Nothing but the client itself.
    ClientCredentials,
    /// A refresh token, and the scopes to narrow it to (RFC 6749 §6).
    RefreshToken {
        /// The refresh token.
        token: Secret,
        /// What is asked for; nothing keeps what was granted.
        scope: Vec<String>,
    },
    /// The code that a browser brought back.
    AuthorizationCode {
        /// The code.
        code: Secret,
        /// The redirect URI of the authorization request (RFC 6749 §4.1.3).
        redirect_uri: String,
        /// The proof that this client asked for it (RFC 7636 §4.5).
        verifier: Verifier,
    },
    /// A device code.
    DeviceCode(Secret),
    /// Any other `grant_type`.
    Other(String),
}

impl Grant {
    /// The value of `grant_type`.
    pub fn name(&self) -> &str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken { .. } => "refresh_token",
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::DeviceCode(_) => DEVICE_CODE,
            Self::Other(name) => name,
        }
    }

    /// The token request, but for the client's proof.
    ///
    /// `resource` goes with every grant (RFC 8707 §2.2 wants it again at each). Scope, audience and
    /// further parameters belong to the first request of a way: the authorization request and the
    /// device authorization request have had them already.
    pub fn request(&self, url: HttpUrl, settings: &Settings, identity: &ClientIdentity) -> Request {
        let mut request = Request::post(Purpose::Token, url);
        request.format = settings.body.unwrap_or_default();
        request.param("grant_type", self.name());
        match self {
            Self::ClientCredentials | Self::Other(_) => {
                scope(&mut request, &settings.scope);
                audience(&mut request, settings);
            }
            Self::RefreshToken { token, scope: narrowed } => {
                request.secret_param("refresh_token", token.clone());
                scope(&mut request, narrowed);
            }
            Self::AuthorizationCode { code, redirect_uri, verifier } => {
                request.secret_param("code", code.clone());
                request.param("redirect_uri", redirect_uri);
                request.secret_param("code_verifier", verifier.secret().clone());
            }
            Self::DeviceCode(code) => request.secret_param("device_code", code.clone()),
        }
        for resource in &settings.resource {
            request.param("resource", resource);
        }
        let dialogue =
            matches!(GrantType::of(settings), GrantType::AuthorizationCode | GrantType::DeviceCode);
        let first = match self {
            Self::ClientCredentials | Self::Other(_) => true,
            Self::RefreshToken { .. } => !dialogue,
            Self::AuthorizationCode { .. } | Self::DeviceCode(_) => false,
        };
        if first {
            params(&mut request, settings);
        }
        for (name, secret) in &identity.params {
            request.secret_param(name, secret.clone());
        }
        request
    }
}

/// Adds `scope` (RFC 6749 §3.3), unless nothing is asked for.
pub(super) fn scope(request: &mut Request, scope: &[String]) {
    if !scope.is_empty() {
        request.param("scope", scope.join(" "));
    }
}

/// Adds each `audience`.
pub(super) fn audience(request: &mut Request, settings: &Settings) {
    for audience in &settings.audience {
        request.param("audience", audience);
    }
}

/// Adds the further parameters; those whose names say so are masked.
pub(super) fn params(request: &mut Request, settings: &Settings) {
    for (name, value) in &settings.params {
        if is_secret_name(name) {
            request.secret_param(name, Secret::new(value.as_str()));
        } else {
            request.param(name, value.as_str());
        }
    }
}

/// Adds the further header fields; those whose names say so are masked.
///
/// # Errors
/// There would be two `Authorization` headers.
pub(super) fn headers(request: &mut Request, settings: &Settings) -> Result<(), OAuthError> {
    for (name, value) in &settings.headers {
        if name.eq_ignore_ascii_case("authorization") && request.authorization.is_some() {
            return Err(OAuthError::Setting(
                "a header Authorization is given, and the client authenticates in that header too; choose --auth".to_owned(),
            ));
        }
        let value = if is_secret_header(name) {
            ParamValue::Secret(Secret::new(value.as_str()))
        } else {
            ParamValue::Plain(value.clone())
        };
        request.header(name, value);
    }
    Ok(())
}

/// Whether a parameter of this name is secret: a token, code, password, key or assertion.
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_type =
        name.ends_with("_type") || name.ends_with("_type_hint") || name.ends_with("_challenge");
    !is_type
        && (["secret", "passw", "token", "assertion", "api_key", "apikey", "verifier", "pin"]
            .iter()
            .any(|part| name.contains(part) && !(*part == "pin" && name != "pin"))
            || name == "code"
            || name == "key"
            || name.ends_with("_code") && name != "user_code")
}

fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "authorization"
        || name == "cookie"
        || name.ends_with("-key")
        || is_secret_name(&name.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for secret in [
            "password",
            "client_secret",
            "refresh_token",
            "assertion",
            "code",
            "device_code",
            "api_key",
        ] {
            assert!(is_secret_name(secret), "{secret}");
        }
        for plain in [
            "grant_type",
            "subject_token_type",
            "token_type_hint",
            "user_code",
            "scope",
            "shipping",
        ] {
            assert!(!is_secret_name(plain), "{plain}");
        }
        assert!(is_secret_header("X-Api-Key") && is_secret_header("Authorization"));
        assert!(!is_secret_header("X-Gusto-API-Version"));
    }
}
