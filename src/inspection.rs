//! Bytes to one [`Inspection`]: the value that the report prints and the inspector shows.

mod headline;
mod members;
mod times;
mod tokens;
mod usable;

use std::borrow::Cow;

pub use headline::Headline;
pub use times::own_expiry;
pub use usable::{Reason, Revoked, Usable, UsableAnswer};

use chrono::{DateTime, Utc};

use crate::{
    findings::{self, Finding, FindingsInput, Previous, RequestContext},
    input::{self, Artifact, Encoding, Location, Message},
    jose::{self, Keys, Role, Token},
    kind::Kind,
    problem::Problem,
    secrecy::{KnownSecrets, SecretCollector},
    secret::MASK,
    token::{self, Expiry, Field, Received, ResponseClock, Scope, Zone, field},
    value::Value,
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
    /// What of it this program had revoked; see [`Inspection::mark_revoked`].
    pub revoked: Revoked,
    /// The secrets in it: everything that is shown of it goes through them.
    pub secrets: KnownSecrets,
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
    pub request: Option<&'a RequestContext>,
    /// The response before this one, after a refresh.
    pub previous: Option<&'a Inspection>,
    /// Who may do what with the file that it was read from, as the permission bits of POSIX.
    pub file_mode: Option<u32>,
}

impl Inspection {
    /// Everything that these bytes tell: a paste, a file, an argument. It never fails; what could
    /// not be read is the [`Inspection::problem`].
    pub fn of(bytes: &[u8], ctx: &Context<'_>) -> Self {
        Self::of_artifact(input::recognize(bytes), ctx)
    }

    /// Everything that an artifact tells.
    pub fn of_artifact(artifact: Artifact, ctx: &Context<'_>) -> Self {
        let Artifact { mut kind, encoding, value, message, location, scheme, problem } = artifact;
        let is_userinfo = ctx.request.is_some_and(|request| request.userinfo);
        let succeeded = message.as_ref().is_some_and(|it| (200..300).contains(&it.status));
        if is_userinfo && succeeded && kind == Kind::Unrecognized && problem.is_none() {
            // Claims without a `sub` do not tell by themselves what they are.
            kind = Kind::UserinfoResponse;
        }
        let mut fields = token::fields(&value, kind);
        let mut tokens = match &value {
            // One token in JSON (RFC 7515 §7.2), whose members are the fields.
            Value::Object(_) if kind.is_jwt() => {
                tokens::decode_serialized(&value, scheme.as_deref())
            }
            _ => tokens::decode_fields(&fields, scheme.as_deref()),
        };
        if is_userinfo {
            // A signed answer need not say what it is (OpenID Connect Core §5.3.2).
            for (_, token) in &mut tokens {
                token.role = Some(Role::Userinfo);
            }
        }
        let mut secrets = secrets(&value, &fields, &tokens, message.as_ref());
        if let Some(request) = ctx.request {
            secrets = secrets.and(&request.secrets);
        }
        if let Some(previous) = ctx.previous {
            secrets = secrets.and(&previous.secrets.without_added());
        }
        drop(value);
        field::hide_secrets(&mut fields, &secrets);
        for (_, token) in &mut tokens {
            if let Cow::Owned(shown) = secrets.shown_name(&token.field) {
                token.field = shown;
            }
        }
        let received = times::received(ctx, message.as_ref());
        let clock = ResponseClock { now: ctx.now, received, zone: ctx.zone };
        let (expiry, refresh_expiry) =
            token::expiry(kind, &fields, &times::jwt_times(kind, &fields, &tokens), clock);
        let mut inspection = Self {
            kind,
            encoding,
            scopes: scopes(kind, &fields, &tokens, &secrets, location.as_ref()),
            fields,
            expiry,
            refresh_expiry,
            tokens: tokens.into_iter().map(|(_, token)| token).collect(),
            findings: Vec::new(),
            received,
            message,
            location,
            scheme,
            problem,
            revoked: Revoked::default(),
            secrets,
        };
        inspection.judge(ctx);
        inspection
    }

