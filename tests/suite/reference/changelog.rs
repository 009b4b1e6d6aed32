//! The changelog knows the version that is being made.

use std::fs;

use crate::support::project;

#[test]
fn the_changelog_has_this_version_and_what_comes_after() {
    let text = fs::read_to_string(project("assets/doc/changelog.md")).unwrap();
    let titles: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(titles[..2], ["Unreleased", env!("CARGO_PKG_VERSION")], "what is released is first");
}
