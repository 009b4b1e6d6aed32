//! Whatever a response holds, findings are few, short and safe to print.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use tokenscope::{
    check::{Requirement, check},
    diff::diff,
    explain,
    findings::{RequestContext, Severity, SignIn},
    text::is_unsafe,
};

use super::support::*;

const NAMES: &str = "access_token token_type expires_in refresh_token created_at scope id_token error \
     error_description error_uri expires_at refresh_expires_in ok active exp iat nbf keys \
     issuer device_code user_code iss cnf code";

const CLAIMS: &str =
    "iss sub aud exp nbf iat jti client_id scope scp cnf nonce at_hash c_hash email address";

const HEADER: &str = "alg typ kid zip jku x5u jwk x5c crit enc";

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        prop::num::f64::NORMAL.prop_map(Json::from),
        (NOW - 100_000..NOW + 100_000).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        prop::sample::select(vec![
            "Bearer",
            "DPoP",
            "none",
            "HS256",
            "RS256",
            "at+jwt",
            "a b",
            "a,b",
            "*",
            "../x",
            "\u{1b}[2J\u{202e}",
            "1e400",
            "-0",
            "0001-01-01T00:00:00Z",
            "http://a.example",
        ])
        .prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::hash_map(
                prop::sample::select(vec!["jkt", "x5t#S256", "kty", "kid", "d", "k", "message"]),
                inner,
                0..4
            )
            .prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Json>()
            }),
        ]
    })
}

fn object_of(names: &'static str) -> impl Strategy<Value = Json> {
    prop::collection::vec(
        (prop::sample::select(names.split(' ').collect::<Vec<_>>()), value()),
        0..10,
    )
    .prop_map(|members| {
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        Json::Object(members.collect::<Map<_, _>>())
    })
}

/// A response, half of them with tokens of random headers and claims.
fn response() -> impl Strategy<Value = Json> {
    (object_of(NAMES), prop::option::of((object_of(HEADER), object_of(CLAIMS)))).prop_map(
        |(response, token)| match token {
            Some((header, claims)) => {
                let token = jwt(&header, &claims);
                with(&response, &json!({"access_token": token, "id_token": token}))
            }
            None => response,
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    (response(), response(), any::<bool>(), any::<bool>()).prop_map(
        |(response, previous, with_http, with_request)| {
            let input = if with_http { text(clean_http(&response)) } else { object(&response) };
            if !with_request {
                return input;
            }
            input.previous(&previous).asked(RequestContext {
                endpoint: Some("http://a.example".to_owned()),
                grant_type: Some("refresh_token".to_owned()),
                scopes: vec!["a".to_owned(), "c".to_owned()],
                client_id: Some("a".to_owned()),
                client_auth: None,
                public_client: true,
                sign_in: Some(SignIn {
                    nonce: Some("n".to_owned()),
                    max_age: Some(60),
                    acr: vec!["gold".to_owned()],
                    code: Some("code".into()),
                    ..SignIn::default()
                }),
                userinfo: true,
                subject: Some("s".to_owned()),
                id_token_algs: vec!["RS256".to_owned()],
                issuer: Some("https://a.example".to_owned()),
                ..RequestContext::default()
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_response_can_be_judged(input in input(), other in input()) {
        let inspection = input.inspection();
        let others = other.inspection();
        let explained = explain::error(&inspection);
        let said = explained.iter().flat_map(|it| [&it.code, &it.description, &it.read_more]).flatten();
        let noted = explain::notes(&inspection);
        let demands = [Requirement::Scope("a".to_owned()), Requirement::NoFinding(Severity::Info)];
        let outcomes = check(&inspection, &demands, at(0));
        let found = inspection.findings.iter().map(|finding| finding.message.clone());
        let lines = found
            .chain(said.cloned())
            .chain(noted.into_iter().map(|note| note.message))
            .chain(outcomes.iter().map(tokenscope::check::CheckOutcome::line));
        for line in lines {
            prop_assert!(!line.contains(is_unsafe), "{line:?}");
            prop_assert!(line.chars().count() < 1200, "{line}");
        }
        let difference = diff(&inspection, &others, at(0));
        prop_assert!(!difference.to_text().replace('\n', " ").contains(is_unsafe));
        prop_assert!(diff(&inspection, &inspection, at(0)).is_same());
    }
}

/// Each well-known secret costs a hash of the token, so many or long tokens are not all tried.
#[test]
fn guessing_secrets_has_an_end() {
    let weak = |claims: &Json| hmac_jwt(claims, "your-256-bit-secret");
    let guessed = |response: Json| {
        let findings = object(&response).findings();
        let weak = findings.iter().filter(|finding| finding.code == "hmac-weak-secret");
        weak.map(|finding| 1 + finding.also.len()).sum::<usize>()
    };
    let token = weak(&at_claims());
    let many: Json = (0..300).map(|at| (format!("t{at}_token"), Json::from(&*token))).collect();
    assert_eq!(guessed(with(&response_with(&token), &many)), 256);
    let long = with(&at_claims(), &json!({"long": "x".repeat(100_000)}));
    assert_eq!(guessed(response_with(&weak(&long))), 0);
}
