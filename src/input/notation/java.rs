//! Objects as Java prints them: `Name[k=v, …]` (records), `Name{k=v, …}` and `Name(k=v, …)`
//! (written or generated `toString`), `{k=v, …}` (maps), and the lines of generated clients.
//!
//! Values have no quotes, so that a value ends where the next `, name=` begins. C# records
//! (`Name { K = v }`) are close enough to be read here too.

mod scalar;

use scalar::scalar;

use crate::{
    input::{
        Encoding,
        notation::{DEPTH, NotationReading},
    },
    value::{MOST, Member, ParseFault, ReadResult, TOO_MANY, Value, json},
};

/// Reads an object from the beginning of a text, if it begins like one.
pub fn read(text: &str) -> Option<NotationReading> {
    if let Some(body) = text.strip_prefix("class ") {
        return class_lines(text, body);
    }
    let name = name(text);
    let behind = text[name.len()..].trim_start_matches(' ');
    let open = behind.chars().next().filter(|c| matches!(c, '[' | '{' | '('))?;
    let inside = behind[1..].trim_start();
    // A map of maps has no `=` at once, and a list of Java objects has a name first.
    let is_java = member_name(inside).is_some() || (open == '[' && starts_object(inside));
    if !is_java {
        return None;
    }
    let mut reader = JavaReader { text, at: 0, depth: 0, left: MOST, unclosed: [false; 2] };
    let mut value = Value::Null;
    reader.at = text.len() - behind.len();
    let fault = reader.bracketed(name, &mut value).err();
    Some(NotationReading { value, end: reader.at, fault, encoding: Encoding::Java })
}

/// Whether a list's first item is an object that Java prints.
fn starts_object(text: &str) -> bool {
    let name = name(text);
    let behind = &text[name.len()..];
    behind.starts_with(['[', '{', '(']) && member_name(behind[1..].trim_start()).is_some()
}

/// The class name here: dotted, with `$` for inner classes and `@` before an identity.
fn name(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '@');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..end] } else { "" }
}

/// The name of the member that begins here, and the length with the `=` behind it.
fn member_name(text: &str) -> Option<(&str, usize)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '-');
    let end = text.find(|c| !is_part(c)).filter(|end| (1..=200).contains(end))?;
    let behind = text[end..].trim_start_matches(' ');
    let is_member =
        behind.starts_with('=') && !behind.starts_with("=>") && !behind.starts_with("==");
    is_member.then(|| (&text[..end], text.len() - behind.len() + 1))
}

struct JavaReader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many members and items may still be read.
    left: usize,
    /// Whether no `'` or `"` from here on closes a value.
    unclosed: [bool; 2],
}

/// What encloses a value, which decides where the value ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Members: at the next `, name=`.
    Object,
    /// Items: at the next comma.
    List,
    /// One value in a wrapper: at the bracket.
    Wrapper,
}

