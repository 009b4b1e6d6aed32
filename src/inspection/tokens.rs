//! Decodes the JWTs of an artifact, each with its role.

use crate::{
    jose::{self, Role, Token},
    token::Field,
    value::Value,
};

/// Every JWT among the fields and inside one another, with the position of its field.
pub(super) fn decode_fields(fields: &[Field], scheme: Option<&str>) -> Vec<(usize, Token)> {
    // `protected` of a JWS or JWE in JSON (RFC 7515 §7.2) is a header, and no token that was cut.
    let is_header = |field: &Field, text: &str| field.name == "protected" && !text.contains('.');
    let mut tokens = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let Some(secret) = field.secret() else { continue };
        // The text is needed to decode it; what comes out is a secret again.
        let text = secret.expose();
        if !is_header(field, text) {
            let mut read = jose::read(&field.name, text);
            if let Some(token) = read.first_mut().filter(|token| token.compact == *secret) {
                token.compact = secret.clone();
            }
            tokens.extend(with_roles(read, &field.source_name, scheme).map(|token| (at, token)));
        }
    }
    tokens
}

/// The tokens of an object that is a token itself.
pub(super) fn decode_serialized(value: &Value, scheme: Option<&str>) -> Vec<(usize, Token)> {
    let read = jose::serialization::read("token", value);
    with_roles(read, "token", scheme).map(|token| (0, token)).collect()
}

/// Sets the roles of tokens: the first is in a field of this name, the others are nested in it. A
/// token without a role gets that of the first token that has one, but not that of a proof.
fn with_roles(
    mut tokens: Vec<Token>,
    source_name: &str,
    scheme: Option<&str>,
) -> impl Iterator<Item = Token> {
    let mut known = None;
    for (inside, token) in tokens.iter_mut().enumerate() {
        let name = if inside == 0 { source_name } else { "" };
        token.role = Role::of(token, name, scheme);
        if token.key_binding.is_none() {
            known = known.or(token.role);
        }
    }
    for token in tokens.iter_mut().filter(|token| token.key_binding.is_none()) {
        token.role = token.role.or(known);
    }
    tokens.into_iter()
}

/// The token in this field whose claims count: the field's own, or the one that it holds.
pub(super) fn with_claims(tokens: &[(usize, Token)], at: usize) -> Option<&Token> {
    let within = tokens.iter().filter(|(field, _)| *field == at).map(|(_, token)| token);
    let mut with_claims =
        within.clone().filter(|it| it.claims.is_some() && it.key_binding.is_none());
    with_claims.next().or_else(|| within.clone().next())
}
