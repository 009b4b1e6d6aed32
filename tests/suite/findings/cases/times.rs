//! Times in tokens, and how long they live.

use serde_json::json;
use tokenscope::{
    findings::Severity::{Error, Info, Warning},
    token::ReceivedFrom,
};

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
            opaque(&json!({"expires_in": 3601})),
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
            "numericdate-bad",
            Error,
            claims(&json!({"exp": 253_402_300_800_i64})),
            claims(&json!({"exp": 253_402_300_799_i64})),
        ),
        case("nbf-future", Warning, claims(&json!({"nbf": NOW + 1})), claims(&json!({"nbf": NOW}))),
        case(
            "clock-skew",
            Warning,
            text(clean_http(&with_claims(&json!({"iat": NOW + 42})))),
            text(clean_http(&with_claims(&json!({"iat": NOW + 1})))),
        ),
        case(
            "clock-skew",
            Warning,
            text(clean_http(&with_claims(&json!({"iat": NOW + 2})))),
            text(clean_http(&with_claims(&json!({"iat": NOW})))),
        ),
    ]
    .into_iter()
    .chain(clocks())
    .collect()
}

/// Clocks that cannot be right, and times without a zone.
fn clocks() -> Vec<Case> {
    let dated = |created: f64| {
        let body = with(&opaque_response(), &json!({"created_at": created}));
        let date = "Date: Sun, 22 Nov 2026 19:59:00 GMT";
        let message = http("200 OK", &["Content-Type: application/json", date], &body.to_string());
        text(message).received(ReceivedFrom::Now)
    };
    let before = 1_795_377_540.0;
    vec![
        case(
            "created-in-future",
            Warning,
            opaque(&json!({"created_at": NOW + 1})),
            opaque(&json!({"created_at": NOW})),
        ),
        case(
            "created-in-future",
            Warning,
            opaque(&json!({"created_at": NOW + 1})).received(ReceivedFrom::Now),
            opaque(&json!({"created_at": NOW})).received(ReceivedFrom::Now),
        ),
        case("created-in-future", Warning, dated(before + 1.0), dated(before + 0.5)),
        case("iat-future", Warning, claims(&json!({"iat": NOW + 1})), claims(&json!({"iat": NOW}))),
        case(
            "iat-future",
            Warning,
            id_token(&json!({"iat": NOW + 60})),
            text(clean_http(&with_claims(&json!({"iat": NOW + 60})))),
        ),
        case(
            "zoneless-time",
            Info,
            opaque(&json!({"expires_at": "2026-11-22 20:15:00"})),
            opaque(&json!({"expires_at": "2026-11-22 20:15:00Z"})),
        ),
        case(
            "zoneless-time",
            Info,
            opaque(&json!({"expires_in": null, "expires": "2026-11-22T20:15:00"})),
            opaque(&json!({"note": "2026-11-22T20:15:00"})),
        ),
    ]
}
