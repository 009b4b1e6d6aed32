//! `--check`: one line a demand, met or not.

use chrono::TimeDelta;
use serde_json::json;
use tokenscope::{
    check::{Requirement, all_met, check},
    findings::Severity,
};

use super::support::*;
use crate::support::run;

fn lines(input: &Input, requirements: &[Requirement]) -> String {
    let outcomes = check(&input.inspection(), requirements, at(0));
    outcomes.iter().map(|outcome| outcome.line() + "\n").collect()
}

#[test]
fn a_good_token_meets_everything() {
    let requirements = [
        Requirement::TimeLeft(TimeDelta::minutes(15)),
        Requirement::Scope("orders:read".to_owned()),
        Requirement::Audience("https://api.example.com".to_owned()),
        Requirement::Issuer("https://auth.example.com".to_owned()),
        Requirement::NoFinding(Severity::Warning),
    ];
    assert_eq!(
        lines(&object(&clean()), &requirements),
        "ok    usable: 15m left, the signature was not checked\n\
         ok    at least 15m left: 15m 00s left\n\
         ok    scope orders:read: granted\n\
         ok    audience https://api.example.com: it is for this audience\n\
         ok    issuer https://auth.example.com: it comes from this issuer\n\
         ok    no warnings: no error or warning among the findings\n"
    );
}

#[test]
fn every_demand_says_why_it_is_not_met() {
    let requirements = [
        Requirement::TimeLeft(TimeDelta::seconds(901)),
        Requirement::Scope("orders:delete".to_owned()),
        Requirement::Audience("https://other.example.com".to_owned()),
        Requirement::Issuer("https://auth.example.com/".to_owned()),
        Requirement::NoFinding(Severity::Error),
    ];
    let bad = object(&with_claims(&json!({"jti": null, "aud": ["a", "b", "c"]})));
    assert_eq!(
        lines(&bad, &requirements),
        "ok    usable: 15m left, the signature was not checked\n\
         FAIL  at least 15m 1s left: 15m 00s left\n\
         FAIL  scope orders:delete: not among the 2 granted scopes\n\
         FAIL  audience https://other.example.com: it is for a and 2 more\n\
         FAIL  issuer https://auth.example.com/: it comes from https://auth.example.com\n\
         FAIL  no errors: at-jwt-claim-missing\n"
    );
}

#[test]
fn what_ended_has_not_begun_or_is_no_token_fails() {
    for (input, line) in [
        (
            object(&json!({"access_token": "a-token-of-mine", "expires_at": NOW - 60})),
            "FAIL  usable: expired 1m ago",
        ),
        (
            object(&with_claims(&json!({"nbf": NOW + 60}))),
            "FAIL  usable: not yet valid, begins in 1m",
        ),
        (
            object(&json!({"error": "invalid_grant"})),
            "FAIL  usable: the server answered with an error",
        ),
        (
            object(&json!({"active": false})),
            "FAIL  usable: the server says that the token is not active",
        ),
    ] {
        let outcomes = check(&input.inspection(), &[], at(0));
        assert!(!all_met(&outcomes));
        assert_eq!(outcomes.iter().find(|outcome| !outcome.met).unwrap().line(), line);
    }
}

#[test]
fn a_token_that_says_nothing_fails_only_what_it_has_to_say() {
    let opaque = text("2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zCsicMWpAA");
    assert!(all_met(&check(&opaque.inspection(), &[], at(0))));
    let requirements = [
        Requirement::TimeLeft(TimeDelta::seconds(1)),
        Requirement::Scope("a".to_owned()),
        Requirement::Audience("a".to_owned()),
        Requirement::Issuer("a".to_owned()),
    ];
    assert_eq!(
        lines(&opaque, &requirements),
        "ok    usable: nothing says when it ends\n\
         FAIL  at least 1s left: nothing says when it ends\n\
         FAIL  scope a: nothing says what is granted\n\
         FAIL  audience a: nothing says whom the token is for\n\
         FAIL  issuer a: nothing says who issued the token\n"
    );
}

#[test]
fn a_token_that_never_ends_has_time_enough() {
    let never = object(&json!({"access_token": "abc", "token_type": "bearer", "expires_in": 0}));
    let requirement = Requirement::TimeLeft(TimeDelta::days(365));
    assert!(all_met(&check(&never.inspection(), &[requirement], at(0))));
}

