//! JSON (RFC 8259) into a [`Value`], in place: what was read before a fault is kept.

mod exponents;

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Member, Value};
use crate::problem::Problem;

/// The most members and items that are read of one document, in any notation: more than anybody
/// has, fewer than would hurt.
pub const MOST: usize = 100_000;

/// What a fault says of more than that.
pub const TOO_MANY: &str = "more than 100,000 members and items; the rest is not read";

/// Where JSON text stops being readable, and why. It never quotes the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// Offset in bytes, from zero.
    pub byte: usize,
}

impl Fault {
    /// The same as a [`Problem`] at a line and column of the text that was read.
    pub fn problem(&self, text: &[u8]) -> Problem {
        let before = &text[..self.byte.min(text.len())];
        let mut lines = before.rsplit(|byte| *byte == b'\n');
        // Every byte but a continuation byte begins a character (RFC 3629 §3).
        let column =
            lines.next().into_iter().flatten().filter(|byte| **byte & 0xc0 != 0x80).count();
        let (line, column) = (lines.count() + 1, column + 1);
        Problem::new(self.message.clone()).at(line, column)
    }
}

/// Reads one JSON value. Member order, duplicate members and the digits of numbers are kept;
/// nesting deeper than 128 is a fault. With a fault, the value is as much as was read before it.
pub fn read(text: &[u8]) -> (Value, Option<Fault>) {
    let (value, end, fault) = read_first(text);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let rest = text[end..].iter().position(|byte| !is_blank(byte));
    let trailing =
        |at: usize| Fault { message: "not JSON: trailing characters".to_owned(), byte: end + at };
    (value, fault.or_else(|| rest.map(trailing)))
}

/// Reads one JSON value from the beginning of a text, and gives the offset at which it ends;
/// what follows is not looked at. With a fault, the end is that of the text.
pub fn read_first(text: &[u8]) -> (Value, usize, Option<Fault>) {
    let mut value = Value::Null;
    let mut exponents = false;
    let mut left = MOST;
    let mut reader = serde_json::Deserializer::from_slice(text);
    let slot = ValueSlot {
        value: &mut value,
        text: &text.as_ptr_range(),
        exponents: &mut exponents,
        left: &mut left,
    };
    let fault = slot.deserialize(&mut reader).err().map(|error| fault(text, &error));
    let end = match fault {
        Some(_) => text.len(),
        None => reader.into_iter::<IgnoredAny>().byte_offset(),
    };
    if exponents {
        exponents::restore(&mut value, &text[..end]);
    }
    // A number that the end of the text or garbage cuts short would be another number.
    if let Some(Fault { byte, .. }) = fault
        && text[..byte].last().is_some_and(u8::is_ascii_digit)
        && text.get(byte).is_none_or(|next| !matches!(next, b',' | b']' | b'}'))
    {
        drop_last_number(&mut value);
    }
    (value, end, fault)
}

/// Takes away the value that was read last, if it is a number inside a list or object.
fn drop_last_number(value: &mut Value) {
    match value {
        Value::Array(items) => match items.last_mut() {
            Some(Value::Number(_)) => drop(items.pop()),
            Some(item) => drop_last_number(item),
            None => {}
        },
        Value::Object(members) => match members.last_mut() {
            Some(Member { value: Value::Number(_), .. }) => drop(members.pop()),
            Some(member) => drop_last_number(&mut member.value),
            None => {}
        },
        _ => {}
    }
}

/// Whether the text is a JSON number (RFC 8259 §6), so that it may stand in a [`Value::Number`].
pub fn is_number(text: &str) -> bool {
    fn after_digits(text: &[u8]) -> Option<&[u8]> {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then_some(&text[digits..])
    }
    fn check(text: &[u8]) -> Option<bool> {
        let text = text.strip_prefix(b"-").unwrap_or(text);
        let mut rest = after_digits(text)?;
        if text.len() - rest.len() > 1 && text[0] == b'0' {
            return None;
        }
        if let [b'.', fraction @ ..] = rest {
            rest = after_digits(fraction)?;
        }
        if let [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] = rest {
            rest = after_digits(exponent)?;
        }
        Some(rest.is_empty())
    }
    check(text.as_bytes()) == Some(true)
}

fn fault(text: &[u8], error: &serde_json::Error) -> Fault {
    let message = if error.is_eof() {
        "the JSON ends too early".to_owned()
    } else {
        let words = error.to_string();
        let words = words.rfind(" at line ").map_or(&*words, |end| &words[..end]);
        if error.is_data() { words.to_owned() } else { format!("not JSON: {words}") }
    };
    // serde_json counts lines from one and gives the bytes of the line that were consumed, the
    // offending one among them unless the text ended.
    let line: usize =
        text.split_inclusive(|byte| *byte == b'\n').take(error.line() - 1).map(<[u8]>::len).sum();
    let consumed = line + error.column();
    let byte = if error.is_eof() { text.len() } else { consumed.saturating_sub(1) };
    Fault { message, byte: byte.min(text.len()) }
}

/// A place for one value, filled as it is read.
struct ValueSlot<'a> {
    value: &'a mut Value,
    /// Where the text lies in memory; see [`Name`].
    text: &'a Range<*const u8>,
    /// Whether a number had an exponent; see [`exponents`].
    exponents: &'a mut bool,
    /// How many members and items may still be read.
    left: &'a mut usize,
}

/// Counts a member or an item.
fn count<E: Error>(left: &mut usize) -> Result<(), E> {
    *left = left.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY))?;
    Ok(())
}

