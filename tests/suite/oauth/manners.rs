//! The manners of servers that differ from the one in the program, through the real binary.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use serde_json::json;

use super::{Canned, Site, get, json};
use crate::support::{Ran, command, run, run_command};

/// A server whose two metadata documents name different endpoints.
fn divided() -> Site {
    Site::new(|origin, request| {
        let issuer = format!("{origin}/o");
        if request.starts_with("GET /o/.well-known/openid-configuration ") {
            json(
                "200 OK",
                &json!({ "issuer": issuer, "token_endpoint": format!("{issuer}/token/") }),
            )
        } else if request.starts_with("GET /.well-known/oauth-authorization-server/o ") {
            let other = format!("{origin}/elsewhere");
            let introspection = format!("{issuer}/introspect/");
            json(
                "200 OK",
                &json!({
                    "issuer": issuer,
                    "token_endpoint": other,
                    "introspection_endpoint": introspection,
                }),
            )
        } else if request.starts_with("POST /o/introspect/ ") {
            json("200 OK", &json!({ "active": true }))
        } else {
            json("404 Not Found", &json!({}))
        }
    })
}

#[test]
fn an_endpoint_is_looked_for_in_every_metadata_document() {
    let site = divided();
    let issuer = format!("{}/o", site.origin);
    let ran =
        run(&["introspect", "opaque-token", "--issuer", &issuer, "--client-id", "a", "--json"], "");
    assert_eq!(
        (ran.status, &ran.json()["kind"]),
        (0, &"introspection_response".into()),
        "{}",
        ran.err
    );
    assert_eq!(
        site.heard(),
        [
            "GET /o/.well-known/openid-configuration",
            "GET /.well-known/oauth-authorization-server/o",
            "POST /o/introspect/"
        ]
    );
    // The first document has the token endpoint, so the second is not asked for.
    run(&["fetch", "--issuer", &issuer, "--grant", "client_credentials", "--json"], "");
    assert_eq!(site.heard(), ["GET /o/.well-known/openid-configuration", "POST /o/token/"]);
}

#[test]
fn an_endpoint_that_no_metadata_names_must_be_given() {
    let site = divided();
    let issuer = format!("{}/o", site.origin);
    let ran =
        run(&["revoke", "opaque-token", "--yes", "--issuer", &issuer, "--client-id", "a"], "");
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("names none: give --revocation-url"), "{}", ran.err);
}

#[test]
fn a_device_names_its_client_in_the_body_even_beside_basic() {
    let site = Site::new(|_, _| json("400 Bad Request", &json!({ "error": "invalid_request" })));
    let url = format!("{}/device", site.origin);
    let mut command = command(&["fetch", "--device-authorization-url", &url, "--token-url", &url]);
    command.args(["--client-id", "tv set", "--client-secret", "env:SECRET", "--json"]);
    command.env("SECRET", "s");
    assert_eq!(run_command(command, "").status, 4);
    let request = site.requests.recv().unwrap();
    assert!(request.to_lowercase().contains("\r\nauthorization: basic "), "{request}");
    assert!(request.ends_with("client_id=tv%20set"), "{request}");
}

/// What standard error says after a refusal with this body.
fn refused(status: &'static str, headers: &'static str, body: &'static str) -> Ran {
    let server = Canned::answering(status, headers, body);
    let input = r#"{"refresh_token":"old-refresh-1"}"#;
    let mut command = command(&["refresh", input, "--token-url", &server.url]);
    command.args(["--client-id", "robot", "--client-secret", "env:SECRET", "--json"]);
    command.env("SECRET", "s3cr3t/é");
    let ran = run_command(command, "");
    assert_eq!(ran.status, 4, "{}", ran.err);
    ran
}

