//! The parts of an exchange: a client with its secrets, a request, an answer.

use std::{sync::mpsc, time::Duration};

use zeroize::Zeroizing;

use super::{ClientSource, ServerWorker, keeping::Keeper};
use crate::{
    app::{
        Event, RequestId,
        consent::{Consent, Prepared},
        exchange::{Discovered, ExchangeFailure, Operation, ServerAnswer, ServerAnswers},
    },
    config::{SecretSource, SettingOrigin, Settings},
    exchange::Exchange,
    findings::RequestContext,
    inspection::Context,
    jose::Keys,
    oauth::{
        ClientIdentity, OAuthClient, OAuthError, Reply, Request, Sent, TransportError,
        client::Clock, grant::Grant, request::Purpose, userinfo,
    },
    problem::Problem,
    text::visible,
    token::{Received, ReceivedFrom, Zone},
    workers::Outbox,
};

/// A request that waits for the person's word.
pub(super) struct Unsent {
    /// The client that it was built by.
    session: OAuthClient,
    want: Operation,
    /// The request as it was shown.
    shown: Request,
}

impl Unsent {
    /// Whether its answer may hold a new refresh token in place of the one that is sent.
    pub(super) fn renews(&self) -> bool {
        self.want.renews()
    }

    /// For how long anything may be waited for.
    pub(super) fn limit(&self) -> Duration {
        self.session.client().limits().total
    }
}

impl ServerWorker {
    /// Builds a request, after everything that it needs has been found out.
    pub(super) fn build(&self, id: RequestId, want: Operation) -> Result<Prepared, OAuthError> {
        let (party, generation) = {
            let state = self.state();
            (state.party.clone(), state.generation)
        };
        if let Operation::Userinfo { token, .. } = &want {
            userinfo::check(token)?;
        }
        let mut session = self.client(id, party)?;
        let said = session.transcript().len();
        let discovered = session.discover(&[purpose(&want)]);
        for exchange in session.transcript().iter().skip(said) {
            self.outbox.send(Event::Exchanged(Box::new(exchange.clone())));
        }
        discovered?;
        let shown = request(&session, &want)?;
        let prepared = Prepared { preview: shown.preview(), named: session.is_named(&shown) };
        let mut state = self.state();
        if state.generation == generation {
            state.party = ClientSource::Ready(Box::new(session.clone()));
        }
        state.prepared.insert(id, Unsent { session, want, shown });
        Ok(prepared)
    }

    /// The client of a party.
    pub(super) fn client(
        &self,
        id: RequestId,
        party: ClientSource,
    ) -> Result<OAuthClient, OAuthError> {
        match party {
            ClientSource::Nobody => Err(OAuthError::Missing {
                what: "the authorization server",
                hint: "name it in a profile, or in the form that r opens",
            }),
            ClientSource::Ready(session) => Ok(*session),
            ClientSource::Known(settings) => self.complete(id, *settings),
        }
    }

    /// A client with its secrets, from wherever they are.
    fn complete(&self, id: RequestId, settings: Settings) -> Result<OAuthClient, OAuthError> {
        let mut ask = |what: &str| {
            let (sender, answer) = mpsc::channel();
            self.state().questions.insert(id, sender);
            self.outbox.send(Event::SecretWanted { id, what: what.to_owned() });
            // Nobody answers once the request is abandoned.
            answer.recv().map(Some).map_err(std::io::Error::other)
        };
        let identity = ClientIdentity::read(&settings, &mut ask)?;
        OAuthClient::new(settings, identity, self.clock)
    }
}

fn purpose(want: &Operation) -> Purpose {
    match want {
        Operation::Refresh { .. } | Operation::Fetch { .. } => Purpose::Token,
        Operation::Introspect { .. } => Purpose::Introspection,
        Operation::Revoke { .. } => Purpose::Revocation,
        Operation::Userinfo { .. } => Purpose::Userinfo,
    }
}

fn request(session: &OAuthClient, want: &Operation) -> Result<Request, OAuthError> {
    match want {
        Operation::Refresh { token } => {
            let grant = Grant::RefreshToken { token: token.clone(), scope: Vec::new() };
            session.token_request(&grant)
        }
        Operation::Introspect { token, hint } => session.introspection_request(token, *hint),
        Operation::Revoke { token, hint } => session.revocation_request(token, *hint),
        Operation::Userinfo { token, scheme } => session.userinfo_request(token, scheme),
        // It takes more than one request: see `ServerWorker::fetch`.
        Operation::Fetch { .. } => {
            Err(OAuthError::Abandoned("a new token is fetched, not asked for"))
        }
    }
}

