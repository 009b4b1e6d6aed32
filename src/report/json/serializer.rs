//! Serializes reports as JSON (RFC 8259) that no terminal acts on: every character that one could
//! act on is a `\u` escape, which means the same to a JSON parser (§7).
//!
//! Half of what a report costs is writing it. This writes into memory alone, and looks at each text
//! once: for what JSON escapes and for what terminals act on.

use std::fmt::{self, Write as _};

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};

use super::special_bytes::find_special;
use crate::text;

/// The name of a newtype whose text is written as the number that it is, digit by digit.
pub(super) const NUMBER: &str = "tokenscope::Number";

/// Appends a value to a buffer.
pub(super) struct JsonSerializer<'o> {
    out: &'o mut Vec<u8>,
    /// How deep the value is, where it is to be indented.
    depth: Option<usize>,
}

impl<'o> JsonSerializer<'o> {
    /// Writes everything in one line.
    pub(super) fn compact(out: &'o mut Vec<u8>) -> Self {
        Self { out, depth: None }
    }

    /// Writes a line for each member, indented by two spaces.
    pub(super) fn indented(out: &'o mut Vec<u8>) -> Self {
        Self { out, depth: Some(0) }
    }

    fn new_line(&mut self) {
        if let Some(depth) = self.depth {
            self.out.push(b'\n');
            self.out.resize(self.out.len() + 2 * depth, b' ');
        }
    }

    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // One look for room, and not one for each part.
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        match find_special(bytes) {
            None => self.out.extend_from_slice(bytes),
            Some(first) => self.escaped(text, first),
        }
        self.out.push(b'"');
    }

    /// Writes a text whose first byte that may have to be escaped is this one.
    fn escaped(&mut self, text: &str, first: usize) {
        let bytes = text.as_bytes();
        let (mut written, mut at) = (0, first);
        while let Some(c) = text[at..].chars().next() {
            let next = at + c.len_utf8();
            if c.is_ascii() || text::is_unsafe(c) {
                self.out.extend_from_slice(&bytes[written..at]);
                self.escape(c);
                written = next;
            }
            at = match find_special(&bytes[next..]) {
                Some(ahead) => next + ahead,
                None => break,
            };
        }
        self.out.extend_from_slice(&bytes[written..]);
    }

    fn escape(&mut self, c: char) {
        let short = match c {
            '"' | '\\' => c,
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let escape = format!("\\u{unit:04x}");
                    self.out.extend_from_slice(escape.as_bytes());
                }
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short as u8]);
    }

    fn display(&mut self, value: impl fmt::Display) -> fmt::Result {
        struct Ascii<'o>(&'o mut Vec<u8>);
        impl fmt::Write for Ascii<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
        write!(Ascii(self.out), "{value}")
    }

    /// Writes a number by its digits, which are given as a text.
    fn digits(&mut self, digits: &(impl Serialize + ?Sized)) -> fmt::Result {
        let quote = self.out.len();
        digits.serialize(&mut *self)?;
        self.out.pop();
        self.out.remove(quote);
        Ok(())
    }

    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.depth = self.depth.map(|depth| depth + 1);
    }

    fn close(&mut self, bracket: u8, is_empty: bool) {
        self.depth = self.depth.map(|depth| depth - 1);
        if !is_empty {
            self.new_line();
        }
        self.out.push(bracket);
    }
}

/// A list or an object that is being written.
pub(super) struct Members<'s, 'o> {
    json: &'s mut JsonSerializer<'o>,
    is_empty: bool,
}

impl Members<'_, '_> {
    fn begin(&mut self) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.json.out.push(b',');
        }
        self.json.new_line();
    }
}

impl SerializeSeq for Members<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.begin();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> fmt::Result {
        self.json.close(b']', self.is_empty);
        Ok(())
    }
}

impl SerializeMap for Members<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.begin();
        key.serialize(&mut *self.json)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.json.out.push(b':');
        if self.json.depth.is_some() {
            self.json.out.push(b' ');
        }
        value.serialize(&mut *self.json)
    }

    fn end(self) -> fmt::Result {
        self.json.close(b'}', self.is_empty);
        Ok(())
    }
}

/// A number of `serde_json`, which is a struct of one member: its digits.
pub(super) struct NumberDigits<'s, 'o>(&'s mut JsonSerializer<'o>);

impl SerializeStruct for NumberDigits<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        digits: &T,
    ) -> fmt::Result {
        self.0.digits(digits)
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

/// Every integer is written by its digits.
macro_rules! integers {
    ($($method:ident($integer:ty))*) => {
        $(fn $method(self, value: $integer) -> fmt::Result {
            self.display(value)
        })*
    };
}

/// What no report has is refused.
impl<'s, 'o> Serializer for &'s mut JsonSerializer<'o> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Members<'s, 'o>;
    type SerializeMap = Members<'s, 'o>;
    type SerializeTuple = Impossible<(), fmt::Error>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeStruct = NumberDigits<'s, 'o>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    fn serialize_bool(self, value: bool) -> fmt::Result {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    integers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, _: f32) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_f64(self, _: f64) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_char(self, value: char) -> fmt::Result {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> fmt::Result {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_none(self) -> fmt::Result {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> fmt::Result {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> fmt::Result {
        if name == NUMBER { self.digits(value) } else { value.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> fmt::Result {
        Err(fmt::Error)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, fmt::Error> {
        self.open(b'[');
        Ok(Members { json: self, is_empty: true })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, fmt::Error> {
        self.open(b'{');
        Ok(Members { json: self, is_empty: true })
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, fmt::Error> {
        Ok(NumberDigits(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, fmt::Error> {
        Err(fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_escaped_as_json_and_for_terminals() {
        let written = |text: &str| {
            let mut out = Vec::new();
            text.serialize(&mut JsonSerializer::compact(&mut out)).expect("a text");
            String::from_utf8(out).expect("it is UTF-8")
        };
        for text in ["", "plain", "\"\\/\u{8}\t\n\u{c}\r\u{0}\u{1b}", "§ 你好 ~ \u{fffd}"] {
            assert_eq!(written(text), serde_json::to_string(text).expect("a text"), "{text}");
        }
        assert_eq!(
            written("a\u{7f}é\u{202e}b\u{e0001}\u{9b}"),
            "\"a\\u007fé\\u202eb\\udb40\\udc01\\u009b\""
        );
    }
}
