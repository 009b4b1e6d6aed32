//! JWS and JWE in JSON (RFC 7515 §7.2, RFC 7516 §7.2).

use serde_json::json;

use super::*;

/// One signature over a payload, with the members of its unprotected header.
fn one(alg: &str, payload: &str, header: &Value) -> Value {
    let protected = enc(&json!({ "alg": alg }));
    let signature = pair(alg).sign(&format!("{protected}.{}", b64(payload)), alg);
    let mut one = json!({"protected": protected, "signature": signature});
    if !header.is_null() {
        one["header"] = header.clone();
    }
    one
}

fn flattened(alg: &str, payload: &str, header: &Value) -> Value {
    let mut whole = one(alg, payload, header);
    whole["payload"] = json!(b64(payload));
    whole
}

fn with(object: &Value, name: &str, value: Value) -> String {
    let mut object = object.clone();
    object[name] = value;
    object.to_string()
}

#[test]
fn signed_in_json() {
    let whole = flattened("ES256", CLAIMS, &Value::Null);
    let none = Value::Null;
    let general = |signatures: &[Value]| {
        json!({"payload": b64(CLAIMS), "signatures": signatures}).to_string()
    };
    let (good, mac) = (one("ES256", CLAIMS, &none), one("HS256", CLAIMS, &none));
    let mut bad = one("ES256", "{}", &none);
    bad["header"] = json!({"kid": "P-256"});
    let unprotected = {
        let signature = signature(&format!(".{}", b64(CLAIMS)));
        json!({"header": {"alg": "ES256", "kid": "P-256"}, "payload": b64(CLAIMS), "signature": signature})
    };
    let twice = flattened("ES256", CLAIMS, &json!({"alg": "ES256"}));
    let critical = flattened("ES256", CLAIMS, &json!({"crit": ["x"], "x": 1}));
    let mut detached = whole.clone();
    detached.as_object_mut().unwrap().remove("payload");
    let inner = es256(CLAIMS);
    let of_header = |text: &str, header: Value| {
        let (protected, payload) = (b64(text), b64(CLAIMS));
        let signature = signature(&format!("{protected}.{payload}"));
        json!({"protected": protected, "header": header, "payload": payload, "signature": signature})
            .to_string()
    };
    let blank = of_header("{ \"alg\":\"ES256\"}", json!({}));
    let lines = of_header("{\n\"alg\":\"ES256\"}", json!({}));
    let empty = of_header("{}", json!({"alg": "ES256"}));
    hold(&[
        ("flattened", whole.to_string(), "jws: token valid"),
        ("with a kid", flattened("ES256", CLAIMS, &json!({"kid": "P-256"})).to_string(), "jws: token valid"),
        ("with another kid", flattened("ES256", CLAIMS, &json!({"kid": "k9"})).to_string(), "jws: token no_key"),
        ("changed", with(&whole, "payload", json!(b64("{}"))), "jws: token invalid"),
        ("detached", detached.to_string(), "jws: token not_checked"),
        ("without a protected header", unprotected.to_string(), "jws: token valid"),
        ("a parameter in both headers", twice.to_string(), "jws: token invalid"),
        ("crit that nothing protects", critical.to_string(), "jws: token invalid"),
        ("general", general(std::slice::from_ref(&good)), "jws: token valid"),
        ("two signatures", general(&[good.clone(), mac.clone()]), "jws: token valid, token valid"),
        ("one of them wrong", general(&[bad.clone(), good.clone()]), "jws: token invalid, token valid"),
        ("the other wrong", general(&[mac, bad]), "jws: token valid, token invalid"),
        ("none", general(&[]), "unrecognized: "),
        ("a header with a blank", blank, "jws: token valid"),
        ("a header in lines", lines, "jws: token valid"),
        ("an empty protected header", empty, "jws: token valid"),
        ("a payload that is text", flattened("ES256", "text", &none).to_string(), "jws: token valid"),
        ("a nested token", flattened("ES256", &inner, &none).to_string(), "jws: token valid, token.payload valid"),
        ("alg none", json!({"protected": enc(&json!({"alg": "none"})), "payload": b64(CLAIMS), "signature": ""}).to_string(), "jws: token unsigned"),
        ("in an HTTP answer", format!("HTTP/1.1 200 OK\r\nContent-Type: application/jose+json\r\n\r\n{whole}"), "jws: token valid"),
    ]);
}

