//! Objects with a name: `Name(…)`, `Name {…}`, `#<Name …>`, and JavaScript's placeholders.

use super::{Close, LiteralReader, scalar::datetime};
use crate::value::{Member, ParseFault, ReadResult, Value, json};

/// Blanks in front of a bracket that still belongs to the name before it.
fn is_space(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// Whether a word is written like the variant of an enumeration: `Bearer`.
fn is_variant(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|b| b.is_ascii_alphanumeric())
}

impl LiteralReader<'_> {
    /// What follows a name that began at `start`: arguments or members in brackets.
    pub(super) fn named(&mut self, name: &str, start: usize, slot: &mut Value) -> ReadResult {
        let rest = self.rest();
        let bracket = rest.trim_start_matches(is_space);
        let space = rest.len() - bracket.len();
        let base = name.rsplit(['.', ':']).next().unwrap_or(name);
        match bracket.as_bytes().first() {
            _ if name.is_empty() => self.fault("this is no value"),
            Some(b'(') => {
                self.at += space + 1;
                self.call(base, slot)
            }
            Some(b'{') => {
                self.at += space;
                self.evidence.javascript();
                let around = std::mem::replace(&mut self.is_named, true);
                let outcome = self.value(slot);
                self.is_named = around;
                outcome?;
                // `interface {}(nil)` in Go.
                if slot.members().is_empty() && self.eat("(") {
                    return self.call(base, slot);
                }
                Ok(())
            }
            // `Object [Name] {…}`
            Some(b'[') if name == "Object" => {
                self.at += space;
                if self.placeholder(slot)? { Ok(()) } else { self.fault("this is no value") }
            }
            // `datetime.timezone.utc` as an argument.
            _ if base.eq_ignore_ascii_case("utc") => {
                *slot = Value::string("UTC");
                Ok(())
            }
            Some(b',' | b'}' | b'\n') if self.is_named && is_variant(name) => {
                *slot = Value::string(name);
                Ok(())
            }
            _ => {
                self.at = start;
                self.fault("a word without quotes")
            }
        }
    }

    /// Reads arguments up to the closing bracket, and the value that the call stands for.
    fn call(&mut self, name: &str, slot: &mut Value) -> ReadResult {
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        let outcome = self.arguments(&mut positional, &mut named);
        if outcome.is_ok() {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(is_space).len();
            // `Map(2) { 'a' => 'b' }`: the number of members, and then the members.
            if self.peek() == Some(b'{') && named.is_empty() {
                self.evidence.javascript();
                return self.value(slot);
            }
            if name == "Symbol" {
                self.evidence.javascript();
            } else {
                self.evidence.call();
            }
        }
        *slot = constructed(name, positional, named);
        outcome
    }

    fn arguments(&mut self, positional: &mut Vec<Value>, named: &mut Vec<Member>) -> ReadResult {
        loop {
            self.skip_blank();
            if self.eat(")") {
                return Ok(());
            }
            let name = self.name_word();
            let behind = self.rest()[name.len()..].trim_start_matches(is_space);
            let is_named = !name.is_empty()
                && (behind.starts_with('=') && !behind.starts_with("==")
                    || behind.starts_with(": "));
            let mut value = Value::Null;
            if is_named {
                self.at = self.text.len() - behind.len() + 1;
                let outcome = self.value(&mut value);
                if outcome.is_ok() || value != Value::Null {
                    named.push(Member { name: name.to_owned(), value });
                }
                outcome?;
            } else {
                let outcome = self.argument(&mut value);
                if outcome.is_ok() || value != Value::Null {
                    positional.push(value);
                }
                outcome?;
            }
            self.comma(Close::Bracket(b')'))?;
        }
    }

    /// A value, or a word as `Symbol(name)` has it.
    fn argument(&mut self, slot: &mut Value) -> ReadResult {
        let word = self.name_word();
        let path = self.path();
        // `time.January`, `TokenType.BEARER`: constants by their names.
        if path.contains('.') && self.rest()[path.len()..].starts_with([',', ')']) {
            *slot = Value::string(path);
            self.at += path.len();
            return Ok(());
        }
        let alone = self.rest()[word.len()..].starts_with(')');
        let is_constant =
            matches!(word, "null" | "None" | "nil" | "true" | "True" | "false" | "False");
        if alone && !is_constant && word.starts_with(|c: char| c.is_alphabetic()) {
            *slot = Value::string(word);
            self.at += word.len();
            return Ok(());
        }
        self.value(slot)
    }

    /// `[Object]`, `[Function: name]`, `[Circular *1]`, and `[Object: null prototype] {…}`.
    pub(super) fn placeholder(&mut self, slot: &mut Value) -> Result<bool, ParseFault> {
        let rest = self.rest();
        if !rest[1..].starts_with(|c: char| c.is_ascii_uppercase()) {
            return Ok(false);
        }
        let is_end = |c: char| matches!(c, ']' | ',' | '\'' | '"' | '(' | '{' | '[' | '\n');
        let Some(end) = rest[1..].find(is_end).map(|end| end + 1) else { return Ok(false) };
        let is_value = matches!(&rest[1..end], "None" | "True" | "False" | "NaN" | "Infinity");
        if rest.as_bytes()[end] != b']' || is_value || rest[..end].contains('=') {
            return Ok(false);
        }
        self.at += end + 1;
        self.evidence.javascript();
        if self.rest().starts_with(" {") {
            self.value(slot)?;
        } else {
            *slot = Value::string(&rest[..=end]);
        }
        Ok(true)
    }

    /// `#<Name …>` in Ruby, `<Name …>` in Python, and JavaScript's `<ref *1>` before an object.
    pub(super) fn inspected(&mut self, slot: &mut Value) -> ReadResult {
        let start = self.at;
        if self.eat("<ref ") {
            let rest = self.rest();
            self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            self.evidence.javascript();
            return self.value(slot);
        }
        if self.eat("#") {
            self.evidence.ruby();
        } else {
            self.evidence.call();
        }
        if !self.eat("<") {
            return self.fault("this is no value");
        }
        let rest = self.rest();
        let name = rest.find([' ', '>', '(', '{']).unwrap_or(rest.len());
        self.at += name;
        self.skip_blank();
        // `#<struct Name a=1>`: the second word is a name as well.
        if matches!(&rest[..name], "struct" | "data") && !self.is_member() {
            let word = self.path().len();
            self.at += word;
            self.skip_blank();
        }
        if self.eat(">") {
            *slot = Value::string(&self.text[start..self.at]);
            return Ok(());
        }
        // `#<Set: {…}>`, `<TokenType.BEARER: 'bearer'>`
        if rest[..name].ends_with(':')
            && matches!(self.peek(), Some(b'{' | b'\'' | b'"' | b'0'..=b'9'))
        {
            self.value(slot)?;
        } else if self.is_member() {
            *slot = Value::Object(Vec::new());
            if let Value::Object(members) = slot {
                return self.members(members, Close::Bracket(b'>')).map(drop);
            }
        } else {
            // Something without members: nothing in it is of use.
            let rest = self.rest();
            self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            *slot = Value::string(&self.text[start..self.at]);
            return Ok(());
        }
        self.skip_blank();
        if self.eat(">") { Ok(()) } else { self.fault("a `>` is missing") }
    }

    /// Whether `name=`, `@name=` or `name: ` comes next.
    pub(super) fn is_member(&self) -> bool {
        let rest = self.rest().trim_start_matches('@');
        let word = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let is_followed =
            word.starts_with('=') && !word.starts_with("=>") || word.starts_with(": ");
        word.len() < rest.len() && is_followed
    }
}

