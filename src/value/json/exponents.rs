//! Exponents as they were written: `serde_json` hands over `1.7E9` as `1.7e+9`.

use crate::value::Value;

/// Puts back what was written. Numbers stand in the tree in the order of the text.
pub(super) fn restore(value: &mut Value, text: &[u8]) {
    put_back(value, &mut Lexemes { rest: text });
}

fn put_back(value: &mut Value, lexemes: &mut Lexemes<'_>) {
    match value {
        Value::Number(digits) => {
            if let Some(written) = lexemes.next() {
                *digits = String::from_utf8_lossy(written).into_owned();
            }
        }
        Value::Array(items) => {
            for item in items {
                put_back(item, lexemes);
            }
        }
        Value::Object(members) => {
            for member in members {
                put_back(&mut member.value, lexemes);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The numbers of a valid JSON text.
struct Lexemes<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Lexemes<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let mut in_string = false;
        let mut at = 0;
        while let Some(byte) = self.rest.get(at) {
            match byte {
                b'\\' if in_string => at += 1,
                b'"' => in_string = !in_string,
                b'-' | b'0'..=b'9' if !in_string => {
                    let is_digit =
                        |b: &u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                    let number = &self.rest[at..];
                    let length = number.iter().take_while(|b| is_digit(b)).count();
                    self.rest = &number[length..];
                    return Some(&number[..length]);
                }
                _ => {}
            }
            at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::value::{Value, json};

    #[test]
    fn only_numbers_are_touched() {
        let text = br#"{"1E5":"-1e5 \\\" 2","b":[0.10,1e+5,{"c":2E-3}],"d":1.7672256E9,"e":7}"#;
        let (value, fault) = json::read(text);
        assert_eq!(fault, None);
        let number = |digits: &str| Value::Number(digits.into());
        assert_eq!(value.get("1E5").and_then(Value::as_str), Some("-1e5 \\\" 2"));
        let list = value.get("b").map(Value::items).unwrap_or_default();
        assert_eq!(list[..2], [number("0.10"), number("1e+5")]);
        assert_eq!(list[2].get("c"), Some(&number("2E-3")));
        assert_eq!(value.get("d"), Some(&number("1.7672256E9")));
        assert_eq!(value.get("e"), Some(&number("7")));
    }
}
