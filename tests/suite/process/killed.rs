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
use crate::{
    oauth::Canned,
    support::{command, run_command},
};

/// How often a saving program is killed.
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

/// A refresh whose response is larger than a file may be, run by a shell after this command.
fn refresh_without_room(before: &str) -> (tempfile::TempDir, crate::support::Ran) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.json");
    fs::write(&file, r#"{"access_token":"old","refresh_token":"old"}"#).unwrap();
    let body = format!(
        r#"{{"access_token":"new","refresh_token":"new","token_type":"Bearer","note":"{}"}}"#,
        "x".repeat(100_000)
    );
    let server = Canned::answering("200 OK", "Content-Type: application/json\r\n", &body);
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let script = format!(
        "{before} ulimit -f 8; exec {program} refresh token.json --output token.json --json --yes \
         --token-url {} --client-id test --auth none",
        server.url
    );
    // The environment of the binary, for the shell that becomes it.
    let binary = command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(folder.path()).env_clear();
    shell.envs(binary.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = run_command(shell, "");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        r#"{"access_token":"old","refresh_token":"old"}"#,
        "{}",
        ran.err
    );
    (folder, ran)
}

#[test]
fn an_end_in_the_middle_of_the_file_leaves_the_old_one() {
    // Whoever writes past the limit is ended by a signal there and then.
    let (folder, ran) = refresh_without_room("");
    assert_eq!(ran.status, -1, "an end by signal: {}", ran.err);
    let file = folder.path().join("token.json");
    assert_eq!(files(folder.path()).len(), 2, "half a file is left beside it");
    private_remains(folder.path(), &file);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_puts_the_response_on_standard_output() {
    // Where the signal is ignored, the write fails as on a full disk.
    let (folder, ran) = refresh_without_room("trap '' XFSZ;");
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert!(ran.err.contains("could not be saved in token.json"), "{}", ran.err);
    assert_eq!(ran.json()["refresh_token"], "new");
    assert_eq!(files(folder.path()).len(), 1, "nothing is left beside it");
}

#[test]
fn a_link_to_where_nothing_can_be_saved_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let [file, link] = ["old.json", "link.json"].map(|name| folder.path().join(name));
    fs::write(&file, r#"{"refresh_token":"old"}"#).unwrap();
    std::os::unix::fs::symlink(file.join("below/a/file"), &link).unwrap();
    let mut command = command(&["refresh", "--json", "--yes", "--client-id", "test"]);
    // Nobody listens there: it would be another failure.
    command.args(["--token-url", "http://127.0.0.1:9/token", "--output"]).args([&link, &file]);
    let ran = run_command(command, "");
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("hint: nothing was sent"), "{}", ran.err);
}
