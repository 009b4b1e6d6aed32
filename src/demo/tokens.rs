//! The tokens of the demonstration server.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::store::{Granted, Issued, Store};
use crate::{
    oauth::{OAuthError, pkce},
    secret::sha256,
};

/// What the access tokens are for.
const AUDIENCE: &str = "https://api.example.com/";

/// A token response (RFC 6749 §5.1) with a JWT access token (RFC 9068), and with a refresh token
/// and an ID token where the scope asks for them.
///
/// # Errors
/// The system gives no random numbers, or the key refuses to sign.
pub fn issue(
    store: &mut Store,
    granted: &Granted,
    now: DateTime<Utc>,
) -> Result<Value, OAuthError> {
    let access = access_token(store, granted, now)?;
    let mut response = json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": store.options.access.num_seconds(),
        "scope": granted.scope,
        "created_at": now.timestamp(),
    });
    let asks = |scope: &str| granted.scope.split(' ').any(|other| other == scope);
    if granted.user.is_some() && asks("offline_access") {
        let refresh = format!("demo_rt_{}", pkce::random_text()?);
        response["refresh_token"] = refresh.clone().into();
        response["refresh_token_expires_in"] = store.options.refresh.num_seconds().into();
        let expires_at = now + store.options.refresh;
        remember(store, refresh, granted, now, expires_at, true);
    }
    if let (Some(user), true) = (granted.user, asks("openid")) {
        response["id_token"] = id_token(store, granted, user, &access, now)?.into();
    }
    Ok(response)
}

fn access_token(
    store: &mut Store,
    granted: &Granted,
    now: DateTime<Utc>,
) -> Result<String, OAuthError> {
    let expires_at = now + store.options.access;
    let claims = json!({
        "iss": store.issuer,
        "sub": granted.user.unwrap_or(&granted.client),
        "aud": AUDIENCE,
        "client_id": granted.client,
        "scope": granted.scope,
        "iat": now.timestamp(),
        "exp": expires_at.timestamp(),
        "jti": pkce::random_text()?,
    });
    let token = sign(store, "at+jwt", &claims)?;
    remember(store, token.clone(), granted, now, expires_at, false);
    Ok(token)
}

/// An ID token (OpenID Connect Core §2).
fn id_token(
    store: &Store,
    granted: &Granted,
    user: &str,
    access: &str,
    now: DateTime<Utc>,
) -> Result<String, OAuthError> {
    let mut claims = json!({
        "iss": store.issuer,
        "sub": user,
        "aud": granted.client,
        "iat": now.timestamp(),
        "exp": (now + store.options.access).timestamp(),
        "auth_time": granted.approved_at.timestamp(),
        "at_hash": BASE64URL_NOPAD.encode(&sha256(access.as_bytes())[..16]),
    });
    if let Some(nonce) = &granted.nonce {
        claims["nonce"] = nonce.as_str().into();
    }
    sign(store, "JWT", &claims)
}

fn sign(store: &Store, typ: &str, claims: &Value) -> Result<String, OAuthError> {
    let token = store.key.sign(typ, claims).map_err(|error| OAuthError::Key(error.to_string()))?;
    // The response carries it.
    Ok(token.expose().to_owned())
}

fn remember(
    store: &mut Store,
    token: String,
    granted: &Granted,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    refresh: bool,
) {
    let issued = Issued { granted: granted.clone(), issued_at, expires_at, refresh, spent: false };
    store.tokens.insert(token, issued);
}
