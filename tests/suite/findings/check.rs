//! `--check`: one line a demand, met or not.

use chrono::TimeDelta;
use serde_json::json;
use tokenscope::{
    check::{Requirement, check, passed},
    findings::Severity,
};

use super::support::*;

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
        assert!(!passed(&outcomes));
        assert_eq!(outcomes.iter().find(|outcome| !outcome.met).unwrap().line(), line);
    }
}

#[test]
fn a_token_that_says_nothing_fails_only_what_it_has_to_say() {
    let opaque = text("2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zCsicMWpAA");
    assert!(passed(&check(&opaque.inspection(), &[], at(0))));
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
    assert!(passed(&check(&never.inspection(), &[requirement], at(0))));
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
    assert!(passed(&outcomes), "{outcomes:?}");
}
