//! The program as a process: killed, ended by signals, out of disk, in a panic.

#![cfg(unix)]

mod crash;
mod ended;
mod kept;
mod killed;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

/// The permissions of a file.
fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// What is in a folder, sorted; nothing where it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The arguments with which this very program runs one ignored test, and nothing else.
fn part(name: &str) -> [String; 5] {
    let program = std::env::current_exe().unwrap().display().to_string();
    [&program, "--ignored", "--exact", "--nocapture", name].map(str::to_owned)
}

/// The same as a command.
fn part_command(name: &str) -> Command {
    let [program, arguments @ ..] = part(name);
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
