//! The answer to a device authorization request (RFC 8628 §3.2).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    inspection::Inspection,
    oauth::{delegate::UserStep, error::OAuthError, reply::Reply},
    secret::Secret,
    text::{self, visible},
};

/// Seconds between two questions when the server does not say (RFC 8628 §3.2).
const DEFAULT_INTERVAL: i64 = 5;

/// Seconds of life when the server does not say; it must (RFC 8628 §3.2).
const DEFAULT_LIFETIME: i64 = 600;

/// The longest interval and lifetime that are believed, in seconds; some servers write a fraction.
const LONGEST_WRITTEN: f64 = 86_400.0;

/// Characters of a user code that are shown. RFC 8628 §6.1 speaks of eight.
const LONGEST_CODE: usize = 64;

/// Characters of an address that are shown. No browser's address bar or QR code holds more.
const LONGEST_ADDRESS: usize = 2_000;

/// A code for the person and one for the device (RFC 8628 §3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceAuthorization {
    /// What the device presents.
    pub device_code: Secret,
    /// What the person types. Untrusted text of a sane length.
    pub user_code: String,
    /// Where the person types it. Untrusted text of a sane length.
    pub verification_uri: String,
    /// The verification URI with the code in it. None where it is too long: a part of it would lead
    /// nowhere.
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
        let text = |name: &str| document.get(name)?.as_str().map(str::to_owned);
        let number = |name: &str| document.get(name)?.as_f64();
        Self::of_members(&text, &number, reply.received_at)
    }

    /// Reads one that was brought in from elsewhere, such as a paste.
    ///
    /// # Errors
    /// As [`DeviceAuthorization::read`].
    pub fn of(inspection: &Inspection) -> Result<Self, OAuthError> {
        let plain = |name: &str| inspection.field(name)?.plain();
        let text = |name: &str| {
            // The server wants the code as it is.
            let secret = inspection.field(name)?.secret().map(Secret::expose);
            secret.or_else(|| plain(name)?.as_str()).map(str::to_owned)
        };
        let number = |name: &str| plain(name)?.as_number()?.parse().ok();
        Self::of_members(&text, &number, inspection.received.at)
    }

    fn of_members(
        text: &dyn Fn(&str) -> Option<String>,
        number: &dyn Fn(&str) -> Option<f64>,
        received_at: DateTime<Utc>,
    ) -> Result<Self, OAuthError> {
        let text = |name: &str| text(name).filter(|text| !text.is_empty());
        let needed = |name: &'static str| text(name).ok_or(OAuthError::DeviceResponse(name));
        let seconds = |name: &str, default: i64| {
            let value = number(name).or_else(|| text(name)?.parse().ok());
            #[expect(
                clippy::cast_possible_truncation,
                reason = "clamped to the range before the cast"
            )]
            let seconds =
                value.map_or(default, |seconds| seconds.clamp(0.0, LONGEST_WRITTEN).ceil() as i64);
            TimeDelta::seconds(seconds)
        };
        // `verification_url` is what Google's servers say.
        let place = text("verification_uri").or_else(|| text("verification_url"));
        let place = place.ok_or(OAuthError::DeviceResponse("verification_uri"))?;
        Ok(Self {
            device_code: Secret::new(needed("device_code")?),
            user_code: text::cut(&needed("user_code")?, LONGEST_CODE).into_owned(),
            verification_uri: text::cut(&place, LONGEST_ADDRESS).into_owned(),
            verification_uri_complete: text("verification_uri_complete")
                .filter(|address| address.chars().count() <= LONGEST_ADDRESS),
            expires_at: received_at + seconds("expires_in", DEFAULT_LIFETIME),
            interval: seconds("interval", DEFAULT_INTERVAL).max(TimeDelta::seconds(1)),
        })
    }

    /// What the person has to do, until the server is asked again.
    pub fn user_step(&self, next: DateTime<Utc>, every: TimeDelta) -> UserStep {
        let safe = |text: &str| visible(text).into_owned();
        UserStep::Device {
            code: safe(&self.user_code),
            place: safe(&self.verification_uri),
            complete: self.verification_uri_complete.as_deref().map(safe),
            ends: self.expires_at,
            next,
            every,
        }
    }
}