#[test]
fn a_refusal_that_repeats_a_secret_is_shown_without_it() {
    for (headers, body) in [
        ("", r#"{"error":"invalid_grant","error_description":"old-refresh-1 with s3cr3t/\u00e9"}"#),
        ("", r#"{"error":"invalid_grant","hint":"s3cr3t%2F%C3%A9 for old-refresh-1"}"#),
        ("", "error=invalid_grant&error_description=no+old-refresh-1"),
        ("", "Bad credentials: cm9ib3Q6czNjcjN0JTJGJUMzJUE5, s3cr3t/é"),
        (
            "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"old-refresh-1\"\r\n",
            "",
        ),
    ] {
        let ran = refused("400 Bad Request", headers, body);
        for secret in ["old-refresh-1", "s3cr3t", "cm9ib3Q6"] {
            assert!(
                !ran.out.contains(secret) && !ran.err.contains(secret),
                "{}{}",
                ran.err,
                ran.out
            );
        }
    }
}

/// Another endpoint, or the server behind it, may have seen more than what was presented here.
#[test]
fn an_answer_that_repeats_another_secret_of_the_input_or_client_is_shown_without_it() {
    let input = r#"{"access_token":"access-0123456789","refresh_token":"refresh-0123456789"}"#;
    let said = "refresh-0123456789 of client-0123456789";
    let body: &str = Box::leak(format!(r#"{{"error":"{said}","{said}":1}}"#).into_boxed_str());
    let there = "Location: https://a.example/refresh-0123456789/client-0123456789\r\n";
    for (status, headers, body) in [("400 Bad Request", "", body), ("302 Found", there, "")] {
        for (name, option) in
            [("introspect", "--introspection-url"), ("userinfo", "--userinfo-url")]
        {
            let server = Canned::answering(status, headers, body);
            let mut command = command(&[name, input, option, &server.url, "--client-id", "robot"]);
            command.args(["--client-secret", "env:SECRET"]).env("SECRET", "client-0123456789");
            let ran = run_command(command, "");
            assert_eq!(ran.status, 4, "{}", ran.err);
            for printed in [&ran.out, &ran.err] {
                assert!(!printed.contains("0123456789"), "{name}: {printed}");
            }
        }
    }
}

#[test]
fn a_refusal_in_a_servers_own_form_is_told_in_its_words() {
    for (body, said) in [
        (
            r#"{"timestamp":"x","status":415,"error":"Unsupported Media Type","path":"/token"}"#,
            "refused: Unsupported Media Type",
        ),
        (
            r#"{"type":"about:blank","title":"Bad","status":400,"detail":"No such client"}"#,
            "refused: status 400: No such client",
        ),
        (r#"{"detail":"Not here."}"#, "refused: status 400: Not here."),
        (
            r#"{"error":"invalid_request","error_description":"not application/x-www-form-urlencoded"}"#,
            "not application/x-www-form-urlencoded",
        ),
        ("Unauthorized", "status 400"),
    ] {
        let ran = refused("400 Bad Request", "", body);
        assert!(ran.err.contains(said), "{}", ran.err);
        assert_ne!(ran.json()["kind"], "opaque_token", "{body}");
    }
}

#[test]
fn the_hint_fits_how_the_client_proved_itself() {
    const BODY: &str = r#"{"error":"invalid_client"}"#;
    let ran = refused("401 Unauthorized", "", BODY);
    assert!(ran.err.contains("hint: Try client_secret_post"), "{}", ran.err);
    let ran = refused("403 Forbidden", "", "");
    assert!(ran.err.contains("hint: Try client_secret_post"), "{}", ran.err);
    let ran = refused("400 Bad Request", "", "");
    assert!(ran.err.contains("hint: Start a new sign-in"), "{}", ran.err);
    let ran = refused("502 Bad Gateway", "", "<html>Oops</html>");
    assert!(ran.err.contains("hint: the refresh token may be spent"), "{}", ran.err);
    let ask = |args: &[&str], body: &str| {
        let server = Canned::answering("401 Unauthorized", "", body);
        let mut all = vec!["fetch", "--token-url", &server.url, "--grant", "client_credentials"];
        all.extend(["--client-id", "robot", "--client-secret", "env:SECRET"]);
        all.extend(args);
        let mut command = command(&all);
        command.env("SECRET", "0123456789abcdef0123456789abcdef");
        (run_command(command, "").err, server.url.clone())
    };
    let (err, _) = ask(&[], BODY);
    assert!(!err.contains("client_secret_post"), "{err}");
    let (err, url) =
        ask(&["--auth", "client_secret_jwt", "--assertion-audience", "https://a.example"], BODY);
    assert!(err.contains(&format!("assertion_audience to the token endpoint ({url})")), "{err}");
    let (err, _) = ask(
        &[],
        r#"{"error":"invalid_client","error_description":"not by: none, client_assertion_jwt"}"#,
    );
    assert!(!err.contains("Decode the assertion"), "{err}");
}

#[test]
fn a_refusal_in_the_browser_is_reported() {
    let site = Site::new(|_, _| json("200 OK", &json!({})));
    let url = format!("{}/authorize", site.origin);
    let mut command = command(&["fetch", "--json", "--no-browser", "--client-id", "a"]);
    command.args(["--grant", "authorization_code", "--timeout", "20s"]);
    command.args(["--token-url", &url, "--authorization-url", &url]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let visited = lines.find(|line| line.starts_with("http://")).unwrap();
    let visited = url::Url::parse(&visited).unwrap();
    let sent = |name: &str| {
        visited
            .query_pairs()
            .find(|(it, _)| it == name)
            .map(|(_, value)| value.into_owned())
            .unwrap()
    };
    get(&format!(
        "{}?state={}&error=access_denied&error_description=She+said+no",
        sent("redirect_uri"),
        sent("state")
    ));
    let err: Vec<String> = lines.collect();
    let output = child.wait_with_output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["kind"]), (Some(4), &"error_response".into()));
    assert_eq!(report["explanation"]["said"], "She said no");
    assert!(err.iter().any(|line| line.starts_with("hint: ")), "{err:?}");
}

#[test]
fn a_token_is_presented_as_its_type_says() {
    for (token, scheme) in [
        (r#"{"access_token":"t","token_type":"dpop"}"#, "dpop t"),
        (r#"{"access_token":"t","token_type":"bearer"}"#, "bearer t"),
        (r#"{"access_token":"t"}"#, "bearer t"),
    ] {
        let server = Canned::answering("401 Unauthorized", "", "");
        run(&["userinfo", token, "--userinfo-url", &server.url, "--json"], "");
        let request = server.request.recv().unwrap().to_lowercase();
        assert!(request.contains(&format!("\r\nauthorization: {scheme}\r\n")), "{request}");
    }
}

#[test]
fn a_secret_among_the_arguments_is_warned_about() {
    let ask = |param: &str| {
        let server = Canned::answering("200 OK", "", r#"{"access_token":"t"}"#);
        let args = ["fetch", "--grant", "password", "--token-url", &server.url, "--param", param];
        run(&args, "").err
    };
    let err = ask("password=hunter2");
    assert!(err.contains("--secret-param password=env:NAME") && !err.contains("hunter2"), "{err}");
    assert!(!ask("username=ada").contains("--secret-param"));
}

#[test]
fn the_url_of_metadata_is_no_issuer() {
    let site = Site::new(|_, _| json("404 Not Found", &json!({})));
    let url = format!("{}/.well-known/openid-configuration", site.origin);
    let err = run(&["fetch", "--issuer", &url, "--client-id", "a", "--json"], "").err;
    assert!(err.contains("hint: the issuer is what stands before /.well-known/"), "{err}");
}

#[test]
fn a_token_that_no_header_can_carry_is_said_to_be_so_before_anything_is_sent() {
    let site = Site::new(|_, _| json("404 Not Found", &serde_json::json!({})));
    for token in ["abc\u{e9}def", "abc\\ndef"] {
        let args = ["userinfo", "--issuer", &site.origin, "--client-id", "x", "-"];
        let ran = run(&args, format!("{{\"access_token\":\"{token}\"}}"));
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.contains("its character 4") && !ran.err.contains("abc"), "{}", ran.err);
    }
    assert!(site.heard().is_empty());
}
