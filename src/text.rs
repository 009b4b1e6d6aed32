//! Untrusted text, made safe for a terminal.

pub mod ascii;
pub mod columns;

use std::{borrow::Cow, fmt::Write as _, path::Path};

/// Whether a terminal could act on this character, or hide it from the reader: C0, DEL and C1
/// controls, line and paragraph separators, bidirectional controls, and whatever is not drawn at
/// all (`Default_Ignorable_Code_Point` of Unicode, in which text can be smuggled).
#[inline]
pub fn is_unsafe(c: char) -> bool {
    match c {
        // Most of ASCII, and most of what is beyond it.
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{34e}' | '\u{350}'..='\u{60f}' => false,
        _ => {
            c.is_control()
                || matches!(c,
                    '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
                    | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                    | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                    | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                    | '\u{e0000}'..='\u{e0fff}')
        }
    }
}

/// The text with every unsafe character written as a visible escape: `\n`, `\r`, `\t`, or
/// `\u{…}` with its hexadecimal code point. Text that is safe is borrowed as it is.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The beginning of a text: at most so many characters.
pub fn beginning(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// A text of at most so many characters, with `…` behind it where there is more.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    let beginning = beginning(text, most);
    if beginning.len() == text.len() {
        Cow::Borrowed(text)
    } else {
        format!("{beginning}…").into()
    }
}

/// A text as a message may quote it: cut, and safe for a terminal.
pub fn quotable(text: &str, most: usize) -> String {
    visible(&cut(text, most)).into_owned()
}

/// A path as it is named in a message, safe for a terminal: a file may be called anything.
pub fn path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// The known name that a misspelt one is closest to, where it is close enough to be meant.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 40 {
        return None;
    }
    let name = name.to_ascii_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 6)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safe_text_is_borrowed() {
        assert!(matches!(visible("employees:read – ✓ 你好"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(quotable("né\n", 3), "né\\n");
        assert_eq!(quotable("né\nx", 3), "né\\n…");
        assert_eq!(beginning("né", 1), "n");
    }

    #[test]
    fn everything_a_terminal_acts_on_becomes_visible() {
        assert_eq!(
            visible("a\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{200b}\u{7f}\n"),
            "a\\u{1b}]0;x\\u{7}\\u{9b}31m\\u{202e}\\u{200b}\\u{7f}\\n"
        );
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_a_strange_one_does_not() {
        let known = ["client_id", "client_secret", "scope", "issuer"];
        assert_eq!(closest("client-id", known), Some("client_id"));
        assert_eq!(closest("scopes", known), Some("scope"));
        assert_eq!(closest("socpe", known), Some("scope"));
        assert_eq!(closest("colour", known), None);
    }
}
