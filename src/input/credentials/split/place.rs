//! Writes where a credential stands in a value.

use crate::{
    input::{
        Encoding,
        credential_search::{self, FoundCredential},
        credentials::CredentialPlace,
    },
    kind::envelope::{self, PathStep},
    secrecy::shown_name,
    value::{Value, jq_path},
};

/// The path to a credential, or the section of a file of settings.
pub(super) fn of(root: &Value, found: &FoundCredential, encoding: Encoding) -> CredentialPlace {
    let first_setting = found.form.first_setting();
    let mut steps: Vec<PathStep> = found.path.iter().rev().copied().collect();
    if let Some(first) = first_setting {
        steps.extend(found.core.iter().rev());
        let container = envelope::at(root, &steps);
        let is_list = matches!(container, Some(Value::Array(_)));
        steps.push(if is_list { PathStep::Item(first) } else { PathStep::Member(first) });
    }
    let (path, section, value) = written(root, &steps);
    let has_sections = matches!(encoding, Encoding::Ini | Encoding::Toml);
    let is_section =
        has_sections && first_setting.is_none() && matches!(value, Some(Value::Object(_)));
    match section.filter(|name| is_section && !name.is_empty()) {
        Some(section) => CredentialPlace::Section(section),
        None if path.is_empty() => CredentialPlace::Path(".".to_owned()),
        None => CredentialPlace::Path(path),
    }
}

/// The entry of a map of accounts or hosts that a credential stands in, which is alone there: its
/// path, and what it is called.
pub(super) fn of_entry(root: &Value, found: &FoundCredential) -> Option<(CredentialPlace, String)> {
    let steps: Vec<PathStep> = found.path.iter().chain(&found.core).rev().copied().collect();
    let mut value = root;
    let mut is_map = false;
    for (at, step) in steps.iter().enumerate() {
        let PathStep::Member(member) = *step else { return None };
        let member = value.members().get(member)?;
        if is_map && matches!(member.value, Value::Object(_)) {
            let (path, ..) = written(root, &steps[..=at]);
            return Some((CredentialPlace::Path(path), shown_name(&member.name).into_owned()));
        }
        is_map = credential_search::names_accounts(&member.name);
        value = &member.value;
    }
    None
}

/// The path that these steps are, the section that it is in a file of settings, and the value at its
/// end.
fn written<'a>(root: &'a Value, steps: &[PathStep]) -> (String, Option<String>, Option<&'a Value>) {
    let mut path = String::new();
    let mut section = Some(String::new());
    let mut value = Some(root);
    for step in steps {
        match *step {
            PathStep::Member(at) => {
                let member = value.and_then(|it| it.members().get(at));
                let name = shown_name(member.map_or("", |it| &it.name));
                path.push_str(&jq_path::member(&name));
                if let Some(section) = &mut section {
                    if !section.is_empty() {
                        section.push('.');
                    }
                    section.push_str(&name);
                }
                value = member.map(|it| &it.value);
            }
            PathStep::Item(at) => {
                let step = jq_path::item(&path, at);
                path.push_str(&step);
                section = None;
                value = value.and_then(|it| it.items().get(at));
            }
        }
    }
    (path, section, value)
}
