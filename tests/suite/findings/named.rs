//! The same about several tokens is one finding, which names them; and which findings are a
//! client's to act on.

use serde_json::{Value as Json, json};

use super::support::*;

/// A response whose access token and ID token have these header parameters and claims changed.
fn both(header: &Json, access: &Json, id: &Json) -> Input {
    let token = jwt(&with(&at_header(), header), &with(&at_claims(), access));
    let id_token = jwt(&with(&json!({"alg": "ES256"}), header), &with(&id_claims(), id));
    object(&with(&response_with(&token), &json!({"id_token": id_token})))
}

#[test]
fn the_same_about_two_tokens_is_one_finding() {
    let findings = both(&json!({"kid": "a'b"}), &json!({}), &json!({})).findings();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.field.as_deref()), ("kid-suspicious", Some("access_token")));
    assert_eq!(finding.also, ["id_token"]);
    let end = "; the same holds for \"id_token\" (RFC 8725 §3.10)";
    assert!(finding.message.ends_with(end), "{}", finding.message);
}

#[test]
fn no_two_findings_read_the_same() {
    let over = json!({"exp": 1});
    let findings = both(&json!({"alg": "none"}), &over, &over).findings();
    let mut read: Vec<_> = findings.iter().map(|it| (it.code, &it.message)).collect();
    read.sort();
    let all = read.len();
    read.dedup();
    assert_eq!(read.len(), all, "{findings:#?}");
}

#[test]
fn a_time_in_a_message_moves_with_the_clock() {
    let findings = both(&json!({}), &json!({"exp": NOW - 60}), &json!({})).findings();
    let expired = findings.iter().find(|finding| finding.code == "expired").unwrap();
    let words = |seconds| expired.message_at(at(seconds)).into_owned();
    assert!(words(0).contains("ended at 2026-11-22T19:59:00Z, 1 minute ago: it"), "{}", words(0));
    assert!(words(3600).contains("T19:59:00Z, 1 hour 1 minute ago: it"), "{}", words(3600));
    assert!(expired.message.contains("T19:59:00Z: it"), "{}", expired.message);
}

#[test]
fn two_claims_of_one_token_are_two_findings() {
    let findings = both(&json!({}), &json!({"exp": "soon", "iat": "now"}), &json!({})).findings();
    let bad = findings.iter().filter(|finding| finding.code == "numericdate-bad");
    assert_eq!(
        bad.map(|finding| finding.claim.as_deref().unwrap()).collect::<Vec<_>>(),
        ["exp", "iat"]
    );
}

#[test]
fn a_client_refuses_for_an_id_token_and_an_api_for_an_access_token() {
    let refused = |input: Input, code: &str| {
        let findings = input.findings();
        let finding = findings.iter().find(|finding| finding.code == code).expect(code);
        finding.requires_refusal()
    };
    let none = json!({"alg": "none"});
    let bad = json!({"exp": "soon"});
    let code = "numericdate-bad";
    assert!(!refused(both(&json!({}), &bad, &json!({})), code));
    assert!(refused(both(&json!({}), &json!({}), &bad), code));
    assert!(refused(both(&json!({}), &bad, &bad), code));
    assert!(refused(both(&none, &json!({}), &json!({})), "alg-none"));
    let typed = |change: &Json| object(&with(&clean(), change));
    assert!(refused(typed(&json!({"token_type": null})), "token-type-missing"));
    assert!(!refused(typed(&json!({"token_type": "what"})), "token-type-unknown"));
    let several = json!({"aud": ["shop-worker", "b"]});
    assert!(!refused(both(&json!({}), &json!({}), &several), "id-token-azp"));
}
