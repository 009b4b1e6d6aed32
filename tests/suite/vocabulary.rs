//! A name means one thing in the crate.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::support::project;

/// The type that a line of code defines; rustfmt writes one a line.
fn defined_type(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ")?.1,
        None => line.strip_prefix("pub ").unwrap_or(line),
    };
    let keywords = ["struct ", "enum ", "trait ", "union "];
    let rest = keywords.iter().find_map(|keyword| line.strip_prefix(keyword))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    Some(&rest[..end])
}

/// The types that a source file defines. What a macro writes stands where it is called.
fn defined_types(source: &str) -> Vec<&str> {
    let code = source.split("macro_rules!").next().unwrap_or_default();
    code.lines().filter_map(defined_type).collect()
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    paths
        .flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn no_two_types_have_the_same_name() {
    let mut places = BTreeMap::<String, Vec<String>>::new();
    // On each system there is one half of the platform, and the other is its counterpart.
    let counterparts = project("src/platform/windows");
    let files = source_files(&project("src"));
    for path in files.into_iter().filter(|path| !path.starts_with(&counterparts)) {
        let text = fs::read_to_string(&path).expect("source is text");
        for name in defined_types(&text) {
            places.entry(name.to_owned()).or_default().push(path.display().to_string());
        }
    }
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn a_definition_is_seen_whoever_may_use_it() {
    let source = "struct A;\npub enum B {\n    pub(super) struct C<'a> {\npub(in crate::x) trait D {\n\
                  macro_rules! define {\n    () => { pub struct E; }\n";
    assert_eq!(defined_types(source), ["A", "B", "C", "D"]);
}
