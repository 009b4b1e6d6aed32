//! A refresh in a script loses no refresh token either.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use super::{NEW, files, mode};
use crate::{
    oauth::Canned,
    support::{Ran, command, run_command},
};

/// The command, and the folder where it may keep something.
fn refresh(server: &Canned, options: &[&str]) -> (TempDir, Command) {
    let home = tempfile::tempdir().unwrap();
    let input = r#"{"access_token":"old-access","refresh_token":"old-refresh"}"#;
    let mut command = command(&["refresh", input, "--json", "--yes", "--client-id", "test"]);
    command.args(["--token-url", &server.url]).args(options);
    command.current_dir(home.path()).env("XDG_STATE_HOME", home.path());
    (home, command)
}

fn kept(home: &TempDir) -> Vec<PathBuf> {
    files(&home.path().join("tokenscope/rescued"))
}

fn answered(body: &str, options: &[&str]) -> (TempDir, Ran) {
    let server = Canned::answering("200 OK", "Content-Type: application/json\r\n", body);
    let (home, command) = refresh(&server, options);
    let ran = run_command(command, "");
    (home, ran)
}

#[test]
fn a_response_that_is_neither_saved_nor_shown_is_kept() {
    let (home, ran) = answered(NEW, &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let [file] = kept(&home).try_into().unwrap();
    assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), (NEW, 0o600));
    assert!(ran.err.contains(&file.display().to_string()), "{}", ran.err);
    assert!(ran.err.contains("hint: next time give --output FILE"), "{}", ran.err);
    assert!(!ran.err.contains("new-refresh") && !ran.out.contains("new-refresh"));
}

#[test]
fn nothing_is_kept_of_what_the_person_has() {
    let omitted = r#"{"access_token":"new-access","token_type":"Bearer"}"#;
    let same = r#"{"access_token":"new-access","refresh_token":"old-refresh"}"#;
    let cases: [(&str, &[&str]); 5] = [
        (NEW, &["--output", "saved.json"]),
        (NEW, &["--reveal"]),
        (omitted, &[]),
        (same, &[]),
        (r#"{"error":"invalid_grant"}"#, &[]),
    ];
    for (body, options) in cases {
        let (home, ran) = answered(body, options);
        assert!(kept(&home).is_empty(), "{body} {options:?}");
        assert!(!ran.err.contains("is kept"), "{}", ran.err);
    }
}

#[test]
fn half_an_answer_is_kept_too() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n";
    let server = Canned::new(format!("{head}{}", &NEW[..NEW.len() - 1]), crate::oauth::Then::Close);
    let (home, command) = refresh(&server, &["--output", "saved.json"]);
    let ran = run_command(command, "");
    assert_eq!(ran.status, 4, "{}", ran.err);
    assert_eq!(kept(&home).len(), 1, "{}", ran.err);
}

#[test]
fn an_answer_is_kept_as_it_came_and_before_anything_is_looked_for_in_it() {
    // What a refusal repeats of the request is masked wherever it is shown.
    let body = r#"{"error":"slow","error_description":"old-refresh is gone","refresh_token":"new-refresh"}"#;
    let (home, ran) = answered(body, &[]);
    assert_eq!(ran.status, 4, "{}", ran.err);
    let [file] = kept(&home).try_into().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), body);
    assert!(!ran.err.contains("old-refresh") && !ran.out.contains("old-refresh"));
}
