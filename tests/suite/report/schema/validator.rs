//! The part of JSON Schema (draft 2020-12) that the report's schema uses. A keyword that it does
//! not know is an error.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde_json::{Map, Value as Json};

/// Holds values against a schema, and remembers which properties it met.
pub struct Validator<'a> {
    schema: &'a Json,
    seen: BTreeSet<*const Json>,
}

impl<'a> Validator<'a> {
    pub fn new(schema: &'a Json) -> Self {
        Self { schema, seen: BTreeSet::new() }
    }

    pub fn check_whole(&mut self, value: &Json) -> Result<(), String> {
        self.value(value, self.schema, "")
    }

    pub fn check(&mut self, value: &Json, definition: &str) -> Result<(), String> {
        self.value(value, self.definition(definition), "")
    }

    pub fn unseen(&self) -> Vec<String> {
        let mut unseen = Vec::new();
        let mut open = vec![(String::new(), self.schema)];
        while let Some((path, schema)) = open.pop() {
            match schema {
                Json::Object(members) => {
                    for (name, inner) in members {
                        let path = format!("{path}/{name}");
                        if path.ends_with(&format!("/properties/{name}"))
                            && !self.seen.contains(&std::ptr::from_ref(inner))
                        {
                            unseen.push(path.clone());
                        }
                        open.push((path, inner));
                    }
                }
                Json::Array(items) => open.extend(items.iter().map(|item| (path.clone(), item))),
                _ => {}
            }
        }
        unseen
    }

    fn definition(&self, name: &str) -> &'a Json {
        let definition = self.schema["$defs"].get(name);
        definition.unwrap_or_else(|| panic!("{name} is not defined"))
    }

    fn value(&mut self, value: &Json, schema: &'a Json, at: &str) -> Result<(), String> {
        for (keyword, rule) in schema.as_object().expect("a schema") {
            let holds = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" => true,
                // What an editor shows beside each word of `enum`.
                "enumDescriptions" => list(rule).len() == list(&schema["enum"]).len(),
                "$ref" => {
                    let name = rule.as_str().and_then(|it| it.strip_prefix("#/$defs/"));
                    self.value(value, self.definition(name.expect("a definition")), at)?;
                    true
                }
                "const" => value == rule,
                "enum" => list(rule).contains(value),
                "type" => match rule {
                    Json::Array(types) => types.iter().any(|it| is_of_type(value, it)),
                    one => is_of_type(value, one),
                },
                "format" => value.as_str().is_none_or(|text| {
                    rule == "date-time" && DateTime::parse_from_rfc3339(text).is_ok()
                }),
                "minimum" => value.as_f64().is_none_or(|it| it >= rule.as_f64().expect("a number")),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(item, rule, &format!("{at}/{index}"))?;
                    }
                    true
                }
                "properties" => self.properties(value.as_object(), rule, at).map(|()| true)?,
                "required" => has_all(value, rule),
                "dependentRequired" => value.as_object().is_none_or(|members| {
                    let rules = rule.as_object().expect("an object").iter();
                    rules
                        .filter(|(name, _)| members.contains_key(*name))
                        .all(|(_, needed)| has_all(value, needed))
                }),
                "additionalProperties" => value.as_object().is_none_or(|members| {
                    assert_eq!(rule, false);
                    members.keys().all(|name| schema["properties"].get(name).is_some())
                }),
                "anyOf" | "oneOf" => {
                    let results: Vec<_> =
                        list(rule).iter().map(|one| self.value(value, one, at)).collect();
                    let fitting = results.iter().filter(|result| result.is_ok()).count();
                    if fitting == 0 {
                        let reasons: Vec<_> = results.into_iter().filter_map(Result::err).collect();
                        return Err(reasons.join(" and "));
                    }
                    keyword == "anyOf" || fitting == 1
                }
                unknown => panic!("the keyword {unknown} is not known"),
            };
            if !holds {
                return Err(format!("{at}: {value} breaks {keyword} {rule}"));
            }
        }
        Ok(())
    }

    fn properties(
        &mut self,
        members: Option<&Map<String, Json>>,
        rules: &'a Json,
        at: &str,
    ) -> Result<(), String> {
        for (name, value) in members.into_iter().flatten() {
            if let Some(rule) = rules.get(name) {
                self.seen.insert(rule);
                self.value(value, rule, &format!("{at}/{name}"))?;
            }
        }
        Ok(())
    }
}

fn list(rule: &Json) -> &[Json] {
    rule.as_array().expect("a list")
}

fn has_all(value: &Json, names: &Json) -> bool {
    let names = || list(names).iter().filter_map(Json::as_str);
    value.as_object().is_none_or(|members| names().all(|name| members.contains_key(name)))
}

fn is_of_type(value: &Json, name: &Json) -> bool {
    match name.as_str().expect("the name of a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("the type {unknown} is not known"),
    }
}
