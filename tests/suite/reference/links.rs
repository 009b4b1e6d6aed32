//! The links of the pages lead to files and headings that exist.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::project;

/// Every page of the project that people read on the web.
pub fn pages() -> Vec<PathBuf> {
    let mut pages = vec![project("README.md")];
    // The packaged crate has no `.github`.
    for folder in ["assets/doc", ".github", "tests/interop"] {
        let entries = fs::read_dir(project(folder)).into_iter().flatten();
        pages.extend(entries.map(|entry| entry.unwrap().path()));
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    let pages = pages();
    assert!(pages.len() > 6, "{pages:?}");
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in relative_links(&text) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            if !leads_to(&target, heading) {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn leads_to(target: &Path, heading: &str) -> bool {
    let is_left_out = !project(".github").exists();
    if is_left_out && target.components().any(|part| part.as_os_str() == ".github") {
        return true;
    }
    match fs::read_to_string(target) {
        Ok(text) => heading.is_empty() || anchors(&text).contains(heading),
        Err(_) => target.is_dir() && heading.is_empty(),
    }
}

/// The targets of links and pictures that stand in the project, outside of code.
fn relative_links(text: &str) -> impl Iterator<Item = &str> {
    let parts = prose(text).flat_map(|line| line.split("](").skip(1));
    parts.filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains(':'))
}

/// The lines outside of fenced code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// What GitHub calls the headings of a page in links.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn links_and_headings_are_read_as_github_does() {
    let text =
        "## What's new?\n[a](b.md#c) and ![d](e.svg)\n```\n[no](no.md)\n# no\n```\n[x](https://y)";
    assert_eq!(relative_links(text).collect::<Vec<_>>(), ["b.md#c", "e.svg"]);
    assert_eq!(anchors(text), BTreeSet::from(["whats-new".to_owned()]));
}

/// Names of files in the prose, without a link.
#[test]
fn the_pages_name_files_that_exist() {
    let mut missing = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let words = text.split(['`', '(', ')', ' ', '\n', ',', ';', '#']).filter(|word| {
            ["src/", "tests/", "assets/"].iter().any(|start| word.starts_with(start))
                && !word.contains(['{', '*', '…'])
        });
        missing.extend(words.filter(|path| !project(path).exists()).map(str::to_owned));
    }
    assert_eq!(missing, [""; 0], "a page names what is not there");
}
