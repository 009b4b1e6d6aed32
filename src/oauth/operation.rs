//! The operations at a server, which all go the same way: prepare, confirm, send.
//!
//! ```text
//! Operation --prepare--> PreparedOperation --confirm, send--> OperationAnswer
//! ```

mod introspect;
mod revoke;
pub mod userinfo;

use super::{
    client::{OAuthClient, OperationAnswer},
    delegate::{Delegate, PreparedRequest},
    error::OAuthError,
    grant::{
        FirstStep, Grant, GrantType, authorization_code,
        device_code::{self, DeviceAuthorization},
    },
    pkce::CodeVerifier,
    request::RequestPurpose,
};
use crate::secret::Secret;

/// What a server is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new token by a grant that may need the person.
    Fetch {
        /// `grant_type`; that of the settings where none is named.
        grant: Option<String>,
        /// The scopes to ask for; those of the settings where none is named.
        scope: Vec<String>,
    },
    /// A new token for a refresh token (RFC 6749 §6).
    Refresh {
        /// The refresh token.
        token: Secret,
        /// The scopes to narrow the token to; all that were granted where none is named.
        scope: Vec<String>,
    },
    /// A new token for a code that a browser brought back elsewhere (RFC 6749 §4.1.3).
    ExchangeCode {
        code: Secret,
        /// The redirect URI of the authorization request, where that had one.
        redirect_uri: Option<String>,
        /// The code verifier (RFC 7636 §4.5), where the authorization request had a challenge.
        verifier: Option<Secret>,
    },
    /// A new token for a device code that was got elsewhere (RFC 8628 §3.4).
    PollDevice { authorization: Box<DeviceAuthorization> },
    /// The state of a token (RFC 7662 §2.1).
    Introspect {
        token: Secret,
        /// `token_type_hint`.
        hint: Option<&'static str>,
    },
    /// The end of a token (RFC 7009 §2.1).
    Revoke {
        token: Secret,
        /// `token_type_hint`.
        hint: Option<&'static str>,
    },
    /// The claims of the token's user (OpenID Connect Core §5.3.1).
    Userinfo {
        /// The access token.
        token: Secret,
        /// The authentication scheme that it is presented with.
        scheme: &'static str,
    },
}

/// What a server should answer to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedAnswer {
    /// A token response (RFC 6749 §5.1).
    Token,
    /// An introspection response (RFC 7662 §2.2).
    Introspection,
    /// Success, with nothing in it (RFC 7009 §2.2).
    Nothing,
    /// Claims, as JSON or as a JWT (OpenID Connect Core §5.3.2).
    Claims,
}

