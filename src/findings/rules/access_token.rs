//! JWT access tokens against their profile (RFC 9068).

use crate::findings::{
    diagnostics::Diagnostics, jwt::Jwt, rule_context::RuleContext, wording::quote,
};

/// RFC 9068 §2.1 and RFC 8725 §3.11: an explicit `typ` keeps other tokens from being taken for an
/// access token. Silent for a token that its response calls otherwise: it may be no OAuth one.
pub(super) fn typ_not_at_jwt(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_other = context.is_granted() && !context.has_standard_name();
    if !jwt.is_access() || !jwt.is_jws() || jwt.is_at_jwt() || is_other {
        return;
    }
    let what = match jwt.typ {
        None => "has no typ".to_owned(),
        Some(typ) => format!("has typ {}", quote(typ)),
    };
    let fact = format!(
        "the access token {what} instead of at+jwt: an API that does not look closely may take an \
         ID token for it"
    );
    diagnostics.on("typ").info(jwt.field(), &fact);
}

/// RFC 9068 §2.2: the claims that a token of this type must have.
pub(super) fn at_jwt_claim_missing(
    _: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !jwt.is_at_jwt() || !jwt.claims.readable {
        return;
    }
    let claims = &jwt.claims;
    let required = [
        ("iss", claims.iss),
        ("exp", claims.exp),
        ("aud", claims.aud),
        ("sub", claims.sub),
        ("client_id", claims.client_id),
        ("iat", claims.iat),
        ("jti", claims.jti),
    ];
    for (name, value) in required {
        if value.is_none() {
            let fact = format!(
                "typ is at+jwt but {name} is absent: an API that follows the profile must refuse \
                 the token"
            );
            diagnostics.on(name).error(jwt.field(), &fact);
        }
    }
}

/// RFC 9068 §6: every API that gets the token reads these, whether it needs them or not.
pub(super) fn pii_in_access_token(
    _: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(claim) = jwt.claims.personal.filter(|_| jwt.is_access()) else { return };
    let fact = format!(
        "the access token carries {claim}: every API that gets it, and every log that keeps it, \
         learns about the person"
    );
    diagnostics.on(claim).info(jwt.field(), &fact);
}
