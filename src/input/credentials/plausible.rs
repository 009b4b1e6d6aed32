//! What counts as a credential in the middle of other text, where a word alone proves little.

use crate::{
    catalog::errors,
    input::Artifact,
    kind::{Kind, envelope},
    secrecy::{self, is_placeholder, names_a_secret},
    value::Value,
};

/// Whether an artifact that was found in other text is one that a person looks for: a log has
/// errors, records and words of all kinds.
pub(super) fn is_plausible(artifact: &Artifact) -> bool {
    let value = &artifact.value;
    match artifact.kind {
        Kind::Unrecognized => false,
        Kind::TokenResponse => has_real_token(value),
        Kind::ErrorResponse => artifact.message.is_some() || is_oauth_error(value),
        Kind::IntrospectionResponse => value.members().len() > 1,
        Kind::AuthorizationResponse => is_callback(value),
        Kind::OpaqueToken => value.as_str().is_some_and(|text| !is_placeholder_word(text)),
        Kind::BasicCredentials => {
            let password = value.get("password").and_then(Value::as_str);
            password.is_none_or(|password| !is_placeholder_word(password))
        }
        _ => true,
    }
}

/// Whether the token of a response could be one.
fn has_real_token(value: &Value) -> bool {
    let home = envelope::find_token_object(value)
        .or_else(|| envelope::find_likely_token_object(value))
        .and_then(|path| envelope::at(value, &path));
    let texts = home.into_iter().flat_map(Value::members).filter_map(|member| {
        let text = member.value.as_str()?;
        secrecy::is_secret_by_name(&member.name, &member.value).then_some(text)
    });
    texts.into_iter().any(|text| {
        text.len() >= 8 && !text.contains(char::is_whitespace) && !is_placeholder_word(text)
    })
}

/// Whether an object is an error of an authorization server or an API, in terms of OAuth.
fn is_oauth_error(value: &Value) -> bool {
    let error = value.get("error").or_else(|| value.get("code"));
    let code = match error {
        Some(Value::Object(_)) => error.and_then(|error| error.get("code")),
        error => error,
    };
    code.and_then(Value::as_str).is_some_and(errors::is_standard_error)
}

/// Whether a code is one to be exchanged.
fn is_callback(value: &Value) -> bool {
    let text = |name| value.get(name).and_then(Value::as_str);
    let code = text("code").unwrap_or_default();
    let is_code = code.len() >= 8 && !is_placeholder_word(code);
    let comes_with = ["state", "iss", "session_state"].iter().any(|name| value.get(name).is_some());
    text("response").is_some()
        || is_code && (comes_with || code.bytes().any(|b| b.is_ascii_digit()))
}

/// Whether a word is as long and as random as tokens are.
pub(super) fn is_random(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    word.len() >= 16
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !is_placeholder_word(word)
}

/// Whether a word looks like a token where nothing calls it one: the identifiers that other
/// programs make, hashes and UUIDs, are as random.
pub(super) fn looks_like_a_token(word: &str) -> bool {
    is_random(word) && !is_identifier(word)
}

/// Whether a word is a UUID, a hash in hexadecimal, an SSH fingerprint or an instant.
fn is_identifier(word: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_uuid = word.len() == 36
        && word.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && word.split('-').all(is_hex);
    let is_hash = matches!(word.len(), 32 | 40 | 64 | 96 | 128) && is_hex(word);
    let is_instant = word.bytes().all(|b| b.is_ascii_digit() || b"-:.TZ+ ".contains(&b));
    let starts =
        |start: &str| word.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    let is_digest =
        ["SHA256:", "sha256:", "sha1-", "sha384-", "sha512-", "MD5:"].into_iter().any(starts);
    is_uuid || is_hash || is_instant || is_digest
}

/// Whether a word in other text stands in the place of a secret: a placeholder, or the name of what
/// should stand here (`access_token`, `YOUR-API-KEY`).
pub(super) fn is_placeholder_word(text: &str) -> bool {
    names_a_secret(text) || text.starts_with(':') || is_placeholder(text)
}
