//! What the tests share: the real binary in an environment of its own.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use chrono::{DateTime, FixedOffset, Utc};
use tokenscope::{
    config::{SettingOrigin, Settings},
    inspection::Context,
    jose::Keys,
    token::{Received, ReceivedFrom, Zone},
};

/// The instant at which the samples are judged: 18 minutes after they were issued.
pub const AT: &str = "2026-11-22T19:08:07Z";

pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn sample(name: &str) -> String {
    project("assets/samples").join(name).display().to_string()
}

/// What a run of the binary gave.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| {
            panic!("{error} in standard output:\n{}\nstandard error:\n{}", self.out, self.err)
        })
    }
}

pub fn utc() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(0).expect("it is an offset"))
}

/// A response that is read when it is received, with nothing known beside it.
pub fn context(at: DateTime<Utc>, from: ReceivedFrom, keys: &Keys) -> Context<'_> {
    Context {
        now: at,
        received: Received { at, from },
        zone: utc(),
        keys,
        request: None,
        previous: None,
        file_mode: None,
        secret_trials: None,
    }
}

/// Settings with these members, as a profile names them, put in or replaced.
pub fn configured(mut settings: Settings, members: &[(&str, &str)]) -> Settings {
    for (member, text) in members {
        let set = settings.set(member, text, SettingOrigin::File);
        set.unwrap_or_else(|why| panic!("{member}: {why}"));
    }
    settings
}

/// A folder that cannot be: what the program would keep there is in no other test's way.
pub const NOWHERE: &str = "/dev/null/state";

/// The binary, with nothing of the person's environment but the path.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenscope"));
    command.args(args).env_clear().env("TZ", "UTC").env("HOME", std::env::temp_dir());
    command.env("XDG_STATE_HOME", NOWHERE);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

pub fn run(args: &[&str], input: impl AsRef<[u8]>) -> Ran {
    run_command(command(args), input)
}

pub fn run_command(mut command: Command, input: impl AsRef<[u8]>) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let input = input.as_ref().to_vec();
    // The child may answer before it has read everything: write from a thread of its own.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the writer ends");
    Ran {
        status: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).expect("standard output is text"),
        err: String::from_utf8(stderr).expect("standard error is text"),
    }
}

/// Holds a text to the file that says what it must be. With `UPDATE_EXPECTED=1` the file is written
/// anew instead.
///
/// # Errors
/// The first line that differs.
pub fn compare_with_file(path: &Path, text: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| !value.is_empty()) {
        std::fs::write(path, text).expect("the file can be written");
        return Ok(());
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let same = expected.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
    let [wanted, is] = [&*expected, text].map(|text| text.lines().nth(same).unwrap_or("(nothing)"));
    Err(format!(
        "line {} of {name}\n  expected {wanted}\n  is       {is}\nif that is right: \
         UPDATE_EXPECTED=1 cargo test",
        same + 1
    ))
}