#[test]
fn introspection_speaks_for_the_token() {
    let input = object(&json!({
        "active": true, "scope": "a b", "aud": "https://api", "iss": "https://auth", "exp": NOW + 60,
    }));
    let requirements = [
        Requirement::Scope("b".to_owned()),
        Requirement::Audience("https://api".to_owned()),
        Requirement::Issuer("https://auth".to_owned()),
        Requirement::TimeLeft(TimeDelta::seconds(60)),
    ];
    let outcomes = check(&input.inspection(), &requirements, at(0));
    assert!(all_met(&outcomes), "{outcomes:?}");
}

#[test]
fn the_exit_status_is_that_of_usable_and_keys_make_it_strict() {
    const SECRET: &str = "a-secret-of-at-least-32-octets-is-long";
    let key = format!("b64:{}", data_encoding::BASE64.encode(SECRET.as_bytes()));
    let other = format!("b64:{}", data_encoding::BASE64.encode(&[7; 32]));
    let claims = |exp: i64| json!({"sub": "u", "aud": "a", "iat": NOW, "exp": NOW + exp});
    let signed = hmac_jwt(&claims(900), SECRET);
    let foreign = jwt(&json!({"alg": "ES256"}), &claims(900));
    let strange = jwt(&json!({"alg": "XX1"}), &claims(900));
    let unsigned = jwt(&json!({"alg": "none"}), &claims(900));
    let beside = |name: &str, token: &str| {
        with(&response_with("an-opaque-token"), &json!({name: token})).to_string()
    };
    // Whether the answer is no: without a key, with the one that signed, with another one.
    for (input, without, fitting, wrong) in [
        (response_with(&signed).to_string(), false, false, true),
        (signed.clone(), false, false, true),
        (hmac_jwt(&claims(0), SECRET), true, true, true),
        (hmac_jwt(&claims(1), SECRET), false, false, true),
        // No key fits it, its algorithm is nobody's, it has no signature.
        (response_with(&foreign).to_string(), false, true, true),
        (strange, false, true, true),
        (response_with(&unsigned).to_string(), true, true, true),
        // What is no compact token needs no signature; the ID token beside it does, and a refresh
        // token is its server's own affair.
        ("an-opaque-token-1234567890".to_owned(), false, false, false),
        (beside("id_token", &signed), false, false, true),
        (beside("id_token", &foreign), false, true, true),
        (beside("refresh_token", &foreign), false, false, false),
        // Other kinds.
        (json!({"active": true, "exp": NOW + 1}).to_string(), false, false, false),
        (json!({"active": true, "exp": NOW}).to_string(), true, true, true),
        (json!({"active": false}).to_string(), true, true, true),
        (json!({"error": "invalid_grant"}).to_string(), true, true, true),
        (
            json!({"device_code": "d", "user_code": "u", "expires_in": 0}).to_string(),
            true,
            true,
            true,
        ),
        (
            json!({"device_code": "d", "user_code": "u", "expires_in": 1}).to_string(),
            false,
            false,
            false,
        ),
        (json!({"keys": [{"kty": "oct", "k": "AQAB"}]}).to_string(), false, false, false),
        (json!({"access_token": "abc", "expires_in": 0}).to_string(), false, false, false),
        (json!({"access_token": "abc"}).to_string(), false, false, false),
    ] {
        for (keys, no) in [(None, without), (Some(&key), fitting), (Some(&other), wrong)] {
            let mut args = vec!["inspect", "--check", "--at", "2026-11-22T20:00:00Z"];
            args.extend(keys.into_iter().flat_map(|key| ["--key", key]));
            args.push("-");
            let ran = run(&args, &input);
            assert_eq!(ran.status, i32::from(no), "{keys:?} {input}\n{}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn the_least_time_left_is_kept_to_the_second() {
    let token = object(&json!({"access_token": "abc", "expires_at": NOW + 60}));
    for (least, met) in [(59, true), (60, true), (61, false)] {
        let requirement = Requirement::TimeLeft(TimeDelta::seconds(least));
        assert_eq!(all_met(&check(&token.inspection(), &[requirement], at(0))), met, "{least}");
    }
    let over = object(&json!({"access_token": "abc", "expires_at": NOW}));
    let outcomes = check(&over.inspection(), &[Requirement::TimeLeft(TimeDelta::zero())], at(0));
    assert_eq!(outcomes[0].line(), "FAIL  usable: expired 0s ago");
}
