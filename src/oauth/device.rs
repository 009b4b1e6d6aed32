//! Tokens for a device without a browser (RFC 8628).

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{
    error::{OAuthError, TransportError},
    grant,
    reply::Reply,
    request::{Purpose, Request},
};
use crate::{
    config::{HttpUrl, Settings},
    secret::Secret,
};

/// Seconds between two questions when the server does not say (RFC 8628 §3.2).
const DEFAULT_INTERVAL: i64 = 5;

/// Seconds that `slow_down` adds, for good (RFC 8628 §3.5).
const SLOW_DOWN: i64 = 5;

/// Seconds of life when the server does not say; it must (RFC 8628 §3.2).
const DEFAULT_LIFETIME: i64 = 600;

/// The longest interval and lifetime that are believed, in seconds.
const LONGEST: i64 = 86_400;

/// The same for a number as a server may write it.
const LONGEST_WRITTEN: f64 = 86_400.0;

/// The device authorization request (RFC 8628 §3.1), but for the client's proof.
pub fn request(url: HttpUrl, settings: &Settings) -> Request {
    let mut request = Request::post(Purpose::DeviceAuthorization, url);
    request.format = settings.body.unwrap_or_default();
    grant::scope(&mut request, &settings.scope);
    grant::audience(&mut request, settings);
    for resource in &settings.resource {
        request.param("resource", resource);
    }
    grant::params(&mut request, settings);
    request
}

/// A code for the person and one for the device (RFC 8628 §3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceAuthorization {
    /// What the device presents.
    pub device_code: Secret,
    /// What the person types. Untrusted text.
    pub user_code: String,
    /// Where the person types it. Untrusted text.
    pub verification_uri: String,
    /// The same with the code in it.
    pub verification_uri_complete: Option<String>,
    /// When both codes end.
    pub expires_at: DateTime<Utc>,
    /// Between two questions.
    pub interval: TimeDelta,
}

impl DeviceAuthorization {
    /// Reads a device authorization response.
    ///
    /// # Errors
    /// It lacks one of the codes, or the place to type it.
    pub fn read(reply: &Reply) -> Result<Self, OAuthError> {
        let document = reply.json().unwrap_or_default();
        let text =
            |name: &str| document.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let seconds = |name: &str, default: i64| {
            let value = document.get(name).and_then(|value| match value {
                Value::Number(number) => number.as_f64(),
                Value::String(text) => text.parse().ok(),
                _ => None,
            });
            #[expect(
                clippy::cast_possible_truncation,
                reason = "clamped to the range before the cast"
            )]
            let seconds = value
                .map_or(default, |seconds: f64| seconds.clamp(0.0, LONGEST_WRITTEN).ceil() as i64);
            TimeDelta::seconds(seconds)
        };
        Ok(Self {
            device_code: Secret::new(
                text("device_code").ok_or(OAuthError::DeviceResponse("device_code"))?,
            ),
            user_code: text("user_code").ok_or(OAuthError::DeviceResponse("user_code"))?.to_owned(),
            // `verification_url` is what Google's servers say.
            verification_uri: text("verification_uri")
                .or_else(|| text("verification_url"))
                .ok_or(OAuthError::DeviceResponse("verification_uri"))?
                .to_owned(),
            verification_uri_complete: text("verification_uri_complete").map(str::to_owned),
            expires_at: reply.received_at + seconds("expires_in", DEFAULT_LIFETIME),
            interval: seconds("interval", DEFAULT_INTERVAL).max(TimeDelta::seconds(1)),
        })
    }
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
        self.later(now)
    }

    /// What an answer, or its absence, means at `now`.
    pub fn after(&mut self, outcome: Result<&Reply, &TransportError>, now: DateTime<Utc>) -> Next {
        match outcome {
            Ok(reply) => match reply.error_code().as_deref() {
                Some("authorization_pending") => {}
                Some("slow_down") => self.interval += TimeDelta::seconds(SLOW_DOWN),
                // A gateway in trouble has decided nothing.
                _ if matches!(reply.status, 429 | 502..=504) => {
                    let asked = reply.retry_after().unwrap_or(Duration::ZERO);
                    let asked = TimeDelta::from_std(asked).unwrap_or(self.interval);
                    self.interval = self.interval.max(asked);
                }
                _ => return Next::Finished,
            },
            // RFC 8628 §3.5: ask half as often after a timeout.
            Err(_) => self.interval = (self.interval * 2).min(TimeDelta::seconds(LONGEST)),
        }
        self.later(now)
    }

    fn later(&self, now: DateTime<Utc>) -> Next {
        let at = now + self.interval;
        // One last question is worth asking just after the end: it brings `expired_token`.
        if now >= self.expires_at {
            Next::Expired
        } else {
            Next::AskAt(at.min(self.expires_at + TimeDelta::seconds(1)))
        }
    }
}
