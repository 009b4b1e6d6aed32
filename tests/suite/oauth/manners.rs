//! The manners of servers that differ from the one in the program, through the real binary.

use serde_json::json;

use super::{Site, json};
use crate::support::{command, run, run_command};

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
    let mut command = command(&[
        "fetch",
        "--device-authorization-url",
        &url,
        "--token-url",
        &url,
        "--client-id",
        "tv set",
        "--client-secret",
        "env:SECRET",
        "--json",
    ]);
    command.env("SECRET", "s");
    assert_eq!(run_command(command, "").status, 4);
    let request = site.requests.recv().unwrap();
    assert!(request.to_lowercase().contains("\r\nauthorization: basic "), "{request}");
    assert!(request.ends_with("client_id=tv%20set"), "{request}");
}
