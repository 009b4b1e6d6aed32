//! What must not be shown: which values are secret, and a value with the secrets in it masked.

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;

use super::{
    alias::{self, Fit},
    envelope::like_a_token,
};
use crate::{
    catalog,
    secret::Secret,
    value::{Member, Value, json},
};

/// Whether a member is secret: a token, code, secret, password, assertion or private key by its
/// name, or a JWT, a private key, or a URL or header that carries a token, whatever its name.
///
/// Only strings and numbers are secret as a whole; for what stands inside a list or an object see
/// [`redacted`].
pub fn is_secret(name: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let text = text.as_str();
            !text.is_empty() && (reveals_itself(text) || named_secret(name, value))
        }
        Value::Number(_) => named_secret(name, value),
        _ => false,
    }
}

/// Whether a text is secret whatever its name: a JWT, a private key, or a URL or header that
/// carries a token.
pub(super) fn is_secret_by_itself(value: &Value) -> bool {
    value.as_str().is_some_and(reveals_itself)
}

/// The value of a member as it may be shown: every secret inside it is replaced by
/// `{"masked": {"length": …, "sha256": …}}`, as in the report. Borrowed where nothing is secret.
pub fn redacted<'a>(name: &str, value: &'a Value) -> Cow<'a, Value> {
    // The further primes of an RSA key stand in a list beside the rest of it.
    let in_key = name == "oth";
    if holds_secret(name, value, in_key, DEEPEST) {
        Cow::Owned(mask(name, value, in_key, DEEPEST))
    } else {
        Cow::Borrowed(value)
    }
}

/// How deep secrets are told from other values; what is deeper is masked altogether.
const DEEPEST: usize = 128;

/// Whether a value is secret or holds one. `in_key` says that it stands in a JWK.
fn holds_secret(name: &str, value: &Value, in_key: bool, depth: usize) -> bool {
    match value {
        Value::Object(_) | Value::Array(_) if depth == 0 => true,
        Value::Object(members) => {
            let in_key = in_key || is_key(value);
            members.iter().any(|m| holds_secret(&m.name, &m.value, in_key, depth - 1))
        }
        Value::Array(items) => items.iter().any(|item| holds_secret(name, item, in_key, depth - 1)),
        _ => is_secret(name, value) || in_key && is_private_part(name),
    }
}

fn mask(name: &str, value: &Value, in_key: bool, depth: usize) -> Value {
    match value {
        Value::Object(_) | Value::Array(_) if depth == 0 => Value::Null,
        Value::Object(members) => {
            let in_key = in_key || is_key(value);
            let masked = |m: &Member| Member {
                name: m.name.clone(),
                value: mask(&m.name, &m.value, in_key, depth - 1),
            };
            Value::Object(members.iter().map(masked).collect())
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| mask(name, item, in_key, depth - 1)).collect())
        }
        Value::String(text) if holds_secret(name, value, in_key, depth) => masked(text.as_str()),
        Value::Number(digits) if holds_secret(name, value, in_key, depth) => masked(digits),
        other => other.clone(),
    }
}

fn masked(text: &str) -> Value {
    let secret = Secret::new(text);
    let member = |name: &str, value| Member { name: name.to_owned(), value };
    Value::Object(vec![member(
        "masked",
        Value::Object(vec![
            member("length", Value::Number(secret.length().to_string())),
            member("sha256", Value::string(secret.fingerprint())),
        ]),
    )])
}

/// Whether an object is a JSON Web Key (RFC 7517 §4).
pub fn is_key(value: &Value) -> bool {
    value.members().iter().any(|member| member.name == "kty")
}

/// The private parameters of a JWK (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2; RFC 9964 §3).
pub fn is_private_part(name: &str) -> bool {
    matches!(name, "d" | "p" | "q" | "dp" | "dq" | "qi" | "k" | "oth" | "r" | "t" | "priv")
}

/// Whether the name says that the value is secret.
fn named_secret(name: &str, value: &Value) -> bool {
    let snake = alias::snake_case(name);
    if let Some(meaning) = alias::meaning(&snake) {
        let token =
            matches!(meaning.name, "access_token" | "refresh_token" | "id_token" | "device_code");
        if token {
            return meaning.fit != Fit::Weak || snake.ends_with("token") || like_a_token(value);
        }
        // A name with a known meaning that is no token is no secret: `token_type`, `scope`.
        return false;
    }
    if ENDINGS.iter().any(|ending| snake.ends_with(ending)) || EXACT.contains(&&*snake) {
        return true;
    }
    let Some(text) = value.as_str() else { return false };
    // `tokens` may count them; `code` may be an error's or a status.
    snake.ends_with("tokens") && like_a_token(value) || &*snake == "code" && like_a_code(text)
}

/// Endings of names of secrets, in `snake_case`.
const ENDINGS: [&str; 17] = [
    "token",
    "secret",
    "password",
    "passphrase",
    "assertion",
    "private_key",
    "code_verifier",
    "client_key_data",
    "mac_key",
    "api_key",
    "apikey",
    "session_key",
    "signing_key",
    "encryption_key",
    "secret_key",
    "secret_access_key",
    "authorization_code",
];

