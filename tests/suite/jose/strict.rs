//! Tokens and signatures that are almost right.

use crypto_bigint::{Limb, NonZero, U256, U512, U2048};
use data_encoding::BASE64URL_NOPAD;
use getrandom::SysRng;
use proptest::prelude::*;
use rsa::{
    Pss,
    sha2::{Digest, Sha256, Sha512},
};
use serde_json::json;
use tokenscope::{
    input::recognize,
    jose::{KeyFrom, Keys, Signature, SignatureStatus, decode, verify},
    kind::Kind,
};

use super::pairs::{Pair, all, b64, ed25519, fixture, p256, rsa, rsa_private, secp256k1, secret};

fn judge(token: &str, pair: &Pair) -> Signature {
    let keys = Keys::parse("key", pair.jwk.to_string().as_bytes()).unwrap();
    verify(&decode("token", token).unwrap(), &keys)
}

fn assert_invalid(token: &str, pair: &Pair, words: &str) {
    let signature = judge(token, pair);
    assert_eq!(signature.status, SignatureStatus::Invalid, "{words}");
    let reason = signature.reason.unwrap();
    assert!(reason.contains(words), "{reason}");
}

fn with_signature(token: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap();
    let octets = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    format!("{message}.{}", b64(change(octets)))
}

#[test]
fn without_a_key_nothing_is_judged() {
    let token = decode("token", &p256().plain("ES256")).unwrap();
    let signature = verify(&token, &Keys::default());
    assert_eq!((signature.status, signature.reason), (SignatureStatus::NotChecked, None));
    let damaged = decode("token", &p256().plain("ES256")[..60]).unwrap();
    assert_eq!(verify(&damaged, &Keys::default()).status, SignatureStatus::NotChecked);
}

#[test]
fn a_verdict_says_where_its_key_came_from() {
    let pair = p256();
    let keys = Keys::parse("key", pair.jwk.to_string().as_bytes()).unwrap();
    let genuine = decode("token", &pair.plain("ES256")).unwrap();
    let forged = with_signature(&pair.plain("ES256"), |_| vec![1; 64]);
    let forged = decode("token", &forged).unwrap();
    let foreign = decode("token", &pair.plain("RS256")).unwrap();
    for from in [KeyFrom::Given, KeyFrom::Issuer, KeyFrom::ClientSecret] {
        let keys = keys.clone().with_origin(from);
        assert_eq!(verify(&genuine, &keys).key_from, Some(from));
        assert_eq!(verify(&forged, &keys).key_from, Some(from));
        assert_eq!(verify(&foreign, &keys).key_from, None);
    }
    assert_eq!(verify(&genuine, &keys).key_from, Some(KeyFrom::Given));
    assert_eq!(verify(&genuine, &Keys::default()).key_from, None);
}

#[test]
fn a_verdict_does_not_depend_on_the_one_before() {
    let pairs = [p256(), ed25519(), secret("s", vec![7; 32], &[])];
    let sources = pairs.iter().map(|pair| pair.jwk.to_string());
    let mut keys: Vec<Keys> =
        sources.map(|source| Keys::parse("key", source.as_bytes()).unwrap()).collect();
    keys.push(Keys::default());
    for text in [pairs[0].plain("ES256"), pairs[0].plain("HS256"), pairs[0].plain("none")] {
        let fresh = decode("token", &text).unwrap();
        for before in &keys {
            for after in &keys {
                let mut token = fresh.clone();
                token.signature = verify(&token, before);
                assert_eq!(verify(&token, after), verify(&fresh, after));
            }
        }
    }
}

