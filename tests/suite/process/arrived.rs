//! A new refresh token is on disk as soon as it is there: a kill loses nothing, and an end leaves
//! nothing that nobody wants.

use std::{
    fs::{self, OpenOptions},
    io::Read as _,
    path::PathBuf,
};

use rustix::process::Signal;

use super::{
    NEW, OLD, PendingRequest, Server, ended::TerminalHost, home, make_pipe, mode, read, refresh,
    rescued,
};
use crate::support::command;

/// What the token endpoint answers the second time.
const NEWER: &str = r#"{"access_token":"newer-access","refresh_token":"newer-refresh","token_type":"Bearer","expires_in":3600}"#;

/// The one response that is kept.
fn only(kept: Vec<PathBuf>) -> String {
    let [file] = kept.try_into().unwrap();
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    fs::read_to_string(file).unwrap()
}

impl TerminalHost {
    fn close(&mut self, title: &str) {
        self.terminal.press("\r");
        self.terminal.until("closed", |screen| !screen.contents().contains(title));
    }

    /// Waits until everything that was asked for is done, and kills it.
    fn kill(&mut self) {
        self.terminal.press("?");
        self.terminal.see("Keys · ");
        self.terminal.signal(Signal::KILL);
        assert_ne!(self.terminal.end(), 0);
    }
}

#[test]
fn a_killed_inspector_leaves_the_new_token() {
    let mut desk = TerminalHost::open();
    desk.renew();
    desk.kill();
    assert_eq!(only(desk.kept()), NEW);
    let mut terminal = TerminalHost::start(&desk.home, &desk.server);
    terminal.see("An unsaved refresh token is kept in");
}

#[test]
fn a_killed_inspector_that_renewed_twice_leaves_the_second_token() {
    let mut desk = TerminalHost::open();
    desk.renew();
    desk.close("What changed");
    desk.refresh();
    desk.server.answer(NEWER);
    desk.terminal.see("What changed");
    desk.kill();
    assert_eq!(only(desk.kept()), NEWER);
}

#[test]
fn half_an_answer_with_a_new_token_is_kept_too() {
    for body in [
        r#"{"access_token":"new-access","refresh_token":"new-refresh","#,
        r#"{"error":"temporarily_unavailable","refresh_token":"new-refresh"}"#,
    ] {
        let mut desk = TerminalHost::open();
        desk.refresh();
        desk.server.answer(body);
        desk.terminal.until("answered", |screen| {
            let text = screen.contents();
            text.contains("The server refused") || text.contains("The answer is no token")
        });
        desk.kill();
        assert_eq!(only(desk.kept()), body);
    }
}

#[test]
fn an_answer_that_spends_nothing_is_not_kept() {
    for body in [
        r#"{"access_token":"new-access","token_type":"Bearer"}"#,
        r#"{"access_token":"new-access","refresh_token":"old-refresh"}"#,
        r#"{"error":"invalid_grant"}"#,
        "<html></html>",
    ] {
        let mut desk = TerminalHost::open();
        desk.refresh();
        desk.server.answer(body);
        desk.terminal.until("answered", |screen| {
            let text = screen.contents();
            ["What changed", "The server refused", "The answer is no token"]
                .iter()
                .any(|title| text.contains(title))
        });
        desk.kill();
        assert!(desk.kept().is_empty(), "{body}");
    }
}

#[test]
fn what_is_saved_or_forgotten_is_no_longer_kept() {
    let mut desk = TerminalHost::open();
    desk.renew();
    desk.close("What changed");
    desk.terminal.press("s");
    desk.terminal.see("Save the response");
    desk.terminal.press("\r");
    desk.terminal.see("Saved in");
    desk.kill();
    assert!(desk.kept().is_empty());
    assert_eq!(read(desk.home.path(), "token.json"), NEW);
}

