//! Requests as data: what is sent, what is shown, and what can be pasted into a shell.

use chrono::DateTime;
use tokenscope::{
    config::Settings,
    oauth::{
        CallbackError, OAuthError, Request,
        discovery::{self, Endpoints},
        grant::Grant,
        grant::authorization_code::{AuthorizationRequest, AuthorizationSecrets},
        pkce::CodeVerifier,
        reply::Reply,
        request::RequestPurpose,
    },
    secret::Secret,
    value::Text,
};

use super::{client, url};
use crate::support::configured;

const SECRET: &str = "p+ss w%2Frd:&=/?#\"'\\~";

fn settings(members: &[(&str, &str)]) -> Settings {
    configured(Settings::default(), members)
}

fn tricky(more: &[(&str, &str)]) -> Settings {
    let settings = settings(&[
        ("token_url", "https://as.example/token"),
        ("client_id", "tricky:client +1"),
        ("client_secret", &format!("literal:{SECRET}")),
    ]);
    configured(settings, more)
}

fn built(settings: Settings, grant: &Grant) -> Request {
    client(settings).token_request(grant).unwrap()
}

/// Runs a command line in a shell whose `curl` prints its arguments.
fn shell(command: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    let out = std::process::Command::new("sh")
        .args(["-c", &script])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(out.status.success(), "{command}");
    String::from_utf8(out.stdout).unwrap().split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn no_preview_or_curl_command_holds_a_secret() {
    let refresh = Grant::RefreshToken { token: Secret::new("r3fr3sh"), scope: Vec::new() };
    for more in [
        &[("auth", "client_secret_basic")][..],
        &[("auth", "client_secret_post"), ("headers", "X-Api-Key: p+ss w%2Frd:&=/?#\"'\\~")],
        &[("auth", "client_secret_jwt")],
        &[("body", "json"), ("params", "password=p+ss w%2Frd:&=/?#\"'\\~")],
    ] {
        let request = built(tricky(more), &refresh);
        let preview = request.preview();
        let shown = format!("{preview}{preview:?}{request:?}{}", request.as_curl());
        assert!(
            !shown.contains("p+ss") && !shown.contains("r3fr3sh") && !shown.contains("p%2Bss"),
            "{shown}"
        );
        assert!(!shown.contains("eyJ"), "{shown}");
    }
}

#[test]
fn a_curl_command_survives_the_shell() {
    let refresh =
        Grant::RefreshToken { token: Secret::new("r"), scope: vec!["it's".into(), "$HOME".into()] };
    let variables = [
        ("REFRESH_TOKEN", "re \"'fr"),
        ("CLIENT_SECRET", "se cret"),
        ("CLIENT_SECRET_ENCODED", "enc"),
    ];
    let request = built(tricky(&[]), &refresh);
    let arguments = shell(&request.as_curl(), &variables);
    for expected in [
        "https://as.example/token",
        "tricky%3Aclient%20%2B1:enc",
        "refresh_token=re \"'fr",
        "scope=it's $HOME",
        "grant_type=refresh_token",
    ] {
        assert!(
            arguments.iter().any(|argument| argument == expected),
            "{expected} in {arguments:?}"
        );
    }
    assert_eq!(request.curl_variables(), ["CLIENT_SECRET_ENCODED", "REFRESH_TOKEN"]);
    let json = built(tricky(&[("body", "json")]), &refresh);
    let arguments = shell(&json.as_curl(), &[("REFRESH_TOKEN", "r"), ("CLIENT_SECRET", "s")]);
    let body: serde_json::Value = serde_json::from_str(arguments.last().unwrap()).unwrap();
    assert_eq!((&body["refresh_token"], &body["client_secret"]), (&"r".into(), &"s".into()));
    assert_eq!(body["scope"], "it's $HOME");
}

#[test]
fn the_method_follows_from_metadata_and_credentials() {
    let names = |request: &Request| {
        let mut names: Vec<_> = request.params.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        (request.authorization.is_some(), names.join(" "))
    };
    let basic = built(tricky(&[]), &Grant::ClientCredentials);
    assert_eq!(names(&basic), (true, "grant_type".to_owned()));
    let json = built(tricky(&[("body", "json")]), &Grant::Other("system_access".to_owned()));
    assert_eq!(names(&json), (false, "client_id client_secret grant_type".to_owned()));
    let public = settings(&[("token_url", "https://as.example/token"), ("client_id", "public")]);
    let public = built(public, &Grant::DeviceCode(Secret::new("d")));
    assert_eq!(names(&public), (false, "client_id device_code grant_type".to_owned()));
    let nobody =
        settings(&[("token_url", "https://as.example/token"), ("auth", "client_secret_basic")]);
    let error = client(nobody).token_request(&Grant::ClientCredentials).unwrap_err();
    assert!(matches!(error, OAuthError::Missing { .. }), "{error}");
    let twice = tricky(&[("headers", "Authorization: Bearer x"), ("auth", "client_secret_basic")]);
    assert!(client(twice).token_request(&Grant::ClientCredentials).is_err());
}

fn reply(body: &str) -> Reply {
    Reply {
        status: 200,
        headers: vec![("content-type".to_owned(), Text::new("application/json"))],
        body: body.as_bytes().to_vec().into(),
        cut: None,
        received_at: DateTime::UNIX_EPOCH,
        wait: std::time::Duration::ZERO,
        total: std::time::Duration::ZERO,
    }
}

#[test]
fn metadata_of_another_issuer_is_not_used() {
    let issuer = url("https://as.example/a");
    let read = |body: &str| discovery::read(&issuer, &reply(body));
    let good = read(r#"{"issuer":"https://as.example/a","token_endpoint":"https://as.example/t"}"#);
    assert_eq!(good.unwrap().unwrap().token, Some(url("https://as.example/t")));
    for other in [
        "https://as.example/a/",
        "https://as.example",
        "https://AS.example/a",
        "https://evil.example/a",
    ] {
        let error = read(&format!(r#"{{"issuer":"{other}"}}"#)).unwrap_err();
        assert!(matches!(error, OAuthError::IssuerMismatch { .. }), "{other}");
    }
    for endpoint in ["http://as.example/t", "http://127.0.0.1/t", "javascript:alert(1)", "//x"] {
        let error =
            read(&format!(r#"{{"issuer":"https://as.example/a","token_endpoint":"{endpoint}"}}"#));
        assert!(matches!(error, Err(OAuthError::Endpoint { .. })), "{endpoint}");
    }
    for nothing in ["<html>", "{}", "[]", r#"{"issuer":7}"#] {
        assert!(read(nothing).unwrap().is_none(), "{nothing}");
    }
}

fn authorization(iss_in_callback: bool) -> AuthorizationRequest {
    let endpoints = Endpoints {
        issuer: Some("https://as.example".to_owned()),
        authorization: Some(url("https://as.example/auth?tenant=1")),
        iss_in_callback,
        ..Endpoints::default()
    };
    let settings =
        settings(&[("client_id", "a&b"), ("scope", "openid read"), ("params", "prompt=consent")]);
    let chance = AuthorizationSecrets {
        state: "S".into(),
        nonce: "N".into(),
        verifier: CodeVerifier::from_random(&[7; 32]),
    };
    AuthorizationRequest::new(&endpoints, &settings, "http://127.0.0.1:9/callback", chance).unwrap()
}

#[test]
fn an_authorization_request_has_what_the_rfcs_demand() {
    let request = authorization(false);
    let url = url::Url::parse(&request.url).unwrap();
    let params: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    for (name, value) in [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", "a&b"),
        ("redirect_uri", "http://127.0.0.1:9/callback"),
        ("state", "S"),
        ("nonce", "N"),
        ("scope", "openid read"),
        ("code_challenge_method", "S256"),
        ("prompt", "consent"),
    ] {
        assert_eq!(params.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(params["code_challenge"], request.verifier.challenge());
    assert!(!format!("{request:?}").contains(request.verifier.secret().expose()));
}

#[test]
fn only_a_callback_that_answers_this_request_is_accepted() {
    let base = "http://127.0.0.1:9/callback";
    let request = authorization(false);
    let code =
        request.code(&format!("  {base}?code=c&state=S&iss=https%3A%2F%2Fas.example\n")).unwrap();
    assert_eq!(code.expose(), "c");
    assert_eq!(request.code(&format!("{base}?code=c&state=S")).unwrap().expose(), "c");
    let cases = [
        ("?code=c", CallbackError::State),
        ("?code=c&state=T", CallbackError::State),
        ("?error=access_denied", CallbackError::State),
        ("?code=c&state=S&state=S", CallbackError::Repeated("state")),
        ("?code=c&code=d&state=S", CallbackError::Repeated("code")),
        ("?code=c&state=S&iss=https://evil.example", CallbackError::Issuer),
        ("?state=S", CallbackError::Empty),
        ("/other?code=c&state=S", CallbackError::NotTheCallback),
    ];
    for (tail, why) in cases {
        assert_eq!(request.code(&format!("{base}{tail}")).unwrap_err(), why, "{tail}");
    }
    assert_eq!(request.code("c").unwrap_err(), CallbackError::NotTheCallback);
    let strict = authorization(true);
    assert_eq!(
        strict.code(&format!("{base}?code=c&state=S")).unwrap_err(),
        CallbackError::IssuerMissing
    );
    let refused = request
        .code(&format!("{base}?error=access_denied&error_description=no%1b&state=S"))
        .unwrap_err();
    assert!(refused.to_string().ends_with("access_denied (no\\u{1b})"), "{refused}");
}

#[test]
fn a_refresh_asks_for_no_more_than_it_is_told() {
    let profile = tricky(&[
        ("grant", "authorization_code"),
        ("scope", "openid"),
        ("params", "prompt=consent"),
        ("resource", "https://api.example/"),
    ]);
    let request =
        built(profile, &Grant::RefreshToken { token: Secret::new("r"), scope: Vec::new() });
    let names: Vec<_> = request.params.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "refresh_token", "resource"]);
    assert_eq!(request.purpose, RequestPurpose::Token);
}
