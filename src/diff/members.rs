//! Members of two artifacts compared by name.

use std::collections::HashMap;

use super::{ChangedMember, MaskedValue};
use crate::{inspection::Inspection, secrecy::KnownSecrets, token::field::Content, value::Value};

/// A named value to compare. Secrets are compared themselves, but only their masks are kept.
pub(super) struct NamedContent<'a> {
    name: &'a str,
    content: ComparedContent<'a>,
}

#[derive(PartialEq)]
enum ComparedContent<'a> {
    Field(&'a Content),
    Value(&'a Value),
}

pub(super) fn compared_fields(inspection: &Inspection) -> Vec<NamedContent<'_>> {
    let present = inspection.fields.iter().filter(|field| field.present);
    present
        .map(|field| NamedContent {
            name: &field.name,
            content: ComparedContent::Field(&field.content),
        })
        .collect()
}

pub(super) fn compared_members(value: Option<&Value>) -> Vec<NamedContent<'_>> {
    let members = value.map_or(&[][..], Value::members).iter();
    members
        .map(|member| NamedContent {
            name: &member.name,
            content: ComparedContent::Value(&member.value),
        })
        .collect()
}

/// Pairs items by name, the second of a name with the second, and keeps the pairs that differ.
pub(super) fn changed_members(
    before: &[NamedContent<'_>],
    after: &[NamedContent<'_>],
    secrets: &KnownSecrets,
) -> Vec<ChangedMember> {
    let label = |name: &str, number| label(&secrets.shown_name(name), number);
    let mask = |name: &str, content: &ComparedContent<'_>| masked(name, content, secrets);
    let after = numbered(after);
    let mut later: HashMap<(&str, usize), &ComparedContent<'_>> =
        after.iter().map(|(name, number, content)| ((*name, *number), *content)).collect();
    let mut named = Vec::new();
    for (name, number, content) in numbered(before) {
        let other = later.remove(&(name, number));
        if other != Some(content) {
            named.push(ChangedMember {
                name: label(name, number),
                before: Some(mask(name, content)),
                after: other.map(|content| mask(name, content)),
            });
        }
    }
    for (name, number, content) in after {
        if later.contains_key(&(name, number)) {
            let after = Some(mask(name, content));
            named.push(ChangedMember { name: label(name, number), before: None, after });
        }
    }
    named
}

/// Each item with its name and which of that name it is, from one.
fn numbered<'a>(items: &'a [NamedContent<'a>]) -> Vec<(&'a str, usize, &'a ComparedContent<'a>)> {
    let mut counts = HashMap::<&str, usize>::new();
    items
        .iter()
        .map(|item| {
            let count = counts.entry(item.name).or_default();
            *count += 1;
            (item.name, *count, &item.content)
        })
        .collect()
}

fn label(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name}#{number}") }
}

fn masked(name: &str, content: &ComparedContent<'_>, secrets: &KnownSecrets) -> MaskedValue {
    let redacted = |value| MaskedValue::Plain(secrets.redacted(name, value).into_owned());
    match content {
        ComparedContent::Field(Content::Secret { secret, .. }) => {
            MaskedValue::Masked { length: secret.length(), sha256: secret.fingerprint() }
        }
        ComparedContent::Field(Content::Plain(value)) => redacted(value),
        ComparedContent::Value(value) => redacted(value),
    }
}
