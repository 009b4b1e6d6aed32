//! What stands in the place of a secret: filled in elsewhere, taken out, or never put in.

/// Whether a text stands for a value that is filled in elsewhere, or was taken out:
/// `${NPM_TOKEN}`, `{{token}}`, `$TOKEN`, `***`, `<token>`, `[REDACTED]`, `changeme`.
pub(super) fn is_placeholder(text: &str) -> bool {
    const MARKS: [&str; 12] =
        ["{{", "${", "$(", "%(", "***", "•••", "●●", "…", "...", "<", "xxxx", "XXXX"];
    const WORDS: [&str; 9] = [
        "changeme",
        "filtered",
        "hidden",
        "masked",
        "none",
        "null",
        "redacted",
        "secret",
        "undefined",
    ];
    let text = text.trim();
    let Some(first) = text.chars().next() else { return true };
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_around = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let is_filling = matches!(first, '*' | '•' | 'x' | 'X' | '.' | '-' | '_' | '?' | '#')
        && text.chars().all(|c| c == first);
    let lower = text.to_ascii_lowercase();
    is_filling
        || is_around("[", "]") && !text.contains('"')
        || is_around("%", "%")
        || text.strip_prefix('$').is_some_and(is_name)
        || text.starts_with("$env:")
        || MARKS.iter().any(|mark| text.contains(mark))
        || WORDS.contains(&&*lower)
        || lower.contains("redacted")
        || lower.starts_with("your_")
        || lower.starts_with("your-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_secrets() {
        for text in [
            "",
            "${NPM_TOKEN}",
            "{{token}}",
            "$TOKEN",
            "$env:TOKEN",
            "%TOKEN%",
            "$(cat token)",
            "***",
            "ghp_***",
            "<token>",
            "[REDACTED]",
            "xxxxxxxx",
            "changeme",
            "YOUR_API_KEY",
            "eyJhbGciOi...",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in
            ["a", "token-4711", "$2b$12$abc", "ghp_WzdmkDeMgaWcQ7Xi", "p@ss[1]", "-----BEGIN"]
        {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
