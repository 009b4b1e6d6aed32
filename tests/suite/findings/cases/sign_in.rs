//! What an ID token and the claims of a user must be to a client that asked (OpenID Connect Core).

use serde_json::{Value as Json, json};
use tokenscope::findings::{RequestContext, SignIn};

use super::*;

pub fn cases() -> Vec<Case> {
    let mut cases = whole();
    cases.extend(parties());
    cases.extend(times());
    cases.extend(requests());
    cases.extend(hashes());
    cases.extend(users());
    cases.extend(refreshes());
    cases
}

fn client() -> RequestContext {
    RequestContext { client_id: Some("shop-worker".to_owned()), ..RequestContext::default() }
}

/// A sign-in with these scopes, and the answer's `scope`.
fn without_id_token(asked: &[&str], grant: &str, scope: &Json) -> Input {
    let asked = RequestContext { grant_type: Some(grant.to_owned()), ..scopes(asked) };
    opaque(&json!({"scope": scope})).asked(asked)
}

/// Whether there is an ID token, and it is whole.
fn whole() -> Vec<Case> {
    let response = |id_token: String| opaque(&json!({"id_token": id_token}));
    let mut cut = jwt(&json!({"alg": "ES256"}), &id_claims());
    cut.replace_range(10..11, "");
    vec![
        error("id-token-omitted")
            .found_in(without_id_token(&["openid", "a"], "authorization_code", &Json::Null))
            .not_in(without_id_token(&["openid", "a"], "refresh_token", &Json::Null)),
        error("id-token-omitted")
            .found_in(without_id_token(&["openid"], "authorization_code", &json!("a openid")))
            .not_in(without_id_token(&["openid", "a"], "authorization_code", &json!("a"))),
        error("id-token-omitted")
            .found_in(without_id_token(
                &["openid"],
                "urn:openid:params:grant-type:ciba",
                &Json::Null,
            ))
            .not_in(without_id_token(&["a"], "authorization_code", &Json::Null)),
        error("id-token-unreadable")
            .found_in(response("0zDsWzp7Xb9Zs".to_owned()))
            .not_in(response(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM"})))),
        error("id-token-unreadable")
            .found_in(response(cut))
            .not_in(response(jwt(&json!({"alg": "ES256"}), &id_claims()))),
        error("id-token-unreadable")
            .found_in(response(jwt_of_text(&json!({"alg": "ES256"}), "[]")))
            .not_in(response(jwt_of_text(&json!({"alg": "ES256"}), "{}"))),
        error("id-token-claim-missing")
            .found_in(id_token(&json!({"aud": [""]})))
            .not_in(id_token(&json!({"aud": ["a"]}))),
        warning("id-token-alg")
            .found_in(id_token(&json!({})).asked(RequestContext {
                id_token_algs: vec!["RS256".to_owned()],
                ..RequestContext::default()
            }))
            .not_in(id_token(&json!({})).asked(RequestContext {
                id_token_algs: vec!["RS256".to_owned(), "ES256".to_owned()],
                ..RequestContext::default()
            })),
        error("sub-invalid")
            .found_in(id_token(&json!({"sub": ""})))
            .not_in(id_token(&json!({"sub": "é"}))),
        error("sub-invalid")
            .found_in(id_token(&json!({"sub": "x".repeat(256)})))
            .not_in(id_token(&json!({"sub": "x".repeat(255)}))),
        error("sub-invalid")
            .found_in(id_token(&json!({"sub": 7})))
            .not_in(id_token(&json!({"sub": "7"}))),
    ]
}

/// Whom it is for.
fn parties() -> Vec<Case> {
    let shared = |aud: &Json, typ: &Json| {
        let access = jwt(&with(&at_header(), &json!({"typ": typ})), &at_claims());
        let id = jwt(&json!({"alg": "ES256"}), &with(&id_claims(), &json!({"aud": aud})));
        object(&with(&response_with(&access), &json!({"id_token": id})))
    };
    vec![
        error("id-token-aud")
            .found_in(id_token(&json!({"aud": []})).asked(client()))
            .not_in(id_token(&json!({"aud": ["shop-worker"]})).asked(client())),
        warning("id-token-azp")
            .found_in(id_token(&json!({"aud": ["shop-worker", "b"]})))
            .not_in(id_token(&json!({"aud": ["shop-worker"]}))),
        error("id-token-azp")
            .found_in(id_token(&json!({"azp": "b"})).asked(client()))
            .not_in(id_token(&json!({"azp": "b"}))),
        error("id-token-azp")
            .found_in(id_token(&json!({"azp": ["shop-worker"]})).asked(client()))
            .not_in(
                id_token(&json!({"aud": ["b", "shop-worker"], "azp": "shop-worker"}))
                    .asked(client()),
            ),
        warning("audience-shared")
            .found_in(shared(&json!(["https://api.example.com"]), &json!("jwt")))
            .not_in(shared(&json!("https://api.example.com"), &json!("at+jwt"))),
        warning("audience-shared")
            .found_in(shared(&json!("https://api.example.com"), &Json::Null))
            .not_in(shared(&json!(["https://api.example.com", "shop-worker"]), &json!("JWT"))),
    ]
}

/// When it holds.
fn times() -> Vec<Case> {
    vec![
        error("id-token-expired")
            .found_in(id_token(&json!({"exp": NOW})).asked(RequestContext::default()))
            .not_in(id_token(&json!({"exp": NOW + 1})).asked(RequestContext::default())),
        error("id-token-expired")
            .found_in(text(clean_http(&with_id_token(&json!({"exp": NOW - 60})))))
            .not_in(id_token(&json!({"exp": NOW - 60}))),
        error("id-token-not-yet-valid")
            .found_in(id_token(&json!({"nbf": NOW + 1})).asked(RequestContext::default()))
            .not_in(id_token(&json!({"nbf": NOW})).asked(RequestContext::default())),
    ]
}

/// Whether it answers what was asked of the sign-in.
fn requests() -> Vec<Case> {
    let max_age = |seconds| signed_in(&[("max_age", seconds)]);
    let essential = |claims: Json| signed_in(&[("claims", &claims.to_string())]);
    vec![
        error("nonce-mismatch")
            .found_in(id_token(&json!({})).asked(signed_in(&[("nonce", "n-1234")])))
            .not_in(id_token(&json!({})).asked(signed_in(&[("nonce", "n-0S6_WzA2Mj")]))),
        error("nonce-mismatch")
            .found_in(id_token(&json!({"nonce": null})).asked(signed_in(&[("nonce", "n-1234")])))
            .not_in(id_token(&json!({"nonce": null})).asked(granted("refresh_token"))),
        error("nonce-mismatch")
            .found_in(
                id_token(&json!({"nonce": ["n-1234"]})).asked(signed_in(&[("nonce", "n-1234")])),
            )
            .not_in(id_token(&json!({"nonce": "n-1234"})).asked(signed_in(&[]))),
        error("auth-time-missing")
            .found_in(id_token(&json!({})).asked(max_age("60")))
            .not_in(id_token(&json!({})).asked(signed_in(&[]))),
        error("auth-time-missing")
            .found_in(id_token(&json!({"auth_time": "yesterday"})).asked(max_age("60")))
            .not_in(id_token(&json!({"auth_time": NOW})).asked(max_age("60"))),
        error("auth-time-missing")
            .found_in(
                id_token(&json!({}))
                    .asked(essential(json!({"id_token": {"auth_time": {"essential": true}}}))),
            )
            .not_in(
                id_token(&json!({})).asked(essential(json!({"id_token": {"auth_time": null}}))),
            ),
        error("auth-time-old")
            .found_in(id_token(&json!({"auth_time": NOW - 61})).asked(max_age("60")))
            .not_in(id_token(&json!({"auth_time": NOW - 60})).asked(max_age("60"))),
        error("auth-time-old")
            .found_in(id_token(&json!({"auth_time": NOW - 1})).asked(max_age("0")))
            .not_in(id_token(&json!({"auth_time": NOW})).asked(max_age("0"))),
        warning("acr-mismatch")
            .found_in(
                id_token(&json!({"acr": "0"})).asked(signed_in(&[("acr_values", "phr phrh")])),
            )
            .not_in(
                id_token(&json!({"acr": "phrh"})).asked(signed_in(&[("acr_values", "phr phrh")])),
            ),
        warning("acr-mismatch")
            .found_in(id_token(&json!({})).asked(signed_in(&[("acr_values", "phr")])))
            .not_in(id_token(&json!({})).asked(essential(json!({"id_token": {"acr": null}})))),
        error("acr-mismatch")
            .found_in(id_token(&json!({"acr": "phr"})).asked(essential(
                json!({"id_token": {"acr": {"essential": true, "values": ["phrh"]}}}),
            )))
            .not_in(
                id_token(&json!({"acr": "phr"}))
                    .asked(essential(json!({"id_token": {"acr": {"essential": true}}}))),
            ),
    ]
}

/// Whether it belongs to what came with it: at the token endpoint, and through the browser.
fn hashes() -> Vec<Case> {
    const RIGHT: [&str; 2] = ["77QmUPtjPfzWtF2AnpK9RQ", "LDktKdoQak3Pk0cnXxCltA"];
    let answer = |alg: &str, change: &Json| {
        let id_token = jwt(&json!({"alg": alg}), &with(&id_claims(), change));
        object(&json!({
            "access_token": "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
            "token_type": "Bearer", "expires_in": 900, "id_token": id_token,
        }))
    };
    let spent = || {
        let code = Some(CODE.into());
        let state = Some("xyz".to_owned());
        RequestContext {
            sign_in: Some(SignIn { code, state, ..SignIn::default() }),
            ..RequestContext::default()
        }
    };
    vec![
        error("at-hash-mismatch")
            .found_in(answer("RS256", &json!({"at_hash": RIGHT[1]})))
            .not_in(answer("RS256", &json!({"at_hash": RIGHT[0]}))),
        error("at-hash-mismatch")
            .found_in(
                // The right half of the hash.
                answer("RS256", &json!({"at_hash": "aletaWt5x1stTIkMhvtLpA"})),
            )
            .not_in(answer("none", &json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}))),
        error("at-hash-mismatch").found_in(answer("EdDSA", &json!({"at_hash": RIGHT[0]}))).not_in(
            answer("EdDSA", &json!({"at_hash": "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"})),
        ),
        error("at-hash-mismatch")
            .found_in(answer("RS256", &json!({"at_hash": 7})))
            .not_in(answer("RS256", &json!({}))),
        error("c-hash-mismatch")
            .found_in(hybrid(&json!({"c_hash": RIGHT[0]})))
            .not_in(hybrid(&json!({"c_hash": RIGHT[1]}))),
        error("c-hash-mismatch")
            .found_in(answer("RS256", &json!({"c_hash": RIGHT[0]})).asked(spent()))
            .not_in(answer("RS256", &json!({"c_hash": RIGHT[1]})).asked(spent())),
        error("s-hash-mismatch")
            .found_in(hybrid(&json!({"s_hash": RIGHT[0]})))
            .not_in(hybrid(&json!({"s_hash": XYZ}))),
        error("s-hash-mismatch")
            .found_in(answer("RS256", &json!({"s_hash": RIGHT[0]})).asked(spent()))
            .not_in(answer("RS256", &json!({"s_hash": XYZ})).asked(spent())),
        error("id-token-claim-missing")
            .found_in(hybrid(&json!({})))
            .not_in(hybrid(&json!({"c_hash": RIGHT[1]}))),
        error("id-token-claim-missing")
            .found_in(hybrid(&json!({"c_hash": RIGHT[1], "nonce": null})))
            .not_in(answer("RS256", &json!({"nonce": null}))),
    ]
}

