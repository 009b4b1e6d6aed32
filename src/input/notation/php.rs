//! Arrays and objects as PHP prints them: `print_r`, `var_dump`, `var_export`, and
//! the `dump` of Symfony and Laravel.

use crate::{
    input::{
        Encoding,
        notation::{DEPTH, NotationReading},
    },
    value::{MOST, Member, ParseFault, TOO_MANY, Value, json},
};

/// Whether a line begins an array or object as PHP prints it.
pub fn is_start(line: &str) -> bool {
    Style::of(line).is_some()
}

/// Reads an array or object from the beginning of a text, if it begins like one of PHP's.
pub fn read(text: &str) -> Option<NotationReading> {
    let style = Style::of(text.lines().next()?.trim())?;
    let mut reader = PhpReader { text, at: 0, style, left: MOST + 1 };
    let mut value = Value::Null;
    let fault = reader.value(&mut value, 0).err();
    let is_object = matches!(value, Value::Object(_) | Value::Array(_));
    is_object.then_some(NotationReading { value, end: reader.at, fault, encoding: Encoding::Php })
}

/// Which function printed it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `print_r`: `[name] => value`, texts without quotes.
    Printed,
    /// `var_dump`: `["name"]=>` and below it `string(5) "value"`.
    Dumped,
    /// `var_export`: `'name' => 'value',`; and `dump`: `"name" => "value"` in lines of their own.
    Exported,
}

impl Style {
    /// What the first line of an array or object tells.
    fn of(line: &str) -> Option<Self> {
        let is_name = |name: &str| !name.is_empty() && !name.contains([' ', '=', ':', '"']);
        if line == "Array" || line.strip_suffix(" Object").is_some_and(is_name) {
            Some(Self::Printed)
        } else if (line.starts_with("array(") || line.starts_with("object(")) && line.ends_with('{')
        {
            Some(Self::Dumped)
        } else if matches!(line, "array (" | "array(" | "(object) array(")
            || dump_head(line).is_some_and(|length| is_dump_line(&line[length..]))
        {
            Some(Self::Exported)
        } else {
            None
        }
    }
}

/// The length of `array:3 [` at the beginning of a text, as `dump` prints it.
fn dump_head(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("array:")?;
    let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let inside = behind.strip_prefix(" [").filter(|_| behind.len() < digits.len())?;
    Some(text.len() - inside.len())
}

/// Whether this is all that `dump` puts behind the bracket: a mark to fold at, and where it was
/// called.
fn is_dump_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['▼', '^']).trim();
    rest.is_empty() || rest.starts_with("//")
}

struct PhpReader<'a> {
    text: &'a str,
    at: usize,
    style: Style,
    /// How many values may still be read.
    left: usize,
}

