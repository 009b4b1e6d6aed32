//! The real program on a pseudo-terminal: the demonstration, refreshed and renewed.

use std::{
    io::{Read as _, Write},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use tokenscope::commands::now;

/// The program on a terminal of 100 columns.
struct Terminal {
    screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Terminal {
    fn open(args: &[&str]) -> Self {
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tokenscope"));
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("HOME", std::env::temp_dir());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            screen: vt100::Parser::new(30.try_into().unwrap(), 100.try_into().unwrap(), 0),
            output,
            input: pair.master.take_writer().unwrap(),
            child,
            _master: pair.master,
        }
    }

    fn types(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen shows this.
    fn shows(&mut self, words: &str) {
        self.until(words, |screen| screen.contains(words));
    }

    /// Waits until the screen no longer shows this.
    fn hides(&mut self, words: &str) {
        self.until(words, |screen| !screen.contains(words));
    }

    fn until(&mut self, words: &str, holds: impl Fn(&str) -> bool) {
        let end = now() + TimeDelta::seconds(90);
        while !holds(&self.screen.screen().contents()) {
            let output = self.output.recv_timeout(Duration::from_secs(90));
            let Some(bytes) = output.ok().filter(|_| now() < end) else {
                panic!("waiting for {words}:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
            // Asked where the cursor is, a terminal answers.
            if bytes.windows(4).any(|part| part == b"\x1b[6n") {
                self.types("\x1b[1;1R");
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Where a test fails, the program must not outlive it.
        let _ = self.child.kill();
    }
}

#[test]
fn the_demonstration_is_refreshed_and_leaving_asks() {
    let mut terminal = Terminal::open(&["demo"]);
    terminal.shows("VALID");
    terminal.types("r");
    terminal.shows("This will be sent");
    terminal.types("\r");
    terminal.shows("What changed");
    terminal.shows("rotated");
    terminal.types("\r");
    terminal.hides("What changed");
    terminal.types("q");
    terminal.shows("Leave?");
    terminal.types("d");
    assert!(terminal.child.wait().unwrap().success());
}

#[test]
#[ignore = "waits for the demonstration's token to expire, a minute"]
fn the_demonstration_expires_and_is_renewed() {
    let mut terminal = Terminal::open(&["demo"]);
    terminal.shows("EXPIRED");
    terminal.types("a");
    terminal.shows("● VALID");
    terminal.shows("kept fresh");
    terminal.types("\x03");
    terminal.shows("Leave?");
    terminal.types("\x03");
    assert!(terminal.child.wait().unwrap().success());
}
