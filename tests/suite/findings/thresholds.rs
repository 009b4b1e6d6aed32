//! Both sides of every threshold, one step apart.

use serde_json::{Value as Json, json};

use super::cases::*;

fn shows(code: &str, input: &Input) -> bool {
    input.findings().iter().any(|finding| finding.code == code)
}

#[test]
fn a_finding_begins_where_its_threshold_is() {
    let audiences =
        |count: usize| Json::from((0..count).map(|i| format!("a{i}")).collect::<Vec<_>>());
    let both_for = |count: usize| {
        let access = with(&at_claims(), &json!({"aud": audiences(count)}));
        let id = with(&id_claims(), &json!({"aud": audiences(count), "azp": "a0"}));
        let id = jwt(&json!({"alg": "ES256"}), &id);
        object(&with(
            &response_with(&jwt(&json!({"alg": "ES256"}), &access)),
            &json!({"id_token": id}),
        ))
    };
    let dated = |iat: i64| text(clean_http(&with_claims(&json!({"iat": iat, "exp": iat + 900}))));
    let ends = |at: i64| opaque(&json!({"expires_at": at, "created_at": NOW}));
    let cases = [
        (
            "expires-in-vs-exp",
            response(&json!({"expires_in": 905})),
            response(&json!({"expires_in": 906})),
        ),
        (
            "expires-in-vs-exp",
            response(&json!({"expires_in": 895})),
            response(&json!({"expires_in": 894})),
        ),
        ("expiry-candidates-disagree", ends(NOW + 905), ends(NOW + 906)),
        ("expiry-candidates-disagree", ends(NOW + 895), ends(NOW + 894)),
        (
            "lifetime-long",
            opaque(&json!({"expires_in": 3600})),
            opaque(&json!({"expires_in": 3601})),
        ),
        (
            "expires-in-implausible",
            opaque(&json!({"expires_in": 1})),
            opaque(&json!({"expires_in": 0})),
        ),
        ("clock-skew", dated(NOW + 1), dated(NOW + 2)),
        ("nbf-future", claims(&json!({"nbf": NOW})), claims(&json!({"nbf": NOW + 1}))),
        ("exp-before-iat", claims(&json!({"iat": NOW + 899})), claims(&json!({"iat": NOW + 900}))),
        ("expired", claims(&json!({"exp": NOW + 1})), claims(&json!({"exp": NOW}))),
        ("aud-broad", claims(&json!({"aud": audiences(2)})), claims(&json!({"aud": audiences(3)}))),
        (
            "numericdate-bad",
            claims(&json!({"exp": 253_402_300_799_i64})),
            claims(&json!({"exp": 253_402_300_800_i64})),
        ),
        ("id-token-azp", id_token(&json!({"aud": ["a"]})), id_token(&json!({"aud": ["a", "b"]}))),
        // Longer lists than any token has are not compared.
        ("audience-shared", both_for(101), both_for(100)),
    ];
    for (code, silent, shown) in cases {
        assert!(!shows(code, &silent), "{code}: {}", silent.text);
        assert!(shows(code, &shown), "{code}: {}", shown.text);
    }
}

#[test]
fn a_day_makes_a_long_life_a_warning() {
    for (seconds, severity) in [(86_400, "info"), (86_401, "warning")] {
        let findings = opaque(&json!({"expires_in": seconds})).findings();
        let long = findings.iter().find(|it| it.code == "lifetime-long").expect("it is long");
        assert_eq!(long.severity.name(), severity, "{seconds}");
    }
}
