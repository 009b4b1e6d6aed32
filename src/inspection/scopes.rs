//! The scopes of an artifact: what it grants, and what was asked for.

use super::{Context, Inspection, tokens};
use crate::{
    input::{Location, SentRequest},
    jose::Token,
    kind::Kind,
    secrecy::KnownSecrets,
    secret::MASK,
    token::{self, Field, Scope, issuer::IssuerHints, scope::scopes_of},
    value::Value,
};

/// How a response says what it grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScopeGrant {
    /// By its `scope`, or by the claim of a bare token.
    #[default]
    Named,
    /// It names no scope: what was asked for is granted (RFC 6749 §5.1).
    AsAsked,
    /// A refresh that names no scope: what was granted before is granted again (RFC 6749 §6).
    AsBefore,
}

impl ScopeGrant {
    /// How the scopes are known, where the response does not name them.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::AsAsked => {
                Some("The response names no scope: what was asked for is granted (RFC 6749 §5.1).")
            }
            Self::AsBefore => {
                Some("The response names no scope: what was granted before still is (RFC 6749 §6).")
            }
        }
    }
}

/// The claim that names the scopes of a token: RFC 9068 §2.2.3, and Microsoft's and Okta's name for
/// it.
pub fn scope_claim(claims: &Value) -> Option<(&'static str, &Value)> {
    ["scope", "scp", "scopes"].into_iter().find_map(|name| Some((name, claims.get(name)?)))
}

impl Inspection {
    /// Fills in the scopes that a response without `scope` grants (RFC 6749 §5.1, §6).
    pub(super) fn assume_scopes(&mut self, ctx: &Context<'_>) {
        if !self.grants_token() || self.field("scope").is_some() {
            return;
        }
        let own = asked_by_itself(ctx, self.request.as_ref());
        if !own.is_empty() {
            let names = Value::string(own.join(" "));
            let hints = IssuerHints { iss: None, url: None };
            self.scopes = scopes_of(&names, hints);
            self.scope_grant = ScopeGrant::AsAsked;
        } else if let Some(previous) = ctx.previous {
            self.scopes.clone_from(&previous.scopes);
            self.scope_grant = ScopeGrant::AsBefore;
        }
    }
}

/// The scopes that the grant asked for: of a refresh those of the grant before it, as far as they
/// are known (RFC 6749 §6).
pub(super) fn asked(ctx: &Context<'_>, request: Option<&SentRequest>) -> Vec<String> {
    let before = ctx.previous.map(|previous| previous.asked_scopes.clone()).unwrap_or_default();
    if before.is_empty() { asked_by_itself(ctx, request) } else { before }
}

/// The scopes that the request asked for that was answered.
fn asked_by_itself(ctx: &Context<'_>, request: Option<&SentRequest>) -> Vec<String> {
    if let Some(request) = ctx.request {
        return request.scopes.clone();
    }
    let pasted = request.and_then(|request| request.member("scope")).unwrap_or_default();
    let hints = IssuerHints { iss: None, url: None };
    let scopes = scopes_of(&Value::string(pasted), hints);
    scopes.into_iter().map(|scope| scope.name).collect()
}

/// The scopes that a response or a bare token grants. Secrets among them are left out.
pub(super) fn granted(
    kind: Kind,
    fields: &[Field],
    tokens: &[(usize, Token)],
    secrets: &KnownSecrets,
    location: Option<&Location>,
) -> Vec<Scope> {
    let iss = tokens.iter().find_map(|(_, token)| token.claims.as_ref()?.get("iss")?.as_str());
    let hints = IssuerHints { iss, url: location.map(|it| it.base.as_str()) };
    let without_secrets = |value: &Value| {
        let mut scopes = scopes_of(&secrets.redacted("scope", value), hints);
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
    let scope = claims.and_then(scope_claim);
    scope.map(|(_, scopes)| without_secrets(scopes)).unwrap_or_default()
}
