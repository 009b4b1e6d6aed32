//! Objects as Python, JavaScript and Ruby print them, and JSON with small mistakes.
//!
//! The three notations differ in words and punctuation only, so that one reader takes them all and
//! [`Evidence`] tells afterwards which it was. Values stay where they were read when a later byte
//! is wrong. Nesting is limited, and no byte is looked at more than a few times.

mod call;
mod evidence;
mod scalar;
mod string;
mod time;

use super::notation::{DEPTH, Reading};
use crate::value::{Member, Value, json, json::Fault};
use evidence::Evidence;

/// Reads one value from the beginning of a text.
pub(super) fn read(text: &str) -> Reading {
    let mut reader = Reader::new(text);
    let mut value = Value::Null;
    let fault = reader.value(&mut value).err();
    Reading { value, end: reader.at, fault, encoding: reader.evidence.encoding() }
}

/// Reads members without brackets around them, as when lines are copied out of an object.
pub(super) fn read_members(text: &str) -> Reading {
    let mut reader = Reader::new(text);
    let mut members = Vec::new();
    let fault = reader.members(&mut members, Close::End).err();
    let value = Value::Object(members);
    Reading { value, end: reader.at, fault, encoding: reader.evidence.encoding() }
}

/// The content of a string literal at the beginning of a text, and where it ends.
pub(super) fn read_string(text: &str) -> Option<(Value, usize)> {
    let mut reader = Reader::new(text);
    reader.string_prefix();
    let string = reader.string().ok()?;
    Some((Value::string(string), reader.at))
}

/// Where members or items end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    /// At this bracket.
    Bracket(u8),
    /// At the end of the text, or a bracket that was opened before it.
    End,
}

/// What stands in braces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Object,
    Set,
}

