//! The token endpoint of the demonstration server.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;

use super::{
    CLIENT, PUBLIC_CLIENT, SCOPES,
    message::{DemoRequest, DemoResponse, Params},
    store::{Device, Granted, Store},
    tokens,
};
use crate::{
    oauth::{grant::DEVICE_CODE, pkce},
    secret::sha256,
};

/// Who asks: the client, once it has proved itself.
///
/// # Errors
/// The answer to a client that has not.
pub fn client(
    store: &Store,
    request: &DemoRequest,
    params: &Params,
) -> Result<String, DemoResponse> {
    let refused = || {
        DemoResponse::error(401, "invalid_client", "client authentication failed")
            .with("WWW-Authenticate", "Basic realm=\"tokenscope demo\"")
    };
    // The server compares what it was sent with what it knows.
    let basic =
        request.authorization.as_ref().and_then(|header| header.expose().strip_prefix("Basic "));
    if let Some(basic) = basic {
        let decoded =
            data_encoding::BASE64.decode(basic.trim().as_bytes()).map_err(|_| refused())?;
        let decoded = String::from_utf8(decoded).map_err(|_| refused())?;
        let (id, secret) = decoded.split_once(':').ok_or_else(refused)?;
        let decode = |text: &str| {
            let text = format!("x={text}");
            url::form_urlencoded::parse(text.as_bytes()).next().map(|(_, value)| value.into_owned())
        };
        let (id, secret) = (decode(id).unwrap_or_default(), decode(secret).unwrap_or_default());
        return if id == CLIENT && secret == store.secret.expose() {
            Ok(id)
        } else {
            Err(refused())
        };
    }
    match (params.get("client_id"), params.get("client_secret")) {
        (Some(CLIENT), Some(secret)) if secret == store.secret.expose() => Ok(CLIENT.to_owned()),
        (Some(PUBLIC_CLIENT), None) => Ok(PUBLIC_CLIENT.to_owned()),
        _ => Err(refused()),
    }
}

