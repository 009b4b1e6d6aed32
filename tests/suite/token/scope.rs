//! What tokens allow.

use tokenscope::{
    kind::classify,
    token::{Scope, fields, issuer::IssuerHints, scopes},
};

use super::json;
use crate::support::run;

fn of(text: &str) -> Vec<Scope> {
    let value = json(text);
    scopes(&fields(&value, classify(&value)), IssuerHints::default())
}

fn names(text: &str) -> Vec<String> {
    of(text).into_iter().map(|scope| scope.name).collect()
}

#[test]
fn in_order_and_each_once() {
    for (written, expected) in [
        (r#""b a b c a""#, &["b", "a", "c"][..]),
        (r#"["b","a","b"]"#, &["b", "a"]),
        (r#""b,a,b""#, &["b", "a"]),
        (r#""""#, &[]),
        ("null", &[]),
        ("[]", &[]),
        ("1", &["1"]),
        (r#"["a",2,null,{"b":1}]"#, &["a", "2"]),
        (
            r#""patient/*.read launch/patient /activities/update""#,
            &["patient/*.read", "launch/patient", "/activities/update"],
        ),
    ] {
        for name in ["scope", "scopes", "scp", "granted_scopes", "Scope"] {
            assert_eq!(names(&format!(r#"{{"access_token":"a","{name}":{written}}}"#)), expected);
        }
    }
}

#[test]
fn fifty_thousand_of_them_take_no_time() {
    let many: Vec<_> = (0..50_000).map(|at| format!("scope{}:read", at % 45_000)).collect();
    let text = format!(r#"{{"access_token":"a","scope":"{}"}}"#, many.join(" "));
    assert_eq!(of(&text).len(), 45_000);
}

#[test]
fn the_token_s_own_scope_is_taken_and_not_another_one_s() {
    let slack = r#"{"access_token":"a","scope":"commands","authed_user":{"access_token":"b","scope":"chat:write"}}"#;
    assert_eq!(names(slack), ["commands"]);
    let nested = r#"{"scope":"outer","data":{"access_token":"a","scope":"inner"}}"#;
    assert_eq!(names(nested), ["inner"]);
    let github = r#"{"token":"a","permissions":{"contents":"write"}}"#;
    assert!(names(github).is_empty());
}

#[test]
fn descriptions_come_from_the_provider_that_knows_most() {
    let gusto = of(r#"{"access_token":"a","scope":"public payrolls:read companies:read"}"#);
    assert!(gusto.iter().all(|scope| scope.description.is_some()), "{gusto:?}");
    assert_eq!(gusto[1].resource.as_deref(), Some("payrolls"));
    assert_eq!(gusto[1].action.as_deref(), Some("read"));
    let unknown = of(r#"{"access_token":"a","scope":"no-such-thing"}"#);
    assert_eq!(unknown[0].description, None);
}

#[test]
fn where_providers_disagree_nobody_is_believed() {
    let described = |token: &str, scope: &str| {
        of(&format!(r#"{{"access_token":"{token}","scope":"{scope}"}}"#))[0].description
    };
    // OpenID Connect's list speaks for its own names, though others have them too.
    assert!(described("a", "email").is_some());
    // `read:user` is GitHub's, unless somebody else's other scopes stand beside it. A prefix that
    // GitHub published settles it.
    assert!(described("gho_0123456789abcdef", "read:user").is_some());
    // `read` alone could be anybody's.
    assert_eq!(described("a", "read"), None);
    let mastodon = of(r#"{"access_token":"a","scope":"read write follow push"}"#);
    assert!(mastodon.iter().all(|scope| scope.description.is_some()), "{mastodon:?}");
}

#[test]
fn a_description_names_whose_it_is() {
    let described = |text: &str| of(text)[0].description.map(str::to_owned);
    let slack = described(r#"{"access_token":"a","scope":"chat:write"}"#).expect("it is known");
    assert!(slack.ends_with(" (at Slack)"), "{slack}");
    let standard = described(r#"{"access_token":"a","scope":"openid"}"#).expect("it is known");
    assert!(!standard.contains("(at "), "{standard}");
}

#[test]
fn nothing_is_said_of_a_scope_where_the_issuer_is_another() {
    let jwt = |iss: &str| {
        let claims =
            data_encoding::BASE64URL_NOPAD.encode(format!(r#"{{"iss":"{iss}"}}"#).as_bytes());
        format!("eyJhbGciOiJSUzI1NiJ9.{claims}.c2lnbmF0dXJl")
    };
    let glpat = ["gl", "pat-", "0123456789abcdefghij"].concat();
    let (own, other) = (jwt("https://slack.com"), jwt("https://as.example.com"));
    for (members, is_said) in [
        (r#""access_token":"a""#.to_owned(), true),
        (format!(r#""access_token":"{own}""#), true),
        (format!(r#""access_token":"a","id_token":"{own}""#), true),
        (format!(r#""access_token":"{other}""#), false),
        (format!(r#""access_token":"a","id_token":"{other}""#), false),
        (format!(r#""access_token":"{glpat}""#), false),
        (r#""access_token":"a","iss":"https://as.example.com""#.to_owned(), false),
        (r#""access_token":"a","iss":"https://notslack.com""#.to_owned(), false),
        (r#""access_token":"a","instance_url":"https://x.example""#.to_owned(), false),
        (r#""access_token":"a","authed_user":{"id":"U1"}"#.to_owned(), true),
    ] {
        let response = format!(r#"{{{members},"scope":"chat:write"}}"#);
        let report = run(&["inspect", "--json"], response).json();
        assert_eq!(report["scopes"][0]["description"].is_string(), is_said, "{members}");
    }
}
