//! Percent-encoding of parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The text with everything but RFC 3986 §2.3's unreserved characters percent-encoded, a space as
/// `%20`.
///
/// RFC 6749 appendix B asks for form encoding, where a space may be `+`; `%20` decodes to the same
/// in a form and survives servers that take `+` literally, above all in HTTP Basic (§2.3.1).
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(room(text));
    push(&mut out, text);
    out
}

/// How long a text can become. It may be secret, and memory that is outgrown is not wiped.
fn room(text: &str) -> usize {
    3 * text.len()
}

fn push(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// The parameters as `application/x-www-form-urlencoded`, or as a query.
pub fn form<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let pairs = params.clone().into_iter();
    let mut out =
        String::with_capacity(pairs.map(|(name, value)| room(name) + room(value) + 2).sum());
    for (name, value) in params {
        if !out.is_empty() {
            out.push('&');
        }
        push(&mut out, name);
        out.push('=');
        push(&mut out, value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_characters_survive_a_form_decoder() {
        let awkward = "tricky:client +1 p+ss w%2Frd:&=/?#\"'\\~é";
        assert!(!percent_encode(awkward).contains(['+', ' ', ':', '&', '=']));
        let encoded = form([("a b", awkward), ("c", "")]);
        let decoded: Vec<_> =
            url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
        assert_eq!(
            decoded,
            [("a b".to_owned(), awkward.to_owned()), ("c".to_owned(), String::new())]
        );
    }
}
