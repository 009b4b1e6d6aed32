//! The reasons of verdicts, in words.

use super::{
    algorithms::{self, SignatureInput},
    candidates, most_keys,
};
use crate::jose::{self, Key, Keys, Token, signing_input};

/// The reason where a part of a JWS is missing, which can be seen without a key.
pub(super) fn missing_part(token: &Token, alg: Option<&str>) -> Option<String> {
    if signing_input::is_detached(token) {
        return Some(DETACHED.to_owned());
    }
    let encoded = token.compact.expose().rsplit('.').next().unwrap_or_default();
    too_short(alg, encoded.len() * 3 / 4)
}

/// The reason where a signature is shorter than its algorithm allows (RFC 7518 §3, RFC 8037 §3.1),
/// as in a token that was cut.
fn too_short(alg: Option<&str>, octets: usize) -> Option<String> {
    let alg = alg?;
    let least = match alg {
        "HS256" => 32,
        "HS384" => 48,
        "HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519" => 64,
        "ES384" => 96,
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => 128,
        "ES512" => 132,
        _ => return None,
    };
    (octets < least).then(|| {
        format!("{octets} octets are too few for {alg}, which has {least} at least: was it cut?")
    })
}

/// Why a signature without its payload cannot be checked.
pub(super) const DETACHED: &str = "the payload is not here (detached, RFC 7515 appendix F)";

pub(super) fn too_many_keys(tried: usize, fitting: usize) -> String {
    format!(
        "none of the first {tried} keys confirms the signature, and {} more that fit were not tried",
        fitting - tried
    )
}

pub(super) fn denied(fitting: &[&Key]) -> String {
    match fitting {
        [key] => format!(
            "{} does not confirm the signature: the token was changed, or signed with another key",
            key.name()
        ),
        _ => format!(
            "none of the {} keys that fit confirms the signature: the token was changed, or signed \
             with another key",
            fitting.len()
        ),
    }
}

/// How the reason begins where a given secret confirms the signature but is shorter than the hash,
/// so that it may not (RFC 7518 §3.2).
pub(crate) const CONFIRMED_BY_SHORT_SECRET: &str = "the signature matches, but";

/// Why none of the keys may verify the token.
pub(super) fn no_fitting_key(
    signed: &SignatureInput<'_>,
    keys: &Keys,
    kid: Option<&str>,
) -> String {
    let count = keys.iter().len();
    if count == 0 {
        return format!("there is no key in {}", keys.sources.join(", "));
    }
    // A short secret is common in development, and the signature then says what one wants to know.
    let short = candidates(keys, kid).take(most_keys(signed.alg)).find_map(|key| {
        let fault = key.contents().too_short(signed.alg)?;
        algorithms::verify_with_key(key, signed)
            .then(|| format!("{CONFIRMED_BY_SHORT_SECRET} {} {fault}", key.name()))
    });
    if let Some(reason) = short {
        return reason;
    }
    if let Some(kid) = kid
        && count > 1
        && keys.iter().all(|key| key.has_other_kid(Some(kid)))
    {
        let kid = jose::short_quote(kid);
        return format!("none of the {count} keys has the kid {kid}");
    }
    let mut refused = keys.iter().filter(|key| count == 1 || !key.has_other_kid(kid));
    let mut reasons: Vec<String> = refused
        .by_ref()
        .take(3)
        .filter_map(|key| Some(format!("{} {}", key.name(), key.refusal(signed.alg, kid)?)))
        .collect();
    let more = refused.count();
    if more > 0 {
        reasons.push(format!("and {more} more"));
    }
    reasons.join("; ")
}
