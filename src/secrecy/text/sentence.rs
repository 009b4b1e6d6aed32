//! Finds secrets in the middle of other text: error descriptions that repeat a token, log lines,
//! printed objects.

use super::{super::names, TextVisitor};

/// The tokens that stand anywhere in a text: JWTs, those with a published prefix, credentials
/// behind their scheme, and whatever is long and random behind a word that names a secret.
pub(super) fn visit(text: &str, found: TextVisitor<'_>) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_part(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_part(bytes[at]) {
            at += 1;
        }
        // Only ASCII was counted, so these are boundaries of characters.
        let word = &text[start..at];
        if word.len() >= SHORTEST && is_secret_word(&text[..start], word) && found(word) {
            return true;
        }
    }
    false
}

/// Shorter words are nothing to be kept secret.
const SHORTEST: usize = 8;

/// How far back the word that names a secret is looked for, in bytes.
const CONTEXT: usize = 64;

/// Whether a byte is one of those that tokens are made of (RFC 6750 §2.1, without the padding).
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || is_inner(byte) || matches!(byte, b'-' | b'_')
}

/// Whether another token may begin behind this byte of a word.
fn is_inner(byte: u8) -> bool {
    matches!(byte, b'.' | b'~' | b'+' | b'/' | b'%')
}

/// Whether a word is secret by its form, or by the text before it.
fn is_secret_word(before: &str, word: &str) -> bool {
    let bytes = word.as_bytes();
    let begins = |at: usize| at == 0 || is_inner(bytes[at - 1]);
    (0..bytes.len())
        .any(|at| bytes[at] == b'e' && begins(at) && super::begins_as_object(&word[at..]))
        || super::has_published_prefix(word)
        || !before.is_empty() && !word.starts_with('/') && follows_name(before, word)
}

/// Whether a word is in the place of a secret's value: `refresh_token=…`, `"token": "…"`, `Bearer
/// …`, `the refresh token … is expired`.
fn follows_name(before: &str, word: &str) -> bool {
    const SCHEMES: [&str; 3] = ["bearer", "basic", "dpop"];
    let mut start = before.len().saturating_sub(CONTEXT);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let before = &before[start..];
    let gap = before.trim_end_matches(is_between);
    let (mut rest, between) = (gap, &before[gap.len()..]);
    let Some(name) = last_word(&mut rest) else { return false };
    let random = looks_random(word);
    let assigned = between.contains([':', '=', '>']);
    let quoted = between.ends_with(['"', '\'', '`', '“', '‘']);
    let is_value = between.contains('=')
        || assigned && quoted
        || (quoted || assigned && between.ends_with(' '))
            && word.bytes().any(|b| b.is_ascii_digit())
        || random;
    let is_scheme = SCHEMES.iter().any(|scheme| name.eq_ignore_ascii_case(scheme));
    random && (is_scheme || is_said_of_secret(rest, name))
        || is_value && names_secret(&mut rest, name)
}

/// Whether a character may stand between a name and its value.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ':' | '=' | '>' | '"' | '\'' | '`' | '\\' | '(' | '[' | '{' | '<' | ')' | '“' | '‘'
        )
}

/// Removes the last word of a text with the separators after it, and returns the word.
fn last_word<'a>(text: &mut &'a str) -> Option<&'a str> {
    let end = text.trim_end_matches(is_between);
    let rest = end.trim_end_matches(is_name);
    *text = rest;
    Some(&end[rest.len()..]).filter(|word| !word.is_empty())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// Whether a name is that of a secret. Of the codes and keys only some are: that is what the word
/// before says.
fn names_secret(before: &mut &str, name: &str) -> bool {
    if !["code", "key"].iter().any(|word| name.eq_ignore_ascii_case(word)) {
        return names::is_secret_parameter(name);
    }
    let named = last_word(before).map(|first| [first, "_", name].concat());
    named.is_some_and(|name| names::is_secret_parameter(&name))
}

/// Whether up to three words lead from the name of a secret to what is said of it: `access token
/// is expired: …`.
fn is_said_of_secret<'a>(mut before: &'a str, mut name: &'a str) -> bool {
    const SAYING: [&str; 12] = [
        "is", "was", "has", "been", "expired", "invalid", "revoked", "found", "unknown", "not",
        "value", "with",
    ];
    for _ in 0..3 {
        if !SAYING.iter().any(|word| name.eq_ignore_ascii_case(word)) {
            return false;
        }
        let Some(next) = last_word(&mut before) else { return false };
        name = next;
        let mut rest = before;
        if names_secret(&mut rest, name) {
            return true;
        }
    }
    false
}

/// Whether a word looks random: long, with digits and letters, or with capitals inside.
pub(super) fn looks_random(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    word.len() >= 16
        && !is_instant(word)
        && (has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
            || word.bytes().all(|b| b.is_ascii_digit())
            || word.len() >= 20
                && has(u8::is_ascii_lowercase)
                && word.bytes().skip(1).any(|b| b.is_ascii_uppercase()))
}

/// Whether a word is an instant in the basic form of ISO 8601, as AWS writes it:
/// `20260101T000000Z`.
fn is_instant(word: &str) -> bool {
    let mut parts = word.strip_suffix('Z').unwrap_or_default().split('T');
    let mut digits = |count: usize| {
        parts.next().is_some_and(|it| it.len() == count && it.bytes().all(|b| b.is_ascii_digit()))
    };
    digits(8) && digits(6) && parts.next().is_none()
}
