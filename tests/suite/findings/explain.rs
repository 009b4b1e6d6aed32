//! Errors explained, and what is odd in other artifacts.

use serde_json::json;
use tokenscope::explain::{self, Explanation};

use super::support::*;

fn explained(input: &Input) -> Explanation {
    explain::error(&input.inspection()).expect("an error")
}

#[test]
fn a_registered_code_has_a_meaning_causes_and_remedies() {
    let explanation = explained(&object(&json!({
        "error": "invalid_grant", "error_description": "grant request is invalid",
    })));
    assert_eq!(explanation.code.as_deref(), Some("invalid_grant"));
    assert_eq!(explanation.description.as_deref(), Some("grant request is invalid"));
    let entry = explanation.entries[0];
    assert_eq!((entry.code, entry.provider), (Some("invalid_grant"), None));
    assert!(entry.causes.iter().count() > 1 && entry.remedies.iter().count() > 1);
}

#[test]
fn the_particular_silences_the_general() {
    let explanation = explained(&object(&json!({
        "error": "invalid_grant",
        "error_description": "AADSTS70008: The provided authorization code has expired.",
    })));
    let providers: Vec<_> = explanation.entries.iter().map(|entry| entry.provider).collect();
    assert_eq!(providers, [Some("Microsoft Entra ID")]);
}

#[test]
fn the_number_of_a_phrase_is_no_part_of_a_longer_one() {
    let meaning = |said: &str| {
        let explanation = explained(&object(&json!({
            "error": "invalid_client", "error_description": said,
        })));
        explanation.entries.iter().map(|entry| entry.code).collect::<Vec<_>>()
    };
    assert_eq!(meaning("AADSTS70002: Error validating credentials."), [Some("AADSTS70002")]);
    assert_eq!(meaning("AADSTS7000299: Something else."), [Some("invalid_client")]);
}

#[test]
fn every_code_of_a_standard_is_explained_and_known() {
    // A few of each standard; all of them stand in one catalogue.
    for code in [
        "invalid_request",
        "insufficient_scope",
        "unsupported_token_type",
        "slow_down",
        "invalid_target",
        "invalid_redirect_uri",
        "unsupported_pop_key",
        "invalid_authorization_details",
        "use_dpop_nonce",
        "insufficient_user_authentication",
        "account_selection_required",
        "request_uri_not_supported",
        "unmet_authentication_requirements",
        "missing_user_code",
        "transaction_failed",
        "need_info",
        "invalid_trust_chain",
        "vp_formats_not_supported",
    ] {
        let artifact = object(&json!({ "error": code }));
        let explanation = explained(&artifact);
        assert!(!explanation.entries.is_empty(), "{code}");
        assert!(
            artifact.findings().iter().all(|found| found.code != "error-code-unknown"),
            "{code}"
        );
    }
}

#[test]
fn a_nested_error_is_opened() {
    let explanation = explained(&object(&json!({
        "error": {"message": "Error validating access token", "type": "OAuthException", "code": 190},
    })));
    assert_eq!(explanation.description.as_deref(), Some("Error validating access token"));
    assert!(!explanation.entries.is_empty(), "{explanation:?}");
}

#[test]
fn an_error_that_nobody_listed_keeps_its_words() {
    let explanation = explained(&object(&json!({
        "error": "flux_capacitor_empty",
        "error_description": "refuel\u{1b}[2J",
        "error_uri": "https://docs.example.com/flux",
    })));
    assert_eq!(explanation.entries, []);
    assert_eq!(explanation.description.as_deref(), Some("refuel\\u{1b}[2J"));
    assert_eq!(explanation.read_more.as_deref(), Some("https://docs.example.com/flux"));
}

#[test]
fn only_errors_are_explained() {
    assert_eq!(explain::error(&object(&clean()).inspection()), None);
}

#[test]
fn published_prefixes_are_named() {
    for (token, provider) in
        [("ghp_0123456789abcdef", "GitHub"), ("glpat-0123456789abcdef", "GitLab")]
    {
        assert_eq!(explain::opaque(token).map(|known| known.prefix.provider), Some(provider));
    }
    assert_eq!(explain::opaque("2YotnFZFEjr1zCsicMWpAA"), None);
}

fn notes(object_of: &serde_json::Value) -> Vec<(String, String)> {
    let notes = explain::notes(&object(object_of).inspection());
    notes.into_iter().map(|note| (note.field, note.message)).collect()
}

fn noted(object_of: &serde_json::Value) -> Vec<String> {
    notes(object_of).into_iter().map(|(field, _)| field).collect()
}

/// Metadata that nothing is to be said about.
fn metadata() -> serde_json::Value {
    json!({
        "issuer": "https://auth.example.com",
        "authorization_endpoint": "https://auth.example.com/auth",
        "token_endpoint": "https://auth.example.com/token",
        "jwks_uri": "https://auth.example.com/jwks",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "authorization_response_iss_parameter_supported": true,
    })
}

