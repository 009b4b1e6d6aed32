//! `report.md`: what `--json` prints, from the schema.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::{check_page, commands::exit_statuses, markdown::table};
use crate::support::run;

#[test]
fn the_report_is_as_the_schema_describes_it() {
    let schema = run(&["schema"], "").json();
    let sample = r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"bearer","expires_in":7200,"created_at":1795377600,"scope":"employees:read"}"#;
    let example = run(&["inspect", "--json", "--at", "2026-11-22T20:05:00Z"], sample);
    assert_eq!(example.status, 0, "{}", example.err);
    let pretty = serde_json::to_string_pretty(&example.json()).unwrap();
    let mut text = format!(
        "# The report\n\n\
         `--json` of `inspect`, `fetch`, `refresh`, `introspect`, `revoke` and `userinfo` prints a \
         [report](#report), or a [collection](#collection) of them where the input holds several \
         credentials, as `board --json` does. `inspect --lines --json` prints one a line, and `diff \
         --json` a [difference](#difference). `tokenscope schema` prints the JSON Schema (2020-12) that \
         this page is written from, [report.schema.json](../report.schema.json).\n\n\
         ## Version\n\n\
         `version` is 1. It changes only by adding: members, kinds, codes and other words may come, so \
         a program should pass over what it does not know. Whatever else changed would be version 2.\n\n\
         ## Exit status\n\n{}\n\
         ## An example\n\n\
         ```console\n$ tokenscope inspect --json --at 2026-11-22T20:05:00Z <<<'{sample}'\n```\n\n\
         <details><summary>prints</summary>\n\n```json\n{pretty}\n```\n\n</details>\n",
        exit_statuses(),
    );
    let definitions = schema["$defs"].as_object().unwrap();
    for (name, definition) in definitions {
        Page { definitions, text: &mut text }.definition(name, definition);
    }
    check_page("report.md", &text);
}

struct Page<'a> {
    definitions: &'a Map<String, Json>,
    text: &'a mut String,
}

impl<'a> Page<'a> {
    fn definition(&mut self, name: &str, definition: &'a Json) {
        writeln!(self.text, "\n## {name}\n\n{}", self.meaning(name, definition)).unwrap();
        if !definition["const"].is_null() {
            writeln!(self.text, "It is always {}.", type_of(definition)).unwrap();
        }
        let mut words = Vec::new();
        if definition["properties"].is_object() {
            let mut rows = Vec::new();
            self.members("", definition, &mut rows, &mut words);
            let heads = ["member", "type", "there", "meaning"];
            write!(self.text, "\n{}", table(heads, rows)).unwrap();
        } else if definition["enum"].is_array() {
            words.push((String::new(), definition));
        }
        for (member, list) in words {
            let rows = list["enum"].as_array().unwrap().iter().enumerate().map(|(at, word)| {
                let meaning = list["enumDescriptions"][at].as_str();
                [format!("`{word}`"), meaning.expect("a description for each word").to_owned()]
            });
            let head = if member.is_empty() { "value".to_owned() } else { format!("`{member}`") };
            write!(self.text, "\n{}", table([&head, "meaning"], rows)).unwrap();
        }
    }

    /// A row for each member of an object, and of the objects inside it that have no name of their own;
    /// and the members that have one of a few words, each with its meaning.
    fn members(
        &self,
        path: &str,
        object: &'a Json,
        rows: &mut Vec<[String; 4]>,
        words: &mut Vec<(String, &'a Json)>,
    ) {
        let required = object["required"].as_array().map_or(&[][..], Vec::as_slice);
        for (name, member) in object["properties"].as_object().unwrap() {
            let path = format!("{path}{name}");
            let there =
                if required.iter().any(|it| it == name) { "always" } else { "where it applies" };
            let meaning = self.meaning(&path, member);
            rows.push([format!("`{path}`"), type_of(member), there.to_owned(), meaning]);
            let items = &member["items"];
            for list in [member, items].into_iter().filter(|it| it["enumDescriptions"].is_array()) {
                words.push((path.clone(), list));
            }
            if items["properties"].is_object() {
                self.members(&format!("{path}[]."), items, rows, words);
            }
            let choices = member["anyOf"].as_array().map_or(&[][..], Vec::as_slice);
            for inner in [member].into_iter().chain(choices) {
                if inner["properties"].is_object() {
                    self.members(&format!("{path}."), inner, rows, words);
                }
            }
        }
    }

    /// What the schema says of it, itself or where it refers to.
    fn meaning(&self, name: &str, schema: &Json) -> String {
        let refers = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/"));
        let other = refers.map_or(&Json::Null, |definition| &self.definitions[definition]);
        let meaning = schema["description"].as_str().or_else(|| other["description"].as_str());
        meaning.unwrap_or_else(|| panic!("{name} has no description")).to_owned()
    }
}

/// The type of a value, with links to what has a name.
fn type_of(schema: &Json) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
        return format!("[{name}](#{name})");
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().map(type_of).collect::<Vec<_>>().join(" or ");
    }
    if let Some(words) = schema["enum"].as_array() {
        if schema["enumDescriptions"].is_array() {
            return "a word, see below".to_owned();
        }
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
    }
    if !schema["const"].is_null() {
        return format!("`{}`", schema["const"]);
    }
    let name = |name: &Json| match name.as_str().unwrap() {
        "array" if schema["items"]["properties"].is_object() => "list of objects".to_owned(),
        "array" if schema["items"]["enum"].is_array() => "list of words, see below".to_owned(),
        "array" => format!("list of {}", type_of(&schema["items"])),
        "string" if schema["format"] == "date-time" => "instant (RFC 3339)".to_owned(),
        name => name.to_owned(),
    };
    match &schema["type"] {
        Json::Null => "any".to_owned(),
        Json::Array(names) => names.iter().map(name).collect::<Vec<_>>().join(" or "),
        one => name(one),
    }
}
