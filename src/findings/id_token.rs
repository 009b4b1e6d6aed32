//! ID tokens (OpenID Connect Core), and who issued what.

use crate::{token::Kind, value::Value};

use super::{
    facts::{Facts, text},
    found::Found,
    jwt::Jwt,
    wording::{list, quote},
};

/// RFC 8414 §3.3: the issuer is one string, compared character by character. In an ID token that
/// is OpenID Connect Core §3.1.3.7, in an access token RFC 9068 §4, in a callback RFC 9207 §2.4.
pub(super) fn issuer_mismatch(facts: &Facts<'_>, found: &mut Found) {
    let Some(issuer) = facts.asked().and_then(|asked| asked.issuer.as_deref()) else { return };
    let kind = facts.inspection.kind;
    let compare = |found: &mut Found, field: &str, source, value: Option<&str>| {
        let Some(iss) = value.filter(|iss| *iss != issuer) else { return };
        let name = if kind == Kind::ServerMetadata { "issuer" } else { "iss" };
        let fact = format!(
            "{name} is {} but the metadata was asked of {}: the answer comes from another server, \
             or one that names itself otherwise, and clients must refuse it",
            quote(iss),
            quote(issuer)
        );
        if name == "iss" && field != "iss" {
            found.on("iss");
        }
        found.citing(source).error(field, &fact);
    };
    for (jwt, source) in [(&facts.access, "RFC 9068 §4"), (&facts.id, "OIDC Core §3.1.3.7")] {
        if let Some(jwt) = jwt {
            compare(found, jwt.field(), source, jwt.claims.iss.and_then(Value::as_str));
        }
    }
    let (name, source) = match kind {
        Kind::AuthorizationResponse => ("iss", "RFC 9207 §2.4"),
        Kind::IntrospectionResponse => ("iss", "RFC 7662 §2.2"),
        Kind::ServerMetadata => ("issuer", "RFC 8414 §3.3"),
        _ => return,
    };
    let value = facts.inspection.field(name).and_then(text);
    compare(found, name, source, value);
}

/// OpenID Connect Core §2: the claims that every ID token has.
pub(super) fn id_token_claim_missing(_: &Facts<'_>, jwt: &Jwt<'_>, found: &mut Found) {
    if !jwt.is_id() || !jwt.claims.readable {
        return;
    }
    let claims = &jwt.claims;
    let required = [
        ("iss", claims.iss),
        ("sub", claims.sub),
        ("aud", claims.aud),
        ("exp", claims.exp),
        ("iat", claims.iat),
    ];
    for (name, value) in required {
        if value.is_none() {
            let fact = format!("the ID token has no {name}: clients must refuse it");
            found.on(name).error(jwt.field(), &fact);
        }
    }
}

/// OpenID Connect Core §3.1.3.7: the client's own identifier is an audience of its ID tokens.
pub(super) fn id_token_aud(facts: &Facts<'_>, jwt: &Jwt<'_>, found: &mut Found) {
    let client = facts.asked().and_then(|asked| asked.client_id.as_deref());
    let (Some(client), Some(aud)) = (client, jwt.claims.aud) else { return };
    let one = aud.as_str().into_iter();
    let audiences = one.chain(aud.items().iter().filter_map(Value::as_str));
    if jwt.is_id() && !audiences.clone().any(|audience| audience == client) {
        let fact = format!(
            "the ID token is for {} and not for the client {}: it was made for another \
             application, and this one must refuse it",
            list(audiences),
            quote(client)
        );
        found.on("aud").error(jwt.field(), &fact);
    }
}

/// OpenID Connect Core §3.1.3.7: the nonce that was sent comes back. A refresh need not bring it
/// again (§12.2).
pub(super) fn nonce_mismatch(facts: &Facts<'_>, jwt: &Jwt<'_>, found: &mut Found) {
    let sent = facts.asked().and_then(|asked| asked.nonce.as_deref());
    let Some(sent) = sent.filter(|_| jwt.is_id() && jwt.claims.readable) else { return };
    let what = match jwt.claims.nonce.and_then(Value::as_str) {
        Some(nonce) if nonce == sent => return,
        Some(_) => "is not the one that was sent",
        None if facts.asked_by("refresh_token") => return,
        None => "is absent, though one was sent",
    };
    let fact = format!(
        "nonce of the ID token {what}: it may have been made for another sign-in and replayed, so \
         the client must refuse it"
    );
    found.on("nonce").error(jwt.field(), &fact);
}

/// RFC 8725 §3.12: tokens of different kinds must not be exchangeable for one another.
pub(super) fn id_token_as_access(facts: &Facts<'_>, found: &mut Found) {
    if let (Some(access), Some(id)) = (facts.access_token, facts.id_token)
        && access.secret().is_some()
        && access.secret() == id.secret()
    {
        found.error(
            "access_token",
            "access_token and id_token are the same string: an API that takes it takes every ID \
             token of this issuer, whoever it was made for",
        );
        return;
    }
    let Some(access) = &facts.access else { return };
    for (name, value) in [("nonce", access.claims.nonce), ("at_hash", access.claims.at_hash)] {
        if value.is_some() {
            let fact = format!(
                "the access token has {name}, a claim of ID tokens: either one is used for the \
                 other, or an API cannot tell them apart"
            );
            found.on(name).error(access.field(), &fact);
            return;
        }
    }
}
