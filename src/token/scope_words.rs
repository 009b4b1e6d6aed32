//! A scope string into its words, split by what the response shows.

/// The scopes of a string: separated by white space (RFC 6749 §3.3), else by commas, else by
/// semicolons or plus signs. URLs stay whole.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let text = without_brackets(text.trim());
    let separators = separators(text);
    text.split(move |c: char| separators.contains(&c) || c.is_whitespace())
        .map(|word| word.trim_matches(['"', '\'']))
        .filter(|word| !word.is_empty())
}

/// The scopes of an item of a list: one, unless white space shows that it is several.
pub fn split_item(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// A list that was printed into a string: `[read, write]`, `["read","write"]`.
fn without_brackets(text: &str) -> &str {
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text)
}

/// What separates scopes here, beside white space.
fn separators(text: &str) -> &'static [char] {
    let spaced = text.contains(char::is_whitespace);
    // `read, write`: the comma ends a word. `a,b c` is two scopes, one of them with a comma.
    let comma_ends_word = || {
        let mut after = text.split(',').skip(1);
        after.any(|rest| rest.starts_with(char::is_whitespace))
    };
    match (spaced, text.contains(','), text.contains(';'), text.contains('+')) {
        (true, true, ..) if comma_ends_word() => &[','],
        (false, true, ..) => &[','],
        (false, false, true, _) => &[';'],
        (false, false, false, true) => &['+'],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_what_the_text_shows() {
        for (text, words) in [
            ("", &[][..]),
            ("  ", &[]),
            ("read", &["read"]),
            ("read  write\n", &["read", "write"]),
            ("repo,gist", &["repo", "gist"]),
            ("read, write", &["read", "write"]),
            ("read+write", &["read", "write"]),
            ("a;b", &["a", "b"]),
            ("a,b c", &["a,b", "c"]),
            ("a+b c", &["a+b", "c"]),
            (r#"["read","write"]"#, &["read", "write"]),
            ("[read, write]", &["read", "write"]),
            (
                "https://a.example/x https://b.example/y",
                &["https://a.example/x", "https://b.example/y"],
            ),
            ("https://a.example/x,email", &["https://a.example/x", "email"]),
            ("api://app/.default", &["api://app/.default"]),
            ("patient/*.rs launch/patient", &["patient/*.rs", "launch/patient"]),
        ] {
            assert_eq!(split(text).collect::<Vec<_>>(), words, "{text}");
        }
    }
}
