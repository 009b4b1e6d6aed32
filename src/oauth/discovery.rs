//! The endpoints of a server: from its metadata (RFC 8414, OpenID Connect Discovery) or from
//! settings.

use serde_json::{Map, Value};

use super::{
    error::OAuthError,
    reply::Reply,
    request::{Request, RequestPurpose},
};
use crate::config::{HttpUrl, Settings, http_url::UrlError};
use crate::text::quotable;

/// The endpoints of an authorization server, and what its metadata says about using them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoints {
    /// The issuer (RFC 8414 §2), exactly as written.
    pub issuer: Option<String>,
    pub token: Option<HttpUrl>,
    pub authorization: Option<HttpUrl>,
    /// Device authorization endpoint (RFC 8628 §4).
    pub device_authorization: Option<HttpUrl>,
    pub introspection: Option<HttpUrl>,
    pub revocation: Option<HttpUrl>,
    pub userinfo: Option<HttpUrl>,
    /// The key set (RFC 8414 §2).
    pub jwks: Option<HttpUrl>,
    /// Why the key set's URL in the metadata is not used.
    pub jwks_fault: Option<UrlError>,
    /// `token_endpoint_auth_methods_supported`; none when the metadata is silent.
    pub auth_methods: Option<Vec<String>>,
    /// `token_endpoint_auth_signing_alg_values_supported`.
    pub signing_algs: Vec<String>,
    /// `id_token_signing_alg_values_supported` (OpenID Connect Discovery §3).
    pub id_token_algs: Vec<String>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    pub iss_in_callback: bool,
    /// `code_challenge_methods_supported` (RFC 8414 §2); none when the metadata is silent.
    pub challenge_methods: Option<Vec<String>>,
    /// `grant_types_supported` (RFC 8414 §2).
    pub grants: Vec<String>,
    /// `scopes_supported` (RFC 8414 §2).
    pub scopes: Vec<String>,
}

impl Endpoints {
    /// The endpoints that were said by hand.
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            issuer: settings.issuer.as_ref().map(|issuer| issuer.as_written().to_owned()),
            token: settings.token_url.clone(),
            authorization: settings.authorization_url.clone(),
            device_authorization: settings.device_authorization_url.clone(),
            introspection: settings.introspection_url.clone(),
            revocation: settings.revocation_url.clone(),
            userinfo: settings.userinfo_url.clone(),
            ..Self::default()
        }
    }

    /// These endpoints, with those of the metadata where they say nothing.
    #[must_use]
    pub fn over(self, metadata: Self) -> Self {
        Self {
            issuer: self.issuer.or(metadata.issuer),
            token: self.token.or(metadata.token),
            authorization: self.authorization.or(metadata.authorization),
            device_authorization: self.device_authorization.or(metadata.device_authorization),
            introspection: self.introspection.or(metadata.introspection),
            revocation: self.revocation.or(metadata.revocation),
            userinfo: self.userinfo.or(metadata.userinfo),
            jwks: self.jwks.or(metadata.jwks),
            jwks_fault: self.jwks_fault.or(metadata.jwks_fault),
            auth_methods: self.auth_methods.or(metadata.auth_methods),
            signing_algs: if self.signing_algs.is_empty() {
                metadata.signing_algs
            } else {
                self.signing_algs
            },
            id_token_algs: if self.id_token_algs.is_empty() {
                metadata.id_token_algs
            } else {
                self.id_token_algs
            },
            iss_in_callback: self.iss_in_callback || metadata.iss_in_callback,
            challenge_methods: self.challenge_methods.or(metadata.challenge_methods),
            grants: if self.grants.is_empty() { metadata.grants } else { self.grants },
            scopes: if self.scopes.is_empty() { metadata.scopes } else { self.scopes },
        }
    }

    /// The endpoint that a request of this purpose goes to.
    ///
    /// # Errors
    /// Neither the settings nor the metadata name it.
    pub fn endpoint(&self, purpose: RequestPurpose) -> Result<&HttpUrl, OAuthError> {
        let (endpoint, setting, what, hint, unnamed) = match purpose {
            RequestPurpose::Token => (
                &self.token,
                "token_url",
                "the token endpoint",
                "give --issuer or --token-url, or a profile that has one",
                "the issuer's metadata names none: give --token-url",
            ),
            RequestPurpose::DeviceAuthorization => (
                &self.device_authorization,
                "device_authorization_url",
                "the device authorization endpoint",
                "give --issuer or --device-authorization-url",
                "the issuer's metadata names none: give --device-authorization-url, if the server has one",
            ),
            RequestPurpose::Introspection => (
                &self.introspection,
                "introspection_url",
                "the introspection endpoint",
                "give --issuer or --introspection-url",
                "the issuer's metadata names none: give --introspection-url, if the server has one",
            ),
            RequestPurpose::Revocation => (
                &self.revocation,
                "revocation_url",
                "the revocation endpoint",
                "give --issuer or --revocation-url",
                "the issuer's metadata names none: give --revocation-url, if the server has one",
            ),
            RequestPurpose::Userinfo => (
                &self.userinfo,
                "userinfo_url",
                "the userinfo endpoint",
                "give --issuer or --userinfo-url",
                "the issuer's metadata names none: give --userinfo-url, if the server has one",
            ),
            RequestPurpose::Discovery | RequestPurpose::KeySet => (
                &self.jwks,
                "issuer",
                "the key set's URL",
                "give --key with its URL",
                "the issuer's metadata names none: give --key with its URL",
            ),
        };
        let hint = if self.issuer.is_some() { unnamed } else { hint };
        endpoint.as_ref().ok_or(OAuthError::Missing { what, setting, hint })
    }
}