#[test]
fn a_normal_end_leaves_nothing() {
    // Given up, saved while leaving, and ended while an answer is on its way.
    for keys in ["d", "s", ""] {
        let mut desk = TerminalHost::open();
        if keys.is_empty() {
            desk.refresh();
            desk.terminal.press("\x1b");
            desk.terminal.see("No longer waiting");
            desk.terminal.press("q");
            desk.terminal.see("Leave?");
            assert_eq!(desk.kept().len(), 1, "there is room");
            desk.terminal.press("d");
        } else {
            desk.renew();
            desk.close("What changed");
            desk.terminal.press("q");
            desk.terminal.see("Leave?");
            assert_eq!(only(desk.kept()), NEW);
            desk.terminal.press(keys);
        }
        assert_eq!(desk.terminal.end(), 0, "{keys}");
        assert!(desk.kept().is_empty(), "{keys}: {:?}", desk.kept());
        let whole = if keys == "s" { NEW } else { OLD };
        assert_eq!(read(desk.home.path(), "token.json"), whole);
    }
}

/// A disk without room for what would be lost, and without a second place for it.
fn without_rescue() -> TerminalHost {
    TerminalHost::open_with(&[("XDG_STATE_HOME", "/dev/null/state"), ("TMPDIR", "/dev/null/tmp")])
}

#[test]
fn nothing_is_sent_where_the_answer_could_not_be_kept() {
    let mut desk = without_rescue();
    desk.terminal.press("r");
    desk.terminal.see("To be sent");
    desk.terminal.press("\r");
    desk.terminal.see("Nothing was sent");
    desk.terminal.see("cannot be written");
    assert!(desk.server.asked.try_recv().is_err());
    // The person may have it sent all the same.
    desk.terminal.press("\r");
    desk.terminal.see("waiting for the answer");
    desk.server.asked();
    desk.server.answer(NEW);
    desk.terminal.see("What changed");
    desk.close("What changed");
    desk.terminal.press("q");
    desk.terminal.see("Leave?");
}

#[test]
fn nothing_is_sent_where_the_answer_could_not_be_saved_by_itself() {
    let mut desk = TerminalHost::open_with(&[("TOKENSCOPE_OUTPUT", "/dev/null/token.json")]);
    desk.terminal.press("r");
    desk.terminal.see("To be sent");
    desk.terminal.press("\r");
    desk.terminal.see("/dev/null/token.json cannot be written");
    assert!(desk.server.asked.try_recv().is_err());
    assert!(desk.kept().is_empty());
    desk.terminal.press("\r");
    desk.terminal.see("waiting for the answer");
    desk.server.asked();
    desk.server.answer(NEW);
    desk.terminal.see("Not saved");
    desk.kill();
    assert_eq!(only(desk.kept()), NEW);
}

fn large() -> String {
    NEW.replace("3600}", &format!(r#"3600,"note":"{}"}}"#, "x".repeat(300_000)))
}

#[test]
fn a_killed_command_leaves_an_answer_that_it_could_not_deliver() {
    for args in
        [&["refresh", "token.json", "--yes"][..], &["fetch", "--grant", "client_credentials"]]
    {
        let (server, home) = (Server::start(), home());
        let pipe = home.path().join("pipe");
        make_pipe(&pipe);
        // A reader that reads no more than it must.
        let reader = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
        let mut command = command(args);
        command.args(["--output", "pipe", "--client-id", "a", "--auth", "none"]);
        command.args(["--token-url", &server.url]);
        command.current_dir(home.path()).env("XDG_STATE_HOME", home.path());
        let running = PendingRequest::start(command);
        server.asked();
        server.answer(&large());
        // Once the first bytes are in the pipe, the answer is there.
        let mut first = [0];
        (&reader).read_exact(&mut first).unwrap();
        running.signal(Signal::KILL);
        assert_eq!(running.end().signal, Some(Signal::KILL.as_raw()));
        assert_eq!(only(rescued(home.path())), large(), "{args:?}");
    }
}

#[test]
fn a_killed_command_leaves_an_answer_that_nobody_has_read() {
    let (server, home) = (Server::start(), home());
    let args = ["token.json", "--output", "-"];
    let mut running = PendingRequest::start(refresh(home.path(), &server.url, &args));
    server.asked();
    // It is larger than a pipe.
    server.answer(&large());
    let mut first = [0];
    running.child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    running.signal(Signal::KILL);
    assert_eq!(running.end().signal, Some(Signal::KILL.as_raw()));
    assert_eq!(only(rescued(home.path())), large());
}
