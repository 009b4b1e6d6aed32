//! Writes where a credential stands in a value.

use crate::{
    input::{Encoding, credential_search::FoundCredential, credentials::CredentialPlace},
    kind::envelope::{self, PathStep},
    secrecy::shown_name,
    value::{Value, jq_path},
};

/// The path to a credential, or the section of a file of settings.
pub(super) fn place(root: &Value, found: &FoundCredential, encoding: Encoding) -> CredentialPlace {
    let mut path = String::new();
    let mut section = Some(String::new());
    let mut value = Some(root);
    let first_setting = found.form.first_setting();
    let mut steps: Vec<PathStep> = found.path.iter().rev().copied().collect();
    if let Some(first) = first_setting {
        steps.extend(found.core.iter().rev());
        let container = envelope::at(root, &steps);
        let is_list = matches!(container, Some(Value::Array(_)));
        steps.push(if is_list { PathStep::Item(first) } else { PathStep::Member(first) });
    }
    for step in steps {
        match step {
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
    let has_sections = matches!(encoding, Encoding::Ini | Encoding::Toml);
    let is_section =
        has_sections && first_setting.is_none() && matches!(value, Some(Value::Object(_)));
    match section.filter(|name| is_section && !name.is_empty()) {
        Some(section) => CredentialPlace::Section(section),
        None if path.is_empty() => CredentialPlace::Path(".".to_owned()),
        None => CredentialPlace::Path(path),
    }
}
