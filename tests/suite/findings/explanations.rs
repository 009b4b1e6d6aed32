//! What is said of errors: a table of answers, and the words that must and must not be said.

use tokenscope::{
    explain,
    token::{Received, ReceivedFrom},
};

use super::support::*;
use crate::support::project;

/// Answers of servers, and of what stands in front of them, as libraries and browsers print them:
/// of each list of words one must be said, and none of the others.
#[test]
fn answers_are_explained_by_the_right_cause() {
    let table = std::fs::read_to_string(project("tests/fixtures/explanations.json"));
    let cases: serde_json::Value =
        serde_json::from_str(&table.expect("it can be read")).expect("it is JSON");
    let mut wrong = Vec::new();
    for case in cases.as_array().expect("it is a list") {
        let received = Received { at: at(0), from: ReceivedFrom::Now };
        let input = text(case["input"].as_str().expect("text"));
        let inspection = Input { received, ..input }.inspection();
        let mut said = explain::error(&inspection).map_or(String::new(), |explanation| {
            let entries = explanation.entries.iter().flat_map(|entry| {
                let of = entry.provider.unwrap_or_default();
                [of, entry.meaning]
                    .into_iter()
                    .chain(entry.causes.iter())
                    .chain(entry.remedies.iter())
            });
            entries
                .map(str::to_owned)
                .chain(explanation.details.clone())
                .collect::<Vec<_>>()
                .join("\n")
        });
        said.make_ascii_lowercase();
        let words = |list: &serde_json::Value| -> Vec<String> {
            let items = list.as_array().into_iter().flatten();
            items.map(|word| word.as_str().expect("text").to_owned()).collect()
        };
        let missing: Vec<_> = case["says"]
            .as_array()
            .into_iter()
            .flatten()
            .map(&words)
            .filter(|any| !any.iter().any(|word| said.contains(word.as_str())))
            .collect();
        let denied: Vec<_> =
            words(&case["never"]).into_iter().filter(|word| said.contains(word.as_str())).collect();
        let kind = case["kind"].as_str().unwrap_or(inspection.kind.name());
        if !missing.is_empty() || !denied.is_empty() || kind != inspection.kind.name() {
            wrong.push(format!("{}: {missing:?} {denied:?}\n{said}\n", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
