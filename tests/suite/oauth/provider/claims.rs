//! What an ID token says, and what stands around it.

use serde_json::{Value as Json, json};

use super::{
    Behaviour, Draft, now, rsa_key,
    run::{Case, refused, sign_in, taken},
};

/// A case of the token endpoint.
fn case(name: &'static str, code: &'static str, change: fn(&mut Draft)) -> Case {
    let behaviour = Behaviour { token: Box::new(change), ..Behaviour::default() };
    Case { name, behaviour, args: &[], code }
}

/// The same, where the request has more.
fn asked(args: &'static [&'static str], case: Case) -> Case {
    Case { args, ..case }
}

fn remove(object: &mut Json, name: &str) {
    object.as_object_mut().unwrap().shift_remove(name);
}

#[test]
fn a_good_provider_is_believed() {
    let outcome = sign_in(Behaviour::default(), &["--deny", "errors"]);
    assert_eq!(outcome.ran.status, 0, "{}", outcome.ran.err);
    assert_eq!(outcome.refusal(), None);
    let signature = outcome.signature("id_token");
    assert_eq!((&signature["status"], &signature["key_from"]), (&json!("valid"), &json!("issuer")));
    assert_eq!(outcome.provider.count("/jwks"), 1);
}

/// One line for people, whatever there is to say.
#[test]
fn the_claims_that_are_missing_are_named_together() {
    let behaviour = Behaviour {
        token: Box::new(|it| it.claims = json!({"iss": it.issuer, "aud": "shop"})),
        ..Behaviour::default()
    };
    let outcome = sign_in(behaviour, &["--verify", "none"]);
    let line = "the ID token lacks a claim that it must have: sub, exp, iat \
                (id-token-claim-missing); nonce is not the one that was sent (nonce-mismatch)";
    assert_eq!(outcome.refusal(), Some(line));
}

/// OpenID Connect Core §3.1.3.7, one claim after the other.
#[test]
fn claims_that_no_client_may_take() {
    refused(vec![
        case("iss with a slash", "issuer-mismatch", |it| {
            it.claim("iss", format!("{}/", it.issuer));
        }),
        case("iss by another scheme", "issuer-mismatch", |it| {
            it.claim("iss", it.issuer.replace("http:", "https:"));
        }),
        case("iss of another", "issuer-mismatch", |it| it.claim("iss", "https://other.example")),
        case("iss is a list", "issuer-mismatch", |it| it.claim("iss", json!([it.issuer]))),
        case("iss in other letters", "issuer-mismatch", |it| {
            it.claim("iss", it.issuer.to_uppercase());
        }),
        case("iss with a space", "issuer-mismatch", |it| {
            it.claim("iss", format!("{} ", it.issuer));
        }),
        case("no claims at all", "id-token-claim-missing", |it| it.claims = json!({})),
        case("aud null", "id-token-claim-missing", |it| it.claims["aud"] = Json::Null),
        case("aud an object", "id-token-aud", |it| it.claims["aud"] = json!({"shop": true})),
        case("exp null", "id-token-claim-missing", |it| it.claims["exp"] = Json::Null),
        case("exp 0", "id-token-expired", |it| it.claim("exp", 0)),
        case("exp a second ago", "id-token-expired", |it| it.claim("exp", now() - 1)),
        case("exp negative", "id-token-expired", |it| it.claim("exp", -1)),
        case("nonce null", "nonce-mismatch", |it| it.claims["nonce"] = Json::Null),
        case("nonce of an earlier sign-in", "nonce-mismatch", |it| {
            it.claim("nonce", "MgnxsW4wIfAX2ptQdz4aGg");
        }),
        case("iss missing", "id-token-claim-missing", |it| remove(&mut it.claims, "iss")),
        case("sub missing", "id-token-claim-missing", |it| remove(&mut it.claims, "sub")),
        case("aud missing", "id-token-claim-missing", |it| remove(&mut it.claims, "aud")),
        case("iat missing", "id-token-claim-missing", |it| remove(&mut it.claims, "iat")),
        case("exp missing", "id-token-claim-missing", |it| remove(&mut it.claims, "exp")),
        case("sub null", "id-token-claim-missing", |it| it.claims["sub"] = Json::Null),
        case("sub empty", "sub-invalid", |it| it.claim("sub", "")),
        case("sub too long", "sub-invalid", |it| it.claim("sub", "x".repeat(256))),
        case("sub a number", "sub-invalid", |it| it.claim("sub", 4711)),
        case("aud of another", "id-token-aud", |it| it.claim("aud", "other")),
        case("aud without the client", "id-token-aud", |it| it.claims["aud"] = json!(["a", "b"])),
        case("aud empty", "id-token-aud", |it| it.claims["aud"] = json!([])),
        case("aud in other letters", "id-token-aud", |it| it.claim("aud", "Shop")),
        case("azp of another", "id-token-azp", |it| it.claim("azp", "other")),
        case("exp past", "id-token-expired", |it| it.claim("exp", now() - 60)),
        case("exp a string", "numericdate-bad", |it| it.claim("exp", (now() + 60).to_string())),
        case("exp in milliseconds", "numericdate-bad", |it| it.claim("exp", (now() + 60) * 1000)),
        case("exp before iat", "exp-before-iat", |it| {
            it.claim("exp", now() + 60);
            it.claim("iat", now() + 120);
        }),
        case("iat a string", "numericdate-bad", |it| it.claim("iat", "now")),
        case("nbf ahead", "id-token-not-yet-valid", |it| it.claim("nbf", now() + 60)),
        case("nonce missing", "nonce-mismatch", |it| remove(&mut it.claims, "nonce")),
        case("nonce wrong", "nonce-mismatch", |it| it.claim("nonce", "other")),
        case("nonce in capitals", "nonce-mismatch", |it| {
            let nonce = it.claims["nonce"].as_str().unwrap();
            it.claim("nonce", format!("{nonce}="));
        }),
        case("nonce in a list", "nonce-mismatch", |it| {
            it.claim("nonce", json!([it.claims["nonce"]]));
        }),
        case("a claim twice", "duplicate-member", |it| {
            let claims = it.claims.to_string().replace("{\"iss\"", "{\"sub\":\"eve\",\"iss\"");
            it.id_token = Some(it.key.token(&it.header.to_string(), &claims, "ES256"));
        }),
        case("a critical extension", "crit-unknown", |it| it.header["crit"] = json!(["x"])),
    ]);
}

