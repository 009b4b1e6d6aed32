//! Headers, the request, and the response before.

use serde_json::json;
use tokenscope::findings::RequestContext;

use super::*;

#[expect(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    let body = clean();
    vec![
        error("no-store-missing")
            .found_in(text(http(
                "200 OK",
                &["Content-Type: application/json", "Cache-Control: private, max-age=0"],
                &body.to_string(),
            )))
            .not_in(text(http(
                "200 OK",
                &["Content-Type: application/json", "cache-control: private, No-Store"],
                &body.to_string(),
            ))),
        warning("content-type-wrong")
            .found_in(text(http(
                "200 OK",
                &["Content-Type: text/html; charset=utf-8", "Cache-Control: no-store"],
                &body.to_string(),
            )))
            .not_in(text(clean_http(&body))),
        warning("challenge-missing")
            .found_in(text(http("401 Unauthorized", &[], r#"{"error":"invalid_client"}"#)))
            .not_in(text(http(
                "401 Unauthorized",
                &["WWW-Authenticate: Basic realm=\"token\""],
                r#"{"error":"invalid_client"}"#,
            ))),
        warning("challenge-missing")
            .found_in(text(http("401 Unauthorized", &[], "")))
            .not_in(text(http("400 Bad Request", &[], r#"{"error":"invalid_client"}"#))),
        warning("header-repeated")
            .found_in(text(http(
                "400 Bad Request",
                &["Content-Type: application/json", "content-type: text/html"],
                r#"{"error":"invalid_grant"}"#,
            )))
            .not_in(text(http(
                "400 Bad Request",
                &["Content-Type: application/json", "Vary: Origin", "Vary: Accept"],
                r#"{"error":"invalid_grant"}"#,
            ))),
        warning("error-in-200")
            .found_in(text(clean_http(&json!({"error": "invalid_grant"}))))
            .not_in(text(http(
                "400 Bad Request",
                &["Content-Type: application/json"],
                r#"{"error":"invalid_grant"}"#,
            ))),
        warning("error-in-200")
            .found_in(text(clean_http(&json!({"ok": false, "error": "invalid_auth"}))))
            .not_in(text(clean_http(&with(&clean(), &json!({"ok": true}))))),
        error("endpoint-plain-http")
            .found_in(response(&json!({})).asked(RequestContext {
                endpoint: Some("http://auth.example.com/token".to_owned()),
                ..RequestContext::default()
            }))
            .not_in(response(&json!({})).asked(RequestContext {
                endpoint: Some("http://[::1]:8080/token".to_owned()),
                ..RequestContext::default()
            })),
        warning("password-grant")
            .found_in(response(&json!({})).asked(granted("password")))
            .not_in(response(&json!({})).asked(granted("authorization_code"))),
        warning("refresh-not-rotated")
            .found_in(
                opaque(&json!({"token_type": "Bearer"}))
                    .previous(&response_with("an-older-access-token"))
                    .asked(RequestContext { public_client: true, ..granted("refresh_token") }),
            )
            .not_in(
                opaque(&json!({"refresh_token": "another-one"}))
                    .previous(&response_with("an-older-access-token")),
            ),
        info("refresh-not-rotated")
            .found_in(
                response(&json!({}))
                    .previous(&response_with("an-older-access-token"))
                    .asked(RequestContext { public_client: true, ..granted("refresh_token") }),
            )
            .not_in(
                response(&json!({"refresh_token": null}))
                    .previous(&response_with("an-older-access-token")),
            ),
        info("refresh-token-omitted")
            .found_in(
                opaque(&json!({"refresh_token": null}))
                    .previous(&response_with("an-older-access-token")),
            )
            .not_in(
                opaque(&json!({"refresh_token": null})).previous(&json!({"access_token": "abc"})),
            ),
        warning("refresh-with-client-credentials")
            .found_in(opaque(&json!({})).asked(granted("client_credentials")))
            .not_in(opaque(&json!({"refresh_token": null})).asked(granted("client_credentials"))),
        error("refresh-equals-access")
            .found_in(opaque(&json!({"refresh_token": "2YotnFZFEjr1zCsicMWpAA"})))
            .not_in(opaque(&json!({"refresh_token": "2YotnFZFEjr1zCsicMWpAB"}))),
        error("issued-token-type-missing")
            .found_in(
                opaque(&json!({}))
                    .asked(granted("urn:ietf:params:oauth:grant-type:token-exchange")),
            )
            .not_in(
                opaque(
                    &json!({"issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}),
                )
                .asked(granted("urn:ietf:params:oauth:grant-type:token-exchange")),
            ),
    ]
}
