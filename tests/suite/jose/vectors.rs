//! Public adversarial vectors, where a copy is at hand.

use std::{env, fs};

use serde_json::Value;
use tokenscope::jose::{Keys, Status, decode, verify};

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
            let valid = signature.as_ref().is_some_and(|s| s.status == Status::Valid);
            if valid != (test["result"] == "valid") {
                let reason = signature.and_then(|signature| signature.reason);
                wrong.push(format!("{} {} ({reason:?})", test["tcId"], test["comment"]));
            }
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