/// Where an issuer's metadata may be, the likeliest first: OpenID Connect Discovery §4.1 appends
/// to the issuer's path, RFC 8414 §3.1 puts its own path before it, for both names (§5).
pub fn metadata_urls(issuer: &HttpUrl) -> Vec<HttpUrl> {
    let base = issuer.url();
    let path = base.path().trim_end_matches('/');
    let mut paths = vec![
        format!("{path}/.well-known/openid-configuration"),
        format!("/.well-known/oauth-authorization-server{path}"),
    ];
    if !path.is_empty() {
        paths.push(format!("/.well-known/openid-configuration{path}"));
    }
    paths
        .into_iter()
        .filter_map(|path| {
            let mut url = base.clone();
            url.set_path(&path);
            HttpUrl::parse(url.as_str()).ok()
        })
        .collect()
}

/// The request for one metadata document.
pub fn request(url: HttpUrl) -> Request {
    Request::get(RequestPurpose::Discovery, url)
}

/// Reads a metadata document. None when the answer is none, so that the next place may be tried.
///
/// # Errors
/// It is another issuer's (RFC 8414 §3.3 demands that it not be used), or an endpoint in it
/// cannot be used.
pub fn read(issuer: &HttpUrl, reply: &Reply) -> Result<Option<Endpoints>, OAuthError> {
    let Some(document) = reply.json().filter(|_| reply.is_success() && reply.cut.is_none()) else {
        return Ok(None);
    };
    let Some(said) = document.get("issuer").and_then(Value::as_str) else {
        return Ok(None);
    };
    if said != issuer.as_written() {
        return Err(OAuthError::IssuerMismatch {
            asked: issuer.as_written().to_owned(),
            said: quotable(said, 300),
        });
    }
    let url = |name: &'static str| {
        endpoint(issuer, &document, name).map_err(|error| OAuthError::Endpoint { name, error })
    };
    // No secret goes there: what is wrong with it is no reason not to get a token.
    let (jwks, jwks_fault) = match endpoint(issuer, &document, "jwks_uri") {
        Ok(jwks) => (jwks, None),
        Err(fault) => (None, Some(fault)),
    };
    Ok(Some(Endpoints {
        issuer: Some(said.to_owned()),
        token: url("token_endpoint")?,
        authorization: url("authorization_endpoint")?,
        device_authorization: url("device_authorization_endpoint")?,
        introspection: url("introspection_endpoint")?,
        revocation: url("revocation_endpoint")?,
        userinfo: url("userinfo_endpoint")?,
        jwks,
        jwks_fault,
        auth_methods: texts(&document, "token_endpoint_auth_methods_supported"),
        signing_algs: texts(&document, "token_endpoint_auth_signing_alg_values_supported")
            .unwrap_or_default(),
        id_token_algs: texts(&document, "id_token_signing_alg_values_supported")
            .unwrap_or_default(),
        iss_in_callback: document.get("authorization_response_iss_parameter_supported")
            == Some(&Value::Bool(true)),
        challenge_methods: texts(&document, "code_challenge_methods_supported"),
        grants: texts(&document, "grant_types_supported").unwrap_or_default(),
        scopes: texts(&document, "scopes_supported").unwrap_or_default(),
    }))
}

fn endpoint(
    issuer: &HttpUrl,
    document: &Map<String, Value>,
    name: &str,
) -> Result<Option<HttpUrl>, UrlError> {
    let Some(text) = document.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let url = HttpUrl::parse(text)?;
    // A server elsewhere has no business with plain HTTP on this machine.
    if url.is_loopback() && !issuer.is_loopback() {
        return Err(UrlError::Insecure);
    }
    Ok(Some(url))
}

fn texts(document: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    let items = document.get(name)?.as_array()?;
    Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(issuer: &str) -> Vec<String> {
        let issuer = HttpUrl::parse(issuer).unwrap();
        metadata_urls(&issuer).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn metadata_is_looked_for_where_both_specifications_put_it() {
        assert_eq!(
            urls("https://as.example"),
            [
                "https://as.example/.well-known/openid-configuration",
                "https://as.example/.well-known/oauth-authorization-server",
            ]
        );
        assert_eq!(
            urls("https://as.example/realms/demo/"),
            [
                "https://as.example/realms/demo/.well-known/openid-configuration",
                "https://as.example/.well-known/oauth-authorization-server/realms/demo",
                "https://as.example/.well-known/openid-configuration/realms/demo",
            ]
        );
    }
}
