//! A client at one authorization server: its settings, the endpoints once they are known, and the
//! transcript.

mod requests;

use std::collections::VecDeque;

use super::{
    client_auth::{ClientCredentials, ClientIdentity},
    delegate::Delegate,
    discovery::{self, Endpoints},
    echoed_secrets,
    error::{OAuthError, TransportError},
    http_client::{HttpClient, Now},
    reply::Reply,
    request::{Request, RequestPurpose},
    transcript,
};
use crate::{
    config::{HttpUrl, Settings, Verify},
    exchange::{Exchange, MaskedReply, ServerOrigin, Transcript},
    findings::{RequestContext, SignIn},
    jose::Keys,
};

/// A client at an authorization server. It builds requests and sends them when told to.
///
/// Only sending and [`OAuthClient::discover`] touch the network.
#[derive(Clone)]
pub struct OAuthClient {
    settings: Settings,
    identity: ClientIdentity,
    client: HttpClient,
    endpoints: Endpoints,
    /// Where metadata may be that was not asked for yet, the likeliest place first.
    places: VecDeque<HttpUrl>,
    /// Whether one of the places had any.
    described: bool,
    transcript: Transcript,
    /// The issuer's keys, once they were fetched.
    pub(super) known_keys: Option<Keys>,
}

/// An answer, and what is known of the question.
#[derive(Clone, Debug)]
pub struct OperationAnswer {
    pub reply: Reply,
    /// The reply as it may be shown.
    pub masked: MaskedReply,
    /// The server that gave it.
    pub server: ServerOrigin,
    /// The question, as far as the findings need it.
    pub request: RequestContext,
}

impl OAuthClient {
    /// A client with these settings, the secrets they name, and a clock.
    ///
    /// # Errors
    /// The CA file or the proxy cannot be used, or the issuer's keys are wanted and none is named.
    pub fn new(
        settings: Settings,
        identity: ClientIdentity,
        clock: Now,
    ) -> Result<Self, OAuthError> {
        if settings.verify == Some(Verify::Issuer) && settings.issuer.is_none() {
            return Err(OAuthError::Missing {
                what: "the issuer whose keys are to verify the answer",
                setting: "issuer",
                hint: "give --issuer, or --key with the URL of its key set",
            });
        }
        let client = HttpClient::new(&settings, clock)?;
        let endpoints = Endpoints::from_settings(&settings);
        let places = settings.issuer.as_ref().map(discovery::metadata_urls).unwrap_or_default();
        Ok(Self {
            settings,
            identity,
            client,
            endpoints,
            places: places.into(),
            described: false,
            transcript: Transcript::default(),
            known_keys: None,
        })
    }

    /// A client with these settings; the delegate asks for the secrets that the person must type.
    ///
    /// # Errors
    /// A secret cannot be had, or as [`OAuthClient::new`].
    pub fn connect(
        settings: Settings,
        delegate: &mut dyn Delegate,
        clock: Now,
    ) -> Result<Self, OAuthError> {
        let identity = ClientIdentity::read(&settings, &mut |what| delegate.ask_secret(what))?;
        Self::new(settings, identity, clock)
    }

    /// This client with other settings, but for what it proves itself with. What the issuer said is
    /// kept as long as it is the same issuer.
    ///
    /// # Errors
    /// As [`OAuthClient::new`].
    pub fn with_settings(&self, settings: Settings) -> Result<Self, OAuthError> {
        let identity =
            ClientIdentity { client_id: settings.client_id.clone(), ..self.identity.clone() };
        let said = |settings: &Settings| Endpoints::from_settings(settings);
        let is_same = said(&settings) == said(&self.settings);
        let new = Self::new(settings, identity, self.client.clock())?;
        let transcript = self.transcript.clone();
        if !is_same {
            return Ok(Self { transcript, ..new });
        }
        let Self { endpoints, places, described, known_keys, .. } = self.clone();
        Ok(Self { endpoints, places, described, transcript, known_keys, ..new })
    }

    /// Asks by this grant and for these scopes from now on, where they are named.
    pub(super) fn ask_for(&mut self, grant: Option<&str>, scope: &[String]) {
        if let Some(grant) = grant {
            self.settings.grant = Some(grant.to_owned());
        }
        if !scope.is_empty() {
            self.settings.scope = scope.to_vec();
        }
    }

