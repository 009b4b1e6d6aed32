//! A token by way of a browser (RFC 6749 §4.1, RFC 7636, RFC 8252, RFC 9207).

mod listener;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;
use url::Url;

use super::{Grant, POLL, deadline};
use crate::{
    config::{HttpUrl, Settings},
    findings::SignIn,
    oauth::{
        client::{OAuthClient, OperationAnswer},
        delegate::{Delegate, UserStep},
        discovery::Endpoints,
        encoding,
        error::{CallbackError, OAuthError},
        pkce::{self, CodeVerifier},
    },
    secret::Secret,
    text::{quotable, visible},
    value::Text,
};

use self::listener::{CallbackListener, ListenerEvent};

/// For how long a person may take in the browser, where no time limit was given.
const PATIENCE: TimeDelta = TimeDelta::seconds(600);

/// Gets a new token through a browser. Where the server wants the authorization request from the
/// client first (pushed authorization requests, RFC 9126), that request is sent before the browser
/// opens.
pub(in crate::oauth) fn fetch(
    client: &mut OAuthClient,
    delegate: &mut dyn Delegate,
) -> Result<OperationAnswer, OAuthError> {
    let registered = client.settings().redirect_url.clone();
    let mut listener = CallbackListener::bind(registered.as_ref(), client.client().clock())?;
    let redirect_uri = match (&listener, &registered) {
        (Some(listener), _) => listener.redirect_uri().to_owned(),
        (None, Some(registered)) => registered.to_string(),
        (None, None) => {
            return Err(OAuthError::Missing {
                what: "the redirect URL",
                setting: "redirect_url",
                hint: "give it with --redirect-url",
            });
        }
    };
    let request = client.authorization_request(&redirect_uri)?;
    let mut sign_in = request.sign_in(client.client().now());
    let opened = delegate.open_browser(&request.url);
    delegate.user_step(UserStep::Browser {
        url: visible(&request.url).into_owned(),
        opened,
        listening: listener.is_some(),
    });
    let code = wait_for_code(client, delegate, listener.as_mut(), &request)?;
    // The token request needs a socket: a peer that flooded the listener must give its own back.
    drop(listener);
    if !delegate.wait(Duration::ZERO) {
        return Err(OAuthError::Abandoned("nothing was sent"));
    }
    sign_in.code = Some(code.clone());
    let grant = Grant::AuthorizationCode {
        code,
        redirect_uri: Some(request.redirect_uri.clone()),
        verifier: Some(request.verifier.clone()),
    };
    let request = client.token_request(&grant)?;
    Ok(client.ask_for_delegate(&request, Some(sign_in), delegate)?)
}

fn wait_for_code(
    client: &OAuthClient,
    delegate: &mut dyn Delegate,
    mut listener: Option<&mut CallbackListener>,
    request: &AuthorizationRequest,
) -> Result<Secret, OAuthError> {
    let end = deadline(client, client.client().now() + PATIENCE);
    while client.client().now() < end {
        let event = match &mut listener {
            Some(listener) => listener.wait(POLL, request)?,
            None => ListenerEvent::Nobody,
        };
        match event {
            ListenerEvent::Code(code) => return Ok(code),
            ListenerEvent::Refused(error) => return Err(error.into()),
            // A browser asks for an icon by itself; that is no news.
            ListenerEvent::Nobody | ListenerEvent::Stranger(CallbackError::NotTheCallback) => {}
            ListenerEvent::Stranger(error) => delegate.callback_rejected(&error),
        }
        if let Some(pasted) = delegate.pasted_callback() {
            match request.code(pasted.expose()) {
                Ok(code) => return Ok(code),
                Err(error @ CallbackError::Refused { .. }) => return Err(error.into()),
                Err(error) => delegate.callback_rejected(&error),
            }
        }
        let pause = if listener.is_some() { Duration::ZERO } else { POLL };
        if !delegate.wait(pause) {
            return Err(OAuthError::Abandoned("the wait for the browser was abandoned"));
        }
    }
    Err(OAuthError::Abandoned("nothing came back from the browser in time"))
}

impl OAuthClient {
    /// # Errors
    /// As [`AuthorizationRequest::new`].
    pub fn authorization_request(
        &self,
        redirect_uri: &str,
    ) -> Result<AuthorizationRequest, OAuthError> {
        AuthorizationRequest::new(
            self.endpoints(),
            self.settings(),
            redirect_uri,
            AuthorizationSecrets::new()?,
        )
    }
}

/// The random values of one authorization request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationSecrets {
    /// `state` (RFC 6749 §10.12).
    pub state: String,
    /// `nonce` (OpenID Connect Core §3.1.2.1).
    pub nonce: String,
    /// The code verifier (RFC 7636 §4.1).
    pub verifier: CodeVerifier,
}

impl AuthorizationSecrets {
    /// New random values.
    ///
    /// # Errors
    /// The system gives none.
    pub fn new() -> Result<Self, OAuthError> {
        Ok(Self {
            state: pkce::random_text()?,
            nonce: pkce::random_text()?,
            verifier: CodeVerifier::from_random(&*pkce::random()?),
        })
    }
}

/// An authorization request on its way through a browser, and what its callback must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// What the browser opens.
    pub url: String,
    /// Where it comes back to.
    pub redirect_uri: String,
    /// The proof for the token request.
    pub verifier: CodeVerifier,
    /// What the ID token must repeat, where one was asked for.
    pub nonce: Option<String>,
    state: String,
    issuer: Option<String>,
    iss_demanded: bool,
}

