//! Why an API refused a request, by what was pasted of both.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value as Json, json};
use tokenscope::{
    emphasis::Emphasis,
    explain::{self, AccessCheck},
    findings::Finding,
    inspection::Inspection,
    kind::Kind,
    report::{ReportOptions, text},
    token::Zone,
};

use super::support::{NOW, at, text as input};

fn jwt(typ: &str, claims: &Json) -> String {
    let part = |json: &Json| BASE64URL_NOPAD.encode(json.to_string().as_bytes());
    let header = json!({"alg": "ES256", "typ": typ});
    format!("{}.{}.{}", part(&header), part(claims), "s1gnature".repeat(9))
}

/// What `curl -v` prints of a request with these header lines, and of its answer.
fn exchange(sent: &[String], status: &str, answered: &[&str], body: &str) -> String {
    let lines = |mark: &str, lines: &[String]| -> String {
        lines.iter().flat_map(|line| [mark, " ", line, "\n"]).collect()
    };
    let answered: Vec<String> = answered.iter().map(|&line| line.to_owned()).collect();
    format!(
        "* Connected\n> GET /v1/pay?page=2 HTTP/1.1\n> Host: api.example.com\n{}>\n\
         < HTTP/1.1 {status}\n< Date: Sun, 22 Nov 2026 20:00:00 GMT\n{}<\n{body}",
        lines(">", sent),
        lines("<", &answered),
    )
}

fn check(pasted: &str) -> Option<AccessCheck> {
    explain::access(&input(pasted).inspection())
}

fn report(inspection: &Inspection) -> String {
    let options = ReportOptions {
        now: at(0),
        reveal: false,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    };
    text::render(inspection, &options)
}

