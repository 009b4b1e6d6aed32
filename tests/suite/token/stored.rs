//! What a tool keeps is no answer of a server.

use tokenscope::{
    kind::Kind,
    token::{fields, is_stored},
};

use super::json;

fn stored(text: &str) -> bool {
    is_stored(Kind::TokenResponse, &fields(&json(text), Kind::TokenResponse), false)
}

#[test]
fn a_store_has_what_no_answer_has() {
    for text in [
        r#"{"access_token":"a","expires_in":1,"token_type":"Bearer","client_secret":"s"}"#,
        r#"{"credential_type":"AccessToken","secret":"abcdefghijklmnop1234","token_type":"Bearer"}"#,
        r#"{"tokens":{"access_token":"a"},"last_refresh":"2026-01-01T00:00:00Z"}"#,
    ] {
        assert!(stored(text), "{text}");
    }
    for text in [
        r#"{"access_token":"a","expires_in":1,"token_type":"Bearer"}"#,
        r#"{"access_token":"a","token_type":"Bearer","expires_at":1767229200}"#,
        r#"{"access_token":"a"}"#,
    ] {
        assert!(!stored(text), "{text}");
    }
    let client = r#"{"client_id":"c","client_secret":"s"}"#;
    assert!(!is_stored(
        Kind::ClientRegistration,
        &fields(&json(client), Kind::ClientRegistration),
        false
    ));
}
