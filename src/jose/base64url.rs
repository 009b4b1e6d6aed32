//! Base64url without padding (RFC 7515 §2, RFC 4648 §5): strict for verdicts, lenient for display.

use crate::secret::Wiping;
use data_encoding::BASE64URL_NOPAD;

/// The octets, if the text is exactly what an encoder writes: no padding, white space or other
/// stray character, and no stray bits at the end.
pub fn strict(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// Encodes without padding.
pub fn encode(octets: &[u8]) -> String {
    BASE64URL_NOPAD.encode(octets)
}

/// What a lenient reading made of a text.
pub(super) struct Lenient {
    /// The octets up to the first character that cannot be read.
    pub octets: Wiping<Vec<u8>>,
    /// The first thing that a strict reader refuses, and its byte offset.
    pub fault: Option<(usize, &'static str)>,
}

/// Reads as much as can be read: padding, the alphabet of plain base64, white space and stray
/// bits are read past, yet noted.
pub(super) fn lenient(text: &str) -> Lenient {
    if let Some(octets) = strict(text) {
        return Lenient { octets: octets.into(), fault: None };
    }
    let mut fault = None;
    let mut note = |at, what| fault = fault.or(Some((at, what)));
    let mut clean = Vec::with_capacity(text.len() + 3);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => clean.push(byte),
            b'+' | b'/' => {
                note(at, "this is plain base64, not base64url");
                clean.push(if byte == b'+' { b'-' } else { b'_' });
            }
            b'=' if text[at..].bytes().all(|rest| rest == b'=') => {
                note(at, "base64url is written without padding here");
                break;
            }
            b' ' | b'\t' | b'\r' | b'\n' => note(at, "white space inside"),
            _ => {
                note(at, "a character outside base64url");
                break;
            }
        }
    }
    // Fill up the last group and take back the octets that this adds; a lone character is too
    // little for an octet.
    let spare = match clean.len() % 4 {
        1 => {
            note(text.len(), "cut: base64url cannot have this length");
            clean.pop();
            0
        }
        rest => (4 - rest) % 4,
    };
    clean.resize(clean.len() + spare, b'A');
    let mut octets = BASE64URL_NOPAD.decode(&clean).unwrap_or_default();
    octets.truncate(octets.len() - spare.min(octets.len()));
    note(text.len().saturating_sub(1), "stray bits at the end");
    Lenient { octets: octets.into(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<u8>, Option<usize>) {
        let read = lenient(text);
        (read.octets.to_vec(), read.fault.map(|(at, _)| at))
    }

    #[test]
    fn strict_refuses_what_no_encoder_writes() {
        assert_eq!(strict("Zm8"), Some(b"fo".to_vec()));
        for text in ["Zm8=", "Zm9", "Zm8 ", "Z m8", "Zm+_", "Z", "Zm8\n", "Zm8?"] {
            assert_eq!(strict(text), None, "{text}");
        }
    }

    #[test]
    fn lenient_reads_on_and_notes_the_first_fault() {
        assert_eq!(read("Zm8"), (b"fo".to_vec(), None));
        assert_eq!(read("Zm8="), (b"fo".to_vec(), Some(3)));
        assert_eq!(read("-_+/"), (vec![0xfb, 0xff, 0xbf], Some(2)));
        assert_eq!(read("Zm 9v"), (b"foo".to_vec(), Some(2)));
        assert_eq!(read("Zm9vZ"), (b"foo".to_vec(), Some(5)));
        assert_eq!(read("Zm9v?Zm9v"), (b"foo".to_vec(), Some(4)));
        assert_eq!(read("Zm9"), (b"fo".to_vec(), Some(2)));
        assert_eq!(read("é"), (vec![], Some(0)));
    }
}
