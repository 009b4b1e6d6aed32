//! The inspector takes turns with other programs at the file of a token.

use std::{fs, thread::sleep, time::Duration};

use rustix::process::Signal;
use tokenscope::storage::{Lock, save::save_atomically};

use super::{NEW, PendingRequest, ended::TerminalHost, read, refresh};

/// What another program puts in the file.
const THEIRS: &str = r#"{"access_token":"their-access","refresh_token":"their-refresh"}"#;

#[test]
fn a_file_is_held_until_its_newer_token_is_in_a_file() {
    let mut desk = TerminalHost::open();
    desk.renew();
    let args = ["token.json", "--timeout", "100ms"];
    let command = || refresh(desk.home.path(), &desk.server.url, &args);
    let ended = PendingRequest::start(command()).end();
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    assert!(ended.err.contains("has not saved a newer one yet"), "{}", ended.err);
    desk.terminal.press("\r");
    desk.terminal.until("closed", |screen| !screen.contents().contains("What changed"));
    desk.terminal.press("s");
    desk.terminal.see("Save the response");
    desk.terminal.press("\r");
    desk.terminal.see("Saved in");
    let running =
        PendingRequest::start(refresh(desk.home.path(), &desk.server.url, &["token.json"]));
    assert!(desk.server.asked().contains("refresh_token=new-refresh"));
    desk.server.answer(NEW);
    assert_eq!(running.end().status, Some(0));
}

#[test]
fn a_file_that_was_rewritten_before_its_turn_came_is_shown_and_nothing_is_sent() {
    let mut desk = TerminalHost::open();
    let file = desk.home.path().join("token.json");
    let held = Lock::all(&[&file], &mut |_| false).unwrap();
    desk.terminal.press("r");
    desk.terminal.see("To be sent");
    desk.terminal.press("\r");
    desk.terminal.see("waiting for the answer");
    save_atomically(&file, THEIRS.as_bytes()).unwrap();
    drop(held);
    desk.terminal.see("Nothing was sent: another program has rewritten token.json");
    assert!(desk.server.asked.try_recv().is_err());
    // Its turn is over, or is in a moment: another test may be starting a program, which has every
    // open file until it runs.
    let mut tries = 0..1_000;
    let wait = &mut |_: &_| tries.next().map(|_| sleep(Duration::from_millis(5))).is_some();
    Lock::all(&[&file], wait).unwrap();
}

#[test]
fn a_file_that_another_program_rewrote_is_not_overwritten_unless_it_is_named_anew() {
    let mut desk = TerminalHost::open();
    desk.renew();
    desk.terminal.press("\r");
    desk.terminal.until("closed", |screen| !screen.contents().contains("What changed"));
    fs::write(desk.home.path().join("token.json"), THEIRS).unwrap();
    desk.terminal.press("s");
    desk.terminal.see("Save the response");
    desk.terminal.press("\r");
    desk.terminal.see("was rewritten by another program");
    assert_eq!(read(desk.home.path(), "token.json"), THEIRS);
    desk.terminal.signal(Signal::TERM);
    assert_ne!(desk.terminal.end(), 0);
    desk.assert_kept();
}
