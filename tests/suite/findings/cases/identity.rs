//! Issuers and ID tokens.

use serde_json::json;
use tokenscope::findings::{Asked, Severity::Error};

use super::*;

/// Issuers and ID tokens.
pub fn cases() -> Vec<Case> {
    let issuer = |issuer: &str| Asked { issuer: Some(issuer.to_owned()), ..Asked::default() };
    let client = |id: &str| Asked { client_id: Some(id.to_owned()), ..Asked::default() };
    let nonce = |nonce: &str| Asked { nonce: Some(nonce.to_owned()), ..Asked::default() };
    vec![
        case(
            "issuer-mismatch",
            Error,
            response(&json!({})).asked(issuer("https://auth.example.com/")),
            response(&json!({})).asked(issuer("https://auth.example.com")),
        ),
        case(
            "issuer-mismatch",
            Error,
            text("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&iss=https%3A%2F%2Fa.example")
                .asked(issuer("https://b.example")),
            text("https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA")
                .asked(issuer("https://b.example")),
        ),
        case(
            "id-token-subject-changed",
            Error,
            id_token(&json!({"sub": "user-0815"})).previous(&with_id_token(&json!({}))),
            id_token(&json!({"nonce": null})).previous(&with_id_token(&json!({}))),
        ),
        case(
            "id-token-claim-missing",
            Error,
            id_token(&json!({"iat": null})),
            id_token(&json!({"nonce": null})),
        ),
        case(
            "id-token-aud",
            Error,
            id_token(&json!({})).asked(client("another-client")),
            id_token(&json!({"aud": ["shop-worker", "other"]})).asked(client("shop-worker")),
        ),
        case(
            "nonce-mismatch",
            Error,
            id_token(&json!({})).asked(nonce("n-1234")),
            id_token(&json!({})).asked(nonce("n-0S6_WzA2Mj")),
        ),
        case(
            "nonce-mismatch",
            Error,
            id_token(&json!({"nonce": null})).asked(nonce("n-1234")),
            id_token(&json!({"nonce": null}))
                .asked(Asked { grant_type: Some("refresh_token".to_owned()), ..nonce("n-1234") }),
        ),
        case(
            "at-hash-mismatch",
            Error,
            id_token(&json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
            object(&json!({
                "access_token": "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
                "token_type": "Bearer", "expires_in": 900,
                "id_token": jwt(
                    &json!({"alg": "RS256"}),
                    &with(&id_claims(), &json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
                ),
            })),
        ),
        case(
            "at-hash-mismatch",
            Error,
            hybrid(&json!({"c_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
            hybrid(&json!({"c_hash": "LDktKdoQak3Pk0cnXxCltA"})),
        ),
        case(
            "at-hash-mismatch",
            Error,
            hybrid(&json!({"s_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
            // The left half of SHA-256("xyz").
            hybrid(&json!({"s_hash": "Ngi8oeROpsTSaOttsCJgJg"})),
        ),
        case(
            "id-token-as-access",
            Error,
            claims(&json!({"nonce": "n-0S6_WzA2Mj"})),
            header(&json!({"nonce": "n-0S6_WzA2Mj"})),
        ),
        case(
            "id-token-as-access",
            Error,
            object(&{
                let token = jwt(&json!({"alg": "ES256"}), &id_claims());
                with(&response_with(&token), &json!({"id_token": token}))
            }),
            id_token(&json!({})),
        ),
    ]
}

/// A callback of the hybrid flow (OpenID Connect Core §3.3.2.5), claims of its ID token changed.
fn hybrid(change: &serde_json::Value) -> Input {
    let id_token = jwt(&json!({"alg": "RS256"}), &with(&id_claims(), change));
    text(format!(
        "https://app.example.com/cb#state=xyz&id_token={id_token}\
         &code=Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
    ))
}
