//! The reference in `assets/doc` cannot drift: its pages are written from the program, and the links
//! of all pages lead somewhere.

mod changelog;
mod commands;
mod contributing;
mod environment;
mod examples;
mod findings;
mod keys;
mod links;
mod markdown;
mod messages;
mod report;
mod settings;

use std::{collections::BTreeMap, fs, path::Path};

use crate::support::{compare_with_file, project};

/// Holds a page of the reference to what the program says of itself.
fn check_page(name: &str, text: &str) {
    let page = format!(
        "<!-- Written by `UPDATE_EXPECTED=1 cargo test --test suite reference` from the program; \
         a test fails where it is out of date. -->\n\n{text}"
    );
    let compared = compare_with_file(&project("assets/doc").join(name), &page);
    compared.unwrap_or_else(|difference| panic!("{difference}"));
}

/// The source files by their paths in the project.
fn source_files() -> BTreeMap<String, String> {
    fn add(folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(project("")).unwrap().to_str().unwrap();
                files.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    add(&project("src"), &mut files);
    files
}
