//! Names that occur twice in one object.

use std::collections::HashSet;

use crate::{
    findings::{diagnostics::Diagnostics, rule_context::RuleContext, wording::quote},
    input::{Encoding, challenges as challenges_of},
    kind::Kind,
    value::{Member, Value},
};

/// RFC 8259 §4: names should be unique, as parsers differ in which one they take. In a JWT they
/// must be (RFC 7519 §4, RFC 7515 §4), and so must parameters (RFC 6749 §3.1, §3.2).
pub(super) fn duplicate_member(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let fields = context.input.fields;
    let challenges = context.input.message.filter(|_| context.input.kind == Kind::ErrorResponse);
    let challenges = challenges.map(|message| message.values("www-authenticate"));
    let challenges: Vec<_> = challenges.into_iter().flatten().flat_map(challenges_of).collect();
    // A challenge and the body below it may both say what is wrong.
    let said: HashSet<_> =
        challenges.iter().flat_map(|it| &it.members).map(|member| member.name.as_str()).collect();
    let names = fields.iter().map(|field| field.source_name.as_str());
    let names = names.filter(|name| !name.is_empty() && !said.contains(name));
    if let Some(name) = first_duplicate(names) {
        let fact = format!("{} occurs twice: which one counts depends on the parser", quote(name));
        if matches!(context.input.encoding, Encoding::Form | Encoding::Url) {
            diagnostics.citing("RFC 6749 §3.1, §3.2");
        }
        let field = fields.iter().find(|field| field.source_name == name);
        diagnostics.warning(field.map_or(name, |field| &field.name), &fact);
    }
    for field in fields {
        if let Some(name) = field.plain().and_then(inner_duplicate) {
            let fact = format!(
                "{} occurs twice inside {}: which one counts depends on the parser",
                quote(name),
                field.source_name
            );
            diagnostics.warning(&field.name, &fact);
        }
    }
    for token in context.input.tokens {
        if let Some(name) = duplicate(&token.header) {
            let fact = format!(
                "the header has {} twice: one receiver checks the first, another obeys the second",
                quote(name)
            );
            diagnostics.citing("RFC 7515 §4").on(name).error(&token.field, &fact);
        }
        if let Some(name) = token.claims.as_ref().and_then(duplicate) {
            let fact = format!(
                "the claims have {} twice: one receiver checks the first, another obeys the second",
                quote(name)
            );
            diagnostics.citing("RFC 7519 §4").on(name).error(&token.field, &fact);
        }
    }
}

/// A name that occurs twice in an object or in one inside it.
fn duplicate(value: &Value) -> Option<&str> {
    first_duplicate(names(value.members())).or_else(|| inner_duplicate(value))
}

/// A name that occurs twice in an object inside this value.
fn inner_duplicate(value: &Value) -> Option<&str> {
    // Values nest no deeper than their readers allow.
    match value {
        Value::Object(members) => members.iter().find_map(|member| duplicate(&member.value)),
        Value::Array(items) => items.iter().find_map(duplicate),
        _ => None,
    }
}

fn names(members: &[Member]) -> impl Iterator<Item = &str> + Clone {
    members.iter().map(|member| member.name.as_str())
}

/// The first name, in order, that occurs again. Short lists are compared without allocating, long
/// ones by sorting.
fn first_duplicate<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    const SHORT: usize = 16;
    if names.clone().nth(SHORT).is_none() {
        let mut rest = names;
        while let Some(name) = rest.next() {
            if rest.clone().any(|other| other == name) {
                return Some(name);
            }
        }
        return None;
    }
    let mut sorted: Vec<(&str, usize)> = names.enumerate().map(|(at, name)| (name, at)).collect();
    sorted.sort_unstable();
    let again = sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    again.map(|pair| pair[0]).min_by_key(|(_, at)| *at).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_agree() {
        let long = |twice: usize| {
            let names: Vec<String> = (0..40).map(|i| format!("n{i}")).collect();
            let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
            names.push(names[twice]);
            first_duplicate(names.into_iter()).map(str::to_owned)
        };
        assert_eq!(long(7), Some("n7".to_owned()));
        assert_eq!(first_duplicate(["a", "b", "c"].into_iter()), None);
        assert_eq!(first_duplicate(["a", "b", "c", "b"].into_iter()), Some("b"));
        assert_eq!(first_duplicate(["x"; 40].into_iter()), Some("x"));
    }
}
