//! The ways to a new token that need more than one request, or a person: who shows the code and
//! opens the browser is a [`Delegate`], so that the terminal and the screen share one flow.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    authorization::{
        AuthorizationRequest, CallbackError,
        listener::{Listener, ListenerEvent},
    },
    device::{DeviceAuthorization, Next, Polling},
    error::{OAuthError, Sent, TransportError},
    grant::{Grant, GrantType},
    reply::Reply,
    request::{Purpose, Request},
    session::{Answer, OAuthClient},
};
use crate::{exchange::Exchange, findings::SignIn, secret::Secret};

/// How often a waiting flow looks whether it was abandoned, or something was pasted.
const GLANCE: Duration = Duration::from_millis(100);

/// For how long a person may take in the browser, where no time limit was given.
const PATIENCE: TimeDelta = TimeDelta::seconds(600);

/// For how long a code that has ended is still asked about: the server then says so itself.
const GRACE: TimeDelta = TimeDelta::seconds(5);

/// Who stands by while a flow runs.
pub trait Delegate {
    /// A request is about to be sent; false stops the flow before it.
    fn sending(&mut self, request: &Request) -> bool;

    /// A request is on its way from now on; its answer may hold a token that nobody else has.
    fn under_way(&mut self) {}

    /// An answer is there, and nothing is read of it yet.
    fn arrived(&mut self, _: &Reply) {}

    /// Everything that was said to the server so far, whenever there is more of it.
    fn said(&mut self, transcript: &[Exchange]);

    /// The server will be asked whether the device was approved at this time, and from then on
    /// once an interval; `slow_down` makes it longer (RFC 8628 §3.5).
    fn polling(&mut self, at: DateTime<Utc>, interval: TimeDelta);

    /// A device code is waiting for the person (RFC 8628 §3.3).
    fn device(&mut self, authorization: &DeviceAuthorization);

    /// A browser must open this URL; `listening` when its way back leads here by itself, else the
    /// callback must be pasted.
    fn visit(&mut self, url: &str, listening: bool);

    /// A callback that the person pasted since the last time.
    fn pasted(&mut self) -> Option<Secret>;

    /// Something came back that was not accepted; the wait goes on.
    fn rejected(&mut self, why: &CallbackError);

    /// Lets time pass; false when the flow was abandoned.
    fn pause(&mut self, time: Duration) -> bool;
}

/// The endpoints that a way needs.
pub fn purposes(way: &GrantType) -> &'static [Purpose] {
    match way {
        // No request of ours goes to the authorization endpoint; discovery stands for it.
        GrantType::AuthorizationCode => &[Purpose::Token, Purpose::Discovery],
        GrantType::DeviceCode => &[Purpose::Token, Purpose::DeviceAuthorization],
        GrantType::ClientCredentials | GrantType::RefreshToken | GrantType::Other(_) => {
            &[Purpose::Token]
        }
    }
}

/// Gets a new token in the way that the settings name. It blocks until the server, the person or
/// the time limit has decided; a refusal is an answer.
///
/// # Errors
/// Something that the way needs is missing, there is no answer, or the person gave up.
pub fn fetch(session: &mut OAuthClient, witness: &mut dyn Delegate) -> Result<Answer, OAuthError> {
    let way = GrantType::of(session.settings());
    discover(session, witness, &way)?;
    match way {
        GrantType::ClientCredentials => ask(session, witness, &Grant::ClientCredentials, None),
        GrantType::Other(name) => ask(session, witness, &Grant::Other(name), None),
        GrantType::DeviceCode => device(session, witness),
        GrantType::AuthorizationCode => authorization_code(session, witness),
        GrantType::RefreshToken => Err(OAuthError::Missing {
            what: "the refresh token",
            hint: "tokenscope refresh takes it from a token response; as a grant of fetch, give it with --secret-param refresh_token=env:NAME",
        }),
    }
}

/// Spends a refresh token (RFC 6749 §6). It is sent once, whatever happens.
///
/// # Errors
/// As [`fetch`].
pub fn refresh(
    session: &mut OAuthClient,
    witness: &mut dyn Delegate,
    token: &Secret,
    scope: &[String],
) -> Result<Answer, OAuthError> {
    discover(session, witness, &GrantType::RefreshToken)?;
    let grant = Grant::RefreshToken { token: token.clone(), scope: scope.to_vec() };
    ask(session, witness, &grant, None)
}

fn discover(
    session: &mut OAuthClient,
    witness: &mut dyn Delegate,
    way: &GrantType,
) -> Result<(), OAuthError> {
    let outcome = session.discover(purposes(way));
    witness.said(session.transcript());
    outcome
}

fn send(
    session: &mut OAuthClient,
    witness: &mut dyn Delegate,
    request: &Request,
) -> Result<Reply, TransportError> {
    witness.under_way();
    let outcome = session.send_and(request, &mut |reply| witness.arrived(reply));
    witness.said(session.transcript());
    outcome
}

fn ask(
    session: &mut OAuthClient,
    witness: &mut dyn Delegate,
    grant: &Grant,
    sign_in: Option<SignIn>,
) -> Result<Answer, OAuthError> {
    let request = session.token_request(grant)?;
    if !witness.sending(&request) {
        return Err(OAuthError::Abandoned("nothing was sent"));
    }
    let reply = send(session, witness, &request)?;
    Ok(Answer { reply, asked: session.asked(&request, sign_in) })
}

