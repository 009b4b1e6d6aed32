//! The members of a response, and of other kinds.

use serde_json::json;
use tokenscope::findings::Severity::{Error, Info, Warning};
use tokenscope::token::ReceivedFrom;

use super::*;

/// The members of a response, and of other kinds.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    vec![
        case("access-token-missing", Error, response(&json!({"access_token": null})), text("{}")),
        case(
            "file-readable",
            Warning,
            response(&json!({})).file(0o604),
            response(&json!({})).file(0o600),
        ),
        case(
            "file-readable",
            Warning,
            text("1//0opaque-refresh-token").file(0o640),
            text(r#"{"error":"invalid_grant"}"#).file(0o666),
        ),
        case(
            "access-token-missing",
            Error,
            object(&json!({"token_type": "Bearer", "expires_in": 3600})),
            object(&json!({"request_uri": "urn:example:bwc4JK-ESC0w8acc", "expires_in": 60})),
        ),
        case(
            "token-type-missing",
            Error,
            opaque(&json!({"token_type": null})),
            object(&json!({"token": "v1.opaque-installation-token", "expires_in": 900})),
        ),
        case(
            "token-type-unknown",
            Warning,
            opaque(&json!({"token_type": "bot"})),
            opaque(&json!({"token_type": "BEARER"})),
        ),
        case(
            "token-unsendable",
            Error,
            opaque(&json!({"access_token": "abc def"})),
            opaque(&json!({"access_token": "abc-def._~+/=="})),
        ),
        case(
            "token-unsendable",
            Error,
            text("Authorization: Bearer abc\u{200b}def".to_owned()),
            opaque(&json!({"refresh_token": "abc def"})),
        ),
        case(
            "token-unsendable",
            Warning,
            opaque(&json!({"access_token": "00D000000000001!AQ0AQ"})),
            opaque(&json!({"access_token": "00D000000000001.AQ0AQ"})),
        ),
        case(
            "expires-in-missing",
            Info,
            opaque(&json!({"expires_in": null})),
            opaque(&json!({"expires_in": null, "expires_at": NOW + 900})),
        ),
        case(
            "expires-in-string",
            Warning,
            opaque(&json!({"expires_in": "900"})),
            text("access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&expires_in=900"),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": 3_600_000})),
            opaque(&json!({"expires_in": 2_592_000})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": 2_592_000_000_i64})),
            opaque(&json!({"expires_in": 999_999_999})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": 1_000_000_000})),
            opaque(&json!({"expires_in": "PT1H"})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            object(&json!({"device_code": "d", "user_code": "u", "expires_in": 0})),
            object(&json!({"device_code": "d", "user_code": "u", "expires_in": 1})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": 0})),
            opaque(&json!({"expires_in": 1})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": -60})),
            opaque(&json!({"expires_in": 630_720_000})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": NOW + 3600})),
            opaque(&json!({"expires_in": 999_999})),
        ),
        case(
            "expires-in-implausible",
            Warning,
            opaque(&json!({"expires_in": null, "expires_at": "the day after tomorrow"})),
            opaque(&json!({"expires_in": null, "expires_at": "2026-11-23T00:00:00Z"})),
        ),
        case(
            "expires-in-vs-exp",
            Warning,
            response(&json!({"expires_in": 906})),
            response(&json!({"expires_in": 905})),
        ),
        case(
            "expires-in-vs-exp",
            Warning,
            response(&json!({"expires_in": 600})),
            // Handed out ten minutes after it was made.
            object(&with(
                &with_claims(&json!({"iat": NOW - 600, "exp": NOW + 300})),
                &json!({"expires_in": 300}),
            )),
        ),
        case(
            "expiry-assumed-fresh",
            Warning,
            opaque(&json!({})).received(ReceivedFrom::Now),
            opaque(&json!({})).received(ReceivedFrom::File),
        ),
        case(
            "expiry-candidates-disagree",
            Warning,
            response(&json!({"expires_at": NOW + 906})),
            response(&json!({"expires_at": NOW + 905})),
        ),
        case(
            "refresh-expiry-zero",
            Warning,
            opaque(&json!({"refresh_expires_in": 0})),
            opaque(&json!({"refresh_expires_in": 0, "refresh_token": null})),
        ),
        case(
            "scope-not-string",
            Warning,
            opaque(&json!({"scope": ["orders:read", "orders:write"]})),
            opaque(&json!({"scope": "orders:read"})),
        ),
        case(
            "scope-delimiter",
            Warning,
            opaque(&json!({"scope": "repo,gist"})),
            opaque(&json!({"scope": "c++ d+e"})),
        ),
        case(
            "scope-illegal-char",
            Warning,
            opaque(&json!({"scope": "read \"write\""})),
            opaque(&json!({"scope": "!#[]~ https://example.com/a?b=c&d"})),
        ),
        case(
            "scope-illegal-char",
            Warning,
            opaque(&json!({"scope": "lesen größe"})),
            opaque(&json!({"scope": "patient/*.rs user/Observation.cruds"})),
        ),
        case(
            "scope-narrowed",
            Warning,
            opaque(&json!({})).asked(scopes(&["orders:read", "orders:write", "orders:delete"])),
            opaque(&json!({})).asked(scopes(&["orders:read", "orders:write", "offline_access"])),
        ),
        case(
            "scope-widened",
            Error,
            opaque(&json!({})).asked(scopes(&["orders:read"])),
            opaque(&json!({"scope": "openid https://www.googleapis.com/auth/userinfo.email"}))
                .asked(scopes(&["email"])),
        ),
        case(
            "scope-claim-differs",
            Warning,
            response(&json!({"scope": "orders:read orders:write orders:delete"})),
            response(&json!({"scope": "openid orders:write orders:read"})),
        ),
        case(
            "token-in-query",
            Error,
            text(
                "https://app.example.com/cb?access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer",
            ),
            text("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz"),
        ),
        case(
            "token-in-fragment",
            Warning,
            text(
                "https://app.example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer",
            ),
            text("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA#_=_"),
        ),
        case(
            "callback-iss-missing",
            Info,
            text("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz"),
            text(
                "https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&iss=https%3A%2F%2Fa.example",
            ),
        ),
        case(
            "duplicate-member",
            Warning,
            text(
                r#"{"access_token":"a-token-of-mine","token_type":"bearer","expires_in":60,"expires_in":90}"#,
            ),
            text(
                r#"{"access_token":"a-token-of-mine","token_type":"bearer","expires_in":60,"ext_expires_in":90}"#,
            ),
        ),
        case(
            "duplicate-member",
            Error,
            text(jwt_of_text(
                &json!({"alg": "ES256"}),
                r#"{"iss":"https://a.example","aud":"a","aud":"b","exp":1795378000}"#,
            )),
            text(jwt_of_text(
                &json!({"alg": "ES256"}),
                r#"{"iss":"https://a.example","aud":"a","x":{"aud":"b"},"exp":1795378000}"#,
            )),
        ),
        case(
            "introspection-inactive",
            Warning,
            text(r#"{"active":false}"#),
            text(r#"{"active":true,"scope":"orders:read"}"#),
        ),
        case(
            "device-interval-missing",
            Info,
            object(&json!({
                "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
                "user_code": "WDJB-MJHT", "verification_uri": "https://example.com/device",
                "expires_in": 1800,
            })),
            object(&json!({
                "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
                "user_code": "WDJB-MJHT", "verification_uri": "https://example.com/device",
                "expires_in": 1800, "interval": 5,
            })),
        ),
        case(
            "jwks-private-key",
            Error,
            object(
                &json!({"keys": [{"kty": "EC", "kid": "k1", "crv": "P-256", "x": "eA", "y": "eQ", "d": "ZA"}]}),
            ),
            object(
                &json!({"keys": [{"kty": "EC", "kid": "d", "crv": "P-256", "x": "eA", "y": "eQ"}]}),
            ),
        ),
        case(
            "jwks-private-key",
            Error,
            object(
                &json!({"keys": [{"kty": "AKP", "kid": "k1", "alg": "ML-DSA-44", "pub": "eA", "priv": "ZA"}]}),
            ),
            object(
                &json!({"keys": [{"kty": "AKP", "kid": "priv", "alg": "ML-DSA-44", "pub": "eA"}]}),
            ),
        ),
        case(
            "jwks-private-key",
            Error,
            object(&json!({"keys": [{"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}]})),
            object(&json!({"keys": [{"kty": "RSA", "kid": "k1", "n": "bg", "e": "AQAB"}]})),
        ),
        case(
            "secret-repeated",
            Warning,
            opaque(&json!({"jti": "2YotnFZFEjr1zCsicMWpAA"})),
            opaque(&json!({"jti": "2YotnFZFEjr1zCsicMWpAB"})),
        ),
        case(
            "error-code-unknown",
            Info,
            object(&json!({
                "error": "flux_capacitor_empty",
                "error_description": "The capacitor wants plutonium.",
                "error_uri": "https://docs.example.com/errors",
            })),
            object(&json!({"error": "invalid_grant", "error_description": "expired"})),
        ),
    ]
}
