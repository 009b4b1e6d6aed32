//! Bytes to one [`Inspection`]: the value that the report prints and the inspector shows.

use chrono::{DateTime, Utc};

use crate::{
    findings::{Asked, Finding},
    input::{Encoding, Location, Message},
    jose::{Keys, Token},
    problem::Problem,
    token::{Expiry, Field, Kind, Received, Scope, Zone, field::MODEL},
};

/// Everything that is known of one artifact. It is computed once per input, refresh or change of
/// state, never per frame: what moves with the clock is asked of [`Expiry`] with `now`.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub encoding: Encoding,
    /// Its members: the six of the model first for a token response, then the others in order.
    pub fields: Vec<Field>,
    /// When the access token, the bare token or the code ends.
    pub expiry: Expiry,
    /// When the refresh token ends, where anything is said of it.
    pub refresh_expiry: Option<Expiry>,
    /// What it allows, in order, without duplicates.
    pub scopes: Vec<Scope>,
    /// Every JWT in it.
    pub tokens: Vec<Token>,
    /// What is wrong with it, errors first.
    pub findings: Vec<Finding>,
    /// When it was received.
    pub received: Received,
    /// The HTTP message it came in.
    pub message: Option<Message>,
    /// The URL it came in.
    pub location: Option<Location>,
    /// The authentication scheme it stood behind, as written.
    pub scheme: Option<String>,
    /// What could not be read; the rest of the inspection is what could.
    pub problem: Option<Problem>,
}

/// What an inspection needs beside the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The instant to judge at.
    pub now: DateTime<Utc>,
    /// When the input was received, as far as the caller knows.
    pub received: Received,
    /// The zone of zone-less times.
    pub zone: Zone,
    /// The keys to verify signatures with.
    pub keys: &'a Keys,
    /// What was asked for, where the program itself asked.
    pub asked: Option<&'a Asked>,
    /// The response before this one, after a refresh.
    pub previous: Option<&'a Inspection>,
}

impl Inspection {
    /// The field of this canonical name that is present, the first of them. For a name of the
    /// model only the model's own field counts: another of that name belongs to something else.
    pub fn field(&self, name: &str) -> Option<&Field> {
        if self.kind == Kind::TokenResponse && MODEL.contains(&name) {
            return self.fields.iter().find(|field| field.name == name).filter(|it| it.present);
        }
        self.fields.iter().find(|field| field.present && field.name == name)
    }

    /// The decoded token in the field of this canonical name.
    pub fn token(&self, field: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.field == field)
    }
}
