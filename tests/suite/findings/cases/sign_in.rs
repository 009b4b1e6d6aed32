//! What an ID token and the claims of a user must be to a client that asked (OpenID Connect Core).

use serde_json::{Value as Json, json};
use tokenscope::findings::{
    RequestContext,
    Severity::{Error, Warning},
    SignIn,
};

use super::*;

/// What an ID token and the claims of a user must be.
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
        case(
            "id-token-omitted",
            Error,
            without_id_token(&["openid", "a"], "authorization_code", &Json::Null),
            without_id_token(&["openid", "a"], "refresh_token", &Json::Null),
        ),
        case(
            "id-token-omitted",
            Error,
            without_id_token(&["openid"], "authorization_code", &json!("a openid")),
            without_id_token(&["openid", "a"], "authorization_code", &json!("a")),
        ),
        case(
            "id-token-omitted",
            Error,
            without_id_token(&["openid"], "urn:openid:params:grant-type:ciba", &Json::Null),
            without_id_token(&["a"], "authorization_code", &Json::Null),
        ),
        case(
            "id-token-unreadable",
            Error,
            response("0zDsWzp7Xb9Zs".to_owned()),
            response(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM"}))),
        ),
        case(
            "id-token-unreadable",
            Error,
            response(cut),
            response(jwt(&json!({"alg": "ES256"}), &id_claims())),
        ),
        case(
            "id-token-unreadable",
            Error,
            response(jwt_of_text(&json!({"alg": "ES256"}), "[]")),
            response(jwt_of_text(&json!({"alg": "ES256"}), "{}")),
        ),
        case(
            "id-token-claim-missing",
            Error,
            id_token(&json!({"aud": [""]})),
            id_token(&json!({"aud": ["a"]})),
        ),
        case(
            "id-token-alg",
            Warning,
            id_token(&json!({})).asked(RequestContext {
                id_token_algs: vec!["RS256".to_owned()],
                ..RequestContext::default()
            }),
            id_token(&json!({})).asked(RequestContext {
                id_token_algs: vec!["RS256".to_owned(), "ES256".to_owned()],
                ..RequestContext::default()
            }),
        ),
        case("sub-invalid", Error, id_token(&json!({"sub": ""})), id_token(&json!({"sub": "é"}))),
        case(
            "sub-invalid",
            Error,
            id_token(&json!({"sub": "x".repeat(256)})),
            id_token(&json!({"sub": "x".repeat(255)})),
        ),
        case("sub-invalid", Error, id_token(&json!({"sub": 7})), id_token(&json!({"sub": "7"}))),
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
        case(
            "id-token-aud",
            Error,
            id_token(&json!({"aud": []})).asked(client()),
            id_token(&json!({"aud": ["shop-worker"]})).asked(client()),
        ),
        case(
            "id-token-azp",
            Warning,
            id_token(&json!({"aud": ["shop-worker", "b"]})),
            id_token(&json!({"aud": ["shop-worker"]})),
        ),
        case(
            "id-token-azp",
            Error,
            id_token(&json!({"azp": "b"})).asked(client()),
            id_token(&json!({"azp": "b"})),
        ),
        case(
            "id-token-azp",
            Error,
            id_token(&json!({"azp": ["shop-worker"]})).asked(client()),
            id_token(&json!({"aud": ["b", "shop-worker"], "azp": "shop-worker"})).asked(client()),
        ),
        case(
            "audience-shared",
            Warning,
            shared(&json!(["https://api.example.com"]), &json!("jwt")),
            shared(&json!("https://api.example.com"), &json!("at+jwt")),
        ),
        case(
            "audience-shared",
            Warning,
            shared(&json!("https://api.example.com"), &Json::Null),
            shared(&json!(["https://api.example.com", "shop-worker"]), &json!("JWT")),
        ),
    ]
}

