//! What must not be said: nothing about a clean response, and never a secret.

use super::{cases::cases, support::*};

#[test]
fn a_clean_response_has_no_findings() {
    assert_eq!(object(&clean()).findings(), []);
    assert_eq!(text(clean_http(&clean())).findings(), []);
    assert_eq!(object(&with_id_token(&serde_json::json!({}))).findings(), []);
    assert_eq!(text("{}").findings(), []);
}

#[test]
fn no_message_holds_a_secret() {
    for case in cases() {
        let inspection = case.shown.inspection();
        for secret in inspection.fields.iter().filter_map(|field| field.secret()) {
            for finding in inspection.findings.iter().filter(|_| secret.length() > 5) {
                assert!(!finding.message.contains(secret.expose()), "{}", finding.message);
            }
        }
    }
}

#[test]
fn no_message_can_move_the_cursor() {
    let evil = "\u{1b}]0;title\u{7}\u{202e}";
    let response = serde_json::json!({
        "access_token": jwt(
            &serde_json::json!({"alg": evil, "typ": evil, "kid": evil, "jku": evil, "crit": [evil]}),
            &serde_json::json!({"iss": evil, "aud": [evil, "*", evil], "exp": evil, "scope": evil}),
        ),
        "token_type": evil,
        "expires_in": evil,
        "scope": format!("a {evil}"),
        "error": evil,
        "error_description": evil,
    });
    for input in [object(&response), object(&serde_json::json!({"error": evil, "error_uri": evil}))]
    {
        for finding in input.findings() {
            assert!(!finding.message.contains(tokenscope::text::is_unsafe), "{}", finding.message);
        }
    }
}
