//! The reader of JSON: one pass over the text, one [`Value`] filled in place.

use crate::value::{Member, ParseFault, ReadResult, TOO_DEEP, TOO_MANY, Value};

/// How deep values may nest: as deep as `serde_json` lets them.
const DEEPEST: usize = 127;

pub(super) const ENDS: &str = "the JSON ends too early";

/// Reads values from a text.
pub(super) struct JsonReader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
    /// How many more members and items are read.
    left: usize,
}

impl<'a> JsonReader<'a> {
    /// A reader of at most so many members and items.
    pub fn new(text: &'a str, most: usize) -> Self {
        Self { text, at: 0, depth: 0, left: most }
    }

    /// The offset of the byte that is read next.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Reads the value that begins here into its place. With a fault, that holds what was read.
    pub fn value(&mut self, slot: &mut Value) -> ReadResult {
        match self.next_byte()? {
            b'"' => *slot = Value::String(self.string()?.into()),
            b'{' => self.nested(|reader| reader.object(slot))?,
            b'[' => self.nested(|reader| reader.array(slot))?,
            b'-' | b'0'..=b'9' => *slot = Value::Number(self.number()?.to_owned()),
            b't' => {
                self.word("true")?;
                *slot = Value::Bool(true);
            }
            b'f' => {
                self.word("false")?;
                *slot = Value::Bool(false);
            }
            b'n' => self.word("null")?,
            _ => return self.fault("not JSON: expected value"),
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// The next byte that is not white space; it is not gone past.
    fn next_byte(&mut self) -> Result<u8, ParseFault> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(byte) => return Ok(byte),
                None => return self.fault(ENDS),
            }
        }
    }

    #[cold]
    pub(super) fn fault<T>(&self, message: &str) -> Result<T, ParseFault> {
        Err(ParseFault { message: message.to_owned(), byte: self.at })
    }

    /// What is wrong with the byte here, or that there is none.
    #[cold]
    pub(super) fn unexpected<T>(&self, message: &str) -> Result<T, ParseFault> {
        self.fault(if self.peek().is_some() { message } else { ENDS })
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> ReadResult) -> ReadResult {
        if self.depth == DEEPEST {
            return self.fault(TOO_DEEP);
        }
        self.at += 1;
        self.depth += 1;
        let outcome = read(self);
        self.depth -= 1;
        outcome
    }

    /// Counts a member or an item.
    fn count(&mut self) -> ReadResult {
        self.left = match self.left.checked_sub(1) {
            Some(left) => left,
            None => return self.fault(TOO_MANY),
        };
        Ok(())
    }

    fn array(&mut self, slot: &mut Value) -> ReadResult {
        *slot = Value::Array(Vec::new());
        let Value::Array(items) = slot else { return Ok(()) };
        if self.next_byte()? == b']' {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.count()?;
            let mut item = Value::Null;
            let outcome = self.value(&mut item);
            if self.is_kept(&item, &outcome) {
                items.push(item);
            }
            outcome?;
            if self.ends(b']', "not JSON: expected `,` or `]`")? {
                return Ok(());
            }
        }
    }

    fn object(&mut self, slot: &mut Value) -> ReadResult {
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        if self.next_byte()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.next_byte()? != b'"' {
                return self.fault("not JSON: key must be a string");
            }
            self.count()?;
            let name = self.string()?;
            if self.next_byte()? != b':' {
                return self.fault("not JSON: expected `:`");
            }
            self.at += 1;
            let mut value = Value::Null;
            let outcome = self.value(&mut value);
            if self.is_kept(&value, &outcome) {
                members.push(Member { name, value });
            }
            outcome?;
            if self.ends(b'}', "not JSON: expected `,` or `}`")? {
                return Ok(());
            }
        }
    }

    /// Whether a list or object ends here; otherwise goes past the comma to what follows.
    fn ends(&mut self, close: u8, expected: &str) -> Result<bool, ParseFault> {
        let byte = self.next_byte()?;
        if byte != close && byte != b',' {
            return self.fault(expected);
        }
        self.at += 1;
        if byte == b',' && self.next_byte()? == close {
            return self.fault("not JSON: trailing comma");
        }
        Ok(byte == close)
    }

    /// Whether a value is kept that was read to its end, or up to a fault. A number that the end of
    /// the text or garbage cuts short would be another number.
    fn is_kept(&self, value: &Value, outcome: &ReadResult) -> bool {
        match value {
            Value::Null => outcome.is_ok(),
            Value::Number(_) => {
                matches!(self.peek(), Some(b',' | b']' | b'}' | b' ' | b'\n' | b'\t' | b'\r'))
            }
            _ => true,
        }
    }

    fn word(&mut self, word: &str) -> ReadResult {
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                return self.unexpected("not JSON: expected ident");
            }
            self.at += 1;
        }
        Ok(())
    }

    /// A number as it is written (RFC 8259 §6).
    fn number(&mut self) -> Result<&'a str, ParseFault> {
        let start = self.at;
        self.skip(b"-");
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return self.fault("not JSON: invalid number");
            }
        } else {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Goes past the byte here, if it is one of these.
    fn skip(&mut self, bytes: &[u8]) -> bool {
        let is_one = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(is_one);
        is_one
    }

    fn digits(&mut self) -> ReadResult {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.unexpected("not JSON: invalid number") } else { Ok(()) }
    }
}
