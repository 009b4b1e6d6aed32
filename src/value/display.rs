//! Writes values as text for the screen and messages: JSON on one line.

use std::fmt::Write as _;

use super::Value;
use crate::secret::MASK;

/// Deeper values are cut, so that a hostile one cannot exhaust the stack.
const DEEPEST: usize = 64;

/// Whether a value stands for a masked secret, as [`crate::secrecy::KnownSecrets::redacted`] writes
/// it.
fn is_mask(value: &Value) -> bool {
    match value.members() {
        [only] => only.name == "masked" && only.value.get("sha256").is_some(),
        _ => false,
    }
}

/// A string as it is, cut after `most` bytes; anything else as JSON on one line.
pub fn plain(value: &Value, most: usize) -> String {
    match value {
        Value::String(text) => cut(text.as_str(), most).to_owned(),
        value => json(value, most),
    }
}

/// JSON on one line, cut with an ellipsis after about `most` bytes.
pub fn json(value: &Value, most: usize) -> String {
    let mut out = String::new();
    write(value, most, 0, &mut out);
    if out.len() > most {
        out.truncate(cut(&out, most).len());
        out.push('…');
    }
    out
}

/// At most this many bytes, whole characters only.
pub fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

fn write(value: &Value, most: usize, depth: usize, out: &mut String) {
    if out.len() > most {
        return;
    }
    if depth > DEEPEST {
        out.push('…');
        return;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(digits) => out.push_str(digits),
        Value::String(text) => quote(cut(text.as_str(), most), out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(item, most, depth + 1, out);
                if out.len() > most {
                    return;
                }
            }
            out.push(']');
        }
        Value::Object(_) if is_mask(value) => out.push_str(MASK),
        Value::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                quote(cut(&member.name, most), out);
                out.push_str(": ");
                write(&member.value, most, depth + 1, out);
                if out.len() > most {
                    return;
                }
            }
            out.push('}');
        }
    }
}

/// A JSON string (RFC 8259 §7).
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Member;

    #[test]
    fn values_are_written_as_json_and_cut() {
        let value = Value::Object(vec![
            Member { name: "a\"".to_owned(), value: Value::Number("1.50".to_owned()) },
            Member {
                name: "b".to_owned(),
                value: Value::Array(vec![Value::Null, Value::string("x\ny"), Value::Bool(true)]),
            },
        ]);
        assert_eq!(json(&value, usize::MAX), r#"{"a\"": 1.50, "b": [null, "x\ny", true]}"#);
        assert_eq!(json(&value, 6), r#"{"a\""…"#);
        assert_eq!(plain(&Value::string("é=1"), 1), "");
    }

    #[test]
    fn a_deep_value_is_no_danger() {
        let mut value = Value::Null;
        for _ in 0..5_000 {
            value = Value::Array(vec![value]);
        }
        assert!(json(&value, usize::MAX).contains('…'));
        // Dropping it must not be deep either: take it apart from the outside.
        while let Value::Array(mut items) = value {
            value = items.pop().unwrap_or_default();
        }
    }
}