    /// This client with all that it has learnt, and with the settings of another.
    #[must_use]
    pub fn with_settings_of(self, other: &Self) -> Self {
        Self { settings: other.settings.clone(), ..self }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The client identifier and what the client proves itself with.
    pub(super) fn identity(&self) -> &ClientIdentity {
        &self.identity
    }

    /// What the client proves itself with.
    pub(super) fn credentials(&self) -> &ClientCredentials {
        &self.identity.credentials
    }
    pub fn client(&self) -> &HttpClient {
        &self.client
    }

    /// The endpoints, as far as they are known.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Everything that was sent and answered.
    pub fn transcript(&self) -> &[Exchange] {
        self.transcript.entries()
    }

    /// Forgets everything that was sent and answered.
    pub fn forget_transcript(&mut self) {
        self.transcript.clear();
    }

    /// Whether an endpoint of these purposes is not known.
    fn lacks(&self, purposes: &[RequestPurpose]) -> bool {
        purposes.iter().any(|purpose| match purpose {
            RequestPurpose::Discovery => self.endpoints.authorization.is_none(),
            purpose => self.endpoints.endpoint(*purpose).is_err(),
        })
    }

    /// Asks the issuer for its metadata, when an endpoint of these purposes is not known yet.
    /// [`RequestPurpose::Discovery`] stands for the authorization endpoint, which no request goes to.
    ///
    /// Some servers name an endpoint in one of their two documents only (RFC 8414, `OpenID`
    /// Connect Discovery), so the next place is asked while one is missing. What is missing in the
    /// end is told by the request that needs it.
    ///
    /// # Errors
    /// The issuer cannot be reached, has no metadata, or another's.
    pub fn discover(&mut self, purposes: &[RequestPurpose]) -> Result<(), OAuthError> {
        let Some(issuer) = self.settings.issuer.clone() else { return Ok(()) };
        let mut places = self.places.clone();
        let mut last = None;
        while self.lacks(purposes)
            && let Some(url) = places.pop_front()
        {
            let answer = self.send(&discovery::request(url)).map_err(OAuthError::from);
            let found = answer.and_then(|reply| {
                let found = discovery::read(&issuer, &reply);
                last = Some(reply);
                found
            });
            match found {
                Ok(Some(metadata)) => {
                    self.endpoints = std::mem::take(&mut self.endpoints).over(metadata);
                    self.described = true;
                }
                Err(error) if !self.described => return Err(error),
                // What another place said before holds all the same.
                Ok(None) | Err(_) => {}
            }
        }
        if let Some(reply) = last.filter(|_| !self.described) {
            let reason = match reply.redirect() {
                Some(_) => "it redirects, and redirects are not followed".to_owned(),
                None => format!("the last answer was {} without metadata in it", reply.status),
            };
            return Err(OAuthError::Metadata { url: issuer.to_string(), reason });
        }
        self.places = places;
        Ok(())
    }

    /// Sends a request, waits for the answer, and keeps both. It blocks. A refusal that repeats a
    /// secret of the request comes without it.
    ///
    /// # Errors
    /// There is no answer.
    pub fn send(&mut self, request: &Request) -> Result<Reply, TransportError> {
        self.send_and(request, &mut |_| {}).map(|(reply, _)| reply)
    }

    /// Sends a request, once, and notes what was asked; a refusal is an answer.
    ///
    /// # Errors
    /// As [`OAuthClient::send`].
    pub fn ask(
        &mut self,
        request: &Request,
        sign_in: Option<SignIn>,
    ) -> Result<OperationAnswer, TransportError> {
        let sent = self.send_and(request, &mut |_| {})?;
        Ok(self.answer(request, sent, sign_in))
    }

    /// Sends a request as [`OAuthClient::ask`] does, and tells a delegate of it.
    pub(super) fn ask_for_delegate(
        &mut self,
        request: &Request,
        sign_in: Option<SignIn>,
        delegate: &mut dyn Delegate,
    ) -> Result<OperationAnswer, TransportError> {
        let before = self.transcript().len();
        delegate.request_sent(request);
        let sent = self.send_and(request, &mut |reply| delegate.answer_arrived(reply));
        self.report(before, delegate);
        Ok(self.answer(request, sent?, sign_in))
    }

    fn answer(
        &self,
        request: &Request,
        (reply, masked): (Reply, MaskedReply),
        sign_in: Option<SignIn>,
    ) -> OperationAnswer {
        let server = request.url.origin();
        OperationAnswer { reply, masked, server, request: self.request_context(request, sign_in) }
    }

    /// Tells a delegate of every exchange but these first ones.
    pub fn report(&self, known: usize, delegate: &mut dyn Delegate) {
        for exchange in self.transcript().iter().skip(known) {
            delegate.exchange_finished(exchange);
        }
    }

    fn send_and(
        &mut self,
        request: &Request,
        arrived: &mut dyn FnMut(&Reply),
    ) -> Result<(Reply, MaskedReply), TransportError> {
        let at = self.client.now();
        let outcome = self.client.send(request).map(|mut reply| {
            arrived(&reply);
            echoed_secrets::mask(&mut reply, request);
            let masked = transcript::masked(request, &reply);
            (reply, masked)
        });
        let masked = outcome.as_ref().map(|(_, masked)| masked);
        self.transcript.push(transcript::exchange(at, request, masked));
        outcome
    }
}
