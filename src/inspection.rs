//! Bytes to one [`Inspection`]: the value that the report prints and the inspector shows.

mod headline;
mod usable;

use std::borrow::Cow;

pub use headline::Headline;
pub use usable::{Answer, Reason, Revoked, Usable};

use chrono::{DateTime, Offset, Utc};

use crate::{
    findings::{self, Finding, Previous, RequestContext, RuleInput},
    input::{self, Artifact, Encoding, Location, Message},
    jose::{self, Keys, Role, Token},
    kind::Kind,
    problem::Problem,
    secrecy::{KnownSecrets, SecretCollector},
    secret::{MASK, Secret},
    token::{
        self, Expiry, Field, JwtTimes, Received, ReceivedFrom, ResponseClock, Scope, TokenTimes,
        Zone,
        field::{self, MODEL},
        instant,
        moment::{Expected, Moment},
    },
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
    pub asked: Option<&'a RequestContext>,
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
        let asks_for_claims = ctx.asked.is_some_and(|asked| asked.userinfo);
        let succeeded = message.as_ref().is_some_and(|it| (200..300).contains(&it.status));
        if asks_for_claims && succeeded && kind == Kind::Unrecognized && problem.is_none() {
            // Claims without a `sub` do not tell by themselves what they are.
            kind = Kind::UserinfoResponse;
        }
        let mut fields = token::fields(&value, kind);
        let mut tokens = match &value {
            // One token in JSON (RFC 7515 §7.2), whose members are the fields.
            Value::Object(_) if kind.is_jwt() => serialized(&value, scheme.as_deref()),
            _ => decode(&fields, scheme.as_deref()),
        };
        if asks_for_claims {
            // A signed answer need not say what it is (OpenID Connect Core §5.3.2).
            for (_, token) in &mut tokens {
                token.role = Some(Role::Userinfo);
            }
        }
        let mut secrets = secrets(&value, &fields, &tokens, message.as_ref());
        if let Some(asked) = ctx.asked {
            secrets = secrets.and(&asked.secrets);
        }
        if let Some(previous) = ctx.previous {
            secrets = secrets.and(&previous.secrets.own());
        }
        drop(value);
        field::hide_secrets(&mut fields, &secrets);
        for (_, token) in &mut tokens {
            if let Cow::Owned(shown) = secrets.shown_name(&token.field) {
                token.field = shown;
            }
        }
        let received = received(ctx, message.as_ref());
        let clock = ResponseClock { now: ctx.now, received, zone: ctx.zone };
        let (expiry, refresh_expiry) =
            token::expiry(kind, &fields, &jwt_times(kind, &fields, &tokens), clock);
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
    fn rule_input<'a>(&'a self, ctx: &Context<'a>) -> RuleInput<'a> {
        RuleInput {
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
            request: ctx.asked,
            previous: ctx.previous.map(|previous| Previous {
                refresh_token: previous.field("refresh_token"),
                id_token: previous.token("id_token").and_then(|token| token.claims.as_ref()),
            }),
            file_mode: ctx.file_mode,
        }
    }

    /// The field of this canonical name that is present, the first of them. For a name of the
    /// model only the model's own field counts: another of that name belongs to something else.
    pub fn field(&self, name: &str) -> Option<&Field> {
        field::present(self.kind, &self.fields, name)
    }

    /// Whether it grants an access token: a response that holds one, and names no error beside it
    /// (RFC 6749 §5.1).
    pub fn grants_token(&self) -> bool {
        let text = |name| self.field(name).and_then(|field| field.plain()?.as_str());
        self.kind == Kind::TokenResponse
            && self.field("access_token").and_then(Field::secret).is_some()
            && text("error").is_none_or(str::is_empty)
    }

    /// Whether it could not be read, or not to its end.
    pub fn is_unread(&self) -> bool {
        self.kind == Kind::Unrecognized || self.problem.is_some()
    }

    /// The authentication scheme that the access token is presented with: what its type says
    /// (RFC 6749 §7.1), or what it stood behind; `Bearer` unless that is `DPoP` (RFC 9449 §7.1).
    pub fn presented_as(&self) -> &'static str {
        let written = self.field("token_type").and_then(|field| field.plain()?.as_str());
        let is_dpop = |name: &str| name.eq_ignore_ascii_case("DPoP");
        if written.or(self.scheme.as_deref()).is_some_and(is_dpop) { "DPoP" } else { "Bearer" }
    }

    /// Who signed in, as the ID token says it (OpenID Connect Core §2).
    pub fn subject(&self) -> Option<&str> {
        self.token("id_token")?.claims.as_ref()?.get("sub")?.as_str()
    }

    /// The tokens in a field, by their indices: its own, then what stands inside it. A token in
    /// JSON is that of all its members.
    pub fn tokens_in(&self, field: &Field) -> impl Iterator<Item = usize> {
        let is_serialized = self.kind.is_jwt() && self.field("token").is_none();
        let holds = move |name: &str| {
            let inside = ["payload", "key_binding"];
            let mut outer = name;
            while let Some((before, last)) = outer.rsplit_once('.')
                && outer != field.name
                && inside.contains(&last)
            {
                outer = before;
            }
            is_serialized || outer == field.name
        };
        let tokens = self.tokens.iter().enumerate();
        tokens.filter(move |(_, token)| holds(&token.field)).map(|(index, _)| index)
    }

    /// The decoded token in the field of this canonical name.
    pub fn token(&self, field: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.field == field)
    }
}

