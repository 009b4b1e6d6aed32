//! JWS and JWE in JSON (RFC 7515 §7.2, RFC 7516 §7.2), general and flattened.

use crate::secret::Wiping;

use super::{Token, decode, decode::sd_jwt};
use crate::{
    kind::serialization::{recipients, signatures},
    problem::Problem,
    secret::Secret,
    value::{Member, Value},
};

/// Reads an object as one token for each signature or recipient, followed by the tokens nested in
/// them.
pub fn read(field: &str, value: &Value) -> Vec<Token> {
    let mut tokens = Vec::new();
    if value.get("ciphertext").is_some() {
        let recipients = recipients(value);
        let each = if recipients.is_empty() { std::slice::from_ref(value) } else { recipients };
        read_each(&mut tokens, each, text(value, "ciphertext"), |one| {
            encrypted_token(field, value, one)
        });
        return tokens;
    }
    let each = signatures(value);
    read_each(&mut tokens, each, text(value, "payload"), |one| signed_token(field, value, one));
    // RFC 9901 §8.1: the first signature carries what belongs to an SD-JWT.
    if let Some(header) = each.first().and_then(|one| one.get("header"))
        && header.get("disclosures").is_some()
    {
        let disclosures = header.get("disclosures").map_or(&[][..], Value::items);
        let disclosures: Vec<&str> =
            disclosures.iter().map(|it| it.as_str().unwrap_or_default()).collect();
        let key_binding = header.get("kb_jwt").and_then(Value::as_str).unwrap_or_default();
        sd_jwt::disclose(&mut tokens, &disclosures, key_binding);
    }
    decode::read_nested(&mut tokens);
    tokens
}

/// Reads the content once for every signature, of a large one only for few: what it costs stays in
/// proportion to the input.
fn read_each(
    tokens: &mut Vec<Token>,
    each: &[Value],
    content: &str,
    read: impl Fn(&Value) -> Option<Token>,
) {
    const MOST: usize = 16;
    let most = (256 * 1024 / content.len().max(1)).clamp(1, MOST);
    tokens.extend(each.iter().take(most).filter_map(read));
    if let Some(last) = tokens.last_mut().filter(|_| each.len() > most) {
        let message = format!("{} more of the signatures were not looked at", each.len() - most);
        last.problem.get_or_insert(Problem::new(message));
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn signed_token(field: &str, whole: &Value, one: &Value) -> Option<Token> {
    let parts = [text(one, "protected"), text(whole, "payload"), text(one, "signature")];
    let unprotected = one.get("header").map_or(&[][..], Value::members);
    decode::assemble(field, Secret::new(compact_form(&parts)), &parts, unprotected.to_vec())
}

fn encrypted_token(field: &str, whole: &Value, one: &Value) -> Option<Token> {
    let parts = [
        text(whole, "protected"),
        text(one, "encrypted_key"),
        text(whole, "iv"),
        text(whole, "ciphertext"),
        text(whole, "tag"),
    ];
    let headers = [whole.get("unprotected"), one.get("header")];
    let unprotected: Vec<Member> =
        headers.into_iter().flatten().flat_map(Value::members).cloned().collect();
    decode::assemble(field, Secret::new(compact_form(&parts)), &parts, unprotected)
}

/// The parts as the compact form has them.
fn compact_form(parts: &[&str]) -> String {
    // Large enough from the start, so that no copy is left behind.
    let mut compact = Wiping::new(String::with_capacity(parts.iter().map(|p| p.len() + 1).sum()));
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            compact.push('.');
        }
        compact.push_str(part);
    }
    std::mem::take(&mut *compact)
}