/// Names of secrets that are no ending of others.
const EXACT: [&str; 17] = [
    "auth_code",
    "auth_req_id",
    "passwd",
    "pwd",
    "passcode",
    "otp",
    "pin",
    "pct",
    "authorization",
    "proxy_authorization",
    "cookie",
    "set_cookie",
    "saml_response",
    "samlresponse",
    "oauth_verifier",
    "secret_id",
    "pre-authorized_code",
];

/// Whether a `code` is one to be exchanged, and not the name or number of an error.
fn like_a_code(text: &str) -> bool {
    text.len() >= 8
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Whether the text is a secret by itself.
fn reveals_itself(text: &str) -> bool {
    // `Basic` and eight characters are the shortest.
    if text.len() < 13 {
        return false;
    }
    begins_as_object(text)
        || text.contains("-----") && text.contains("PRIVATE KEY-----")
        || text.contains("://") && url_carries_secret(text)
        || header_carries_secret(text)
        || has_published_prefix(text)
        || json_carries_secret(text)
        || form_carries_secret(text)
}

/// Whether a text is JSON with a secret in it. Each level of quoting makes the text inside shorter,
/// so that this ends.
fn json_carries_secret(text: &str) -> bool {
    let text = text.trim_ascii();
    text.starts_with(['{', '[', '"'])
        && holds_secret("", &json::read(text.as_bytes()).0, false, DEEPEST)
}

/// Whether a text is a form body with a token, code or password in it.
fn form_carries_secret(text: &str) -> bool {
    text.contains('=')
        && text
            .split(['&', ';'])
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.trim(), value))
            .any(|(name, value)| {
                !value.is_empty() && !name.contains(char::is_whitespace) && names_parameter(name)
            })
}

/// Whether a text begins as the tokens of some provider do, and is long enough to be one. Short
/// prefixes say too little, and some keys are meant to be published.
fn has_published_prefix(text: &str) -> bool {
    text.len() >= 16
        && !text.contains(char::is_whitespace)
        && catalog::prefix(text).is_some_and(|known| {
            let public = ["ublishable", "key ID", "application ID"];
            known.prefix.len() >= 4
                && text.len() >= known.prefix.len() + 12
                && !public.iter().any(|word| known.kind.contains(word))
        })
}

/// Whether a text begins as an encoded JSON object does, with no white space near: every JWT does,
/// and a damaged one still does.
fn begins_as_object(text: &str) -> bool {
    let bytes = text.trim_ascii_start().as_bytes();
    let Some(start) = bytes.get(..16) else { return false };
    start.starts_with(b"e")
        && start.iter().all(|b| b.is_ascii_alphanumeric() || b"-_+/.=".contains(b))
        && opens_object(&start[..4])
}

/// Whether the first four characters of a base64 text decode to an opening brace and what may
/// follow it in JSON.
fn opens_object(start: &[u8]) -> bool {
    let mut decoded = [0; 3];
    start.len() == 4
        && BASE64URL_NOPAD.decode_mut(start, &mut decoded).is_ok()
        && decoded[0] == b'{'
        && (decoded[1] == b'"' || decoded[1] == b'}' || decoded[1].is_ascii_whitespace())
}

/// Whether a text is a compact JWS or JWE by its looks: three or five parts of base64url, the
/// first of which decodes to the beginning of a JSON object (RFC 7515 §7.1, RFC 7516 §7.1).
pub fn is_compact_jwt(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || !text.contains('.') {
        return false;
    }
    let (mut dots, mut first) = (0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'.' => {
                if dots == 0 {
                    first = at;
                }
                dots += 1;
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'=' => {}
            _ => return false,
        }
    }
    if dots != 2 && dots != 4 {
        return false;
    }
    first >= 4 && opens_object(&bytes[..4])
}

/// Whether a URL has a token, code or password in its query, fragment or authority.
fn url_carries_secret(text: &str) -> bool {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let password = authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    // Webhooks of Slack and Discord have theirs in the path.
    let in_path = rest.starts_with("hooks.slack.com/") || rest.contains("/api/webhooks/");
    password
        || in_path
        || text
            .split(['?', '#', '&', ';'])
            .skip(1)
            .filter_map(|pair| pair.split_once('='))
            .any(|(name, value)| !value.is_empty() && names_parameter(name))
}

/// Names of parameters that carry secrets in URLs. `user_code` is meant to be read.
fn names_parameter(name: &str) -> bool {
    let snake = alias::snake_case(name);
    matches!(&*snake, "code" | "sig" | "signature" | "x_amz_signature" | "x_goog_signature")
        || ENDINGS.iter().any(|ending| snake.ends_with(ending))
}

/// Whether a text is a scheme and its credentials (RFC 9110 §11.4): `Bearer …`.
fn header_carries_secret(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(scheme, rest)| {
        ["bearer", "basic", "dpop", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
            && rest.len() >= 8
            && !rest.contains([' ', '%', '{', '<'])
    })
}