/// The value that a call stands for.
fn constructed(name: &str, mut positional: Vec<Value>, named: Vec<Member>) -> Value {
    match name {
        "datetime" | "DateTime" | "Timestamp" | "Date" if positional.len() >= 3 => {
            if let Some(time) = datetime(&positional, &named) {
                return Value::string(time);
            }
        }
        "date" if positional.len() == 3 => {
            if let Some(time) = datetime(&positional, &[]) {
                return Value::string(&time[..10]);
            }
        }
        "timedelta" => {
            let part = |name: &str| {
                let member = named.iter().find(|member| member.name == name);
                member.and_then(|m| m.value.as_number()).and_then(|n| n.parse::<i64>().ok())
            };
            let days = part("days").or_else(|| integer(positional.first())).unwrap_or_default();
            let seconds = part("seconds").or_else(|| integer(positional.get(1)));
            let total =
                days.checked_mul(86_400).and_then(|d| d.checked_add(seconds.unwrap_or_default()));
            return total.map_or(Value::Null, |total| Value::Number(total.to_string()));
        }
        "ZoneInfo" | "tzutc" | "timezone" if named.iter().any(|m| m.name == "key") => {
            return named.into_iter().next().map(|member| member.value).unwrap_or_default();
        }
        "tzutc" => return Value::string("UTC"),
        "Decimal" => {
            if let [Value::String(digits)] = positional.as_slice()
                && json::is_number(digits.as_str())
            {
                return Value::Number(digits.as_str().to_owned());
            }
        }
        "OrderedDict" => {
            if let Some(members) = pairs(&positional) {
                return Value::Object(members);
            }
        }
        _ => {}
    }
    // A wrapper such as `OAuth2Token({…})`, with or without more members.
    let object = positional.iter().position(|value| matches!(value, Value::Object(_)));
    if let Some(at) = object
        && let Value::Object(mut members) = positional.swap_remove(at)
    {
        members.extend(named);
        return Value::Object(members);
    }
    match positional.len() {
        0 => Value::Object(named),
        1 if named.is_empty() => positional.swap_remove(0),
        _ if named.is_empty() => Value::Array(positional),
        _ => Value::Object(named),
    }
}

/// The members of a list of pairs.
fn pairs(positional: &[Value]) -> Option<Vec<Member>> {
    let pair = |item: &Value| match item.items() {
        [name, value] => Some(Member { name: name.as_str()?.to_owned(), value: value.clone() }),
        _ => None,
    };
    positional.first().filter(|list| !list.items().is_empty())?.items().iter().map(pair).collect()
}

fn integer(value: Option<&Value>) -> Option<i64> {
    value?.as_number()?.parse().ok()
}
