//! The members of a response, and of other kinds.

use serde_json::{Value as Json, json};
use tokenscope::token::ReceivedFrom;

use super::*;

pub fn callback(end: &str) -> Input {
    text(format!("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA{end}"))
}

/// A response with two lifetimes, the second of this name.
fn lifetimes(second: &str) -> Input {
    let first = r#""access_token":"a-token-of-mine","token_type":"bearer","expires_in":60"#;
    text(format!(r#"{{{first},"{second}":90}}"#))
}

fn key_set(key: &Json) -> Input {
    object(&json!({"keys": [key]}))
}

/// The answer to a device, with these members beside.
fn device(more: &Json) -> Input {
    let answer = json!({
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
        "user_code": "WDJB-MJHT", "verification_uri": "https://example.com/device",
        "expires_in": 1800,
    });
    object(&with(&answer, more))
}

pub fn cases() -> Vec<Case> {
    vec![
        error("access-token-missing")
            .found_in(response(&json!({"access_token": null})))
            .not_in(text("{}")),
        warning("file-readable")
            .found_in(response(&json!({})).file(0o604))
            .not_in(response(&json!({})).file(0o600)),
        warning("file-readable")
            .found_in(text("1//0opaque-refresh-token").file(0o640))
            .not_in(text(r#"{"error":"invalid_grant"}"#).file(0o666)),
        error("access-token-missing")
            .found_in(object(&json!({"token_type": "Bearer", "expires_in": 3600})))
            .not_in(object(
                &json!({"request_uri": "urn:example:bwc4JK-ESC0w8acc", "expires_in": 60}),
            )),
        error("token-type-missing")
            .found_in(opaque(&json!({"token_type": null})))
            .not_in(object(&json!({"token": "v1.opaque-installation-token", "expires_in": 900}))),
        warning("token-type-unknown")
            .found_in(opaque(&json!({"token_type": "bot"})))
            .not_in(opaque(&json!({"token_type": "BEARER"}))),
        error("token-unsendable")
            .found_in(opaque(&json!({"access_token": "abc def"})))
            .not_in(opaque(&json!({"access_token": "abc-def._~+/=="}))),
        error("token-unsendable")
            .found_in(text("Authorization: Bearer abc\u{200b}def".to_owned()))
            .not_in(opaque(&json!({"refresh_token": "abc def"}))),
        warning("token-unsendable")
            .found_in(opaque(&json!({"access_token": "00D000000000001!AQ0AQ"})))
            .not_in(opaque(&json!({"access_token": "00D000000000001.AQ0AQ"}))),
        info("expires-in-missing")
            .found_in(opaque(&json!({"expires_in": null})))
            .not_in(opaque(&json!({"expires_in": null, "expires_at": NOW + 900}))),
        warning("expires-in-string")
            .found_in(opaque(&json!({"expires_in": "900"})))
            .not_in(text("access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&expires_in=900")),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": 3_600_000})))
            .not_in(opaque(&json!({"expires_in": 2_592_000}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": 2_592_000_000_i64})))
            .not_in(opaque(&json!({"expires_in": 999_999_999}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": 1_000_000_000})))
            .not_in(opaque(&json!({"expires_in": "PT1H"}))),
        warning("expires-in-implausible")
            .found_in(object(&json!({"device_code": "d", "user_code": "u", "expires_in": 0})))
            .not_in(object(&json!({"device_code": "d", "user_code": "u", "expires_in": 1}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": 0})))
            .not_in(opaque(&json!({"expires_in": 1}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": -60})))
            .not_in(opaque(&json!({"expires_in": 630_720_000}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": NOW + 3600})))
            .not_in(opaque(&json!({"expires_in": 999_999}))),
        warning("expires-in-implausible")
            .found_in(opaque(&json!({"expires_in": null, "expires_at": "the day after tomorrow"})))
            .not_in(opaque(&json!({"expires_in": null, "expires_at": "2026-11-23T00:00:00Z"}))),
        warning("expires-in-vs-exp")
            .found_in(response(&json!({"expires_in": 906})))
            .not_in(response(&json!({"expires_in": 905}))),
        warning("expires-in-vs-exp")
            .found_in(response(&json!({"expires_in": 600})))
            // Handed out ten minutes after it was made.
            .not_in(object(&with(
                &with_claims(&json!({"iat": NOW - 600, "exp": NOW + 300})),
                &json!({"expires_in": 300}),
            ))),
        warning("expiry-assumed-fresh")
            .found_in(opaque(&json!({})).received(ReceivedFrom::Now))
            .not_in(opaque(&json!({})).received(ReceivedFrom::File)),
        warning("expiry-candidates-disagree")
            .found_in(response(&json!({"expires_at": NOW + 906})))
            .not_in(response(&json!({"expires_at": NOW + 905}))),
        warning("refresh-expiry-zero")
            .found_in(opaque(&json!({"refresh_expires_in": 0})))
            .not_in(opaque(&json!({"refresh_expires_in": 0, "refresh_token": null}))),
        warning("scope-not-string")
            .found_in(opaque(&json!({"scope": ["orders:read", "orders:write"]})))
            .not_in(opaque(&json!({"scope": "orders:read"}))),
        warning("scope-delimiter")
            .found_in(opaque(&json!({"scope": "repo,gist"})))
            .not_in(opaque(&json!({"scope": "c++ d+e"}))),
        warning("scope-illegal-char")
            .found_in(opaque(&json!({"scope": "read \"write\""})))
            .not_in(opaque(&json!({"scope": "!#[]~ https://example.com/a?b=c&d"}))),
        warning("scope-illegal-char")
            .found_in(opaque(&json!({"scope": "lesen größe"})))
            .not_in(opaque(&json!({"scope": "patient/*.rs user/Observation.cruds"}))),
        warning("scope-narrowed")
            .found_in(opaque(&json!({})).asked(scopes(&[
                "orders:read",
                "orders:write",
                "orders:delete",
            ])))
            .not_in(opaque(&json!({})).asked(scopes(&[
                "orders:read",
                "orders:write",
                "offline_access",
            ]))),
        error("scope-widened").found_in(opaque(&json!({})).asked(scopes(&["orders:read"]))).not_in(
            opaque(&json!({"scope": "openid https://www.googleapis.com/auth/userinfo.email"}))
                .asked(scopes(&["email"])),
        ),
        warning("scope-claim-differs")
            .found_in(response(&json!({"scope": "orders:read orders:write orders:delete"})))
            .not_in(response(&json!({"scope": "openid orders:write orders:read"}))),
        error("token-in-query")
            .found_in(text(
                "https://app.example.com/cb?access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer",
            ))
            .not_in(callback("&state=xyz")),
        warning("token-in-fragment")
            .found_in(text(
                "https://app.example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer",
            ))
            .not_in(callback("#_=_")),
        info("callback-iss-missing")
            .found_in(callback("&state=xyz"))
            .not_in(callback("&iss=https%3A%2F%2Fa.example")),
        warning("duplicate-member")
            .found_in(lifetimes("expires_in"))
            .not_in(lifetimes("ext_expires_in")),
        error("duplicate-member")
            .found_in(text(jwt_of_text(
                &json!({"alg": "ES256"}),
                r#"{"iss":"https://a.example","aud":"a","aud":"b","exp":1795378000}"#,
            )))
            .not_in(text(jwt_of_text(
                &json!({"alg": "ES256"}),
                r#"{"iss":"https://a.example","aud":"a","x":{"aud":"b"},"exp":1795378000}"#,
            ))),
        warning("introspection-inactive")
            .found_in(text(r#"{"active":false}"#))
            .not_in(text(r#"{"active":true,"scope":"orders:read"}"#)),
        info("device-interval-missing")
            .found_in(device(&json!({})))
            .not_in(device(&json!({"interval": 5}))),
        error("jwks-private-key")
            .found_in(key_set(
                &json!({"kty": "EC", "kid": "k1", "crv": "P-256", "x": "eA", "y": "eQ", "d": "ZA"}),
            ))
            .not_in(key_set(
                &json!({"kty": "EC", "kid": "d", "crv": "P-256", "x": "eA", "y": "eQ"}),
            )),
        error("jwks-private-key")
            .found_in(key_set(
                &json!({"kty": "AKP", "kid": "k1", "alg": "ML-DSA-44", "pub": "eA", "priv": "ZA"}),
            ))
            .not_in(key_set(
                &json!({"kty": "AKP", "kid": "priv", "alg": "ML-DSA-44", "pub": "eA"}),
            )),
        error("jwks-private-key")
            .found_in(key_set(&json!({"kty": "oct", "kid": "k1", "k": "c2VjcmV0"})))
            .not_in(key_set(&json!({"kty": "RSA", "kid": "k1", "n": "bg", "e": "AQAB"}))),
        warning("secret-repeated")
            .found_in(opaque(&json!({"jti": "2YotnFZFEjr1zCsicMWpAA"})))
            .not_in(opaque(&json!({"jti": "2YotnFZFEjr1zCsicMWpAB"}))),
        info("error-code-unknown")
            .found_in(object(&json!({
                "error": "flux_capacitor_empty",
                "error_description": "The capacitor wants plutonium.",
                "error_uri": "https://docs.example.com/errors",
            })))
            .not_in(object(&json!({"error": "invalid_grant", "error_description": "expired"}))),
    ]
}
