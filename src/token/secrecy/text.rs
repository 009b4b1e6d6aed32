//! Which texts are secret whatever they are called: a JWT, a private key, a URL, header, form or
//! sentence that carries a token, and all of these inside one another.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use super::{DEEPEST, Place, holds_secret, names, sentence};
use crate::{catalog, value::json};

/// How many encodings around a secret are taken off: more than programs put around one by
/// accident, few enough for text that was made to cost time.
pub(super) const LAYERS: u8 = 4;

/// Whether a text is, or carries, a secret, with so many encodings still to take off.
pub(super) fn is_secret_within(text: &str, layers: u8) -> bool {
    // A shorter piece of a token is of no use to anybody.
    if text.len() < 12 {
        return false;
    }
    // Names and words have none of what tells a secret: digits, capitals, quotes, an assignment.
    if text.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.' | b':')) {
        return false;
    }
    let text = text.trim();
    let several_words = text.contains(' ');
    begins_as_object(text)
        || several_words && text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----")
        || text.contains('/') && text.contains("://") && url_carries_secret(text)
        || several_words && header_carries_secret(text)
        || has_published_prefix(text)
        || form_carries_secret(text)
        || sentence::carries_secret(text)
        || layers > 0 && (json_carries_secret(text, layers - 1) || encodes_secret(text, layers - 1))
}

/// Whether a text is JSON with a secret in it.
fn json_carries_secret(text: &str, layers: u8) -> bool {
    text.starts_with(['{', '[', '"'])
        && holds_secret(&json::read(text.as_bytes()).0, Place { layers, ..Place::new("", DEEPEST) })
}

/// Whether a text is the percent-encoding (RFC 3986 §2.1) or the base64 (RFC 4648 §4, §5) of one
/// with a secret in it.
fn encodes_secret(text: &str, layers: u8) -> bool {
    if text.contains('%') {
        let decoded = percent_decoded(text);
        return decoded.len() < text.len() && is_secret_bytes(&decoded, layers);
    }
    // Shorter than this no text inside is a secret.
    if text.len() < 18 {
        return false;
    }
    let digits = text.trim_end_matches('=').as_bytes();
    if !digits.iter().all(|b| b.is_ascii_alphanumeric() || b"-_+/".contains(b)) {
        return false;
    }
    let decoded = BASE64URL_NOPAD.decode(digits).or_else(|_| BASE64_NOPAD.decode(digits));
    let decoded = decoded.map(Zeroizing::new).unwrap_or_default();
    is_secret_bytes(&decoded, layers)
}

fn is_secret_bytes(decoded: &[u8], layers: u8) -> bool {
    std::str::from_utf8(decoded).is_ok_and(|text| is_secret_within(text, layers))
}

/// The bytes that a percent-encoded text stands for; what is no such code stays as it is.
fn percent_decoded(text: &str) -> Zeroizing<Vec<u8>> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let byte = code.and_then(|code| HEXLOWER_PERMISSIVE.decode(code).ok());
        decoded.push(byte.as_ref().map_or(*first, |byte| byte[0]));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    decoded
}

/// Whether a text is a form body with a token, code or password in it.
fn form_carries_secret(text: &str) -> bool {
    text.contains('=')
        && text
            .split(['&', ';'])
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.trim(), value))
            .any(|(name, value)| {
                !value.is_empty()
                    && !name.contains(char::is_whitespace)
                    && names::is_secret_parameter(name)
            })
}

/// Whether a text begins as the tokens of some provider do, and goes on as one: `secret_` begins
/// words as well. Short prefixes say too little, and some keys are meant to be published.
pub(super) fn has_published_prefix(text: &str) -> bool {
    text.len() >= 16
        && catalog::prefix(text).is_some_and(|known| {
            let public = ["ublishable", "key ID", "application ID"];
            !text.contains(char::is_whitespace)
                && known.prefix.len() >= 4
                && text.len() >= known.prefix.len() + 12
                && text.bytes().skip(known.prefix.len()).any(is_of_token)
                && !public.iter().any(|word| known.kind.contains(word))
        })
}

/// Whether a byte is one that words in lower case do not have.
fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

/// Whether a text begins as an encoded JSON object does, with no white space near: every JWT does,
/// and a damaged one still does. The random identifiers that begin like one by chance do not go on
/// as text.
pub(super) fn begins_as_object(text: &str) -> bool {
    let Some(start) = text.as_bytes().get(..12) else { return false };
    start.starts_with(b"e")
        && start.iter().all(|b| b.is_ascii_alphanumeric() || b"-_+/.=".contains(b))
        && opens_object(&start[..4])
        && goes_on_as_text(&start[4..])
}

/// Whether every four characters of a base64 text, up to a dot or the padding, decode to
/// printable ASCII.
fn goes_on_as_text(text: &[u8]) -> bool {
    let part = text.split(|byte| matches!(byte, b'.' | b'=')).next().unwrap_or_default();
    part.chunks_exact(4).all(|four| {
        let mut decoded = [0; 3];
        // Of what is in neither alphabet nothing is known.
        BASE64URL_NOPAD.decode_mut(four, &mut decoded).is_err()
            || decoded.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
    })
}

/// Whether the first four characters of a base64 text decode to an opening brace and what may
/// follow it in JSON.
pub(super) fn opens_object(start: &[u8]) -> bool {
    let mut decoded = [0; 3];
    start.len() == 4
        && BASE64URL_NOPAD.decode_mut(start, &mut decoded).is_ok()
        && decoded[0] == b'{'
        && (decoded[1] == b'"' || decoded[1] == b'}' || decoded[1].is_ascii_whitespace())
}

/// Whether a URL has a token, code or password in its query, fragment or authority.
fn url_carries_secret(text: &str) -> bool {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name alone is no secret, but some services take a token in its place.
    let password = authority
        .rsplit_once('@')
        .is_some_and(|(user, _)| user.contains(':') || sentence::looks_random(user));
    // Webhooks of Slack and Discord have theirs in the path.
    let in_path = rest.starts_with("hooks.slack.com/") || rest.contains("/api/webhooks/");
    password
        || in_path
        || text
            .split(['?', '#', '&', ';'])
            .skip(1)
            .filter_map(|pair| pair.split_once('='))
            .any(|(name, value)| !value.is_empty() && names::is_secret_parameter(name))
}

/// Whether a text is a scheme and its credentials (RFC 9110 §11.4): `Bearer …`.
fn header_carries_secret(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(scheme, rest)| {
        ["bearer", "basic", "dpop", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
            && rest.len() >= 8
            && !rest.contains([' ', '%', '{', '<'])
    })
}
