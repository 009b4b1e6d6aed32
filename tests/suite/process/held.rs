//! A signal to a command loses nothing.

use std::{
    fs::{self, OpenOptions},
    io::Read as _,
};

use rustix::process::Signal;

use super::{End, NEW, PendingRequest, Server, home, mode, read, refresh, rescued};
use crate::support::command;

const SIGNALS: [Signal; 8] = [
    Signal::INT,
    Signal::TERM,
    Signal::HUP,
    Signal::QUIT,
    Signal::USR1,
    Signal::ALARM,
    Signal::ABORT,
    Signal::XCPU,
];

/// A refresh whose request is on its way, and a signal that it has heard.
fn held(args: &[&str], signal: Signal) -> (Server, tempfile::TempDir, PendingRequest) {
    let (server, home) = (Server::start(), home());
    let mut running = PendingRequest::start(refresh(home.path(), &server.url, args));
    server.asked();
    running.signal(signal);
    running.says("waiting until the answer is saved");
    (server, home, running)
}

fn assert_died_of(ended: &End, signal: Signal) {
    assert_eq!(ended.signal, Some(signal.as_raw()), "{:?}: {}", ended.status, ended.err);
    assert!(!ended.err.contains("new-refresh"), "{}", ended.err);
}

#[test]
fn the_answer_is_saved_before_a_signal_is_obeyed() {
    for signal in SIGNALS {
        let (server, home, running) = held(&["token.json", "--output", "token.json"], signal);
        server.answer(NEW);
        let ended = running.end();
        assert_died_of(&ended, signal);
        assert_eq!(read(home.path(), "token.json"), NEW);
        assert!(ended.err.contains("Saved in token.json"), "{}", ended.err);
        assert!(rescued(home.path()).is_empty());
    }
}

#[test]
fn the_answer_is_kept_where_no_file_was_named() {
    for (signal, args) in
        [(Signal::INT, &["token.json"][..]), (Signal::TERM, &["token.json", "--reveal"])]
    {
        let (server, home, running) = held(args, signal);
        server.answer(NEW);
        let ended = running.end();
        assert_died_of(&ended, signal);
        let [kept] = rescued(home.path()).try_into().unwrap();
        assert_eq!((fs::read_to_string(&kept).unwrap().as_str(), mode(&kept)), (NEW, 0o600));
        assert!(ended.err.contains(&kept.display().to_string()), "{}", ended.err);
    }
}

#[test]
fn a_second_signal_is_told_what_would_be_lost_and_a_third_ends() {
    let (_server, home, mut running) = held(&["token.json"], Signal::INT);
    running.signal(Signal::INT);
    running.says("to end now is to lose the new one");
    running.signal(Signal::INT);
    assert_died_of(&running.end(), Signal::INT);
    assert!(rescued(home.path()).is_empty());
}

#[test]
fn an_answer_that_cannot_be_delivered_is_kept_when_the_third_signal_comes() {
    let (server, home) = (Server::start(), home());
    let pipe = home.path().join("pipe");
    super::make_pipe(&pipe);
    // A reader that never reads.
    let reader = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let mut running = PendingRequest::start(refresh(
        home.path(),
        &server.url,
        &["token.json", "--output", "pipe"],
    ));
    server.asked();
    running.signal(Signal::INT);
    running.says("waiting until the answer");
    let large = NEW.replace("3600}", &format!(r#"3600,"note":"{}"}}"#, "x".repeat(300_000)));
    server.answer(&large);
    // Once the first bytes are in the pipe, the answer is there.
    let mut first = [0];
    (&reader).read_exact(&mut first).unwrap();
    for _ in 0..2 {
        running.signal(Signal::INT);
        running.says(if running.said.contains("a third signal ends at once") {
            "is kept, readable by you alone, in"
        } else {
            "a third signal ends at once"
        });
    }
    assert_died_of(&running.end(), Signal::INT);
    let [kept] = rescued(home.path()).try_into().unwrap();
    assert_eq!(fs::read_to_string(&kept).unwrap(), large);
}

#[test]
fn without_an_answer_it_says_so_and_obeys() {
    let (server, home, running) = held(&["token.json", "--output", "token.json"], Signal::TERM);
    server.answer("");
    let ended = running.end();
    assert_died_of(&ended, Signal::TERM);
    assert!(ended.err.contains("a refresh token may be spent"), "{}", ended.err);
    assert!(rescued(home.path()).is_empty());
}

#[test]
fn a_fetch_is_held_too_and_what_spends_nothing_is_not() {
    let (server, home) = (Server::start(), home());
    let run = |args: &[&str]| {
        let mut command = command(args);
        command.current_dir(home.path()).env("XDG_STATE_HOME", home.path());
        PendingRequest::start(command)
    };
    let fetch = ["fetch", "--grant", "client_credentials", "--client-id", "a", "--auth", "none"];
    for output in [true, false] {
        let mut args = fetch.to_vec();
        args.extend(["--token-url", &server.url, "--json"]);
        args.extend(output.then_some(["--output", "fetched.json"]).into_iter().flatten());
        let mut running = run(&args);
        server.asked();
        running.signal(Signal::INT);
        running.says("waiting until the answer");
        server.answer(NEW);
        let ended = running.end();
        assert_died_of(&ended, Signal::INT);
        if output {
            assert_eq!(read(home.path(), "fetched.json"), NEW);
        } else {
            let [kept] = rescued(home.path()).try_into().unwrap();
            assert_eq!(fs::read_to_string(&kept).unwrap(), NEW);
        }
    }
    let args = ["introspect", "token.json", "--client-id", "a", "--auth", "none", "--json"];
    let running = run(&[&args[..], &["--introspection-url", &server.url]].concat());
    server.asked();
    running.signal(Signal::INT);
    assert_died_of(&running.end(), Signal::INT);
}

#[cfg(target_os = "linux")]
#[test]
fn a_standard_error_that_takes_nothing_stops_nothing() {
    let (server, home) = (Server::start(), home());
    let mut command = refresh(home.path(), &server.url, &["token.json", "--output", "token.json"]);
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = command.stderr(full).spawn().unwrap();
    server.asked();
    server.answer(NEW);
    assert!(child.wait().unwrap().success());
    assert_eq!(read(home.path(), "token.json"), NEW);
}
