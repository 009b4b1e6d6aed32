//! Damaged and hostile keys: an error or a fault, never a panic.

use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use proptest::{prelude::*, sample::Index};
use serde_json::json;
use tokenscope::jose::{KeyError, Keys, SignatureStatus, SigningKey, Token, decode, verify};

use super::{
    forms::pem,
    pairs::{OPENSSL, fixture, p256, rsa},
};

/// Every form of keys of every kind, and a certificate.
static STRUCTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let certificate = fixture("rsa2048_certificate");
    let forms = ["sec1", "pkcs8", "pkcs1", "pkcs1_public", "spki"];
    OPENSSL
        .iter()
        .flat_map(|key| forms.map(|form| &key[form]))
        .chain([&certificate])
        .filter_map(|form| Some(BASE64.decode(form.as_str()?.as_bytes()).unwrap()))
        .collect()
});

static ES256: LazyLock<Token> = LazyLock::new(|| decode("token", &p256().plain("ES256")).unwrap());

static RS256: LazyLock<Token> =
    LazyLock::new(|| decode("token", &rsa("rsa", "rsa2048", &[]).plain("RS256")).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_structures_do_no_harm(
        which in any::<Index>(), at in any::<Index>(), with in any::<u8>(), cut in any::<Option<Index>>()
    ) {
        let mut der = which.get(&STRUCTURES).clone();
        *at.get_mut(&mut der) = with;
        if let Some(cut) = cut {
            der.truncate(cut.index(der.len()));
        }
        for label in ["PRIVATE KEY", "PUBLIC KEY", "CERTIFICATE"] {
            let pem = pem(label, &der, 64);
            for keys in [Keys::parse("key", &der), Keys::parse("key", pem.as_bytes())] {
                let _ = keys.map(|keys| verify(&ES256, &keys));
            }
            if let Ok(key) = SigningKey::from_pem_or_jwk(&pem.into(), None, None) {
                let _ = key.sign("JWT", &json!({}));
                let _ = key.public_jwk();
            }
        }
    }

    #[test]
    fn damaged_private_jwks_do_no_harm(
        name in prop::sample::select(vec!["n", "e", "d", "p", "q"]),
        octets in prop::collection::vec(any::<u8>(), 0..4),
        drop in any::<bool>(),
    ) {
        let mut jwk = fixture("rsa2048");
        jwk[name] = json!(BASE64URL_NOPAD.encode(&octets));
        if drop {
            jwk.as_object_mut().unwrap().remove("q");
        }
        let _ = Keys::parse("key", jwk.to_string().as_bytes()).map(|keys| verify(&RS256, &keys));
        if let Ok(key) = SigningKey::from_pem_or_jwk(&jwk.to_string().into(), None, None) {
            let _ = key.sign("JWT", &json!({}));
        }
    }
}

#[test]
fn the_primes_of_a_private_jwk_may_be_missing() {
    let mut jwk = fixture("rsa2048");
    for name in ["p", "q"] {
        jwk.as_object_mut().unwrap().remove(name);
    }
    let key = SigningKey::from_pem_or_jwk(&jwk.to_string().into(), None, None).unwrap();
    let token = key.sign("JWT", &json!({})).unwrap();
    let keys = Keys::parse("key", fixture("rsa2048").to_string().as_bytes()).unwrap();
    let token = decode("token", token.expose()).unwrap();
    assert_eq!(verify(&token, &keys).status, SignatureStatus::Valid);
    jwk["d"] = json!("");
    let error = SigningKey::from_pem_or_jwk(&jwk.to_string().into(), None, None).unwrap_err();
    assert_eq!(error, KeyError::Member("d"));
}
