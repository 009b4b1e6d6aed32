//! The input of the rules.

use chrono::{DateTime, Utc};

use crate::{
    input::{Encoding, Location, Message},
    jose::{Keys, Token},
    kind::Kind,
    secrecy::KnownSecrets,
    token::{self, Expiry, Field, Received, Scope, Zone},
    value::Value,
};

use super::RequestContext;

/// All that rules look at: what an artifact says, how it came, and what is known beside it.
#[derive(Clone, Copy, Debug)]
pub struct FindingsInput<'a> {
    pub kind: Kind,
    pub encoding: Encoding,
    pub fields: &'a [Field],
    pub tokens: &'a [Token],
    /// The token that stands for the whole: see `signature` in the report.
    pub credential: Option<&'a Token>,
    pub scopes: &'a [Scope],
    pub expiry: &'a Expiry,
    pub refresh_expiry: Option<&'a Expiry>,
    pub received: Received,
    /// The HTTP message that it came in.
    pub message: Option<&'a Message>,
    /// The URL that it came in.
    pub location: Option<&'a Location>,
    /// The authentication scheme that it stood behind, as written.
    pub scheme: Option<&'a str>,
    pub secrets: &'a KnownSecrets,
    /// The instant to judge at.
    pub now: DateTime<Utc>,
    /// The zone of zone-less times.
    pub zone: Zone,
    /// The keys that signatures were verified with.
    pub keys: &'a Keys,
    /// The request that it answers, where that is known.
    pub request: Option<&'a RequestContext>,
    pub previous: Option<Previous<'a>>,
    /// The permission bits of POSIX of the file that it was read from.
    pub file_mode: Option<u32>,
}

/// The response before a refresh.
#[derive(Clone, Copy, Debug)]
pub struct Previous<'a> {
    pub refresh_token: Option<&'a Field>,
    /// The claims of its ID token.
    pub id_token: Option<&'a Value>,
}

impl<'a> FindingsInput<'a> {
    /// The first present field of this canonical name: see [`token::field::present_field`].
    pub(super) fn field(&self, name: &str) -> Option<&'a Field> {
        token::field::present_field(self.kind, self.fields, name)
    }

    /// Whether a tool keeps it: the rules for what a server sends do not hold there.
    pub(super) fn is_stored(&self) -> bool {
        let is_message = self.message.is_some() || self.location.is_some();
        token::is_stored(self.kind, self.fields, is_message)
    }
}
