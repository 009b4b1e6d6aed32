//! Every notation and kind that is recognised.

mod collections;
mod cut;
mod hostile;
mod json;
mod messages;
mod printed;
mod roundtrip;
mod texts;
mod uris;
mod words;

use tokenscope::{
    input::{Artifact, recognize},
    value::Value,
};

/// What is recognised, as `kind encoding value`, the value written as JSON.
fn recognized(text: &str) -> String {
    let artifact = recognize(text.as_bytes());
    format!("{} {} {}", artifact.kind.name(), artifact.encoding.name(), json(&artifact.value))
}

/// Checks many texts, each given with what [`recognized`] says of it, and that none is a problem.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(recognized(text), *expected, "{text}");
        assert_eq!(recognize(text.as_bytes()).problem, None, "{text}");
    }
}

fn member<'a>(artifact: &'a Artifact, name: &str) -> Option<&'a str> {
    artifact.value.get(name).and_then(Value::as_str)
}

fn json(value: &Value) -> String {
    let list = |items: Vec<String>| items.join(",");
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(digits) => digits.clone(),
        Value::String(text) => serde_json::to_string(text.as_str()).unwrap_or_default(),
        Value::Array(items) => format!("[{}]", list(items.iter().map(json).collect())),
        Value::Object(members) => {
            let member = |m: &tokenscope::value::Member| {
                format!("{}:{}", serde_json::to_string(&m.name).unwrap_or_default(), json(&m.value))
            };
            format!("{{{}}}", list(members.iter().map(member).collect()))
        }
    }
}
