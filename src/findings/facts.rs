//! What the rules look at, gathered in one pass so that no rule searches again.

use chrono::{DateTime, Utc};

use crate::{
    inspection::{Context, Inspection},
    jose::{Format, Token},
    token::{Field, Kind, field::MODEL},
    value::{Member, Value},
};

use super::{Asked, wording::number};

/// The members and tokens of an inspection that rules ask for, each the first that is present.
pub(super) struct Facts<'a> {
    pub(super) inspection: &'a Inspection,
    pub(super) ctx: &'a Context<'a>,
    pub(super) access_token: Option<&'a Field>,
    pub(super) refresh_token: Option<&'a Field>,
    pub(super) id_token: Option<&'a Field>,
    pub(super) token_type: Option<&'a Field>,
    pub(super) expires_in: Option<&'a Field>,
    pub(super) expires_at: Option<&'a Field>,
    pub(super) refresh_expires_in: Option<&'a Field>,
    pub(super) scope: Option<&'a Field>,
    pub(super) error: Option<&'a Field>,
    pub(super) issued_token_type: Option<&'a Field>,
    pub(super) cnf: Option<&'a Field>,
    pub(super) code: Option<&'a Field>,
    pub(super) iss: Option<&'a Field>,
    pub(super) state: Option<&'a Field>,
    /// A member that only a stored credential has, never a response.
    pub(super) stored_credential: bool,
    /// The decoded access token: the field, or a bare token that can only be one.
    pub(super) access: Option<Jwt<'a>>,
    /// The decoded ID token, likewise.
    pub(super) id: Option<Jwt<'a>>,
}

impl<'a> Facts<'a> {
    /// Gathers the facts; allocates nothing.
    pub(super) fn of(inspection: &'a Inspection, ctx: &'a Context<'a>) -> Self {
        let mut facts = Self {
            inspection,
            ctx,
            access_token: None,
            refresh_token: None,
            id_token: None,
            token_type: None,
            expires_in: None,
            expires_at: None,
            refresh_expires_in: None,
            scope: None,
            error: None,
            issued_token_type: None,
            cnf: None,
            code: None,
            iss: None,
            state: None,
            stored_credential: false,
            access: None,
            id: None,
        };
        let has_model = inspection.kind == Kind::TokenResponse;
        for (index, field) in inspection.fields.iter().enumerate().filter(|(_, it)| it.present) {
            // Of a name of the model only the model's own field counts.
            if has_model && index >= MODEL.len() && MODEL.contains(&field.name.as_str()) {
                continue;
            }
            let slot = match field.name.as_str() {
                "access_token" => &mut facts.access_token,
                "refresh_token" => &mut facts.refresh_token,
                "id_token" => &mut facts.id_token,
                "token_type" => &mut facts.token_type,
                "expires_in" => &mut facts.expires_in,
                "expires_at" => &mut facts.expires_at,
                "refresh_token_expires_in" => &mut facts.refresh_expires_in,
                "scope" => &mut facts.scope,
                "error" => &mut facts.error,
                "issued_token_type" => &mut facts.issued_token_type,
                "cnf" => &mut facts.cnf,
                "code" => &mut facts.code,
                "iss" => &mut facts.iss,
                "state" => &mut facts.state,
                "client_secret" | "private_key" => {
                    facts.stored_credential = true;
                    continue;
                }
                _ => continue,
            };
            slot.get_or_insert(field);
        }
        for token in &inspection.tokens {
            let slot = match Role::of(token, inspection) {
                Role::Access => &mut facts.access,
                Role::Id => &mut facts.id,
                _ => continue,
            };
            if slot.is_none() {
                *slot = Some(Jwt::read(token, inspection));
            }
        }
        facts
    }

