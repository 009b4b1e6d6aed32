//! Which characters a token may have in an `Authorization` header (RFC 6750 §2.1).

/// The first character of a token that `b64token` (RFC 6750 §2.1) does not allow, and its position,
/// counted in characters from 1.
pub fn first_invalid_character(token: &str) -> Option<(usize, char)> {
    // Without an early end, many bytes are looked at in one step.
    let mut is_plain = !token.is_empty();
    for byte in token.bytes() {
        is_plain &= matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    }
    if is_plain {
        return None;
    }
    let padding = token.len() - token.trim_end_matches('=').len();
    let body = token.chars().count() - padding;
    let mut found = token.chars().zip(1..).take(body).filter(|(c, _)| !is_b64token(*c));
    // Padding alone is no token.
    let padded = || token.chars().next().filter(|_| body == 0).map(|c| (1, c));
    found.next().map(|(c, at)| (at, c)).or_else(padded)
}

/// Whether no header field can carry this character: it is a control character or not ASCII (RFC
/// 9110 §5.5).
pub fn is_unsendable(c: char) -> bool {
    !matches!(c, ' '..='~')
}

fn is_b64token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~+/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_the_grammar_have_nothing_foreign() {
        for token in ["a", "aZ09-._~+/", "YWJj=", "YQ==", "eyJhbGciOiJub25lIn0.e30."] {
            assert_eq!(first_invalid_character(token), None, "{token}");
        }
    }

    #[test]
    fn the_first_foreign_character_is_told() {
        for (token, at, c) in [
            ("a b", 2, ' '),
            ("00D!x", 4, '!'),
            ("a=b", 2, '='),
            ("é", 1, 'é'),
            ("ab\n", 3, '\n'),
            ("==", 1, '='),
        ] {
            assert_eq!(first_invalid_character(token), Some((at, c)), "{token:?}");
        }
        assert!(is_unsendable('\n') && is_unsendable('é') && is_unsendable('\u{7f}'));
        assert!(!is_unsendable(' ') && !is_unsendable('~') && !is_unsendable('!'));
    }
}
