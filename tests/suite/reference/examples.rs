//! The commands of the pages that need nothing but the samples do what they are there for.

use std::fs;

use super::links::pages;
use crate::support::{command, project, run_command};

#[test]
fn commands_about_samples_run() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for line in commands(&text) {
            let args: Vec<&str> = line.split(' ').collect();
            let mut command = command(&args);
            command.current_dir(project(""));
            let ran = run_command(command, "");
            // A check and a difference may say no.
            assert!(ran.status <= 1 && !ran.out.is_empty(), "{line}: {} {}", ran.status, ran.err);
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} commands were found");
}

/// The arguments of commands that read samples alone and open no screen.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    let console = text.lines().filter_map(|line| line.strip_prefix("$ "));
    let all = console.chain(text.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n')));
    all.filter_map(|line| line.strip_prefix("tokenscope ")).filter_map(|line| {
        let line = line.split([';', '#']).next().unwrap_or_default().trim_end();
        let prints = ["inspect ", "diff "].iter().any(|name| line.starts_with(name));
        (prints && line.contains("assets/") && !line.contains(['|', '…', '<'])).then_some(line)
    })
}
