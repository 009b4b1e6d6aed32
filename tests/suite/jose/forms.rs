//! Every form in which a key can be given.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};
use tokenscope::jose::{KeyError, Keys, Signature, SignatureStatus, decode, verify};

use super::pairs::{OPENSSL, Pair, all, der, ed25519, fixture, p256, rsa, secret};

/// PEM with lines of this many characters.
pub fn pem(label: &str, der: &[u8], width: usize) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn judge(token: &str, keys: &Keys) -> Signature {
    verify(&decode("token", token).unwrap(), keys)
}

fn assert_valid(token: &str, bytes: &[u8], form: &str) {
    let keys = Keys::parse("keys", bytes).unwrap_or_else(|error| panic!("{form}: {error}"));
    let signature = judge(token, &keys);
    assert_eq!(signature.status, SignatureStatus::Valid, "{form}: {:?}", signature.reason);
}

#[test]
fn public_keys_in_every_form() {
    for pair in all().iter().filter(|pair| pair.jwk["kty"] != "oct" && !pair.algs.is_empty()) {
        let token = pair.plain(pair.algs[0]);
        let spki = der(&pair.jwk, "spki");
        assert_valid(&token, &spki, pair.name);
        assert_valid(&token, pem("PUBLIC KEY", &spki, 64).as_bytes(), pair.name);
        let wide = pem("PUBLIC KEY", &spki, 10_000).replace('\n', "\r\n");
        assert_valid(&token, format!("Some text: x\n{wide}\n\n").as_bytes(), pair.name);
        let bom = format!("\u{feff} {}\n", pair.jwk);
        assert_valid(&token, bom.as_bytes(), pair.name);
        let set = json!({"keys": [{"kty": "unknown"}, pair.jwk]}).to_string();
        assert_valid(&token, set.as_bytes(), pair.name);
    }
}

#[test]
fn private_keys_serve_by_their_public_half() {
    let pair = p256();
    let (token, sec1) = (pair.plain("ES256"), der(&pair.jwk, "sec1"));
    assert_valid(&token, &sec1, "SEC 1");
    let parameters = pem("EC PARAMETERS", b"\x06\x08*\x86H\xce=\x03\x01\x07", 64);
    let text = format!("{parameters}{}", pem("EC PRIVATE KEY", &sec1, 64));
    assert_valid(&token, text.as_bytes(), "SEC 1 PEM");
    let mut jwk = pair.jwk.clone();
    jwk["d"] = json!(BASE64URL_NOPAD.encode(&[7; 32]));
    jwk["key_ops"] = json!(["sign"]);
    assert_valid(&token, jwk.to_string().as_bytes(), "private JWK");

    for pair in all().iter().filter(|pair| pair.jwk["kty"] != "oct" && !pair.algs.is_empty()) {
        let (token, pkcs8) = (pair.plain(pair.algs[0]), der(&pair.jwk, "pkcs8"));
        assert_valid(&token, &pkcs8, pair.name);
        assert_valid(&token, pem("PRIVATE KEY", &pkcs8, 64).as_bytes(), pair.name);
    }

    let pair = rsa("rsa", "rsa2048", &[]);
    let (token, pkcs1) = (pair.plain("PS256"), der(&pair.jwk, "pkcs1"));
    assert_valid(&token, &pkcs1, "PKCS#1");
    assert_valid(&token, pem("RSA PRIVATE KEY", &pkcs1, 64).as_bytes(), "PKCS#1 PEM");
    assert_valid(&token, &der(&pair.jwk, "pkcs1_public"), "public PKCS#1");
    assert_valid(&token, fixture("rsa2048").to_string().as_bytes(), "private RSA JWK");
}

/// Another implementation's; `interop` holds the two against each other at length.
#[test]
fn what_openssl_signed_is_valid() {
    let mut algs = Vec::new();
    for key in OPENSSL.iter() {
        for token in key["tokens"].as_array().unwrap() {
            let token = token.as_str().unwrap();
            assert_valid(token, key["public"].to_string().as_bytes(), token);
            algs.extend(decode("token", token).unwrap().signature.alg);
        }
    }
    assert_eq!(algs, super::pairs::ALGS);
}

