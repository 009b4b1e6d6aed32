//! Version 1 of the report only grows. The schema is held to the one of the last release, and whatever
//! could break a program that reads reports of it needs version 2.
//!
//! Once a release is out, its schema is the one that counts: copy `assets/report.schema.json` to
//! `tests/fixtures/report-v1.schema.json`.

use std::{collections::BTreeSet, fs};

use serde_json::{Value as Json, json};

use crate::support::project;

fn read(path: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(project(path)).unwrap()).unwrap()
}

#[test]
fn the_report_changes_only_by_adding() {
    let released = read("tests/fixtures/report-v1.schema.json");
    let breaks = Comparison::of(&released, &read("assets/report.schema.json"));
    assert!(
        breaks.is_empty(),
        "reports of version 1 could be read, and these could not:\n  {}\nEither keep what was, or make \
         it version 2: `version` in src/report, both schemas, and assets/doc/changelog.md.",
        breaks.join("\n  ")
    );
}

/// What could not be read of a new schema's values by a program that knows an old one.
struct Comparison<'a> {
    old: &'a Json,
    new: &'a Json,
    breaks: Vec<String>,
    /// Pairs of definitions that were compared: they refer to themselves.
    seen: BTreeSet<(String, String)>,
}

impl<'a> Comparison<'a> {
    fn of(old: &'a Json, new: &'a Json) -> Vec<String> {
        let mut comparison = Self { old, new, breaks: Vec::new(), seen: BTreeSet::new() };
        for name in old["$defs"].as_object().expect("definitions").keys() {
            match new["$defs"].get(name) {
                Some(definition) => {
                    comparison.value(&format!("#{name}"), &old["$defs"][name], definition);
                }
                None => comparison.breaks.push(format!("#{name} is gone")),
            }
        }
        comparison.value("#", old, new);
        comparison.breaks
    }

    fn value(&mut self, at: &str, old: &'a Json, new: &'a Json) {
        let names = [old, new].map(|it| it["$ref"].as_str().unwrap_or_default().to_owned());
        if names.iter().all(|name| !name.is_empty()) {
            let [first, second] = names;
            if !self.seen.insert((first, second)) {
                return;
            }
        }
        let (old, new) = (resolve(self.old, old), resolve(self.new, new));
        self.types(at, old, new);
        self.words(at, old, new);
        self.alternatives(at, old, new);
        self.members(at, old, new);
        if old["items"].is_object() {
            self.value(&format!("{at}[]"), &old["items"], &new["items"]);
        }
        for keyword in ["const", "format"] {
            if !old[keyword].is_null() && old[keyword] != new[keyword] {
                self.add(at, format_args!("{keyword} was {}, is {}", old[keyword], new[keyword]));
            }
        }
    }

    /// A value may not be of a type that it never was.
    fn types(&mut self, at: &str, old: &Json, new: &Json) {
        let (Some(old), new) = (types(old), types(new)) else { return };
        match new {
            Some(new) => {
                for name in new.difference(&old) {
                    self.add(at, format_args!("may be {name} now"));
                }
            }
            None => self.add(at, "may be anything now"),
        }
    }

    /// A list of words may grow, as the report says of itself; none may go.
    fn words(&mut self, at: &str, old: &Json, new: &Json) {
        let (Some(old), Some(new)) = (old["enum"].as_array(), new["enum"].as_array()) else {
            if old["enum"].is_array() {
                self.add(at, "has no list of words any more");
            }
            return;
        };
        for word in old.iter().filter(|word| !new.contains(word)) {
            self.add(at, format_args!("{word} is gone"));
        }
    }

    /// What a value is one of: each of the new has its place among the old.
    fn alternatives(&mut self, at: &str, old: &'a Json, new: &'a Json) {
        for keyword in ["anyOf", "oneOf"] {
            let (Some(before), after) = (old[keyword].as_array(), &new[keyword]) else { continue };
            let Some(after) = after.as_array().filter(|after| after.len() == before.len()) else {
                self.add(at, format_args!("has other alternatives ({keyword})"));
                continue;
            };
            for (place, (before, after)) in before.iter().zip(after).enumerate() {
                self.value(&format!("{at}({place})"), before, after);
            }
        }
    }

