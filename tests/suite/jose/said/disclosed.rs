//! SD-JWT (RFC 9901).

use rsa::sha2::{Digest, Sha256, Sha512};
use serde_json::json;
use tokenscope::jose::{Disclosures, Keys, Token};

use super::*;

/// A disclosure of a claim or, without a name, of an item.
fn disclosure(name: Option<&str>, value: &Value) -> String {
    match name {
        Some(name) => enc(&json!(["salt-0", name, value])),
        None => enc(&json!(["salt-0", value])),
    }
}

fn digest(disclosure: &str) -> String {
    b64(Sha256::digest(disclosure))
}

/// An issued token with these claims, in front of its disclosures.
fn issued(claims: &Value, disclosures: &[&str]) -> String {
    let token = signed(&json!({"alg": "ES256", "typ": "dc+sd-jwt"}), &claims.to_string());
    disclosures.iter().fold(token + "~", |text, it| format!("{text}{it}~"))
}

/// The proof of a holder behind a presentation.
fn bound(presentation: &str, claims: &Value) -> String {
    let mut claims = claims.clone();
    if claims.get("sd_hash").is_none() {
        claims["sd_hash"] = json!(digest(presentation));
    }
    let proof = signed(&json!({"alg": "EdDSA", "typ": "kb+jwt"}), &claims.to_string());
    format!("{presentation}{proof}")
}

fn holder() -> Value {
    json!({"jwk": pair("EdDSA").jwk})
}

fn disclosures(text: &str) -> Disclosures {
    let Token { disclosures, .. } = inspect(text.as_bytes(), &keys()).tokens.remove(0);
    *disclosures.unwrap()
}

const VALID: &str = "sd_jwt: token valid";
const FAULTY: &str = "sd_jwt: token valid!";

#[test]
fn disclosures_belong_to_their_digests() {
    let name = disclosure(Some("given_name"), &json!("Jo"));
    let item = disclosure(None, &json!("DE"));
    let street = disclosure(Some("street"), &json!("Main"));
    let address = disclosure(Some("address"), &json!({"_sd": [digest(&street)], "city": "B"}));
    let claims = json!({
        "iss": "https://as.example", "_sd": [digest(&name), digest(&address), "decoy"],
        "nationalities": [{"...": digest(&item)}, {"...": "decoy-2"}, "US"], "_sd_alg": "sha-256",
    });
    let whole = issued(&claims, &[&name, &item, &address, &street]);
    let foreign = disclosure(Some("admin"), &json!(true));
    let reserved = disclosure(Some("_sd"), &json!([]));
    let short = enc(&json!(["salt"]));
    let at = |claims: &Value, disclosures: &[&str]| issued(claims, disclosures);
    hold(&[
        ("all", whole.clone(), VALID),
        ("some", at(&claims, &[&name]), VALID),
        ("none", at(&claims, &[]), VALID),
        ("no last ~", whole.trim_end_matches('~').to_owned(), VALID),
        ("one that the issuer did not sign", at(&claims, &[&name, &foreign]), FAULTY),
        ("an inner one without its outer one", at(&claims, &[&street]), FAULTY),
        ("one twice", at(&claims, &[&name, &name]), FAULTY),
        ("a claim in an array", at(&json!({"a": [{"...": digest(&name)}]}), &[&name]), FAULTY),
        ("an item in an object", at(&json!({"_sd": [digest(&item)]}), &[&item]), FAULTY),
        (
            "a claim that is there",
            at(&json!({"given_name": "Al", "_sd": [digest(&name)]}), &[&name]),
            FAULTY,
        ),
        ("a digest twice", at(&json!({"_sd": [digest(&name), digest(&name)]}), &[&name]), FAULTY),
        ("a reserved name", at(&json!({"_sd": [digest(&reserved)]}), &[&reserved]), FAULTY),
        ("too few members", at(&json!({"_sd": [digest(&short)]}), &[&short]), FAULTY),
        ("no JSON", at(&claims, &["AAAA"]), FAULTY),
        ("no base64", at(&claims, &["A"]), FAULTY),
        ("damaged", at(&claims, &["!!!"]), FAULTY),
        ("an empty one", at(&claims, &["", &name]), FAULTY),
        (
            "an unknown hash",
            at(&json!({"_sd": [digest(&name)], "_sd_alg": "md5"}), &[&name]),
            FAULTY,
        ),
        (
            "changed claims",
            whole.replacen(&b64(claims.to_string()), &b64(json!({"_sd": []}).to_string()), 1),
            "sd_jwt: token invalid!",
        ),
        (
            "in a response",
            json!({"credential": whole}).to_string(),
            "unrecognized: credential valid",
        ),
        (
            "typ vc+sd-jwt",
            format!("{}~", signed(&json!({"alg": "ES256", "typ": "vc+sd-jwt"}), "{}")),
            VALID,
        ),
        ("wrapped", whole.replacen('~', "~\n", 1), VALID),
    ]);
    let read = disclosures(&whole);
    let paths: Vec<_> = read.details.iter().map(|detail| detail.path.as_deref().unwrap()).collect();
    assert_eq!(paths, [".given_name", ".nationalities[0]", ".address", ".address.street"]);
    assert_eq!(read.undisclosed, 2);
    assert_eq!(read.details[0].digest, digest(&name));
    assert_eq!(read.values.get("address.street").unwrap().as_str(), Some("Main"));
    let read = disclosures(&at(&claims, &[&foreign, &name]));
    assert_eq!(read.details[0].fault, Some("matches no digest"));
    assert!(!read.details[0].is_matched() && read.details[1].is_matched());
    // Another hash function, by its name.
    let digest = b64(Sha512::digest(&name));
    let claims = json!({"_sd": [digest], "_sd_alg": "sha-512"});
    assert!(disclosures(&issued(&claims, &[&name])).details[0].is_matched());
}

