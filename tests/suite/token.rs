//! Fields, expiry and scopes.

mod expiry;
mod field;
mod hostile;
mod instants;
mod kind;
mod scope;
mod stored;
mod zones;

use tokenscope::value::{Member, Value};

pub fn json(text: &str) -> Value {
    from(serde_json::from_str(text).expect("valid JSON"))
}

fn from(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(it) => Value::Bool(it),
        serde_json::Value::Number(digits) => Value::Number(digits.to_string()),
        serde_json::Value::String(text) => Value::string(text),
        serde_json::Value::Array(items) => Value::Array(items.into_iter().map(from).collect()),
        serde_json::Value::Object(members) => Value::Object(
            members.into_iter().map(|(name, value)| Member { name, value: from(value) }).collect(),
        ),
    }
}
