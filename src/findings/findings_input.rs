//! What the caller of [`all`](super::all) knows about an artifact, before the rules run.

use chrono::{DateTime, Utc};

use crate::{
    input::{Encoding, Location, Message},
    jose::{Keys, Token},
    kind::Kind,
    secrecy::KnownSecrets,
    token::{self, Expiry, Field, Received, Scope, Zone},
    value::Value,
};

use super::{RequestContext, SecretTrials};

/// The input of [`all`](super::all): the parts of an artifact, how it was received, and the keys,
/// request and previous response that belong to it.
#[derive(Clone, Copy, Debug)]
pub struct FindingsInput<'a> {
    pub kind: Kind,
    pub encoding: Encoding,
    pub fields: &'a [Field],
    pub tokens: &'a [Token],
    /// The token whose signature is reported for the whole artifact: see `signature` in the report.
    pub credential: Option<&'a Token>,
    pub scopes: &'a [Scope],
    /// The scopes that were asked for, before any refresh; empty where that is not known.
    pub asked_scopes: &'a [String],
    pub expiry: &'a Expiry,
    pub refresh_expiry: Option<&'a Expiry>,
    pub received: Received,
    /// The HTTP message that the artifact came in.
    pub message: Option<&'a Message>,
    /// The URL that the artifact came in.
    pub location: Option<&'a Location>,
    /// The authentication scheme before the token, as written.
    pub scheme: Option<&'a str>,
    /// Whether it is known to be from a file in which a tool keeps tokens.
    pub is_stored: bool,
    pub secrets: &'a KnownSecrets,
    /// The instant to judge at.
    pub now: DateTime<Utc>,
    /// The zone of zone-less times.
    pub zone: Zone,
    /// The keys that signatures were verified with.
    pub keys: &'a Keys,
    /// The request that the artifact answers, where that is known.
    pub request: Option<&'a RequestContext>,
    pub previous: Option<Previous<'a>>,
    /// The POSIX permission bits of the file that the artifact was read from.
    pub file_mode: Option<u32>,
    /// What well-known secrets were tried before; none where all are to be tried.
    pub secret_trials: Option<&'a SecretTrials>,
}

/// The response before a refresh.
#[derive(Clone, Copy, Debug)]
pub struct Previous<'a> {
    pub refresh_token: Option<&'a Field>,
    pub id_token: Option<&'a Value>,
}

impl<'a> FindingsInput<'a> {
    /// The first present field of this canonical name: see [`token::field::present_field`].
    pub(super) fn field(&self, name: &str) -> Option<&'a Field> {
        token::field::present_field(self.kind, self.fields, name)
    }

    /// Whether a tool has stored the artifact: the rules for the answers of servers do not apply to
    /// it.
    pub(super) fn is_stored(&self) -> bool {
        let is_message = self.message.is_some() || self.location.is_some();
        self.is_stored || token::is_stored(self.kind, self.fields, is_message)
    }
}
