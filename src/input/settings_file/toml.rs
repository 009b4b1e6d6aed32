//! TOML, with its members in the order written.

use std::borrow::Cow;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::SettingsReading;
use crate::{
    input::{Encoding, notation::DEPTH},
    value::{MOST, Member, ParseFault, TOO_MANY, Value, json},
};

/// A text that may be TOML. With a fault, the value is what could be read beside it.
pub(super) fn read(text: &str) -> Option<SettingsReading> {
    if !is_likely(text) {
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let fault = errors.first().map(|error| ParseFault {
        // What follows the first line quotes the text.
        message: format!("not TOML: {}", reason(error.message())),
        byte: error.span().map_or(0, |span| span.start),
    });
    let mut reader = TomlReader { left: MOST, too_many: None };
    let value = reader.table(table.into_inner(), 0);
    let too_many = reader.too_many.map(|byte| ParseFault { message: TOO_MANY.to_owned(), byte });
    Some(SettingsReading { value, fault: fault.or(too_many), encoding: Encoding::Toml })
}

/// The reason of an error without what it quotes.
fn reason(message: &str) -> &str {
    message.split([',', ':', '`']).next().unwrap_or_default().trim()
}

/// Whether a text begins with the head of a section, or with a name that has blanks around its `=`,
/// so that it was not written for a shell.
fn is_likely(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let is_head = || line.starts_with('[') && line.contains(']') && !line.contains(['{', '}']);
        is_head() || line.split_once(" = ").is_some_and(|(name, _)| !name.contains(['{', '(']))
    })
}

struct TomlReader {
    /// How many values may still be read.
    left: usize,
    /// Where there were too many.
    too_many: Option<usize>,
}

impl TomlReader {
    fn table(&mut self, table: DeTable<'_>, depth: usize) -> Value {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let members = entries.into_iter().map_while(|(name, value)| {
            let value = self.value(value, depth)?;
            Some(Member { name: name.into_inner().into_owned(), value })
        });
        Value::Object(members.collect())
    }

    fn value(&mut self, value: Spanned<DeValue<'_>>, depth: usize) -> Option<Value> {
        let Some(left) = self.left.checked_sub(1).filter(|_| depth < DEPTH) else {
            self.too_many.get_or_insert(value.span().start);
            return None;
        };
        self.left = left;
        Some(match value.into_inner() {
            DeValue::String(text) => Value::string(text.into_owned()),
            DeValue::Boolean(it) => Value::Bool(it),
            DeValue::Integer(digits) if digits.radix() == 10 => number(digits.as_str()),
            DeValue::Integer(digits) => Value::string(digits.to_string()),
            DeValue::Float(digits) => number(digits.as_str()),
            DeValue::Datetime(at) => Value::string(at.to_string()),
            DeValue::Array(items) => Value::Array(
                items.into_iter().map_while(|item| self.value(item, depth + 1)).collect(),
            ),
            DeValue::Table(table) => self.table(table, depth + 1),
        })
    }
}

/// A number by its digits, which TOML may separate.
fn number(digits: &str) -> Value {
    let plain: Cow<'_, str> =
        if digits.contains('_') { digits.replace('_', "").into() } else { digits.into() };
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    if json::is_number(plain) { Value::Number(plain.to_owned()) } else { Value::string(plain) }
}
