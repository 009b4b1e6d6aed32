//! What became of the signature, with the keys at hand.

use crate::{
    findings::{diagnostics::Diagnostics, facts::Facts, jwt::Jwt},
    jose::{SignatureStatus, verify},
};

/// RFC 7515 §5.2: a token whose signature does not verify is refused.
pub(super) fn signature_invalid(_: &Facts<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let signature = &jwt.token.signature;
    if signature.status != SignatureStatus::Invalid {
        return;
    }
    let reason = signature.reason.as_deref().unwrap_or("a key denies it");
    let fact =
        format!("the signature is invalid: {reason}. Whoever checks it must refuse the token");
    diagnostics.error(jwt.field(), &fact);
}

/// OpenID Connect Core §10.1: where a set has several keys, `kid` says which one it is.
pub(super) fn kid_missing(facts: &Facts<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let keys = facts.input.keys;
    if keys.is_empty() || jwt.kid.is_some() || verify::count_fitting_keys(jwt.token, keys) < 2 {
        return;
    }
    diagnostics.on("kid").warning(
        jwt.field(),
        "the header has no kid, and several of the keys at hand could have signed the token: a \
         client must try each, or refuse it",
    );
}
