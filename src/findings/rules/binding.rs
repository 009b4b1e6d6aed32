//! Sender-constrained tokens: DPoP (`cnf.jkt`) and mutual TLS (`cnf.x5t#S256`).

use crate::{
    findings::{diagnostics::Diagnostics, jwt::Jwt, rule_context::RuleContext},
    kind::Kind,
    text::visible,
};

/// RFC 9449 §5 and §6.1: a DPoP token is bound to a key, which a JWT names in `cnf.jkt`.
pub(super) fn dpop_unbound(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(access) = &context.access else { return };
    let is_dpop = context.has_token_type("DPoP")
        || context.input.scheme.is_some_and(|s| s.eq_ignore_ascii_case("dpop"));
    if is_dpop && access.claims.readable && access.claims.confirmation("jkt").is_none() {
        let what = match access.claims.cnf {
            None => "the token has no cnf claim",
            Some(_) => "the token's cnf claim has no jkt",
        };
        let fact = format!(
            "token_type is DPoP but {what}: it is bound to no key, so a stolen copy works for \
             anyone"
        );
        diagnostics.on("cnf").error(access.field(), &fact);
    }
}

/// RFC 9449 §5: `token_type` tells the client that the token is bound and needs proofs; §7.1: it
/// is sent with the scheme DPoP.
pub(super) fn bound_as_bearer(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if let Some(access) = &context.access
        && access.claims.confirmation("jkt").is_some()
    {
        if context.has_token_type("Bearer") {
            diagnostics.on("cnf").error(
                access.field(),
                "the token is bound to a key (cnf.jkt) but token_type is Bearer: the client will \
                 send no proof and be refused, or the API does not ask for one",
            );
        } else if context.input.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) {
            diagnostics.citing("RFC 9449 §7.1").on("cnf").error(
                access.field(),
                "the token is bound to a key (cnf.jkt) but is sent as Bearer: it has to be sent \
                 with the scheme DPoP and a proof",
            );
        }
    }
    if context.input.kind == Kind::IntrospectionResponse
        && context.has_token_type("Bearer")
        && context.cnf.and_then(|field| field.plain()).is_some_and(|cnf| cnf.get("jkt").is_some())
    {
        diagnostics.citing("RFC 9449 §5, §6.2").error(
            "token_type",
            "the token is bound to a key (cnf.jkt) but token_type is Bearer: the API will not ask \
             for a proof",
        );
    }
}

/// RFC 8705 §3.1: `x5t#S256` in `cnf` is the hash of the client's certificate. Where certificates
/// were given as keys, the finding says whether one of them is meant.
pub(super) fn mtls_bound(context: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let Some(thumbprint) = jwt.claims.confirmation("x5t#S256") else { return };
    let keys = context.input.keys.iter();
    let mut certificates = keys.filter_map(|key| Some((key, key.certificate_thumbprint()?)));
    let given = match certificates.clone().find(|(_, own)| own == thumbprint) {
        Some((key, _)) => format!(", which {} is", visible(&key.name())),
        None if certificates.next().is_some() => ", which none of the given ones is".to_owned(),
        None => String::new(),
    };
    let fact = format!(
        "the token is bound to a client certificate (cnf x5t#S256){given}: it works only over a TLS \
         connection made with that certificate"
    );
    diagnostics.on("cnf").info(jwt.field(), &fact);
}

/// RFC 9700 §2.2.1: access tokens should be bound to their sender.
pub(super) fn sender_unconstrained(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(access) = &context.access else { return };
    if access.is_access()
        && context.is_granted()
        && context.has_token_type("Bearer")
        && access.claims.readable
        && access.claims.cnf.is_none()
    {
        diagnostics.info(
            access.field(),
            "the token is Bearer and names no key or certificate (no cnf claim): whoever holds a \
             copy can use it",
        );
    }
}
