//! Makes text that the user typed safe to quote in an error message: a token may have been put in
//! the place of a file name or profile.

use std::borrow::Cow;

/// A word, path or value that the user typed, with `…` in place of every part that may be a token.
pub fn quote_user_text(text: &str) -> Cow<'_, str> {
    if super::is_secret_text(text) || is_long(text) {
        return Cow::Borrowed("…");
    }
    if !parts(text).any(may_be_token) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(is_separator) {
        let word = part.trim_end_matches(is_separator);
        out.push_str(if may_be_token(word) { "…" } else { word });
        out.push_str(&part[word.len()..]);
    }
    Cow::Owned(out)
}

/// Whether a text is longer than any name, time or number; a path may be as long, but its parts are
/// shorter.
fn is_long(text: &str) -> bool {
    text.len() >= 64 && parts(text).any(|part| part.len() >= 32)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_separator)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '/' | '\\' | '.' | ',' | ':' | '=' | '-' | '_' | '@' | '\'' | '"')
}

/// Whether a part could belong to a token: long and with letters and digits, or longer than any
/// word.
fn may_be_token(part: &str) -> bool {
    let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
    let has_digits = part.bytes().any(|byte| byte.is_ascii_digit());
    // As the end of a UUID.
    let is_node = part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    part.len() >= 24 || part.len() >= 12 && letters >= 4 && has_digits && !is_node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_token_is_not_quoted_and_everything_else_is() {
        for text in [
            "2026-01-31T12:00",
            "2026-01-31T12:00:00.123456789Z",
            "20260131T120000Z",
            "tok.json",
            "./responses/2026/gusto-production-response.json",
            "/tmp/1bd3f1a2-9f4e-4f1c-8d0e-11d0f2b20100/a.jwt",
            "1bd3f1a2-9f4e-4f1c-8d0e-a1b2c3d4e5f6",
            "authorization-code",
            "client_secret_basic",
            "90 minutes",
        ] {
            assert_eq!(quote_user_text(text), text);
        }
        for text in [
            "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.abc",
            "s3cr3tMARK0123456789abcdef",
            "--s3cr3tMARK01",
            "./s3cr3tMARK0123456789abcdef.json",
            "scope=s3cr3tMARK0123456789abcdef",
        ] {
            let shown = quote_user_text(text);
            assert!(shown.contains('…') && !shown.contains("s3cr3t"), "{shown}");
        }
        assert_eq!(quote_user_text("./s3cr3tMARK0123456789abcdef.json"), "./….json");
    }
}
