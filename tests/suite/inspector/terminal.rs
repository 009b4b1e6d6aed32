//! The binary on a pseudo-terminal, as a person has it before them.

use std::{
    io::{Read as _, Write as _},
    num::NonZero,
    process::Child,
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use pty_process::{
    Size,
    blocking::{Command, Pty},
};
use rustix::{
    process::{Pid, Signal, WaitOptions, kill_process, waitpid},
    termios::{LocalModes, tcgetattr},
};

use crate::support::NOWHERE;

/// The longest that anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A program on a pseudo-terminal.
pub struct Terminal {
    child: Child,
    pty: Arc<Pty>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything that the program wrote.
    pub raw: Vec<u8>,
}

impl Terminal {
    pub fn start(args: &[&str]) -> Self {
        let mut whole = vec![env!("CARGO_BIN_EXE_tokenscope")];
        whole.extend(args);
        Self::run(&whole, &[])
    }

    pub fn run(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let (pty, program_side) =
            pty_process::blocking::open().expect("there are pseudo-terminals");
        pty.resize(Size::new(36, 120)).expect("it can have any size");
        let child = Command::new(args[0])
            .args(&args[1..])
            .env_clear()
            .env("TERM", "xterm-256color")
            .env("TZ", "UTC")
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", std::env::temp_dir())
            .env("XDG_STATE_HOME", NOWHERE)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .envs(variables.iter().copied())
            .spawn(program_side)
            .expect("the program starts");
        let pty = Arc::new(pty);
        let reading = Arc::clone(&pty);
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 8_192];
            while let Ok(length @ 1..) = (&*reading).read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] =
            [36, 120].map(|size| NonZero::new(size).expect("it is more than nothing"));
        let screen = vt100::Parser::new(rows, columns, 0);
        Self { child, pty, output, screen, raw: Vec::new() }
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen is as wanted.
    pub fn until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |terminal| holds(terminal.screen.screen()));
    }

    pub fn see(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until a text has been written after so many bytes, whatever was on the screen before.
    pub fn wrote(&mut self, after: usize, text: &str) {
        self.wait(text, |terminal| String::from_utf8_lossy(&terminal.raw[after..]).contains(text));
    }

    fn wait(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        #[expect(clippy::disallowed_methods, reason = "a test that hangs must end")]
        let start = Instant::now();
        while !holds(self) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.raw.extend(&bytes);
                    self.screen.process(&bytes);
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended without {what}:\n{}", self.text())
                }
                Err(RecvTimeoutError::Timeout) => panic!("never {what}:\n{}", self.text()),
            }
        }
    }

    pub fn press(&mut self, bytes: &str) {
        (&*self.pty).write_all(bytes.as_bytes()).expect("the terminal listens");
    }

    /// Pastes with brackets, as the program asked for.
    pub fn paste(&mut self, text: &str) {
        assert!(self.screen.screen().bracketed_paste(), "pastes are not bracketed");
        self.press(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.pty.resize(Size::new(rows, columns)).expect("it can have any size");
        let [rows, columns] =
            [rows, columns].map(|size| NonZero::new(size).expect("it is more than nothing"));
        self.screen.screen_mut().set_size(rows, columns);
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the program is there");
    }

    pub fn stopped(&self) {
        let (_, status) = waitpid(Some(self.pid()), WaitOptions::UNTRACED)
            .expect("the program is ours")
            .expect("it waits");
        assert!(status.stopped(), "{status:?}");
    }

    /// Waits for the end, and gives the exit status; -1 after a signal.
    pub fn end(&mut self) -> i32 {
        // The terminal closes with the last program on it.
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => {
                    self.raw.extend(&bytes);
                    self.screen.process(&bytes);
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it never ends:\n{}", self.text()),
            }
        }
        self.child.wait().expect("the program ends").code().unwrap_or(-1)
    }

    /// The terminal is as the program found it.
    pub fn assert_given_back(&mut self) {
        self.until("given back", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        let modes = tcgetattr(&*self.pty).expect("it has modes").local_modes;
        assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON), "{modes:?}");
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn pid(&self) -> Pid {
        let id = self.id();
        Pid::from_raw(i32::try_from(id).expect("it is a process")).expect("it is a process")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must not leave its program behind.
        let _ = self.child.kill();
    }
}
