//! Distinguished names in words (RFC 4514).

use std::fmt::{self, Write as _};

use data_encoding::HEXLOWER;
use der::{
    AnyRef, Decode as _, DecodeValue, Encode as _, FixedTag, Header, Reader, Tag, Tagged as _,
    asn1::{Ia5StringRef, ObjectIdentifier, PrintableStringRef, TeletexStringRef, Utf8StringRef},
};

/// Who a certificate is for: a path of attributes, the widest first.
pub struct DistinguishedName<'a>(Vec<Vec<Attribute<'a>>>);

struct Attribute<'a> {
    kind: ObjectIdentifier,
    value: AnyRef<'a>,
}

impl<'a> DecodeValue<'a> for DistinguishedName<'a> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, _: Header) -> der::Result<Self> {
        let mut steps = Vec::new();
        while !reader.is_finished() {
            let header = Header::decode(reader)?;
            header.tag().assert_eq(Tag::Set)?;
            steps.push(reader.read_nested(header.length(), |reader| {
                let mut attributes = Vec::new();
                while !reader.is_finished() {
                    attributes.push(reader.sequence(|reader| {
                        let (kind, value) = (reader.decode()?, reader.decode()?);
                        Ok::<_, der::Error>(Attribute { kind, value })
                    })?);
                }
                Ok::<_, der::Error>(attributes)
            })?);
        }
        Ok(Self(steps))
    }
}

impl FixedTag for DistinguishedName<'_> {
    const TAG: Tag = Tag::Sequence;
}

impl fmt::Display for DistinguishedName<'_> {
    /// The narrowest attribute first (RFC 4514 §2.1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().rev().enumerate() {
            for (within, attribute) in step.iter().enumerate() {
                match (at, within) {
                    (0, 0) => {}
                    (_, 0) => f.write_char(',')?,
                    _ => f.write_char('+')?,
                }
                attribute.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(kind, _)| *kind == self.kind).map(|(_, name)| name);
        if let (Some(name), Some(text)) = (name, self.text()) {
            write!(f, "{name}=")?;
            return write_escaped(f, text);
        }
        // RFC 4514 §2.4: what cannot be written in words is written in hexadecimal digits.
        let octets = self.value.to_der().map_err(|_| fmt::Error)?;
        write!(f, "{}=#{}", self.kind, HEXLOWER.encode(&octets))
    }
}

impl<'a> Attribute<'a> {
    fn text(&self) -> Option<&'a str> {
        let value = self.value;
        match value.tag() {
            Tag::PrintableString => PrintableStringRef::try_from(value).ok().map(|it| it.as_str()),
            Tag::Utf8String => Utf8StringRef::try_from(value).ok().map(|it| it.as_str()),
            Tag::Ia5String => Ia5StringRef::try_from(value).ok().map(|it| it.as_str()),
            Tag::TeletexString => TeletexStringRef::try_from(value).ok().map(|it| it.as_str()),
            _ => None,
        }
    }
}

/// RFC 4514 §2.4.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.len().saturating_sub(1);
    for (at, c) in text.char_indices() {
        match c {
            '#' if at == 0 => f.write_str("\\#")?,
            ' ' if at == 0 || at == last => f.write_str("\\ ")?,
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}")?,
            '\0'..='\x1f' | '\x7f' => write!(f, "\\{:02x}", u32::from(c))?,
            _ => f.write_char(c)?,
        }
    }
    Ok(())
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// The names of attributes (RFC 4514 §3, and what else is common in certificates).
const NAMES: [(ObjectIdentifier, &str); 14] = [
    (oid("2.5.4.3"), "CN"),
    (oid("2.5.4.4"), "SN"),
    (oid("2.5.4.5"), "SERIALNUMBER"),
    (oid("2.5.4.6"), "C"),
    (oid("2.5.4.7"), "L"),
    (oid("2.5.4.8"), "ST"),
    (oid("2.5.4.9"), "STREET"),
    (oid("2.5.4.10"), "O"),
    (oid("2.5.4.11"), "OU"),
    (oid("2.5.4.12"), "TITLE"),
    (oid("2.5.4.42"), "GIVENNAME"),
    (oid("0.9.2342.19200300.100.1.1"), "UID"),
    (oid("0.9.2342.19200300.100.1.25"), "DC"),
    (oid("1.2.840.113549.1.9.1"), "EMAILADDRESS"),
];
