//! What counts as a credential in the middle of other text, where a word alone proves little.

use crate::{
    catalog::errors,
    input::Artifact,
    kind::{Kind, envelope},
    secrecy,
    value::Value,
};

/// Whether an artifact that was found in other text is one that a person looks for: a log has
/// errors, records and words of all kinds.
pub(super) fn is_telling(artifact: &Artifact) -> bool {
    let value = &artifact.value;
    match artifact.kind {
        Kind::Unrecognized => false,
        Kind::TokenResponse => has_real_token(value),
        Kind::ErrorResponse => artifact.message.is_some() || is_oauth_error(value),
        Kind::IntrospectionResponse => value.members().len() > 1,
        Kind::AuthorizationResponse => is_callback(value),
        Kind::OpaqueToken => value.as_str().is_some_and(|text| !is_placeholder(text)),
        Kind::BasicCredentials => {
            value.members().iter().filter_map(|it| it.value.as_str()).all(|it| !is_placeholder(it))
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
    texts
        .into_iter()
        .any(|text| text.len() >= 8 && !text.contains(char::is_whitespace) && !is_placeholder(text))
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
    let is_code = code.len() >= 8 && !is_placeholder(code);
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
        && !is_placeholder(word)
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

/// Whether a text stands for a value that is filled in elsewhere, or was removed: `${TOKEN}`,
/// `{{token}}`, `$TOKEN`, `***`, `<token>`, `[REDACTED]`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let marks = ["{{", "${", "***", "$(", "…", "...", "<", "%(", "xxxx", "XXXX", "●●", "••"];
    let starts = ["$", "%", "your_", "your-", "YOUR_", "[", ":"];
    let words = ["redacted", "filtered", "masked", "hidden", "undefined", "null", "none", "secret"];
    let first = text.chars().next();
    let lower = text.to_ascii_lowercase();
    // `access_token`, `YOUR-API-KEY`: what should stand here.
    let is_name = text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b' '))
        && ["token", "key", "secret", "jwt"].iter().any(|word| lower.contains(word));
    text.is_empty()
        || starts.iter().any(|start| text.starts_with(start))
        || marks.iter().any(|mark| text.contains(mark))
        || text.chars().all(|c| Some(c) == first)
        || words.iter().any(|word| text.eq_ignore_ascii_case(word))
        || is_name
        || lower.contains("redacted")
}
