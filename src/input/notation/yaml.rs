//! YAML mappings. Plain scalars have the types of the core schema (YAML 1.2.2 §10.3.2), their
//! digits are kept. What an alias repeats counts as often as it is repeated: aliases can make a
//! small text a huge value.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::{
    catalog::member_names,
    input::{
        Encoding,
        notation::{DEPTH, NotationReading},
    },
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

/// Reads the document, or the list of all documents where there are several.
pub fn read(text: &str) -> Option<NotationReading> {
    let mut parser = Parser::new_from_str(text);
    let mut documents = Vec::new();
    let mut fault = None;
    let mut count = 0;
    loop {
        let mut document = YamlDocument { count, ..YamlDocument::default() };
        let more = document.fill(&mut parser, text);
        count = document.count;
        if document.root != Value::Null {
            documents.push(document.root);
        }
        fault = fault.or(document.fault);
        if fault.is_some() || !more {
            break;
        }
    }
    let value = match documents.len() {
        0 | 1 => documents.pop().unwrap_or_default(),
        _ => Value::Array(documents),
    };
    (value != Value::Null || fault.is_some()).then_some(NotationReading {
        value,
        end: text.len(),
        fault,
        encoding: Encoding::Yaml,
    })
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
    /// The values that have an anchor, each with its [`weight`].
    anchored: HashMap<usize, (Value, usize)>,
}

/// A mapping or sequence that is not complete.
struct Open {
    value: Value,
    /// The key whose value comes next.
    key: Option<String>,
    /// The number of its anchor; 0 without one.
    anchor: usize,
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
                Event::Scalar(content, style, anchor, tag) => {
                    let plain = style == ScalarStyle::Plain && tag.is_none();
                    let value = if plain { scalar(&content) } else { Value::string(content) };
                    self.keep(anchor, &value);
                    self.put(value);
                }
                Event::SequenceStart(anchor, _) => self.open(Value::Array(Vec::new()), anchor),
                Event::MappingStart(anchor, _) => self.open(Value::Object(Vec::new()), anchor),
                Event::SequenceEnd | Event::MappingEnd => self.close(),
                Event::Alias(anchor) => {
                    // An alias inside of what it repeats has no value yet.
                    let Some((value, size)) = self.anchored.get(&anchor) else {
                        self.fail(text, &span.start, "this alias repeats what it stands in");
                        break;
                    };
                    if self.count + size > 2 * MOST {
                        self.fail(text, &span.start, TOO_MANY);
                        break;
                    }
                    if self.open.len() + depth(value) > DEPTH {
                        self.fail(text, &span.start, "nested too deeply");
                        break;
                    }
                    self.count += size;
                    let value = value.clone();
                    self.put(value);
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

    fn open(&mut self, value: Value, anchor: usize) {
        self.open.push(Open { value, key: None, anchor });
    }

    fn close(&mut self) {
        if let Some(closed) = self.open.pop() {
            self.keep(closed.anchor, &closed.value);
            self.put(closed.value);
        }
    }

    /// Keeps a value that has an anchor; no anchor is 0. What is kept counts as what is read.
    fn keep(&mut self, anchor: usize, value: &Value) {
        let size = if anchor > 0 { weight(value) } else { return };
        if self.count + size <= 2 * MOST {
            self.count += size;
            self.anchored.insert(anchor, (value.clone(), size));
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
                // A merge key (YAML 1.1) gives the members that the mapping has not itself.
                Some(name) if name == "<<" && !value.members().is_empty() => {
                    let Value::Object(merged) = value else { return };
                    members.splice(0..0, merged);
                }
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

/// How much a copy of a value counts: its keys, values and items, and their length.
fn weight(value: &Value) -> usize {
    const BYTES: usize = 100;
    let text = value.as_str().map_or(0, |text| text.len() / BYTES);
    let members = value.members().iter();
    let members: usize = members.map(|it| 1 + it.name.len() / BYTES + weight(&it.value)).sum();
    1 + text + members + value.items().iter().map(weight).sum::<usize>()
}

/// How many levels a value has.
fn depth(value: &Value) -> usize {
    let inside = value.members().iter().map(|member| &member.value).chain(value.items());
    inside.map(depth).max().map_or(0, |deepest| deepest + 1)
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
