//! JSON (RFC 8259) into a [`Value`]: numbers and member order as written, duplicates kept, and what
//! was read before a fault.

mod reader;
mod string;

use reader::JsonReader;

use super::{MOST, ParseFault, Value};

/// Reads one JSON value. Nesting deeper than 127 is a fault. With a fault, the value is as much as
/// was read before it.
pub fn read(text: &[u8]) -> (Value, Option<ParseFault>) {
    read_at_most(MOST, text)
}

/// Reads one JSON value of at most so many members and items, as [`read`] does.
pub fn read_at_most(most: usize, text: &[u8]) -> (Value, Option<ParseFault>) {
    match std::str::from_utf8(text) {
        Ok(text) => read_whole(most, text),
        Err(error) => {
            let (valid, _) = text.split_at(error.valid_up_to());
            let (value, fault) = read_whole(most, std::str::from_utf8(valid).unwrap_or_default());
            let invalid = || ParseFault {
                message: "not JSON: invalid unicode code point".to_owned(),
                byte: valid.len(),
            };
            (value, Some(fault.filter(|fault| fault.byte < valid.len()).unwrap_or_else(invalid)))
        }
    }
}

/// Reads one JSON value from a text, as [`read`] does from bytes.
pub fn read_text(text: &str) -> (Value, Option<ParseFault>) {
    read_whole(MOST, text)
}

fn read_whole(most: usize, text: &str) -> (Value, Option<ParseFault>) {
    let (value, end, fault) = read_beginning(most, text);
    let rest = text[end..].bytes().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    let trailing = |at: usize| ParseFault {
        message: "not JSON: trailing characters".to_owned(),
        byte: end + at,
    };
    (value, fault.or_else(|| rest.map(trailing)))
}

/// Reads one JSON value from the beginning of a text, and gives the offset at which it ends;
/// what follows is not looked at. With a fault, the end is that of the text.
pub fn read_first(text: &str) -> (Value, usize, Option<ParseFault>) {
    read_beginning(MOST, text)
}

fn read_beginning(most: usize, text: &str) -> (Value, usize, Option<ParseFault>) {
    let mut value = Value::Null;
    let mut reader = JsonReader::new(text, most);
    match reader.value(&mut value) {
        Ok(()) => (value, reader.position(), None),
        Err(fault) => (value, text.len(), Some(fault)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

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
        assert_eq!(read_first(r#" {"a":1} x"#).1, 8);
        assert_eq!(read_first("-1.5E3, 2").1, 6);
        assert_eq!(read_first("[1] [2").2, None);
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