/// The code of OpenID Connect Core appendix A.4.
const CODE: &str = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";

/// The left half of SHA-256("xyz").
const XYZ: &str = "Ngi8oeROpsTSaOttsCJgJg";

/// A callback of the hybrid flow (OpenID Connect Core §3.3.2.5), claims of its ID token changed.
fn hybrid(change: &Json) -> Input {
    let id_token = jwt(&json!({"alg": "RS256"}), &with(&id_claims(), change));
    text(format!("https://app.example.com/cb#state=xyz&id_token={id_token}&code={CODE}"))
}

/// Whether the claims of a user are those of whoever signed in.
fn users() -> Vec<Case> {
    let asked = |subject: Option<&str>| RequestContext {
        userinfo: true,
        subject: subject.map(str::to_owned),
        issuer: Some("https://auth.example.com".to_owned()),
        ..client()
    };
    let plain = |claims: &Json| text(clean_http(claims)).asked(asked(Some("user-4711")));
    // Parsers differ in which of two they take.
    let twice = |sub: &str| {
        let answer = clean_http(&json!({"sub": "user-4711", "email": "a@example.com"}));
        let answer = answer.replace("\"email\"", &format!("\"sub\":\"{sub}\",\"email\""));
        text(answer).asked(asked(Some("user-4711")))
    };
    let signed = |change: &Json| {
        let claims = json!({"sub": "user-4711", "iss": "https://auth.example.com",
            "aud": "shop-worker", "email": "ada@example.com"});
        text(jwt(&json!({"alg": "ES256"}), &with(&claims, change))).asked(asked(Some("user-4711")))
    };
    vec![
        error("userinfo-subject-mismatch")
            .found_in(plain(&json!({"sub": "user-0815", "email": "a@example.com"})))
            .not_in(plain(&json!({"sub": "user-4711", "email": "a@example.com"}))),
        error("userinfo-subject-mismatch")
            .found_in(plain(&json!({"name": "Ada", "email": "a@example.com"})).asked(asked(None)))
            .not_in(
                plain(&json!({"sub": "user-0815", "email": "a@example.com"})).asked(asked(None)),
            ),
        error("userinfo-subject-mismatch")
            .found_in(plain(&json!({"sub": 4711, "email": "a@example.com"})))
            .not_in(plain(&json!({"error": "invalid_token"}))),
        error("userinfo-subject-mismatch").found_in(twice("user-0815")).not_in(twice("user-4711")),
        error("userinfo-subject-mismatch")
            .found_in(signed(&json!({"sub": "user-0815"})))
            .not_in(signed(&json!({}))),
        error("sub-invalid")
            .found_in(signed(&json!({"sub": ""})))
            .not_in(signed(&json!({"sub": null}))),
        error("issuer-mismatch")
            .found_in(signed(&json!({"iss": "https://auth.example.com/"})))
            .not_in(signed(&json!({"iss": null}))),
        error("id-token-aud")
            .found_in(signed(&json!({"aud": "b"})))
            .not_in(signed(&json!({"aud": null}))),
    ]
}

/// Whether a refreshed ID token tells of the same sign-in.
fn refreshes() -> Vec<Case> {
    let before = with_id_token(&json!({"auth_time": NOW - 60, "azp": "shop-worker"}));
    let after = |change: &Json| {
        let change = with(&json!({"auth_time": NOW - 60, "azp": "shop-worker"}), change);
        id_token(&change).previous(&before)
    };
    let code = "id-token-refresh-changed";
    vec![
        warning(code).found_in(after(&json!({"auth_time": NOW}))).not_in(
            // Null takes the one of the case away.
            id_token(&json!({"azp": "shop-worker"})).previous(&before),
        ),
        warning(code).found_in(after(&json!({"nonce": "n-2"}))).not_in(after(&json!({}))),
        warning(code)
            .found_in(after(&json!({"aud": "b"})))
            .not_in(after(&json!({"aud": ["b", "shop-worker"]}))),
        warning(code).found_in(id_token(&json!({})).previous(&before)).not_in(after(&json!({}))),
        warning(code)
            .found_in(id_token(&json!({"azp": "b"})).previous(&with_id_token(&json!({}))))
            .not_in(id_token(&json!({"nonce": null})).previous(&with_id_token(&json!({})))),
    ]
}
