//! Contributors are told to run what the workflow runs.

use std::fs;

use crate::support::project;

#[test]
fn contributors_are_told_every_check() {
    // The packaged crate has neither.
    let Ok(script) = fs::read_to_string(project(".ci/run")) else { return };
    let page = without_switches(&fs::read_to_string(project(".github/CONTRIBUTING.md")).unwrap());
    let checks: Vec<String> = script.lines().filter_map(check).map(without_switches).collect();
    assert!(checks.len() > 8, "{checks:?}");
    let untold: Vec<&String> = checks.iter().filter(|check| !page.contains(*check)).collect();
    assert!(untold.is_empty(), "CONTRIBUTING.md does not say {untold:?}");
}

/// The command of a line that checks something.
fn check(line: &str) -> Option<&str> {
    let line = line.strip_prefix("\"${limit[@]}\" ").unwrap_or(line);
    let is_check = ["cargo ", "npm ", "RUSTDOCFLAGS", "tests/", ".ci/", "shellcheck "]
        .iter()
        .any(|it| line.starts_with(it));
    (is_check && !line.starts_with("cargo fetch")).then_some(line)
}

/// Without what makes no difference to what is checked.
fn without_switches(text: &str) -> String {
    let switches = ["--locked", "--offline", "--no-audit", "--no-fund"];
    let words = text.split_whitespace().filter(|word| !switches.contains(word));
    words.collect::<Vec<_>>().join(" ")
}
