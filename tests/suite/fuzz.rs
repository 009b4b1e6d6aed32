//! Every input that the fuzzer kept, run once.

#[path = "../fuzz/src/answer.rs"]
mod answer;
#[path = "../fuzz/src/paste.rs"]
mod paste;
#[path = "../fuzz/src/session.rs"]
mod session;

use std::{fs, path::PathBuf};

use crate::support::project;

/// Runs every file of these folders, which hold at least so many.
fn run(folders: &[&str], least: usize, run: fn(&[u8])) {
    let files = |folder: &&str| fs::read_dir(project(folder)).expect("the folder is there");
    let paths: Vec<PathBuf> =
        folders.iter().flat_map(files).map(|entry| entry.expect("a file").path()).collect();
    assert!(paths.len() >= least, "{} files", paths.len());
    for path in paths {
        let bytes = fs::read(&path).expect("it can be read");
        // The name of the file that fails stands last in the output.
        println!("{}", path.display());
        run(&bytes);
    }
}

#[test]
fn answers() {
    run(&["tests/fuzz/corpus/answer"], 50, answer::run);
}

#[test]
fn pastes() {
    run(&["assets/samples", "tests/fuzz/corpus/paste"], 50, paste::run);
}

#[test]
fn sessions() {
    run(&["tests/fuzz/corpus/session"], 50, session::run);
}
