//! Signing, for client assertions and the demonstration server.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use tokenscope::{
    jose::{KeyError, Keys, SignatureStatus, SigningKey, decode, verify},
    secret::Secret,
};

use super::pairs::fixture;

const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"e1",
    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

#[test]
fn a_token_holds_header_claims_and_signature() {
    let key = SigningKey::from_pem_or_jwk(&ED25519.into(), None, None).unwrap();
    let compact = key.sign("at+jwt", &json!({"sub": "jane"})).unwrap();
    let token = decode("token", compact.expose()).unwrap();
    assert_eq!(token.signature.alg.as_deref(), Some("EdDSA"));
    assert_eq!(token.signature.kid.as_deref(), Some("e1"));
    assert_eq!(token.header.get("typ").unwrap().as_str(), Some("at+jwt"));
    assert_eq!(token.claims.unwrap().get("sub").unwrap().as_str(), Some("jane"));
    // RFC 8037 appendix A.2.
    let public = key.public_jwk().unwrap();
    assert_eq!(public["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(public.get("d"), None);
}

#[test]
fn a_key_signs_with_its_own_algorithms_only() {
    let key = |text: &str, alg| SigningKey::from_pem_or_jwk(&text.into(), Some(alg), None);
    assert!(key(ED25519, "Ed25519").is_ok());
    assert_eq!(key(ED25519, "HS256").unwrap_err(), KeyError::Algorithm("HS256"));
    assert_eq!(key(ED25519, "none").unwrap_err(), KeyError::Unsupported);
    let short = fixture("rsa1024").to_string();
    assert_eq!(key(&short, "PS512").unwrap_err(), KeyError::Weak);
    let secret = Secret::new("a secret");
    assert_eq!(
        SigningKey::from_secret(&secret, "RS256").unwrap_err(),
        KeyError::Algorithm("RS256")
    );
}

#[test]
fn neither_debug_nor_errors_show_a_key() {
    let key = SigningKey::from_pem_or_jwk(&ED25519.into(), None, None).unwrap();
    assert_eq!(format!("{key:?}"), "SigningKey(EdDSA)");
    for text in ["", "{}", "hunter2", "-----BEGIN X-----hunter2", r#"{"kty":"oct","k":"hunter2?"}"#]
    {
        let error = SigningKey::from_pem_or_jwk(&text.into(), None, None).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

#[test]
fn what_it_signs_is_valid() {
    let keys = Keys::parse("secret", &[b'x'; 64]).unwrap();
    for alg in ["HS256", "HS384", "HS512"] {
        let key = SigningKey::from_secret(&"x".repeat(64).into(), alg).unwrap();
        assert_eq!(verdict(&key, &keys), SignatureStatus::Valid);
    }
    let scalar = |length| BASE64URL_NOPAD.encode(&[7; 66][..length]);
    for (jwk, algs) in [
        (fixture("rsa2048"), &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"][..]),
        (json!({"kty": "EC", "crv": "P-256", "d": scalar(32)}), &["ES256"]),
        (json!({"kty": "EC", "crv": "P-384", "d": scalar(48)}), &["ES384"]),
        (json!({"kty": "EC", "crv": "P-521", "d": scalar(65)}), &["ES512"]),
        (json!({"kty": "EC", "crv": "secp256k1", "d": scalar(32)}), &["ES256K"]),
        (json!({"kty": "OKP", "crv": "Ed25519", "d": scalar(32)}), &["EdDSA", "Ed25519"]),
    ] {
        for alg in algs {
            let text = jwk.to_string();
            let key = SigningKey::from_pem_or_jwk(&text.into(), Some(alg), Some("k1")).unwrap();
            let public = key.public_jwk().unwrap().to_string();
            let keys = Keys::parse("public", public.as_bytes()).unwrap();
            assert_eq!(verdict(&key, &keys), SignatureStatus::Valid, "{alg}");
        }
    }
    let random = SigningKey::from_random(&[9; 32], "r1").unwrap();
    let public = random.public_jwk().unwrap().to_string();
    assert_eq!(
        verdict(&random, &Keys::parse("r", public.as_bytes()).unwrap()),
        SignatureStatus::Valid
    );
}

fn verdict(key: &SigningKey, keys: &Keys) -> SignatureStatus {
    let compact = key.sign("JWT", &json!({"sub": "jane"})).unwrap();
    verify(&decode("token", compact.expose()).unwrap(), keys).status
}
