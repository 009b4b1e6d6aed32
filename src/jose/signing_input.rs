//! Finds the signing input, algorithm and signature of a JWS, and the defects for which every
//! receiver refuses it (RFC 7515 §5.2).

use std::collections::HashSet;

use super::{Alg, Token, base64url};
use crate::value::{Member, Value, json};

/// What is known of a signature before any key is tried.
pub(super) enum VerificationInput<'a> {
    /// Keys can be tried on the signature.
    Signed {
        /// The algorithm of the header.
        alg: Alg,
        /// The octets that were signed (RFC 7515 §2).
        octets: &'a [u8],
        /// The signature, decoded.
        signature: Vec<u8>,
        /// The payload is empty: it may be transmitted apart (RFC 7515 appendix F).
        detached: bool,
    },
    /// Every receiver refuses the token, whatever the signature is.
    Malformed {
        /// The algorithm of the header.
        alg: Alg,
        reason: String,
    },
    /// A part of the token is missing.
    Incomplete(String),
    /// The algorithm or an extension is not supported.
    Unsupported(String),
}

/// Reads the header of a JWS strictly, and finds the signed octets.
pub(super) fn read(token: &Token) -> VerificationInput<'_> {
    let header = &token.header;
    let alg = match header.get("alg") {
        Some(Value::String(name)) => match Alg::from_name(name.as_str()) {
            Some(alg) => alg,
            None => {
                return VerificationInput::Unsupported("the algorithm is not supported".to_owned());
            }
        },
        Some(_) => {
            return VerificationInput::Unsupported(
                "alg is not a string (RFC 7515 §4.1.1)".to_owned(),
            );
        }
        None => {
            return VerificationInput::Unsupported(
                "the header has no alg (RFC 7515 §4.1.1)".to_owned(),
            );
        }
    };
    let protected = header.members().get(token.unprotected..).unwrap_or_default();
    let critical_names = critical_names(header, protected);
    let unencoded = match unencoded(header, critical_names.as_deref().unwrap_or_default()) {
        Ok(unencoded) => unencoded,
        Err(reason) => return VerificationInput::Unsupported(reason),
    };
    // The octets of the token are what was signed.
    let compact = token.compact.expose();
    let Some((signed, payload, encoded)) = split(compact, unencoded) else {
        let count = compact.split('.').count();
        return VerificationInput::Incomplete(format!(
            "a JWS has three parts, this has {count}: what was signed is not known"
        ));
    };
    let reason = critical_names.err().or_else(|| malformed(token, signed, unencoded));
    let signature = base64url::strict(encoded);
    match (reason, signature) {
        (Some(reason), _) => VerificationInput::Malformed { alg, reason },
        (None, Some(signature)) if !signature.is_empty() => {
            let detached = payload.is_empty();
            VerificationInput::Signed { alg, octets: signed.as_bytes(), signature, detached }
        }
        (None, Some(_)) => {
            VerificationInput::Malformed { alg, reason: "the signature is empty".to_owned() }
        }
        (None, None) => {
            let reason = "the signature is not strict base64url (RFC 7515 §2)".to_owned();
            VerificationInput::Malformed { alg, reason }
        }
    }
}

/// Whether the payload is missing that the signature is about (RFC 7515 appendix F).
pub(super) fn is_detached(token: &Token) -> bool {
    let mut parts = token.compact.expose().split('.').skip(1);
    parts.next() == Some("") && parts.next().is_some_and(|signature| !signature.is_empty())
}

/// The signed text, the payload in it, and the signature of a JWS in three parts. A payload that
/// is not encoded may have dots of its own (RFC 7797 §5.2).
fn split(compact: &str, unencoded: bool) -> Option<(&str, &str, &str)> {
    let (signed, signature) = compact.rsplit_once('.')?;
    let (_, payload) = signed.split_once('.')?;
    (unencoded || !payload.contains('.')).then_some((signed, payload, signature))
}

/// Whether the payload was signed as it is: `b64` is false, and critical (RFC 7797 §3, §6).
fn unencoded(header: &Value, critical_names: &[&str]) -> Result<bool, String> {
    // An extension that is not understood may change what is signed, so that nothing can be
    // verified; that receivers must refuse it is a finding.
    let unknown = critical_names.iter().filter(|name| **name != "b64").take(3);
    let unknown: Vec<String> = unknown.map(|name| super::short_quote(name)).collect();
    if !unknown.is_empty() {
        return Err(format!(
            "crit demands extensions that are not understood: {} (RFC 7515 §4.1.11)",
            unknown.join(", ")
        ));
    }
    match header.get("b64") {
        None | Some(Value::Bool(true)) => Ok(false),
        Some(Value::Bool(false)) if critical_names.contains(&"b64") => Ok(true),
        Some(Value::Bool(false)) => {
            Err("b64 is false, but crit does not list it (RFC 7797 §6)".to_owned())
        }
        Some(_) => Err("b64 is neither true nor false (RFC 7797 §3)".to_owned()),
    }
}

/// Names that `crit` may not hold: those of RFC 7515 §4.1 and RFC 7518 §4 themselves.
const STANDARD: [&str; 11] =
    ["alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"];

/// The names in `crit`, each once and each that of a protected parameter (RFC 7515 §4.1.11).
fn critical_names<'a>(header: &'a Value, protected: &[Member]) -> Result<Vec<&'a str>, String> {
    let Some(crit) = header.get("crit") else { return Ok(Vec::new()) };
    let has = |name: &str| protected.iter().any(|member| member.name == name);
    let names: Option<Vec<&str>> = crit.items().iter().map(Value::as_str).collect();
    names
        .filter(|names| {
            let distinct: HashSet<_> = names.iter().collect();
            !names.is_empty()
                && distinct.len() == names.len()
                && has("crit")
                && names.iter().all(|name| has(name) && !STANDARD.contains(name))
        })
        .ok_or_else(|| "crit is malformed (RFC 7515 §4.1.11)".to_owned())
}

/// Why every receiver refuses the header or the encoding of what was signed (RFC 7515 §4, §5.2).
fn malformed(token: &Token, signed: &str, unencoded: bool) -> Option<String> {
    let (header, payload) = signed.split_once('.').unwrap_or_default();
    for (name, part) in [("header", header), ("payload", payload)] {
        if !(name == "payload" && unencoded) && base64url::strict(part).is_none() {
            return Some(format!("the {name} is not strict base64url (RFC 7515 §2)"));
        }
    }
    // The token was read as far as it could be: here the whole must be JSON.
    let octets = base64url::strict(header).unwrap_or_default();
    if !header.is_empty() && !matches!(json::read(&octets), (Value::Object(_), None)) {
        return Some("the header is not a JSON object".to_owned());
    }
    let mut names = HashSet::new();
    if !token.header.members().iter().all(|member| names.insert(&*member.name)) {
        return Some("the header has a parameter twice (RFC 7515 §4)".to_owned());
    }
    let kid = token.header.get("kid");
    kid.is_some_and(|kid| kid.as_str().is_none())
        .then(|| "kid is not a string (RFC 7515 §4.1.4)".to_owned())
}
