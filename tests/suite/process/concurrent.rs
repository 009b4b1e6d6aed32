//! One refresh per file, by whoever: a token is never spent twice.

use std::fs;

use tokenscope::{
    commands::now,
    demo::{CLIENT, Demo, DemoOptions, login::login},
    storage::Lock,
};

use super::{NEW, OLD, PendingRequest, Server, files, home, read, refresh, rescued};
use crate::{oauth::client, support::run_command};

#[test]
fn three_at_once_leave_a_token_that_lives() {
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let home = home();
    let answer = login(&mut client(demo.settings())).unwrap();
    fs::write(home.path().join("token.json"), &answer.reply.body[..]).unwrap();
    let token_url = format!("{}/token", demo.issuer().as_written());
    let one = || {
        let mut command =
            refresh(home.path(), &token_url, &["token.json", "--output", "token.json"]);
        command.args(["--client-id", CLIENT, "--client-secret", "env:DEMO_SECRET"]);
        command.env("DEMO_SECRET", demo.secret().expose());
        command
    };
    for _ in 0..3 {
        let all = [(); 3].map(|()| PendingRequest::start(one()));
        for running in all {
            let ended = running.end();
            // The server ends everything when a refresh token comes twice.
            assert_eq!(ended.status, Some(0), "{}", ended.err);
        }
    }
    assert_eq!(run_command(one(), "").status, 0);
    assert_eq!(
        files(home.path()),
        [home.path().join("token.json"), home.path().join("tokenscope")]
    );
    assert!(rescued(home.path()).is_empty(), "nothing is left beside it");
}

/// One program refreshes `token.json`; another one that is started meanwhile with these arguments
/// waits for it.
fn behind(
    first: &[&str],
    second: &[&str],
    input: &str,
) -> (Server, tempfile::TempDir, PendingRequest) {
    let (server, home) = (Server::start(), home());
    let one = PendingRequest::start(refresh(home.path(), &server.url, first));
    assert!(server.asked().contains("refresh_token=old-refresh"));
    let mut command = refresh(home.path(), &server.url, second);
    command.arg("--json");
    if !input.is_empty() {
        fs::write(home.path().join("input"), input).unwrap();
        command.stdin(fs::File::open(home.path().join("input")).unwrap());
    }
    let mut two = PendingRequest::start(command);
    two.says("waiting for another program that refreshes");
    server.answer(NEW);
    assert_eq!(one.end().status, Some(0));
    (server, home, two)
}

#[test]
fn who_had_to_wait_uses_the_newer_token_and_sends_nothing() {
    let same = ["token.json", "--output", "token.json"];
    let elsewhere = ["token.json", "--output", "other.json"];
    let piped = ["-", "--output", "token.json"];
    for (first, second, input) in [
        (&same[..], &same[..], ""),
        (&same, &["token.json"], ""),
        (&same, &elsewhere, ""),
        (&elsewhere, &elsewhere, ""),
        (&same, &piped, OLD),
    ] {
        let (server, home, two) = behind(first, second, input);
        let ended = two.end();
        assert_eq!(ended.status, Some(0), "{second:?}: {}", ended.err);
        assert!(ended.err.contains("was refreshed by another program in the meantime"));
        assert!(ended.err.contains("nothing was sent"), "{}", ended.err);
        assert!(ended.out.contains(r#""kind":"token_response""#), "{}", ended.out);
        assert!(!ended.out.contains("new-"), "it is masked");
        assert!(server.asked.try_recv().is_err(), "{first:?} {second:?}");
        for name in [first, second].iter().filter_map(|args| args.get(2)) {
            assert_eq!(read(home.path(), name), NEW);
        }
        assert!(rescued(home.path()).is_empty());
    }
}

#[test]
fn what_is_demanded_of_an_answer_is_demanded_of_a_newer_token_too() {
    let same = ["token.json", "--output", "token.json"];
    for (demand, status) in [
        (&["--min-ttl", "2h"][..], 1),
        (&["--min-ttl", "30m"], 0),
        (&["--require-scope", "files.read"], 1),
        (&["--check"], 0),
    ] {
        let (server, home, two) = behind(&same, &[&same[..], demand].concat(), "");
        let ended = two.end();
        assert!(ended.err.contains("nothing was sent"), "{}", ended.err);
        assert_eq!(ended.status, Some(status), "{demand:?}: {}", ended.err);
        assert_eq!(ended.err.contains("FAIL"), status == 1, "{demand:?}: {}", ended.err);
        assert!(server.asked.try_recv().is_err());
        assert_eq!(read(home.path(), "token.json"), NEW);
    }
}

#[test]
fn a_newer_token_that_is_ending_is_refreshed_in_its_turn() {
    let args = ["token.json", "--output", "token.json"];
    let (server, home) = (Server::start(), home());
    let one = PendingRequest::start(refresh(home.path(), &server.url, &args));
    server.asked();
    let mut two = PendingRequest::start(refresh(home.path(), &server.url, &args));
    two.says("waiting for another program");
    let ending = NEW.replace("3600}", r#"3600,"created_at":"2026-01-01T00:00:00Z"}"#);
    server.answer(&ending);
    assert_eq!(one.end().status, Some(0));
    assert!(server.asked().contains("refresh_token=new-refresh"));
    server.answer(NEW);
    let ended = two.end();
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    assert!(ended.err.contains("its refresh token is sent"), "{}", ended.err);
    assert_eq!(read(home.path(), "token.json"), NEW);
}

#[test]
fn the_wait_ends_and_says_what_it_waited_for() {
    let (server, home) = (Server::start(), home());
    let file = home.path().join("token.json");
    let held = Lock::all(&[&file], &mut |_| false).unwrap();
    let limited = ["token.json", "--timeout", "100ms"];
    let ended = PendingRequest::start(refresh(home.path(), &server.url, &limited)).end();
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    assert!(ended.err.contains("another program has locked token.json"), "{}", ended.err);
    assert!(ended.err.contains("hint: nothing was sent"), "{}", ended.err);
    drop(held);
    let one = PendingRequest::start(refresh(home.path(), &server.url, &limited));
    server.asked();
    server.answer(NEW);
    assert_eq!(one.end().status, Some(0));
}

#[test]
fn a_file_that_another_program_rewrote_is_not_overwritten() {
    let args = ["token.json", "--output", "token.json"];
    for theirs in [Some(r#"{"access_token":"theirs","refresh_token":"theirs"}"#), None] {
        let (server, home) = (Server::start(), home());
        let one = PendingRequest::start(refresh(home.path(), &server.url, &args));
        server.asked();
        match theirs {
            Some(theirs) => fs::write(home.path().join("token.json"), theirs).unwrap(),
            None => fs::remove_file(home.path().join("token.json")).unwrap(),
        }
        server.answer(NEW);
        let ended = one.end();
        assert_eq!(ended.status, Some(3), "{}", ended.err);
        assert!(ended.err.contains("rewritten by another program"), "{}", ended.err);
        assert!(!ended.out.contains("new-refresh") && !ended.err.contains("new-refresh"));
        let [kept] = rescued(home.path()).try_into().unwrap();
        assert_eq!(fs::read_to_string(&kept).unwrap(), NEW);
        assert!(ended.err.contains(&kept.display().to_string()), "{}", ended.err);
        let now = fs::read_to_string(home.path().join("token.json")).ok();
        assert_eq!(now.as_deref(), theirs);
    }
}
