//! Untrusted text in Markdown (with GitHub's extensions): whatever could be markup, a link,
//! a mention or a reference stands in a code span, where none of it means anything.

use std::borrow::Cow;

use crate::text::visible;

/// The words of a sentence. Those with nothing but letters and harmless punctuation stay as they are.
pub(super) fn prose(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let end = word.trim_end_matches([':', ';', ',', '.']).len();
        let (word, punctuation) = word.split_at(end);
        if is_harmless(word) {
            format!("{word}{punctuation}")
        } else {
            format!("{}{punctuation}", code(word))
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a word means nothing but itself.
fn is_harmless(word: &str) -> bool {
    // `GH-12` is a reference, a line of hyphens a rule.
    let is_word_with_hyphens =
        || !word.starts_with('-') && !word.chars().any(|c| c.is_ascii_digit());
    let is_harmless = |c: char| {
        c.is_alphanumeric() || ".,;()\"'/%?§…–—·".contains(c) || c == '-' && is_word_with_hyphens()
    };
    word.chars().all(is_harmless) && !word.to_ascii_lowercase().contains("www.")
}

/// A text as it is, in a code span (section 6.1 of the `CommonMark` specification).
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    // A space on both sides is taken away again.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// What is written already, in a cell of a table: a pipe would end it, in a code span as well.
pub(super) fn cell(written: &str) -> Cow<'_, str> {
    if !written.contains('|') {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len() + 8);
    let mut backslashes = 0;
    for c in written.chars() {
        if c == '|' {
            // A backslash before it would be taken for the one that stands before the pipe.
            out.push_str(if backslashes % 2 == 1 { "\\\\|" } else { "\\|" });
        } else {
            out.push(c);
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_sentence_is_markup() {
        for (text, written) in [
            (
                "the token ended: it is refused (RFC 9110 §5)",
                "the token ended: it is refused (RFC 9110 §5)",
            ),
            ("see https://evil.example/ now", "see `https://evil.example/` now"),
            ("WWW.evil.example", "`WWW.evil.example`"),
            ("cc @everyone, #12, GH-12 and a@b.c", "cc `@everyone`, `#12`, `GH-12` and `a@b.c`"),
            ("<b>[x](y)</b>", "`<b>[x](y)</b>`"),
            ("*a* _b_ ~c~ $d$ &amp; :e:", "`*a*` `_b_` `~c~` `$d$` `&amp`; `:e`:"),
            ("- + a-1", "`-` `+` `a-1`"),
            ("a `b` ``c", "a `` `b` `` ``` ``c ```"),
            ("at-jwt, well-known", "at-jwt, well-known"),
        ] {
            assert_eq!(prose(text), written);
        }
    }

    #[test]
    fn code_and_cells_end_where_they_should() {
        assert_eq!(code("a``b`c"), "```a``b`c```");
        assert_eq!(code("\u{1b}[31m\n"), "`\\u{1b}[31m\\n`");
        assert_eq!(code(""), "(empty)");
        assert_eq!(cell("`a|b`"), "`a\\|b`");
        assert_eq!(cell("`a\\|b`"), "`a\\\\\\|b`");
        assert_eq!(cell("`a\\\\|b`"), "`a\\\\\\|b`");
    }
}
