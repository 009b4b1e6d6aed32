//! Objects with a line for each member, as generated API clients print them.

use super::{Encoding, Reading, scalar};
use crate::value::{Member, Value, json::Fault};

/// `class Name {`, and then a line `name: value` for each member.
pub(super) fn read(text: &str, body: &str) -> Option<Reading> {
    let (name, body) = body.split_once('{')?;
    let is_class = !name.is_empty() && name.trim().bytes().all(|b| b.is_ascii_graphic());
    let mut members = Vec::new();
    let mut end = text.len() - body.len();
    let mut closed = false;
    for line in body.split_inclusive('\n') {
        end += line.len();
        let line = line.trim();
        if line == "}" {
            closed = true;
            break;
        }
        if let Some((name, value)) =
            line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))
        {
            let value = value.trim();
            let value = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) => Value::Array(list.split(", ").map(scalar).collect()),
                None => scalar(value),
            };
            members.push(Member { name: name.to_owned(), value });
        }
    }
    let fault = (!closed)
        .then(|| Fault { message: "the object ends too early".to_owned(), byte: text.len() });
    let value = Value::Object(members);
    is_class.then_some(Reading { value, end, fault, encoding: Encoding::Java })
}
