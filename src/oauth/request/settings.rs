//! What the settings add to a request: scopes, audiences, further parameters and header fields.

use super::{ParamValue, Request};
use crate::{config::Settings, oauth::error::OAuthError, secret::Secret};

impl Request {
    /// Adds `scope` (RFC 6749 §3.3), unless nothing is asked for.
    pub(in crate::oauth) fn add_scope(&mut self, scope: &[String]) {
        if !scope.is_empty() {
            self.param("scope", scope.join(" "));
        }
    }

    /// Adds each `audience`.
    pub(in crate::oauth) fn add_audience(&mut self, settings: &Settings) {
        for audience in &settings.audience {
            self.param("audience", audience);
        }
    }

    /// Adds each `resource` (RFC 8707 §2).
    pub(in crate::oauth) fn add_resource(&mut self, settings: &Settings) {
        for resource in &settings.resource {
            self.param("resource", resource);
        }
    }

    /// Adds the further parameters; those whose names say so are masked.
    pub(in crate::oauth) fn add_params(&mut self, settings: &Settings) {
        for (name, value) in &settings.params {
            if is_secret_name(name) {
                self.secret_param(name, Secret::new(value.as_str()));
            } else {
                self.param(name, value.as_str());
            }
        }
    }

    /// Adds the further header fields; those whose names say so are masked.
    ///
    /// # Errors
    /// There would be two `Authorization` headers.
    pub(in crate::oauth) fn add_headers(&mut self, settings: &Settings) -> Result<(), OAuthError> {
        for (name, value) in &settings.headers {
            if name.eq_ignore_ascii_case("authorization") && self.authorization.is_some() {
                return Err(OAuthError::Setting(
                    "a header Authorization is given, and the client authenticates in that header too; choose --auth".to_owned(),
                ));
            }
            let value = if is_secret_header(name) {
                ParamValue::Secret(Secret::new(value.as_str()))
            } else {
                ParamValue::Plain(value.clone())
            };
            self.header(name, value);
        }
        Ok(())
    }
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
