//! The programs that put a text on a desktop's clipboard.

use std::{
    env,
    io::{ErrorKind, Write as _},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::{platform::process::detach, secret::Secret};

/// How often to look whether a program has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// After so many glances a program is no longer waited for: PowerShell takes a second to start.
const GLANCES: usize = 300;

/// A program that puts on the clipboard what it reads from standard input.
#[derive(Debug)]
pub(super) struct CopyProgram {
    pub name: &'static str,
    arguments: &'static [&'static str],
    /// Whether it takes ASCII alone for what it is.
    only_ascii: bool,
}

/// What became of a text.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The program says that it is on the clipboard.
    Copied,
    /// The program has taken it, and has not ended: it may hold the clipboard, or hang.
    Running(Child),
    /// There is no such program.
    Missing,
    /// It was not taken; why.
    Failed(String),
}

const PBCOPY: CopyProgram = CopyProgram { name: "pbcopy", arguments: &[], only_ascii: false };
/// Reads what it is given in a code page.
const CLIP: CopyProgram = CopyProgram { name: "clip.exe", arguments: &[], only_ascii: true };
const POWERSHELL: CopyProgram = CopyProgram {
    name: "powershell.exe",
    arguments: &[
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        // Such a reader takes UTF-8; the console's own would take a code page.
        "Set-Clipboard ([IO.StreamReader]::new([Console]::OpenStandardInput()).ReadToEnd())",
    ],
    only_ascii: false,
};
/// Without a type it would start another program to guess one.
const WL_COPY: CopyProgram =
    CopyProgram { name: "wl-copy", arguments: &["--type", "text/plain"], only_ascii: false };
const XCLIP: CopyProgram =
    CopyProgram { name: "xclip", arguments: &["-selection", "clipboard"], only_ascii: false };
const XSEL: CopyProgram =
    CopyProgram { name: "xsel", arguments: &["--clipboard", "--input"], only_ascii: false };

/// The programs of the desktop, the one to try first in front. None where there is no desktop, or
/// it is not the one before the person.
pub(super) fn of_this_desktop() -> Vec<CopyProgram> {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut programs = Vec::new();
    if set("SSH_CONNECTION") || set("SSH_TTY") {
        return programs;
    }
    if cfg!(target_os = "macos") {
        programs.push(PBCOPY);
    }
    if cfg!(target_os = "windows") || set("WSL_DISTRO_NAME") {
        programs.extend([CLIP, POWERSHELL]);
    }
    if set("WAYLAND_DISPLAY") {
        programs.push(WL_COPY);
    }
    if set("DISPLAY") {
        programs.extend([XCLIP, XSEL]);
    }
    programs
}

impl CopyProgram {
    /// Whether it would put this text on the clipboard as it is.
    pub fn can_take(&self, text: &Secret) -> bool {
        !self.only_ascii || text.expose().is_ascii()
    }

    /// Runs it on a text, for three seconds at most.
    pub fn run(&self, text: &Secret) -> Outcome {
        let mut child = match self.command().spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => return Outcome::Missing,
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        let input = child.stdin.take();
        let text = text.clone();
        // It may never read it: that must hold up no more than this one thread, until it is killed.
        let write = move || {
            // The person asked for this very content on the clipboard.
            input.is_some_and(|mut input| input.write_all(text.expose().as_bytes()).is_ok())
        };
        let writer = match thread::Builder::new().name("copy".to_owned()).spawn(write) {
            Ok(writer) => writer,
            Err(error) => {
                end(&mut child);
                return Outcome::Failed(error.to_string());
            }
        };
        let mut ended = false;
        for _ in 0..GLANCES {
            match child.try_wait() {
                Ok(Some(status)) if !status.success() => {
                    return Outcome::Failed(status.to_string());
                }
                Ok(status) => ended = status.is_some(),
                Err(error) => return Outcome::Failed(error.to_string()),
            }
            if ended && writer.is_finished() {
                break;
            }
            thread::sleep(GLANCE);
        }
        let was_read = writer.is_finished() && writer.join().unwrap_or(false);
        match (was_read, ended) {
            (true, true) => Outcome::Copied,
            (true, false) => Outcome::Running(child),
            (false, _) => {
                end(&mut child);
                Outcome::Failed("it does not read".to_owned())
            }
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.name);
        // What it says could hold anything, and a full screen is up.
        command.args(self.arguments).stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        // It serves the clipboard while the inspector is stopped, and after its end.
        detach(&mut command);
        // The locale says to it what its input is written in.
        #[cfg(target_os = "macos")]
        command.env("LC_ALL", "en_US.UTF-8");
        command
    }
}

/// Ends a program; one that has just ended by itself needs no killing.
pub(super) fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
