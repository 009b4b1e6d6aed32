//! A session that is ended loses no refresh token.

use std::{fs, path::PathBuf};

use rustix::process::Signal;
use tempfile::TempDir;

use super::{NEW, Server, files, mode};
use crate::inspector::terminal::Terminal;

/// An inspector that shows a file, with a folder for what would be lost.
pub(super) struct TerminalHost {
    pub(super) terminal: Terminal,
    pub(super) server: Server,
    pub(super) home: TempDir,
}

impl TerminalHost {
    pub(super) fn open() -> Self {
        Self::open_with(&[])
    }

    pub(super) fn open_with(variables: &[(&str, &str)]) -> Self {
        let (home, server) = (tempfile::tempdir().unwrap(), Server::start());
        let file = home.path().join("token.json");
        fs::write(&file, r#"{"access_token":"old-access","refresh_token":"old-refresh"}"#).unwrap();
        let terminal = Self::start_with(&home, &server, variables);
        Self { terminal, server, home }
    }

    pub(super) fn start(home: &TempDir, server: &Server) -> Terminal {
        Self::start_with(home, server, &[])
    }

    fn start_with(home: &TempDir, server: &Server, more: &[(&str, &str)]) -> Terminal {
        let file = home.path().join("token.json").display().to_string();
        let state = home.path().display().to_string();
        let mut variables = vec![
            ("XDG_STATE_HOME", state.as_str()),
            ("TOKENSCOPE_TOKEN_URL", &server.url),
            ("TOKENSCOPE_CLIENT_ID", "test"),
        ];
        variables.extend(more);
        let mut terminal = Terminal::run(&[env!("CARGO_BIN_EXE_tokenscope"), &file], &variables);
        terminal.see("refresh_token");
        terminal
    }

    pub(super) fn refresh(&mut self) {
        self.terminal.press("r");
        self.terminal.see("To be sent");
        self.terminal.press("\r");
        self.terminal.see("waiting for the answer");
        self.server.asked();
    }

    /// The same, and gets a new one.
    pub(super) fn renew(&mut self) {
        self.refresh();
        self.server.answer(NEW);
        self.terminal.see("What changed");
    }

    pub(super) fn kept(&self) -> Vec<PathBuf> {
        files(&self.home.path().join("tokenscope/rescued"))
    }

    /// The terminal is given back, and the response is where the last words say.
    pub(super) fn assert_kept(&mut self) {
        self.terminal.assert_given_back();
        let [file] = self.kept().try_into().unwrap();
        let words = self.terminal.text().replace('\n', "");
        let path = file.display().to_string();
        assert!(words.contains("a new refresh token was in no file") && words.contains(&path));
        let response: serde_json::Value =
            serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(response["refresh_token"], "new-refresh");
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        let raw = String::from_utf8_lossy(&self.terminal.raw);
        assert!(!raw.contains("new-refresh") && !raw.contains("new-access"));
    }
}

#[test]
fn a_signal_keeps_a_response_that_is_in_no_file() {
    for signal in [
        Signal::TERM,
        Signal::HUP,
        Signal::INT,
        Signal::QUIT,
        Signal::ABORT,
        Signal::USR1,
        Signal::USR2,
        Signal::ALARM,
        Signal::XCPU,
        Signal::TRAP,
        Signal::SYS,
    ] {
        let mut desk = TerminalHost::open();
        desk.renew();
        desk.terminal.signal(signal);
        assert_ne!(desk.terminal.end(), 0, "{signal:?} is an end by signal");
        desk.assert_kept();
        // The next session reminds of it.
        let mut terminal = TerminalHost::start(&desk.home, &desk.server);
        terminal.see("An unsaved refresh token is kept in");
        terminal.press("q");
        assert_eq!(terminal.end(), 0);
    }
}

#[test]
fn who_insists_on_leaving_loses_nothing_either() {
    let mut desk = TerminalHost::open();
    desk.renew();
    desk.terminal.press("\x03");
    desk.terminal.see("Leave?");
    desk.terminal.press("\x03");
    assert_ne!(desk.terminal.end(), 0, "it is an end by signal");
    desk.assert_kept();
}

#[test]
fn nothing_is_kept_of_what_was_saved_or_given_up() {
    for keys in ["\x03", "q"] {
        let mut desk = TerminalHost::open();
        desk.renew();
        desk.terminal.press("\r");
        desk.terminal.until("closed", |screen| !screen.contents().contains("What changed"));
        if keys == "q" {
            desk.terminal.press("qd");
        } else {
            desk.terminal.press("s");
            desk.terminal.see("Save the response");
            desk.terminal.press("\r");
            desk.terminal.see("Saved in");
            desk.terminal.signal(Signal::TERM);
        }
        desk.terminal.end();
        desk.terminal.assert_given_back();
        assert!(desk.kept().is_empty(), "{:?}", desk.kept());
    }
}

#[test]
fn the_answer_to_a_refresh_is_waited_for() {
    let mut desk = TerminalHost::open();
    desk.refresh();
    desk.terminal.signal(Signal::TERM);
    desk.terminal.see("for the answer to a refresh");
    desk.terminal.assert_given_back();
    // A terminal that goes away says so, and that is no reason to give up.
    desk.terminal.signal(Signal::HUP);
    desk.server.answer(NEW);
    assert_ne!(desk.terminal.end(), 0);
    desk.assert_kept();
}

#[test]
fn a_second_signal_ends_the_wait() {
    let mut desk = TerminalHost::open();
    desk.refresh();
    desk.terminal.press("\x1b");
    desk.terminal.see("No longer waiting");
    desk.terminal.signal(Signal::TERM);
    desk.terminal.see("for the answer to a refresh");
    desk.terminal.signal(Signal::TERM);
    desk.terminal.see("no answer came");
    assert_ne!(desk.terminal.end(), 0);
    assert!(desk.kept().is_empty());
}