impl<'a> JavaReader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fault(&self, message: &str) -> ReadResult {
        Err(ParseFault { message: message.to_owned(), byte: self.at })
    }

    /// An object, list or wrapper, from its opening bracket on.
    fn bracketed(&mut self, name: &str, slot: &mut Value) -> ReadResult {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fault("nested too deeply");
        }
        let open = self.peek();
        let close = match open {
            Some(b'[') => b']',
            Some(b'(') => b')',
            _ => b'}',
        };
        self.at += 1;
        self.skip_blank();
        let base = name.rsplit(['.', '$']).next().unwrap_or(name);
        let outcome = if base.starts_with("Optional") || matches!(base, "JsonNullable" | "Some") {
            self.value(slot, Inside::Wrapper, close).and_then(|()| self.close(close))
        } else if member_name(self.rest()).is_some()
            && (!name.is_empty() || open == Some(b'{') || self.depth == 1)
        {
            self.members(slot, close)
        } else {
            let outcome = self.items(slot, close);
            match slot {
                Value::Array(items) if items.is_empty() && (close == b'}' || !name.is_empty()) => {
                    *slot = Value::Object(Vec::new());
                }
                // `Scope(read)` is what is in it.
                Value::Array(items) if items.len() == 1 && !name.is_empty() => {
                    *slot = items.swap_remove(0);
                }
                _ => {}
            }
            outcome
        };
        self.depth -= 1;
        outcome
    }

    fn members(&mut self, slot: &mut Value, close: u8) -> ReadResult {
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        loop {
            self.skip_blank();
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(());
            }
            let mut value = Value::Null;
            if let Some((name, length)) = member_name(self.rest()) {
                self.at += length;
                let outcome = self.value(&mut value, Inside::Object, close);
                members.push(Member { name: name.to_owned(), value });
                outcome?;
            } else {
                // A map without a name holds the members of the object round it.
                let outcome = self.value(&mut value, Inside::List, close);
                if let Value::Object(inner) = value {
                    members.extend(inner);
                }
                outcome?;
            }
            self.comma(close)?;
        }
    }

    fn items(&mut self, slot: &mut Value, close: u8) -> ReadResult {
        *slot = Value::Array(Vec::new());
        let Value::Array(items) = slot else { return Ok(()) };
        loop {
            self.skip_blank();
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(());
            }
            let mut item = Value::Null;
            let outcome = self.value(&mut item, Inside::List, close);
            items.push(item);
            outcome?;
            self.comma(close)?;
        }
    }

    /// Reads the comma after a member or an item, unless the closing bracket comes next.
    fn comma(&mut self, close: u8) -> ReadResult {
        let Some(left) = self.left.checked_sub(1) else { return self.fault(TOO_MANY) };
        self.left = left;
        match self.peek() {
            Some(b',' | b'\n' | b';') => {
                self.at += 1;
                Ok(())
            }
            Some(byte) if byte == close => Ok(()),
            _ => self.fault("the object ends too early"),
        }
    }

    fn close(&mut self, close: u8) -> ReadResult {
        self.skip_blank();
        if self.peek() != Some(close) {
            return self.fault("the object ends too early");
        }
        self.at += 1;
        Ok(())
    }

    /// Reads one value, up to the text that ends it.
    fn value(&mut self, slot: &mut Value, inside: Inside, close: u8) -> ReadResult {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        if let Some(content) = self.quoted() {
            *slot = match json::read_text(content) {
                (value @ Value::Object(_), None) => value,
                _ => Value::string(content),
            };
            return Ok(());
        }
        let rest = self.rest();
        let name = name(rest);
        let behind = &rest[name.len()..];
        let is_class = name
            .rsplit(['.', '$'])
            .next()
            .is_some_and(|base| base.starts_with(|c: char| c.is_ascii_uppercase()));
        let begins = behind.starts_with(['[', '{']) || is_class && behind.starts_with('(');
        // Eclipse and C# put a blank between the name and the bracket.
        let spaced = behind.strip_prefix([' ']).and_then(|it| it.strip_prefix(['[', '{']));
        let is_spaced = is_class && spaced.is_some_and(|it| member_name(it.trim_start()).is_some());
        if (name.is_empty() || is_class) && (begins || is_spaced) {
            if name.is_empty() && rest.starts_with("{\"") {
                let (value, end, fault) = json::read_first(rest);
                if fault.is_none() {
                    *slot = value;
                    self.at += end;
                    return Ok(());
                }
            }
            self.at += name.len() + usize::from(is_spaced);
            return self.bracketed(name, slot);
        }
        let text = self.bare(inside, close);
        *slot = scalar(text);
        if self.at < self.text.len() { Ok(()) } else { self.fault("the object ends too early") }
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }
}

/// `class Name {`, and then a line `name: value` for each member.
fn class_lines(text: &str, body: &str) -> Option<NotationReading> {
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
        .then(|| ParseFault { message: "the object ends too early".to_owned(), byte: text.len() });
    let value = Value::Object(members);
    is_class.then_some(NotationReading { value, end, fault, encoding: Encoding::Java })
}
