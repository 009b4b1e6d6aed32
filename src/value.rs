//! A value as it was written: member order, duplicate members and the digits of numbers are kept.

use std::fmt;

pub mod display;
pub mod jq_path;
pub mod json;
mod parse_fault;

pub use parse_fault::{MOST, ParseFault, ReadResult, TOO_DEEP, TOO_MANY};

use crate::secret::Wiping;

/// Text that came from outside. It may be secret and may be hostile: it is wiped on drop, `Debug`
/// prints its length only, and it has no `Display`. Show it through [`crate::text::visible`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text(Wiping<String>);

impl Text {
    pub fn new(text: impl Into<String>) -> Self {
        Self(Wiping::new(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// One member of an object. Its name may be a token: `Debug` prints the length of a long one.
#[derive(Clone, PartialEq)]
pub struct Member {
    pub name: String,
    pub value: Value,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.len() {
            0..12 => write!(f, "{:?}: {:?}", self.name, self.value),
            length => write!(f, "({length} bytes): {:?}", self.value),
        }
    }
}

/// A JSON-shaped value (RFC 8259), whatever notation it was read from. `Debug` prints the lengths
/// of texts and numbers: they may be secret.
#[derive(Clone, PartialEq, Default)]
pub enum Value {
    /// `null`, `None`, `nil`, `undefined`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, by the digits that were written (always a valid JSON number).
    Number(String),
    /// A string.
    String(Text),
    /// A list.
    Array(Vec<Value>),
    /// Members in the order written, duplicates kept.
    Object(Vec<Member>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(digits) => write!(f, "Number({} bytes)", digits.len()),
            Self::String(text) => write!(f, "{text:?}"),
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => f.debug_set().entries(members).finish(),
        }
    }
}

impl Value {
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(Text::new(text))
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// The digits of a number.
    pub fn as_number(&self) -> Option<&str> {
        match self {
            Self::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The members of an object, or none.
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list, or none.
    pub fn items(&self) -> &[Value] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The value of the last member of this exact name (the last wins, as in most JSON parsers).
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members().iter().rev().find(|member| member.name == name).map(|member| &member.value)
    }

    /// The JSON type by name: `null`, `boolean`, `number`, `string`, `array`, `object`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// Null and the empty string count as absent in a token response.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Null => true,
            Self::String(text) => text.as_str().is_empty(),
            _ => false,
        }
    }
}
