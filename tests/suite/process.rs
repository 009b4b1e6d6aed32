//! The program as a process: killed, ended by signals, out of disk, in a panic.

#![cfg(unix)]

mod agreed;
mod arrived;
mod concurrent;
mod crash;
mod ended;
mod held;
mod kept;
mod killed;
mod outputs;
mod turns;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use rustix::process::{Pid, Signal, kill_process};

use crate::oauth::{http, read_request};

const NEW: &str = r#"{"access_token":"new-access","refresh_token":"new-refresh","token_type":"Bearer","expires_in":3600}"#;

const OLD: &str = r#"{"access_token":"old-access","refresh_token":"old-refresh"}"#;

/// A server that tells of each request, and answers when it is told to.
struct Server {
    url: String,
    asked: Receiver<String>,
    answers: Sender<String>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        let (ask, asked) = mpsc::channel();
        let (answers, told) = mpsc::channel::<String>();
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let _ = ask.send(read_request(&mut stream));
                let Ok(body) = told.recv() else { return };
                let headers = "Content-Type: application/json\r\n";
                // Nothing is the end of the connection without an answer.
                if !body.is_empty() {
                    let _ = stream.write_all(&http("200 OK", headers, body.as_bytes()));
                }
            }
        });
        Self { url, asked, answers }
    }

    /// Waits for a request, and gives its body.
    fn asked(&self) -> String {
        let request = self.asked.recv().unwrap();
        request.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    fn answer(&self, body: &str) {
        self.answers.send(body.to_owned()).unwrap();
    }
}

struct PendingRequest {
    child: Child,
    errors: BufReader<ChildStderr>,
    /// What it said so far on standard error.
    said: String,
}

struct End {
    status: Option<i32>,
    signal: Option<i32>,
    out: String,
    err: String,
}

impl PendingRequest {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        Self { child, errors, said: String::new() }
    }

    fn says(&mut self, text: &str) {
        while !self.said.contains(text) {
            let count = self.errors.read_line(&mut self.said).unwrap();
            assert_ne!(count, 0, "it ended without {text:?}: {}", self.said);
        }
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    fn end(mut self) -> End {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.errors.read_to_string(&mut self.said).unwrap();
        let status = self.child.wait().unwrap();
        End { status: status.code(), signal: status.signal(), out, err: self.said }
    }
}

/// A folder of its own for each test, with `token.json` in it and a place for what would be lost.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("token.json"), OLD).unwrap();
    home
}

fn refresh(home: &Path, url: &str, args: &[&str]) -> Command {
    let mut command = crate::support::command(&["refresh", "--yes", "--token-url", url]);
    command.env("TOKENSCOPE_CLIENT_ID", "test").args(args).current_dir(home).stdin(Stdio::null());
    command.env("XDG_STATE_HOME", home).env("TMPDIR", "/dev/null/tmp");
    command
}

/// What is kept of it that would have been lost.
fn rescued(home: &Path) -> Vec<PathBuf> {
    files(&home.join("tokenscope/rescued"))
}

fn read(home: &Path, name: &str) -> String {
    fs::read_to_string(home.join(name)).unwrap()
}

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

fn part_command(name: &str) -> Command {
    let [program, arguments @ ..] = part(name);
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

fn make_pipe(path: &Path) {
    // A program that every Unix has: not every one has the call that makes any kind of node.
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(path).status().unwrap().success());
}