    /// The instant to judge at.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.ctx.now
    }

    /// What was asked for, where that is known.
    pub(super) fn asked(&self) -> Option<&'a Asked> {
        self.ctx.asked
    }

    /// Whether it is a token response that holds an access token.
    pub(super) fn is_granted(&self) -> bool {
        self.inspection.kind == Kind::TokenResponse && self.access_token.is_some()
    }

    /// Whether the access token is called that, in any case and with any separator. Where it goes
    /// by another name (`token`, `client_token`, …) it is an API's or a tool's own object.
    pub(super) fn is_standard(&self) -> bool {
        self.is_granted() && self.access_token.is_some_and(|field| spells(field, "accesstoken"))
    }

    /// Whether `grant_type` of the request is known to be this one.
    pub(super) fn asked_by(&self, grant_type: &str) -> bool {
        self.asked().is_some_and(|asked| asked.grant_type.as_deref() == Some(grant_type))
    }

    /// The lifetime that `expires_in` gives, in the number as it was written.
    pub(super) fn lifetime(&self) -> Option<f64> {
        self.expires_in.and_then(Field::plain).and_then(number)
    }

    /// Whether `token_type` is this one, in any case (RFC 6749 §5.1).
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.token_type.and_then(text).is_some_and(|written| written.eq_ignore_ascii_case(name))
    }
}

/// The text of a field that is not secret.
pub(super) fn text(field: &Field) -> Option<&str> {
    field.plain().and_then(Value::as_str)
}

/// Whether the last part of the name as written has these letters and no others.
pub(super) fn spells(field: &Field, letters: &str) -> bool {
    let name = field.source_name.as_str();
    let last = name.rsplit('.').next().unwrap_or(name);
    let written = last.bytes().filter(u8::is_ascii_alphanumeric);
    written.map(|byte| byte.to_ascii_lowercase()).eq(letters.bytes())
}

/// What a compact token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An access token: by its field, its scheme or its `typ`.
    Access,
    /// An ID token: by its field, or by claims that only an ID token has.
    Id,
    /// A bare token that does not say what it is for.
    Bare,
    /// Anything else: refresh tokens, proofs, assertions, signed metadata, …
    Other,
}

impl Role {
    pub(super) fn of(token: &Token, inspection: &Inspection) -> Self {
        match token.field.as_str() {
            "access_token" => return Self::Access,
            "id_token" => return Self::Id,
            "token" if matches!(inspection.kind, Kind::Jws | Kind::Jwe) => {}
            _ => return Self::Other,
        }
        let typ = token.header.get("typ").and_then(Value::as_str);
        match typ {
            Some(typ) if is_at_jwt(typ) => return Self::Access,
            Some(typ) if !typ.eq_ignore_ascii_case("jwt") => return Self::Other,
            _ => {}
        }
        if inspection.scheme.as_deref().is_some_and(is_token_scheme) {
            return Self::Access;
        }
        let Some(claims) = &token.claims else { return Self::Bare };
        // Claims of an ID token alone (OpenID Connect Core §2), unless the token says what it allows.
        let says = |name| claims.get(name).is_some();
        if says("scope") || says("scp") || says("cnf") {
            Self::Access
        } else if says("nonce") || says("at_hash") || says("c_hash") {
            Self::Id
        } else {
            Self::Bare
        }
    }
}

fn is_token_scheme(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop")
}

/// Whether a `typ` is that of RFC 9068 §2.1, with or without `application/` (RFC 7515 §4.1.9).
pub(super) fn is_at_jwt(typ: &str) -> bool {
    typ.eq_ignore_ascii_case("at+jwt") || typ.eq_ignore_ascii_case("application/at+jwt")
}

/// A compact token with the header parameters and claims that rules ask for.
#[derive(Clone)]
pub(super) struct Jwt<'a> {
    pub(super) token: &'a Token,
    pub(super) role: Role,
    pub(super) alg: Option<&'a str>,
    pub(super) typ: Option<&'a str>,
    pub(super) kid: Option<&'a Value>,
    pub(super) zip: Option<&'a Value>,
    pub(super) jku: Option<&'a Value>,
    pub(super) x5u: Option<&'a Value>,
    pub(super) jwk: Option<&'a Value>,
    pub(super) x5c: Option<&'a Value>,
    pub(super) crit: Option<&'a Value>,
    pub(super) claims: Claims<'a>,
}

