//! Whether a token and what came with it belong together.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{jose::Format, token::Field, value::Value};

use super::{facts::Facts, found::Found, jwt::Jwt};

/// OpenID Connect Core §3.1.3.6 (`at_hash`), §3.3.2.11 (`c_hash`), and `s_hash` of FAPI 1.0: the
/// left half of a hash ties the ID token to the access token, the code and the state.
pub(super) fn at_hash_mismatch(facts: &Facts<'_>, jwt: &Jwt<'_>, found: &mut Found) {
    if !jwt.is_id() || jwt.token.format != Format::Jws {
        return;
    }
    let Some(alg) = jwt.alg else { return };
    let pairs = [
        ("at_hash", jwt.claims.at_hash, facts.access_token, "OIDC Core §3.1.3.6"),
        ("c_hash", jwt.claims.c_hash, facts.code, "OIDC Core §3.3.2.11"),
        ("s_hash", jwt.claims.s_hash, facts.state, "FAPI 1.0 Advanced §5.1.1"),
    ];
    for (claim, hash, field, source) in pairs {
        let (Some(hash), Some(field)) = (hash.and_then(Value::as_str), field) else { continue };
        let Some(value) = written(field) else { continue };
        let Some(expected) = left_half_hash(alg, value) else { continue };
        if expected != hash {
            let name = &field.name;
            let fact = format!(
                "{claim} of the ID token is not the hash of {name}: one of the two was exchanged \
                 for another on the way, or belongs to another response"
            );
            found.citing(source).on(claim).error(jwt.field(), &fact);
        }
    }
}

/// The value of a field as it was written.
fn written(field: &Field) -> Option<&str> {
    // A hash is computed over it; nothing else.
    field.secret().map(crate::secret::Secret::expose).or_else(|| field.plain()?.as_str())
}

/// The left half of the hash that goes with a signature algorithm, in base64url; none for an
/// algorithm without one (OpenID Connect Core §3.1.3.6).
fn left_half_hash(alg: &str, value: &str) -> Option<String> {
    let hash = match alg {
        "Ed25519" | "EdDSA" => Sha512::digest(value).to_vec(),
        alg if alg.ends_with("512") => Sha512::digest(value).to_vec(),
        alg if alg.ends_with("384") => Sha384::digest(value).to_vec(),
        "ES256K" => Sha256::digest(value).to_vec(),
        alg if alg.ends_with("256") => Sha256::digest(value).to_vec(),
        _ => return None,
    };
    Some(BASE64URL_NOPAD.encode(&hash[..hash.len() / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of OpenID Connect Core appendix A.3 and A.4.
    #[test]
    fn the_example_of_the_specification() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(left_half_hash("RS256", token).unwrap(), "77QmUPtjPfzWtF2AnpK9RQ");
        let code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        assert_eq!(left_half_hash("RS256", code).unwrap(), "LDktKdoQak3Pk0cnXxCltA");
    }

    #[test]
    fn the_hash_follows_the_algorithm() {
        for (alg, octets) in
            [("ES256K", 16), ("PS384", 24), ("HS512", 32), ("EdDSA", 32), ("Ed25519", 32)]
        {
            let half = left_half_hash(alg, "token").unwrap();
            assert_eq!(BASE64URL_NOPAD.decode(half.as_bytes()).unwrap().len(), octets);
        }
        assert_eq!(left_half_hash("none", "token"), None);
    }
}
