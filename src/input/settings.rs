//! Reads a file of settings for what it says, whatever that means: JSON, TOML, YAML, or lines in
//! sections. The readers of pastes want members of a known kind.

use super::{decode, notation::yaml, settings_file};
use crate::value::{Value, json};

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
    if yaml::is_likely(text)
        && let Some(reading) = yaml::read(text)
        && reading.fault.is_none()
    {
        return Some(reading.value);
    }
    settings_file::value(text)
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
