//! Signed and encrypted objects that are written as JSON instead of compact.

use super::Kind;
use crate::value::Value;

/// What an object is that has the members of a JWS (RFC 7515 §7.2), a JWE (RFC 7516 §7.2) or an
/// SD-JWT (RFC 9901 §8) in JSON, general or flattened.
pub fn kind(value: &Value) -> Option<Kind> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).is_some();
    if text("ciphertext") && (has_header(value) || !recipients(value).is_empty()) {
        return Some(Kind::Jwe);
    }
    let signed = signatures(value);
    let is_jws = !signed.is_empty()
        && signed.iter().all(|it| it.get("signature").is_some() && has_header(it));
    let discloses = |signed: &Value| {
        signed.get("header").is_some_and(|header| header.get("disclosures").is_some())
    };
    is_jws.then(|| if discloses(&signed[0]) { Kind::SdJwt } else { Kind::Jws })
}

/// The objects that each hold a signature: the items of `signatures`, or the whole.
pub fn signatures(value: &Value) -> &[Value] {
    match value.get("signatures") {
        Some(Value::Array(items)) => items,
        None if value.get("signature").and_then(Value::as_str).is_some() => {
            std::slice::from_ref(value)
        }
        _ => &[],
    }
}

/// The objects that each hold the key for one recipient; none in the flattened form.
pub fn recipients(value: &Value) -> &[Value] {
    value.get("recipients").map_or(&[], Value::items)
}

/// Whether an object has a header of JOSE: an encoded object, or one with an algorithm.
fn has_header(value: &Value) -> bool {
    let says_alg = |name: &str| {
        value
            .get(name)
            .is_some_and(|header| ["alg", "enc"].iter().any(|it| header.get(it).is_some()))
    };
    let protected = value.get("protected").and_then(Value::as_str).unwrap_or_default();
    protected.starts_with("ey")
        || protected.starts_with("ew")
        || protected.starts_with("e3")
        || says_alg("header")
        || says_alg("unprotected")
}