/// OpenID Connect Core §3.1.3.6, §3.3.2.11.
#[test]
fn hashes_of_something_else() {
    refused(vec![
        case("at_hash of another", "at-hash-mismatch", |it| {
            it.claim("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        }),
        case("at_hash is the right half", "at-hash-mismatch", |it| it.claim("at_hash", RIGHT_HALF)),
        case("at_hash by another hash", "at-hash-mismatch", |it| it.claim("at_hash", BY_SHA_512)),
        case("at_hash a number", "at-hash-mismatch", |it| it.claim("at_hash", 7)),
        case("c_hash of another code", "c-hash-mismatch", |it| {
            it.claim("c_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        }),
        case("s_hash of another state", "s-hash-mismatch", |it| {
            it.claim("s_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        }),
    ]);
    taken(vec![case("the left halves", "", |it| {
        it.claim("at_hash", LEFT_HALF);
        it.claim("c_hash", OF_CODE);
    })]);
}

/// SHA-256 and SHA-512 of the access token, and SHA-256 of the code.
const LEFT_HALF: &str = "bJYTDxMKsNbRWDl-JNK8wQ";
const RIGHT_HALF: &str = "yaXnOuCB9umD8ce1RdJKTA";
const BY_SHA_512: &str = "kG_SD_cvQUclAx8evGFzZaTzjjGxOVqvZA4HwKmYueM";
const OF_CODE: &str = "o1uBp9eSe3DsmScN0jYriA";

#[test]
fn a_sign_in_that_is_not_what_was_asked() {
    const MAX_AGE: &[&str] = &["--param", "max_age=60"];
    const ESSENTIAL: &[&str] =
        &["--param", r#"claims={"id_token":{"acr":{"essential":true,"values":["gold"]}}}"#];
    refused(vec![
        asked(MAX_AGE, case("no auth_time", "auth-time-missing", |_| {})),
        asked(
            MAX_AGE,
            case("an old auth_time", "auth-time-old", |it| it.claim("auth_time", now() - 3600)),
        ),
        asked(ESSENTIAL, case("another acr", "acr-mismatch", |it| it.claim("acr", "tin"))),
        asked(
            &["--param", "nonce=n-mine"],
            case("not my nonce", "nonce-mismatch", |it| {
                assert_eq!(it.claims["nonce"], "n-mine", "it is sent once");
                it.claim("nonce", "n-other");
            }),
        ),
    ]);
    taken(vec![
        asked(MAX_AGE, case("a fresh auth_time", "", |it| it.claim("auth_time", now()))),
        asked(
            &["--param", "max_age=0"],
            case("a sign-in just now", "", |it| it.claim("auth_time", now())),
        ),
        asked(
            &["--param", "acr_values=gold silver"],
            case("another acr", "acr-mismatch", |it| it.claim("acr", "tin")),
        ),
        asked(
            &["--param", "acr_values=gold silver"],
            case("one of them", "", |it| it.claim("acr", "silver")),
        ),
    ]);
}

/// What is no fault, or one that a client need not refuse for.
#[test]
fn oddities_that_a_client_takes() {
    taken(vec![
        case("more audiences, and azp", "", |it| {
            it.claim("aud", json!(["shop", "b"]));
            it.claim("azp", "shop");
        }),
        case("more audiences, no azp", "id-token-azp", |it| it.claim("aud", json!(["shop", "b"]))),
        case("claims that nobody asked for", "", |it| {
            it.claim("_claim_names", json!({"address": "src1"}));
            it.claim("_claim_sources", json!({"src1": {"endpoint": "https://x.example/"}}));
        }),
        case("a subject of 255 characters", "", |it| it.claim("sub", "x".repeat(255))),
        case("scope narrowed", "scope-narrowed", |it| it.response["scope"] = "openid".into()),
        case("scope widened", "scope-widened", |it| {
            it.response["scope"] = "openid email admin".into();
        }),
        case("no scope", "", |it| remove(&mut it.response, "scope")),
        case("no openid in scope, no ID token", "scope-narrowed", |it| {
            it.response["scope"] = "email".into();
            it.id_token = Some(String::new());
        }),
        case("typ", "", |it| it.header["typ"] = "JWT".into()),
        case("a key in the header", "embedded-key", |it| it.header["jwk"] = rsa_key().jwk),
        case("a place of keys in the header", "key-url-header", |it| {
            it.header["jku"] = format!("{}/elsewhere", it.issuer).into();
        }),
    ]);
}

#[test]
fn responses_that_no_client_may_take() {
    refused(vec![
        case("no ID token", "id-token-omitted", |it| it.id_token = Some(String::new())),
        case("an ID token that is none", "id-token-unreadable", |it| {
            it.id_token = Some("2YotnFZFEjr1zCsicMWpAA".to_owned());
        }),
        case("an ID token cut short", "id-token-unreadable", |it| {
            let whole = it.signed();
            it.id_token = Some(whole.split('.').take(2).collect::<Vec<_>>().join("."));
        }),
        case("claims that are no object", "id-token-unreadable", |it| {
            it.id_token = Some(it.key.token(&it.header.to_string(), "[]", "ES256"));
        }),
        case("claims that are no JSON", "id-token-unreadable", |it| {
            it.id_token = Some(it.key.token(&it.header.to_string(), "sub=ada", "ES256"));
        }),
        case("no token_type", "token-type-missing", |it| remove(&mut it.response, "token_type")),
        case("an encrypted ID token", "", |it| {
            it.id_token = Some(format!(
                "{}.a2V5.aXYtMTIzNDU2Nzg.Y2lwaGVydGV4dA.dGFn",
                crate::jose::pairs::b64(r#"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#)
            ));
        }),
    ]);
}

#[test]
fn answers_without_a_token() {
    let cases = [
        case("an error with 200", "error-in-200", |it| {
            it.body = Some(r#"{"error":"invalid_grant"}"#.to_owned());
        }),
        case("a redirect", "", |it| {
            it.status = "302 Found";
            it.headers = "Location: https://login.example/\r\n".to_owned();
            it.body = Some(String::new());
        }),
        case("a page", "", |it| {
            it.headers = "Content-Type: text/html\r\n".to_owned();
            it.body = Some("<html>Sign in</html>".to_owned());
        }),
        case("a failure", "", |it| {
            it.status = "500 Internal Server Error";
            it.body = Some(String::new());
        }),
    ];
    for case in cases {
        let outcome = sign_in(case.behaviour, &[]);
        assert_eq!(outcome.ran.status, 4, "{}: {}", case.name, outcome.ran.err);
        let is_found = case.code.is_empty() || outcome.codes().iter().any(|it| it == case.code);
        assert!(is_found, "{}: {:?}", case.name, outcome.codes());
        assert_eq!(outcome.provider.count("/jwks"), 0, "{}", case.name);
    }
}
