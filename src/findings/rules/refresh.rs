//! Refresh tokens: rotation, omission, and what must stay the same in a refresh.

use crate::{
    findings::{
        Severity,
        diagnostics::Diagnostics,
        jwt::Jwt,
        rule_context::RuleContext,
        wording::{quote, quoted_list, shorten_digits, type_of},
    },
    kind::Kind,
    token::Field,
    value::Value,
};

use super::issuer_and_audience::audiences;

/// RFC 9700 §4.14.2: the refresh tokens of public clients are rotated or bound to the sender.
pub(super) fn refresh_not_rotated(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some((before, after)) = refresh_tokens(context) else { return };
    let Some(after) = after else { return };
    if before.secret() != after.secret() {
        return;
    }
    let is_public = context.request().is_some_and(|request| request.public_client);
    let is_bound = context.has_token_type("DPoP")
        || context.cnf.is_some()
        || context.access.as_ref().is_some_and(|access| access.claims.cnf.is_some());
    if is_public && !is_bound {
        diagnostics.add(
            Severity::Warning,
            Some("refresh_token"),
            "the refresh brought the same refresh token, and the client is public: a stolen copy \
             works unnoticed for as long as the real one",
        );
    } else {
        diagnostics.info(
            "refresh_token",
            "the refresh brought the same refresh token: that is allowed to a client with \
             credentials or a bound token, and reuse by a thief cannot be noticed",
        );
    }
}

/// RFC 6749 §6: the server may issue a new refresh token; without one the old one stays.
pub(super) fn refresh_token_omitted(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if let Some((_, None)) = refresh_tokens(context).filter(|_| context.is_granted()) {
        diagnostics.info(
            "refresh_token",
            "the refresh brought no new refresh token: keep the old one, a client that overwrites \
             it with nothing has to sign in again",
        );
    }
}

/// The refresh token of the previous response, and of this one where it has one.
fn refresh_tokens<'a>(context: &RuleContext<'a>) -> Option<(&'a Field, Option<&'a Field>)> {
    let previous = context.input.previous?;
    let before = previous.refresh_token?;
    (context.input.kind == Kind::TokenResponse).then_some((before, context.refresh_token))
}

/// RFC 6749 §4.4.3: client credentials bring no refresh token.
pub(super) fn refresh_with_client_credentials(
    context: &RuleContext<'_>,
    diagnostics: &mut Diagnostics,
) {
    if context.used_grant("client_credentials") && context.refresh_token.is_some() {
        diagnostics.warning(
            "refresh_token",
            "client_credentials brought a refresh token: the client can ask again at any time, so \
             it is only one more secret to keep",
        );
    }
}

/// RFC 6749 §1.5: a refresh token is for the authorization server alone and is never sent to a
/// resource server.
pub(super) fn refresh_equals_access(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (Some(access), Some(refresh)) = (context.access_token, context.refresh_token) else {
        return;
    };
    if access.secret().is_some() && access.secret() == refresh.secret() {
        diagnostics.error(
            "refresh_token",
            "refresh_token and access_token are the same string: every API that is called can \
             renew the token for itself",
        );
    }
}

/// OpenID Connect Core §12.2: `iss` and `sub` stay the same in a refresh.
pub(super) fn id_token_subject_changed(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some((before, after)) = id_token_claims(context) else { return };
    for (claim, now) in [("iss", after.claims.iss), ("sub", after.claims.sub)] {
        let (Some(was), Some(now)) = (before.get(claim), now) else { continue };
        if was != now {
            let fact = format!(
                "the refresh changed {claim} of the ID token from {} to {}: it speaks of someone \
                 else, so the client must end the session",
                claim_in_words(was),
                claim_in_words(now)
            );
            diagnostics.on(claim).error("id_token", &fact);
        }
    }
}

/// OpenID Connect Core §12.2: a refreshed ID token tells of the same sign-in, for the same client.
/// `auth_time` and `nonce` may be left out; `aud` includes the client it was for before.
pub(super) fn id_token_refresh_changed(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some((before, after)) = id_token_claims(context) else { return };
    let claims = &after.claims;
    let kept = |claim: &str, now: Option<&Value>| now.is_none() || before.get(claim) == now;
    let same_audience = match (before.get("aud"), claims.aud) {
        (Some(was), Some(now)) => audiences(was).all(|it| audiences(now).any(|other| other == it)),
        _ => true,
    };
    for (claim, now, is_kept) in [
        ("auth_time", claims.auth_time, kept("auth_time", claims.auth_time)),
        ("nonce", claims.nonce, kept("nonce", claims.nonce)),
        ("aud", claims.aud, same_audience),
        ("azp", claims.azp, before.get("azp") == claims.azp),
    ] {
        if !is_kept {
            let side =
                |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), claim_in_words);
            let fact = format!(
                "the refresh changed {claim} of the ID token from {} to {}: it tells of another \
                 sign-in, or another client, than the one that is renewed",
                side(before.get(claim)),
                side(now)
            );
            diagnostics.on(claim).warning("id_token", &fact);
        }
    }
}

/// The claims of the ID token before a refresh, and the ID token after it.
fn id_token_claims<'a, 'f>(context: &'f RuleContext<'a>) -> Option<(&'a Value, &'f Jwt<'a>)> {
    let before = context.input.previous?.id_token?;
    let after = context.id.as_ref()?;
    (after.field() == "id_token" && after.claims.readable).then_some((before, after))
}

/// A claim in words: its text, its digits, or its type.
fn claim_in_words(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text.as_str()),
        Value::Array(_) if audiences(value).next().is_some() => quoted_list(audiences(value)),
        value => value.as_number().map_or_else(|| type_of(value).to_owned(), shorten_digits),
    }
}
