//! What the settings add to a request: scopes, audiences, further parameters and header fields.

use super::{ParamValue, Request};
use crate::{
    config::Settings,
    oauth::error::OAuthError,
    secrecy::{is_secret_header, is_secret_when_sent},
    secret::Secret,
};

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
            if is_secret_when_sent(name) {
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
                    "a header Authorization is given, and the client authenticates in that header too: another authentication method is needed".to_owned(),
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