    fn members(&mut self, at: &str, old: &'a Json, new: &'a Json) {
        let Some(members) = old["properties"].as_object() else { return };
        for (name, before) in members {
            let at = format!("{at}.{name}");
            match new["properties"].get(name) {
                Some(after) => self.value(&at, before, after),
                None => self.add(&at, "is gone"),
            }
        }
        let required = |schema: &'a Json| schema["required"].as_array().into_iter().flatten();
        for name in required(old).filter(|name| !required(new).any(|it| it == *name)) {
            self.add(at, format_args!("{name} is not always there any more"));
        }
    }

    fn add(&mut self, at: &str, what: impl std::fmt::Display) {
        self.breaks.push(format!("{at} {what}"));
    }
}

/// What a reference leads to.
fn resolve<'a>(schema: &'a Json, value: &'a Json) -> &'a Json {
    match value["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
        Some(name) => resolve(schema, &schema["$defs"][name]),
        None => value,
    }
}

/// The types that a value may have; none where it may have any.
fn types(schema: &Json) -> Option<BTreeSet<&str>> {
    match &schema["type"] {
        Json::Array(names) => Some(names.iter().filter_map(Json::as_str).collect()),
        Json::String(name) => Some(BTreeSet::from([&**name])),
        _ => None,
    }
}

/// A small schema with one definition, and what is said when it becomes another.
fn breaks(old: &Json, new: &Json) -> Vec<String> {
    let schema = |definition: &Json| json!({"$defs": {"report": definition}});
    let (old, new) = (schema(old), schema(new));
    Comparison::of(&old, &new)
}

#[test]
fn what_breaks_a_reader_is_seen() {
    let old = json!({
        "type": "object",
        "properties": {
            "answer": {"enum": ["yes", "no"]},
            "until": {"type": ["string", "null"], "format": "date-time"},
            "version": {"const": 1},
            "items": {"type": "array", "items": {"$ref": "#/$defs/report"}},
            "end": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        },
        "required": ["answer", "until"],
    });
    let changed = |path: &str, value: Json| {
        let mut new = old.clone();
        *new.pointer_mut(path).expect("it is there") = value;
        breaks(&old, &new)
    };
    assert_eq!(breaks(&old, &old), [""; 0]);
    for (path, value, said) in [
        ("/properties/answer/enum", json!(["yes"]), "#report.answer \"no\" is gone"),
        (
            "/properties/answer",
            json!({"type": "string"}),
            "#report.answer has no list of words any more",
        ),
        ("/properties/until/type", json!(["string", "number"]), "#report.until may be number now"),
        ("/properties/until", json!({"format": "date-time"}), "#report.until may be anything now"),
        (
            "/properties/until/format",
            json!("date"),
            "#report.until format was \"date-time\", is \"date\"",
        ),
        ("/properties/version/const", json!(2), "#report.version const was 1, is 2"),
        ("/properties/items/type", json!("object"), "#report.items may be object now"),
        ("/properties/items/items", json!({"type": "string"}), "#report.items[] may be string now"),
        ("/properties/end/anyOf", json!([]), "#report.end has other alternatives (anyOf)"),
        ("/properties/end/anyOf/0/type", json!("string"), "#report.end(0) may be string now"),
        ("/required", json!(["until"]), "#report \"answer\" is not always there any more"),
    ] {
        assert!(changed(path, value).contains(&said.to_owned()), "{said}");
    }
    let mut gone = old.clone();
    gone["properties"].as_object_mut().unwrap().remove("until");
    assert!(breaks(&old, &gone).contains(&"#report.until is gone".to_owned()));
}

#[test]
fn what_only_adds_is_let_pass() {
    let old = json!({
        "type": "object",
        "properties": {"answer": {"enum": ["yes"]}, "until": {"type": ["string", "null"]}},
        "required": ["answer"],
    });
    let new = json!({
        "type": "object",
        "properties": {
            "answer": {"enum": ["yes", "perhaps"], "description": "The answer."},
            "until": {"type": "string"},
            "more": {"type": "string"},
        },
        "required": ["answer", "until", "more"],
    });
    assert_eq!(breaks(&old, &new), [""; 0]);
}
