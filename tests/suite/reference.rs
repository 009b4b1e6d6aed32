//! The reference in `assets/doc` cannot drift: its pages are written from the program, and the links
//! of all pages lead somewhere.

mod commands;
mod environment;
mod findings;
mod keys;
mod links;
mod markdown;
mod report;
mod settings;

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
