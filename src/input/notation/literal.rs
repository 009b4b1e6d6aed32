//! Objects as Python, JavaScript and Ruby print them, and JSON with small mistakes.
//!
//! The three notations differ in words and punctuation only, so that one reader takes them all and
//! [`LanguageEvidence`] tells afterwards which it was. Values stay where they were read when a later byte
//! is wrong. Nesting is limited, and no byte is looked at more than a few times.

mod call;
mod evidence;
mod members;
mod scalar;
mod string;

use evidence::LanguageEvidence;

use super::{DEPTH, NotationReading};
use crate::value::{MOST, ParseFault, ReadResult, TOO_MANY, Value};

/// Reads one value from the beginning of a text.
pub fn read(text: &str) -> NotationReading {
    let mut reader = LiteralReader::new(text);
    let mut value = Value::Null;
    let fault = reader.value(&mut value).err();
    NotationReading { value, end: reader.at, fault, encoding: reader.evidence.encoding() }
}

/// Reads members without brackets around them, as when lines are copied out of an object.
pub fn read_members(text: &str) -> NotationReading {
    let mut reader = LiteralReader::new(text);
    let mut members = Vec::new();
    let fault = reader.members(&mut members, Close::End).err();
    let value = Value::Object(members);
    NotationReading { value, end: reader.at, fault, encoding: reader.evidence.encoding() }
}

/// The content of a string literal at the beginning of a text, and where it ends.
pub fn read_string(text: &str) -> Option<(Value, usize)> {
    let mut reader = LiteralReader::new(text);
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

/// The content of braces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BraceContent {
    Object,
    Set,
}

struct LiteralReader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many values may still be read.
    left: usize,
    /// Whether the object here has a name: Rust prints variants without quotes in it.
    is_named: bool,
    evidence: LanguageEvidence,
}

impl<'a> LiteralReader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            left: MOST + 1,
            is_named: false,
            evidence: LanguageEvidence::default(),
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault<T>(&self, message: &str) -> Result<T, ParseFault> {
        let end = self.at >= self.text.len();
        let message = if end { "the object ends too early" } else { message };
        Err(ParseFault { message: message.to_owned(), byte: self.at })
    }

    /// Goes past `expected`, if it comes next.
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

    /// Reads one value into its slot.
    fn value(&mut self, slot: &mut Value) -> ReadResult {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fault("nested too deeply");
        }
        let Some(left) = self.left.checked_sub(1) else { return self.fault(TOO_MANY) };
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
    fn object(&mut self, slot: &mut Value) -> ReadResult {
        self.at += 1;
        self.evidence.opening_brace(self.rest());
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        if self.members(members, Close::Bracket(b'}'))? == BraceContent::Set {
            *slot = Value::Array(members.drain(..).map(|member| member.value).collect());
        }
        Ok(())
    }

    /// `%{…}`, `%Name{…}` or a sigil such as `~U[2026-01-01 00:00:00Z]`, as Elixir prints them.
    fn elixir(&mut self, slot: &mut Value) -> ReadResult {
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

    /// `[…]`: items, or one of JavaScript's placeholders such as `[Object]`.
    fn list(&mut self, slot: &mut Value) -> ReadResult {
        if self.placeholder(slot)? {
            return Ok(());
        }
        self.at += 1;
        if self.is_dictionary() {
            // Swift prints dictionaries in brackets, and Elixir lists of pairs.
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
        let word = if quoted { 0 } else { self.name_word().len() };
        let found = if word > 0 {
            self.rest()[word..].starts_with(": ")
        } else {
            self.skip_blank();
            quoted && self.peek() == Some(b':')
        };
        self.at = start;
        found
    }

    /// `(…)`: a tuple, or one value in brackets.
    fn tuple(&mut self, slot: &mut Value) -> ReadResult {
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
    fn items(&mut self, slot: &mut Value, close: u8) -> ReadResult {
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