impl AuthorizationRequest {
    /// Builds the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2.1).
    ///
    /// # Errors
    /// The authorization endpoint or the client id is missing, or the server's metadata rules
    /// S256 out.
    pub fn new(
        endpoints: &Endpoints,
        settings: &Settings,
        redirect_uri: &str,
        chance: AuthorizationSecrets,
    ) -> Result<Self, OAuthError> {
        let endpoint = endpoints.authorization.as_ref().ok_or(OAuthError::Missing {
            what: "the authorization endpoint",
            setting: "authorization_url",
            hint: "give --issuer or --authorization-url, or a profile that has one",
        })?;
        let client_id = settings.client_id.as_deref().ok_or(OAuthError::Missing {
            what: "the client id",
            setting: "client_id",
            hint: "give it with --client-id",
        })?;
        let refused = |methods: &Vec<String>| {
            !methods.is_empty() && !methods.iter().any(|method| method == "S256")
        };
        if endpoints.challenge_methods.as_ref().is_some_and(refused) {
            return Err(OAuthError::Setting(
                "the server's metadata does not allow PKCE with S256 (RFC 7636)".to_owned(),
            ));
        }
        let scope = settings.scope.join(" ");
        let challenge = chance.verifier.challenge();
        let mut params = vec![
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("state", &chance.state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        if !scope.is_empty() {
            params.push(("scope", &scope));
        }
        params.push(("nonce", &chance.nonce));
        params.extend(settings.resource.iter().map(|resource| ("resource", resource.as_str())));
        params.extend(settings.audience.iter().map(|audience| ("audience", audience.as_str())));
        // What the person gives replaces what would be sent: no parameter is sent twice.
        let given = |name: &str| settings.params.iter().any(|(other, _)| other == name);
        params.retain(|(name, _)| !given(name));
        params.extend(settings.params.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let is_sign_in = first_param(&params, "scope")
            .is_some_and(|scope| scope.split(' ').any(|it| it == "openid"));
        if !is_sign_in && !given("nonce") {
            params.retain(|(name, _)| *name != "nonce");
        }
        Ok(Self {
            url: with_query(endpoint, &params),
            redirect_uri: first_param(&params, "redirect_uri").unwrap_or_default(),
            nonce: first_param(&params, "nonce"),
            state: first_param(&params, "state").unwrap_or_default(),
            verifier: chance.verifier,
            issuer: endpoints.issuer.clone(),
            iss_demanded: endpoints.iss_in_callback,
        })
    }

    /// What this request, made at this time, asks of the sign-in.
    pub fn sign_in(&self, at: DateTime<Utc>) -> SignIn {
        let url = Url::parse(&self.url).ok();
        SignIn::read(at, url.iter().flat_map(|url| url.query_pairs()))
    }

    /// The code in a callback, once it is certain that it answers this request.
    ///
    /// # Errors
    /// It does not, or the server refused.
    pub fn code(&self, callback: &str) -> Result<Secret, CallbackError> {
        let url = Url::parse(callback.trim()).map_err(|_| CallbackError::NotTheCallback)?;
        let registered =
            Url::parse(&self.redirect_uri).map_err(|_| CallbackError::NotTheCallback)?;
        if url.scheme() != registered.scheme()
            || url.host() != registered.host()
            || url.path() != registered.path()
        {
            return Err(CallbackError::NotTheCallback);
        }
        if !single_param(&url, "state")?.is_some_and(|state| equal(&state, &self.state)) {
            return Err(CallbackError::State);
        }
        match (single_param(&url, "iss")?, &self.issuer) {
            (None, _) if self.iss_demanded => return Err(CallbackError::IssuerMissing),
            (Some(iss), Some(issuer)) if iss != *issuer => return Err(CallbackError::Issuer),
            _ => {}
        }
        if let Some(error) = single_param(&url, "error")? {
            let safe = |text: String| quotable(&text, 500);
            let description = single_param(&url, "error_description")?.map(safe);
            let callback = Text::new(callback.trim());
            return Err(CallbackError::Refused { error: safe(error), description, callback });
        }
        match single_param(&url, "code")? {
            Some(code) if !code.is_empty() => Ok(Secret::new(code)),
            _ => Err(CallbackError::Empty),
        }
    }
}

/// The value of the first parameter of this name.
fn first_param(params: &[(&str, &str)], wanted: &str) -> Option<String> {
    let found = params.iter().find(|(name, _)| *name == wanted);
    found.map(|(_, value)| (*value).to_owned())
}

fn single_param(url: &Url, name: &'static str) -> Result<Option<String>, CallbackError> {
    let mut values =
        url.query_pairs().filter(|(other, _)| other == name).map(|(_, value)| value.into_owned());
    let first = values.next();
    if values.next().is_some() { Err(CallbackError::Repeated(name)) } else { Ok(first) }
}

/// Compares without telling by its duration where two texts differ.
fn equal(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// The endpoint with these parameters after those that it has (RFC 6749 §3.1 keeps them).
fn with_query(endpoint: &HttpUrl, params: &[(&str, &str)]) -> String {
    let mut url = endpoint.url().clone();
    let added = encoding::form(params.iter().copied());
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{added}"),
        _ => added,
    };
    url.set_query(Some(&query));
    url.into()
}