impl<'de> DeserializeSeed<'de> for ValueSlot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSlot<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.value = Value::Null;
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.value = Value::Bool(value);
        Ok(())
    }

    // Whole numbers of up to 64 bits come as such, all others as their digits; see [`Name`].
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        *self.value = Value::Number(number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        *self.value = Value::Number(number.to_string());
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.value = Value::string(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        *self.value = Value::Array(Vec::new());
        let Value::Array(list) = self.value else { return Ok(()) };
        loop {
            let mut item = Value::Null;
            let slot = ValueSlot {
                value: &mut item,
                text: self.text,
                exponents: self.exponents,
                left: self.left,
            };
            let next = items.next_element_seed(slot);
            if matches!(next, Ok(Some(()))) || is_begun(&item) {
                list.push(item);
            }
            if next?.is_none() {
                return Ok(());
            }
            count(self.left)?;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        *self.value = Value::Object(Vec::new());
        let Value::Object(list) = self.value else { return Ok(()) };
        while let Some(name) = members.next_key_seed(NameSeed { text: self.text })? {
            match name {
                Name::Member(name) => {
                    count(self.left)?;
                    let mut value = Value::Null;
                    let slot = ValueSlot {
                        value: &mut value,
                        text: self.text,
                        exponents: self.exponents,
                        left: self.left,
                    };
                    let next = members.next_value_seed(slot);
                    if next.is_ok() || is_begun(&value) {
                        list.push(Member { name, value });
                    }
                    next?;
                }
                Name::Digits => {
                    let digits: String = members.next_value()?;
                    *self.exponents |= digits.contains('e');
                    *self.value = Value::Number(digits);
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Whether anything of a value was read before its fault.
fn is_begun(value: &Value) -> bool {
    !matches!(value, Value::Null)
}

/// The name of a member, or the sign by which `serde_json` announces the digits of a number.
///
/// With `arbitrary_precision` a long or fractional number arrives as a map of one private name. A hostile object can
/// bear the same name, but then it lies in the text that is being read, or in a buffer where it
/// was unescaped; only the true sign is borrowed from elsewhere.
enum Name {
    Member(String),
    Digits,
}

struct NameSeed<'a> {
    text: &'a Range<*const u8>,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name, E> {
        if name.is_empty() || self.text.contains(&name.as_ptr()) {
            return Ok(Name::Member(name.to_owned()));
        }
        Ok(Name::Digits)
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(Name::Member(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: &Value) -> String {
        match value {
            Value::Null => "null".into(),
            Value::Bool(value) => value.to_string(),
            Value::Number(digits) => digits.clone(),
            Value::String(text) => format!("{:?}", text.as_str()),
            Value::Array(items) => {
                format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(","))
            }
            Value::Object(members) => {
                let members = members.iter().map(|m| format!("{:?}:{}", m.name, show(&m.value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }

    fn partial(text: &str) -> (String, usize) {
        let (value, fault) = read(text.as_bytes());
        (show(&value), fault.unwrap().byte)
    }

    #[test]
    fn order_duplicates_and_digits_are_kept() {
        let text = r#"{"z":1.50,"a":[123456789012345678901234567890,-0,1E+2],"z":null,"":true}"#;
        let (value, fault) = read(text.as_bytes());
        assert_eq!(fault, None);
        assert_eq!(
            show(&value),
            r#"{"z":1.50,"a":[123456789012345678901234567890,-0,1E+2],"z":null,"":true}"#
        );
    }

    #[test]
    fn the_end_of_the_first_value_is_found() {
        assert_eq!(read_first(br#" {"a":1} x"#).1, 8);
        assert_eq!(read_first(b"-1.5E3, 2").1, 6);
        assert_eq!(read_first(b"[1] [2").2, None);
    }

    #[test]
    fn numbers_are_told_from_text() {
        for number in ["0", "-0", "10", "1.5", "1e5", "1.7672256E9", "-2.0e-05"] {
            assert!(is_number(number), "{number}");
        }
        for text in ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", "1_0", "NaN", "1 ", "--1"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_fault_is_kept() {
        assert_eq!(
            partial(r#"{"a":1,"b":{"c":[1,2,"x"#),
            (r#"{"a":1,"b":{"c":[1,2]}}"#.into(), 23)
        );
        assert_eq!(partial(r#"{"a":1,"b":tru}"#).0, r#"{"a":1}"#);
        assert_eq!(partial(r#"{"a":1} x"#), (r#"{"a":1}"#.into(), 8));
        assert_eq!(partial("{\"a\":1,\n\"b\": ?}"), (r#"{"a":1}"#.into(), 13));
        assert_eq!(partial(r#"{"a":1,"b":[1,{"c":23"#).0, r#"{"a":1,"b":[1,{}]}"#);
        assert_eq!(partial(""), ("null".into(), 0));
    }

    #[test]
    fn the_private_name_of_numbers_is_an_ordinary_member_name() {
        for text in [
            r#"{"$serde_json::private::Number":"x"}"#,
            r#"{"\u0024serde_json::private::Number":"x"}"#,
        ] {
            let (value, fault) = read(text.as_bytes());
            assert_eq!(fault, None);
            assert_eq!(show(&value), r#"{"$serde_json::private::Number":"x"}"#);
        }
    }

    #[test]
    fn a_fault_has_a_line_and_a_column_in_characters() {
        let text = "{\n \"é\": ?}".as_bytes();
        let (_, fault) = read(text);
        assert_eq!(fault.unwrap().problem(text), Problem::new("not JSON: expected value").at(2, 7));
    }

    #[test]
    fn deep_nesting_is_a_fault() {
        let (_, fault) = read("[".repeat(100_000).as_bytes());
        assert_eq!(fault.unwrap().message, "not JSON: recursion limit exceeded");
    }
}