/// Sends a request. It is built anew: the proof of a client is short-lived, and the person may have
/// taken a while. It is not sent where it is no longer what was shown, or not what was agreed to.
pub(super) fn send(
    id: RequestId,
    unsent: Unsent,
    consent: &Consent,
    mut keeper: Option<Keeper>,
    outbox: &Outbox,
) -> (Event, Option<OAuthClient>) {
    let Unsent { mut session, want, shown } = unsent;
    let failed = |error: &OAuthError| (Event::Failed { id, failure: failure(error) }, None);
    let request = match request(&session, &want) {
        Ok(request) if is_agreed(&request, &shown, &want, consent) => request,
        Ok(_) => {
            return failed(&OAuthError::Abandoned("the request is not the one that was agreed to"));
        }
        Err(error) => return failed(&error),
    };
    let outcome = session.send_and(&request, &mut |reply| {
        if let Some(keeper) = &mut keeper {
            keeper.keep(reply);
        }
    });
    let Some(exchange) = session.transcript().last().cloned() else {
        return (Event::WorkerFailed { id, what: "sending the request" }, None);
    };
    outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    let reply = match outcome {
        Ok(reply) => reply,
        Err(error) => return failed(&error.into()),
    };
    let asked = session.asked(&request, None);
    let mut answer = Box::new(answered(&reply, asked, exchange));
    answer.kept = keeper.and_then(Keeper::kept);
    if want.renews() {
        // It may hold the only refresh token: nothing is waited for.
        outbox.send(Event::Answered { id, answer });
        return (verified(&reply, &mut session, outbox), Some(session));
    }
    outbox.send(verified(&reply, &mut session, outbox));
    (Event::Answered { id, answer }, Some(session))
}

/// Fetches the keys that an answer is to be verified with, as far as it needs any.
pub(super) fn verified(reply: &Reply, session: &mut OAuthClient, outbox: &Outbox) -> Event {
    let said = session.transcript().len();
    let none = Keys::default();
    let received = Received { at: reply.received_at, from: ReceivedFrom::Given };
    let context = Context {
        now: reply.received_at,
        received,
        zone: Zone::System,
        keys: &none,
        asked: None,
        previous: None,
        file_mode: None,
    };
    let keys = if reply.is_success() {
        session.verification_keys(&reply.inspect(&context).tokens, &none)
    } else {
        none.clone()
    };
    for exchange in session.transcript().iter().skip(said) {
        outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    }
    Event::IssuerKeys(Box::new(keys))
}

/// Whether a request is the one that was shown, and the consent was given for it.
fn is_agreed(request: &Request, shown: &Request, want: &Operation, consent: &Consent) -> bool {
    request.is_the_same_but_for_proofs(shown)
        && want.presents().is_some_and(|(operation, token)| {
            consent.covers(operation, &request.url.origin(), token)
        })
}

/// An answer as the inspector takes it in.
pub fn answered(reply: &Reply, asked: RequestContext, exchange: Exchange) -> ServerAnswer {
    ServerAnswer {
        artifact: reply.artifact(),
        body: Zeroizing::new(reply.body.to_vec()),
        asked,
        received_at: reply.received_at,
        exchange,
        kept: None,
    }
}

/// Why there is no answer, in words that are safe for a terminal.
pub(super) fn failure(error: &OAuthError) -> ExchangeFailure {
    let network = match error {
        OAuthError::Transport(TransportError::Setting(_)) => false,
        OAuthError::Transport(_) => true,
        _ => false,
    };
    ExchangeFailure {
        message: visible(&error.to_string()).into_owned(),
        hint: error.hint().map(str::to_owned),
        maybe_sent: error.sent() == Sent::Maybe,
        network,
    }
}

/// Asks an issuer for its metadata.
pub(super) fn discover(
    issuer: &str,
    clock: Clock,
    outbox: &Outbox,
) -> Result<Discovered, OAuthError> {
    let mut settings = Settings::default();
    settings.set("issuer", issuer, SettingOrigin::Flag).map_err(OAuthError::Setting)?;
    let mut session = OAuthClient::new(settings, ClientIdentity::default(), clock)?;
    let discovered = session.discover(&[Purpose::Token]);
    for exchange in session.transcript() {
        outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    }
    discovered?;
    let endpoints = session.endpoints();
    Ok(Discovered {
        token_url: endpoints.endpoint(Purpose::Token)?.as_str().to_owned(),
        auth_methods: endpoints.auth_methods.clone().unwrap_or_default(),
    })
}

/// The settings that were typed.
pub(super) fn settings(answers: &ServerAnswers) -> Result<Settings, Problem> {
    let mut settings = Settings::default();
    let mut set = |member: &str, label: &str, text: &str| {
        if text.is_empty() {
            return Ok(());
        }
        settings
            .set(member, text, SettingOrigin::Flag)
            .map_err(|message| Problem::new(format!("{label}: {message}")))
    };
    set("issuer", "Issuer", answers.issuer.as_deref().unwrap_or_default())?;
    set("token_url", "Token endpoint", &answers.token_url)?;
    set("client_id", "Client id", &answers.client_id)?;
    set("auth", "Authentication", &answers.auth)?;
    let member = if answers.auth == "private_key_jwt" { "client_key" } else { "client_secret" };
    set(member, "Secret", &answers.source)?;
    if let Some(typed) = answers.typed.clone() {
        let typed = Some(SecretSource::Literal(typed));
        if member == "client_key" {
            settings.client_key = typed;
        } else {
            settings.client_secret = typed;
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn what_was_typed_is_checked_and_never_quoted() {
        let answers = ServerAnswers {
            token_url: "https://as.example.com/token".to_owned(),
            source: "hunter2".to_owned(),
            ..ServerAnswers::default()
        };
        let problem = settings(&answers).unwrap_err();
        assert!(!format!("{problem:?}").contains("hunter2"));
        let typed =
            ServerAnswers { source: String::new(), typed: Some(Secret::new("hunter2")), ..answers };
        assert!(matches!(settings(&typed).unwrap().client_secret, Some(SecretSource::Literal(_))));
    }
}
