//! Whose signature an ID token has, and where the keys come from.

use serde_json::{Value as Json, json};

use super::{
    Behaviour, Draft, Plain, ed_key, key_set, now, other_key, public, rsa_key,
    run::{Case, Outcome, refused, sign_in, taken},
    secret_key,
};
use crate::jose::pairs::{p256, secret};

fn signed(name: &'static str, code: &'static str, change: fn(&mut Draft)) -> Case {
    let behaviour = Behaviour { token: Box::new(change), ..Behaviour::default() };
    Case { name, behaviour, args: &[], code }
}

fn published(name: &'static str, change: fn(&mut Plain)) -> Case {
    let behaviour = Behaviour { keys: Box::new(change), ..Behaviour::default() };
    Case { name, behaviour, args: &[], code: "" }
}

/// A provider whose metadata is changed.
fn named(name: &'static str, change: fn(&mut Json)) -> Case {
    let behaviour = Behaviour { metadata: Box::new(change), ..Behaviour::default() };
    Case { name, behaviour, args: &[], code: "" }
}

fn both(keys: fn(&mut Plain), token: fn(&mut Draft)) -> Behaviour {
    Behaviour { keys: Box::new(keys), token: Box::new(token), ..Behaviour::default() }
}

fn status(outcome: &Outcome) -> String {
    outcome.signature("id_token")["status"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn signatures_that_no_client_may_take() {
    refused(vec![
        signed("by another key", "signature-invalid", |it| it.key = other_key()),
        signed("changed claims", "signature-invalid", |it| {
            let whole = it.signed();
            it.claims["sub"] = "eve".into();
            let (_, signature) = whole.rsplit_once('.').unwrap();
            let other = it.signed();
            let (message, _) = other.rsplit_once('.').unwrap();
            it.id_token = Some(format!("{message}.{signature}"));
        }),
        signed("no signature", "signature-invalid", |it| {
            let whole = it.signed();
            let (message, _) = whole.rsplit_once('.').unwrap();
            it.id_token = Some(format!("{message}."));
        }),
        signed("alg none", "alg-none", |it| {
            it.header = json!({"alg": "none"});
            let whole = it.signed();
            it.id_token = Some(format!("{}.", whole.rsplit_once('.').unwrap().0));
        }),
        signed("alg none with a signature", "alg-none", |it| it.header["alg"] = "none".into()),
        signed("the public key as a secret", "signature-invalid", |it| {
            let octets = key_set(&[p256()]).to_string().into_bytes();
            it.sign_with(secret("P-256", octets, &["HS256"]), "HS256");
        }),
        signed("another secret", "signature-invalid", |it| {
            it.sign_with(secret("s", vec![7; 32], &["HS256"]), "HS256");
        }),
        signed("an unknown key", "", |it| it.sign_with(other_key(), "ES256")),
        signed("a key of another kind", "", |it| {
            it.key = rsa_key();
            it.header["alg"] = "RS256".into();
        }),
        signed("an unknown algorithm", "", |it| it.header["alg"] = "XS256".into()),
    ]);
}

#[test]
fn key_sets_that_cannot_be_had_verify_nothing() {
    refused(vec![
        published("a page", |it| {
            it.headers = "Content-Type: text/html\r\n".to_owned();
            it.body = "<html></html>".to_owned();
        }),
        published("empty", |it| it.body = r#"{"keys":[]}"#.to_owned()),
        published("nothing", |it| it.body = String::new()),
        published("a failure", |it| it.status = "500 Internal Server Error"),
        published("huge", |it| {
            it.body = format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(2 << 20));
        }),
        published("a redirect", |it| {
            it.status = "302 Found";
            it.headers = "Location: /elsewhere\r\n".to_owned();
        }),
        published("keys for encryption", |it| {
            it.body = it.body.replace("\"kty\"", "\"use\":\"enc\",\"kty\"");
        }),
        named("no jwks_uri", |it| drop(it.as_object_mut().unwrap().shift_remove("jwks_uri"))),
        named("jwks_uri without TLS", |it| it["jwks_uri"] = "http://keys.example/jwks".into()),
        named("jwks_uri where nobody listens", |it| {
            it["jwks_uri"] = "http://127.0.0.1:1/jwks".into();
        }),
        Case {
            name: "a secret among the public keys",
            behaviour: both(
                |it| it.body = json!({"keys": [public(&secret_key())]}).to_string(),
                |it| it.sign_with(secret_key(), "HS256"),
            ),
            args: &["--auth", "none"],
            code: "",
        },
    ]);
}

#[test]
fn every_algorithm_is_verified() {
    let signs = |keys: fn(&mut Plain), token: fn(&mut Draft)| {
        let outcome = sign_in(both(keys, token), &[]);
        let is_valid = outcome.ran.status == 0 && status(&outcome) == "valid";
        assert!(is_valid, "{} {}", status(&outcome), outcome.ran.err);
        outcome
    };
    let of_rsa = |it: &mut Plain| it.body = key_set(&[rsa_key()]).to_string();
    let of_ed = |it: &mut Plain| it.body = key_set(&[ed_key()]).to_string();
    signs(of_rsa, |it| it.sign_with(rsa_key(), "RS256"));
    signs(of_rsa, |it| it.sign_with(rsa_key(), "PS256"));
    signs(of_ed, |it| it.sign_with(ed_key(), "EdDSA"));
    let by_secret = signs(|_| {}, |it| it.sign_with(secret_key(), "HS256"));
    assert_eq!(by_secret.signature("id_token")["key_from"], "client_secret");
    assert_eq!(by_secret.provider.count("/jwks"), 0, "no key of the issuer is of any use");
}

/// OpenID Connect Core §10.1.1: keys rotate, and `kid` says to which.
#[test]
fn an_unknown_kid_asks_for_the_keys_once_more() {
    let rotated = sign_in(
        both(
            |it| {
                let keys = if it.before == 0 { vec![p256()] } else { vec![p256(), other_key()] };
                it.body = key_set(&keys).to_string();
            },
            |it| it.sign_with(other_key(), "ES256"),
        ),
        &[],
    );
    assert_eq!((rotated.ran.status, status(&rotated)), (0, "valid".to_owned()));
    assert_eq!(rotated.provider.count("/jwks"), 2);
    let unknown = sign_in(both(|_| {}, |it| it.sign_with(other_key(), "ES256")), &[]);
    assert_eq!((unknown.ran.status, status(&unknown)), (1, "no_key".to_owned()));
    assert_eq!(unknown.provider.count("/jwks"), 2, "and no more often");
}

#[test]
fn a_token_without_kid_is_by_any_key_of_its_kind() {
    let unnamed = |it: &mut Draft| it.header = json!({"alg": "ES256"});
    taken(vec![
        signed("one key", "", unnamed),
        Case {
            name: "several keys",
            behaviour: both(
                |it| it.body = key_set(&[other_key(), rsa_key(), p256()]).to_string(),
                unnamed,
            ),
            args: &[],
            code: "",
        },
    ]);
    refused(vec![Case {
        name: "none of several keys",
        behaviour: both(|it| it.body = key_set(&[other_key(), rsa_key()]).to_string(), unnamed),
        args: &[],
        code: "signature-invalid",
    }]);
}

#[test]
fn nothing_that_a_token_names_is_contacted() {
    let outcome = sign_in(
        both(
            |_| {},
            |it| {
                it.header["jku"] = format!("{}/elsewhere", it.issuer).into();
                it.header["x5u"] = format!("{}/elsewhere", it.issuer).into();
                it.claims["iss"] = format!("{}/elsewhere", it.issuer).into();
                it.key = other_key();
            },
        ),
        &[],
    );
    assert_eq!(outcome.ran.status, 1);
    assert_eq!(outcome.provider.count("/elsewhere"), 0);
    assert_eq!(outcome.provider.count("/elsewhere/.well-known/openid-configuration"), 0);
}

#[test]
fn keys_are_asked_for_only_where_they_are_wanted() {
    let none = sign_in(Behaviour::default(), &["--verify", "none"]);
    assert_eq!((none.ran.status, status(&none)), (0, "not_checked".to_owned()), "{}", none.ran.err);
    assert_eq!(none.provider.count("/jwks"), 0);
    let given = public(&p256()).to_string();
    let given = sign_in(Behaviour::default(), &["--key", &given]);
    assert_eq!((given.ran.status, status(&given)), (0, "valid".to_owned()));
    assert_eq!(given.signature("id_token")["key_from"], "given");
    assert_eq!(given.provider.count("/jwks"), 0, "the given key is enough");
}

/// RFC 9068: an access token is for its API, whose key the client does not know.
#[test]
fn an_access_token_by_another_s_key_is_no_forgery() {
    let access = |it: &mut Draft| {
        let claims = json!({"iss": "https://graph.example", "aud": "api", "sub": "u",
            "exp": now() + 60});
        let key = other_key();
        it.response["access_token"] =
            key.token(r#"{"alg":"ES256"}"#, &claims.to_string(), "ES256").into();
    };
    let outcome = sign_in(both(|_| {}, access), &[]);
    assert_eq!(outcome.signature("access_token")["status"], "no_key");
    assert_eq!(status(&outcome), "valid");
    assert_eq!(outcome.refusal(), None);
    assert_eq!(outcome.ran.status, 1, "--check wants it verified all the same");
    let by_secret = sign_in(
        both(
            |_| {},
            |it| {
                let claims = json!({"iss": it.issuer, "aud": "api", "sub": "u", "exp": now() + 60});
                let key = secret("s", vec![7; 32], &["HS256"]);
                it.response["access_token"] =
                    key.token(r#"{"alg":"HS256"}"#, &claims.to_string(), "HS256").into();
            },
        ),
        &[],
    );
    assert_eq!(by_secret.signature("access_token")["status"], "no_key");
}