/// The scopes that are granted: those asked for, or all of them.
pub fn granted_scope(params: &Params) -> String {
    let all = || SCOPES.join(" ");
    match params.get("scope") {
        None => all(),
        Some(asked) => {
            asked.split(' ').filter(|scope| SCOPES.contains(scope)).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Answers a token request (RFC 6749 §3.2).
pub fn token(store: &mut Store, request: &DemoRequest, now: DateTime<Utc>) -> DemoResponse {
    let params = request.params();
    let client = match client(store, request, &params) {
        Ok(client) => client,
        Err(refusal) => return refusal,
    };
    let granted = match params.get("grant_type") {
        None => Err(DemoResponse::error(400, "invalid_request", "grant_type is missing")),
        Some("client_credentials") => client_credentials(store, &client, &params, now),
        Some("refresh_token") => refresh(store, &client, &params, now),
        Some("authorization_code") => code(store, &client, &params, now),
        Some(DEVICE_CODE) => device(store, &client, &params, now),
        Some(_) => Err(DemoResponse::error(
            400,
            "unsupported_grant_type",
            "this server does not know that grant_type",
        )),
    };
    match granted.map(|granted| tokens::issue(store, &granted, now)) {
        Ok(Ok(response)) => DemoResponse::json(200, &response),
        Ok(Err(_)) => DemoResponse::error(500, "server_error", "the token could not be signed"),
        Err(refusal) => refusal,
    }
}

fn client_credentials(
    store: &mut Store,
    client: &str,
    params: &Params,
    now: DateTime<Utc>,
) -> Result<Granted, DemoResponse> {
    if client == PUBLIC_CLIENT {
        return Err(DemoResponse::error(
            400,
            "unauthorized_client",
            "a public client has no credentials to use",
        ));
    }
    // Nobody signed in, so there is no user to identify and nothing to keep alive.
    let about_users = ["openid", "profile", "email", "offline_access"];
    let scope = granted_scope(params);
    let scope =
        scope.split(' ').filter(|scope| !about_users.contains(scope)).collect::<Vec<_>>().join(" ");
    let family = store.family();
    Ok(Granted {
        family,
        client: client.to_owned(),
        user: None,
        scope,
        nonce: None,
        approved_at: now,
    })
}

/// Rotates a refresh token; one that comes twice ends everything from the same approval (RFC 9700
/// §4.14.2).
fn refresh(
    store: &mut Store,
    client: &str,
    params: &Params,
    now: DateTime<Utc>,
) -> Result<Granted, DemoResponse> {
    let invalid = |why| DemoResponse::error(400, "invalid_grant", why);
    let token = params.get("refresh_token").unwrap_or_default();
    let Some(issued) = store
        .tokens
        .get_mut(token)
        .filter(|issued| issued.refresh && issued.granted.client == client)
    else {
        return Err(invalid("the refresh token is unknown, revoked, or another client's"));
    };
    if issued.spent {
        let family = issued.granted.family;
        store.end_family(family);
        return Err(invalid(
            "the refresh token was used twice: every token of this approval is revoked",
        ));
    }
    if issued.expires_at <= now {
        return Err(invalid("the refresh token has expired"));
    }
    let mut granted = issued.granted.clone();
    if let Some(asked) = params.get("scope") {
        let had: Vec<&str> = granted.scope.split(' ').collect();
        if !asked.split(' ').all(|scope| had.contains(&scope)) {
            return Err(DemoResponse::error(
                400,
                "invalid_scope",
                "a refresh cannot widen the scope",
            ));
        }
        asked.clone_into(&mut granted.scope);
    }
    issued.spent = true;
    granted.nonce = None;
    Ok(granted)
}

fn code(
    store: &mut Store,
    client: &str,
    params: &Params,
    now: DateTime<Utc>,
) -> Result<Granted, DemoResponse> {
    let invalid = |why| DemoResponse::error(400, "invalid_grant", why);
    let Some(code) = store.codes.get_mut(params.get("code").unwrap_or_default()) else {
        return Err(invalid("the code is unknown"));
    };
    let challenge = params
        .get("code_verifier")
        .map(|verifier| BASE64URL_NOPAD.encode(&sha256(verifier.as_bytes())));
    if code.spent {
        let family = code.granted.family;
        store.end_family(family);
        return Err(invalid("the code was used twice: its tokens are revoked"));
    }
    if code.expires_at <= now || code.granted.client != client {
        return Err(invalid("the code has expired, or is another client's"));
    }
    if params.get("redirect_uri") != Some(code.redirect_uri.as_str()) || challenge != code.challenge
    {
        return Err(invalid(
            "redirect_uri or code_verifier are not those of the authorization request",
        ));
    }
    code.spent = true;
    Ok(code.granted.clone())
}

fn device(
    store: &mut Store,
    client: &str,
    params: &Params,
    now: DateTime<Utc>,
) -> Result<Granted, DemoResponse> {
    let error = |code, why| DemoResponse::error(400, code, why);
    let name = params.get("device_code").unwrap_or_default();
    let interval = store.options.interval;
    let Some(device) = store.devices.get_mut(name).filter(|device| device.granted.client == client)
    else {
        return Err(error("invalid_grant", "the device code is unknown or spent"));
    };
    let asked_at = device.asked_at.replace(now);
    if device.expires_at <= now {
        return Err(error("expired_token", "the device code has expired"));
    }
    if device.approved_at > now {
        // Half a second of grace: clocks and networks are not exact.
        let too_soon = |asked_at| now - asked_at < interval - TimeDelta::milliseconds(500);
        return Err(if asked_at.is_some_and(too_soon) {
            error("slow_down", "asked again too soon: five seconds more from now on")
        } else {
            error("authorization_pending", "still waiting; it approves itself in a few seconds")
        });
    }
    let granted = device.granted.clone();
    store.devices.remove(name);
    Ok(granted)
}

/// Answers a device authorization request (RFC 8628 §3.1).
pub fn device_authorization(
    store: &mut Store,
    request: &DemoRequest,
    now: DateTime<Utc>,
) -> DemoResponse {
    let params = request.params();
    let client = match client(store, request, &params) {
        Ok(client) => client,
        Err(refusal) => return refusal,
    };
    let (Ok(device_code), Ok(digits)) = (pkce::random_text(), pkce::random()) else {
        return DemoResponse::error(500, "server_error", "no random numbers");
    };
    // Letters that are hard to mistake (RFC 8628 §6.1).
    let letters = b"BCDFGHJKLMNPQRSTVWXZ";
    let letter = |octet: &u8| char::from(letters[usize::from(*octet) % letters.len()]);
    let half = |range: &[u8]| range.iter().map(letter).collect::<String>();
    let user_code = format!("{}-{}", half(&digits[..4]), half(&digits[4..8]));
    let options = store.options;
    let granted = Granted {
        family: store.family(),
        client,
        user: Some("ada"),
        scope: granted_scope(&params),
        nonce: None,
        approved_at: now + options.approval,
    };
    let device = Device {
        granted,
        approved_at: now + options.approval,
        expires_at: now + options.device,
        asked_at: None,
    };
    store.devices.insert(device_code.clone(), device);
    let page = format!("{}/device", store.issuer);
    DemoResponse::json(
        200,
        &serde_json::json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user_code={user_code}"),
            "expires_in": options.device.num_seconds(),
            "interval": options.interval.num_seconds(),
        }),
    )
}