/// When it holds.
fn times() -> Vec<Case> {
    vec![
        case(
            "id-token-expired",
            Error,
            id_token(&json!({"exp": NOW})).asked(RequestContext::default()),
            id_token(&json!({"exp": NOW + 1})).asked(RequestContext::default()),
        ),
        case(
            "id-token-expired",
            Error,
            text(clean_http(&with_id_token(&json!({"exp": NOW - 60})))),
            id_token(&json!({"exp": NOW - 60})),
        ),
        case(
            "id-token-not-yet-valid",
            Error,
            id_token(&json!({"nbf": NOW + 1})).asked(RequestContext::default()),
            id_token(&json!({"nbf": NOW})).asked(RequestContext::default()),
        ),
    ]
}

/// Whether it answers what was asked of the sign-in.
fn requests() -> Vec<Case> {
    let max_age = |seconds| signed_in(&[("max_age", seconds)]);
    let essential = |claims: Json| signed_in(&[("claims", &claims.to_string())]);
    vec![
        case(
            "nonce-mismatch",
            Error,
            id_token(&json!({})).asked(signed_in(&[("nonce", "n-1234")])),
            id_token(&json!({})).asked(signed_in(&[("nonce", "n-0S6_WzA2Mj")])),
        ),
        case(
            "nonce-mismatch",
            Error,
            id_token(&json!({"nonce": null})).asked(signed_in(&[("nonce", "n-1234")])),
            id_token(&json!({"nonce": null})).asked(granted("refresh_token")),
        ),
        case(
            "nonce-mismatch",
            Error,
            id_token(&json!({"nonce": ["n-1234"]})).asked(signed_in(&[("nonce", "n-1234")])),
            id_token(&json!({"nonce": "n-1234"})).asked(signed_in(&[])),
        ),
        case(
            "auth-time-missing",
            Error,
            id_token(&json!({})).asked(max_age("60")),
            id_token(&json!({})).asked(signed_in(&[])),
        ),
        case(
            "auth-time-missing",
            Error,
            id_token(&json!({"auth_time": "yesterday"})).asked(max_age("60")),
            id_token(&json!({"auth_time": NOW})).asked(max_age("60")),
        ),
        case(
            "auth-time-missing",
            Error,
            id_token(&json!({}))
                .asked(essential(json!({"id_token": {"auth_time": {"essential": true}}}))),
            id_token(&json!({})).asked(essential(json!({"id_token": {"auth_time": null}}))),
        ),
        case(
            "auth-time-old",
            Error,
            id_token(&json!({"auth_time": NOW - 61})).asked(max_age("60")),
            id_token(&json!({"auth_time": NOW - 60})).asked(max_age("60")),
        ),
        case(
            "auth-time-old",
            Error,
            id_token(&json!({"auth_time": NOW - 1})).asked(max_age("0")),
            id_token(&json!({"auth_time": NOW})).asked(max_age("0")),
        ),
        case(
            "acr-mismatch",
            Warning,
            id_token(&json!({"acr": "0"})).asked(signed_in(&[("acr_values", "phr phrh")])),
            id_token(&json!({"acr": "phrh"})).asked(signed_in(&[("acr_values", "phr phrh")])),
        ),
        case(
            "acr-mismatch",
            Warning,
            id_token(&json!({})).asked(signed_in(&[("acr_values", "phr")])),
            id_token(&json!({})).asked(essential(json!({"id_token": {"acr": null}}))),
        ),
        case(
            "acr-mismatch",
            Error,
            id_token(&json!({"acr": "phr"})).asked(essential(
                json!({"id_token": {"acr": {"essential": true, "values": ["phrh"]}}}),
            )),
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
        case(
            "at-hash-mismatch",
            Error,
            answer("RS256", &json!({"at_hash": RIGHT[1]})),
            answer("RS256", &json!({"at_hash": RIGHT[0]})),
        ),
        case(
            "at-hash-mismatch",
            Error,
            // The right half of the hash.
            answer("RS256", &json!({"at_hash": "aletaWt5x1stTIkMhvtLpA"})),
            answer("none", &json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})),
        ),
        case(
            "at-hash-mismatch",
            Error,
            answer("EdDSA", &json!({"at_hash": RIGHT[0]})),
            answer("EdDSA", &json!({"at_hash": "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"})),
        ),
        case(
            "at-hash-mismatch",
            Error,
            answer("RS256", &json!({"at_hash": 7})),
            answer("RS256", &json!({})),
        ),
        case(
            "c-hash-mismatch",
            Error,
            hybrid(&json!({"c_hash": RIGHT[0]})),
            hybrid(&json!({"c_hash": RIGHT[1]})),
        ),
        case(
            "c-hash-mismatch",
            Error,
            answer("RS256", &json!({"c_hash": RIGHT[0]})).asked(spent()),
            answer("RS256", &json!({"c_hash": RIGHT[1]})).asked(spent()),
        ),
        case(
            "s-hash-mismatch",
            Error,
            hybrid(&json!({"s_hash": RIGHT[0]})),
            hybrid(&json!({"s_hash": XYZ})),
        ),
        case(
            "s-hash-mismatch",
            Error,
            answer("RS256", &json!({"s_hash": RIGHT[0]})).asked(spent()),
            answer("RS256", &json!({"s_hash": XYZ})).asked(spent()),
        ),
        case(
            "id-token-claim-missing",
            Error,
            hybrid(&json!({})),
            hybrid(&json!({"c_hash": RIGHT[1]})),
        ),
        case(
            "id-token-claim-missing",
            Error,
            hybrid(&json!({"c_hash": RIGHT[1], "nonce": null})),
            answer("RS256", &json!({"nonce": null})),
        ),
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
        case(
            "userinfo-subject-mismatch",
            Error,
            plain(&json!({"sub": "user-0815", "email": "a@example.com"})),
            plain(&json!({"sub": "user-4711", "email": "a@example.com"})),
        ),
        case(
            "userinfo-subject-mismatch",
            Error,
            plain(&json!({"name": "Ada", "email": "a@example.com"})).asked(asked(None)),
            plain(&json!({"sub": "user-0815", "email": "a@example.com"})).asked(asked(None)),
        ),
        case(
            "userinfo-subject-mismatch",
            Error,
            plain(&json!({"sub": 4711, "email": "a@example.com"})),
            plain(&json!({"error": "invalid_token"})),
        ),
        case("userinfo-subject-mismatch", Error, twice("user-0815"), twice("user-4711")),
        case(
            "userinfo-subject-mismatch",
            Error,
            signed(&json!({"sub": "user-0815"})),
            signed(&json!({})),
        ),
        case("sub-invalid", Error, signed(&json!({"sub": ""})), signed(&json!({"sub": null}))),
        case(
            "issuer-mismatch",
            Error,
            signed(&json!({"iss": "https://auth.example.com/"})),
            signed(&json!({"iss": null})),
        ),
        case("id-token-aud", Error, signed(&json!({"aud": "b"})), signed(&json!({"aud": null}))),
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
        case(
            code,
            Warning,
            after(&json!({"auth_time": NOW})),
            // Null takes the one of the case away.
            id_token(&json!({"azp": "shop-worker"})).previous(&before),
        ),
        case(code, Warning, after(&json!({"nonce": "n-2"})), after(&json!({}))),
        case(
            code,
            Warning,
            after(&json!({"aud": "b"})),
            after(&json!({"aud": ["b", "shop-worker"]})),
        ),
        case(code, Warning, id_token(&json!({})).previous(&before), after(&json!({}))),
        case(
            code,
            Warning,
            id_token(&json!({"azp": "b"})).previous(&with_id_token(&json!({}))),
            id_token(&json!({"nonce": null})).previous(&with_id_token(&json!({}))),
        ),
    ]
}
