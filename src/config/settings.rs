//! The settings of one exchange: what a profile, the environment and the flags say together.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use url::Url;

use super::{HttpUrl, SecretSource, location};

/// Where a setting was written; a flag beats the environment, which beats a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingOrigin {
    /// A flag of the command line.
    Flag,
    /// A `TOKENSCOPE_…` variable.
    Environment,
    /// The configuration file.
    File,
}

/// How a client proves who it is (RFC 6749 §2.3, OpenID Connect Core §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Every method.
    pub const ALL: [Self; 5] = [
        Self::ClientSecretBasic,
        Self::ClientSecretPost,
        Self::ClientSecretJwt,
        Self::PrivateKeyJwt,
        Self::None,
    ];

    /// The name in metadata (RFC 8414 §2) and in profiles.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretJwt => "client_secret_jwt",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }

    /// The method of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// Which keys the signatures of an answer are verified with, beside those that are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verify {
    /// Those of the issuer's `jwks_uri` (RFC 8414 §2), and the client secret for HMAC (OpenID
    /// Connect Core §10.1).
    Issuer,
    /// None.
    Nothing,
}

/// How a request's parameters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/x-www-form-urlencoded`, as RFC 6749 §4 demands.
    #[default]
    Form,
    /// A JSON object, for the servers that want it.
    Json,
}

/// What is said of one exchange. Everything may be missing; what a grant needs is checked when its
/// request is built. The members are those of the command line, in `snake_case`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Whose metadata names the endpoints (RFC 8414 §2).
    pub issuer: Option<HttpUrl>,
    /// Token endpoint (RFC 6749 §3.2).
    pub token_url: Option<HttpUrl>,
    /// Authorization endpoint (RFC 6749 §3.1).
    pub authorization_url: Option<HttpUrl>,
    /// Device authorization endpoint (RFC 8628 §3.1).
    pub device_authorization_url: Option<HttpUrl>,
    /// Introspection endpoint (RFC 7662 §2).
    pub introspection_url: Option<HttpUrl>,
    /// Revocation endpoint (RFC 7009 §2).
    pub revocation_url: Option<HttpUrl>,
    /// Userinfo endpoint (OpenID Connect Core §5.3).
    pub userinfo_url: Option<HttpUrl>,
    /// Client identifier (RFC 6749 §2.2).
    pub client_id: Option<String>,
    /// Where the client secret is.
    pub client_secret: Option<SecretSource>,
    /// Where the private key is: PEM or JWK.
    pub client_key: Option<SecretSource>,
    /// `alg` of client assertions, where the key does not say it (RFC 7518 §3.1).
    pub client_key_alg: Option<String>,
    /// `kid` of client assertions, where the key does not say it (RFC 7515 §4.1.4).
    pub client_key_id: Option<String>,
    /// `aud` of client assertions; the issuer, or else the token endpoint, when not given
    /// (RFC 7523 §3).
    pub assertion_audience: Option<String>,
    /// How the client authenticates; chosen from the metadata when not given.
    pub auth: Option<AuthMethod>,
    /// `grant_type`, by its name or any other value.
    pub grant: Option<String>,
    /// What is asked for (RFC 6749 §3.3).
    pub scope: Vec<String>,
    /// `audience`, as some servers want it (RFC 8693 §2.1 for token exchange).
    pub audience: Vec<String>,
    /// Where the token will be used (RFC 8707 §2).
    pub resource: Vec<String>,
    /// More parameters of the request, in order.
    pub params: Vec<(String, String)>,
    /// More parameters whose values are secret.
    pub secret_params: Vec<(String, SecretSource)>,
    /// More header fields, in order.
    pub headers: Vec<(String, String)>,
    /// How the token request is written.
    pub body: Option<BodyFormat>,
    /// Where the authorization code is received (RFC 6749 §3.1.2, RFC 8252 §7.3).
    pub redirect_url: Option<Url>,
    /// Whether to open a browser.
    pub browser: Option<bool>,
    /// Which keys verify an answer; the issuer's, where there is one and nothing is said.
    pub verify: Option<Verify>,
    /// Where a response is saved.
    pub output: Option<PathBuf>,
    /// PEM certificates to trust instead of the platform's.
    pub ca_file: Option<PathBuf>,
    /// Proxy URL instead of the environment's; `none` goes direct.
    pub proxy: Option<String>,
    /// Longest time for a whole exchange.
    pub timeout: Option<Duration>,
    /// Longest time until a connection stands, TLS included.
    pub connect_timeout: Option<Duration>,
    /// Longest silence of a server.
    pub read_timeout: Option<Duration>,
}

