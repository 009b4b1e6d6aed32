//! Values in the report, with secrets masked.

use std::io;

use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::{Layout, serializer::NUMBER, write};
use crate::{
    report::Masking,
    secret::Secret,
    value::{Value, json},
};

/// Writes a plain value as this masking allows.
///
/// # Errors
/// The writer's.
pub fn write_value(
    out: impl io::Write,
    name: &str,
    value: &Value,
    masking: Masking<'_>,
) -> io::Result<()> {
    write(out, Layout::Compact, &DisplayValue { name, value, masking })
}

/// A masked secret: its length and fingerprint.
pub(super) struct Masked<'a>(pub(super) &'a Secret);

impl Serialize for Masked<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("length", &self.0.length())?;
        map.serialize_entry("sha256", &self.0.fingerprint())?;
        map.end()
    }
}

struct ValueReport<'a>(&'a Value);

/// A value whose secrets are written as `{"masked": …}` unless they are revealed.
pub(super) struct DisplayValue<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a Value,
    pub(super) masking: Masking<'a>,
}

impl Serialize for DisplayValue<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ValueReport(&self.masking.value(self.name, self.value)).serialize(serializer)
    }
}

impl Serialize for ValueReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::Number(digits) => Number(digits).serialize(serializer),
            Value::String(text) => serializer.serialize_str(text.as_str()),
            Value::Array(items) => serializer.collect_seq(items.iter().map(ValueReport)),
            Value::Object(members) => serializer.collect_map(
                members.iter().map(|member| (&member.name, ValueReport(&member.value))),
            ),
        }
    }
}

/// A number by the digits that were written; what is no number in JSON (RFC 8259 §6) is a text.
pub(super) struct Number<'a>(pub(super) &'a str);

impl Serialize for Number<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if json::is_number(self.0) {
            serializer.serialize_newtype_struct(NUMBER, self.0)
        } else {
            serializer.serialize_str(self.0)
        }
    }
}
