//! Removes what tools store around a token: the authentication scheme and base64.

use std::borrow::Cow;

use crate::secret::Wiping;
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD};

use crate::secrecy;

/// The token without the scheme that caches keep before it (`Bearer eyJ…`) and the base64 that
/// Kubernetes puts around it. Borrowed where nothing had to be decoded.
pub(super) fn unwrap_token(text: &str) -> Cow<'_, str> {
    let token = text.trim_ascii();
    let token = match token.split_once(' ') {
        Some((scheme, token)) if is_scheme(scheme) => token.trim_ascii(),
        _ => token,
    };
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    encoded_jwt(token).map_or(Cow::Borrowed(token), Cow::Owned)
}

/// Whether a word is an authentication scheme for tokens.
fn is_scheme(word: &str) -> bool {
    ["bearer", "dpop", "token"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The JWT that a text is the base64 of. Every such text begins with the base64 of `eyJ`.
fn encoded_jwt(text: &str) -> Option<String> {
    if !text.starts_with("ZXlK") {
        return None;
    }
    let bytes = text.as_bytes();
    let decoded = BASE64.decode(bytes).or_else(|_| BASE64_NOPAD.decode(bytes));
    let decoded = decoded.or_else(|_| BASE64URL_NOPAD.decode(bytes)).ok().map(Wiping::new)?;
    let jwt = std::str::from_utf8(&decoded).ok()?.trim_ascii();
    secrecy::is_compact_jwt(jwt).then(|| jwt.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_token_falls_away() {
        for (text, token) in [
            ("abc", "abc"),
            ("Bearer abc", "abc"),
            ("bearer  abc ", "abc"),
            ("DPoP abc", "abc"),
            ("Bearer", "Bearer"),
            ("two words", "two words"),
            ("abc\ndef", "abc\ndef"),
            ("ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAu", "eyJhbGciOiJub25lIn0.e30."),
            ("ZXlKYWJj", "ZXlKYWJj"),
        ] {
            assert_eq!(unwrap_token(text), token, "{text}");
        }
    }
}
