//! Strings of JSON and their escapes (RFC 8259 §7).

use super::reader::{ENDS, JsonReader};
use crate::value::ParseFault;

impl JsonReader<'_> {
    /// The string whose opening quote is here.
    pub(super) fn string(&mut self) -> Result<String, ParseFault> {
        self.at += 1;
        let mut content = String::new();
        loop {
            let plain = self.at;
            self.at += plain_length(&self.bytes()[plain..]);
            match self.peek() {
                Some(b'"') => {
                    let rest = &self.text[plain..self.at];
                    self.at += 1;
                    if content.is_empty() {
                        return Ok(rest.to_owned());
                    }
                    content.push_str(rest);
                    return Ok(content);
                }
                Some(b'\\') => {
                    content.push_str(&self.text[plain..self.at]);
                    self.at += 1;
                    content.push(self.escaped()?);
                }
                _ => {
                    return self.unexpected(
                        "not JSON: control character (\\u0000-\\u001F) found while parsing a string",
                    );
                }
            }
        }
    }

    /// The character of an escape, after its backslash (RFC 8259 §7).
    fn escaped(&mut self) -> Result<char, ParseFault> {
        let c = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return self.unexpected("not JSON: invalid escape"),
        };
        self.at += 1;
        Ok(c)
    }

    /// The character of `\uXXXX`, or of the two that make one beyond the basic plane.
    fn code_point(&mut self) -> Result<char, ParseFault> {
        let mut code = self.hexadecimal()?;
        if (0xd800..0xdc00).contains(&code) {
            for byte in [b'\\', b'u'] {
                if self.peek() != Some(byte) {
                    return self.unexpected("not JSON: unexpected end of hex escape");
                }
                self.at += 1;
            }
            let low = self.hexadecimal()?;
            // Anything but a low surrogate makes this no code point.
            let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400);
            code = low.map_or(code, |low| 0x1_0000 + ((code - 0xd800) << 10) + low);
        }
        if let Some(c) = char::from_u32(code) {
            return Ok(c);
        }
        self.at -= 1;
        self.fault("not JSON: lone leading surrogate in hex escape")
    }

    fn hexadecimal(&mut self) -> Result<u32, ParseFault> {
        let Some(digits) = self.bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return self.fault(ENDS);
        };
        let code = digits
            .iter()
            .try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?));
        if let Some(code) = code {
            self.at += 4;
            return Ok(code);
        }
        self.at += 3;
        self.fault("not JSON: invalid escape")
    }
}

/// How many bytes of a string stand before its end, an escape, or a control character. Eight are
/// looked at in one step: a byte is zero where one is borrowed from it, and its own high bit is
/// not set.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * 0x22);
        let backslash = word ^ (ONES * 0x5c);
        let found = (word.wrapping_sub(ONES * 0x20) & !word)
            | (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash);
        if found & HIGH != 0 {
            return at + (found & HIGH).trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = &bytes[at..];
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
    at + end.unwrap_or(rest.len())
}
