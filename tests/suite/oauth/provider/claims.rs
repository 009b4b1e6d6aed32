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
            it.claims["iss"] = format!("{}/", it.issuer).into();
        }),
        case("iss by another scheme", "issuer-mismatch", |it| {
            it.claims["iss"] = it.issuer.replace("http:", "https:").into();
        }),
        case("iss of another", "issuer-mismatch", |it| {
            it.claims["iss"] = "https://other.example".into();
        }),
        case("iss is a list", "issuer-mismatch", |it| {
            it.claims["iss"] = json!([it.issuer]);
        }),
        case("iss in other letters", "issuer-mismatch", |it| {
            it.claims["iss"] = it.issuer.to_uppercase().into();
        }),
        case("iss with a space", "issuer-mismatch", |it| {
            it.claims["iss"] = format!("{} ", it.issuer).into();
        }),
        case("no claims at all", "id-token-claim-missing", |it| it.claims = json!({})),
        case("aud null", "id-token-claim-missing", |it| it.claims["aud"] = Json::Null),
        case("aud an object", "id-token-aud", |it| it.claims["aud"] = json!({"shop": true})),
        case("exp null", "id-token-claim-missing", |it| it.claims["exp"] = Json::Null),
        case("exp 0", "id-token-expired", |it| it.claims["exp"] = 0.into()),
        case("exp a second ago", "id-token-expired", |it| it.claims["exp"] = (now() - 1).into()),
        case("exp negative", "id-token-expired", |it| it.claims["exp"] = (-1).into()),
        case("nonce null", "nonce-mismatch", |it| it.claims["nonce"] = Json::Null),
        case("nonce of an earlier sign-in", "nonce-mismatch", |it| {
            it.claims["nonce"] = "MgnxsW4wIfAX2ptQdz4aGg".into();
        }),
        case("iss missing", "id-token-claim-missing", |it| remove(&mut it.claims, "iss")),
        case("sub missing", "id-token-claim-missing", |it| remove(&mut it.claims, "sub")),
        case("aud missing", "id-token-claim-missing", |it| remove(&mut it.claims, "aud")),
        case("iat missing", "id-token-claim-missing", |it| remove(&mut it.claims, "iat")),
        case("exp missing", "id-token-claim-missing", |it| remove(&mut it.claims, "exp")),
        case("sub null", "id-token-claim-missing", |it| it.claims["sub"] = Json::Null),
        case("sub empty", "sub-invalid", |it| it.claims["sub"] = "".into()),
        case("sub too long", "sub-invalid", |it| it.claims["sub"] = "x".repeat(256).into()),
        case("sub a number", "sub-invalid", |it| it.claims["sub"] = 4711.into()),
        case("aud of another", "id-token-aud", |it| it.claims["aud"] = "other".into()),
        case("aud without the client", "id-token-aud", |it| it.claims["aud"] = json!(["a", "b"])),
        case("aud empty", "id-token-aud", |it| it.claims["aud"] = json!([])),
        case("aud in other letters", "id-token-aud", |it| it.claims["aud"] = "Shop".into()),
        case("azp of another", "id-token-azp", |it| it.claims["azp"] = "other".into()),
        case("exp past", "id-token-expired", |it| it.claims["exp"] = (now() - 60).into()),
        case("exp a string", "numericdate-bad", |it| {
            it.claims["exp"] = (now() + 60).to_string().into();
        }),
        case("exp in milliseconds", "numericdate-bad", |it| {
            it.claims["exp"] = ((now() + 60) * 1000).into();
        }),
        case("exp before iat", "exp-before-iat", |it| {
            it.claims["exp"] = (now() + 60).into();
            it.claims["iat"] = (now() + 120).into();
        }),
        case("iat a string", "numericdate-bad", |it| it.claims["iat"] = "now".into()),
        case("nbf ahead", "id-token-not-yet-valid", |it| it.claims["nbf"] = (now() + 60).into()),
        case("nonce missing", "nonce-mismatch", |it| remove(&mut it.claims, "nonce")),
        case("nonce wrong", "nonce-mismatch", |it| it.claims["nonce"] = "other".into()),
        case("nonce in capitals", "nonce-mismatch", |it| {
            let nonce = it.claims["nonce"].as_str().unwrap();
            it.claims["nonce"] = format!("{nonce}=").into();
        }),
        case("nonce in a list", "nonce-mismatch", |it| {
            it.claims["nonce"] = json!([it.claims["nonce"]]);
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
            it.claims["at_hash"] = "77QmUPtjPfzWtF2AnpK9RQ".into();
        }),
        case("at_hash is the right half", "at-hash-mismatch", |it| {
            it.claims["at_hash"] = RIGHT_HALF.into();
        }),
        case("at_hash by another hash", "at-hash-mismatch", |it| {
            it.claims["at_hash"] = BY_SHA_512.into();
        }),
        case("at_hash a number", "at-hash-mismatch", |it| it.claims["at_hash"] = 7.into()),
        case("c_hash of another code", "c-hash-mismatch", |it| {
            it.claims["c_hash"] = "77QmUPtjPfzWtF2AnpK9RQ".into();
        }),
        case("s_hash of another state", "s-hash-mismatch", |it| {
            it.claims["s_hash"] = "77QmUPtjPfzWtF2AnpK9RQ".into();
        }),
    ]);
    taken(vec![case("the left halves", "", |it| {
        it.claims["at_hash"] = LEFT_HALF.into();
        it.claims["c_hash"] = OF_CODE.into();
    })]);
}