/// Every JWT among the fields and inside one another, with the position of its field.
fn decode(fields: &[Field], scheme: Option<&str>) -> Vec<(usize, Token)> {
    // `protected` of a JWS or JWE in JSON (RFC 7515 §7.2) is a header, and no token that was cut.
    let is_header = |field: &Field, text: &str| field.name == "protected" && !text.contains('.');
    let mut tokens = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        // The text is needed to decode it; what comes out is a secret again.
        let Some(text) = field.secret().map(Secret::expose) else { continue };
        if !is_header(field, text) {
            let read = jose::read(&field.name, text);
            tokens.extend(placed(read, &field.source_name, scheme).map(|token| (at, token)));
        }
    }
    tokens
}

/// The tokens of an object that is a token itself.
fn serialized(value: &Value, scheme: Option<&str>) -> Vec<(usize, Token)> {
    let read = jose::serialization::read("token", value);
    placed(read, "token", scheme).map(|token| (0, token)).collect()
}

/// The tokens with their roles: the first stands in a field of this name, the others inside it. A
/// token that only holds another is for the same thing; a proof behind it is not.
fn placed(
    mut tokens: Vec<Token>,
    source_name: &str,
    scheme: Option<&str>,
) -> impl Iterator<Item = Token> {
    let mut known = None;
    for (inside, token) in tokens.iter_mut().enumerate() {
        let name = if inside == 0 { source_name } else { "" };
        token.role = Role::of(token, name, scheme);
        if token.key_binding.is_none() {
            known = known.or(token.role);
        }
    }
    for token in tokens.iter_mut().filter(|token| token.key_binding.is_none()) {
        token.role = token.role.or(known);
    }
    tokens.into_iter()
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

/// The times that the tokens of the model, or the bare token, tell. Without an access token the ID
/// token is the credential.
fn jwt_times(kind: Kind, fields: &[Field], tokens: &[(usize, Token)]) -> JwtTimes {
    let at = |at: usize| speaking(tokens, at);
    let member = |name: &str| MODEL.iter().position(|member| *member == name);
    let model = |name: &str| member(name).and_then(at);
    match kind {
        Kind::TokenResponse => {
            let granted = member("access_token").is_some_and(|at| fields[at].present);
            let id = || tokens.iter().map(|(_, token)| token).find(|it| it.field == "id_token");
            let access = if granted { model("access_token") } else { id() };
            JwtTimes {
                access: access.map(times).unwrap_or_default(),
                refresh: model("refresh_token").map(times).unwrap_or_default(),
            }
        }
        Kind::Jws | Kind::Jwe | Kind::SdJwt => JwtTimes {
            access: at(0).map(times).unwrap_or_default(),
            refresh: TokenTimes::default(),
        },
        _ => JwtTimes::default(),
    }
}

/// The life of a compact token by its own claims, whatever stands around it.
pub fn life_of(token: &Token) -> Expiry {
    times(token).expiry()
}

/// The token in this field whose claims count: the field's own, or the one that it holds.
fn speaking(tokens: &[(usize, Token)], at: usize) -> Option<&Token> {
    let within = tokens.iter().filter(|(field, _)| *field == at).map(|(_, token)| token);
    let mut speaks = within.clone().filter(|it| it.claims.is_some() && it.key_binding.is_none());
    speaks.next().or_else(|| within.clone().next())
}

/// `exp`, `iat` and `nbf` of a token (RFC 7519 §4.1), also where they are not the numbers they
/// should be. A token that is encrypted may repeat them in its header (RFC 7519 §5.3).
fn times(token: &Token) -> TokenTimes {
    let utc = Zone::Fixed(Utc.fix());
    let header = Some(&token.header).filter(|_| token.format == jose::Format::Jwe);
    let claims = token.claims.as_ref().or(header);
    let time = |name: &str| match instant::read(claims?.get(name)?, Expected::Instant, utc) {
        Moment::Instant { at, .. } => Some(at),
        // In a claim zero is 1970, and not a zero time.
        Moment::Never => Some(DateTime::UNIX_EPOCH),
        _ => None,
    };
    TokenTimes { expires_at: time("exp"), issued_at: time("iat"), not_before: time("nbf") }
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
    let claims = speaking(tokens, 0).and_then(|token| token.claims.as_ref());
    let scope = claims.and_then(|claims| {
        // RFC 9068 §2.2.3, and Microsoft's and Okta's name for it.
        ["scope", "scp", "scopes"].iter().find_map(|name| claims.get(name))
    });
    scope.map(without_secrets).unwrap_or_default()
}

/// When the response was received: a `Date` header (RFC 9110 §6.6.1) is worth more than a file's
/// time or the present.
fn received(ctx: &Context<'_>, message: Option<&Message>) -> Received {
    let date = message
        .filter(|_| ctx.received.from > ReceivedFrom::DateHeader)
        .and_then(|message| message.header("date"));
    match date.map(|date| instant::parse(date.trim(), Expected::Instant, ctx.zone)) {
        Some(Moment::Instant { at, .. }) => Received { at, from: ReceivedFrom::DateHeader },
        _ => ctx.received,
    }
}
