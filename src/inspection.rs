//! Bytes to one [`Inspection`]: the value that the report prints and the inspector shows.

use chrono::{DateTime, Utc};

use crate::{
    findings::{self, Asked, Finding},
    input::{self, Artifact, Encoding, Location, Message},
    jose::{self, Keys, Token},
    problem::Problem,
    token::{
        self, Expiry, Field, Kind, Received, ReceivedFrom, Scope, Zone,
        field::MODEL,
        instant::{Expected, Moment},
        lifetime::{self, JwtTimes, TokenTimes},
    },
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
    /// Inspects an input as it was read.
    pub fn of(bytes: &[u8], context: &Context<'_>) -> Self {
        Self::of_artifact(input::recognize(bytes), context)
    }

    /// Inspects what the input was recognised to be.
    pub fn of_artifact(artifact: Artifact, context: &Context<'_>) -> Self {
        let Artifact { kind, encoding, value, message, location, scheme, problem } = artifact;
        let received = received(context.received, message.as_ref());
        let fields = token::field::fields(&value, kind);
        let tokens = tokens(&fields);
        let jwt = JwtTimes {
            access: times(&tokens, &["access_token", "token"], context.zone),
            refresh: times(&tokens, &["refresh_token"], context.zone),
        };
        let (expiry, refresh_expiry) =
            lifetime::expiry(kind, &fields, &jwt, received, context.zone);
        let mut inspection = Self {
            kind,
            encoding,
            expiry,
            refresh_expiry,
            scopes: Vec::new(),
            fields,
            tokens,
            findings: Vec::new(),
            received,
            message,
            location,
            scheme,
            problem,
        };
        inspection.judge(context);
        inspection
    }

    /// Judges again what depends on the keys and on the present: signatures and findings.
    pub fn judge(&mut self, context: &Context<'_>) {
        self.findings = findings::all(self, context);
    }

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

/// When the response was received: its `Date` header (RFC 9110 §6.6.1) is better evidence than
/// anything but `--received-at`.
fn received(known: Received, message: Option<&Message>) -> Received {
    if known.from == ReceivedFrom::Given {
        return known;
    }
    message
        .and_then(|message| message.header("Date"))
        .and_then(|date| httpdate::parse_http_date(date).ok())
        .map_or(known, |at| Received { at: at.into(), from: ReceivedFrom::DateHeader })
}

/// Every field that is a JWT, decoded.
fn tokens(fields: &[Field]) -> Vec<Token> {
    fields
        .iter()
        .filter_map(|field| {
            // A JWT can only be decoded from the whole of it.
            field.secret().and_then(|secret| jose::decode(&field.name, secret.expose()))
        })
        .collect()
}

/// The times of the first of these tokens.
fn times(tokens: &[Token], fields: &[&str], zone: Zone) -> TokenTimes {
    let claims = fields
        .iter()
        .find_map(|name| tokens.iter().find(|token| token.field == *name))
        .and_then(|token| token.claims.as_ref());
    let time = |name| {
        let value = claims?.get(name)?;
        match token::instant::moment(value, Expected::Instant, zone) {
            Moment::Instant { at, .. } => Some(at),
            _ => None,
        }
    };
    TokenTimes { expires_at: time("exp"), issued_at: time("iat"), not_before: time("nbf") }
}
