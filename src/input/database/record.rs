//! The records of an `SQLite` database: a list of types, and the values behind it.

use std::str;

use super::Damage;
use crate::value::{Member, Text, Value};

/// How the texts of a database are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl TextEncoding {
    /// The encoding by its number in the header.
    pub(super) fn of(number: u8) -> Option<Self> {
        // A database that nothing was written to has no encoding yet.
        [Self::Utf8, Self::Utf8, Self::Utf16Le, Self::Utf16Be].get(usize::from(number)).copied()
    }

    fn text(self, bytes: &[u8]) -> Text {
        let units = |unit: fn([u8; 2]) -> u16| {
            let (pairs, _) = bytes.as_chunks();
            let units = pairs.iter().map(|pair| unit(*pair));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        };
        let text: String = match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16Le => units(u16::from_le_bytes),
            Self::Utf16Be => units(u16::from_be_bytes),
        };
        text.into()
    }
}

/// A number of one to nine bytes, seven bits in each but the last, and what stands behind it.
pub(super) fn varint(bytes: &[u8]) -> Result<(u64, &[u8]), Damage> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Ok((number << 8 | u64::from(*byte), &bytes[9..]));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok((number, &bytes[at + 1..]));
        }
    }
    Err(Damage::new("a number is cut"))
}

/// The values of one record.
pub(super) struct Cells<'a> {
    /// What is left of the types.
    types: &'a [u8],
    /// What is left of the values.
    values: &'a [u8],
    encoding: TextEncoding,
}

impl<'a> Cells<'a> {
    pub(super) fn of(payload: &'a [u8], encoding: TextEncoding) -> Result<Self, Damage> {
        let (length, after) = varint(payload)?;
        let header = usize::try_from(length).ok().and_then(|length| {
            let types = payload.get(payload.len() - after.len()..length)?;
            Some((types, &payload[length..]))
        });
        let (types, values) = header.ok_or_else(|| Damage::new("a record is cut"))?;
        Ok(Self { types, values, encoding })
    }

    /// The row as an object. A column that was added later is absent from the rows before.
    pub(super) fn object(mut self, columns: &[String]) -> Result<Value, Damage> {
        let mut members = Vec::with_capacity(columns.len());
        for name in columns {
            if self.types.is_empty() {
                break;
            }
            let value = self.next()?;
            members.push(Member { name: name.clone(), value });
        }
        Ok(Value::Object(members))
    }

    fn next(&mut self) -> Result<Value, Damage> {
        let (kind, rest) = varint(self.types)?;
        self.types = rest;
        Ok(match kind {
            1..=4 => self.integer(kind)?,
            5 => self.integer(6)?,
            6 => self.integer(8)?,
            7 => {
                let number = f64::from_bits(self.bits(8)?);
                if number.is_finite() { Value::Number(number.to_string()) } else { Value::Null }
            }
            8 | 9 => Value::Number((kind - 8).to_string()),
            12.. => {
                let bytes = self.take((kind - 12) / 2)?;
                match str::from_utf8(bytes) {
                    _ if kind % 2 == 1 => Value::String(self.encoding.text(bytes)),
                    // What a program wrote as bytes may be a text all the same.
                    Ok(text) => Value::string(text),
                    Err(_) => Value::Null,
                }
            }
            _ => Value::Null,
        })
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Damage> {
        let split =
            usize::try_from(length).ok().and_then(|length| self.values.split_at_checked(length));
        let (bytes, rest) = split.ok_or_else(|| Damage::new("a record is cut"))?;
        self.values = rest;
        Ok(bytes)
    }

    /// So many bytes, the highest first.
    fn bits(&mut self, length: u64) -> Result<u64, Damage> {
        Ok(self.take(length)?.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
    }

    /// A whole number of so many bytes, in two's complement.
    fn integer(&mut self, length: u64) -> Result<Value, Damage> {
        let unused = 64 - 8 * length;
        let number = (self.bits(length)? << unused).cast_signed() >> unused;
        Ok(Value::Number(number.to_string()))
    }
}
