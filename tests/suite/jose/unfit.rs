//! Keys that must not be used, and the words a verdict has for them.

use crypto_bigint::U4096;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use tokenscope::jose::{Keys, Signature, SignatureStatus, decode, verify};

use super::pairs::{b64, ed25519, fixture, p256, rsa, secret};

fn judge(token: &str, keys: &Value) -> Signature {
    let keys = Keys::parse("keys.json", keys.to_string().as_bytes()).unwrap();
    verify(&decode("token", token).unwrap(), &keys)
}

fn assert_refused(token: &str, keys: &Value, words: &str) {
    let signature = judge(token, keys);
    assert_eq!(signature.status, SignatureStatus::NoKey, "{words}: {:?}", signature.reason);
    let reason = signature.reason.unwrap();
    assert!(reason.contains(words), "{reason}");
}

fn with(jwk: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut jwk = jwk.clone();
    jwk[name] = value.into();
    jwk
}

fn with_octets(jwk: &Value, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Value {
    let text = jwk[name].as_str().unwrap();
    let mut octets = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    change(&mut octets);
    with(jwk, name, b64(octets))
}

#[test]
fn rsa_keys_that_protect_nothing() {
    let pair = rsa("rsa", "rsa2048", &[]);
    let token = pair.plain("RS256");
    let jwk = &pair.jwk;
    let modulus = |number: U4096| {
        let octets = number.to_be_bytes();
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        with(jwk, "n", b64(&octets[zeros..]))
    };
    let number = U4096::from_u32;

    let short = rsa("short", "rsa1024", &[]);
    assert_refused(&short.plain("RS256"), &short.jwk, "has 1024 bits where RSA needs 2048");
    assert_refused(&token, &with(jwk, "e", "AQ"), "exponent that is even or one");
    assert_refused(&token, &with(jwk, "e", "AQAA"), "exponent that is even or one");
    assert_refused(&token, &with(jwk, "e", ""), "exponent that is even or one");
    assert_refused(&token, &with(jwk, "e", b64([1; 9])), "outside the supported range");
    assert_refused(&token, &with(jwk, "e", b64([1; 900])), "longer than 16384 bits");
    assert_refused(&token, &with(jwk, "n", b64([0xff; 4096])), "longer than 16384 bits");
    assert_refused(&token, &with_octets(jwk, "n", |n| n[255] &= 0xfe), "a small factor");
    assert_refused(&token, &with_octets(jwk, "n", |n| n.insert(0, 0)), "leading zeros");
    assert_refused(&token, &with_octets(jwk, "e", |e| e.insert(0, 0)), "leading zeros");
    // A power of 65537 has the remainders of a modulus of the faulty generator.
    let power = (0..128).fold(U4096::ONE, |power, _| power.wrapping_mul(&number(65537)));
    assert_refused(&token, &modulus(power), "ROCA");
    // Two numbers without small factors, close together.
    let near = |more| U4096::ONE.shl(1024).wrapping_add(&number(more));
    assert_refused(
        &token,
        &modulus(near(1).wrapping_mul(&near(7))),
        "so close that it can be broken",
    );

    let private = fixture("rsa2048");
    assert_eq!(judge(&token, &private).status, SignatureStatus::Valid);
    let other = with(&private, "p", private["q"].clone());
    assert_refused(&token, &other, "private numbers that do not belong to it");
}

#[test]
fn long_rsa_keys_are_used() {
    let token = fixture("rsa4104_token");
    assert_eq!(judge(token.as_str().unwrap(), &fixture("rsa4104")).status, SignatureStatus::Valid);
}

#[test]
fn short_secrets_are_told_when_they_match() {
    for (alg, needs) in [("HS256", 32), ("HS384", 48), ("HS512", 64)] {
        let pair = secret("short", vec![7; needs - 1], &[]);
        let signature = judge(&pair.plain(alg), &pair.jwk);
        assert_eq!(signature.status, SignatureStatus::NoKey);
        assert_eq!(
            signature.reason.unwrap(),
            format!(
                "the signature matches, but the key of keys.json has {} octets where {alg} needs \
                 {needs} (RFC 7518 §3.2)",
                needs - 1
            )
        );
        let other = secret("other", vec![8; needs - 1], &[]);
        assert_refused(&pair.plain(alg), &other.jwk, "the key of keys.json has");
    }
    let empty = secret("empty", vec![], &[]);
    assert_refused(&empty.plain("HS256"), &empty.jwk, "is an empty secret");
}

#[test]
fn points_off_their_curve() {
    let pair = p256();
    let (token, jwk) = (pair.plain("ES256"), &pair.jwk);
    assert_refused(&token, &with_octets(jwk, "y", |y| y[31] ^= 1), "not a point of its curve");
    let zero = with(&with(jwk, "x", b64([0; 32])), "y", b64([0; 32]));
    assert_refused(&token, &zero, "not a point of its curve");
    assert_refused(&token, &with_octets(jwk, "x", |x| x.insert(0, 0)), "of the wrong length");
    assert_refused(&token, &with_octets(jwk, "x", |x| x.truncate(31)), "of the wrong length");
    assert_refused(&token, &with(jwk, "crv", "P-384"), "of the wrong length");
    assert_refused(&token, &with(jwk, "crv", "secp256k1"), "not a point of its curve");
    assert_refused(&token, &with(jwk, "crv", "P-224"), "curve that is not supported");
    assert_refused(&token, &with(jwk, "d", b64([8; 32])), "private half that does not belong");

    let pair = ed25519();
    let (token, jwk) = (pair.plain("EdDSA"), &pair.jwk);
    assert_refused(&token, &with(jwk, "d", b64([8; 32])), "private half that does not belong");
    assert_refused(&token, &with(jwk, "x", b64([7; 31])), "not 32 octets");
    assert_refused(&token, &with(jwk, "x", b64([2; 32])), "not a point of its curve");
    for (x, words) in [
        ("0100000000000000000000000000000000000000000000000000000000000000", "of small order"),
        ("0000000000000000000000000000000000000000000000000000000000000000", "of small order"),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "of small order"),
        // y = p + 3, a second form of y = 3.
        (
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "a form that RFC 8032",
        ),
    ] {
        let x = HEXLOWER.decode(x.as_bytes()).unwrap();
        assert_refused(&token, &with(jwk, "x", b64(x)), words);
    }
    for (crv, words) in [("Ed448", "not supported"), ("X25519", "key agreement")] {
        assert_refused(&token, &with(jwk, "crv", crv), words);
    }
}

