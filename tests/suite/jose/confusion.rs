//! Every algorithm against every key: only the intended pairs are valid.

use serde_json::{Value, json};
use tokenscope::jose::{Keys, Status, decode, verify};

use super::pairs::{ALGS, Pair, all, b64, secret};

/// Names in a header that are no algorithm of signatures, or another spelling of one.
const STRANGERS: [&str; 10] =
    ["none", "None", "Ed448", "RS1", "HS1", "rs256", "ES521", "A128KW", "dir", ""];

fn verdict(token: &str, jwk: &Value) -> Status {
    let keys = Keys::parse("keys.json", jwk.to_string().as_bytes()).unwrap();
    let signature = verify(&decode("token", token).unwrap(), &keys);
    assert_eq!(signature.reason.is_some(), signature.status != Status::NotChecked);
    signature.status
}

/// Whether a key's `alg` is the header's, the two names of Ed25519 being one.
fn agrees(own: &str, alg: &str) -> bool {
    own == alg || (["EdDSA", "Ed25519"].contains(&own) && ["EdDSA", "Ed25519"].contains(&alg))
}

/// The key with its terms of use, and whether they allow to verify this algorithm.
fn variants(pair: &Pair, alg: &str) -> Vec<(Value, bool)> {
    let owns = ALGS.iter().map(|own| (Some(*own), agrees(own, alg)));
    let owns = owns.chain([(None, true), (Some("RSA-OAEP"), false), (Some(""), false)]);
    let symmetric = pair.jwk["kty"] == "oct";
    let uses = [(None, true), (Some("sig"), true), (Some("enc"), false), (Some("other"), false)];
    let ops: [(Value, bool); 5] = [
        (Value::Null, true),
        (json!(["verify"]), true),
        (json!(["sign"]), symmetric),
        (json!(["encrypt", "decrypt"]), false),
        (json!([]), false),
    ];
    let mut variants = Vec::new();
    for (own, own_ok) in owns {
        for (usage, use_ok) in uses {
            for (ops, ops_ok) in &ops {
                let mut jwk = pair.jwk.clone();
                if let Some(own) = own {
                    jwk["alg"] = json!(own);
                }
                if let Some(usage) = usage {
                    jwk["use"] = json!(usage);
                }
                if !ops.is_null() {
                    jwk["key_ops"] = ops.clone();
                }
                variants.push((jwk, own_ok && use_ok && *ops_ok));
            }
        }
    }
    variants
}

#[test]
fn only_the_intended_combinations_are_valid() {
    let mut valid = 0;
    for pair in all() {
        for alg in ALGS {
            let token = pair.plain(alg);
            for (jwk, allowed) in variants(&pair, alg) {
                let expected = allowed && pair.algs.contains(&alg);
                let status = verdict(&token, &jwk);
                assert_eq!(status == Status::Valid, expected, "{} {alg} {jwk}", pair.name);
                if !expected {
                    assert_eq!(status, Status::NoKey, "{} {alg} {jwk}", pair.name);
                }
                valid += usize::from(expected);
            }
        }
    }
    assert!(valid > 100);
}

#[test]
fn unknown_algorithms_are_unsupported_with_any_key() {
    for pair in all() {
        for alg in STRANGERS {
            let status = verdict(&pair.plain(alg), &pair.jwk);
            let unsigned = alg.eq_ignore_ascii_case("none");
            let expected = if unsigned { Status::Unsigned } else { Status::Unsupported };
            assert_eq!(status, expected, "{} {alg}", pair.name);
        }
    }
}

#[test]
fn a_signature_of_another_key_is_invalid() {
    let (signers, others) = (all(), all());
    for (signer, other) in signers.iter().zip(&others) {
        for alg in signer.algs {
            let token = signer.plain(alg);
            let (message, _) = token.rsplit_once('.').unwrap();
            let forged = other.token(r#"{"alg":"HS256"}"#, "bar", alg);
            let (_, signature) = forged.rsplit_once('.').unwrap();
            let status = verdict(&format!("{message}.{signature}"), &signer.jwk);
            assert_eq!(status, Status::Invalid, "{} {alg}", signer.name);
        }
    }
}

/// What an attacker knows of a public key, used as a secret (RFC 8725 §2.1).
#[test]
fn a_public_key_is_never_a_secret() {
    for pair in all().iter().filter(|pair| pair.jwk["kty"] != "oct") {
        let spki = super::forms::spki(&pair.jwk);
        let mut known = vec![pair.jwk.to_string().into_bytes(), spki.clone()];
        for width in [64, 76] {
            let pem = super::forms::pem("PUBLIC KEY", &spki, width);
            known.push(pem.trim_end().as_bytes().to_vec());
            known.push(pem.into_bytes());
        }
        for name in ["n", "x"] {
            if let Some(text) = pair.jwk[name].as_str() {
                known.push(text.as_bytes().to_vec());
                known.push(data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).unwrap());
            }
        }
        for octets in known {
            for alg in ["HS256", "HS384", "HS512"] {
                let forger = secret("forger", octets.clone(), &[]);
                let token = forger.plain(alg);
                assert_eq!(verdict(&token, &pair.jwk), Status::NoKey, "{} {alg}", pair.name);
                // Whatever way the public key is given, it is no secret.
                if octets.starts_with(b"-----") || octets == spki {
                    for keys in [
                        Keys::parse("key", &octets),
                        Keys::secret("key", &octets),
                        Keys::parse(
                            "key",
                            json!({"kty": "oct", "k": b64(&octets)}).to_string().as_bytes(),
                        ),
                    ] {
                        let token = decode("token", &token).unwrap();
                        assert_eq!(verify(&token, &keys.unwrap()).status, Status::NoKey);
                    }
                }
            }
        }
    }
}
