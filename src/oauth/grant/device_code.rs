//! Tokens for a device without a browser (RFC 8628).

mod authorization;

use chrono::{DateTime, TimeDelta, Utc};

pub use authorization::DeviceAuthorization;

use super::{Grant, POLL, deadline};
use crate::oauth::{
    client::{OAuthClient, OperationAnswer},
    delegate::Delegate,
    error::{OAuthError, Sent, TransportError},
    reply::Reply,
    request::{Request, RequestPurpose},
};

/// Seconds that `slow_down` adds, for good (RFC 8628 §3.5).
const SLOW_DOWN: i64 = 5;

/// The longest interval between two questions, in seconds.
const LONGEST: i64 = 86_400;

/// Seconds after the end of a code in which a last question still comes: it brings the server's
/// `expired_token`, and is due because an interval may end just after the code.
const LAST_QUESTION: i64 = 60;

impl OAuthClient {
    /// The device authorization request (RFC 8628 §3.1).
    ///
    /// # Errors
    /// The device authorization endpoint, or what the client authenticates with is missing.
    pub fn device_request(&self) -> Result<Request, OAuthError> {
        let settings = self.settings();
        let url = self.endpoints().endpoint(RequestPurpose::DeviceAuthorization)?.clone();
        let mut request = Request::post(RequestPurpose::DeviceAuthorization, url);
        request.format = settings.body.unwrap_or_default();
        request.add_scope(&settings.scope);
        request.add_audience(settings);
        request.add_resource(settings);
        request.add_params(settings);
        let mut request = self.authenticate(request)?;
        // RFC 8628 §3.1 lets a client leave it out that authenticates in a header, but servers
        // read it from the body all the same.
        if request.authorization.is_some()
            && let Some(id) = &self.identity().client_id
        {
            request.param("client_id", id);
        }
        self.finish(request)
    }
}

/// Sends a device authorization request and, once it is answered, asks for the token until the
/// person has approved it.
pub(in crate::oauth) fn fetch(
    client: &mut OAuthClient,
    request: &Request,
    delegate: &mut dyn Delegate,
) -> Result<OperationAnswer, OAuthError> {
    let answer = client.ask_for_delegate(request, None, delegate)?;
    if !answer.reply.is_success() || answer.reply.error_code().is_some() {
        return Ok(answer);
    }
    poll(client, &DeviceAuthorization::read(&answer.reply)?, delegate)
}

/// Asks for the token of a device code until the person has approved it.
pub(in crate::oauth) fn poll(
    client: &mut OAuthClient,
    authorization: &DeviceAuthorization,
    delegate: &mut dyn Delegate,
) -> Result<OperationAnswer, OAuthError> {
    let mut polling = Polling::new(authorization);
    let mut next = polling.first(client.client().now());
    let end = deadline(client, authorization.expires_at);
    loop {
        let at = match next {
            Next::AskAt(at) => at,
            _ if client.client().now() < authorization.expires_at => {
                return Err(OAuthError::Abandoned(
                    "the device code ends before the server wants to be asked again",
                ));
            }
            _ => {
                return Err(OAuthError::Abandoned(
                    "the device code expired before it was approved",
                ));
            }
        };
        delegate.user_step(authorization.user_step(at, polling.interval()));
        wait_until(at, end, client, delegate)?;
        // The assertion of a client is made anew for every question.
        let grant = Grant::DeviceCode(authorization.device_code.clone());
        let request = client.token_request(&grant)?;
        let outcome = client.ask_for_delegate(&request, None, delegate);
        next = polling.after(outcome.as_ref().map(|answer| &answer.reply), client.client().now());
        match outcome {
            Ok(answer) if next == Next::Finished => return Ok(answer),
            Ok(_) => {}
            // An answer that got lost may have held the token; asking again is allowed until the
            // server says that the code is spent.
            Err(error) if error.sent() == Sent::Maybe || next != Next::Expired => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Waits for the time of the next question, unless the dialogue ends before.
fn wait_until(
    at: DateTime<Utc>,
    end: DateTime<Utc>,
    client: &OAuthClient,
    delegate: &mut dyn Delegate,
) -> Result<(), OAuthError> {
    while client.client().now() < at {
        if client.client().now() >= end {
            return Err(OAuthError::Abandoned("nobody approved it in time"));
        }
        let left = (at - client.client().now()).max(TimeDelta::zero());
        if !delegate.wait(left.to_std().unwrap_or(POLL).min(POLL)) {
            return Err(OAuthError::Abandoned("the wait for approval was abandoned"));
        }
    }
    Ok(())
}

/// When to ask again for the token, and when to stop (RFC 8628 §3.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polling {
    interval: TimeDelta,
    expires_at: DateTime<Utc>,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask again at this time.
    AskAt(DateTime<Utc>),
    /// The last answer is the outcome, good or bad.
    Finished,
    /// The code has ended; the server need not be asked.
    Expired,
}

impl Polling {
    /// The polling for a device code.
    pub fn new(authorization: &DeviceAuthorization) -> Self {
        Self { interval: authorization.interval, expires_at: authorization.expires_at }
    }

    /// Between two questions, as the server has it by now.
    pub fn interval(&self) -> TimeDelta {
        self.interval
    }

    /// The first question comes one interval after the code.
    pub fn first(&self, now: DateTime<Utc>) -> Next {
        self.later(now, self.interval)
    }

    /// What an answer, or its absence, means at `now`.
    pub fn after(&mut self, outcome: Result<&Reply, &TransportError>, now: DateTime<Utc>) -> Next {
        let mut wait = TimeDelta::zero();
        match outcome {
            Ok(reply) => {
                // RFC 9110 §10.2.3: for this once, whatever the status.
                wait = reply
                    .retry_after()
                    .and_then(|wait| TimeDelta::from_std(wait).ok())
                    .unwrap_or_default();
                match reply.error_code().as_deref() {
                    Some("authorization_pending") => {}
                    Some("slow_down") => self.interval += TimeDelta::seconds(SLOW_DOWN),
                    // A gateway in trouble has decided nothing, but is asked less often.
                    _ if matches!(reply.status, 429 | 502..=504) => {
                        self.interval = self.interval.max(wait);
                    }
                    _ => return Next::Finished,
                }
            }
            // RFC 8628 §3.5: ask half as often after a timeout.
            Err(_) => self.interval = (self.interval * 2).min(TimeDelta::seconds(LONGEST)),
        }
        self.later(now, self.interval.max(wait))
    }

    /// The next question after this wait, which is never cut short; none where that is long after
    /// the end of the code.
    fn later(&self, now: DateTime<Utc>, wait: TimeDelta) -> Next {
        let at = now + wait;
        let last = self.expires_at + TimeDelta::seconds(LAST_QUESTION);
        if now >= self.expires_at || at > last { Next::Expired } else { Next::AskAt(at) }
    }
}
