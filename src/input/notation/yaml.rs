//! YAML mappings. Plain scalars have the types of the core schema (YAML 1.2.2 §10.3.2), their
//! digits are kept, and aliases are refused: they can make a small text a huge value.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::{
    catalog::member_names,
    input::{
        Encoding,
        notation::{DEPTH, NotationReading},
    },
    kind::{self, Kind},
    value::{MOST, Member, ParseFault, TOO_MANY, Value, json},
};

/// Whether a text may be a YAML mapping: its first line that says anything is a key, an item or
/// the beginning of a document.
pub fn is_likely(text: &str) -> bool {
    let lines = text.lines().map(str::trim_start);
    let first = lines.clone().find(|line| {
        !(line.is_empty()
            || line.starts_with('#')
            || line.starts_with("---")
            || line.starts_with('%'))
    });
    let Some(first) = first else { return false };
    let key = first.trim_start_matches("- ");
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '"' | '\'' | '@' | '$')
    };
    // `Access token: …`, as tools print it for people.
    if let Some((words, _)) = key.split_once(": ")
        && words.contains(' ')
        && member_names::meaning(&member_names::snake_case(words)).is_some()
    {
        return true;
    }
    let Some(end) = key.find(|c| !is_part(c)) else { return false };
    // PowerShell aligns the colons of a list.
    let behind = key[end..].trim_start_matches(' ');
    end > 0 && (behind == ":" || behind.starts_with(": ") || behind.starts_with(":\t"))
}

/// Reads the first document with a token, else the first document.
pub fn read(text: &str) -> Option<NotationReading> {
    let mut parser = Parser::new_from_str(text);
    let mut first = None;
    loop {
        let mut document = YamlDocument::default();
        let more = document.fill(&mut parser, text);
        if document.root == Value::Null && document.fault.is_none() {
            break;
        }
        let failed = document.fault.is_some();
        let reading = NotationReading {
            value: document.root,
            end: text.len(),
            fault: document.fault,
            encoding: Encoding::Yaml,
        };
        if kind::classify(&reading.value) != Kind::Unrecognized && !failed {
            return Some(reading);
        }
        first.get_or_insert(reading);
        if failed || !more {
            break;
        }
    }
    first
}

/// A YAML document that is being read.
#[derive(Default)]
struct YamlDocument {
    root: Value,
    /// The mappings and sequences that are open, from the outside in.
    open: Vec<Open>,
    fault: Option<ParseFault>,
    /// How many keys, values and items were read.
    count: usize,
}

/// A mapping or sequence that is not complete.
struct Open {
    value: Value,
    /// The key whose value comes next.
    key: Option<String>,
}

impl YamlDocument {
    /// Reads up to the end of the document; whether there may be another.
    fn fill(&mut self, parser: &mut Parser<'_, saphyr_parser::StrInput<'_>>, text: &str) -> bool {
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    // What stands behind a colon is quoted from the text.
                    let info = error.info().split(':').next().unwrap_or_default();
                    self.fail(text, error.marker(), &format!("not YAML: {info}"));
                    break;
                }
            };
            match event {
                Event::StreamEnd => break,
                Event::DocumentEnd => return true,
                Event::Scalar(content, style, _, tag) => {
                    let plain = style == ScalarStyle::Plain && tag.is_none();
                    let value = if plain { scalar(&content) } else { Value::string(content) };
                    self.put(value);
                }
                Event::SequenceStart(..) => self.open(Value::Array(Vec::new())),
                Event::MappingStart(..) => self.open(Value::Object(Vec::new())),
                Event::SequenceEnd | Event::MappingEnd => self.close(),
                Event::Alias(_) => {
                    self.fail(text, &span.start, "aliases are not read");
                    break;
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
            }
            self.count += 1;
            // Each member is a key and a value, and what is opened is closed.
            if self.count > 2 * MOST {
                self.fail(text, &span.start, TOO_MANY);
                break;
            }
            if self.open.len() > DEPTH {
                self.fail(text, &span.start, "nested too deeply");
                break;
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
        false
    }

    fn fail(&mut self, text: &str, marker: &Marker, message: &str) {
        // The marker counts characters; a fault counts bytes.
        let byte = text.char_indices().nth(marker.index()).map_or(text.len(), |(byte, _)| byte);
        self.fault = Some(ParseFault { message: message.to_owned(), byte });
    }

    fn open(&mut self, value: Value) {
        self.open.push(Open { value, key: None });
    }

    fn close(&mut self) {
        if let Some(closed) = self.open.pop() {
            self.put(closed.value);
        }
    }

    /// A complete value: a key, a member, an item or the root.
    fn put(&mut self, value: Value) {
        let Some(open) = self.open.last_mut() else {
            self.root = value;
            return;
        };
        match &mut open.value {
            Value::Array(items) => items.push(value),
            Value::Object(members) => match open.key.take() {
                Some(name) => members.push(Member { name, value }),
                None => {
                    open.key = Some(match value {
                        Value::String(text) => text.as_str().to_owned(),
                        Value::Number(digits) => digits,
                        Value::Bool(value) => value.to_string(),
                        Value::Null => "null".to_owned(),
                        Value::Array(_) | Value::Object(_) => "?".to_owned(),
                    });
                }
            },
            _ => {}
        }
    }
}

/// A plain scalar by the core schema, numbers only as far as JSON has them.
fn scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if json::is_number(text) => Value::Number(text.to_owned()),
        _ => Value::string(text),
    }
}
