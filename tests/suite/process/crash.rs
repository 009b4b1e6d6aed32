//! A panic gives the terminal back, and says where it happened and nothing else.

use std::{cell::Cell, thread};

use chrono::{DateTime, Utc};
use tokenscope::{
    cli,
    keymap::Keymap,
    runtime::{self, Clock, SessionOptions},
    ui::Theme,
    workers::server::ClientSource,
};

use super::part;
use crate::{
    harness::{empty, start},
    inspector::terminal::Terminal,
};

/// Stands in the message of the panics.
const MARK: &str = "s3cr3tMARK";

/// Panics where it is asked for the third time, and on a thread of its own before that.
struct Broken(Cell<u32>);

impl Clock for Broken {
    fn now(&self) -> DateTime<Utc> {
        let count = self.0.replace(self.0.get() + 1);
        match count {
            1 => drop(thread::spawn(|| panic!("another {MARK}")).join()),
            2 => panic!("the token is {MARK}"),
            _ => {}
        }
        start()
    }
}

#[test]
#[ignore = "a part of the test below, which gives it a terminal"]
fn panics_on_a_terminal() {
    if std::env::var_os("TOKENSCOPE_TEST_PANIC").is_none() {
        return;
    }
    cli::install_panic_message();
    let mut app = empty();
    let options = SessionOptions {
        keymap: Keymap::default(),
        theme: Theme::default(),
        mouse: true,
        rescue: None,
    };
    let clock = Broken(Cell::new(0));
    // A key brings it to look at the clock again.
    let ended = runtime::run(&mut app, &options, &clock, ClientSource::Nobody, Vec::new());
    println!("it ended with {ended:?}");
}

#[test]
fn a_panic_gives_the_terminal_back_and_quotes_nothing() {
    let arguments = part("process::crash::panics_on_a_terminal");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for backtrace in ["0", "full"] {
        let variables = [("TOKENSCOPE_TEST_PANIC", "1"), ("RUST_BACKTRACE", backtrace)];
        let mut terminal = Terminal::run(&arguments, &variables);
        terminal.see("Paste a token response");
        terminal.press("?");
        assert_ne!(terminal.end(), 0, "the test in it failed");
        terminal.assert_given_back();
        let raw = String::from_utf8_lossy(&terminal.raw);
        let (screen, after) = raw.rsplit_once("\u{1b}[?1049l").unwrap();
        assert!(after.contains("this is a bug in tokenscope"), "{after}");
        assert!(after.contains("tests/suite/process/crash.rs:"), "{after}");
        assert_eq!(after.matches("this is a bug").count(), 1, "{after}");
        assert!(!screen.contains("bug") && !raw.contains(MARK), "{raw}");
    }
}
