//! What a file says of tokens that are kept elsewhere.

use crate::{
    catalog::tools::{self, ToolSign},
    value::{Value, jq_path},
};

/// A value at a path in which `*` stands for any name or item.
pub(super) struct FoundValue<'a> {
    /// The path as jq writes it.
    pub(super) path: String,
    /// What the last `*` stands for in the name; of an item in a list, what its `name` says.
    pub(super) label: Option<String>,
    pub(super) value: &'a Value,
}

/// The longest name on a path: every value below would repeat it.
const LONGEST_NAME: usize = 256;

/// The values at a path of names with dots between them; the value itself where it is empty. In a
/// name `*` stands for any characters; `*@key` calls the items of a list by their `key`.
pub(super) fn at<'a>(path: &str, value: &'a Value) -> Vec<FoundValue<'a>> {
    let mut found = vec![FoundValue { path: String::new(), label: None, value }];
    for name in path.split('.').filter(|name| !name.is_empty()) {
        found = found.into_iter().flat_map(|outer| inside(outer, name)).collect();
    }
    found
}

fn inside<'a>(outer: FoundValue<'a>, name: &str) -> Vec<FoundValue<'a>> {
    let FoundValue { path, label, value } = outer;
    if !name.contains('*') {
        let inner = value.get(name);
        let path = format!("{path}{}", jq_path::member(name));
        return inner.map(|value| FoundValue { path, label, value }).into_iter().collect();
    }
    let (pattern, label_member) = name.split_once('@').unwrap_or((name, "name"));
    let members = value.members().iter().filter(|it| it.name.len() <= LONGEST_NAME);
    let members = members.filter_map(|member| {
        let label = Some(tools::starred(pattern, &member.name)?.to_owned());
        let path = format!("{path}{}", jq_path::member(&member.name));
        Some(FoundValue { path, label, value: &member.value })
    });
    let items = value.items().iter().enumerate().map(|(at, value)| {
        let label = value.get(label_member).and_then(Value::as_str).map(str::to_owned);
        FoundValue { path: format!("{path}{}", jq_path::item(&path, at)), label, value }
    });
    members.chain(items).collect()
}

/// The labels of what a sign says to be kept elsewhere.
pub(super) fn labels(sign: ToolSign, settings: &Value) -> Vec<Option<String>> {
    let holds = |found: &FoundValue<'_>| {
        let is_structured = matches!(found.value, Value::Object(_));
        let is_bare = sign.with().next().is_none() && sign.without().next().is_none();
        let has_any = sign.with().next().is_none() || sign.with().any(|it| has(found.value, it));
        (is_structured || is_bare) && has_any && !sign.without().any(|it| has(found.value, it))
    };
    at(sign.each(), settings).into_iter().filter(holds).map(|found| found.label).collect()
}

/// Whether a value has a member, which may have to have a value: `name=value`.
fn has(value: &Value, wanted: &str) -> bool {
    let (path, wanted) = match wanted.split_once('=') {
        Some((path, wanted)) => (path, Some(wanted)),
        None => (wanted, None),
    };
    at(path, value).iter().any(|found| match (wanted, found.value) {
        (None, value) => !value.is_absent(),
        (Some(wanted), Value::String(text)) => text.as_str().eq_ignore_ascii_case(wanted),
        (Some(wanted), Value::Bool(value)) => wanted == value.to_string(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::json;

    #[test]
    fn paths_lead_through_names_and_lists() {
        let (value, _) = json::read_text(
            r#"{"users": [{"name": "jo", "user": {"exec": {}}}], "a-b": {"c": "x"}}"#,
        );
        let found: Vec<_> =
            at("users.*.user", &value).into_iter().map(|it| (it.path, it.label)).collect();
        assert_eq!(found, [(".users[0].user".to_owned(), Some("jo".to_owned()))]);
        assert_eq!(at("*.c", &value)[0].path, ".\"a-b\".c");
        assert!(has(&value, "a-b.c=X") && !has(&value, "a-b.d") && has(&value, "users.*.name"));
        assert_eq!(at("", &value).len(), 1);
    }
}
