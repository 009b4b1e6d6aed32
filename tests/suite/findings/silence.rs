//! What must not be said: nothing about a clean response, and never a secret.

use serde_json::json;

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

/// What programs keep in their own way is no token response: the rules of the wire are silent.
#[test]
fn a_cache_or_a_registration_is_not_judged_as_a_response() {
    const WIRE: [&str; 8] = [
        "access-token-missing",
        "token-type-missing",
        "token-type-unknown",
        "expires-in-missing",
        "expires-in-string",
        "scope-not-string",
        "scope-delimiter",
        "scope-illegal-char",
    ];
    let token = "ya29.a0AfH6SMBxxxxxxxxxxxxxxxxxxxxxxx";
    let kept = [
        json!({"credential_type": "AccessToken", "home_account_id": "u.t", "secret": token,
            "target": "User.Read", "cached_at": "1795377600", "expires_on": "1795381200"}),
        json!({"accessToken": token, "expiresAt": "2026-11-22T21:00:00Z", "clientSecret": "s"}),
        json!({"token": token, "token_uri": "https://as.example/token", "scopes": ["a"]}),
        json!({"claudeAiOauth": {"accessToken": token, "expiresAt": 1_795_381_200_000_i64,
            "scopes": ["user:profile"]}}),
        json!({"tokens": {"access_token": token, "refresh_token": "r"}, "last_refresh": "today"}),
        json!({"access-token": token, "context": "default"}),
        json!({"id_token": jwt(&json!({"alg": "ES256"}), &id_claims()), "refresh_token": "r"}),
        json!({"accessToken": token, "account": {"label": "jo"}, "scopes": ["repo", "a,b"]}),
        json!({"access_token": token, "expires_at": NOW + 60, "scopes": ["a"]}),
        json!({"client_id": "c", "redirect_uris": ["https://a.example"], "scope": "a,b",
            "registration_access_token": "t", "token_endpoint_auth_method": "none"}),
    ];
    for kept in kept {
        let codes = object(&kept).findings().into_iter().map(|finding| finding.code);
        let said: Vec<&str> = codes.filter(|code| WIRE.contains(code)).collect();
        assert_eq!(said, [""; 0], "{kept}");
        let asked = tokenscope::findings::RequestContext::default();
        let answer = text(clean_http(&kept)).asked(asked).findings();
        let is_response = kept.get("token_type").is_some() || kept.get("access_token").is_some();
        assert!(!is_response || !answer.is_empty(), "an answer of a server is judged: {kept}");
    }
    // By the letter, it is.
    for response in [json!({"access_token": token}), json!({"token_type": "Bearer"})] {
        assert!(
            object(&response).findings().iter().any(|it| WIRE.contains(&it.code)),
            "{response}"
        );
    }
}