#[test]
fn a_proof_is_a_token_of_its_own() {
    let name = disclosure(Some("given_name"), &json!("Jo"));
    let claims = json!({"_sd": [digest(&name)], "cnf": holder()});
    let presentation = issued(&claims, &[&name]);
    let proof = json!({"iat": 1_795_377_600, "aud": "https://v.example", "nonce": "n"});
    let whole = bound(&presentation, &proof);
    let unbound = bound(&presentation, &json!({"sd_hash": "AAAA"}));
    let keyless = issued(&json!({"_sd": [digest(&name)]}), &[&name]);
    let by_kid = issued(&json!({"cnf": {"kid": "Ed25519"}}), &[]);
    let (issued_part, rest) = whole.split_once('~').unwrap();
    let (head, _) = issued_part.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}~{rest}", b64([7; 64]));
    let other = issued(&json!({"cnf": {"jwk": pair("ES256").jwk}}), &[]);
    let (before, _) = whole.rsplit_once('.').unwrap();
    hold(&[
        ("bound", whole.clone(), "sd_jwt: token valid, token.key_binding valid"),
        ("of another presentation", unbound, "sd_jwt: token valid, token.key_binding valid!"),
        (
            "forged",
            format!("{before}.{}", b64([7; 64])),
            "sd_jwt: token valid, token.key_binding invalid",
        ),
        ("of a token that is forged", forged, "sd_jwt: token invalid, token.key_binding no_key!"),
        ("without a key", bound(&keyless, &proof), "sd_jwt: token valid, token.key_binding no_key"),
        (
            "with a key by name",
            bound(&by_kid, &proof),
            "sd_jwt: token valid, token.key_binding no_key",
        ),
        (
            "with another key",
            bound(&other, &proof),
            "sd_jwt: token valid, token.key_binding no_key",
        ),
        ("unreadable", format!("{presentation}a.b.c"), "sd_jwt: token valid!"),
        (
            "unsigned",
            format!(
                "{presentation}{}.{}.",
                enc(&json!({"alg": "none"})),
                enc(&json!({"sd_hash": digest(&presentation)}))
            ),
            "sd_jwt: token valid, token.key_binding unsigned",
        ),
    ]);
    let bare = inspect(whole.as_bytes(), &Keys::default());
    let reason = bare.tokens[1].signature.reason.as_deref().unwrap();
    assert!(reason.contains("cnf.jwk"), "{reason}");
    let read = inspect(whole.as_bytes(), &keys());
    assert!(read.tokens[1].key_binding.as_ref().unwrap().is_bound);
    assert_eq!(read.tokens[1].signature.key_from, None);
}

#[test]
fn in_json() {
    let name = disclosure(Some("given_name"), &json!("Jo"));
    let claims = json!({"_sd": [digest(&name)], "cnf": holder()}).to_string();
    let token = signed(&json!({"alg": "ES256"}), &claims);
    let [protected, payload, signature] = parts(&token);
    let presentation = format!("{token}~{name}~");
    let proof = bound(&presentation, &json!({"aud": "v"}));
    let proof = proof.rsplit_once('~').unwrap().1;
    let one =
        |header: Value| json!({"protected": protected, "header": header, "signature": signature});
    let general = |header| json!({"payload": payload, "signatures": [one(header)]}).to_string();
    let flattened = |header| {
        let mut whole = one(header);
        whole["payload"] = json!(payload);
        whole.to_string()
    };
    let both = json!({"disclosures": [name], "kb_jwt": proof});
    hold(&[
        ("flattened", flattened(json!({"disclosures": [name]})), VALID),
        ("general", general(json!({"disclosures": [name]})), VALID),
        ("with a proof", flattened(both.clone()), "sd_jwt: token valid, token.key_binding valid"),
        ("general with a proof", general(both), "sd_jwt: token valid, token.key_binding valid"),
        ("nothing disclosed", flattened(json!({"disclosures": []})), VALID),
    ]);
}

#[test]
fn many_disclosures_and_deep_ones_cost_what_they_weigh() {
    let many: Vec<String> =
        (0..2_000).map(|at| disclosure(Some(&format!("c{at}")), &json!(at))).collect();
    let digests: Vec<String> = many.iter().map(|it| digest(it)).collect();
    let texts: Vec<&str> = many.iter().map(String::as_str).collect();
    let read = disclosures(&issued(&json!({ "_sd": digests }), &texts));
    assert!(read.details.iter().all(|it| it.is_matched() && it.fault.is_none()));
    // Each inside the one before.
    let mut chain = vec![disclosure(Some("c"), &json!(1))];
    for _ in 0..300 {
        let inner = digest(chain.last().unwrap());
        chain.push(disclosure(Some("a-long-name-of-a-claim"), &json!({"_sd": [inner]})));
    }
    let texts: Vec<&str> = chain.iter().map(String::as_str).collect();
    let read = disclosures(&issued(&json!({"_sd": [digest(texts[300])]}), &texts));
    assert!(read.details.iter().all(|it| it.path.as_ref().unwrap().len() < 1_200));
}
