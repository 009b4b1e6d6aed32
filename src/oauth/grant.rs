//! Grants: the parameters of their token requests (RFC 6749 §4 and §6, RFC 8628 §3.4), and in a file
//! each the steps that come before.

pub mod authorization_code;
pub mod device_code;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    client::OAuthClient,
    error::OAuthError,
    pkce::CodeVerifier,
    request::{Request, RequestPurpose},
};
use crate::{config::Settings, secret::Secret};

/// `grant_type` of a device code (RFC 8628 §3.4).
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The short name that a person may type for it.
const DEVICE_CODE_SHORT: &str = "device_code";

/// The grant that a token is fetched with.
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
    /// The grant that these settings name. Where they name none, it follows from what they hold: a
    /// device authorization endpoint, the client's own credentials, or else a browser.
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

    /// The name that a person types for it.
    pub fn name(&self) -> &str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode => "authorization_code",
            Self::DeviceCode => DEVICE_CODE_SHORT,
            Self::RefreshToken => "refresh_token",
            Self::Other(name) => name,
        }
    }

    /// The endpoints that it needs.
    pub(super) fn endpoints(&self) -> &'static [RequestPurpose] {
        match self {
            // No request of ours goes to the authorization endpoint; discovery stands for it.
            Self::AuthorizationCode => &[RequestPurpose::Token, RequestPurpose::Discovery],
            Self::DeviceCode => &[RequestPurpose::Token, RequestPurpose::DeviceAuthorization],
            Self::ClientCredentials | Self::RefreshToken | Self::Other(_) => {
                &[RequestPurpose::Token]
            }
        }
    }

    /// How a new token is begun by this grant.
    pub(super) fn first_step(&self, client: &OAuthClient) -> Result<FirstStep, OAuthError> {
        let request = match self {
            Self::AuthorizationCode => return Ok(FirstStep::Browser),
            Self::DeviceCode => client.device_request(),
            Self::ClientCredentials => client.token_request(&Grant::ClientCredentials),
            Self::Other(name) => client.token_request(&Grant::Other(name.clone())),
            Self::RefreshToken => Err(OAuthError::Missing {
                what: "the refresh token",
                setting: "grant",
                hint: "tokenscope refresh takes it from a token response; as a grant of fetch, give it with --secret-param refresh_token=env:NAME",
            }),
        };
        Ok(FirstStep::Request(Box::new(request?)))
    }
}

/// How an operation begins.
#[derive(Debug)]
pub(super) enum FirstStep {
    /// With a request of this program.
    Request(Box<Request>),
    /// With the authorization request, which a browser makes.
    Browser,
}

/// How often a dialogue looks whether it was cancelled, or something was pasted.
const POLL: Duration = Duration::from_millis(100);

/// For how long a code that has expired is still asked about: the server then says so itself.
const GRACE: TimeDelta = TimeDelta::seconds(5);

/// When a dialogue ends: at the time limit where one was given, else at `latest`.
fn deadline(client: &OAuthClient, latest: DateTime<Utc>) -> DateTime<Utc> {
    let limit = client.settings().timeout.and_then(|limit| TimeDelta::from_std(limit).ok());
    limit.map_or(latest + GRACE, |limit| client.client().now() + limit)
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
        /// The scopes to narrow the token to; none keeps those that were granted.
        scope: Vec<String>,
    },
    /// The code that a browser brought back.
    AuthorizationCode {
        code: Secret,
        /// The redirect URI of the authorization request, where that had one (RFC 6749 §4.1.3).
        redirect_uri: Option<String>,
        /// The proof that this client asked for it (RFC 7636 §4.5).
        verifier: Option<CodeVerifier>,
    },
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
}

impl OAuthClient {
    /// The token request of a grant.
    ///
    /// `resource` goes with every grant (RFC 8707 §2.2 wants it again at each). Scope, audience and
    /// further parameters belong to the first request of a grant: the authorization request and the
    /// device authorization request have had them already.
    ///
    /// # Errors
    /// The token endpoint, the client id, or what the authentication needs is missing.
    pub fn token_request(&self, grant: &Grant) -> Result<Request, OAuthError> {
        let settings = self.settings();
        let mut request = Request::post(
            RequestPurpose::Token,
            self.endpoints().endpoint(RequestPurpose::Token)?.clone(),
        );
        request.format = settings.body.unwrap_or_default();
        request.param("grant_type", grant.name());
        match grant {
            Grant::ClientCredentials | Grant::Other(_) => {
                request.add_scope(&settings.scope);
                request.add_audience(settings);
            }
            Grant::RefreshToken { token, scope } => {
                request.secret_param("refresh_token", token.clone());
                request.add_scope(scope);
            }
            Grant::AuthorizationCode { code, redirect_uri, verifier } => {
                request.secret_param("code", code.clone());
                if let Some(redirect_uri) = redirect_uri {
                    request.param("redirect_uri", redirect_uri);
                }
                if let Some(verifier) = verifier {
                    request.secret_param("code_verifier", verifier.secret().clone());
                }
            }
            Grant::DeviceCode(code) => request.secret_param("device_code", code.clone()),
        }
        request.add_resource(settings);
        let has_dialogue =
            matches!(GrantType::of(settings), GrantType::AuthorizationCode | GrantType::DeviceCode);
        let is_first = match grant {
            Grant::ClientCredentials | Grant::Other(_) => true,
            Grant::RefreshToken { .. } => !has_dialogue,
            Grant::AuthorizationCode { .. } | Grant::DeviceCode(_) => false,
        };
        if is_first {
            request.add_params(settings);
        }
        for (name, secret) in &self.identity().params {
            request.secret_param(name, secret.clone());
        }
        self.finish(self.authenticate(request)?)
    }
}