/// What went wrong, at the reader's place.
type Outcome = Result<(), Fault>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many values may still be read.
    left: usize,
    /// Whether the object here has a name: Rust prints variants without quotes in it.
    is_named: bool,
    evidence: Evidence,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            left: json::MOST + 1,
            is_named: false,
            evidence: Evidence::default(),
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault<T>(&self, message: &str) -> Result<T, Fault> {
        let end = self.at >= self.text.len();
        let message = if end { "the object ends too early" } else { message };
        Err(Fault { message: message.to_owned(), byte: self.at })
    }

    /// Goes past `expected`, if that is what stands here.
    fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Goes past white space and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            let rest = &rest[blank..];
            let comment = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                0
            };
            self.at += blank + comment;
            if comment == 0 {
                return;
            }
        }
    }

    /// One value, into its slot.
    fn value(&mut self, slot: &mut Value) -> Outcome {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fault("nested too deeply");
        }
        let Some(left) = self.left.checked_sub(1) else { return self.fault(json::TOO_MANY) };
        self.left = left;
        self.skip_blank();
        let outcome = match self.peek() {
            Some(b'{') => self.object(slot),
            Some(b'[') => self.list(slot),
            Some(b'(') => self.tuple(slot),
            Some(b'"' | b'\'' | b'`') => self.strings(slot),
            Some(b'<' | b'#') => self.inspected(slot),
            Some(b':') => self.symbol(slot),
            Some(b'%' | b'~') => self.elixir(slot),
            Some(b'0'..=b'9' | b'-' | b'+') => self.number(slot),
            Some(_) => self.word(slot),
            None => self.fault("a value is missing"),
        };
        self.depth -= 1;
        outcome
    }

    /// `{…}`: members, or the items of a set.
    fn object(&mut self, slot: &mut Value) -> Outcome {
        self.at += 1;
        self.evidence.opening_brace(self.rest());
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        if self.members(members, Close::Bracket(b'}'))? == Form::Set {
            *slot = Value::Array(members.drain(..).map(|member| member.value).collect());
        }
        Ok(())
    }

    /// `%{…}`, `%Name{…}` or a sigil such as `~U[2026-01-01 00:00:00Z]`, as Elixir prints them.
    fn elixir(&mut self, slot: &mut Value) -> Outcome {
        self.evidence.elixir();
        let rest = self.rest();
        if let Some(sigil) = rest.strip_prefix('~') {
            let Some((content, _)) = sigil.get(2..).and_then(|text| text.split_once(']')) else {
                return self.fault("this is no value");
            };
            self.at += content.len() + "~U[]".len();
            *slot = Value::string(content);
            return Ok(());
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let name = rest[1..].find(|c| !is_part(c)).unwrap_or(rest.len() - 1);
        self.at += 1 + name;
        if self.peek() == Some(b'{') { self.object(slot) } else { self.fault("this is no value") }
    }

    /// Members up to the end.
    fn members(&mut self, members: &mut Vec<Member>, close: Close) -> Result<Form, Fault> {
        let mut form = Form::Object;
        loop {
            self.skip_blank();
            if self.is_at_end(close) {
                return Ok(form);
            }
            if self.elision() {
                continue;
            }
            if form == Form::Set {
                let mut value = Value::Null;
                let outcome = self.value(&mut value);
                if outcome.is_ok() || value != Value::Null {
                    members.push(Member { name: String::new(), value });
                }
                outcome?;
                self.comma(close)?;
                continue;
            }
            let name = self.name()?;
            self.skip_blank();
            if !self.separator(close) {
                if close == Close::Bracket(b'}') && matches!(self.peek(), Some(b',' | b'}')) {
                    form = Form::Set;
                    members.push(Member { name: String::new(), value: Value::string(name) });
                    self.comma(close)?;
                    continue;
                }
                return self.fault("a name must be followed by a value");
            }
            let mut value = Value::Null;
            let outcome = self.value(&mut value);
            if outcome.is_ok() || value != Value::Null {
                members.push(Member { name, value });
            }
            outcome?;
            self.comma(close)?;
        }
    }

    /// Whether the end was here.
    fn is_at_end(&mut self, close: Close) -> bool {
        match close {
            Close::End => matches!(self.peek(), None | Some(b'}' | b']' | b')')),
            Close::Bracket(close) if self.peek() == Some(close) => {
                self.at += 1;
                true
            }
            Close::Bracket(_) => false,
        }
    }

    /// A comma, unless the end comes next.
    fn comma(&mut self, close: Close) -> Outcome {
        self.skip_blank();
        if self.eat(",") || self.eat(";") {
            return Ok(());
        }
        match (self.peek(), close) {
            // Members without brackets may be parted by white space alone.
            (Some(_), Close::End) if !self.name_word().is_empty() => Ok(()),
            (None | Some(b'}' | b']' | b')'), Close::End) => Ok(()),
            // So may those of objects in `<…>`, in Ruby and Python.
            (Some(_), Close::Bracket(b'>')) if self.is_member() => Ok(()),
            (Some(byte), Close::Bracket(close)) if byte == close => Ok(()),
            _ => self.fault("a comma or a closing bracket is missing"),
        }
    }

    /// `... 3 more items`, as JavaScript shortens long lists.
    fn elision(&mut self) -> bool {
        let found = self.eat("...") || self.eat("…");
        if found {
            let rest = self.rest();
            self.at += rest.find(['\n', ',', ']', '}']).unwrap_or(rest.len());
            self.eat(",");
        }
        found
    }

    /// What parts a name from its value. None of the languages prints `{name=value}`.
    fn separator(&mut self, close: Close) -> bool {
        if self.eat("=>") {
            self.evidence.hash_rocket();
            return true;
        }
        if self.eat(":") {
            self.evidence.colon(self.rest());
            return true;
        }
        let found = close != Close::Bracket(b'}') && self.eat("=");
        if found && close == Close::End {
            // As Python prints arguments and models.
            self.evidence.call();
        }
        found
    }

    /// A member's name: quoted, a symbol, or a word.
    fn name(&mut self) -> Result<String, Fault> {
        let start = self.at;
        match self.peek() {
            Some(quote @ (b'"' | b'\'' | b'`')) => {
                let name = self.string()?;
                self.evidence.quoted_name(&name, quote);
                Ok(name)
            }
            Some(b':') => {
                let mut symbol = Value::Null;
                self.symbol(&mut symbol)?;
                Ok(symbol.as_str().unwrap_or_default().to_owned())
            }
            // `[Symbol(name)]` and `[length]` in JavaScript.
            Some(b'[') => match self.rest().find(']') {
                Some(end) if end < 100 => {
                    self.at += end + 1;
                    self.evidence.javascript();
                    Ok(self.text[start + 1..start + end].to_owned())
                }
                _ => self.fault("this is no name"),
            },
            _ => {
                self.eat("@");
                let word = self.name_word();
                if word.is_empty() {
                    return self.fault("a name is missing");
                }
                self.at += word.len();
                if self.text.as_bytes()[start] != b'@' {
                    self.evidence.bare_name();
                }
                Ok(word.to_owned())
            }
        }
    }

    /// The word here, as names without quotes are written.
    fn name_word(&self) -> &'a str {
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '?' | '!');
        &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
    }

    /// `[…]`: items, or one of JavaScript's placeholders such as `[Object]`.
    fn list(&mut self, slot: &mut Value) -> Outcome {
        if self.placeholder(slot)? {
            return Ok(());
        }
        self.at += 1;
        if self.is_dictionary() {
            // Swift prints dictionaries in brackets.
            *slot = Value::Object(Vec::new());
            let Value::Object(members) = slot else { return Ok(()) };
            return self.members(members, Close::Bracket(b']')).map(|_| ());
        }
        self.items(slot, b']')
    }

    /// Whether a name in quotes and a colon stand here.
    fn is_dictionary(&mut self) -> bool {
        let start = self.at;
        self.skip_blank();
        let quoted = matches!(self.peek(), Some(b'"' | b'\'')) && self.string().is_ok();
        self.skip_blank();
        let found = quoted && self.peek() == Some(b':');
        self.at = start;
        found
    }

    /// `(…)`: a tuple, or one value in brackets.
    fn tuple(&mut self, slot: &mut Value) -> Outcome {
        self.at += 1;
        self.items(slot, b')')?;
        let one = self.text[..self.at - 1].trim_end();
        if let Value::Array(items) = slot
            && items.len() == 1
            && !one.ends_with(',')
        {
            *slot = items.swap_remove(0);
        }
        Ok(())
    }

    /// Items up to the closing bracket.
    fn items(&mut self, slot: &mut Value, close: u8) -> Outcome {
        *slot = Value::Array(Vec::new());
        let Value::Array(items) = slot else { return Ok(()) };
        loop {
            self.skip_blank();
            if self.is_at_end(Close::Bracket(close)) {
                return Ok(());
            }
            if self.elision() {
                continue;
            }
            let mut item = Value::Null;
            let outcome = self.value(&mut item);
            if outcome.is_ok() || item != Value::Null {
                items.push(item);
            }
            outcome?;
            self.comma(Close::Bracket(close))?;
        }
    }
}
