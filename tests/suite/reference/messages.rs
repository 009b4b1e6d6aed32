//! What the page of message style quotes is what the program says.

use std::fs;

use super::source_files;
use crate::{findings::cases::cases, support::project};

#[test]
fn quoted_messages_are_those_of_the_program() {
    let page = fs::read_to_string(project("assets/doc/messages.md")).unwrap();
    let mut said: String = source_files().into_values().collect();
    for case in cases() {
        said.extend(case.shown.findings().into_iter().map(|finding| finding.message));
    }
    // A text in the code may be broken into lines.
    let said = words(&said.replace("\\\n", ""));
    // Of the table and the help, and of whole findings.
    let from = page.find("## Findings").unwrap();
    let shown = page[from..].lines().filter_map(|line| line.strip_prefix("> "));
    let text = words(&page[from..]);
    let quoted = text.split('"').skip(1).step_by(2).chain(shown);
    let missing: Vec<&str> = quoted.filter(|quote| !said.contains(*quote)).collect();
    assert_eq!(missing, [""; 0], "the page quotes what nothing says");
}

/// Words with one space between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
