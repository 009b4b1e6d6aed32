//! Random objects, written in each notation and read back.

use std::fmt::Write as _;

use proptest::prelude::*;
use tokenscope::{
    input::{Encoding, recognize},
    value::{Member, Value},
};

/// Names that every notation can write without quotes.
fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z_]{0,8}[a-z]"
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,20})",
        "(0|[1-9][0-9]{0,5})\\.[0-9]{1,9}",
        "[1-9]\\.[0-9]{1,8}E[0-9]"
    ]
    .prop_map(Value::Number)
}

/// Any text, and text that notations stumble over.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,12}",
        "[ -~\n\t]{0,20}",
        "([a-z0-9 ]|[,;:=>{}\\[\\]()'\"`#@&\\\\/]|=>|: |, |null|nil|\\$\\{){0,12}",
    ]
    .prop_map(Value::string)
}

fn value(text: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::Bool), number(), text,];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            members(inner).prop_map(Value::Object),
        ]
    })
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<Member>> {
    let member = (name(), value).prop_map(|(name, value)| Member { name, value });
    proptest::collection::vec(member, 0..5)
}

/// A token response: what it is must not depend on the random members.
fn response(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    members(value).prop_map(|mut members| {
        let token = Value::string("Abc-123_x.y");
        members.insert(0, Member { name: "access_token".to_owned(), value: token });
        Value::Object(members)
    })
}

/// How a notation writes what differs between notations.
struct Notation {
    null: &'static str,
    booleans: [&'static str; 2],
    /// Around members, with the space that is usual there.
    braces: [&'static str; 2],
    string: fn(&str) -> String,
    name: fn(&str) -> String,
}

fn write(value: &Value, notation: &Notation, out: &mut String) {
    match value {
        Value::Null => out.push_str(notation.null),
        Value::Bool(value) => out.push_str(notation.booleans[usize::from(*value)]),
        Value::Number(digits) => out.push_str(digits),
        Value::String(text) => out.push_str(&(notation.string)(text.as_str())),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write(item, notation, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push_str(notation.braces[0]);
            for (at, member) in members.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                out.push_str(&(notation.name)(&member.name));
                write(&member.value, notation, out);
            }
            out.push_str(notation.braces[1]);
        }
    }
}

/// A string in these quotes, with the escapes that all languages share.
fn quoted(text: &str, quote: char) -> String {
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if c.is_control() || ('\u{e000}'..).contains(&c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

fn double(text: &str) -> String {
    quoted(text, '"')
}

/// YAML has no surrogate pairs, but eight digits.
fn yaml_string(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        c => format!("\\U{:08x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

fn single(text: &str) -> String {
    quoted(text, '\'')
}

#[track_caller]
fn reads_back(value: &Value, notation: &Notation, encoding: Encoding) -> Result<(), TestCaseError> {
    let mut text = String::new();
    write(value, notation, &mut text);
    let artifact = recognize(text.as_bytes());
    prop_assert_eq!(artifact.problem, None, "{}", text);
    prop_assert_eq!(super::json(&artifact.value), super::json(value), "{}", text);
    prop_assert_eq!(artifact.encoding, encoding, "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn json(value in response(value(text()))) {
        let notation = Notation {
            null: "null", booleans: ["false", "true"], braces: ["{", "}"],
            string: double, name: |name| format!("\"{name}\":"),
        };
        reads_back(&value, &notation, Encoding::Json)?;
    }

    #[test]
    fn python(value in response(value(text()))) {
        let notation = Notation {
            null: "None", booleans: ["False", "True"], braces: ["{", "}"],
            string: single, name: |name| format!("'{name}': "),
        };
        reads_back(&value, &notation, Encoding::Python)?;
    }

    #[test]
    fn javascript(value in response(value(text()))) {
        let notation = Notation {
            null: "null", booleans: ["false", "true"], braces: ["{ ", " }"],
            string: single, name: |name| format!("{name}: "),
        };
        reads_back(&value, &notation, Encoding::JavaScript)?;
    }

    #[test]
    fn ruby(value in response(value(text()))) {
        let notation = Notation {
            null: "nil", booleans: ["false", "true"], braces: ["{", "}"],
            string: double, name: |name| format!(":{name}=>"),
        };
        reads_back(&value, &notation, Encoding::Ruby)?;
        let notation = Notation { name: |name| format!("{name}: "), ..notation };
        reads_back(&value, &notation, Encoding::Ruby)?;
    }

    #[test]
    fn yaml(value in response(value(text()))) {
        let mut text = String::new();
        for member in value.members() {
            let notation = Notation {
                null: "null", booleans: ["false", "true"], braces: ["{", "}"],
                string: yaml_string, name: |name| format!("\"{name}\": "),
            };
            text.push_str(&member.name);
            text.push_str(": ");
            write(&member.value, &notation, &mut text);
            text.push('\n');
        }
        let artifact = recognize(text.as_bytes());
        prop_assert_eq!(artifact.problem, None, "{}", text);
        prop_assert_eq!(super::json(&artifact.value), super::json(&value), "{}", text);
        prop_assert_eq!(artifact.encoding, Encoding::Yaml, "{}", text);
    }

    /// Java has no quotes, so that only texts can be told that do not look like its punctuation.
    #[test]
    fn java(value in response(value("[a-zA-Z][a-zA-Z0-9/:._+ -]{0,10}[a-zA-Z0-9]={0,2}".prop_map(java_text)))) {
        let notation = Notation {
            null: "null", booleans: ["false", "true"], braces: ["Token[", "]"],
            string: str::to_owned, name: |name| format!("{name}="),
        };
        reads_back(&value, &notation, Encoding::Java)?;
        let notation = Notation { braces: ["com.example.Token{", "}"], ..notation };
        reads_back(&value, &notation, Encoding::Java)?;
        let notation = Notation { braces: ["Token(", ")"], ..notation };
        reads_back(&value, &notation, Encoding::Java)?;
    }

    #[test]
    fn form(pairs in proptest::collection::vec((name(), "\\PC{0,12}"), 1..6)) {
        let mut body = url::form_urlencoded::Serializer::new("access_token=a%2Bb&".to_owned());
        body.extend_pairs(&pairs);
        let body = body.finish();
        let artifact = recognize(body.as_bytes());
        prop_assert_eq!(artifact.encoding, Encoding::Form, "{}", body);
        let read: Vec<_> = artifact.value.members()[1..]
            .iter()
            .map(|m| (m.name.clone(), m.value.as_str().unwrap_or("?").to_owned()))
            .collect();
        prop_assert_eq!(read, pairs);
        let url = format!("https://client.example/cb?{body}");
        prop_assert_eq!(recognize(url.as_bytes()).value, artifact.value);
        let message = format!("HTTP/1.1 200 OK\r\nDate: now\r\n\r\n{body}");
        prop_assert_eq!(recognize(message.as_bytes()).encoding, Encoding::Http);
    }
}

/// Text that Java would print as text, and not as one of its words.
fn java_text(text: String) -> Value {
    match text.as_str() {
        "null" | "true" | "false" => Value::string("nothing"),
        _ => Value::string(text),
    }
}
