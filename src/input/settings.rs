//! Reads a file of settings for what it says, whatever that means: JSON, TOML, YAML, or lines in
//! sections. `settings_file` and the other readers of pastes want members of a known kind.

use super::{decode, notation::yaml};
use crate::value::{MOST, Member, Value, json};

/// The settings as one object; none where the text is in no such notation.
pub fn read(bytes: &[u8]) -> Option<Value> {
    let decoded = decode::decode(bytes);
    if decoded.problem.is_some() {
        return None;
    }
    let text = decoded.text.as_str().trim();
    if text.starts_with(['{', '[']) {
        let (value, fault) = json::read_text(text);
        if fault.is_none() {
            return Some(value);
        }
    }
    if let Ok(table) = text.parse::<toml::Table>() {
        return Some(of_toml(toml::Value::Table(table)));
    }
    if yaml::is_likely(text)
        && let Some(reading) = yaml::read(text)
        && reading.fault.is_none()
    {
        return Some(reading.value);
    }
    sections(text)
}

/// A value of TOML; its reader bounds how deep it nests.
fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::string(text),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            let member = |(name, value)| Member { name, value: of_toml(value) };
            Value::Object(table.into_iter().map(member).collect())
        }
        toml::Value::Integer(number) => Value::Number(number.to_string()),
        toml::Value::Float(number) => Value::string(number.to_string()),
        toml::Value::Datetime(time) => Value::string(time.to_string()),
    }
}

/// Lines of `name = value`, in sections or not. Values are texts.
fn sections(text: &str) -> Option<Value> {
    let mut sections = vec![Member { name: String::new(), value: Value::Object(Vec::new()) }];
    for line in text.lines().take(MOST) {
        let is_continued = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let name = name.trim().to_owned();
            sections.push(Member { name, value: Value::Object(Vec::new()) });
            continue;
        }
        match (line.split_once('='), sections.last_mut().map(|section| &mut section.value)) {
            (Some((name, value)), Some(Value::Object(members))) => {
                let name = name.trim().to_owned();
                members.push(Member { name, value: Value::string(value.trim()) });
            }
            // A list over several lines.
            _ if is_continued => {}
            _ => return None,
        }
    }
    let mut sections = sections.into_iter();
    let Some(Value::Object(mut root)) = sections.next().map(|first| first.value) else {
        return None;
    };
    root.extend(sections);
    Some(Value::Object(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_in_any_notation() {
        for text in [
            r#"{"dev": {"host": "h"}}"#,
            "[dev]\nhost = 'h'\n",
            "dev:\n  host: h\n",
            "; a comment\n[dev]\nhost = h\n",
        ] {
            let value = read(text.as_bytes()).expect("settings");
            let host = value.get("dev").and_then(|dev| dev.get("host")).and_then(Value::as_str);
            assert_eq!(host, Some("h"), "{text}");
        }
        for text in ["\u{0}\u{1}", "{\"dev\": {", "some words"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
