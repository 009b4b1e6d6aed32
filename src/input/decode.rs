//! Decodes bytes to text: UTF-8, or UTF-16 as PowerShell writes it.

use std::borrow::Cow;

use crate::secret::Wiping;

use crate::{problem::Problem, value::ParseFault};

/// Decoded text.
pub(super) struct Decoded<'a> {
    /// The text, wiped on drop where it is a copy.
    pub text: Wiped<'a>,
    /// What could not be decoded; the text holds U+FFFD there.
    pub problem: Option<Problem>,
}

/// A text that is borrowed, or a copy that is wiped on drop.
pub(super) enum Wiped<'a> {
    /// Part of the input.
    Borrowed(&'a str),
    /// A decoded copy.
    Owned(Wiping<String>),
}

impl Wiped<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

/// Decodes UTF-8, with or without a byte order mark, or UTF-16, recognized by its byte order mark
/// or by the zero in every other byte.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            return utf16(bytes, u16::from_le_bytes);
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            return utf16(bytes, u16::from_be_bytes);
        }
        _ => {}
    }
    if let [0xff, 0xfe, rest @ ..] = bytes {
        return utf16(rest, u16::from_le_bytes);
    }
    if let [0xfe, 0xff, rest @ ..] = bytes {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Wiped::Borrowed(text), problem: None },
        Err(error) => lossy(bytes, error.valid_up_to()),
    }
}

/// Text with U+FFFD in place of what is not UTF-8.
fn lossy(bytes: &[u8], first: usize) -> Decoded<'_> {
    let text = String::from_utf8_lossy(bytes);
    let (message, hint) = if is_binary(bytes) {
        ("binary data, not text", "if it is a compressed body, let curl decode it (--compressed)")
    } else {
        ("a byte here is not UTF-8 text", "save the file as UTF-8")
    };
    let problem = ParseFault { message: message.to_owned(), byte: first }.problem(bytes).hint(hint);
    let text = match text {
        Cow::Borrowed(text) => Wiped::Borrowed(text),
        Cow::Owned(text) => Wiped::Owned(Wiping::new(text)),
    };
    Decoded { text, problem: Some(problem) }
}

/// Whether NUL occurs, or more than one byte in ten is a control character other than white space.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let controls = head.iter().filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace()).count();
    head.contains(&0) || controls * 10 > head.len()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = Wiping::new(String::with_capacity(bytes.len()));
    let mut first = None;
    for c in char::decode_utf16(units) {
        if c.is_err() {
            first.get_or_insert(text.len());
        }
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if odd {
        first.get_or_insert(text.len());
    }
    let problem = first.map(|byte| {
        let message = "the UTF-16 text is damaged here".to_owned();
        ParseFault { message, byte }.problem(text.as_bytes())
    });
    Decoded { text: Wiped::Owned(text), problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Place;

    #[test]
    fn byte_order_marks_are_obeyed() {
        for bytes in
            [&b"\xef\xbb\xbfh\xc3\xa9"[..], &b"\xff\xfeh\0\xe9\0"[..], &b"\xfe\xff\0h\0\xe9"[..]]
        {
            let decoded = decode(bytes);
            assert_eq!(decoded.text.as_str(), "hé");
            assert_eq!(decoded.problem, None);
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_located() {
        let problem = decode(b"ok\n\xc3\xa9\xff").problem.expect("a problem");
        assert_eq!(problem.place, Some(Place::Text { line: 2, column: 2 }));
        let problem = decode(b"\xff\xfe\0\xd8x\0").problem.expect("a problem");
        assert_eq!(problem.place, Some(Place::Text { line: 1, column: 1 }));
        assert!(
            decode(&[0x1f, 0x8b, 8, 0, 0, 0]).problem.is_some_and(|p| p.message.contains("binary"))
        );
    }
}
