//! Makes JSON safe to print: writes characters that a terminal could act on as `\u` escapes.

use std::io;

use crate::text;

/// Writes JSON with its unsafe characters escaped. They occur in strings only, where an escape
/// means the same (RFC 8259 §7); control characters below the space have been escaped already.
///
/// # Errors
/// The writer's, and that of text that is not UTF-8.
pub(super) fn write(mut out: impl io::Write, json: &[u8]) -> io::Result<()> {
    let text = std::str::from_utf8(json).map_err(io::Error::other)?;
    let (mut written, mut at) = (0, 0);
    while let Some(ahead) = find_special(&json[at..]) {
        at += ahead;
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if text::is_unsafe(c) {
            out.write_all(&json[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = next;
        }
        at = next;
    }
    out.write_all(&json[written..])
}

/// The offset of the first byte that is DEL or not ASCII. Eight bytes are tested at a time.
fn find_special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // Adding one carries DEL into the high bit; UTF-8 has no 0xff that would carry further.
        let high = (word | word.wrapping_add(ONES)) & HIGH;
        if high != 0 {
            return Some(8 * at + high.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| *byte >= 0x7f)?;
    Some(8 * words.len() + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_seen_at_every_place() {
        for length in 0..20 {
            assert_eq!(find_special(&vec![b'~'; length]), None, "{length}");
            for at in 0..length {
                for byte in [0x7f, 0x80, 0xc2, 0xf4] {
                    let mut bytes = vec![b'~'; length];
                    bytes[at] = byte;
                    assert_eq!(find_special(&bytes), Some(at), "{byte:x} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn only_what_is_unsafe_is_escaped() {
        let written = |json: &str| {
            let mut out = Vec::new();
            write(&mut out, json.as_bytes()).expect("memory can be written");
            String::from_utf8(out).expect("it is UTF-8")
        };
        assert_eq!(written("{\n  \"§ 你好\": \"~\"\n}"), "{\n  \"§ 你好\": \"~\"\n}");
        assert_eq!(
            written("\"a\u{7f}é\u{202e}b\u{e0001}\u{9b}\""),
            "\"a\\u007fé\\u202eb\\udb40\\udc01\\u009b\""
        );
    }
}