    /// Judges again what depends on the time, the keys, the request and the response before: the
    /// signatures and the findings. Nothing is read again.
    pub fn judge(&mut self, ctx: &Context<'_>) {
        jose::verify_all(&mut self.tokens, ctx.keys);
        for token in &mut self.tokens {
            if let Some(Cow::Owned(reason)) =
                token.signature.reason.as_deref().map(|reason| self.secrets.masked(reason))
            {
                token.signature.reason = Some(reason);
            }
        }
        self.findings = findings::all(&self.rule_input(ctx));
    }

    /// What the rules of the findings look at.
    fn rule_input<'a>(&'a self, ctx: &Context<'a>) -> FindingsInput<'a> {
        FindingsInput {
            kind: self.kind,
            encoding: self.encoding,
            fields: &self.fields,
            tokens: &self.tokens,
            credential: self.credential(),
            scopes: &self.scopes,
            expiry: &self.expiry,
            refresh_expiry: self.refresh_expiry.as_ref(),
            received: self.received,
            message: self.message.as_ref(),
            location: self.location.as_ref(),
            scheme: self.scheme.as_deref(),
            secrets: &self.secrets,
            now: ctx.now,
            zone: ctx.zone,
            keys: ctx.keys,
            request: ctx.request,
            previous: ctx.previous.map(|previous| Previous {
                refresh_token: previous.field("refresh_token"),
                id_token: previous.token("id_token").and_then(|token| token.claims.as_ref()),
            }),
            file_mode: ctx.file_mode,
        }
    }
}

/// The secrets of an artifact: those of its members, of the tokens among them, and of the message
/// that it came in.
fn secrets(
    value: &Value,
    fields: &[Field],
    tokens: &[(usize, Token)],
    message: Option<&Message>,
) -> KnownSecrets {
    let mut gathered = SecretCollector::default();
    gathered.value("", value);
    field::gather_secrets(fields, &mut gathered);
    for (_, token) in tokens {
        gathered.value("header", &token.header);
        if let Some(claims) = &token.claims {
            gathered.value("claims", claims);
        }
        if let Some(disclosures) = &token.disclosures {
            gathered.value("disclosed", &disclosures.values);
        }
        if let Some(payload) = &token.payload {
            gathered.text(payload.as_str());
        }
    }
    for (name, value) in message.iter().flat_map(|message| &message.headers) {
        gathered.header(name, value.as_str());
    }
    gathered.known()
}

/// What is granted: by the response, or by a bare token. What is secret among it is no scope.
fn scopes(
    kind: Kind,
    fields: &[Field],
    tokens: &[(usize, Token)],
    secrets: &KnownSecrets,
    location: Option<&Location>,
) -> Vec<Scope> {
    let iss = tokens.iter().find_map(|(_, token)| token.claims.as_ref()?.get("iss")?.as_str());
    let hints = token::issuer::IssuerHints { iss, url: location.map(|it| it.base.as_str()) };
    let without_secrets = |value: &Value| {
        let mut scopes = token::scope::scopes_of(&secrets.redacted("scope", value), hints);
        scopes.retain(|scope| !scope.name.contains(MASK));
        scopes
    };
    if !kind.grants_scopes() {
        return Vec::new();
    }
    if !kind.is_jwt() {
        let value = fields.iter().find(|field| field.name == "scope").and_then(Field::plain);
        let value = value.filter(|value| secrets.are_inside(value));
        return value.map_or_else(|| token::scopes(fields, hints), without_secrets);
    }
    let claims = tokens::with_claims(tokens, 0).and_then(|token| token.claims.as_ref());
    let scope = claims.and_then(|claims| {
        // RFC 9068 §2.2.3, and Microsoft's and Okta's name for it.
        ["scope", "scp", "scopes"].iter().find_map(|name| claims.get(name))
    });
    scope.map(without_secrets).unwrap_or_default()
}
