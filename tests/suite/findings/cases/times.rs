//! Times in tokens, and how long they live.

use serde_json::json;
use tokenscope::findings::Severity::{Error, Info, Warning};

use super::*;

/// Times in tokens, and how long they live.
pub fn cases() -> Vec<Case> {
    vec![
        case(
            "expired",
            Warning,
            object(&with(
                &with_claims(&json!({"iat": NOW - 900, "exp": NOW})),
                &json!({"expires_in": null}),
            )),
            object(&with(
                &with_claims(&json!({"iat": NOW - 899, "exp": NOW + 1})),
                &json!({"expires_in": null}),
            )),
        ),
        case(
            "expired",
            Warning,
            opaque(&json!({"created_at": NOW - 1000, "refresh_token_expires_at": NOW - 60})),
            opaque(&json!({"created_at": NOW - 100})),
        ),
        case(
            "exp-missing",
            Warning,
            claims(&json!({"exp": null})),
            claims(&json!({"exp": NOW + 900})),
        ),
        case(
            "lifetime-long",
            Warning,
            opaque(&json!({"expires_in": 86_401})),
            opaque(&json!({"expires_in": 3600})),
        ),
        case(
            "lifetime-long",
            Info,
            opaque(&json!({"expires_in": 86_400})),
            text(jwt(&json!({"alg": "ES256"}), &with(&id_claims(), &json!({"exp": NOW + 90_000})))),
        ),
        case(
            "exp-before-iat",
            Error,
            claims(&json!({"iat": NOW + 1000, "exp": NOW + 900})),
            claims(&json!({"iat": NOW + 899})),
        ),
        case(
            "exp-before-iat",
            Error,
            claims(&json!({"iat": NOW, "exp": NOW})),
            claims(&json!({"iat": null})),
        ),
        case(
            "numericdate-bad",
            Error,
            claims(&json!({"exp": "2026-11-22T20:15:00Z"})),
            claims(&json!({"exp": 1_795_378_500.5})),
        ),
        case(
            "numericdate-bad",
            Error,
            claims(&json!({"exp": (NOW + 900) * 1000})),
            claims(&json!({"updated_at": "2026-11-22T20:15:00Z"})),
        ),
        case(
            "nbf-future",
            Warning,
            claims(&json!({"nbf": NOW + 60})),
            claims(&json!({"nbf": NOW})),
        ),
        case(
            "clock-skew",
            Warning,
            text(clean_http(&with_claims(&json!({"iat": NOW + 42})))),
            text(clean_http(&with_claims(&json!({"iat": NOW + 1})))),
        ),
    ]
}
