//! Values in quotes, and values without, which have no sign of where they end.

use super::{Inside, JavaReader, member_name};
use crate::value::{Value, json};

impl<'a> JavaReader<'a> {
    /// Text up to what ends the value. Brackets of the closing kind inside it are balanced.
    pub(super) fn bare(&mut self, inside: Inside, close: u8) -> &'a str {
        let open = match close {
            b']' => b'[',
            b')' => b'(',
            _ => b'{',
        };
        let rest = self.rest();
        let mut nested = 0_usize;
        let mut end = rest.len();
        // White space that was looked past once is not looked past again.
        let mut looked = 0;
        for (at, byte) in rest.bytes().enumerate() {
            let ends = match byte {
                b',' | b'\n' if nested == 0 && at >= looked => match inside {
                    Inside::Object => {
                        let next = rest[at + 1..].trim_start_matches([' ', '\n', '\r', '\t']);
                        looked = rest.len() - next.len();
                        member_name(next).is_some() || next.as_bytes().first() == Some(&close)
                    }
                    Inside::List => byte == b',',
                    Inside::Wrapper => false,
                },
                _ if byte == close && nested == 0 => true,
                _ => {
                    nested += usize::from(byte == open);
                    nested -= usize::from(byte == close);
                    false
                }
            };
            if ends {
                end = at;
                break;
            }
        }
        self.at += end;
        rest[..end].trim_end()
    }

    /// A value in quotes, as some generated code prints it: up to the quote that something which
    /// ends a value follows.
    pub(super) fn quoted(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let unclosed = usize::from(quote == '"');
        if self.unclosed[unclosed] {
            return None;
        }
        let ends = |at: &usize| {
            let behind = rest[at + 1..].trim_start_matches(' ');
            behind.is_empty() || behind.starts_with([',', '}', ']', ')', '\n', '\r'])
        };
        let found = rest[1..].match_indices(quote).map(|(at, _)| at + 1).find(ends);
        let Some(end) = found else {
            self.unclosed[unclosed] = true;
            return None;
        };
        self.at += end + 1;
        self.skip_spaces();
        Some(&rest[1..end])
    }
}

/// A value without quotes.
pub(super) fn scalar(text: &str) -> Value {
    match text {
        "null" | "JsonNullable.undefined" | "Optional.absent()" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if text.strip_suffix(".empty").is_some_and(|name| name.starts_with("Optional")) => {
            Value::Null
        }
        _ if json::is_number(text) => Value::Number(text.to_owned()),
        _ => Value::string(text),
    }
}
