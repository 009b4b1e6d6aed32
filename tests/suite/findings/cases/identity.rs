//! Issuers and ID tokens.

use serde_json::json;
use tokenscope::findings::{
    RequestContext,
    Severity::{Error, Warning},
};

use super::*;

/// Issuers and ID tokens.
pub fn cases() -> Vec<Case> {
    let issuer = |issuer: &str| RequestContext {
        issuer: Some(issuer.to_owned()),
        ..RequestContext::default()
    };
    let client =
        |id: &str| RequestContext { client_id: Some(id.to_owned()), ..RequestContext::default() };
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
            id_token(&json!({"iss": ["https://auth.example.com"]}))
                .asked(issuer("https://auth.example.com")),
            id_token(&json!({})).asked(issuer("https://auth.example.com")),
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
            "id-token-subject-changed",
            Error,
            id_token(&json!({"iss": 7})).previous(&with_id_token(&json!({}))),
            id_token(&json!({})).previous(&with_id_token(&json!({}))),
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
            "id-token-as-access",
            Error,
            claims(&json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
            header(&json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
        ),
        case(
            "id-token-as-access",
            Warning,
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
