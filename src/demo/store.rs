//! What the demonstration server remembers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::DemoOptions;
use crate::{
    jose::SigningKey,
    oauth::{OAuthError, pkce},
    secret::Secret,
};

/// More records than this, and those that have ended are forgotten.
const MANY: usize = 1000;

/// Who was granted what.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The family: everything that came from one approval ends together.
    pub family: u64,
    pub client: String,
    /// The user; none when a client acts for itself.
    pub user: Option<&'static str>,
    /// The scopes, joined by spaces.
    pub scope: String,
    /// The nonce of the authorization request.
    pub nonce: Option<String>,
    /// When the user was approved.
    pub approved_at: DateTime<Utc>,
}

/// A token that was issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// What it stands for.
    pub granted: Granted,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// A refresh token, which is good for one use.
    pub refresh: bool,
    /// A refresh token that was used.
    pub spent: bool,
}

/// A code that waits to be exchanged.
#[derive(Clone, Debug)]
pub struct Code {
    /// What it stands for.
    pub granted: Granted,
    /// The redirect URI that it was sent to.
    pub redirect_uri: String,
    /// The S256 challenge.
    pub challenge: Option<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// It was exchanged.
    pub spent: bool,
}

/// A device code that waits for approval.
#[derive(Clone, Debug)]
pub struct Device {
    /// What it stands for.
    pub granted: Granted,
    /// When it approves itself.
    pub approved_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last asked about.
    pub asked_at: Option<DateTime<Utc>>,
}

/// Everything that the server remembers. The keys of its maps are what clients present.
pub struct Store {
    pub issuer: String,
    /// The confidential client's secret.
    pub secret: Secret,
    /// How the server behaves.
    pub options: DemoOptions,
    /// What tokens are signed with.
    pub key: SigningKey,
    /// Access and refresh tokens.
    pub tokens: HashMap<String, Issued>,
    /// Authorization codes.
    pub codes: HashMap<String, Code>,
    /// Device codes.
    pub devices: HashMap<String, Device>,
    families: u64,
}

impl Store {
    /// An empty store with a fresh key.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn new(issuer: &str, secret: Secret, options: DemoOptions) -> Result<Self, OAuthError> {
        let key = SigningKey::from_random(&*pkce::random()?, "demo-1")
            .map_err(|error| OAuthError::Key(error.to_string()))?;
        Ok(Self {
            issuer: issuer.to_owned(),
            secret,
            options,
            key,
            tokens: HashMap::new(),
            codes: HashMap::new(),
            devices: HashMap::new(),
            families: 0,
        })
    }

    /// A family of its own for a new approval.
    pub fn family(&mut self) -> u64 {
        self.families += 1;
        self.families
    }

    /// Ends everything that came from one approval (RFC 9700 §4.14.2).
    pub fn end_family(&mut self, family: u64) {
        self.tokens.retain(|_, issued| issued.granted.family != family);
    }

    /// Forgets what has ended, once there is much of it.
    pub fn tidy(&mut self, now: DateTime<Utc>) {
        if self.tokens.len() + self.codes.len() + self.devices.len() > MANY {
            self.tokens.retain(|_, issued| issued.expires_at > now);
            self.codes.retain(|_, code| code.expires_at > now);
            self.devices.retain(|_, device| device.expires_at > now);
        }
    }
}
