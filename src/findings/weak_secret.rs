//! Shared secrets that anyone can guess.

use jsonwebtoken::{Algorithm, DecodingKey, crypto};

use crate::{
    catalog,
    jose::{Format, Token},
};

use super::{
    facts::{Facts, Jwt},
    found::Found,
};

/// RFC 8725 §3.5 and RFC 7518 §3.2: a secret is random and as long as the hash. The well-known
/// ones are tried here, offline; no other token than an HMAC one costs anything.
pub(super) fn hmac_weak_secret(_: &Facts<'_>, jwt: &Jwt<'_>, found: &mut Found) {
    let algorithm = match jwt.alg {
        Some("HS256") => Algorithm::HS256,
        Some("HS384") => Algorithm::HS384,
        Some("HS512") => Algorithm::HS512,
        _ => return,
    };
    if jwt.token.format == Format::Jws
        && let Some(place) = well_known(jwt.token, algorithm)
    {
        let fact = format!(
            "the token is signed with a well-known secret (number {} of the list in this program, \
             {} characters): anyone can make tokens that pass for genuine",
            place + 1,
            catalog::weak_secrets()[place].chars().count()
        );
        found.on("alg").error(jwt.field(), &fact);
    }
}

/// Which of the well-known secrets made the signature.
fn well_known(token: &Token, algorithm: Algorithm) -> Option<usize> {
    // The signature is computed over the token itself.
    let (message, signature) = token.compact.expose().rsplit_once('.')?;
    catalog::weak_secrets().iter().position(|secret| {
        let key = DecodingKey::from_secret(secret.as_bytes());
        crypto::verify(signature, message.as_bytes(), &key, algorithm).unwrap_or(false)
    })
}
