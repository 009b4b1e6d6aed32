//! What comes after the sign-in: refreshes, and the claims of the user.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::{Behaviour, CLIENT, Draft, PERSON, Provider, SECRET, now, other_key};
use crate::{
    jose::pairs::p256,
    support::{Ran, command, run_command},
};

/// A response of before, in a file of its own.
fn saved(provider: &Provider, name: &str) -> PathBuf {
    let claims = json!({"iss": provider.issuer, "sub": PERSON, "aud": CLIENT, "iat": now() - 60,
        "exp": now() + 240, "nonce": "n-1", "auth_time": now() - 60});
    let id_token = p256().token(r#"{"alg":"ES256","kid":"P-256"}"#, &claims.to_string(), "ES256");
    let response = json!({"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "Bearer",
        "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA", "id_token": id_token});
    let file =
        format!("tokenscope-provider-{}-{}.json", std::process::id(), name.replace(' ', "-"));
    let path = std::env::temp_dir().join(file);
    std::fs::write(&path, response.to_string()).unwrap();
    path
}

fn ask(word: &str, behaviour: Behaviour, name: &str) -> (Ran, Provider) {
    let provider = Provider::start(behaviour);
    let path = saved(&provider, &format!("{word}-{name}"));
    let mut command = command(&[word, "--json", "--check", "--issuer", &provider.issuer]);
    command.args(["--client-id", CLIENT, "--client-secret", "env:PROVIDER_SECRET"]).arg(&path);
    command.env("PROVIDER_SECRET", SECRET);
    let ran = run_command(command, "");
    std::fs::remove_file(path).unwrap();
    (ran, provider)
}

fn codes(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// A table of what the provider says later: a name, the finding that is due (none where the
/// signature is to blame), the exit status, and what is said.
type Table = Vec<(&'static str, &'static str, i32, fn(&mut Draft))>;

fn hold(word: &str, behaviour: fn(fn(&mut Draft)) -> Behaviour, table: Table) {
    let mut wrong = Vec::new();
    for (name, code, status, change) in table {
        let (ran, _) = ask(word, behaviour(change), name);
        let found = codes(&ran);
        let is_found = code.is_empty() || found.iter().any(|it| it == code);
        let lines = ran.err.matches("a client must refuse this answer").count();
        if !is_found || ran.status != status || lines != usize::from(status == 1) {
            wrong.push(format!("{name}: exit {}, {found:?}\n{}", ran.status, ran.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn at_token(change: fn(&mut Draft)) -> Behaviour {
    Behaviour { token: Box::new(change), ..Behaviour::default() }
}

fn at_userinfo(change: fn(&mut Draft)) -> Behaviour {
    Behaviour { userinfo: Box::new(change), ..Behaviour::default() }
}

/// OpenID Connect Core §12.2.
#[test]
fn a_refresh_tells_of_the_same_sign_in() {
    hold(
        "refresh",
        at_token,
        vec![
            ("good", "", 0, |it| assert_eq!(it.grant, "refresh_token")),
            ("no ID token", "", 0, |it| it.id_token = Some(String::new())),
            ("the same nonce", "", 0, |it| it.claims["nonce"] = "n-1".into()),
            ("another sub", "id-token-subject-changed", 1, |it| it.claims["sub"] = "eve".into()),
            ("another iss", "id-token-subject-changed", 1, |it| {
                it.claims["iss"] = "https://other.example".into();
            }),
            ("another aud", "id-token-aud", 1, |it| it.claims["aud"] = "other".into()),
            ("another aud, too", "id-token-refresh-changed", 1, |it| {
                it.claims["aud"] = "other".into();
            }),
            ("another auth_time", "id-token-refresh-changed", 0, |it| {
                it.claims["auth_time"] = now().into();
            }),
            ("another nonce", "id-token-refresh-changed", 0, |it| {
                it.claims["nonce"] = "n-2".into();
            }),
            ("azp all at once", "id-token-refresh-changed", 0, |it| {
                it.claims["azp"] = CLIENT.into();
            }),
            ("over", "id-token-expired", 1, |it| it.claims["exp"] = (now() - 1).into()),
            ("by another key", "signature-invalid", 1, |it| it.key = other_key()),
        ],
    );
}

/// Signs the claims and sends them as a JWT (OpenID Connect Core §5.3.2).
fn sign(it: &mut Draft) {
    "Content-Type: application/jwt\r\n".clone_into(&mut it.headers);
    it.body = Some(it.signed());
}

/// OpenID Connect Core §5.3.2.
#[test]
fn the_claims_are_those_of_whoever_signed_in() {
    hold(
        "userinfo",
        at_userinfo,
        vec![
            ("good", "", 0, |_| {}),
            ("another sub", "userinfo-subject-mismatch", 1, |it| it.response["sub"] = "eve".into()),
            ("no sub", "userinfo-subject-mismatch", 1, |it| {
                drop(it.response.as_object_mut().unwrap().shift_remove("sub"));
            }),
            ("an empty sub", "sub-invalid", 1, |it| it.response["sub"] = "".into()),
            ("sub in a list", "userinfo-subject-mismatch", 1, |it| {
                it.response["sub"] = json!([PERSON]);
            }),
            ("signed", "", 0, sign),
            ("signed, another sub", "userinfo-subject-mismatch", 1, |it| {
                it.claims["sub"] = "eve".into();
                sign(it);
            }),
            ("signed, no sub", "userinfo-subject-mismatch", 1, |it| {
                it.claims["sub"] = Json::Null;
                sign(it);
            }),
            ("signed by another key", "signature-invalid", 1, |it| {
                it.key = other_key();
                sign(it);
            }),
            ("signed for another client", "id-token-aud", 1, |it| {
                it.claims["aud"] = "other".into();
                sign(it);
            }),
            ("signed by another issuer", "issuer-mismatch", 1, |it| {
                it.claims["iss"] = "https://other.example".into();
                sign(it);
            }),
            ("signed by nobody", "alg-none", 1, |it| {
                it.header["alg"] = "none".into();
                sign(it);
            }),
        ],
    );
    let (ran, _) = ask(
        "userinfo",
        at_userinfo(|it| {
            it.headers = "Content-Type: text/html\r\n".to_owned();
            it.body = Some("<html>Sign in</html>".to_owned());
        }),
        "a page",
    );
    assert_eq!(ran.status, 4, "{}", ran.err);
    let (ran, provider) = ask("userinfo", at_userinfo(|_| {}), "plain");
    assert_eq!((ran.status, provider.count("/jwks")), (0, 0), "there is nothing to verify");
    let (ran, _) = ask(
        "userinfo",
        at_userinfo(|it| it.response = json!({"nickname": "ada"})),
        "strange claims",
    );
    assert_eq!((ran.status, &ran.json()["kind"]), (1, &"userinfo_response".into()), "{}", ran.err);
}
