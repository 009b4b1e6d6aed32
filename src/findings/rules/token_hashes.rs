//! `at_hash`, `c_hash` and `s_hash` of an ID token, compared with the access token, code and state
//! that came with it.

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, SHA384, SHA512, digest};

use crate::{
    findings::{diagnostics::Diagnostics, jwt::Jwt, rule_context::RuleContext, wording::quote},
    jose::Format,
    secret::Secret,
    token::Field,
    value::Value,
};

/// OpenID Connect Core §3.1.3.6: `at_hash` is the hash of the access token that came with the ID
/// token.
pub(super) fn at_hash_mismatch(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let came = context.access_token.and_then(field_text);
    check_hash("at_hash", jwt.claims.at_hash, "access token", came, jwt, diagnostics);
}

/// OpenID Connect Core §3.3.2.11: `c_hash` is the hash of the code that came with the ID token or
/// was exchanged for it.
pub(super) fn c_hash_mismatch(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let spent = context.sign_in().and_then(|sign_in| sign_in.code.as_ref()).map(Secret::expose);
    let came = context.code.and_then(field_text).or(spent);
    check_hash("c_hash", jwt.claims.c_hash, "code", came, jwt, diagnostics);
}

/// FAPI 1.0 Advanced §5.1.1: `s_hash` is the hash of the state that came with the ID token or was
/// sent.
pub(super) fn s_hash_mismatch(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let sent = context.sign_in().and_then(|sign_in| sign_in.state.as_deref());
    let came = context.state.and_then(field_text).or(sent);
    check_hash("s_hash", jwt.claims.s_hash, "state", came, jwt, diagnostics);
}

/// Compares a claim of an ID token with the hash of what came with it.
fn check_hash(
    claim: &str,
    hash: Option<&Value>,
    name: &str,
    came: Option<&str>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !jwt.is_id() || jwt.token.format != Format::Jws {
        return;
    }
    let hash = hash.filter(|hash| **hash != Value::Null);
    let (Some(hash), Some(alg), Some(came)) = (hash, jwt.alg, came) else { return };
    let hash = hash.as_str().unwrap_or_default();
    if left_half_hash(alg, hash, came).is_some_and(|expected| expected != hash) {
        let fact = format!(
            "{claim} of the ID token is not the hash of the {name} by {}: one of the two was \
             exchanged for another on the way, or belongs to another response",
            quote(alg)
        );
        diagnostics.on(claim).error(jwt.field(), &fact);
    }
}

/// The value of a field as it was written.
fn field_text(field: &Field) -> Option<&str> {
    // A hash is computed over it; nothing else.
    field.secret().map(Secret::expose).or_else(|| field.plain()?.as_str())
}

/// The left half of the hash that goes with a signature algorithm, in base64url; none for an
/// algorithm without one (OpenID Connect Core §3.1.3.6), and for Ed448, whose hash is SHAKE256 (RFC
/// 8032 §5.2): half of it has 57 octets, which `claimed` tells.
fn left_half_hash(alg: &str, claimed: &str, value: &str) -> Option<String> {
    let hash = match alg {
        "EdDSA" if claimed.len() == 76 => return None,
        "Ed25519" | "EdDSA" => &SHA512,
        alg if alg.ends_with("512") => &SHA512,
        alg if alg.ends_with("384") => &SHA384,
        "ES256K" => &SHA256,
        alg if alg.ends_with("256") => &SHA256,
        _ => return None,
    };
    let hash = digest(hash, value.as_bytes());
    Some(BASE64URL_NOPAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of OpenID Connect Core appendix A.3 and A.4.
    #[test]
    fn the_example_of_the_specification() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(left_half_hash("RS256", "", token).unwrap(), "77QmUPtjPfzWtF2AnpK9RQ");
        let code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        assert_eq!(left_half_hash("RS256", "", code).unwrap(), "LDktKdoQak3Pk0cnXxCltA");
    }

    #[test]
    fn the_hash_follows_the_algorithm() {
        for (alg, octets) in
            [("ES256K", 16), ("PS384", 24), ("HS512", 32), ("EdDSA", 32), ("Ed25519", 32)]
        {
            let half = left_half_hash(alg, "", "token").unwrap();
            assert_eq!(BASE64URL_NOPAD.decode(half.as_bytes()).unwrap().len(), octets);
        }
        assert_eq!(left_half_hash("none", "", "token"), None);
        let of_ed448 = BASE64URL_NOPAD.encode(&[0; 57]);
        assert_eq!(left_half_hash("EdDSA", &of_ed448, "token"), None);
        assert!(left_half_hash("EdDSA", &of_ed448[1..], "token").is_some());
    }
}
