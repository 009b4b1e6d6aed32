//! Reads an object at the beginning of a text in any notation: JSON and the printouts of languages;
//! and tables.

pub(super) mod format_list;
pub(super) mod go;
pub(super) mod java;
pub(super) mod literal;
pub(super) mod php;
pub(super) mod table;
pub(super) mod yaml;

use super::Encoding;
use crate::value::{ParseFault, TOO_MANY, Value, json};

/// How deep values may be nested in any notation.
pub(super) const DEPTH: usize = 127;

/// The result of a reader at the beginning of a text.
pub(super) struct NotationReading {
    /// The value, or as much as could be read of it.
    pub value: Value,
    /// Where the text behind the value begins.
    pub end: usize,
    /// The fault that stopped the reader, if any.
    pub fault: Option<ParseFault>,
    pub encoding: Encoding,
}

impl NotationReading {
    /// Whether the document has more members and items than are read.
    pub fn is_cut(&self) -> bool {
        self.fault.as_ref().is_some_and(|fault| fault.message == TOO_MANY)
    }
}

/// An object or list that could be read, perhaps with a harmless mistake.
pub(super) struct ReadObject {
    pub reading: NotationReading,
    /// The place of the harmless mistake.
    pub mistake: Option<ParseFault>,
}

/// Reads the object or list that the text begins with, by bracket or by name. Failing that, the
/// reading that says best what is wrong.
pub(super) fn read(text: &str) -> Result<ReadObject, NotationReading> {
    let json = text.starts_with(['{', '[']).then(|| {
        let (value, end, fault) = json::read_first(text);
        NotationReading { value, end, fault, encoding: Encoding::Json }
    });
    let json = match json {
        Some(reading) if reading.fault.is_none() => return read_object(reading),
        Some(reading) if reading.is_cut() => return Err(reading),
        json => json,
    };
    let mut literal = literal::read(text);
    if literal.is_cut() {
        return Err(literal);
    }
    if literal.fault.is_none() && is_structured(&literal.value) {
        let mistake = match (literal.encoding, json) {
            (Encoding::Json, Some(json)) => json.fault,
            _ => None,
        };
        return Ok(ReadObject { reading: literal, mistake });
    }
    for reader in [java::read, go::read] {
        if let Some(reading) = reader(text) {
            return if reading.fault.is_none() { read_object(reading) } else { Err(reading) };
        }
    }
    let is_flow = text
        .strip_prefix('{')
        .is_some_and(|inside| inside.trim_start().starts_with(|c: char| c.is_alphabetic()));
    if is_flow
        && let Some(reading) = yaml::read(text)
        && reading.fault.is_none()
        && is_structured(&reading.value)
    {
        return read_object(reading);
    }
    match json {
        Some(json) if literal.encoding == Encoding::Json => Err(json),
        _ => {
            literal.fault.get_or_insert_with(|| ParseFault {
                message: "neither an object nor a list".to_owned(),
                byte: 0,
            });
            Err(literal)
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the good end of `read`")]
fn read_object(reading: NotationReading) -> Result<ReadObject, NotationReading> {
    Ok(ReadObject { reading, mistake: None })
}

/// Whether a value has members or items.
pub(super) fn is_structured(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

/// Whether a value has members, or items that have.
pub(super) fn has_members(value: &Value) -> bool {
    !value.members().is_empty() || value.items().iter().any(has_members)
}