/// SHA-256 and SHA-512 of the access token, and SHA-256 of the code.
const LEFT_HALF: &str = "bJYTDxMKsNbRWDl-JNK8wQ";
const RIGHT_HALF: &str = "yaXnOuCB9umD8ce1RdJKTA";
const BY_SHA_512: &str = "kG_SD_cvQUclAx8evGFzZaTzjjGxOVqvZA4HwKmYueM";
const OF_CODE: &str = "o1uBp9eSe3DsmScN0jYriA";

/// What the request asked of the sign-in.
#[test]
fn a_sign_in_that_is_not_what_was_asked() {
    const MAX_AGE: &[&str] = &["--param", "max_age=60"];
    const ESSENTIAL: &[&str] =
        &["--param", r#"claims={"id_token":{"acr":{"essential":true,"values":["gold"]}}}"#];
    refused(vec![
        asked(MAX_AGE, case("no auth_time", "auth-time-missing", |_| {})),
        asked(
            MAX_AGE,
            case("an old auth_time", "auth-time-old", |it| {
                it.claims["auth_time"] = (now() - 3600).into();
            }),
        ),
        asked(
            ESSENTIAL,
            case("another acr", "acr-mismatch", |it| {
                it.claims["acr"] = "tin".into();
            }),
        ),
        asked(
            &["--param", "nonce=n-mine"],
            case("not my nonce", "nonce-mismatch", |it| {
                assert_eq!(it.claims["nonce"], "n-mine", "it is sent once");
                it.claims["nonce"] = "n-other".into();
            }),
        ),
    ]);
    taken(vec![
        asked(MAX_AGE, case("a fresh auth_time", "", |it| it.claims["auth_time"] = now().into())),
        asked(
            &["--param", "max_age=0"],
            case("a sign-in just now", "", |it| {
                it.claims["auth_time"] = now().into();
            }),
        ),
        asked(
            &["--param", "acr_values=gold silver"],
            case("another acr", "acr-mismatch", |it| {
                it.claims["acr"] = "tin".into();
            }),
        ),
        asked(
            &["--param", "acr_values=gold silver"],
            case("one of them", "", |it| {
                it.claims["acr"] = "silver".into();
            }),
        ),
    ]);
}

/// What is no fault, or one that a client need not refuse for.
#[test]
fn oddities_that_a_client_takes() {
    taken(vec![
        case("more audiences, and azp", "", |it| {
            it.claims["aud"] = json!(["shop", "b"]);
            it.claims["azp"] = "shop".into();
        }),
        case("more audiences, no azp", "id-token-azp", |it| {
            it.claims["aud"] = json!(["shop", "b"]);
        }),
        case("claims that nobody asked for", "", |it| {
            it.claims["_claim_names"] = json!({"address": "src1"});
            it.claims["_claim_sources"] = json!({"src1": {"endpoint": "https://x.example/"}});
        }),
        case("a subject of 255 characters", "", |it| it.claims["sub"] = "x".repeat(255).into()),
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

/// The response around the ID token.
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

/// Answers that bring no token at all: the server, or what stands in its place, said no.
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