#[test]
fn jwks_with_malformed_or_contradicting_members() {
    let pair = p256();
    let (token, jwk) = (pair.plain("ES256"), &pair.jwk);
    for (name, value, words) in [
        ("kty", json!("ec"), "a type that is not supported"),
        ("kty", json!(1), "has no kty"),
        ("crv", json!(null), "has no crv"),
        ("x", json!(null), "has no x"),
        ("x", json!("=="), "a malformed x: not base64url"),
        ("kid", json!(1), "a malformed kid: not a string"),
        ("alg", json!(["ES256"]), "a malformed alg: not a string"),
        ("use", json!(null), "a malformed use: not a string"),
        ("use", json!("enc"), "for encryption (use: enc)"),
        ("key_ops", json!("verify"), "malformed key_ops: not a list"),
        ("key_ops", json!([1]), "malformed key_ops: not a list"),
        ("key_ops", json!(["verify", "verify"]), "the same key_ops twice"),
        ("x5c", json!([]), "a malformed x5c"),
        ("x5c", json!([fixture("rsa2048_certificate")]), "a certificate of another key"),
    ] {
        assert_refused(&token, &with(jwk, name, value), words);
    }
    for (usage, op) in [("sig", "encrypt"), ("enc", "verify")] {
        let jwk = with(&with(jwk, "use", usage), "key_ops", json!([op]));
        assert_refused(&token, &jwk, "contradict each other");
    }
    let twice = jwk.to_string().replacen('{', r#"{"kty":"EC","#, 1);
    let keys = Keys::parse("key", twice.as_bytes()).unwrap();
    assert_eq!(keys.iter().next().unwrap().fault(), Some("has a member twice (RFC 7517 §4)"));

    let pair = rsa("rsa", "rsa2048", &[]);
    let token = pair.plain("RS256");
    let held = with(&pair.jwk, "x5c", json!([fixture("rsa2048_certificate")]));
    assert_eq!(judge(&token, &held).status, SignatureStatus::Valid);
    let right = with(&held, "x5t#S256", fixture("rsa2048_certificate_sha256"));
    assert_eq!(judge(&token, &right).status, SignatureStatus::Valid);
    assert_refused(&token, &with(&held, "x5t#S256", b64([7; 32])), "of another certificate");
}

/// A person's own set may hold keys of every kind; of a published one no secret is believed.
#[test]
fn secrets_count_unless_everybody_can_read_them() {
    let (ec, hmac) =
        (with(&p256().jwk, "kid", "k1"), with(&secret("s", vec![7; 32], &[]).jwk, "kid", "k2"));
    let signed = p256().token(r#"{"alg":"ES256","kid":"k1"}"#, "foo", "ES256");
    let mac = secret("s", vec![7; 32], &[]).token(r#"{"alg":"HS256","kid":"k2"}"#, "foo", "HS256");
    let set = json!({ "keys": [ec, hmac] });
    assert_eq!(judge(&signed, &set).status, SignatureStatus::Valid);
    assert_eq!(judge(&mac, &set).status, SignatureStatus::Valid);
    let published = Keys::parse("keys.json", set.to_string().as_bytes())
        .unwrap()
        .mark_published_secrets_unusable();
    let judge = |token: &str| verify(&decode("token", token).unwrap(), &published);
    assert_eq!(judge(&signed).status, SignatureStatus::Valid);
    assert_eq!(judge(&mac).status, SignatureStatus::NoKey);
    assert!(judge(&mac).reason.unwrap().contains("a secret that is published"));
}

/// RFC 7517 §4.5 asks for distinct ones, and allows equivalent keys to share.
#[test]
fn keys_that_share_a_kid_are_all_tried() {
    let token = p256().token(r#"{"alg":"ES256","kid":"k1"}"#, "foo", "ES256");
    let right = with(&p256().jwk, "kid", "k1");
    for other in [&right, &with(&ed25519().jwk, "kid", "k1"), &with(&right, "use", "enc")] {
        for keys in [[&right, other], [other, &right]] {
            assert_eq!(judge(&token, &json!({ "keys": keys })).status, SignatureStatus::Valid);
        }
    }
}

#[test]
fn keys_are_chosen_by_kid() {
    let pair = p256();
    let token = pair.token(r#"{"alg":"ES256","kid":"k1"}"#, "foo", "ES256");
    let named = |kid: &str| with(&pair.jwk, "kid", kid);
    assert_eq!(judge(&token, &pair.jwk).status, SignatureStatus::Valid);
    assert_refused(&token, &named("k2"), "key k2 of keys.json has another kid");
    let set = json!({"keys": [named("k2"), with(&ed25519().jwk, "kid", "k3")]});
    assert_refused(&token, &set, "none of the 2 keys has the kid k1");
    let set = json!({"keys": [named("k2"), with(&ed25519().jwk, "kid", "k1")]});
    assert_refused(&token, &set, "key k1 of keys.json is an Ed25519 key, not one for ES256");
    // Without a kid in the token every key that fits is tried.
    let set =
        json!({"keys": [with(&with_octets(&pair.jwk, "y", |_| ()), "kid", "k2"), named("k1")]});
    let signature = judge(&pair.plain("ES256"), &set);
    assert_eq!(signature.reason.as_deref(), Some("verified with key k2 of keys.json"));
}

#[test]
fn reasons_show_no_control_characters() {
    let kid = "k\u{1b}]0;x\u{7}".to_owned() + &"x".repeat(1000);
    let jwk = with(&with(&p256().jwk, "kid", kid.clone()), "alg", kid);
    let keys = Keys::parse("\u{1b}[2J", jwk.to_string().as_bytes()).unwrap();
    let token = decode("token", &p256().plain("ES256")).unwrap();
    let reason = verify(&token, &keys).reason.unwrap();
    assert!(!reason.contains(char::is_control) && reason.len() < 300, "{reason}");
}

/// In a large set the key is found wherever it stands, with `kid` and without.
#[test]
fn a_large_set_is_searched_to_its_end() {
    let right = with(&secret("right", vec![7; 32], &["HS256"]).jwk, "kid", "right");
    let mut keys: Vec<Value> = (0..10_000_u32)
        .map(
            |at| json!({"kty": "oct", "kid": at.to_string(), "k": b64(at.to_be_bytes().repeat(8))}),
        )
        .collect();
    keys.push(right);
    let pair = secret("right", vec![7; 32], &[]);
    let named = pair.token(r#"{"alg":"HS256","kid":"right"}"#, "foo", "HS256");
    for _ in 0..3 {
        let set = json!({ "keys": keys });
        assert_eq!(judge(&named, &set).status, SignatureStatus::Valid);
        assert_eq!(judge(&pair.plain("HS256"), &set).status, SignatureStatus::Valid);
        keys.rotate_left(4_000);
    }
}

/// Trying every key of a set without `kid` would cost a verification each.
#[test]
fn a_verdict_does_not_try_any_number_of_keys() {
    let [right, other] = [7, 8].map(|at| super::pairs::p384(&[at; 48]));
    let mut keys = vec![other.jwk.clone(); 512];
    keys.push(right.jwk.clone());
    let token = right.plain("ES384");
    assert_refused(&token, &json!({ "keys": keys }), "and 1 more that fit were not tried");
    keys.rotate_right(1);
    assert_eq!(judge(&token, &json!({ "keys": keys })).status, SignatureStatus::Valid);
}
