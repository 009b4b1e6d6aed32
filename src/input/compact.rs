//! Bare strings: compact JWTs (RFC 7515 §7.1, RFC 7516 §7.1) and opaque tokens.

use crate::secret::Wiping;
use data_encoding::BASE64URL_NOPAD;

use super::{Artifact, Encoding};
use crate::{
    kind::Kind,
    secrecy::is_placeholder,
    value::{Value, json},
};

/// The longest opaque token that is taken for one.
const LONGEST: usize = 64 * 1024;

/// The shortest opaque token that is taken for one when nothing says that it is a token.
const SHORTEST: usize = 8;

/// A JWT alone, perhaps broken into lines by a terminal or mail. Blanks within a line are kept:
/// line breaking does not add them, and no such token is valid.
pub(super) fn jwt(text: &str) -> Option<Artifact> {
    let mut words = text.split_whitespace();
    let first = words.next()?;
    if words.next().is_none() {
        return Some(Artifact::string(first, token_kind(first)?, Encoding::Compact));
    }
    // Two tokens below each other are not one in two lines.
    if first.bytes().filter(|b| *b == b'.').count() >= 2
        && token_kind(first).is_some()
        && text.split_whitespace().nth(1).is_some_and(|next| token_kind(next).is_some())
    {
        let artifact = Artifact::string(first, token_kind(first)?, Encoding::Compact);
        return Some(Artifact { is_part: true, ..artifact });
    }
    if !text.bytes().all(|b| is_compact(b) || b == b'~' || b.is_ascii_whitespace()) {
        return None;
    }
    let kind = token_kind(&text.split_whitespace().collect::<String>())?;
    let joined: String = text.split(['\n', '\r']).map(str::trim_ascii).collect();
    Some(Artifact::string(joined, kind, Encoding::Compact))
}

/// Whether a word is a JWS or a JWE, if perhaps a damaged one: the parts are base64url, and the
/// first is a JSON object with `alg` (RFC 7515 §5.2), or begins like every such object does.
pub(super) fn token_kind(word: &str) -> Option<Kind> {
    let (first, _) = word.split_once('.')?;
    if let Some((issued, rest)) = word.split_once('~') {
        // RFC 9901 §4: disclosures and a proof stand behind the signed token.
        let is_sd_jwt = rest.bytes().all(|b| b == b'~' || is_compact(b) || is_damage(b));
        return (is_sd_jwt && token_kind(issued) == Some(Kind::Jws)).then_some(Kind::SdJwt);
    }
    let is_whole = word.bytes().all(is_compact);
    if !is_whole && !word.bytes().all(|b| is_compact(b) || is_damage(b)) {
        return None;
    }
    let header = BASE64URL_NOPAD.decode(first.as_bytes()).ok().map(Wiping::new);
    let is_header = header.is_some_and(|header| {
        let (header, fault) = json::read(&header);
        fault.is_none() && header.get("alg").is_some_and(|alg| alg.as_str().is_some())
    });
    if !(is_header || is_whole && first.starts_with("eyJ") && first.len() >= SHORTEST) {
        return None;
    }
    // Dots at the end are what is left of a token that was shortened: a JWE has a ciphertext.
    let mut parts = word.split('.').skip(3);
    let is_jwe = parts.next().is_some_and(|ciphertext| !ciphertext.is_empty());
    Some(if is_jwe && parts.count() == 1 { Kind::Jwe } else { Kind::Jws })
}

/// A JWS with an unencoded payload: any printable ASCII (RFC 7797 §5.2), which may itself look like
/// another notation.
pub(super) fn unencoded_jws(text: &str) -> Option<Artifact> {
    let (first, rest) = text.split_once('.').filter(|(first, _)| first.starts_with('e'))?;
    let header = BASE64URL_NOPAD.decode(first.as_bytes()).ok().map(Wiping::new)?;
    let is_unencoded = matches!(json::read(&header).0.get("b64"), Some(Value::Bool(false)));
    let is_printable = |b: u8| b == b' ' || b.is_ascii_graphic();
    (is_unencoded && rest.contains('.') && rest.bytes().all(is_printable))
        .then(|| Artifact::string(text, Kind::Jws, Encoding::Compact))
}

/// Whether a byte stands for a lost or mistyped character.
fn is_damage(byte: u8) -> bool {
    b"?!*%$#^".contains(&byte)
}

/// Whether a byte occurs in compact tokens. `=`, `+` and `/` are wrong there, but accepted for
/// recognizing.
fn is_compact(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'+' | b'/')
}

/// One word that may be a token (RFC 6749 appendix A.12 allows all printable ASCII; what has
/// quotes or brackets is code, and what is mostly punctuation is nothing).
pub(super) fn opaque_token(text: &str) -> Option<Artifact> {
    (text.len() >= SHORTEST).then(|| credential(text)).flatten()
}

/// One word of any length: the token after an authentication scheme.
pub(super) fn credential(text: &str) -> Option<Artifact> {
    let is_word = |b: u8| b.is_ascii_graphic() && !b"{}[]<>\"'`\\".contains(&b);
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    let plausible = !text.is_empty()
        && text.len() <= LONGEST
        && text.bytes().all(is_word)
        && letters * 2 >= text.len()
        && !is_placeholder(text);
    plausible.then(|| Artifact::string(text, Kind::OpaqueToken, Encoding::Text))
}
