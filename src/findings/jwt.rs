//! The header parameters and claims of a JWT that rules ask for, read once.

use crate::{
    jose::{Format, Role, Token},
    value::{Member, Value},
};

use super::FindingsInput;

/// The role of a token for the rules: that of its field, as clients and APIs treat the token; of a
/// bare token, the token's own role.
pub(super) fn role(token: &Token) -> Option<Role> {
    match token.field.as_str() {
        "access_token" => Some(Role::AccessToken),
        "id_token" => Some(Role::IdToken),
        "token" => token.role,
        _ => None,
    }
}

/// Whether a `typ` is that of RFC 9068 §2.1, with or without `application/` (RFC 7515 §4.1.9).
pub(super) fn is_at_jwt(typ: &str) -> bool {
    typ.eq_ignore_ascii_case("at+jwt") || typ.eq_ignore_ascii_case("application/at+jwt")
}

/// A compact token with the header parameters and claims that rules ask for.
#[derive(Clone)]
pub(super) struct Jwt<'a> {
    pub(super) token: &'a Token,
    role: Option<Role>,
    /// The token is not in a field, and may be an access token though nothing says so.
    bare: bool,
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
    pub(super) azp: Option<&'a Value>,
    pub(super) acr: Option<&'a Value>,
    pub(super) auth_time: Option<&'a Value>,
    pub(super) at_hash: Option<&'a Value>,
    pub(super) c_hash: Option<&'a Value>,
    pub(super) s_hash: Option<&'a Value>,
    /// The first claim that says who or where a person is.
    pub(super) personal: Option<&'a str>,
}

impl<'a> Jwt<'a> {
    /// Reads header and claims, each member once.
    pub(super) fn read(token: &'a Token, input: &FindingsInput<'_>) -> Self {
        let mut jwt = Self {
            token,
            role: role(token),
            bare: token.field == "token" && input.kind.is_jwt(),
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

    /// Canonical name of the field that holds the token.
    pub(super) fn field(&self) -> &'a str {
        &self.token.field
    }

    pub(super) fn is_access(&self) -> bool {
        self.role == Some(Role::AccessToken)
    }

    /// Whether the token is an access token, or a bare token that does not say what it is.
    pub(super) fn may_be_access(&self) -> bool {
        self.is_access() || self.bare && self.role.is_none() && self.has_general_type()
    }

    pub(super) fn is_id(&self) -> bool {
        self.role == Some(Role::IdToken)
    }

    /// Whether `typ` says no more than that the token is a JWT.
    fn has_general_type(&self) -> bool {
        self.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("jwt"))
    }

    /// Whether the token is signed, not encrypted.
    pub(super) fn is_jws(&self) -> bool {
        self.token.format == Format::Jws
    }

    /// Whether `typ` says that the token follows RFC 9068.
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
                "azp" => &mut claims.azp,
                "acr" => &mut claims.acr,
                "auth_time" => &mut claims.auth_time,
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
