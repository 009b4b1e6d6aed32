//! The signatures of a real server, verified with its own keys by the real binary.

use serde_json::Value;

use super::{Idp, browser::follow};
use crate::{
    oauth::{get, run_and_visit, sign_in_args},
    support::command,
};

/// Signs in as this client; gives the exit status, the report and standard error.
fn sign_in(idp: &Idp, id: &str, more: &[&str]) -> (i32, Value, String) {
    let client = idp.client(id);
    let auth = client["token_endpoint_auth_method"].as_str().unwrap();
    let mut args = sign_in_args(&idp.issuer, id);
    args.extend(["--auth", auth]);
    match auth {
        "none" => {}
        "private_key_jwt" => args.extend(["--client-key", "env:IDP_KEY"]),
        _ => args.extend(["--client-secret", "env:IDP_SECRET"]),
    }
    args.extend(more);
    let mut command = command(&args);
    if auth == "private_key_jwt" {
        let key = get(&format!("{}/test/keys/private_key_jwt.jwk?alg=ES256", idp.issuer));
        command.env("IDP_KEY", String::from_utf8(key.body.to_vec()).unwrap());
    }
    command.env("IDP_SECRET", client["client_secret"].as_str().unwrap_or_default());
    let ran = run_and_visit(command, |address| {
        let request = url::Url::parse(address).unwrap();
        let (_, back) = request.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap();
        get(&follow(address, &back));
    });
    (ran.status, ran.json(), ran.err)
}

fn signature<'a>(report: &'a Value, field: &str) -> &'a Value {
    let tokens = report["tokens"].as_array().expect("there are tokens");
    let token = tokens.iter().find(|token| token["field"] == field).expect("it is there");
    &token["signature"]
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn id_tokens_of_every_algorithm_are_valid() {
    let idp = Idp::start(&[]);
    for (id, alg, from) in [
        ("basic", "RS256", "issuer"),
        ("post", "ES256", "issuer"),
        ("secret_jwt", "PS256", "issuer"),
        ("private_key_jwt", "EdDSA", "issuer"),
        ("hmac", "HS256", "client_secret"),
        ("public", "RS256", "issuer"),
    ] {
        let (status, report, err) = sign_in(&idp, id, &["--verify", "issuer"]);
        let signature = signature(&report, "id_token");
        assert_eq!(signature["status"], "valid", "{id}: {err}");
        assert_eq!(
            (&signature["alg"], &signature["key_from"]),
            (&alg.into(), &from.into()),
            "{id}"
        );
        assert_eq!(status, 0, "{id}: {err}");
        assert!(!err.contains("must refuse"), "{id}: {err}");
    }
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn access_tokens_for_an_api_are_valid_too() {
    let idp = Idp::start(&[]);
    for (path, alg) in [("", "RS256"), ("es256", "ES256"), ("ps256", "PS256"), ("eddsa", "EdDSA")] {
        let resource = format!("https://api.example.test/{path}");
        let (status, report, err) = sign_in(&idp, "basic", &["--resource", &resource]);
        let signature = signature(&report, "access_token");
        assert_eq!(
            (&signature["status"], &signature["alg"]),
            (&"valid".into(), &alg.into()),
            "{err}"
        );
        assert_eq!(status, 0, "{alg}: {err}");
    }
    // Its key is the API's own: a client cannot verify it, and says so.
    let hmac = ["--resource", "https://api.example.test/hs256"];
    let (status, report, err) = sign_in(&idp, "basic", &hmac);
    assert_eq!(signature(&report, "access_token")["status"], "no_key", "{err}");
    assert_eq!(status, 1, "{err}");
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn what_was_asked_of_the_sign_in_is_answered() {
    let idp = Idp::start(&[]);
    let (status, report, err) = sign_in(&idp, "basic", &["--param", "max_age=60"]);
    assert_eq!(status, 0, "{err}");
    let codes: Vec<_> =
        report["findings"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
    assert!(!codes.iter().any(|code| code.as_str().unwrap().starts_with("auth-time")), "{codes:?}");
}
