//! Files that are not what they should be: the board says so, and goes on.

#![cfg(target_os = "linux")]

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::home::{Home, jwt_for, set_mode, summary};
use crate::support::project;

/// The message about each tool.
fn messages(home: &Home) -> Vec<(String, String)> {
    let items = home.items(&[]);
    let text = |item: &serde_json::Value, path: &str| {
        item.pointer(path).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
    };
    items.iter().map(|item| (text(item, "/tool"), text(item, "/problem/message"))).collect()
}

fn one(home: &Home, tool: &str, message: &str) {
    let found = messages(home);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, tool);
    assert!(found[0].1.contains(message), "{found:?}");
}

#[test]
fn a_huge_file_is_not_read() {
    let home = Home::new();
    let file = home.put(".vault-token", "");
    File::options().write(true).open(file).expect("it opens").set_len(1 << 40).expect("holes");
    one(&home, "vault", "larger than 4 MiB");
}

#[test]
fn something_else_in_the_place_of_a_file_is_not_read() {
    let home = Home::new();
    fs::create_dir(home.path().join(".vault-token")).expect("a folder");
    one(&home, "vault", "a folder in the place of a file");
    let home = Home::new();
    let pipe = home.path().join(".vault-token");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("a pipe");
    one(&home, "vault", "a pipe or a device");
    let home = Home::new();
    let device = home.path().join(".vault-token");
    if mknodat(
        CWD,
        &device,
        FileType::CharacterDevice,
        Mode::from_raw_mode(0o600),
        rustix::fs::makedev(1, 5),
    )
    .is_ok()
    {
        one(&home, "vault", "a pipe or a device");
    }
    // Where a folder should be is a file: there is no such file.
    let home = Home::new();
    home.put(".aws", "x");
    assert_eq!(messages(&home), []);
}

#[test]
fn links_are_followed_inside_the_home_and_none_out_of_it() {
    let home = Home::new();
    home.put("dotfiles/token", jwt_for("jo", 60));
    symlink("dotfiles/token", home.path().join(".vault-token")).expect("a link");
    assert_eq!(messages(&home), [("vault".to_owned(), String::new())]);
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("token"), jwt_for("jo", 60)).expect("a file");
    for target in [
        outside.path().join("token"),
        "../../../../../../../../etc/passwd".into(),
        home.path().join("..").join("x"),
    ] {
        let home = Home::new();
        symlink(&target, home.path().join(".vault-token")).expect("a link");
        one(&home, "vault", "a link that leads out of the home, not followed");
    }
    // A folder that is a link is said once, whatever would be read in it.
    let home = Home::new();
    fs::create_dir_all(outside.path().join("sso/cache")).expect("folders");
    fs::write(outside.path().join("sso/cache/a.json"), "{}").expect("a file");
    symlink(outside.path(), home.path().join(".aws")).expect("a link");
    one(&home, "aws", "a link that leads out of the home, not followed");
}

#[test]
fn links_without_an_end_are_said() {
    let home = Home::new();
    symlink(".vault-token", home.path().join(".vault-token")).expect("a link");
    one(&home, "vault", "a link that leads to itself");
    let home = Home::new();
    symlink("nowhere", home.path().join(".vault-token")).expect("a link");
    one(&home, "vault", "a link that leads to nothing");
}

#[test]
fn a_locked_file_says_so() {
    if rustix::process::geteuid().is_root() {
        // Everything may be read by root.
        return;
    }
    let home = Home::new();
    set_mode(&home.put(".vault-token", "x"), 0o000);
    one(&home, "vault", "its permissions do not let it be read");
    let home = Home::new();
    home.put(".aws/sso/cache/a.json", "{}");
    set_mode(&home.path().join(".aws/sso/cache"), 0o000);
    one(&home, "aws", "its permissions do not let it be read");
    set_mode(&home.path().join(".aws/sso/cache"), 0o700);
}

#[test]
fn damaged_files_are_said_with_their_place() {
    let home = Home::new();
    home.put(".railway/config.json", "{\"user\": {\"accessToken\": ");
    home.put(".docker/config.json", [0x89, b'P', b'N', b'G', 0, 1, 2, 0xff]);
    home.put(".qwen/oauth_creds.json", "[".repeat(100_000));
    home.put(".vault-token", [0xff, 0xfe, 0xfd]);
    let items = home.items(&[]);
    assert_eq!(items.len(), 4, "{}", summary(&items));
    for item in items {
        assert!(item["problem"]["message"].is_string(), "{item:#}");
    }
}

#[test]
fn a_folder_full_of_files_is_cut() {
    let home = Home::new();
    for at in 0..600 {
        home.put(&format!(".aws/sso/cache/{at:04}.json"), format!("{{\"accessToken\":\"a{at}\"}}"));
    }
    let items = home.items(&["--only", "aws"]);
    assert_eq!(items.len(), 501);
    assert_eq!(items[500]["problem"]["message"], "more than 500 files, the others are not read");
}

/// Every byte of a database may be anything.
#[test]
fn a_damaged_database_ends_in_a_report() {
    for name in ["gcloud/access_tokens.db", "gcloud/credentials.db", "gcloud/many.db"] {
        let whole = fs::read(project("tests/fixtures").join(name)).expect("a fixture");
        for at in (0..whole.len()).step_by(7) {
            for value in [0, 0xff, whole[at].wrapping_add(1)] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                tokenscope::input::database::read(&damaged);
            }
            tokenscope::input::database::read(&whole[..at]);
        }
    }
}

#[test]
fn a_database_is_read_as_sqlite_reads_it() {
    use tokenscope::value::Value;
    let whole = fs::read(project("tests/fixtures/gcloud/many.db")).expect("a fixture");
    let (tables, problem) = tokenscope::input::database::read(&whole);
    assert_eq!(problem, None);
    let rows = tables.get("t").map(Value::items).unwrap_or_default();
    assert_eq!((tables.members().len(), rows.len()), (1, 150));
    let text = |row: usize, name| rows[row].get(name).cloned().unwrap_or_default();
    assert_eq!(text(0, "note"), Value::string("é".repeat(400)));
    assert_eq!(text(149, "account_id"), Value::string("account 149"));
    assert_eq!(text(149, "number"), Value::Number((-(7_i64.pow(9))).to_string()));
    assert_eq!(text(149, "ratio"), Value::Number("37.25".to_owned()));
    assert_eq!(text(149, "note"), Value::Null);
    // A page that is its own child, and one that two rows share.
    for (at, bytes) in [(108, [0, 0, 0, 1]), (16, [0, 3, 0, 0])] {
        let mut damaged = whole.clone();
        damaged[at..at + 4].copy_from_slice(&bytes);
        assert!(tokenscope::input::database::read(&damaged).1.is_some(), "{at}");
    }
}
