//! Decodes compact tokens (RFC 7515 §7.1, RFC 7516 §7.1), damaged ones as far as possible.

use std::borrow::Cow;

mod part_reader;
pub mod sd_jwt;

use self::part_reader::{JWE_PARTS, JWS_PARTS, PartReader};
use super::{Format, Token, base64url};
use crate::{
    secret::Secret,
    value::{Member, Value, json},
};

/// Whether a text has the form of a compact JWS or JWE: three or five parts in the alphabet of
/// base64, the first of which begins as a JSON object does. The check is cheap; [`decode`] has the
/// last word, and also recognizes damaged tokens.
pub fn is_compact(text: &str) -> bool {
    let text = text.trim_ascii();
    if !begins_as_object(text) {
        return false;
    }
    let (mut dots, mut strangers) = (0_usize, 0_usize);
    for byte in text.bytes() {
        let class = CLASSES[usize::from(byte)];
        dots += usize::from(class == Class::Dot);
        strangers += usize::from(class == Class::Stranger);
    }
    strangers == 0 && matches!(dots, 2 | 4)
}

/// The class of a byte in a compact token, which may be broken into lines or slightly wrong.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Dot,
    Alphabet,
    Stranger,
}

/// A table for speed: this is checked for every text of an input.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Stranger; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'.' => Class::Dot,
            b'-' | b'_' | b'=' | b'+' | b'/' => Class::Alphabet,
            _ if byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() => Class::Alphabet,
            _ => Class::Stranger,
        };
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// Decodes a compact token for the field of this canonical name; none when the text is no token. Of
/// an SD-JWT it decodes the signed JWT before the first `~`.
///
/// Line breaks and the blanks around them are ignored. A damaged token keeps what could be read,
/// and a [`Token::problem`] names the first unreadable part and byte (in its encoded form). The
/// signature is not verified: its status is `unsigned` or `not_checked`.
pub fn decode(field: &str, text: &str) -> Option<Token> {
    let text = text.trim_ascii();
    if !begins_as_object(text) {
        return None;
    }
    let compact = unwrap_lines(text.split_once('~').map_or(text, |(issued, _)| issued));
    let mut parts = [""; 5];
    let mut count = 0;
    for part in compact.split('.') {
        if let Some(slot) = parts.get_mut(count) {
            *slot = part;
        }
        count += 1;
    }
    let secret = Secret::new(&*compact);
    if count > 3 && is_unencoded(parts[0]) {
        // RFC 7797 §5.2: a payload that stands there as it is may have dots of its own.
        let (header, rest) = compact.split_once('.')?;
        let (payload, signature) = rest.rsplit_once('.')?;
        return PartReader::default().token(
            field,
            secret,
            &[header, payload, signature, "", ""],
            3,
            Vec::new(),
        );
    }
    PartReader::default().token(field, secret, &parts, count, Vec::new())
}

/// Decodes a token and those inside it: the disclosures of an SD-JWT, the proof behind it, and
/// nested tokens (RFC 7519 §5.2), each after the token that holds it.
pub fn read(field: &str, text: &str) -> Vec<Token> {
    let Some(token) = decode(field, text) else { return Vec::new() };
    let mut tokens = vec![token];
    if text.contains('~') {
        let whole = unwrap_lines(text.trim_ascii());
        let (_, rest) = whole.split_once('~').unwrap_or_default();
        let (disclosures, key_binding) = sd_jwt::split(rest);
        sd_jwt::disclose(&mut tokens, &disclosures, key_binding);
    }
    read_nested(&mut tokens);
    tokens
}

/// Adds the token nested in the first one, and so on.
pub(super) fn read_nested(tokens: &mut Vec<Token>) {
    /// Nobody signs a token more often.
    const DEEPEST: usize = 4;
    let mut inner = tokens.first().and_then(Token::nested);
    for _ in 0..DEEPEST {
        let Some(token) = inner else { return };
        inner = token.nested();
        tokens.push(token);
    }
}

/// The token of these parts; `unprotected` are header members that no signature protects, which
/// only the JSON form has.
pub(super) fn assemble(
    field: &str,
    compact: Secret,
    parts: &[&str],
    unprotected: Vec<Member>,
) -> Option<Token> {
    let mut all = [""; 5];
    all[..parts.len()].copy_from_slice(parts);
    PartReader::default().token(field, compact, &all, parts.len(), unprotected)
}

/// Whether an encoded header says that the payload is not encoded (RFC 7797 §3).
fn is_unencoded(header: &str) -> bool {
    let octets = base64url::lenient(header).octets;
    matches!(json::read(&octets).0.get("b64"), Some(Value::Bool(false)))
}

impl Token {
    /// The parts by their names in RFC 7515 §3.1 and RFC 7516 §3, with their lengths in octets
    /// once decoded.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let names: &[&str] = match self.format {
            Format::Jws => &JWS_PARTS,
            Format::Jwe => &JWE_PARTS,
        };
        let parts = self.compact.expose().split('.');
        names.iter().copied().zip(parts).map(|(name, part)| (name, part.len() * 3 / 4))
    }

    /// Whether the header says that the payload is another token: `cty` is `JWT` (RFC 7519 §5.2).
    pub fn is_nested(&self) -> bool {
        let cty = self.header.get("cty").and_then(Value::as_str).unwrap_or_default();
        cty.eq_ignore_ascii_case("JWT") || cty.eq_ignore_ascii_case("application/jwt")
    }

    /// The token in the payload, whether the header announces it or not. None for a JWE, whose
    /// payload is encrypted.
    pub fn nested(&self) -> Option<Token> {
        let payload = self.payload.as_ref()?.as_str();
        let is_one = self.is_nested() || is_compact(payload);
        is_one.then(|| decode(&format!("{}.payload", self.field), payload)).flatten()
    }
}

/// Whether the first octets of a base64url text are `{` and what may follow it in JSON: a quote,
/// white space, or `}`.
fn begins_as_object(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'e', b'y', b'A'..=b'D' | b'I'..=b'L', ..]
            | [b'e', b'w', b'k'..=b'r' | b'0'..=b'3', ..]
            | [b'e', b'3', b'0'..=b'3', ..]
    )
}

/// The text without line breaks and the blanks beside them. Blanks inside a line stay: they are
/// no wrapping, and a token with them is not valid.
fn unwrap_lines(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(['\n', '\r']).map(str::trim_ascii).collect())
}
