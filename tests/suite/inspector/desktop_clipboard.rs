//! Copies on a desktop whose programs for its clipboard are fakes.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;

use crate::support::AT;

use super::terminal::Terminal;

/// Takes all that it is given.
const TAKES: &str = "/bin/cat >\"$0.in\"";
const FAILS: &str = "/bin/cat >/dev/null; exit 3";
/// Takes it, and goes on, as one that holds the clipboard.
const HOLDS: &str = "/bin/cat >\"$0.in\"; exec /bin/sleep 600";
const NEVER_READS: &str = "exec /bin/sleep 600";

/// The inspector on a desktop with these programs and no others.
struct Desktop {
    folder: TempDir,
    terminal: Terminal,
}

impl Desktop {
    fn start(response: &str, variables: &[(&str, &str)], programs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, script) in programs {
            let path = folder.path().join(name);
            let script =
                format!("#!/bin/sh\necho $$ >\"$0.pid\"\necho \"$*\" >\"$0.args\"\n{script}\n");
            fs::write(&path, script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let file = folder.path().join("response.json");
        fs::write(&file, response).unwrap();
        let path = folder.path().to_str().unwrap();
        let variables = [&[("PATH", path)], variables].concat();
        let program = env!("CARGO_BIN_EXE_tokenscope");
        let mut terminal =
            Terminal::run(&[program, "--at", AT, file.to_str().unwrap()], &variables);
        terminal.see("token response");
        Self { folder, terminal }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn pid(&self, program: &str) -> Pid {
        let id = self.read(&format!("{program}.pid"));
        Pid::from_raw(id.trim().parse().unwrap()).unwrap()
    }

    fn quit(&mut self) {
        self.terminal.press("q");
        assert_eq!(self.terminal.end(), 0);
    }
}

const X11: (&str, &str) = ("DISPLAY", ":0");
const WAYLAND: (&str, &str) = ("WAYLAND_DISPLAY", "wayland-0");
const WSL: (&str, &str) = ("WSL_DISTRO_NAME", "Debian");

#[test]
fn a_copy_goes_to_the_first_program_that_takes_it() {
    let every = [
        ("wl-copy", TAKES),
        ("xclip", TAKES),
        ("xsel", TAKES),
        ("clip.exe", TAKES),
        ("powershell.exe", TAKES),
    ];
    let broken = [("wl-copy", FAILS), ("xsel", TAKES)];
    let wl_copy = ("wl-copy", "--type text/plain");
    let powershell = (
        "powershell.exe",
        "-NoProfile -NonInteractive -Command Set-Clipboard \
         ([IO.StreamReader]::new([Console]::OpenStandardInput()).ReadToEnd())",
    );
    for (variables, programs, value, (used, arguments)) in [
        (&[X11, WAYLAND][..], &every[..], "bearer", wl_copy),
        (&[X11], &every, "bearer", ("xclip", "-selection clipboard")),
        (&[X11, WAYLAND], &broken, "bearer", ("xsel", "--clipboard --input")),
        (&[X11, WSL], &every, "bearer", ("clip.exe", "")),
        (&[X11, WSL], &every, "bärer", powershell),
    ] {
        let response = format!(r#"{{"access_token":"abc","token_type":"{value}"}}"#);
        let mut desktop = Desktop::start(&response, variables, programs);
        desktop.terminal.press("jy");
        desktop.terminal.see("Copied token_type");
        assert!(!desktop.terminal.text().contains("through the terminal"), "{used}");
        assert_eq!(desktop.read(&format!("{used}.in")), value);
        assert_eq!(desktop.read(&format!("{used}.args")).trim_end(), arguments);
        let ran = programs.iter().filter(|(name, script)| {
            *script == TAKES && desktop.file(&format!("{name}.args")).exists()
        });
        assert_eq!(ran.count(), 1, "{used}");
        desktop.quit();
    }
}

const RESPONSE: &str = r#"{"access_token":"abc","token_type":"bearer"}"#;

#[test]
fn why_the_desktop_took_no_copy_is_said() {
    let over_ssh = [X11, ("SSH_TTY", "/dev/pts/1")];
    for (variables, programs, said) in [
        (&[X11, WAYLAND][..], &[][..], ": wl-copy, xclip, xsel not found"),
        (&[X11], &[("xclip", FAILS)], ": xclip failed (exit status: 3)"),
        (&[X11], &[("xclip", FAILS), ("xsel", FAILS)], "; xsel failed (exit status: 3)"),
        (&over_ssh, &[("xclip", TAKES)], ""),
    ] {
        let mut desktop = Desktop::start(RESPONSE, variables, programs);
        desktop.terminal.press("jy");
        desktop.terminal.see("Copied token_type through the terminal");
        desktop.terminal.see(said);
        desktop.quit();
        assert!(!desktop.file("xclip.in").exists(), "{said}");
    }
}

#[test]
fn a_program_that_goes_on_holds_nothing_up_and_lives_on() {
    let mut desktop = Desktop::start(RESPONSE, &[X11], &[("xclip", HOLDS)]);
    desktop.terminal.press("jy?");
    desktop.terminal.see("Next panel");
    desktop.terminal.press("\u{1b}");
    desktop.terminal.see("Copied token_type through the terminal: xclip has not ended");
    assert_eq!(desktop.read("xclip.in"), "bearer");
    let first = desktop.pid("xclip");
    // The next copy takes its place.
    desktop.terminal.press("ky");
    desktop.terminal.press("y");
    desktop.terminal.see("Copied access_token through the terminal: xclip has not ended");
    assert!(test_kill_process(first).is_err(), "there are two");
    desktop.quit();
    let pid = desktop.pid("xclip");
    assert_eq!(kill_process(pid, Signal::KILL), Ok(()), "the clipboard is lost with the inspector");
}

#[test]
fn a_program_that_reads_nothing_is_ended() {
    // More than a pipe holds.
    let long = "x".repeat(1 << 18);
    let response = format!(r#"{{"access_token":"abc","token_type":"{long}"}}"#);
    let mut desktop = Desktop::start(&response, &[X11], &[("xclip", NEVER_READS)]);
    desktop.terminal.press("jy");
    desktop.terminal.see("xclip failed (it does not read)");
    assert!(test_kill_process(desktop.pid("xclip")).is_err(), "it was left behind");
    desktop.quit();
}
