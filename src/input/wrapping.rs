//! What people copy along with a value: white space, byte order marks, quotes, code fences.

use zeroize::Zeroizing;

/// White space, and the invisible characters that editors and chats leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\0')
}

/// The text without blanks around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text inside a code fence or a pair of quotes around all of it.
pub(super) fn unwrap(text: &str) -> Option<&str> {
    let inner = fenced(text).or_else(|| quoted(text)).map(trim)?;
    (inner.len() < text.len()).then_some(inner)
}

/// The inside of the first code fence of a text that begins with one.
fn fenced(text: &str) -> Option<&str> {
    for fence in ["```", "~~~"] {
        if let Some(rest) = text.strip_prefix(fence) {
            // What stands on the line of the fence is the name of the language.
            let (info, body) = rest.split_once('\n').unwrap_or(("", rest));
            let body = if info.contains(fence) { rest } else { body };
            return Some(body.split_once(fence).map_or(body, |(inside, _)| inside));
        }
    }
    None
}

/// The inside of quotes around all of the text.
fn quoted(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 7] =
        [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('<', '>')];
    let text = text.trim_end_matches([',', ';']);
    let (open, close) = PAIRS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    // `<a>…</a>` is markup, `<https://…>` is a quoted word.
    (open != '<' || !inner.contains([' ', '<', '>'])).then_some(inner)
}

/// The text without the control sequences that set colours (ECMA-48 §8.3.117, SGR), if it has any.
pub(super) fn without_colours(text: &str) -> Option<Zeroizing<String>> {
    let mut parts = text.split("\u{1b}[");
    let mut plain = Zeroizing::new(parts.next()?.to_owned());
    let mut coloured = false;
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let rest = rest.strip_prefix(['m', 'K'])?;
        plain.push_str(rest);
        coloured = true;
    }
    coloured.then_some(plain)
}

/// Whether nothing but punctuation of the place it was copied from stands after a value.
pub(super) fn is_ignorable(rest: &str) -> bool {
    rest.chars().all(|c| is_blank(c) || matches!(c, ';' | ',' | ')' | '`' | '"' | '\'' | '%' | '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_value_falls_away() {
        for (wrapped, inner) in [
            ("```json\n{}\n```", Some("{}")),
            ("```\n{}", Some("{}")),
            ("```{}```", Some("{}")),
            ("'{}'", Some("{}")),
            ("“a”,", Some("a")),
            ("<https://a>", Some("https://a")),
            ("<a>b</a>", None),
            ("a'b'", None),
            ("'", None),
        ] {
            assert_eq!(unwrap(wrapped), inner, "{wrapped}");
        }
    }
}