#[test]
fn what_is_wrong_with_a_payload_is_said_once() {
    let one = one("ES256", CLAIMS, &Value::Null);
    let text = json!({"payload": b64(CLAIMS), "signatures": [one, one]}).to_string();
    let findings = inspect(text.as_bytes(), &keys()).findings;
    assert_eq!(findings.iter().filter(|finding| finding.code == "aud-missing").count(), 1);
}

#[test]
fn every_signature_costs_no_copy_of_a_large_payload() {
    let payload = b64("x".repeat(300_000));
    let one = one("ES256", CLAIMS, &Value::Null);
    let text = json!({"payload": payload, "signatures": vec![one; 1_000]}).to_string();
    let inspection = inspect(text.as_bytes(), &keys());
    assert_eq!(inspection.tokens.len(), 1);
    assert!(inspection.tokens[0].problem.as_ref().unwrap().message.starts_with("999 more"));
    let small = |count| {
        let one = self::one("ES256", CLAIMS, &Value::Null);
        let text = json!({"payload": b64(CLAIMS), "signatures": vec![one; count]}).to_string();
        let tokens = inspect(text.as_bytes(), &keys()).tokens;
        (tokens.len(), tokens.iter().filter(|token| token.problem.is_some()).count())
    };
    assert_eq!((small(16), small(17)), ((16, 0), (16, 1)));
}

#[test]
fn encrypted_in_json() {
    let protected = enc(&json!({"enc": "A128GCM"}));
    let flattened = json!({
        "protected": protected, "header": {"alg": "RSA-OAEP"}, "encrypted_key": "a2V5",
        "iv": "aXY", "ciphertext": "Y2lwaGVy", "tag": "dGFn",
    });
    let general = json!({
        "protected": protected, "unprotected": {"jku": "https://x.example"},
        "recipients": [
            {"header": {"alg": "RSA-OAEP", "kid": "a"}, "encrypted_key": "a2V5"},
            {"header": {"alg": "A128KW", "kid": "b"}, "encrypted_key": "a2V5"},
        ],
        "iv": "aXY", "ciphertext": "Y2lwaGVy", "tag": "dGFn",
    });
    let direct = json!({
        "protected": enc(&json!({"alg": "dir", "enc": "A128GCM"})),
        "iv": "aXY", "ciphertext": "Y2lwaGVy", "tag": "dGFn",
    });
    hold(&[
        ("flattened", flattened.to_string(), "jwe: token unsupported"),
        ("general", general.to_string(), "jwe: token unsupported, token unsupported"),
        ("direct", direct.to_string(), "jwe: token unsupported"),
    ]);
    let tokens = inspect(general.to_string().as_bytes(), &keys()).tokens;
    let kids: Vec<_> = tokens.iter().map(|token| token.signature.kid.clone().unwrap()).collect();
    assert_eq!(kids, ["a", "b"]);
    // Only the person who may read it can tell what the text is; it is masked like a compact one.
    let fields = inspect(flattened.to_string().as_bytes(), &keys()).fields;
    let secret = fields.iter().filter(|field| field.is_secret()).map(|field| &*field.name);
    assert_eq!(secret.collect::<Vec<_>>(), ["protected", "encrypted_key", "ciphertext", "tag"]);
}

#[test]
fn other_objects_with_such_names_are_none() {
    for object in [
        json!({"payload": {"a": 1}, "signature": "abc"}),
        json!({"payload": "abc", "signature": "abc"}),
        json!({"ciphertext": "abc", "iv": "abc"}),
        json!({"signatures": ["a", "b"], "payload": "c"}),
        json!({"protected": true, "signature": "abc"}),
    ] {
        let inspection = inspect(object.to_string().as_bytes(), &keys());
        assert_eq!(said(&inspection), "unrecognized: ", "{object}");
    }
    let object = json!({"access_token": "abc", "protected": "eyJ", "signature": "abc"});
    assert!(said(&inspect(object.to_string().as_bytes(), &keys())).starts_with("token_response"));
}