/// The marks by label: `+scope` for what is met, `-scope` for what is not, `.scope` for the rest.
fn marks(check: &AccessCheck) -> String {
    let marks = check.rows.iter().map(|row| {
        let mark = match row.mark {
            Emphasis::Good => '+',
            Emphasis::Bad => '-',
            _ => '.',
        };
        format!("{mark}{}", row.label)
    });
    marks.collect::<Vec<_>>().join(" ")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_reason_is_said_in_a_sentence() {
    let token = |claims: Json| {
        let mut all = json!({"exp": NOW + 60, "aud": "https://api.example.com", "scope": "a b"});
        for (name, value) in claims.as_object().expect("an object") {
            all[name] = value.clone();
        }
        jwt("at+jwt", &all)
    };
    let bearer = |claims: Json| vec![format!("Authorization: Bearer {}", token(claims))];
    let plain = "WWW-Authenticate: Bearer realm=\"pay\"";
    let bound = json!({"cnf": {"jkt": "abc"}});
    let proof = |claims: &Json| format!("DPoP: {}", jwt("dpop+jwt", claims));
    let by_dpop = || format!("Authorization: DPoP {}", token(bound.clone()));
    let signed_in = |ago: i64| json!({"acr": "pwd", "auth_time": NOW - ago});
    for (sent, status, answered, reason, expected) in [
        (vec![], "401 Unauthorized", vec![plain], "No token was sent", "-credentials"),
        (
            bearer(json!({"exp": NOW - 150})),
            "401 Unauthorized",
            vec![plain],
            "had expired: it ended 2026-11-22 19:57:30 UTC, 2m 30s before the answer",
            "+credentials -time .scope +audience",
        ),
        (
            bearer(json!({"nbf": NOW + 30})),
            "401 Unauthorized",
            vec![plain],
            "not valid yet: it begins 2026-11-22 20:00:30 UTC, 30s after the answer",
            "+credentials +time -start .scope +audience",
        ),
        (
            bearer(json!({})),
            "403 Forbidden",
            vec!["WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a c d\""],
            "lacks the scopes c d",
            "+credentials +time -scope +audience",
        ),
        (
            // The code tells which of two faults counts.
            bearer(json!({"exp": NOW - 1})),
            "403 Forbidden",
            vec!["WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"c\""],
            "lacks the scope c",
            "+credentials -time -scope +audience",
        ),
        (
            bearer(json!({})),
            "403 Forbidden",
            vec!["WWW-Authenticate: Bearer error=\"insufficient_scope\""],
            "do not suffice",
            "+credentials +time -scope +audience",
        ),
        (
            bearer(json!({"aud": "https://shop.example.com"})),
            "401 Unauthorized",
            vec![plain],
            "is for https://shop.example.com, which is likely another API",
            "+credentials +time .scope -audience",
        ),
        (
            bearer(json!({"aud": "pay"})),
            "401 Unauthorized",
            vec![
                "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The audience is invalid\"",
            ],
            "The token is for pay.",
            "+credentials +time .scope -audience",
        ),
        (
            bearer(bound.clone()),
            "401 Unauthorized",
            vec!["WWW-Authenticate: DPoP algs=\"ES256\""],
            "by Bearer, but the server takes DPoP",
            "-credentials -key +time .scope +audience",
        ),
        (
            bearer(bound.clone()),
            "401 Unauthorized",
            vec![],
            "bound to a key (cnf.jkt), but was sent as a bearer token",
            ".credentials -key +time .scope +audience",
        ),
        (
            vec![by_dpop()],
            "401 Unauthorized",
            vec!["WWW-Authenticate: DPoP algs=\"ES256\""],
            "without a proof",
            "+credentials -key +time .scope +audience",
        ),
        (
            vec![by_dpop(), proof(&json!({"jti": "x"}))],
            "401 Unauthorized",
            vec!["WWW-Authenticate: DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce: n1"],
            "lacks the nonce",
            "+credentials +key -nonce +time .scope +audience",
        ),
        (
            vec![by_dpop(), proof(&json!({"nonce": "n1"}))],
            "401 Unauthorized",
            vec!["WWW-Authenticate: DPoP", "DPoP-Nonce: n1"],
            "Nothing that can be seen of the token speaks against it",
            "+credentials +key +nonce +time .scope +audience",
        ),
        (
            bearer(signed_in(10)),
            "401 Unauthorized",
            vec![
                "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa hw\", max_age=10",
            ],
            "must sign in by mfa hw",
            "+credentials +time .scope -sign-in +signed in +audience",
        ),
        (
            bearer(signed_in(11)),
            "401 Unauthorized",
            vec!["WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", max_age=10"],
            "sign-in of the user is too long ago",
            "+credentials +time .scope -signed in +audience",
        ),
        (
            vec!["Authorization: Bearer 7f3c9a0b2d4e6f81".to_owned()],
            "403 Forbidden",
            vec!["X-OAuth-Scopes: gist", "X-Accepted-OAuth-Scopes: repo, admin"],
            "none of the scopes that the server takes",
            ".credentials -scope",
        ),
        (
            vec!["Authorization: Bearer 7f3c9a0b2d4e6f81".to_owned()],
            "401 Unauthorized",
            vec![plain],
            "Nothing can be seen of an opaque token",
            "+credentials",
        ),
    ] {
        let pasted = exchange(&sent, status, &answered, "");
        let check = check(&pasted).expect(reason);
        assert!(check.reason.contains(reason), "{reason}: {}", check.reason);
        assert_eq!(marks(&check), expected, "{reason}");
        assert_eq!(check.request.as_deref(), Some("GET /v1/pay"));
    }
}

#[test]
fn all_that_is_wrong_is_said() {
    let elsewhere = json!({"exp": NOW - 150, "aud": "https://other.example", "scope": "a"});
    let bound = json!({"exp": NOW - 150, "cnf": {"jkt": "abc"}});
    for (claims, challenge, reason, advice) in [
        (
            &elsewhere,
            "Bearer",
            "The token had expired: it ended 2026-11-22 19:57:30 UTC, 2m 30s before the answer; it \
             is also for https://other.example, which is likely another API.",
            "Ask for a token with this API as resource or audience (RFC 8707 §2). A refresh alone \
             would fail again.",
        ),
        (
            // What the code is about comes first.
            &elsewhere,
            "Bearer error=\"insufficient_scope\", scope=\"a c\"",
            "The token lacks the scope c; it had also expired: it ended 2026-11-22 19:57:30 UTC, \
             2m 30s before the answer; it is also for https://other.example, which is likely \
             another API.",
            "Ask for it in a new authorization; a refresh brings no scope that was not granted \
             before (RFC 6749 §6). Ask for a token with this API as resource or audience (RFC 8707 \
             §2). A refresh alone would fail again.",
        ),
        (
            &bound,
            "DPoP",
            "It was sent by Bearer, but the server takes DPoP; it is also bound to a key (cnf.jkt), \
             but was sent as a bearer token; it had also expired: it ended 2026-11-22 19:57:30 UTC, \
             2m 30s before the answer.",
            "Send it in `Authorization: DPoP …`, with a proof of its key in the DPoP header (RFC \
             9449 §7.1). Refresh it, or sign in again, and repeat the request.",
        ),
    ] {
        let sent = [format!("Authorization: Bearer {}", jwt("at+jwt", claims))];
        let answered = format!("WWW-Authenticate: {challenge}");
        let pasted = exchange(&sent, "401 Unauthorized", &[&answered], "");
        let check = check(&pasted).expect(reason);
        assert_eq!((check.reason.as_str(), check.advice.as_str()), (reason, advice));
    }
}

#[test]
fn a_challenge_beside_a_token_has_one_conclusion() {
    let sent = [format!("Authorization: Bearer {}", jwt("at+jwt", &json!({"exp": NOW - 1})))];
    for (sent, is_concluded) in [(&sent[..], true), (&[], false)] {
        let pasted = exchange(sent, "401 Unauthorized", &["WWW-Authenticate: Bearer"], "");
        let report = report(&input(pasted).inspection());
        assert_eq!(report.contains("The server wants credentials"), !is_concluded, "{report}");
        assert_eq!(report.contains("The token had expired"), is_concluded, "{report}");
    }
}

#[test]
fn a_challenge_that_names_an_error_stands_before_the_body() {
    let challenge =
        r#"WWW-Authenticate: Bearer realm="pay", error="invalid_token", error_description="ended""#;
    for (body, expected) in [
        (r#"{"message":"Unauthorized"}"#, "realm error error_description message"),
        (r#"{"reason":7}"#, "realm error error_description reason"),
        // What both say stands there once; what they say in two ways twice, and is no mistake.
        (
            r#"{"error":"invalid_token","error_description":"old"}"#,
            "realm error_description error error_description",
        ),
    ] {
        let pasted = exchange(&[], "401 Unauthorized", &[challenge], body);
        let inspection = input(pasted).inspection();
        let present = inspection.fields.iter().filter(|field| field.present);
        let names: Vec<_> = present.map(|field| field.name.as_str()).collect();
        assert_eq!((inspection.kind, names.join(" ").as_str()), (Kind::ErrorResponse, expected));
        let is_repeated = |finding: &Finding| finding.code == "duplicate-member";
        assert!(!inspection.findings.iter().any(is_repeated), "{:?}", inspection.findings);
    }
}

#[test]
fn a_provider_is_named_only_where_something_says_so() {
    for (realm, description, provider) in [
        ("pay", "The access token expired", None),
        ("pay", "Expired access token", None),
        ("https://accounts.google.com/", "The access token expired", Some("Google")),
    ] {
        let challenge = format!(
            "WWW-Authenticate: Bearer realm=\"{realm}\", error=\"invalid_token\", \
             error_description=\"{description}\""
        );
        let body = r#"{"message":"Unauthorized"}"#;
        let pasted = exchange(&[], "401 Unauthorized", &[&challenge], body);
        let explanation = explain::error(&input(pasted).inspection()).expect(description);
        let named = explanation.entries.iter().find_map(|entry| entry.provider);
        assert_eq!(named, provider, "{realm} {description}");
    }
    let message = explain::meaning::member(Kind::ErrorResponse, "message").expect("it is listed");
    assert_eq!((message.provider, message.source.contains("://")), (None, false));
}

#[test]
fn an_exchange_that_is_no_refused_call_is_left_alone() {
    let challenge = ["WWW-Authenticate: Basic realm=\"as\""];
    for pasted in [
        exchange(&[], "200 OK", &[], r#"{"access_token":"7f3c9a0b2d4e6f81"}"#),
        exchange(&[], "401 Unauthorized", &challenge, r#"{"error":"invalid_client"}"#),
        exchange(&[], "500 Internal Server Error", &[], ""),
        // The request is not known.
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n".to_owned(),
    ] {
        assert_eq!(check(&pasted), None, "{pasted}");
    }
}

#[test]
fn what_was_presented_is_never_shown() {
    let secret = "7f3c9a0b2d4e6f817f3c9a0b2d4e6f81";
    let claims = json!({"exp": NOW - 1, "scope": format!("a {secret}")});
    let token = jwt("at+jwt", &claims);
    let sent = [format!("Authorization: Bearer {token}"), format!("Cookie: session={secret}")];
    let answered = format!("WWW-Authenticate: Bearer scope=\"{secret}\"");
    let inspection = input(exchange(&sent, "401 Unauthorized", &[&answered], secret)).inspection();
    let report = report(&inspection);
    assert!(report.contains("Why it was refused"), "{report}");
    for shown in [report, format!("{inspection:?}"), format!("{:?}", explain::access(&inspection))]
    {
        let signature = token.rsplit('.').next().expect("it has one");
        assert!(!shown.contains(secret) && !shown.contains(signature), "{shown}");
    }
}
