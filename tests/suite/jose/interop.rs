//! Another implementation of signatures: OpenSSL's, by Node.js (`tests/interop/signatures.mjs`).

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};
use tokenscope::{
    jose::{Keys, SignatureStatus, SigningKey, decode, verify},
    secret::Secret,
};

use super::{
    forms::pem,
    pairs::{OPENSSL, b64, der},
};

/// It ends when its standard input closes.
struct OpenSsl {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl OpenSsl {
    fn start() -> Self {
        let mut child = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/signatures.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js starts");
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        Self { child, input, output: BufReader::new(output) }
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.input.as_ref().unwrap(), "{request}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).expect("it answers")
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// A key, as each of the two is given it, and one of its algorithms.
struct Case {
    alg: String,
    signing: SigningKey,
    keys: Keys,
    /// The private half and the public one, as OpenSSL takes them.
    halves: [String; 2],
}

fn cases() -> Vec<Case> {
    let case = |key: &Value, token: &Value| {
        let public = &key["public"];
        let alg = decode("token", token.as_str()?)?.signature.alg?;
        let (signing, halves) = if let Some(secret) = public["k"].as_str() {
            let octets = BASE64URL_NOPAD.decode(secret.as_bytes()).ok()?;
            let text = Secret::new(String::from_utf8(octets.clone()).ok()?);
            let secret = BASE64.encode(&octets);
            (SigningKey::from_secret(&text, &alg), [secret.clone(), secret])
        } else {
            let [pkcs8, spki] = ["pkcs8", "spki"].map(|form| der(public, form));
            let text = Secret::new(pem("PRIVATE KEY", &pkcs8, 64));
            let halves = [pkcs8, spki].map(|der| BASE64.encode(&der));
            (SigningKey::from_pem_or_jwk(&text, Some(&alg), None), halves)
        };
        let keys = Keys::parse("key", public.to_string().as_bytes()).unwrap();
        Some(Case { alg, signing: signing.unwrap(), keys, halves })
    };
    let cases: Vec<_> = OPENSSL
        .iter()
        .flat_map(|key| key["tokens"].as_array().unwrap().iter().map(move |token| (key, token)))
        .map(|(key, token)| case(key, token).expect("the fixture is whole"))
        .collect();
    assert_eq!(cases.len(), super::pairs::ALGS.len());
    cases
}

fn is_valid(token: &str, keys: &Keys) -> bool {
    verify(&decode("token", token).unwrap(), keys).status == SignatureStatus::Valid
}

#[test]
#[ignore = "needs Node.js"]
fn what_openssl_signs_is_valid_and_nothing_else() {
    let mut openssl = OpenSsl::start();
    for Case { alg, keys, halves: [private, public], .. } in cases() {
        for at in 0..24 {
            let header = b64(json!({ "alg": alg }).to_string());
            let [message, other] =
                ["x", "y"].map(|text| format!("{header}.{}", b64(text.repeat(at * 11 + 1))));
            let signature = openssl.ask(&json!({"key": private, "alg": alg, "message": message}));
            let signature = signature.as_str().unwrap();
            assert!(is_valid(&format!("{message}.{signature}"), &keys), "{alg} {at}");
            let mut changed = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
            let length = changed.len();
            changed[at * 31 % length] ^= 1 << (at % 8);
            for (message, signature) in [
                (&message, b64(&changed)),
                (&message, b64(&changed[..length - 1])),
                (&other, signature.to_owned()),
            ] {
                let verified = openssl.ask(&json!({
                    "key": public, "alg": alg, "message": message, "signature": signature,
                }));
                assert_eq!(verified, false, "{alg} {at}");
                assert!(!is_valid(&format!("{message}.{signature}"), &keys), "{alg} {at}");
            }
        }
    }
}

#[test]
#[ignore = "needs Node.js"]
fn what_is_signed_here_is_valid_to_openssl() {
    let mut openssl = OpenSsl::start();
    for Case { alg, signing, halves: [_, public], .. } in cases() {
        for at in 0..24 {
            let token = signing.sign("JWT", &json!({"sub": "x".repeat(at * 11)})).unwrap();
            let (message, signature) = token.expose().rsplit_once('.').unwrap();
            let verified = openssl.ask(&json!({
                "key": public, "alg": alg, "message": message, "signature": signature,
            }));
            assert_eq!(verified, true, "{alg} {at}");
        }
    }
}
