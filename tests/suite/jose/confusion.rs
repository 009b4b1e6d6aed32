//! Every algorithm against every key: only the intended pairs are valid.

use serde_json::{Value, json};
use tokenscope::jose::{Keys, SignatureStatus, Token, decode, verify};

use super::pairs::{ALGS, Pair, all, b64, der, secret};

/// Names in a header that are no algorithm of signatures, or another spelling of one.
const STRANGERS: [&str; 10] =
    ["none", "None", "Ed448", "RS1", "HS1", "rs256", "ES521", "A128KW", "dir", ""];

fn judge(token: &Token, keys: &Keys) -> SignatureStatus {
    let signature = verify(token, keys);
    assert!(signature.reason.is_some());
    signature.status
}

fn verdict(token: &str, jwk: &Value) -> SignatureStatus {
    judge(&decode("token", token).unwrap(), &keys(jwk))
}

fn keys(jwk: &Value) -> Keys {
    Keys::parse("keys.json", jwk.to_string().as_bytes()).unwrap()
}

/// Whether a key's `alg` is the header's, the two names of Ed25519 being one.
fn agrees(own: Option<&str>, alg: &str) -> bool {
    let ed25519 = |name: &str| ["EdDSA", "Ed25519"].contains(&name);
    own.is_none_or(|own| own == alg || (ed25519(own) && ed25519(alg)))
}

/// The terms of use that a key can have: its `alg`, and whether the others allow to verify.
fn terms(pair: &Pair) -> Vec<(Option<&'static str>, bool, Value)> {
    let owns = ALGS.iter().copied().chain(["RSA-OAEP", ""]).map(Some).chain([None]);
    let uses = [(None, true), (Some("sig"), true), (Some("enc"), false), (Some("other"), false)];
    let ops: [(Value, bool); 5] = [
        (Value::Null, true),
        (json!(["verify"]), true),
        (json!(["sign"]), pair.jwk["kty"] == "oct"),
        (json!(["encrypt", "decrypt"]), false),
        (json!([]), false),
    ];
    let mut terms = Vec::new();
    for own in owns {
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
                terms.push((own, use_ok && *ops_ok, jwk));
            }
        }
    }
    terms
}

#[test]
fn only_the_intended_combinations_are_valid() {
    let mut valid = 0;
    for pair in all() {
        let tokens = ALGS.map(|alg| (alg, decode("token", &pair.plain(alg)).unwrap()));
        for (own, allowed, jwk) in terms(&pair) {
            let keys = keys(&jwk);
            for (alg, token) in &tokens {
                let intended = allowed && agrees(own, alg) && pair.algs.contains(alg);
                let expected =
                    if intended { SignatureStatus::Valid } else { SignatureStatus::NoKey };
                assert_eq!(judge(token, &keys), expected, "{} {alg} {jwk}", pair.name);
                valid += usize::from(intended);
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
            let expected =
                if unsigned { SignatureStatus::Unsigned } else { SignatureStatus::Unsupported };
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
            assert_eq!(status, SignatureStatus::Invalid, "{} {alg}", signer.name);
        }
    }
}

/// What an attacker knows of a public key, used as a secret (RFC 8725 §2.1).
#[test]
fn a_public_key_is_never_a_secret() {
    for pair in all().iter().filter(|pair| pair.jwk["kty"] != "oct") {
        let spki = der(&pair.jwk, "spki");
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
                assert_eq!(
                    verdict(&token, &pair.jwk),
                    SignatureStatus::NoKey,
                    "{} {alg}",
                    pair.name
                );
                // Whatever way the public key is given, it is no secret.
                if octets.starts_with(b"-----") || octets.starts_with(b"{") || octets == spki {
                    for keys in [
                        Keys::parse("key", &octets),
                        Keys::secret("key", &octets),
                        Keys::parse(
                            "key",
                            json!({"kty": "oct", "k": b64(&octets)}).to_string().as_bytes(),
                        ),
                    ] {
                        let token = decode("token", &token).unwrap();
                        assert_eq!(verify(&token, &keys.unwrap()).status, SignatureStatus::NoKey);
                    }
                }
            }
        }
    }
}