#[test]
fn certificates_and_several_keys_in_one_file() {
    let (rsa, ec) = (rsa("rsa", "rsa2048", &[]), p256());
    let fixed = |name| BASE64.decode(fixture(name).as_str().unwrap().as_bytes()).unwrap();
    let certificate = fixed("rsa2048_certificate");
    assert_valid(&rsa.plain("RS256"), &certificate, "certificate");
    let text = [
        pem("CERTIFICATE", &fixed("other_certificate"), 64),
        pem("PUBLIC KEY", &der(&ec.jwk, "spki"), 64),
        pem("CERTIFICATE", &certificate, 64),
    ];
    let keys = Keys::parse("keys.pem", text.concat().as_bytes()).unwrap();
    let reason = |token: &str| judge(token, &keys).reason.unwrap();
    assert_eq!(reason(&rsa.plain("RS256")), "verified with key 3 of keys.pem");
    assert_eq!(reason(&ec.plain("ES256")), "verified with key 2 of keys.pem");
    // As `openssl x509 -fingerprint -sha256` prints it, in base64url.
    let thumbprint = keys.iter().nth(2).unwrap().certificate_thumbprint().unwrap();
    assert_eq!(thumbprint, fixture("rsa2048_certificate_sha256").as_str().unwrap());

    let by_kid = json!({"c1": pem("CERTIFICATE", &certificate, 64)}).to_string();
    let token = rsa.token(r#"{"alg":"RS256","kid":"c1"}"#, "foo", "RS256");
    assert_valid(&token, by_kid.as_bytes(), "PEM by kid");
}

#[test]
fn secrets_as_text_and_octets() {
    let text = b"correct horse battery staple, twice over";
    let token = secret("text", text.to_vec(), &[]).plain("HS256");
    assert_valid(&token, text, "text");
    assert_valid(&token, &[&text[..], b"\n"].concat(), "text and a line break");
    assert_valid(&token, &[&text[..], b"\r\n"].concat(), "text and a line break");
    let exact = Keys::secret("secret", &[&text[..], b"\n"].concat()).unwrap();
    assert_eq!(judge(&token, &exact).status, SignatureStatus::Invalid);
    let octets: Vec<u8> = (0..40).map(|n| 255 - n).chain([b'\n']).collect();
    assert_valid(&secret("octets", octets.clone(), &[]).plain("HS256"), &octets, "octets");
}

#[test]
fn what_is_no_key_is_an_error_and_not_quoted() {
    let spki = der(&p256().jwk, "spki");
    let cut = &pem("PUBLIC KEY", &spki, 64)[..90];
    for (bytes, expected) in [
        ("".as_bytes(), KeyError::Unrecognized),
        (b" \n", KeyError::Unrecognized),
        (b"{\"kty\":\"oct\",\"k\":\"hunter2", KeyError::Json),
        (b"{\"hunter2\":1}", KeyError::Json),
        (b"{}", KeyError::Json),
        (b"{\"keys\":1}", KeyError::Json),
        (b"{\"keys\":[],\"keys\":[]}", KeyError::Json),
        (b"ssh-rsa hunter2", KeyError::Unsupported),
        (b"-----BEGIN PUBLIC KEY-----hunter2-----END PUBLIC KEY-----", KeyError::Pem),
        (b"-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----", KeyError::Der),
        (b"-----BEGIN PRIVATE KEY-----AAAA-----END PUBLIC KEY-----", KeyError::Pem),
        (
            b"-----BEGIN OPENSSH PRIVATE KEY-----AAAA-----END OPENSSH PRIVATE KEY-----",
            KeyError::Unsupported,
        ),
        (
            b"-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY-----",
            KeyError::Encrypted,
        ),
        (cut.as_bytes(), KeyError::Pem),
        (&[0x30, 0x03, 1, 2, 3], KeyError::Der),
    ] {
        let error = Keys::parse("key", bytes).unwrap_err();
        assert_eq!(error, expected, "{}", String::from_utf8_lossy(bytes));
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

#[test]
fn a_set_without_keys_is_a_set() {
    let keys = Keys::parse("keys.json", br#"{"keys":[]}"#).unwrap();
    assert!(!keys.is_empty());
    let signature = judge(&p256().plain("ES256"), &keys);
    assert_eq!(signature.status, SignatureStatus::NoKey);
    assert_eq!(signature.reason.unwrap(), "there is no key in keys.json");
}

#[test]
fn sources_add_up() {
    let source =
        |name: &str, pair: &Pair| Keys::parse(name, pair.jwk.to_string().as_bytes()).unwrap();
    let mut keys = source("a.json", &ed25519());
    keys.extend(source("b.json", &p256()));
    let signature = judge(&p256().plain("ES256"), &keys);
    assert_eq!(signature.reason.unwrap(), "verified with the key of b.json");
}

#[test]
fn keys_have_thumbprints() {
    // The example of RFC 7638 §3.1 and that of RFC 8037 appendix A.3.
    let rsa = json!({"kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29", "n": "0vx7agoebGcQ\
        SuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n\
        3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJ\
        ZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ\
        -G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"});
    let ed = json!({"kty": "OKP", "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let thumbprint = |jwk: &Value| {
        let keys = Keys::parse("key", jwk.to_string().as_bytes()).unwrap();
        keys.iter().next().unwrap().thumbprint()
    };
    assert_eq!(thumbprint(&rsa).unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assert_eq!(thumbprint(&ed).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!(thumbprint(&secret("secret", vec![7; 32], &[]).jwk), None);
}

#[test]
fn no_debug_output_shows_a_key() {
    let text = "correct horse battery staple, twice over";
    let keys = Keys::parse("secret", text.as_bytes()).unwrap();
    let shown = format!("{keys:?}");
    assert!(!shown.contains("correct") && !shown.contains("99, 111, 114"), "{shown}");
}