#[test]
fn three_parts_of_strict_base64url() {
    let pair = p256();
    let token = pair.plain("ES256");
    let [header, payload, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(judge(&token, &pair).status, SignatureStatus::Valid);
    assert_eq!(
        judge(&format!("\n{header}.\n{payload}.{signature}\n"), &pair).status,
        SignatureStatus::Valid
    );
    for (token, words) in [
        (format!("{header}.{payload}."), "the signature is empty"),
        (format!("{header}=.{payload}.{signature}"), "the header is not strict"),
        (format!("{header}.{payload}=.{signature}"), "the payload is not strict"),
        (format!("{header}.{payload}.{signature}=="), "the signature is not strict"),
        (format!("{header}.{payload}. {signature}"), "the signature is not strict"),
        (format!("{header}.{payload}.{}?", &signature[..80]), "the signature is not strict"),
        (format!("{header}.{payload}.é"), "the signature is not strict"),
    ] {
        assert_invalid(&token, &pair, words);
    }
    // What was signed is not known where parts are missing or too many.
    for (token, words) in [
        (format!("{header}.{payload}"), "this has 2"),
        (format!("{token}."), "this has 4"),
        (format!("{token}.{signature}"), "this has 4"),
        (format!("{header}..{signature}"), "detached"),
    ] {
        let signature = judge(&token, &pair);
        assert_eq!(signature.status, SignatureStatus::NotChecked, "{words}");
        assert!(signature.reason.unwrap().contains(words), "{words}");
    }
    // The last character of 64 octets has four bits to spare.
    let last = signature.chars().last().unwrap();
    let stray = char::from(last as u8 + 1);
    let token = format!("{header}.{payload}.{}{stray}", &signature[..signature.len() - 1]);
    assert_invalid(&token, &pair, "the signature is not strict");
    // Parts that were signed in a form that is not strict.
    for (header, payload) in
        [(format!("{header}="), "Zm9v"), (header.to_owned(), "Zm9"), (header.to_owned(), "Zm9v?")]
    {
        let hmac = secret("s", vec![7; 32], &[]);
        let header = header.replace(&b64(r#"{"alg":"ES256"}"#), &b64(r#"{"alg":"HS256"}"#));
        let message = format!("{header}.{payload}");
        let signature = hmac.sign(&message, "HS256");
        assert_invalid(&format!("{message}.{signature}"), &hmac, "is not strict base64url");
    }
}

#[test]
fn blanks_in_a_pasted_token_are_not_smoothed_away() {
    let pair = p256();
    let token = pair.plain("ES256");
    let keys = Keys::parse("key", pair.jwk.to_string().as_bytes()).unwrap();
    let at = token.len() - 86;
    for (blank, status) in [
        ("\n", SignatureStatus::Valid),
        ("  \r\n\t", SignatureStatus::Valid),
        ("    ", SignatureStatus::Invalid),
    ] {
        let text = format!("{}{blank}{}", &token[..at], &token[at..]);
        let artifact = recognize(text.as_bytes());
        assert_eq!(artifact.kind, Kind::Jws);
        let token = decode("token", artifact.value.as_str().unwrap()).unwrap();
        assert_eq!(verify(&token, &keys).status, status, "{blank:?}");
    }
}

#[test]
fn headers_to_the_letter() {
    let pair = p256();
    for (header, words) in [
        (r#"{"alg":"ES256","alg":"ES256"}"#, "a parameter twice"),
        (r#"{"typ":"a","alg":"ES256","typ":"b"}"#, "a parameter twice"),
        (r#"{"alg":"ES256"} x"#, "not a JSON object"),
        (r#"{"alg":"ES256""#, "not a JSON object"),
        (r#"{"alg":"ES256","kid":1}"#, "kid is not a string"),
        (r#"{"alg":"ES256","crit":["exp"]}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":[]}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":"exp","exp":1}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":null}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":["alg"]}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":["x","x"],"x":1}"#, "crit is malformed"),
        (r#"{"alg":"ES256","crit":[1]}"#, "crit is malformed"),
    ] {
        assert_invalid(&pair.token(header, "foo", "ES256"), &pair, words);
    }
    for (header, words) in [
        (r#"{"typ":"JWT"}"#, "no alg"),
        (r#"{"alg":1}"#, "alg is not a string"),
        (r#"{"alg":null}"#, "alg is not a string"),
        (r#"{"alg":"ES256 "}"#, "the algorithm is not supported"),
        (r#"{"alg":"ES256","b64":false}"#, "crit does not list it"),
        (r#"{"alg":"ES256","b64":0,"crit":["b64"]}"#, "neither true nor false"),
        (r#"{"alg":"ES256","crit":["exp"],"exp":1}"#, "not understood: exp"),
        (r#"{"alg":"ES256","crit":["b64","exp"],"exp":1,"b64":true}"#, "not understood: exp"),
    ] {
        let signature = judge(&pair.token(header, "foo", "ES256"), &pair);
        assert_eq!(signature.status, SignatureStatus::Unsupported, "{header}");
        assert!(signature.reason.unwrap().contains(words), "{header}");
    }
    let encoded = r#"{"alg":"ES256","b64":true,"crit":["b64"]}"#;
    assert_eq!(judge(&pair.token(encoded, "foo", "ES256"), &pair).status, SignatureStatus::Valid);
    let spaced = pair.token("{\"alg\" :\n\"ES256\" }", "foo", "ES256");
    assert_eq!(judge(&spaced, &pair).status, SignatureStatus::Valid);
}

#[test]
fn keys_of_the_token_itself_are_never_used() {
    let (given, own) = (ed25519(), p256());
    let header = json!({"alg": "ES256", "jwk": own.jwk, "x5c": [], "jku": "https://x.example"});
    let token = own.token(&header.to_string(), "foo", "ES256");
    assert_eq!(judge(&token, &given).status, SignatureStatus::NoKey);
    let decoded = decode("token", &token).unwrap();
    assert_eq!(verify(&decoded, &Keys::default()).status, SignatureStatus::NotChecked);
}

#[test]
fn encrypted_tokens_have_no_signature() {
    let header = b64(r#"{"alg":"dir","enc":"A256GCM"}"#);
    let token = format!("{header}..aXY.Y2lwaGVy.dGFn");
    assert_eq!(judge(&token, &p256()).status, SignatureStatus::Unsupported);
    assert_eq!(decode("token", &token).unwrap().signature.status, SignatureStatus::NotChecked);
}

#[test]
fn unsigned_tokens_stay_unsigned_with_any_key() {
    for pair in all() {
        for alg in ["none", "NONE", "nOnE"] {
            let token = pair.token(&json!({ "alg": alg }).to_string(), "foo", "HS256");
            let (message, _) = token.rsplit_once('.').unwrap();
            for token in [&token, &format!("{message}.")] {
                assert_eq!(judge(token, &pair).status, SignatureStatus::Unsigned);
            }
        }
    }
}

const P256_ORDER: &[u8] = b"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

#[test]
fn ecdsa_signatures_of_wrong_form() {
    let pair = p256();
    let token = pair.plain("ES256");
    let order = data_encoding::HEXLOWER.decode(P256_ORDER).unwrap();
    let (zero, mut one, mut less) = (vec![0; 32], vec![0; 32], order.clone());
    one[31] = 1;
    less[31] -= 1;
    for r in [&zero, &one, &less, &order, &vec![0xff; 32]] {
        for s in [&zero, &one, &less, &order, &vec![0xff; 32]] {
            let token = with_signature(&token, |_| [&r[..], s].concat());
            assert_invalid(&token, &pair, "does not confirm");
        }
    }
    let der = |octets: Vec<u8>| {
        p256::ecdsa::Signature::from_slice(&octets).unwrap().to_der().as_bytes().to_vec()
    };
    assert_invalid(&with_signature(&token, der), &pair, "does not confirm");
    for change in [
        |s: Vec<u8>| s[..63].to_vec(),
        |s: Vec<u8>| [&s[..], &[0]].concat(),
        |s: Vec<u8>| [&[0], &s[..32], &[0], &s[32..]].concat(),
        |s: Vec<u8>| [&s[32..], &s[..32]].concat(),
        |_| vec![0; 2000],
    ] {
        assert_invalid(&with_signature(&token, change), &pair, "does not confirm");
    }
    // Neither RFC 7518 nor RFC 8812 asks for the lower of the two values of S.
    let higher = |signature: Vec<u8>, order: &[u8]| {
        let s = U256::from_be_slice(order).wrapping_sub(&U256::from_be_slice(&signature[32..]));
        [&signature[..32], s.to_be_bytes().as_ref()].concat()
    };
    let token = with_signature(&token, |signature| higher(signature, &order));
    assert_eq!(judge(&token, &pair).status, SignatureStatus::Valid);
    let order = data_encoding::HEXLOWER
        .decode(b"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        .unwrap();
    let pair = secp256k1();
    let token = with_signature(&pair.plain("ES256K"), |signature| higher(signature, &order));
    assert_eq!(judge(&token, &pair).status, SignatureStatus::Valid);
}

#[test]
fn ed25519_signatures_have_one_form() {
    let pair = ed25519();
    let token = pair.plain("EdDSA");
    // S + L verifies the same equation (RFC 8032 §5.1.7 forbids it).
    let order = U256::ONE
        .shl(252)
        .wrapping_add(&U256::from_u128(27_742_317_777_372_353_535_851_937_790_883_648_493));
    let token = with_signature(&token, |signature| {
        let s = U256::from_le_slice(&signature[32..]).wrapping_add(&order);
        [&signature[..32], s.to_le_bytes().as_ref()].concat()
    });
    assert_invalid(&token, &pair, "does not confirm");
    assert_invalid(&with_signature(&token, |s| s[..63].to_vec()), &pair, "does not confirm");
    assert_invalid(&with_signature(&token, |_| vec![0; 64]), &pair, "does not confirm");
    // R is the neutral point, so that S is k·a: the equation holds, but R has a small order.
    let (message, _) = token.rsplit_once('.').unwrap();
    let mut scalar = Sha512::digest([7; 32])[..32].to_vec();
    scalar[0] &= 0xf8;
    scalar[31] = scalar[31] & 0x7f | 0x40;
    let mut r = [0; 32];
    r[0] = 1;
    let x = BASE64URL_NOPAD.decode(pair.jwk["x"].as_str().unwrap().as_bytes()).unwrap();
    let k = Sha512::digest([&r[..], &x, message.as_bytes()].concat());
    let order = NonZero::new(order.resize::<{ U512::LIMBS }>()).unwrap();
    let k = U512::from_le_slice(&k).rem_vartime(&order).resize::<{ U256::LIMBS }>();
    let product: U512 = k.concatenating_mul(&U256::from_le_slice(&scalar));
    let s = product.rem_vartime(&order).to_le_bytes();
    let token = with_signature(&token, |_| [&r[..], &s.as_ref()[..32]].concat());
    assert_invalid(&token, &pair, "does not confirm");
}

#[test]
fn rsa_signatures_are_as_long_as_the_modulus_and_less_than_it() {
    let pair = rsa("rsa", "rsa2048", &[]);
    let modulus = BASE64URL_NOPAD.decode(pair.jwk["n"].as_str().unwrap().as_bytes()).unwrap();
    let modulus = U2048::from_be_slice(&modulus);
    for alg in ["RS256", "PS256"] {
        // An unreduced signature needs room: some token has a small enough one.
        let small = (0..64).find_map(|n| {
            let token = pair.token(&json!({ "alg": alg }).to_string(), &n.to_string(), alg);
            let mut fits = false;
            let token = with_signature(&token, |signature| {
                let (sum, carry) =
                    U2048::from_be_slice(&signature).carrying_add(&modulus, Limb::ZERO);
                fits = carry == Limb::ZERO;
                sum.to_be_bytes().as_ref().to_vec()
            });
            fits.then_some(token)
        });
        assert_invalid(&small.unwrap(), &pair, "does not confirm");
        let token = pair.plain(alg);
        for change in [
            |s: Vec<u8>| [&[0], &s[..]].concat(),
            |s: Vec<u8>| [&s[..], &[0]].concat(),
            |s: Vec<u8>| s[..255].to_vec(),
            |_| vec![0; 256],
            |_| [&[0; 255][..], &[1]].concat(),
            |_| vec![0xff; 256],
        ] {
            assert_invalid(&with_signature(&token, change), &pair, "does not confirm");
        }
    }
    // The one algorithm's signature under the other's name.
    for (signed, claimed) in [("RS256", "PS256"), ("PS256", "RS256"), ("RS512", "RS256")] {
        let token = pair.token(&json!({ "alg": claimed }).to_string(), "foo", signed);
        assert_invalid(&token, &pair, "does not confirm");
    }
}

#[test]
fn the_salt_of_pss_is_as_long_as_the_hash() {
    let pair = rsa("rsa", "rsa2048", &[]);
    let message = format!("{}.{}", b64(r#"{"alg":"PS256"}"#), b64("foo"));
    let key = rsa_private(&fixture("rsa2048"));
    for salt in [0, 20, 31, 32, 33, 64] {
        let scheme = Pss::<Sha256>::new_with_salt(salt);
        let signature = key.sign_with_rng(&mut SysRng, scheme, &Sha256::digest(&message)).unwrap();
        let token = format!("{message}.{}", b64(signature));
        assert_eq!(judge(&token, &pair).status == SignatureStatus::Valid, salt == 32, "{salt}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_changed_token_is_valid(which in 0usize..7, at in any::<prop::sample::Index>(), with in any::<char>()) {
        let pairs = all();
        let pair = pairs.iter().filter(|pair| !pair.algs.is_empty()).nth(which).unwrap();
        let token: Vec<char> = pair.plain(pair.algs[0]).chars().collect();
        let at = at.index(token.len());
        prop_assume!(token[at] != with);
        let mut changed = token.clone();
        changed[at] = with;
        let mut longer = token.clone();
        longer.insert(at, with);
        let whole: String = token.iter().collect();
        let mut shorter = token;
        shorter.remove(at);
        for changed in [changed, longer, shorter] {
            let text: String = changed.into_iter().collect();
            // Line breaks are wrapping, white space around it is no part of it: the same token.
            if text.contains(['\n', '\r']) || text.trim() == whole {
                continue;
            }
            if let Some(token) = decode("token", &text) {
                let keys = Keys::parse("key", pair.jwk.to_string().as_bytes()).unwrap();
                prop_assert_ne!(verify(&token, &keys).status, SignatureStatus::Valid);
            }
        }
    }

    #[test]
    fn any_bytes_are_a_key_or_an_error(bytes in any::<Vec<u8>>(), text in "[{\\[]?\"?(keys|kty|EC|-----BEGIN |[ -~])*") {
        let token = decode("token", &p256().plain("ES256")).unwrap();
        for bytes in [&bytes, text.as_bytes(), &[&[0x30, u8::try_from(bytes.len().min(127)).unwrap()], &bytes[..bytes.len().min(127)]].concat()] {
            for keys in [Keys::parse("key", bytes), Keys::secret("key", bytes)].into_iter().flatten() {
                prop_assert_ne!(verify(&token, &keys).status, SignatureStatus::Valid);
            }
        }
    }
}
