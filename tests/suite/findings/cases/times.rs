//! Times in tokens, and how long they live.

use serde_json::json;
use tokenscope::token::ReceivedFrom;

use super::*;

pub fn cases() -> Vec<Case> {
    vec![
        warning("expired")
            .found_in(object(&with(
                &with_claims(&json!({"iat": NOW - 900, "exp": NOW})),
                &json!({"expires_in": null}),
            )))
            .not_in(object(&with(
                &with_claims(&json!({"iat": NOW - 899, "exp": NOW + 1})),
                &json!({"expires_in": null}),
            ))),
        warning("expired")
            .found_in(opaque(
                &json!({"created_at": NOW - 1000, "refresh_token_expires_at": NOW - 60}),
            ))
            .not_in(opaque(&json!({"created_at": NOW - 100}))),
        warning("exp-missing")
            .found_in(claims(&json!({"exp": null})))
            .not_in(claims(&json!({"exp": NOW + 900}))),
        warning("lifetime-long")
            .found_in(opaque(&json!({"expires_in": 86_401})))
            .not_in(opaque(&json!({"expires_in": 3600}))),
        info("lifetime-long").found_in(opaque(&json!({"expires_in": 3601}))).not_in(text(jwt(
            &json!({"alg": "ES256"}),
            &with(&id_claims(), &json!({"exp": NOW + 90_000})),
        ))),
        error("exp-before-iat")
            .found_in(claims(&json!({"iat": NOW + 1000, "exp": NOW + 900})))
            .not_in(claims(&json!({"iat": NOW + 899}))),
        error("exp-before-iat")
            .found_in(claims(&json!({"iat": NOW, "exp": NOW})))
            .not_in(claims(&json!({"iat": null}))),
        error("numericdate-bad")
            .found_in(claims(&json!({"exp": "2026-11-22T20:15:00Z"})))
            .not_in(claims(&json!({"exp": 1_795_378_500.5}))),
        error("numericdate-bad")
            .found_in(claims(&json!({"exp": (NOW + 900) * 1000})))
            .not_in(claims(&json!({"updated_at": "2026-11-22T20:15:00Z"}))),
        error("numericdate-bad")
            .found_in(claims(&json!({"exp": 253_402_300_800_i64})))
            .not_in(claims(&json!({"exp": 253_402_300_799_i64}))),
        warning("nbf-future")
            .found_in(claims(&json!({"nbf": NOW + 1})))
            .not_in(claims(&json!({"nbf": NOW}))),
        warning("clock-skew")
            .found_in(text(clean_http(&with_claims(&json!({"iat": NOW + 42})))))
            .not_in(text(clean_http(&with_claims(&json!({"iat": NOW + 1}))))),
        warning("clock-skew")
            .found_in(text(clean_http(&with_claims(&json!({"iat": NOW + 2})))))
            .not_in(text(clean_http(&with_claims(&json!({"iat": NOW}))))),
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
        warning("created-in-future")
            .found_in(opaque(&json!({"created_at": NOW + 1})))
            .not_in(opaque(&json!({"created_at": NOW}))),
        warning("created-in-future")
            .found_in(opaque(&json!({"created_at": NOW + 1})).received(ReceivedFrom::Now))
            .not_in(opaque(&json!({"created_at": NOW})).received(ReceivedFrom::Now)),
        warning("created-in-future").found_in(dated(before + 1.0)).not_in(dated(before + 0.5)),
        warning("iat-future")
            .found_in(claims(&json!({"iat": NOW + 1})))
            .not_in(claims(&json!({"iat": NOW}))),
        warning("iat-future")
            .found_in(id_token(&json!({"iat": NOW + 60})))
            .not_in(text(clean_http(&with_claims(&json!({"iat": NOW + 60}))))),
        info("zoneless-time")
            .found_in(opaque(&json!({"expires_at": "2026-11-22 20:15:00"})))
            .not_in(opaque(&json!({"expires_at": "2026-11-22 20:15:00Z"}))),
        info("zoneless-time")
            .found_in(opaque(&json!({"expires_in": null, "expires": "2026-11-22T20:15:00"})))
            .not_in(opaque(&json!({"note": "2026-11-22T20:15:00"}))),
    ]
}
