//! Public adversarial vectors, where a copy is at hand.

use std::{env, fs};

use serde_json::Value;
use tokenscope::jose::{Keys, SignatureStatus, decode, verify};

/// Tests of `json_web_signature_test.json` that contradict the file itself or the RFCs, and what
/// they want. Every other one must be answered as the file says.
const DISPUTED: [(u64, bool, &str); 8] = [
    (346, true, "PS384 by a key whose alg is PS256; by one of PS512 the file's 340 forbids it"),
    (350, true, "the same key and token, with key_ops instead of use"),
    (347, true, "ES512 by a key whose alg is ES521, a name that is not registered (RFC 7518 §3.1)"),
    (351, true, "the same key and token, with key_ops instead of use"),
    (367, false, "the very token and key of 357, which is to be valid"),
    (370, false, "the very token and key of 357, which is to be valid"),
    (372, true, "a ? inside the header: no base64url (RFC 7515 §2), and forbidden in 366"),
    (373, true, "a ? inside the payload: no base64url (RFC 7515 §2), and forbidden in 371"),
];

/// Reads a file of the Wycheproof project of the type `JsonWebSignature` and lists every test
/// whose verdict is not the one that the file expects.
#[test]
#[ignore = "needs a file of vectors, named by TOKENSCOPE_JWS_VECTORS"]
fn wycheproof() {
    let path = env::var("TOKENSCOPE_JWS_VECTORS").expect("TOKENSCOPE_JWS_VECTORS");
    let vectors: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for group in vectors["testGroups"].as_array().unwrap() {
        let key = group.get("public").unwrap_or(&group["private"]);
        let keys = Keys::parse("key", key.to_string().as_bytes()).unwrap();
        for test in group["tests"].as_array().unwrap() {
            count += 1;
            let signature = test["jws"]
                .as_str()
                .and_then(|text| decode("token", text))
                .map(|token| verify(&token, &keys));
            let valid = signature.as_ref().is_some_and(|s| s.status == SignatureStatus::Valid);
            let wanted = test["result"] == "valid";
            if let Some((_, says, _)) = DISPUTED.iter().find(|it| test["tcId"] == it.0) {
                assert_eq!((wanted, valid), (*says, !says), "{}", test["tcId"]);
            } else if valid != wanted {
                let reason = signature.and_then(|signature| signature.reason);
                wrong.push(format!("{} {} ({reason:?})", test["tcId"], test["comment"]));
            }
        }
    }
    assert!(count > DISPUTED.len());
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The name that two of the disputed keys have is no other name of ES512.
#[test]
fn a_key_for_es521_is_for_no_algorithm() {
    let pairs = super::pairs::all();
    let pair = pairs.iter().find(|pair| pair.algs == ["ES512"]).unwrap();
    let mut jwk = pair.jwk.clone();
    jwk["alg"] = "ES521".into();
    let keys = Keys::parse("key", jwk.to_string().as_bytes()).unwrap();
    let signature = verify(&decode("token", &pair.plain("ES512")).unwrap(), &keys);
    assert_eq!(signature.status, SignatureStatus::NoKey);
    assert!(signature.reason.unwrap().contains("for another algorithm (alg: ES521)"));
}
