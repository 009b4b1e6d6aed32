//! Structures and maps as Go's `%v` and `%+v` print them: `&{AccessToken:… TokenType:…}`,
//! `map[access_token:… scope:…]`. Values are parted by spaces, so that a value ends where the next
//! ` Name:` begins.
//!
//! The report has no encoding of its own for Go; `java` is the nearest.

use crate::{
    input::{
        Encoding,
        notation::{DEPTH, NotationReading},
    },
    value::{MOST, Member, ParseFault, TOO_MANY, Value, json},
};

/// Reads an object from the beginning of a text, if it begins like one.
pub fn read(text: &str) -> Option<NotationReading> {
    let body = text.trim_start_matches('&');
    let body = body.strip_prefix("map").unwrap_or(body);
    if !body.starts_with(['{', '[']) {
        return None;
    }
    let name = member_name(&body[1..])?;
    // YAML has a space behind the colon; here there is one only when the value is empty.
    let behind = &body[name.len() + 2..];
    if behind.starts_with(' ') && member_name(&behind[1..]).is_none() {
        return None;
    }
    let mut reader = GoReader { text, at: text.len() - body.len(), depth: 0, left: MOST };
    let mut value = Value::Null;
    let fault = reader.object(&mut value).err();
    Some(NotationReading { value, end: reader.at, fault, encoding: Encoding::Java })
}

/// The name of the member that begins here. What looks like the scheme of a URL is none.
fn member_name(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = text.find(|c| !is_part(c)).filter(|end| (1..=200).contains(end))?;
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let behind = &text[end..];
    (is_name && behind.starts_with(':') && !behind.starts_with("://")).then(|| &text[..end])
}

struct GoReader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many members may still be read.
    left: usize,
}

impl<'a> GoReader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fault(&self, message: &str) -> Result<(), ParseFault> {
        Err(ParseFault { message: message.to_owned(), byte: self.at })
    }

    /// Members, from the opening bracket on.
    fn object(&mut self, slot: &mut Value) -> Result<(), ParseFault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fault("nested too deeply");
        }
        let close = if self.rest().starts_with('[') { ']' } else { '}' };
        self.at += 1;
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(' ').len();
            let rest = self.rest();
            if rest.starts_with(close) {
                self.at += 1;
                self.depth -= 1;
                return Ok(());
            }
            let Some(name) = member_name(rest) else {
                return self.fault("the object ends too early");
            };
            self.at += name.len() + 1;
            let mut value = Value::Null;
            let outcome = self.value(&mut value, close);
            members.push(Member { name: name.to_owned(), value });
            outcome?;
            let Some(left) = self.left.checked_sub(1) else { return self.fault(TOO_MANY) };
            self.left = left;
        }
    }

    /// One value, up to the next member or the closing bracket.
    fn value(&mut self, slot: &mut Value, close: char) -> Result<(), ParseFault> {
        let rest = self.rest();
        let inner = rest.trim_start_matches('&');
        let inner = inner.strip_prefix("map").unwrap_or(inner);
        if inner.starts_with(['{', '[']) && member_name(&inner[1..]).is_some() {
            self.at += rest.len() - inner.len();
            return self.object(slot);
        }
        // Brackets in a value are balanced: `[a b]`, `{0 0 <nil>}`.
        let mut nested = 0_usize;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            match c {
                ' ' if nested == 0 && member_name(&rest[at + 1..]).is_some() => {
                    end = at;
                    break;
                }
                '[' | '{' => nested += 1,
                c if nested == 0 && c == close => {
                    end = at;
                    break;
                }
                ']' | '}' => nested = nested.saturating_sub(1),
                _ => {}
            }
        }
        self.at += end;
        let text = &rest[..end];
        *slot = match text.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => Value::Array(list.split_whitespace().map(scalar).collect()),
            None => scalar(text),
        };
        if end < rest.len() { Ok(()) } else { self.fault("the object ends too early") }
    }
}

fn scalar(text: &str) -> Value {
    match text {
        "<nil>" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if json::is_number(text) => Value::Number(text.to_owned()),
        _ => Value::string(text),
    }
}
