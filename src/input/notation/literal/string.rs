//! String literals and their escapes.

use super::LiteralReader;
use crate::value::{ParseFault, ReadResult, Value};

impl LiteralReader<'_> {
    /// A string, and those that are joined to it by `+` or stand right behind it.
    pub(super) fn strings(&mut self, slot: &mut Value) -> ReadResult {
        if let Some(quote) = self.peek() {
            self.evidence.quote(quote);
        }
        let mut joined = self.string()?;
        loop {
            let end = self.at;
            self.skip_blank();
            if self.eat("+") {
                self.skip_blank();
            }
            self.string_prefix();
            if !matches!(self.peek(), Some(b'"' | b'\'' | b'`')) {
                self.at = end;
                break;
            }
            joined.push_str(&self.string()?);
        }
        *slot = Value::string(joined);
        Ok(())
    }

    /// Goes past the letters that may stand before a quote, such as Python's `b''`.
    pub(super) fn string_prefix(&mut self) {
        let rest = self.rest().as_bytes();
        let letters = rest.iter().take(3).take_while(|b| b"bBrRuUfF".contains(b)).count();
        if letters > 0 && matches!(rest.get(letters), Some(b'"' | b'\'')) {
            self.at += letters;
            self.evidence.python();
        }
    }

    /// A string in any of the three quotes.
    pub(super) fn string(&mut self) -> Result<String, ParseFault> {
        let Some(quote @ (b'"' | b'\'' | b'`')) = self.peek() else {
            return self.fault("a string is missing");
        };
        self.at += 1;
        let mut content = String::new();
        let mut is_broken = false;
        loop {
            let rest = self.rest();
            let Some(plain) = rest.bytes().position(|b| b == quote || b == b'\\') else {
                self.at = self.text.len();
                return self.fault("the string is not closed");
            };
            content.push_str(&rest[..plain]);
            is_broken |= rest[..plain].contains('\n');
            self.at += plain + 1;
            if rest.as_bytes()[plain] == quote {
                return Ok(if is_broken { unbroken(content) } else { content });
            }
            self.escape(&mut content);
        }
    }

    /// What follows a backslash. The languages agree wherever an escape has a meaning in two.
    fn escape(&mut self, content: &mut String) {
        let Some(c) = self.rest().chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            'n' => content.push('\n'),
            'r' => content.push('\r'),
            't' => content.push('\t'),
            'b' => content.push('\u{8}'),
            'f' => content.push('\u{c}'),
            'v' => content.push('\u{b}'),
            'a' => content.push('\u{7}'),
            'e' => content.push('\u{1b}'),
            '\n' => {}
            'x' => self.code(2, content),
            'U' => self.code(8, content),
            'u' if self.rest().starts_with('{') => {
                let digits = self.rest()[1..].bytes().take_while(u8::is_ascii_hexdigit).count();
                self.at += 1;
                self.code(digits.min(8), content);
                self.eat("}");
            }
            'u' => self.code(4, content),
            '0'..='7' => {
                self.at -= 1;
                let octal = |b: &u8| (b'0'..=b'7').contains(b);
                let digits = self.rest().bytes().take(3).take_while(|b| octal(b)).count();
                let code = u32::from_str_radix(&self.rest()[..digits], 8).unwrap_or_default();
                content.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                self.at += digits;
            }
            other => content.push(other),
        }
    }

    /// A character by its hexadecimal digits; two halves of a surrogate pair are one character.
    fn code(&mut self, digits: usize, content: &mut String) {
        let code = self.hexadecimal(digits).unwrap_or(0xfffd);
        let mut character = char::from_u32(code);
        if (0xd800..0xdc00).contains(&code) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            match self.hexadecimal(4) {
                Some(low @ 0xdc00..0xe000) => {
                    character = char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00));
                }
                _ => self.at = before,
            }
        }
        content.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let digits = self.rest().get(..digits)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += digits.len();
        u32::from_str_radix(digits, 16).ok()
    }
}

/// A word that a terminal broke over lines, whole again; a text of several words as it is.
fn unbroken(content: String) -> String {
    let lines = || content.split(['\n', '\r']).map(str::trim_ascii);
    let is_word = !lines().any(|line| line.contains(char::is_whitespace));
    if is_word { lines().collect() } else { content }
}