impl Settings {
    /// These settings, with `lower` where they say nothing. Of lists the higher one counts whole;
    /// parameters and headers are joined, a higher one of the same name replacing a lower.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        // Explicit endpoints of a lower layer must not survive another issuer above it: they would
        // send one server's secrets to another.
        let lower = if self.issuer.is_some() && self.issuer != lower.issuer {
            lower.without_endpoints()
        } else {
            lower
        };
        Self {
            issuer: self.issuer.or(lower.issuer),
            token_url: self.token_url.or(lower.token_url),
            authorization_url: self.authorization_url.or(lower.authorization_url),
            device_authorization_url: self
                .device_authorization_url
                .or(lower.device_authorization_url),
            introspection_url: self.introspection_url.or(lower.introspection_url),
            revocation_url: self.revocation_url.or(lower.revocation_url),
            userinfo_url: self.userinfo_url.or(lower.userinfo_url),
            client_id: self.client_id.or(lower.client_id),
            client_secret: self.client_secret.or(lower.client_secret),
            client_key: self.client_key.or(lower.client_key),
            client_key_alg: self.client_key_alg.or(lower.client_key_alg),
            client_key_id: self.client_key_id.or(lower.client_key_id),
            assertion_audience: self.assertion_audience.or(lower.assertion_audience),
            auth: self.auth.or(lower.auth),
            grant: self.grant.or(lower.grant),
            scope: list(self.scope, lower.scope),
            audience: list(self.audience, lower.audience),
            resource: list(self.resource, lower.resource),
            params: named(self.params, lower.params, str::eq),
            secret_params: named(self.secret_params, lower.secret_params, str::eq),
            headers: named(self.headers, lower.headers, str::eq_ignore_ascii_case),
            body: self.body.or(lower.body),
            redirect_url: self.redirect_url.or(lower.redirect_url),
            browser: self.browser.or(lower.browser),
            verify: self.verify.or(lower.verify),
            output: self.output.or(lower.output),
            ca_file: self.ca_file.or(lower.ca_file),
            proxy: self.proxy.or(lower.proxy),
            timeout: self.timeout.or(lower.timeout),
            connect_timeout: self.connect_timeout.or(lower.connect_timeout),
            read_timeout: self.read_timeout.or(lower.read_timeout),
        }
    }

    /// The same settings with relative paths taken from `directory` and `~/` from `home`.
    #[must_use]
    pub fn relative_to(mut self, directory: Option<&Path>, home: Option<&Path>) -> Self {
        let place = |path: PathBuf| match path.to_str() {
            Some("-") => path,
            _ => location::resolve(&path, directory, home),
        };
        let source = |source: SecretSource| source.relative_to(directory, home);
        self.output = self.output.map(place);
        self.ca_file = self.ca_file.map(place);
        self.client_secret = self.client_secret.map(source);
        self.client_key = self.client_key.map(source);
        for (_, secret) in &mut self.secret_params {
            *secret = secret.clone().relative_to(directory, home);
        }
        self
    }

    /// Whether a secret stands in these settings themselves.
    pub fn has_literal(&self) -> bool {
        let literal = |source: &SecretSource| matches!(source, SecretSource::Literal(_));
        self.client_secret.as_ref().is_some_and(literal)
            || self.client_key.as_ref().is_some_and(literal)
            || self.secret_params.iter().any(|(_, source)| literal(source))
    }

    fn without_endpoints(self) -> Self {
        Self {
            token_url: None,
            authorization_url: None,
            device_authorization_url: None,
            introspection_url: None,
            revocation_url: None,
            userinfo_url: None,
            ..self
        }
    }
}

fn list<T>(higher: Vec<T>, lower: Vec<T>) -> Vec<T> {
    if higher.is_empty() { lower } else { higher }
}

fn named<T>(
    higher: Vec<(String, T)>,
    lower: Vec<(String, T)>,
    same: impl Fn(&str, &str) -> bool,
) -> Vec<(String, T)> {
    let mut joined: Vec<_> = lower
        .into_iter()
        .filter(|(name, _)| !higher.iter().any(|(other, _)| same(name, other)))
        .collect();
    joined.extend(higher);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_layer_beats_a_lower_one_member_by_member() {
        let flags = Settings {
            client_id: Some("flag".into()),
            params: vec![("a".into(), "1".into())],
            ..Settings::default()
        };
        let profile = Settings {
            client_id: Some("profile".into()),
            scope: vec!["read".into()],
            params: vec![("a".into(), "0".into()), ("b".into(), "2".into())],
            ..Settings::default()
        };
        let both = flags.over(profile);
        assert_eq!(both.client_id.as_deref(), Some("flag"));
        assert_eq!(both.scope, ["read"]);
        assert_eq!(both.params, [("b".into(), "2".into()), ("a".into(), "1".into())]);
    }

    #[test]
    fn another_issuer_does_not_inherit_the_profiles_endpoints() {
        let url = |text| HttpUrl::parse(text).ok();
        let flags = Settings { issuer: url("https://b.example"), ..Settings::default() };
        let profile = Settings {
            issuer: url("https://a.example"),
            token_url: url("https://a.example/token"),
            ..Settings::default()
        };
        assert_eq!(flags.over(profile).token_url, None);
    }
}
