//! Public adversarial vectors, where a copy is at hand.

use std::{env, fs};

use serde_json::Value;
use tokenscope::jose::{Keys, Status, decode, verify};

/// Tests of `json_web_signature_test.json` whose expectation no strict verifier can meet.
///
/// 367 and 370 are, octet for octet, the token of 357, which is to be valid (issue 236 of the
/// project); 372 and 373 are to be valid with a `?` inside their base64url, which RFC 7515 §2 and
/// the file's own 361 and 371 forbid; 346 and 350 are to be valid for PS384 with a key whose `alg`
/// is PS256, as 338 and 340 are to be invalid.
const DISPUTED: [u64; 6] = [346, 350, 367, 370, 372, 373];

/// Reads a file of the Wycheproof project of the type `JsonWebSignature` and lists every test
/// whose verdict is not the one that the file expects, the disputed ones aside.
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
            let valid = signature.as_ref().is_some_and(|s| s.status == Status::Valid);
            let disputed = test["tcId"].as_u64().is_some_and(|id| DISPUTED.contains(&id));
            if !disputed && valid != (test["result"] == "valid") {
                let reason = signature.and_then(|signature| signature.reason);
                wrong.push(format!("{} {} ({reason:?})", test["tcId"], test["comment"]));
            }
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