impl Operation {
    /// The operation as a title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Fetch { .. } => "A new token",
            Self::Refresh { .. } => "Refresh",
            Self::ExchangeCode { .. } => "Exchange the code",
            Self::PollDevice { .. } => "Ask for the token",
            Self::Introspect { .. } => "Introspect",
            Self::Revoke { .. } => "Revoke",
            Self::Userinfo { .. } => "Userinfo",
        }
    }

    /// The token or code that it presents to the server.
    pub fn token(&self) -> Option<&Secret> {
        match self {
            Self::Fetch { .. } => None,
            Self::Refresh { token, .. }
            | Self::Introspect { token, .. }
            | Self::Revoke { token, .. }
            | Self::Userinfo { token, .. } => Some(token),
            Self::ExchangeCode { code, .. } => Some(code),
            Self::PollDevice { authorization } => Some(&authorization.device_code),
        }
    }

    /// The refresh token that it may spend.
    pub fn refresh_token(&self) -> Option<&Secret> {
        match self {
            Self::Refresh { token, .. } => Some(token),
            _ => None,
        }
    }

    /// Whether the server may spend a refresh token for it.
    pub fn spends_refresh_token(&self) -> bool {
        self.refresh_token().is_some()
    }

    /// Whether a new token is expected.
    pub fn brings_token(&self) -> bool {
        self.expected_answer() == ExpectedAnswer::Token
    }

    /// Whether it must be confirmed each time, because it cannot be undone: a code is spent by it.
    pub fn is_irreversible(&self) -> bool {
        matches!(self, Self::Revoke { .. } | Self::ExchangeCode { .. })
    }

    /// What the server should answer.
    pub fn expected_answer(&self) -> ExpectedAnswer {
        match self {
            Self::Fetch { .. }
            | Self::Refresh { .. }
            | Self::ExchangeCode { .. }
            | Self::PollDevice { .. } => ExpectedAnswer::Token,
            Self::Introspect { .. } => ExpectedAnswer::Introspection,
            Self::Revoke { .. } => ExpectedAnswer::Nothing,
            Self::Userinfo { .. } => ExpectedAnswer::Claims,
        }
    }

    /// Makes sure that its token can be sent, before anybody is contacted for it.
    ///
    /// # Errors
    /// The token has a character that no header can carry.
    pub fn check(&self) -> Result<(), OAuthError> {
        match self {
            Self::Userinfo { token, .. } => userinfo::check(token),
            _ => Ok(()),
        }
    }

    /// Finds out what the operation needs and builds its first request. It blocks while the issuer
    /// is asked for its metadata.
    ///
    /// # Errors
    /// Something that the operation needs is missing, or the issuer gives no metadata.
    pub fn prepare(
        self,
        client: &mut OAuthClient,
        delegate: &mut dyn Delegate,
    ) -> Result<PreparedOperation, OAuthError> {
        self.check()?;
        if let Self::Fetch { grant, scope } = &self {
            client.ask_for(grant.as_deref(), scope);
        }
        let before = client.transcript().len();
        let discovered = client.discover(self.endpoints(client));
        client.report(before, delegate);
        discovered?;
        let first = self.first_step(client)?;
        Ok(PreparedOperation { operation: self, first })
    }

    /// Prepares, has the request confirmed, and sends it.
    ///
    /// # Errors
    /// As [`Operation::prepare`] and [`PreparedOperation::send`], or the person said no.
    pub fn run(
        self,
        client: &mut OAuthClient,
        delegate: &mut dyn Delegate,
    ) -> Result<OperationAnswer, OAuthError> {
        let prepared = self.prepare(client, delegate)?;
        prepared.confirm(client, delegate)?;
        prepared.send(client, delegate)
    }

    /// The endpoints that it needs.
    fn endpoints(&self, client: &OAuthClient) -> &'static [RequestPurpose] {
        match self {
            Self::Fetch { .. } => GrantType::of(client.settings()).endpoints(),
            Self::Refresh { .. } | Self::ExchangeCode { .. } | Self::PollDevice { .. } => {
                GrantType::RefreshToken.endpoints()
            }
            Self::Introspect { .. } => &[RequestPurpose::Introspection],
            Self::Revoke { .. } => &[RequestPurpose::Revocation],
            Self::Userinfo { .. } => &[RequestPurpose::Userinfo],
        }
    }

    fn first_step(&self, client: &OAuthClient) -> Result<FirstStep, OAuthError> {
        let request = match self {
            Self::Fetch { .. } => return GrantType::of(client.settings()).first_step(client),
            Self::Refresh { token, scope } => {
                let grant = Grant::RefreshToken { token: token.clone(), scope: scope.clone() };
                client.token_request(&grant)
            }
            Self::ExchangeCode { code, redirect_uri, verifier } => {
                client.token_request(&Grant::AuthorizationCode {
                    code: code.clone(),
                    redirect_uri: redirect_uri.clone(),
                    verifier: verifier.clone().map(CodeVerifier::given),
                })
            }
            Self::PollDevice { authorization } => {
                client.token_request(&Grant::DeviceCode(authorization.device_code.clone()))
            }
            Self::Introspect { token, hint } => client.introspection_request(token, *hint),
            Self::Revoke { token, hint } => client.revocation_request(token, *hint),
            Self::Userinfo { token, scheme } => client.userinfo_request(token, scheme),
        };
        Ok(FirstStep::Request(Box::new(request?)))
    }
}

/// An operation whose first request is built and not sent.
#[derive(Debug)]
pub struct PreparedOperation {
    operation: Operation,
    first: FirstStep,
}

impl PreparedOperation {
    /// The first request as it may be shown; none where a browser makes it.
    pub fn request(&self, client: &OAuthClient) -> Option<PreparedRequest> {
        let FirstStep::Request(request) = &self.first else { return None };
        Some(PreparedRequest { preview: request.preview(), is_named: client.is_named(request) })
    }

    /// Has the first request confirmed.
    ///
    /// # Errors
    /// The person said no.
    pub fn confirm(
        &self,
        client: &OAuthClient,
        delegate: &mut dyn Delegate,
    ) -> Result<(), OAuthError> {
        match self.request(client) {
            Some(request) if !delegate.confirm(&request) => {
                Err(OAuthError::Abandoned("nothing was sent"))
            }
            _ => Ok(()),
        }
    }

    /// Sends the request, once, and goes on with the dialogue of the grant where it has one. A
    /// refusal is an answer. The request is built anew, because a client's proof is short-lived and
    /// the person may have taken a while. It blocks until the server, the person or the time limit
    /// has decided.
    ///
    /// # Errors
    /// The request is no longer the one that was shown, there is no answer, or the person gave up.
    pub fn send(
        self,
        client: &mut OAuthClient,
        delegate: &mut dyn Delegate,
    ) -> Result<OperationAnswer, OAuthError> {
        let FirstStep::Request(shown) = &self.first else {
            return authorization_code::fetch(client, delegate);
        };
        match self.operation.first_step(client)? {
            FirstStep::Request(request) if request.is_the_same_but_for_proofs(shown) => {
                match (&self.operation, request.purpose) {
                    (Operation::PollDevice { authorization }, _) => {
                        device_code::poll(client, authorization, delegate)
                    }
                    (_, RequestPurpose::DeviceAuthorization) => {
                        device_code::fetch(client, &request, delegate)
                    }
                    _ => Ok(client.ask_for_delegate(&request, None, delegate)?),
                }
            }
            _ => Err(OAuthError::Abandoned("the request is not the one that was agreed to")),
        }
    }
}