impl<'a> PhpReader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fault<T>(&self, message: &str) -> Result<T, ParseFault> {
        let end = self.rest().trim().is_empty();
        let message = if end { "the array ends too early" } else { message };
        Err(ParseFault { message: message.to_owned(), byte: self.at })
    }

    fn skip_blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Goes past blanks and `expected`, if they come next.
    fn eat(&mut self, expected: &str) -> bool {
        let rest = self.rest().trim_start();
        let found = rest.starts_with(expected);
        if found {
            self.at = self.text.len() - rest.len() + expected.len();
        }
        found
    }

    /// Goes past everything up to the end of `mark`, and returns it; `mark` must be in this line.
    fn past(&mut self, mark: &str) -> Result<&'a str, ParseFault> {
        let rest = self.rest();
        let line = rest.lines().next().unwrap_or_default();
        let Some(at) = line.find(mark) else { return self.fault("this is no value of PHP") };
        self.at += at + mark.len();
        Ok(&rest[..at])
    }

    fn value(&mut self, slot: &mut Value, depth: usize) -> Result<(), ParseFault> {
        if depth > DEPTH {
            return self.fault("nested too deeply");
        }
        let Some(left) = self.left.checked_sub(1) else { return self.fault(TOO_MANY) };
        self.left = left;
        match self.style {
            Style::Printed => self.printed(slot, depth),
            Style::Dumped => self.dumped(slot, depth),
            Style::Exported => self.exported(slot, depth),
        }
    }

    /// `Array` or `Name Object`, and below it the members in brackets; else the rest of the line.
    fn printed(&mut self, slot: &mut Value, depth: usize) -> Result<(), ParseFault> {
        let line = self.rest().lines().next().unwrap_or_default();
        let word = line.trim();
        if word == "Array" || word.ends_with(" Object") {
            self.at += line.len();
            if !self.eat("(") {
                return self.fault("a bracket is missing");
            }
            return self.members(slot, ")", depth);
        }
        if line.len() == self.rest().len() {
            return self.fault("");
        }
        self.at += line.len();
        *slot = scalar(line.trim());
        Ok(())
    }

    /// A type with its size, and the value behind it.
    fn dumped(&mut self, slot: &mut Value, depth: usize) -> Result<(), ParseFault> {
        self.skip_blank();
        let rest = self.rest();
        if rest.starts_with("NULL") {
            self.at += "NULL".len();
            return Ok(());
        }
        let kind = self.past("(")?;
        match kind {
            "array" | "object" => {
                self.past("{")?;
                self.members(slot, "}", depth)
            }
            "string" => {
                let size: usize = self.past(")")?.parse().unwrap_or(usize::MAX);
                self.past("\"")?;
                let content = self.rest().get(..size);
                let Some(content) = content.filter(|_| self.rest()[size..].starts_with('"')) else {
                    return self.fault("the text is not as long as it says");
                };
                self.at += size + 1;
                *slot = Value::string(content);
                Ok(())
            }
            "int" | "float" | "bool" => {
                *slot = scalar(self.past(")")?);
                Ok(())
            }
            _ => self.fault("this is no value of PHP"),
        }
    }

    /// A literal, or members in brackets.
    fn exported(&mut self, slot: &mut Value, depth: usize) -> Result<(), ParseFault> {
        self.skip_blank();
        for open in ["(object) array(", "array(", "array (", "["] {
            if self.eat(open) {
                return self.members(slot, if open == "[" { "]" } else { ")" }, depth);
            }
        }
        if let Some(length) = dump_head(self.rest()) {
            let line = self.rest().lines().next().unwrap_or_default();
            // An empty one, or a folded one, ends in the same line.
            self.at += if is_dump_line(&line[length..]) { line.len() } else { length };
            self.eat("▶");
            return self.members(slot, "]", depth);
        }
        if self.rest().starts_with(['\'', '"']) {
            *slot = Value::string(self.quoted()?);
            return Ok(());
        }
        let rest = self.rest();
        let Some(end) = rest.find([',', '\n', ')', ']']) else { return self.fault("") };
        self.at += end;
        *slot = scalar(rest[..end].trim());
        Ok(())
    }

    /// A text in quotes.
    fn quoted(&mut self) -> Result<String, ParseFault> {
        let mut content = String::new();
        let mut chars = self.rest().char_indices();
        let quote = chars.next().map(|(_, quote)| quote);
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => content.extend(chars.next().map(|(_, escaped)| escaped)),
                c if Some(c) == quote => {
                    self.at += at + 1;
                    return Ok(content);
                }
                c => content.push(c),
            }
        }
        self.at = self.text.len();
        self.fault("")
    }

    /// The members up to the closing bracket; a list where their names are `0`, `1`, ….
    fn members(&mut self, slot: &mut Value, close: &str, depth: usize) -> Result<(), ParseFault> {
        *slot = Value::Object(Vec::new());
        let Value::Object(members) = slot else { return Ok(()) };
        while !self.eat(close) {
            let name = self.name(members.len())?;
            let mut value = Value::Null;
            let outcome = self.value(&mut value, depth + 1);
            if outcome.is_ok() || value != Value::Null {
                members.push(Member { name, value });
            }
            outcome?;
            self.eat(",");
        }
        let is_list = !members.is_empty()
            && members.iter().enumerate().all(|(at, member)| member.name == at.to_string());
        if is_list {
            *slot = Value::Array(members.drain(..).map(|member| member.value).collect());
        }
        Ok(())
    }

    /// A name and the arrow behind it; what is said of its visibility is left out.
    fn name(&mut self, at: usize) -> Result<String, ParseFault> {
        self.skip_blank();
        if self.style == Style::Exported {
            let start = self.at;
            let name = if self.rest().starts_with(['\'', '"']) {
                self.quoted()?
            } else {
                let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
                self.at += digits;
                self.rest_before(start).to_owned()
            };
            if self.eat("=>") {
                return Ok(name);
            }
            // A list without its numbers.
            self.at = start;
            return Ok(at.to_string());
        }
        if !self.eat("[") {
            return self.fault("a name in brackets is missing");
        }
        let name = self.past("]")?;
        let name = name.trim_start_matches('"').split(['"', ':']).next().unwrap_or_default();
        if self.eat("=>") {
            // `print_r` puts one space before the value.
            let rest = self.rest();
            self.at += usize::from(self.style == Style::Printed && rest.starts_with(' '));
            return Ok(name.to_owned());
        }
        self.fault("an arrow is missing")
    }

    /// The text from `start` to here.
    fn rest_before(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }
}

/// A value without quotes.
fn scalar(text: &str) -> Value {
    match text {
        "NULL" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if json::is_number(text) => Value::Number(text.to_owned()),
        _ => Value::string(text),
    }
}
