//! Whose the credentials of a file are, where the file keeps one alone and so nothing calls it by
//! its name: the catalogue knows what in the file is the account, the profile or the host.

use super::{
    secret_of,
    signs::{self, FoundValue},
};
use crate::{
    catalog::{member_names, tools::ToolFile},
    inspection::CollectionItem,
    secret::Secret,
    token::Field,
    value::Value,
};

/// How many entries are looked through for the credentials of a file.
const MOST_ENTRIES: usize = 100;

/// Gives a label to each item without one whose secret stands in an entry of an account.
pub(super) fn label(items: &mut [CollectionItem], file: ToolFile, settings: &Value) {
    let mut entries: Vec<_> =
        file.account_paths().flat_map(|path| signs::at(path, settings)).collect();
    // A text is called by its account only where its name is not that of a member.
    let is_account = |entry: &FoundValue<'_>| {
        let name = entry.label.as_deref().unwrap_or_default();
        let is_member = member_names::meaning(&member_names::snake_case(name)).is_some();
        matches!(entry.value, Value::Object(_)) || !is_member
    };
    entries.retain(is_account);
    entries.truncate(MOST_ENTRIES);
    let is_alone = items.len() == 1 && entries.len() == 1;
    for item in items.iter_mut().filter(|item| item.label.is_none()) {
        let password = || item.inspection.field("password").and_then(Field::secret);
        let secret = secret_of(&item.inspection).or_else(password);
        let entry = entries
            .iter()
            .find(|entry| is_alone || secret.is_some_and(|secret| holds(entry.value, secret)));
        item.label = entry.and_then(|entry| entry.label.clone());
    }
}

/// Whether a secret stands anywhere in a value, perhaps behind its scheme.
fn holds(value: &Value, secret: &Secret) -> bool {
    match value {
        Value::String(text) => text.as_str().ends_with(secret.expose()),
        Value::Number(digits) => digits == secret.expose(),
        Value::Array(items) => items.iter().any(|item| holds(item, secret)),
        Value::Object(members) => members.iter().any(|member| holds(&member.value, secret)),
        Value::Null | Value::Bool(_) => false,
    }
}
