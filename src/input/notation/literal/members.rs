//! Members and their names, and what stands between members and items.

use super::{BraceContent, Close, LiteralReader};
use crate::value::{Member, ParseFault, ReadResult, Value};

impl<'a> LiteralReader<'a> {
    /// Members up to the end.
    pub(super) fn members(
        &mut self,
        members: &mut Vec<Member>,
        close: Close,
    ) -> Result<BraceContent, ParseFault> {
        let mut form = BraceContent::Object;
        loop {
            self.skip_blank();
            if self.is_at_end(close) {
                return Ok(form);
            }
            if self.elision() {
                continue;
            }
            if form == BraceContent::Set {
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
                    form = BraceContent::Set;
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
    pub(super) fn is_at_end(&mut self, close: Close) -> bool {
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
    pub(super) fn comma(&mut self, close: Close) -> ReadResult {
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
    pub(super) fn elision(&mut self) -> bool {
        let found = self.eat("...") || self.eat("…");
        if found {
            let rest = self.rest();
            self.at += rest.find(['\n', ',', ']', '}']).unwrap_or(rest.len());
            self.eat(",");
        }
        found
    }

    /// What parts a name from its value. None of the languages prints `{name=value}`.
    pub(super) fn separator(&mut self, close: Close) -> bool {
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
    pub(super) fn name(&mut self) -> Result<String, ParseFault> {
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
    pub(super) fn name_word(&self) -> &'a str {
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '?' | '!');
        &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
    }
}
