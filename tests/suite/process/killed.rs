//! A kill in the middle of a save leaves the old file or the new one.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokenscope::storage::save::save_atomically;

use super::{files, mode, part_command};

const KILLS: u32 = 24;

const FILE: &str = "TOKENSCOPE_TEST_FILE";
const LINES: &str = "TOKENSCOPE_TEST_LINES";

/// A content that shows whether it is whole, and which one it is.
fn content(number: u32, lines: usize) -> String {
    format!("{number:09}\n").repeat(lines)
}

#[test]
#[ignore = "a part of the test below, which kills it"]
fn saves_for_ever() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let lines = std::env::var(LINES).unwrap().parse().unwrap();
    for number in 1.. {
        save_atomically(&PathBuf::from(&file), content(number, lines).as_bytes()).unwrap();
        println!("saved {number}");
    }
}

#[test]
fn a_kill_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.json");
    for kill in 0..KILLS {
        // From a kilobyte to eight megabytes: small ones are killed where they get their name,
        // large ones while they are written.
        let lines = 100 << (kill % 14);
        fs::write(&file, content(0, lines)).unwrap();
        let mut child = part_command("process::killed::saves_for_ever")
            .env(FILE, &file)
            .env(LINES, lines.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut saved = output.lines().filter_map(|line| {
            let line = line.unwrap();
            line.split_once("saved ").map(|(_, number)| number.parse::<u32>().unwrap())
        });
        let seen = saved.by_ref().nth(usize::try_from(kill % 3).unwrap()).unwrap();
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        let last = saved.last().unwrap_or(seen);
        let text = fs::read_to_string(&file).unwrap();
        let whole = [last, last + 1].map(|number| content(number, lines));
        assert!(whole.contains(&text), "{lines} lines: {} bytes", text.len());
        assert_eq!(mode(&file), 0o600);
        private_remains(folder.path(), &file);
    }
}

/// Whatever is left beside the file is private, and named so that one knows what it is.
fn private_remains(folder: &Path, file: &Path) {
    for left in files(folder).iter().filter(|left| *left != file) {
        let name = left.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(".token.json.tokenscope-"), "{name}");
        assert_eq!(mode(left), 0o600, "{name}");
    }
}
