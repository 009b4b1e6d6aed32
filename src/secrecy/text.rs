//! Finds secrets in texts of any name: JWTs, private keys, and URLs, headers, forms or sentences
//! that contain a token, also nested in one another.

mod http;
mod sentence;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};

use super::{DEEPEST, ValueContext, table_of};
use crate::{catalog, secret::Wiping, value::json};

/// How many encodings around a secret are decoded: more than programs add by accident, few enough
/// for text that was made to cost time.
pub(super) const LAYERS: u8 = 4;

/// Called with each secret found; returning true ends the search.
pub(super) type TextVisitor<'f> = &'f mut dyn FnMut(&str) -> bool;

/// Whether a text is or contains a secret, decoding at most `layers` encodings.
pub(super) fn is_secret_within(text: &str, layers: u8) -> bool {
    visit(text, layers, &mut |_| true)
}

/// Finds the secrets in a text, decoding at most `layers` encodings. True if the search was ended.
pub(super) fn visit(text: &str, layers: u8, found: TextVisitor<'_>) -> bool {
    // A shorter piece of a token is of no use to anybody.
    if text.len() < 12 {
        return false;
    }
    // Names and words have none of what tells a secret: digits, capitals, quotes, an assignment.
    // Only behind a scheme or an option of curl any word is one.
    let is_of_words =
        |b: u8| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.' | b':' | b' ');
    let are_words = text.bytes().all(is_of_words);
    let text = text.trim();
    if are_words {
        return text.contains(' ')
            && (http::header(text, found) || http::command_line(text, found));
    }
    if begins_as_object(text) || has_published_prefix(text) {
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        // Behind a whole token there is nothing more to be found.
        let ended = found(word);
        if ended || word.len() == text.len() {
            return ended;
        }
    }
    let several_words = text.contains(' ');
    several_words
        && text.contains("-----BEGIN ")
        && text.contains("PRIVATE KEY-----")
        && found(text)
        || text.contains('/') && text.contains("://") && http::url(text, found)
        || several_words && (http::header(text, found) || http::command_line(text, found))
        || text.contains('=') && (http::form(text, found) || http::cookie(text, found))
        || sentence::visit(text, found)
        || layers > 0 && (json(text, layers - 1, found) || encoded(text, layers - 1, found))
}

/// The secrets in a text that is JSON.
fn json(text: &str, layers: u8, found: TextVisitor<'_>) -> bool {
    text.starts_with(['{', '[', '"'])
        && super::visit(
            &json::read_text(text).0,
            ValueContext { layers, ..ValueContext::new("", DEEPEST) },
            &mut |text, _| found(text),
        )
}

/// The secrets in a text that is the percent-encoding (RFC 3986 §2.1) or the base64 (RFC 4648 §4,
/// §5) of one.
fn encoded(text: &str, layers: u8, found: TextVisitor<'_>) -> bool {
    if text.contains('%') {
        let decoded = percent_decoded(text);
        return decoded.len() < text.len() && bytes(&decoded, layers, found);
    }
    base64_decoded(text).is_some_and(|decoded| bytes(&decoded, layers, found))
}

fn bytes(decoded: &[u8], layers: u8, found: TextVisitor<'_>) -> bool {
    std::str::from_utf8(decoded).is_ok_and(|text| visit(text, layers, found))
}

/// The digits of both alphabets. Many words are tried, so it is a table.
const IS_BASE64: [bool; 256] =
    table_of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/");

/// Decodes base64 in either alphabet, padded or not.
pub(super) fn base64_decoded(text: &str) -> Option<Wiping<Vec<u8>>> {
    // Shorter than this no text inside is a secret.
    if text.len() < 16 {
        return None;
    }
    let digits = text.trim_end_matches('=').as_bytes();
    if !digits.iter().all(|byte| IS_BASE64[usize::from(*byte)]) {
        return None;
    }
    let decoded = BASE64URL_NOPAD.decode(digits).or_else(|_| BASE64_NOPAD.decode(digits));
    decoded.ok().map(Wiping::new)
}

/// Decodes percent-encoding; invalid codes stay as they are.
pub(super) fn percent_decoded(text: &str) -> Wiping<Vec<u8>> {
    let mut decoded = Wiping::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let byte = code.and_then(|code| HEXLOWER_PERMISSIVE.decode(code).ok());
        decoded.push(byte.as_ref().map_or(*first, |byte| byte[0]));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    decoded
}

/// Whether a text begins with a provider's token prefix and continues like a token: `secret_`
/// begins words as well. Short prefixes prove too little, and some keys are meant to be published.
pub(super) fn has_published_prefix(text: &str) -> bool {
    text.len() >= 16
        // Seen sooner than the table is searched.
        && !text.bytes().any(|byte| byte.is_ascii_whitespace())
        && text.bytes().any(is_of_token)
        && catalog::opaque_tokens::prefix(text).is_some_and(|known| {
            let public = ["ublishable", "key ID", "application ID"];
            known.prefix.len() >= 4
                && text.len() >= known.prefix.len() + 12
                && text.bytes().skip(known.prefix.len()).any(is_of_token)
                && !public.iter().any(|word| known.kind.contains(word))
        })
}

/// Whether a byte does not occur in words in lower case.
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