/// The claims that rules ask for; the last of a name counts, as in most JSON parsers.
#[derive(Clone, Copy, Default)]
pub(super) struct Claims<'a> {
    /// Whether the payload is a JSON object that could be read to its end.
    pub(super) readable: bool,
    pub(super) iss: Option<&'a Value>,
    pub(super) sub: Option<&'a Value>,
    pub(super) aud: Option<&'a Value>,
    pub(super) exp: Option<&'a Value>,
    pub(super) nbf: Option<&'a Value>,
    pub(super) iat: Option<&'a Value>,
    pub(super) jti: Option<&'a Value>,
    pub(super) client_id: Option<&'a Value>,
    pub(super) scope: Option<&'a Value>,
    pub(super) scp: Option<&'a Value>,
    pub(super) cnf: Option<&'a Value>,
    pub(super) nonce: Option<&'a Value>,
    pub(super) at_hash: Option<&'a Value>,
    pub(super) c_hash: Option<&'a Value>,
    pub(super) s_hash: Option<&'a Value>,
    /// The first claim that says who or where a person is.
    pub(super) personal: Option<&'a str>,
}

impl<'a> Jwt<'a> {
    /// Reads header and claims, each member once.
    pub(super) fn read(token: &'a Token, inspection: &Inspection) -> Self {
        let mut jwt = Self {
            token,
            role: Role::of(token, inspection),
            alg: None,
            typ: None,
            kid: None,
            zip: None,
            jku: None,
            x5u: None,
            jwk: None,
            x5c: None,
            crit: None,
            claims: Claims::default(),
        };
        for Member { name, value } in token.header.members() {
            match name.as_str() {
                "alg" => jwt.alg = value.as_str(),
                "typ" => jwt.typ = value.as_str(),
                "kid" => jwt.kid = Some(value),
                "zip" => jwt.zip = Some(value),
                "jku" => jwt.jku = Some(value),
                "x5u" => jwt.x5u = Some(value),
                "jwk" => jwt.jwk = Some(value),
                "x5c" => jwt.x5c = Some(value),
                "crit" => jwt.crit = Some(value),
                _ => {}
            }
        }
        if let Some(claims) = &token.claims {
            jwt.claims = Claims::read(claims.members(), token.problem.is_none());
        }
        jwt
    }

    /// Canonical name of the field that holds it.
    pub(super) fn field(&self) -> &'a str {
        &self.token.field
    }

    /// Whether it is signed, not encrypted.
    pub(super) fn is_jws(&self) -> bool {
        self.token.format == Format::Jws
    }

    /// Whether its `typ` says that it follows RFC 9068.
    pub(super) fn is_at_jwt(&self) -> bool {
        self.typ.is_some_and(is_at_jwt)
    }
}

impl<'a> Claims<'a> {
    fn read(members: &'a [Member], readable: bool) -> Self {
        let mut claims = Self { readable, ..Self::default() };
        for Member { name, value } in members {
            let slot = match name.as_str() {
                "iss" => &mut claims.iss,
                "sub" => &mut claims.sub,
                "aud" => &mut claims.aud,
                "exp" => &mut claims.exp,
                "nbf" => &mut claims.nbf,
                "iat" => &mut claims.iat,
                "jti" => &mut claims.jti,
                "client_id" => &mut claims.client_id,
                "scope" => &mut claims.scope,
                "scp" => &mut claims.scp,
                "cnf" => &mut claims.cnf,
                "nonce" => &mut claims.nonce,
                "at_hash" => &mut claims.at_hash,
                "c_hash" => &mut claims.c_hash,
                "s_hash" => &mut claims.s_hash,
                "email" | "phone" | "phone_number" | "birthdate" | "address" => {
                    if !value.is_absent() {
                        claims.personal.get_or_insert(name);
                    }
                    continue;
                }
                _ => continue,
            };
            *slot = Some(value);
        }
        claims
    }

    /// `exp`, `iat` or `nbf` in seconds, where it is a number.
    pub(super) fn seconds(value: Option<&Value>) -> Option<f64> {
        value?.as_number()?.parse().ok()
    }

    /// A member of `cnf` that is a string (RFC 7800 §3.1).
    pub(super) fn confirmation(&self, method: &str) -> Option<&'a str> {
        self.cnf?.get(method)?.as_str()
    }
}
