//! The binary on a pseudo-terminal, as a person has it before them.

use std::{
    io::{Read as _, Write},
    num::NonZero,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::{
    process::{Pid, Signal, WaitOptions, kill_process, waitpid},
    termios::LocalModes,
};

use crate::support::NOWHERE;

/// The longest that anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A program on a pseudo-terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
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
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("there are pseudo-terminals");
        let mut command = CommandBuilder::new(args[0]);
        command.args(&args[1..]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("TZ", "UTC");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", std::env::temp_dir());
        command.env("XDG_STATE_HOME", NOWHERE);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let keyboard = pair.master.take_writer().expect("it can be written");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 8_192];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] =
            [36, 120].map(|size| NonZero::new(size).expect("it is more than nothing"));
        let screen = vt100::Parser::new(rows, columns, 0);
        Self { child, master: pair.master, keyboard, output, screen, raw: Vec::new() }
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
        self.keyboard.write_all(bytes.as_bytes()).expect("the terminal listens");
        self.keyboard.flush().expect("the terminal listens");
    }

    /// Pastes with brackets, as the program asked for.
    pub fn paste(&mut self, text: &str) {
        assert!(self.screen.screen().bracketed_paste(), "pastes are not bracketed");
        self.press(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("it can have any size");
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

    /// Waits for the end, and gives the exit status.
    pub fn end(&mut self) -> u32 {
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
        self.child.wait().expect("the program ends").exit_code()
    }

    /// The terminal is as the program found it.
    pub fn assert_given_back(&mut self) {
        self.until("given back", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        let modes = self.master.get_termios().expect("it has modes").local_flags.bits();
        let modes = LocalModes::from_bits_retain(modes);
        assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON), "{modes:?}");
    }

    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it runs")
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
