//! What is missing or odd in a key set (RFC 7517).

use std::collections::HashMap;

use data_encoding::{BASE64, BASE64URL_NOPAD};

use crate::{findings::quote, inspection::Inspection, secret::sha256, value::Value};

use super::Note;

/// RSA keys below this are too short for signatures (RFC 7518 §3.3), in bits.
const LEAST_RSA_BITS: usize = 2048;

/// Notes in the order of the keys.
pub(super) fn notes(inspection: &Inspection) -> Vec<Note> {
    let keys = inspection.field("keys").and_then(|field| field.plain());
    let keys = keys.map_or(&[][..], Value::items);
    let mut notes = Vec::new();
    let mut note = |message: String, source| notes.push(Note::new("keys", message, source));
    if keys.is_empty() && inspection.field("keys").is_some() {
        note("the set is empty: no signature can be checked with it".to_owned(), "RFC 7517 §5.1");
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, key) in keys.iter().enumerate() {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        let kid = text("kid");
        let which = || match kid {
            Some(kid) => format!("key {}", quote(kid)),
            None => format!("key number {}", index + 1),
        };
        if let Some(kid) = kid {
            let count = seen.entry(kid).or_default();
            *count += 1;
            if *count == 2 {
                let message = format!(
                    "{} occurs more than once: a token that names it is ambiguous",
                    which()
                );
                note(message, "RFC 7517 §4.5");
            }
        } else if keys.len() > 1 {
            let message = format!("{} has no kid: receivers have to try every key", which());
            note(message, "RFC 7517 §4.5");
        }
        if text("kty").is_none() {
            note(format!("{} has no kty and cannot be used", which()), "RFC 7517 §4.1");
        }
        if let Some(bits) = text("n").and_then(bits).filter(|bits| *bits < LEAST_RSA_BITS) {
            let message = format!("{} has {bits} bits: RSA needs 2048 or more", which());
            note(message, "RFC 7518 §3.3");
        }
        if key.get("use").is_some() && key.get("key_ops").is_some() {
            let message = format!("{} has use and key_ops: one of them is enough", which());
            note(message, "RFC 7517 §4.3");
        }
        if let (Some(thumbprint), Some(certificate)) = (text("x5t#S256"), certificate(key))
            && BASE64URL_NOPAD.encode(&sha256(&certificate)) != thumbprint
        {
            let message = format!("{} has an x5t#S256 that is not of its x5c", which());
            note(message, "RFC 7517 §4.9");
        }
    }
    notes
}

/// The length in bits of a number in base64url.
fn bits(number: &str) -> Option<usize> {
    let octets = BASE64URL_NOPAD.decode(number.as_bytes()).ok()?;
    let first = octets.iter().position(|octet| *octet != 0)?;
    Some((octets.len() - first) * 8 - octets[first].leading_zeros() as usize)
}

/// The first certificate of a key, in DER.
fn certificate(key: &Value) -> Option<Vec<u8>> {
    BASE64.decode(key.get("x5c")?.items().first()?.as_str()?.as_bytes()).ok()
}
