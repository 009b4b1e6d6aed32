//! What a refresh did, and what a refresh token must not be.

use crate::token::{Field, Kind};

use super::{Severity, facts::Facts, found::Found, wording::quote};

/// RFC 9700 §4.14.2: the refresh tokens of public clients are rotated or bound to the sender.
pub(super) fn refresh_not_rotated(facts: &Facts<'_>, found: &mut Found) {
    let Some((before, after)) = refresh_tokens(facts) else { return };
    let Some(after) = after else { return };
    if before.secret() != after.secret() {
        return;
    }
    let is_public = facts.asked().is_some_and(|asked| asked.public_client);
    let is_bound = facts.is_type("DPoP")
        || facts.cnf.is_some()
        || facts.access.as_ref().is_some_and(|access| access.claims.cnf.is_some());
    if is_public && !is_bound {
        found.add(
            Severity::Warning,
            Some("refresh_token"),
            "the refresh brought the same refresh token, and the client is public: a stolen copy \
             works unnoticed for as long as the real one",
        );
    } else {
        found.info(
            "refresh_token",
            "the refresh brought the same refresh token: that is allowed to a client with \
             credentials or a bound token, and reuse by a thief cannot be noticed",
        );
    }
}

/// RFC 6749 §6: the server may issue a new refresh token; without one the old one stays.
pub(super) fn refresh_token_omitted(facts: &Facts<'_>, found: &mut Found) {
    if let Some((_, None)) = refresh_tokens(facts).filter(|_| facts.is_granted()) {
        found.info(
            "refresh_token",
            "the refresh brought no new refresh token: keep the old one, a client that overwrites \
             it with nothing has to sign in again",
        );
    }
}

/// The refresh token of the previous response, and of this one where it has one.
fn refresh_tokens<'a>(facts: &Facts<'a>) -> Option<(&'a Field, Option<&'a Field>)> {
    let previous = facts.ctx.previous?;
    let before = previous.field("refresh_token")?;
    (facts.inspection.kind == Kind::TokenResponse).then_some((before, facts.refresh_token))
}

/// RFC 6749 §4.4.3: client credentials bring no refresh token.
pub(super) fn refresh_with_client_credentials(facts: &Facts<'_>, found: &mut Found) {
    if facts.asked_by("client_credentials") && facts.refresh_token.is_some() {
        found.warning(
            "refresh_token",
            "client_credentials brought a refresh token: the client can ask again at any time, so \
             it is only one more secret to keep",
        );
    }
}

/// RFC 6749 §1.5: a refresh token is for the authorization server alone and is never sent to a
/// resource server.
pub(super) fn refresh_equals_access(facts: &Facts<'_>, found: &mut Found) {
    let (Some(access), Some(refresh)) = (facts.access_token, facts.refresh_token) else { return };
    if access.secret().is_some() && access.secret() == refresh.secret() {
        found.error(
            "refresh_token",
            "refresh_token and access_token are the same string: every API that is called can \
             renew the token for itself",
        );
    }
}

/// OpenID Connect Core §12.2: `iss` and `sub` stay the same in a refresh.
pub(super) fn id_token_subject_changed(facts: &Facts<'_>, found: &mut Found) {
    let Some(before) = facts.ctx.previous.and_then(|previous| previous.token("id_token")) else {
        return;
    };
    let (Some(after), Some(before)) = (&facts.id, &before.claims) else { return };
    for (claim, now) in [("iss", after.claims.iss), ("sub", after.claims.sub)] {
        let (Some(was), Some(now)) = (before.get(claim), now) else { continue };
        if was != now {
            let fact = format!(
                "the refresh changed {claim} of the ID token from {} to {}: it speaks of someone \
                 else, so the client must end the session",
                quote(was.as_str().unwrap_or_default()),
                quote(now.as_str().unwrap_or_default())
            );
            found.on(claim).error("id_token", &fact);
        }
    }
}
