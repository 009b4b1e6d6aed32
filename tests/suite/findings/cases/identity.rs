//! Issuers and ID tokens.

use serde_json::json;
use tokenscope::findings::RequestContext;

use super::{members::callback, *};

pub fn cases() -> Vec<Case> {
    let issuer = |issuer: &str| RequestContext {
        issuer: Some(issuer.to_owned()),
        ..RequestContext::default()
    };
    let client =
        |id: &str| RequestContext { client_id: Some(id.to_owned()), ..RequestContext::default() };
    vec![
        error("issuer-mismatch")
            .found_in(response(&json!({})).asked(issuer("https://auth.example.com/")))
            .not_in(response(&json!({})).asked(issuer("https://auth.example.com"))),
        error("issuer-mismatch")
            .found_in(
                id_token(&json!({"iss": ["https://auth.example.com"]}))
                    .asked(issuer("https://auth.example.com")),
            )
            .not_in(id_token(&json!({})).asked(issuer("https://auth.example.com"))),
        error("issuer-mismatch")
            .found_in(callback("&iss=https%3A%2F%2Fa.example").asked(issuer("https://b.example")))
            .not_in(callback("").asked(issuer("https://b.example"))),
        error("id-token-subject-changed")
            .found_in(id_token(&json!({"sub": "user-0815"})).previous(&with_id_token(&json!({}))))
            .not_in(id_token(&json!({"nonce": null})).previous(&with_id_token(&json!({})))),
        error("id-token-subject-changed")
            .found_in(id_token(&json!({"iss": 7})).previous(&with_id_token(&json!({}))))
            .not_in(id_token(&json!({})).previous(&with_id_token(&json!({})))),
        error("id-token-claim-missing")
            .found_in(id_token(&json!({"iat": null})))
            .not_in(id_token(&json!({"nonce": null}))),
        error("id-token-aud")
            .found_in(id_token(&json!({})).asked(client("another-client")))
            .not_in(
                id_token(&json!({"aud": ["shop-worker", "other"]})).asked(client("shop-worker")),
            ),
        error("id-token-as-access")
            .found_in(claims(&json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})))
            .not_in(header(&json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}))),
        warning("id-token-as-access")
            .found_in(claims(&json!({"nonce": "n-0S6_WzA2Mj"})))
            .not_in(header(&json!({"nonce": "n-0S6_WzA2Mj"}))),
        error("id-token-as-access")
            .found_in(object(&{
                let token = jwt(&json!({"alg": "ES256"}), &id_claims());
                with(&response_with(&token), &json!({"id_token": token}))
            }))
            .not_in(id_token(&json!({}))),
    ]
}
