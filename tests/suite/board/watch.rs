//! `board --watch` on a terminal, and what of the system the board touches.

#![cfg(unix)]

#[cfg(target_os = "linux")]
use std::{fs, path::Path, process::Command};

use super::home::{Home, jwt_for};
use crate::{inspector::terminal::Terminal, support::AT};

#[test]
fn the_table_counts_down_and_follows_the_files() {
    let home = Home::new();
    home.put(".vault-token", jwt_for("jo", 3_600));
    let root = home.path().display().to_string();
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let mut terminal =
        Terminal::run(&[program, "board", "--watch", "--at", AT], &[("HOME", &root)]);
    terminal.see("● VALID");
    let first = terminal.text();
    terminal.until("another countdown", |screen| {
        let text = screen.contents();
        text.contains("● VALID") && text.contains("Nothing was sent") && text != first
    });
    home.put(".supabase/access-token", "sbp_0123456789abcdef0123456789abcdef01234567");
    terminal.see("supabase");
    // Drawn in its place: the head of the table is there once.
    assert_eq!(terminal.text().matches("Each by its own clock").count(), 1, "{}", terminal.text());
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn without_a_terminal_nothing_is_watched() {
    let ran = Home::new().run(&["--watch"], &[]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--watch needs a terminal"), "{}", ran.err);
    let ran = Home::new().run(&["--watch", "--json"], &[]);
    assert_eq!(ran.status, 2);
}

/// What the program asked of the system: each call with its arguments.
#[cfg(target_os = "linux")]
fn system_calls(home: &Home, args: &[&str]) -> Vec<String> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-y",
        "-qq",
        "-s",
        "300",
        "-e",
        "trace=%file,%network,%process,write",
        "-o",
    ]);
    command.arg(log.path()).arg(env!("CARGO_BIN_EXE_tokenscope")).args(args);
    command.env_clear().env("HOME", home.path()).env("TZ", "UTC").current_dir(home.path());
    let ran = command.output().expect("strace starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    fs::read_to_string(log.path()).expect("a log").lines().map(str::to_owned).collect()
}

/// No socket, no other program, no file changed, and in the home nothing opened that is not listed.
#[cfg(target_os = "linux")]
#[test]
fn the_system_is_only_asked_to_read_what_is_listed() {
    let has_strace = Command::new("strace").arg("-V").output().is_ok();
    if !has_strace {
        eprintln!("strace is not installed: nothing is watched");
        return;
    }
    let home = Home::new();
    home.put(".vault-token", jwt_for("jo", 60));
    home.put(
        ".aws/sso/cache/ab.json",
        "{\"accessToken\":\"a\",\"expiresAt\":\"2026-11-22T20:08:07Z\"}",
    );
    home.put(".aws/sso/cache/notes.txt", "private");
    home.put(".ssh/id_ed25519", "private");
    home.put(".azure/msal_token_cache.sig", "");
    home.put_fixture(".config/gcloud/access_tokens.db", "gcloud/access_tokens.db");
    home.put(".config/gcloud/access_tokens.db-wal", "x");
    let listed = home.run(&["--paths"], &[]).out;
    let root = home.path().display().to_string();
    let calls = system_calls(&home, &["board", "--json", "--at", AT]);
    assert!(calls.iter().any(|call| call.contains(".vault-token")), "nothing was watched");
    for call in &calls {
        let name = call.split_whitespace().nth(1).unwrap_or_default();
        let name = name.split('(').next().unwrap_or_default();
        let forbidden = [
            "socket", "connect", "bind", "unlink", "rename", "mkdir", "chmod", "truncate",
            "symlink", "link", "fork",
        ];
        assert!(!forbidden.iter().any(|it| name.starts_with(it)), "{call}");
        assert!(
            !call.contains("O_WRONLY") && !call.contains("O_RDWR") && !call.contains("O_CREAT"),
            "{call}"
        );
        if name.starts_with("execve") {
            assert!(call.contains("tokenscope"), "{call}");
        }
        let path = call.split('"').nth(1).unwrap_or_default();
        if name.starts_with("open") && path.starts_with(&root) {
            assert!(is_listed(path, &listed, &root), "{call}");
        }
        if name == "write" {
            assert!(call.contains("write(1<"), "{call}");
        }
    }
}

/// Whether a path is listed, or the folder of a pattern that is.
#[cfg(target_os = "linux")]
fn is_listed(path: &str, listed: &str, root: &str) -> bool {
    listed.lines().any(|line| {
        let Some((_, place)) = line.split_once(root) else { return false };
        let place = format!("{root}{}", place.split("  (").next().unwrap_or_default());
        let is_looked_at = !line.contains("(only");
        is_looked_at
            && (place == path
                || place.contains('*') && Path::new(&place).parent() == Some(Path::new(path)))
    })
}
