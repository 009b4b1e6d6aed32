//! The endpoints of the demonstration server, all but the token endpoint.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use url::Url;

use super::{
    CLIENT, PUBLIC_CLIENT, SCOPES, grants,
    message::{DemoRequest, DemoResponse},
    store::{Code, Granted, Store},
};
use crate::{
    config::http_url::is_loopback,
    oauth::{grant::DEVICE_CODE, pkce},
};

/// Life of an authorization code, in seconds (RFC 6749 §4.1.2 recommends ten minutes at most).
const CODE_SECONDS: i64 = 60;

/// Answers a request.
pub fn answer(store: &mut Store, incoming: &DemoRequest, now: DateTime<Utc>) -> DemoResponse {
    store.tidy(now);
    match (incoming.method.as_str(), incoming.path()) {
        (
            "GET",
            "/.well-known/openid-configuration" | "/.well-known/oauth-authorization-server",
        ) => DemoResponse::json(200, &metadata(&store.issuer)),
        ("GET", "/jwks") => DemoResponse::json(200, &json!({ "keys": [store.key.public_jwk()] })),
        ("GET", "/authorize") => authorize(store, incoming, now),
        ("GET", "/device") => {
            DemoResponse::page("There is nothing to do: the code approves itself in a few seconds.")
        }
        ("POST", "/token") => grants::token(store, incoming, now),
        ("POST", "/device_authorization") => grants::device_authorization(store, incoming, now),
        ("POST", "/introspect") => introspect(store, incoming, now),
        ("POST", "/revoke") => revoke(store, incoming),
        ("GET" | "POST", "/userinfo") => userinfo(store, incoming, now),
        (_, "/token" | "/introspect" | "/revoke" | "/device_authorization") => {
            DemoResponse::error(405, "invalid_request", "this endpoint takes POST")
                .with("Allow", "POST")
        }
        _ => DemoResponse::error(404, "not_found", "there is nothing at this address"),
    }
}

/// Server metadata (RFC 8414 §2, OpenID Connect Discovery §3).
fn metadata(issuer: &str) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    let methods = json!(["client_secret_basic", "client_secret_post", "none"]);
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "device_authorization_endpoint": at("/device_authorization"),
        "introspection_endpoint": at("/introspect"),
        "revocation_endpoint": at("/revoke"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token", DEVICE_CODE],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

/// Approves an authorization request unasked and sends the browser back (RFC 6749 §4.1.2).
fn authorize(store: &mut Store, incoming: &DemoRequest, now: DateTime<Utc>) -> DemoResponse {
    let params = incoming.params();
    let client = params.get("client_id").unwrap_or_default();
    let redirect =
        params.get("redirect_uri").and_then(|uri| Url::parse(uri).ok()).filter(is_loopback);
    let (Some(mut redirect), CLIENT | PUBLIC_CLIENT) = (redirect, client) else {
        return DemoResponse::error(
            400,
            "invalid_request",
            "client_id is unknown, or redirect_uri is not loopback",
        );
    };
    let redirect_uri = params.get("redirect_uri").unwrap_or_default().to_owned();
    let Ok(code) = pkce::random_text() else {
        return DemoResponse::error(500, "server_error", "no random numbers");
    };
    let mut query = redirect.query_pairs_mut();
    if let Some(state) = params.get("state") {
        query.append_pair("state", state);
    }
    query.append_pair("iss", &store.issuer);
    let s256 = params
        .get("code_challenge")
        .filter(|_| params.get("code_challenge_method") == Some("S256"));
    if params.get("response_type") != Some("code") {
        query.append_pair("error", "unsupported_response_type");
    } else if s256.is_none() {
        query
            .append_pair("error", "invalid_request")
            .append_pair("error_description", "PKCE with S256 is demanded");
    } else {
        query.append_pair("code", &code);
        let granted = Granted {
            family: store.family(),
            client: client.to_owned(),
            user: Some("ada"),
            scope: grants::granted_scope(&params),
            nonce: params.get("nonce").map(str::to_owned),
            approved_at: now,
        };
        let expires_at = now + TimeDelta::seconds(CODE_SECONDS);
        let challenge = s256.map(str::to_owned);
        store
            .codes
            .insert(code, Code { granted, redirect_uri, challenge, expires_at, spent: false });
    }
    drop(query);
    DemoResponse::empty(302).with("Location", redirect.as_str())
}

/// RFC 7662 §2.
fn introspect(store: &Store, incoming: &DemoRequest, now: DateTime<Utc>) -> DemoResponse {
    let params = incoming.params();
    if let Err(refusal) = grants::client(store, incoming, &params) {
        return refusal;
    }
    let issued = store.tokens.get(params.get("token").unwrap_or_default());
    let Some(issued) = issued.filter(|issued| issued.expires_at > now && !issued.spent) else {
        return DemoResponse::json(200, &json!({ "active": false }));
    };
    let mut state = json!({
        "active": true,
        "iss": store.issuer,
        "client_id": issued.granted.client,
        "sub": issued.granted.user.unwrap_or(&issued.granted.client),
        "scope": issued.granted.scope,
        "iat": issued.issued_at.timestamp(),
        "exp": issued.expires_at.timestamp(),
    });
    if !issued.refresh {
        state["token_type"] = "Bearer".into();
    }
    DemoResponse::json(200, &state)
}

/// RFC 7009 §2: unknown tokens are a success, too; a refresh token takes its family along.
fn revoke(store: &mut Store, incoming: &DemoRequest) -> DemoResponse {
    let params = incoming.params();
    let client = match grants::client(store, incoming, &params) {
        Ok(client) => client,
        Err(refusal) => return refusal,
    };
    let token = params.get("token").unwrap_or_default();
    if let Some(issued) = store.tokens.get(token).filter(|issued| issued.granted.client == client) {
        if issued.refresh {
            let family = issued.granted.family;
            store.end_family(family);
        } else {
            store.tokens.remove(token);
        }
    }
    DemoResponse::empty(200)
}

/// OpenID Connect Core §5.3.
fn userinfo(store: &Store, incoming: &DemoRequest, now: DateTime<Utc>) -> DemoResponse {
    let refused = |status, code: &str, why: &str| {
        DemoResponse::error(status, code, why).with(
            "WWW-Authenticate",
            format!("Bearer error=\"{code}\", error_description=\"{why}\""),
        )
    };
    let token =
        incoming.authorization.as_ref().and_then(|header| header.expose().strip_prefix("Bearer "));
    let issued = token.and_then(|token| store.tokens.get(token));
    let Some(issued) = issued.filter(|issued| !issued.refresh && issued.expires_at > now) else {
        return refused(
            401,
            "invalid_token",
            "the access token is missing, unknown, revoked or expired",
        );
    };
    let asks = |scope: &str| issued.granted.scope.split(' ').any(|other| other == scope);
    let (Some(user), true) = (issued.granted.user, asks("openid")) else {
        return refused(403, "insufficient_scope", "userinfo needs the scope openid");
    };
    let mut claims = json!({ "sub": user });
    if asks("profile") {
        claims["name"] = "Ada Example".into();
    }
    if asks("email") {
        claims["email"] = "ada@example.com".into();
        claims["email_verified"] = true.into();
    }
    DemoResponse::json(200, &claims)
}
