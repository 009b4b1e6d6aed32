//! Headers, the request, and the response before.

use serde_json::json;
use tokenscope::findings::{
    RequestContext,
    Severity::{Error, Info, Warning},
};

use super::*;

/// Headers, the request, and the response before.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    let body = clean();
    vec![
        case(
            "no-store-missing",
            Error,
            text(http(
                "200 OK",
                &["Content-Type: application/json", "Cache-Control: private, max-age=0"],
                &body.to_string(),
            )),
            text(http(
                "200 OK",
                &["Content-Type: application/json", "cache-control: private, No-Store"],
                &body.to_string(),
            )),
        ),
        case(
            "content-type-wrong",
            Warning,
            text(http(
                "200 OK",
                &["Content-Type: text/html; charset=utf-8", "Cache-Control: no-store"],
                &body.to_string(),
            )),
            text(clean_http(&body)),
        ),
        case(
            "challenge-missing",
            Warning,
            text(http("401 Unauthorized", &[], r#"{"error":"invalid_client"}"#)),
            text(http(
                "401 Unauthorized",
                &["WWW-Authenticate: Basic realm=\"token\""],
                r#"{"error":"invalid_client"}"#,
            )),
        ),
        case(
            "challenge-missing",
            Warning,
            text(http("401 Unauthorized", &[], "")),
            text(http("400 Bad Request", &[], r#"{"error":"invalid_client"}"#)),
        ),
        case(
            "header-repeated",
            Warning,
            text(http(
                "400 Bad Request",
                &["Content-Type: application/json", "content-type: text/html"],
                r#"{"error":"invalid_grant"}"#,
            )),
            text(http(
                "400 Bad Request",
                &["Content-Type: application/json", "Vary: Origin", "Vary: Accept"],
                r#"{"error":"invalid_grant"}"#,
            )),
        ),
        case(
            "error-in-200",
            Warning,
            text(clean_http(&json!({"error": "invalid_grant"}))),
            text(http(
                "400 Bad Request",
                &["Content-Type: application/json"],
                r#"{"error":"invalid_grant"}"#,
            )),
        ),
        case(
            "error-in-200",
            Warning,
            text(clean_http(&json!({"ok": false, "error": "invalid_auth"}))),
            text(clean_http(&with(&clean(), &json!({"ok": true})))),
        ),
        case(
            "endpoint-plain-http",
            Error,
            response(&json!({})).asked(RequestContext {
                endpoint: Some("http://auth.example.com/token".to_owned()),
                ..RequestContext::default()
            }),
            response(&json!({})).asked(RequestContext {
                endpoint: Some("http://[::1]:8080/token".to_owned()),
                ..RequestContext::default()
            }),
        ),
        case(
            "password-grant",
            Warning,
            response(&json!({})).asked(granted("password")),
            response(&json!({})).asked(granted("authorization_code")),
        ),
        case(
            "refresh-not-rotated",
            Warning,
            opaque(&json!({"token_type": "Bearer"}))
                .previous(&response_with("an-older-access-token"))
                .asked(RequestContext { public_client: true, ..granted("refresh_token") }),
            opaque(&json!({"refresh_token": "another-one"}))
                .previous(&response_with("an-older-access-token")),
        ),
        case(
            "refresh-not-rotated",
            Info,
            response(&json!({}))
                .previous(&response_with("an-older-access-token"))
                .asked(RequestContext { public_client: true, ..granted("refresh_token") }),
            response(&json!({"refresh_token": null}))
                .previous(&response_with("an-older-access-token")),
        ),
        case(
            "refresh-token-omitted",
            Info,
            opaque(&json!({"refresh_token": null}))
                .previous(&response_with("an-older-access-token")),
            opaque(&json!({"refresh_token": null})).previous(&json!({"access_token": "abc"})),
        ),
        case(
            "refresh-with-client-credentials",
            Warning,
            opaque(&json!({})).asked(granted("client_credentials")),
            opaque(&json!({"refresh_token": null})).asked(granted("client_credentials")),
        ),
        case(
            "refresh-equals-access",
            Error,
            opaque(&json!({"refresh_token": "2YotnFZFEjr1zCsicMWpAA"})),
            opaque(&json!({"refresh_token": "2YotnFZFEjr1zCsicMWpAB"})),
        ),
        case(
            "issued-token-type-missing",
            Error,
            opaque(&json!({})).asked(granted("urn:ietf:params:oauth:grant-type:token-exchange")),
            opaque(&json!({"issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}))
                .asked(granted("urn:ietf:params:oauth:grant-type:token-exchange")),
        ),
    ]
}