#[test]
fn metadata_that_lacks_or_offers_something_is_noted() {
    assert_eq!(noted(&metadata()), [] as [String; 0]);
    for (change, field) in [
        (json!({"token_endpoint": null}), "token_endpoint"),
        (json!({"authorization_endpoint": null}), "authorization_endpoint"),
        (json!({"response_types_supported": null}), "response_types_supported"),
        (json!({"issuer": "http://auth.example.com"}), "issuer"),
        (json!({"issuer": "https://auth.example.com?x=1"}), "issuer"),
        (json!({"code_challenge_methods_supported": null}), "code_challenge_methods_supported"),
        (
            json!({"code_challenge_methods_supported": ["plain"]}),
            "code_challenge_methods_supported",
        ),
        (
            json!({"grant_types_supported": ["authorization_code", "password"]}),
            "grant_types_supported",
        ),
        (
            json!({"token_endpoint_auth_signing_alg_values_supported": ["RS256", "none"]}),
            "token_endpoint_auth_signing_alg_values_supported",
        ),
        (
            json!({"id_token_encryption_alg_values_supported": ["RSA1_5"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"]}),
            "id_token_encryption_alg_values_supported",
        ),
        (json!({"subject_types_supported": ["public"]}), "id_token_signing_alg_values_supported"),
        (
            json!({"authorization_response_iss_parameter_supported": null}),
            "authorization_response_iss_parameter_supported",
        ),
    ] {
        assert_eq!(noted(&with(&metadata(), &change)), [field], "{change}");
    }
}

#[test]
fn what_a_document_allows_is_not_noted() {
    for change in [
        // RFC 8414 §2: required unless only the implicit grant is supported.
        json!({"token_endpoint": null, "grant_types_supported": ["implicit"]}),
        // OpenID Connect Discovery §3: the value none may be included.
        json!({"userinfo_signing_alg_values_supported": ["RS256", "none"]}),
        json!({"request_object_signing_alg_values_supported": ["RS256", "none"]}),
    ] {
        let noted = noted(&with(&metadata(), &change));
        // That the implicit grant leaks is another matter.
        assert!(noted.iter().all(|field| field == "grant_types_supported"), "{change}: {noted:?}");
    }
}

#[test]
fn each_list_of_algorithms_is_held_to_its_own_standard() {
    for (name, source) in [
        ("revocation_endpoint_auth_signing_alg_values_supported", "RFC 8414 §2"),
        ("dpop_signing_alg_values_supported", "RFC 9449 §4.2"),
        ("authorization_signing_alg_values_supported", "RFC 8725 §3.2"),
    ] {
        let document = with(&metadata(), &json!({ name: ["ES256", "none"] }));
        let notes = explain::notes(&object(&document).inspection());
        let sources: Vec<_> = notes.iter().map(|note| note.source).collect();
        assert_eq!(sources, [source], "{name}");
    }
}

#[test]
fn key_sets_are_read_key_by_key() {
    let key = |kid: &str| json!({"kty": "EC", "kid": kid, "crv": "P-256", "x": "eA", "y": "eQ"});
    assert_eq!(notes(&json!({"keys": [key("a"), key("b")]})), []);
    for (keys, expected) in [
        (json!([key("a"), key("a")]), "key \"a\" occurs more than once"),
        (json!([key("a"), {"kty": "EC", "crv": "P-256"}]), "key number 2 has no kid"),
        (json!([{"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"}]), "key \"r\" has 17 bits"),
        (
            json!([{"kty": "EC", "kid": "a", "use": "sig", "key_ops": ["verify"]}]),
            "use and key_ops",
        ),
        (
            json!([{"kty": "EC", "kid": "a", "x5c": ["AAAA"], "x5t#S256": "AAAA"}]),
            "x5t#S256 that is not of its x5c",
        ),
    ] {
        let notes = notes(&json!({ "keys": keys }));
        assert!(notes.len() == 1 && notes[0].1.contains(expected), "{notes:?}");
    }
}

#[test]
fn introspection_and_device_authorization_are_noted() {
    assert_eq!(noted(&json!({"active": true})), ["exp", "scope", "client_id"]);
    assert_eq!(noted(&json!({"active": false})), [] as [String; 0]);
    assert_eq!(noted(&json!({"active": false, "sub": "ada"})), ["sub"]);
    let device = json!({
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS", "user_code": "WDJB-MJHT",
        "verification_uri": "https://example.com/device", "expires_in": 1800,
        "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    });
    assert_eq!(noted(&device), [] as [String; 0]);
    let change = json!({"verification_uri": null, "verification_url": "https://example.com"});
    let renamed = with(&device, &change);
    assert!(notes(&renamed)[0].1.contains("verification_url"));
}
