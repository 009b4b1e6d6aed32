//! Inspects bytes: reads them into an [`Inspection`], the value that the report prints and the
//! inspector shows.

mod collection;
mod collection_row;
mod headline;
mod members;
mod parties;
mod personal;
mod presented;
mod scope_table;
mod scopes;
mod times;
mod tokens;
mod usable;

use std::{borrow::Cow, slice};

pub use collection::{Collection, CollectionItem, Contents, soonest_first};
pub use collection_row::{CollectionRow, ItemState};
pub use headline::Headline;
pub use parties::Parties;
pub use personal::{is_withheld, mail_masked};
pub use presented::PresentedToken;
pub use scope_table::{ScopeColumn, ScopeMark, ScopeRow, ScopeTable};
pub use scopes::{ScopeGrant, scope_claim};
pub use times::own_expiry;
pub use usable::{Reason, Revoked, Usable, UsableAnswer};

use chrono::{DateTime, Utc};

use crate::{
    findings::{self, Finding, FindingsInput, Previous, RequestContext, SecretTrials},
    input::{self, Artifact, Encoding, Location, Message, SentRequest},
    jose::{self, Keys, Role, Token},
    kind::Kind,
    problem::Problem,
    secrecy::{KnownSecrets, SecretCollector},
    token::{self, Expiry, Field, Received, ResponseClock, Scope, Zone, field},
    value::Value,
};

/// Everything that is known of one artifact. It is computed once per input, refresh or change of
/// state, never per frame: [`Expiry`] computes what changes with the time.
#[derive(Clone, Debug)]
pub struct Inspection {
    pub kind: Kind,
    pub encoding: Encoding,
    /// The members: for a token response the six of the model first, then the others in order.
    pub fields: Vec<Field>,
    /// When the access token, the bare token or the code ends.
    pub expiry: Expiry,
    /// When the refresh token ends, where the artifact says anything about it.
    pub refresh_expiry: Option<Expiry>,
    /// The scopes in order, without duplicates.
    pub scopes: Vec<Scope>,
    /// How it is known that they are granted.
    pub scope_grant: ScopeGrant,
    /// The scopes that were asked for, before any refresh; empty where that is not known.
    pub asked_scopes: Vec<String>,
    /// Every JWT in the artifact.
    pub tokens: Vec<Token>,
    /// What is wrong with the artifact, errors first.
    pub findings: Vec<Finding>,
    pub received: Received,
    /// The HTTP message that the artifact came in.
    pub message: Option<Message>,
    /// The request that was answered, where it was pasted too.
    pub request: Option<SentRequest>,
    /// The credentials in that request.
    pub presented: Option<PresentedToken>,
    /// The URL that the artifact came in.
    pub location: Option<Location>,
    /// The authentication scheme before the token, as written.
    pub scheme: Option<String>,
    /// What could not be read; the rest of the inspection is what could.
    pub problem: Option<Problem>,
    /// Whether it is from a file in which a tool keeps tokens.
    pub is_stored: bool,
    /// The tokens that this program has revoked; see [`Inspection::mark_revoked`].
    pub revoked: Revoked,
    /// The secrets in the artifact: everything that is shown of it is masked with them.
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
    /// The request that was answered, where the program itself sent it.
    pub request: Option<&'a RequestContext>,
    /// The response before this one, after a refresh.
    pub previous: Option<&'a Inspection>,
    /// The POSIX permission bits of the file that the input was read from.
    pub file_mode: Option<u32>,
    /// What well-known secrets were tried on the lines or credentials before, where there are many;
    /// none where all are to be tried.
    pub secret_trials: Option<&'a SecretTrials>,
}

impl Inspection {
    /// Inspects the bytes of a paste, a file or an argument. Inspecting never fails; what could not
    /// be read is the [`Inspection::problem`].
    pub fn of(bytes: &[u8], ctx: &Context<'_>) -> Self {
        Self::of_artifact(input::recognize(bytes), ctx)
    }

    /// Inspects an artifact that was already recognized.
    pub fn of_artifact(artifact: Artifact, ctx: &Context<'_>) -> Self {
        let Artifact {
            mut kind,
            encoding,
            value,
            message,
            request,
            location,
            scheme,
            problem,
            is_stored,
            ..
        } = artifact;
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
        let mut secrets = secrets(&value, &fields, &tokens, message.as_ref(), request.as_ref());
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
        let asked_scopes = scopes::asked(ctx, request.as_ref());
        let mut inspection = Self {
            kind,
            encoding,
            scopes: scopes::granted(kind, &fields, &tokens, &secrets, location.as_ref()),
            scope_grant: ScopeGrant::Named,
            asked_scopes,
            fields,
            expiry,
            refresh_expiry,
            tokens: tokens.into_iter().map(|(_, token)| token).collect(),
            findings: Vec::new(),
            received,
            message,
            presented: request.as_ref().and_then(PresentedToken::of),
            request,
            location,
            scheme,
            problem,
            is_stored,
            revoked: Revoked::default(),
            secrets,
        };
        inspection.assume_scopes(ctx);
        inspection.judge(ctx);
        inspection
    }

    /// Updates the signatures and findings, which depend on the time, the keys, the request and the
    /// previous response. Nothing is read again.
    pub fn judge(&mut self, ctx: &Context<'_>) {
        jose::verify_all(&mut self.tokens, ctx.keys);
        let presented = self.presented.as_mut().and_then(|it| it.jwt.as_mut());
        jose::verify_all(presented.map_or(&mut [][..], slice::from_mut), ctx.keys);
        for token in &mut self.tokens {
            if let Some(Cow::Owned(reason)) =
                token.signature.reason.as_deref().map(|reason| self.secrets.masked(reason))
            {
                token.signature.reason = Some(reason);
            }
        }
        self.findings = findings::all(&self.findings_input(ctx));
    }

    /// The input of the rules.
    fn findings_input<'a>(&'a self, ctx: &Context<'a>) -> FindingsInput<'a> {
        FindingsInput {
            kind: self.kind,
            encoding: self.encoding,
            fields: &self.fields,
            tokens: &self.tokens,
            credential: self.credential(),
            scopes: &self.scopes,
            asked_scopes: &self.asked_scopes,
            expiry: &self.expiry,
            refresh_expiry: self.refresh_expiry.as_ref(),
            received: self.received,
            message: self.message.as_ref(),
            location: self.location.as_ref(),
            scheme: self.scheme.as_deref(),
            is_stored: self.is_stored,
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
            secret_trials: ctx.secret_trials,
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
    request: Option<&SentRequest>,
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
    if let Some(request) = request {
        for (name, value) in &request.headers {
            gathered.header(name, value.as_str());
        }
        for member in &request.members {
            gathered.value(&member.name, &member.value);
        }
        gathered.text(&request.target);
    }
    gathered.known()
}
