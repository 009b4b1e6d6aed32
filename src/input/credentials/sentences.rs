//! Credentials in the texts of a value: lines of a log that a service answers as JSON, a message
//! that quotes a header.

use super::{
    Credential, CredentialPlace, Credentials, distinct::DistinctCredentials, passages, split,
};
use crate::{
    input::{Artifact, Encoding},
    value::{Value, jq_path, json},
};

/// How many levels are looked into.
const DEEPEST: u8 = 24;

/// The shortest text, in bytes, that is looked at as a sentence.
const SHORTEST: usize = 32;

/// The credentials of a value in JSON that also stand in the middle of its texts. None where no text
/// holds one, or the input is no JSON.
pub(super) fn read(text: &str) -> Option<Credentials> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let (value, fault) = json::read_text(text.trim());
    if fault.is_some() {
        return None;
    }
    let mut quoted = Vec::new();
    search(&value, &mut String::new(), DEEPEST, &mut quoted);
    if quoted.is_empty() {
        return None;
    }
    let own = split::split(Artifact::of_value(value, Encoding::Json), None);
    let mut found = DistinctCredentials::default();
    let own = own.items.into_iter().filter(|item| item.artifact.is_known());
    for item in own.chain(quoted) {
        found.add(item);
    }
    Some(Credentials { encoding: Encoding::Json, items: found.into_items(), problem: None })
}

/// Adds the credentials in the texts of a value, which stands at the path.
fn search(value: &Value, path: &mut String, depth: u8, found: &mut Vec<Credential>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let before = path.len();
    match value {
        Value::Object(members) => {
            for member in members {
                path.push_str(&jq_path::member(&crate::secrecy::shown_name(&member.name)));
                search(&member.value, path, depth, found);
                path.truncate(before);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let step = jq_path::item(path, at);
                path.push_str(&step);
                search(item, path, depth, found);
                path.truncate(before);
            }
        }
        Value::String(text) if is_sentence(text.as_str()) => {
            let quoted = passages::read(text.as_str());
            let place = CredentialPlace::Path(path.clone());
            found.extend(
                quoted
                    .into_iter()
                    .flat_map(|it| it.items)
                    .filter(|item| item.artifact.is_known())
                    .map(|item| Credential { place: Some(place.clone()), ..item }),
            );
        }
        _ => {}
    }
}

/// Whether a text has words, in which a credential may stand; one that is a value is opened
/// elsewhere.
fn is_sentence(text: &str) -> bool {
    text.len() >= SHORTEST
        && !text.trim_start().starts_with(['{', '['])
        && text.contains(char::is_whitespace)
}