fn device(session: &mut OAuthClient, witness: &mut dyn Delegate) -> Result<Answer, OAuthError> {
    let request = session.device_request()?;
    if !witness.sending(&request) {
        return Err(OAuthError::Abandoned("nothing was sent"));
    }
    let reply = send(session, witness, &request)?;
    if !reply.is_success() || reply.error_code().is_some() {
        return Ok(Answer { reply, asked: session.asked(&request, None) });
    }
    let authorization = DeviceAuthorization::read(&reply)?;
    witness.device(&authorization);
    let mut polling = Polling::new(&authorization);
    let mut next = polling.first(session.client().now());
    let mut last = Answer { reply, asked: session.asked(&request, None) };
    let end = patience(session, authorization.expires_at);
    loop {
        match next {
            Next::Finished => return Ok(last),
            Next::Expired if session.client().now() < authorization.expires_at => {
                return Err(OAuthError::Abandoned(
                    "the device code ends before the server wants to be asked again",
                ));
            }
            Next::Expired => {
                return Err(OAuthError::Abandoned(
                    "the device code expired before it was approved",
                ));
            }
            Next::AskAt(at) => {
                witness.polling(at, polling.interval());
                while session.client().now() < at {
                    if session.client().now() >= end {
                        return Err(OAuthError::Abandoned("nobody approved it in time"));
                    }
                    let left = (at - session.client().now()).max(TimeDelta::zero());
                    if !witness.pause(left.to_std().unwrap_or(GLANCE).min(GLANCE)) {
                        return Err(OAuthError::Abandoned("the wait for approval was abandoned"));
                    }
                }
                // The assertion of a client is made anew for every question.
                let request =
                    session.token_request(&Grant::DeviceCode(authorization.device_code.clone()))?;
                let outcome = send(session, witness, &request);
                next = polling.after(outcome.as_ref(), session.client().now());
                match outcome {
                    Ok(reply) => last = Answer { reply, asked: session.asked(&request, None) },
                    // An answer that got lost may have held the token; asking again is allowed
                    // until the server says that the code is spent.
                    Err(error) if error.sent() == Sent::Maybe || next != Next::Expired => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

fn authorization_code(
    session: &mut OAuthClient,
    witness: &mut dyn Delegate,
) -> Result<Answer, OAuthError> {
    let registered = session.settings().redirect_url.clone();
    let mut listener = Listener::bind(registered.as_ref(), session.client().clock())?;
    let redirect_uri = match (&listener, &registered) {
        (Some(listener), _) => listener.redirect_uri().to_owned(),
        (None, Some(registered)) => registered.to_string(),
        (None, None) => {
            return Err(OAuthError::Missing {
                what: "the redirect URL",
                hint: "give it with --redirect-url",
            });
        }
    };
    let request = session.authorization_request(&redirect_uri)?;
    let mut sign_in = request.sign_in(session.client().now());
    witness.visit(&request.url, listener.is_some());
    let code = callback(session, witness, listener.as_mut(), &request)?;
    // Closed before the token is asked for: whoever filled it up gives its files back.
    drop(listener);
    sign_in.code = Some(code.clone());
    let grant = Grant::AuthorizationCode {
        code,
        redirect_uri: request.redirect_uri.clone(),
        verifier: request.verifier.clone(),
    };
    ask(session, witness, &grant, Some(sign_in))
}

/// When the wait for a person ends: at the time limit where one was given, else at `latest`.
fn patience(session: &OAuthClient, latest: DateTime<Utc>) -> DateTime<Utc> {
    let limit = session.settings().timeout.and_then(|limit| TimeDelta::from_std(limit).ok());
    limit.map_or(latest + GRACE, |limit| session.client().now() + limit)
}

/// Waits for the code, from the browser or the person.
fn callback(
    session: &OAuthClient,
    witness: &mut dyn Delegate,
    mut listener: Option<&mut Listener>,
    request: &AuthorizationRequest,
) -> Result<Secret, OAuthError> {
    let end = patience(session, session.client().now() + PATIENCE);
    while session.client().now() < end {
        let visit = match &mut listener {
            Some(listener) => listener.wait(GLANCE, request)?,
            None => ListenerEvent::Nobody,
        };
        match visit {
            ListenerEvent::Code(code) => return Ok(code),
            ListenerEvent::Refused(error) => return Err(error.into()),
            // A browser asks for an icon by itself; that is no news.
            ListenerEvent::Nobody | ListenerEvent::Stranger(CallbackError::NotTheCallback) => {}
            ListenerEvent::Stranger(error) => witness.rejected(&error),
        }
        if let Some(pasted) = witness.pasted() {
            match request.code(pasted.expose()) {
                Ok(code) => return Ok(code),
                Err(error @ CallbackError::Refused { .. }) => return Err(error.into()),
                Err(error) => witness.rejected(&error),
            }
        }
        let pause = if listener.is_some() { Duration::ZERO } else { GLANCE };
        if !witness.pause(pause) {
            return Err(OAuthError::Abandoned("the wait for the browser was abandoned"));
        }
    }
    Err(OAuthError::Abandoned("nothing came back from the browser in time"))
}
