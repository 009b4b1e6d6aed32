//! The real binary on a real pseudo-terminal.

use std::fs;

use rustix::process::Signal;

use crate::support::{AT, sample};

use super::terminal::Terminal;

fn open(name: &str) -> Terminal {
    Terminal::start(&["--at", AT, &sample(name)])
}

#[test]
fn the_countdown_moves_and_quitting_gives_the_terminal_back() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    for field in
        ["access_token", "token_type", "expires_in", "refresh_token", "created_at", "scope"]
    {
        terminal.see(field);
    }
    let left = |text: &str| text.split(" left").next().map(str::to_owned);
    let first = left(&terminal.text());
    terminal.until("moving", |screen| left(&screen.contents()) != first);
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_paste_replaces_and_control_c_ends() {
    let mut terminal = Terminal::start(&["--at", AT]);
    terminal.see("Paste a token response");
    terminal.paste("{\"access_token\":\"abc\",\r\"scope\":\"pasted:read\"}");
    terminal.see("pasted");
    terminal.see("token response");
    // A paste of more than a mebibyte, in the pieces that the terminal makes of it.
    let name = "x".repeat(100);
    let scopes: Vec<String> = (0..10_000).map(|n| format!("{name}{n}:read")).collect();
    terminal.paste(&format!("{{\"access_token\":\"abc\",\"scope\":\"{}\"}}", scopes.join(" ")));
    terminal.see("Scopes 10000");
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn control_z_stops_and_continuing_draws_again() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    terminal.press("\u{1a}");
    terminal.stopped();
    terminal.assert_given_back();
    terminal.signal(Signal::CONT);
    terminal.until("drawn again", |screen| {
        screen.alternate_screen() && screen.contents().contains("VALID")
    });
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_stop_from_elsewhere_gives_the_terminal_back_and_continuing_takes_it_again() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    for _ in 0..2 {
        terminal.signal(Signal::TSTP);
        terminal.stopped();
        terminal.assert_given_back();
        terminal.signal(Signal::CONT);
        terminal.until("drawn again", |screen| {
            screen.alternate_screen() && screen.contents().contains("VALID")
        });
    }
    // A stop that nobody can catch leaves the screen, which may be damaged: it is drawn whole.
    let drawn = terminal.raw.len();
    terminal.signal(Signal::STOP);
    terminal.stopped();
    terminal.signal(Signal::CONT);
    terminal.wrote(drawn, "VALID");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn fg_in_a_shell_brings_it_back_and_the_shell_goes_on() {
    let mut shell = Terminal::run(&["sh", "-i"], &[("PS1", "ready> ")]);
    shell.see("ready>");
    let program = env!("CARGO_BIN_EXE_tokenscope");
    shell.press(&format!("{program} --at {AT} {}\r", sample("gusto.json")));
    shell.see("VALID");
    shell.press("\u{1a}");
    let prompt = |screen: &vt100::Screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("ready>")
    };
    shell.until("the shell", prompt);
    shell.press("echo in $((40 + 2))\r");
    shell.see("in 42");
    shell.press("fg\r");
    shell.until("drawn again", |screen| {
        screen.alternate_screen() && screen.contents().contains("VALID")
    });
    shell.press("j");
    shell.see("▌token_type");
    shell.press("q");
    shell.until("the shell", prompt);
    shell.press("echo status $?; exit\r");
    shell.see("status 0");
    assert_eq!(shell.end(), 0);
}

#[test]
fn a_resize_keeps_the_selection_and_fills_the_new_size() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    terminal.press("jj");
    terminal.see("▌expires_in");
    for (columns, rows) in [(40, 12), (160, 50), (80, 24)] {
        terminal.resize(columns, rows);
        let drawn = terminal.raw.len();
        terminal.wrote(drawn, "expires_in");
        terminal.until("the selection", |screen| screen.contents().contains("▌expires_in"));
        let last = |screen: &vt100::Screen| screen.rows(0, columns).last().unwrap_or_default();
        // The footer stands in the last line, whatever that is.
        terminal.until("the footer", |screen| last(screen).contains("quit"));
    }
    // No size is too small to be left.
    terminal.resize(1, 1);
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_terminal_without_bracketed_paste_works_through_the_paste_box() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    terminal.press("p");
    terminal.see("Paste");
    // As such a terminal sends it: keys that mean something else elsewhere, and a carriage return
    // for each line break.
    let response = "{\r  \"access_token\": \"qqq?/yY\",\r  \"scope\": \"typed:read\"\r}";
    terminal.press(response);
    terminal.see("4 lines");
    terminal.press("\u{4}");
    terminal.see("paste · token response");
    terminal.see("typed");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("qqq?/yY"), "it is a secret");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut terminal = open("gusto.json");
        terminal.see("VALID");
        terminal.signal(signal);
        assert_ne!(terminal.end(), 0, "{signal:?} is an end by signal");
        terminal.assert_given_back();
    }
}

#[test]
fn a_piped_input_is_read_and_keys_come_from_the_terminal() {
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let file = sample("gusto.json");
    let mut terminal =
        Terminal::run(&["sh", "-c", &format!("cat {file} | {program} --at {AT}")], &[]);
    terminal.see("standard input · token response");
    terminal.press("?");
    terminal.see("Keys · inspector");
    terminal.press("\u{1b}");
    terminal.until("closed", |screen| !screen.contents().contains("Keys"));
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_captured_output_stays_clean() {
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let file = sample("gusto.json");
    let script = format!("T=$({program} --at {AT} {file}); echo \"[$T]\"");
    let mut terminal = Terminal::run(&["sh", "-c", &script], &[]);
    terminal.see("VALID");
    terminal.press("q");
    terminal.see("[]");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_changed_file_is_read_again() {
    let path = std::env::temp_dir().join(format!("tokenscope-watch-{}.json", std::process::id()));
    fs::write(&path, r#"{"access_token":"a","scope":"before:read"}"#).expect("it can be written");
    let mut terminal = Terminal::start(&["--at", AT, &path.display().to_string()]);
    terminal.see("before");
    fs::write(&path, r#"{"access_token":"a","scope":"afterwards:read"}"#).expect("it is ours");
    terminal.see("afterwards");
    terminal.see("changed on disk");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    fs::remove_file(path).expect("it is ours");
}

#[test]
fn no_escape_of_the_input_reaches_the_terminal() {
    let evil = "\\u001b]0;owned\\u0007\\u001b[31mred\\u009b2J\\u001b]52;c;b3duZWQ=\\u0007";
    let input = format!(
        r#"{{"access_token":"a","{evil}":"{evil}","scope":"{evil}","error_description":"{evil}"}}"#
    );
    let mut terminal = Terminal::start(&["--at", AT, "--reveal", &input]);
    terminal.see("access_token");
    terminal.press("G");
    terminal.see("owned");
    terminal.press("lq");
    assert_eq!(terminal.end(), 0);
    let raw = String::from_utf8_lossy(&terminal.raw);
    for sequence in ["\u{1b}]", "\u{7}", "\u{9b}", "\u{1b}[31mred"] {
        assert!(!raw.contains(sequence), "{sequence:?}");
    }
}

#[test]
fn a_copy_asks_the_terminal_and_nothing_else_does() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    terminal.press("jy");
    // No other program confirms it here, and none is said to.
    terminal.see("Copied token_type through the terminal");
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(raw.contains("\u{1b}]52;c;YmVhcmVy"), "bearer, in Base64");
    assert_eq!(raw.matches("\u{1b}]").count(), 1);
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

/// Only what the system's clipboard confirms is said to be there: not where no desktop answers.
#[cfg(target_os = "linux")]
#[test]
fn a_copy_that_no_desktop_confirms_is_not_said_to_be_confirmed() {
    let file = sample("gusto.json");
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let mut terminal = Terminal::run(&[program, "--at", AT, &file], &[("DISPLAY", ":63999")]);
    terminal.see("VALID");
    terminal.press("jy");
    terminal.see("Copied token_type through the terminal");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn no_colour_means_none() {
    let file = sample("gusto.json");
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let mut terminal = Terminal::run(&[program, "--at", AT, &file], &[("NO_COLOR", "1")]);
    terminal.see("VALID");
    terminal.press("q");
    terminal.end();
    let raw = String::from_utf8_lossy(&terminal.raw);
    assert!(!raw.contains("\u{1b}[38;"), "a foreground colour");
    assert!(!raw.contains("\u{1b}[48;"), "a background colour");
    for (args, value) in [(&[][..], ""), (&["--theme", "dark"], "1")] {
        let args = [&[program, "--at", AT, &file], args].concat();
        let mut terminal = Terminal::run(&args, &[("NO_COLOR", value)]);
        terminal.see("VALID");
        terminal.press("q");
        terminal.end();
        let raw = String::from_utf8_lossy(&terminal.raw);
        assert!(raw.contains("\u{1b}[38;"), "it is empty, or a theme is named: {args:?}");
    }
}

#[test]
fn a_terminal_that_cannot_draw_is_refused() {
    let file = sample("gusto.json");
    for term in ["dumb", ""] {
        let args = [env!("CARGO_BIN_EXE_tokenscope"), &file];
        let mut terminal = Terminal::run(&args, &[("TERM", term)]);
        assert_eq!(terminal.end(), 2);
        let raw = String::from_utf8_lossy(&terminal.raw);
        assert!(raw.contains("hint: tokenscope inspect prints a report"), "{raw}");
        assert!(!raw.contains('\u{1b}'), "{raw}");
    }
}

#[test]
fn a_report_is_coloured_on_a_terminal_that_can_show_it() {
    let file = sample("gusto.json");
    let report = [env!("CARGO_BIN_EXE_tokenscope"), "inspect", "--at", AT, &file];
    for (variables, coloured) in [
        (&[][..], true),
        (&[("NO_COLOR", "")], true),
        (&[("NO_COLOR", "1")], false),
        (&[("TERM", "dumb")], false),
    ] {
        let mut terminal = Terminal::run(&report, variables);
        assert_eq!(terminal.end(), 0);
        let raw = String::from_utf8_lossy(&terminal.raw);
        assert!(raw.contains("VALID"), "{raw}");
        assert_eq!(raw.contains('\u{1b}'), coloured, "{variables:?}: {raw}");
    }
}

#[test]
fn the_mouse_is_left_to_the_terminal_where_that_is_asked() {
    let asked = "\u{1b}[?1000h";
    for (args, listens) in
        [(&["--at", AT, "{}"][..], true), (&["--at", AT, "--no-mouse", "{}"], false)]
    {
        let mut terminal = Terminal::start(args);
        terminal.see("token response");
        terminal.press("q");
        assert_eq!(terminal.end(), 0);
        assert_eq!(String::from_utf8_lossy(&terminal.raw).contains(asked), listens);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_would_leave_no_secrets_behind() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    let limits = fs::read_to_string(format!("/proc/{}/limits", terminal.id())).expect("it runs");
    let cores = limits.lines().find(|line| line.starts_with("Max core file size")).expect("one");
    let numbers: Vec<_> = cores.split_whitespace().skip(4).take(2).collect();
    assert_eq!(numbers, ["0", "0"], "{cores}");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn without_a_terminal_it_says_so() {
    let ran = crate::support::run(&["{}"], "");
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("hint: tokenscope inspect"), "{}", ran.err);
}

#[test]
fn keys_work_while_a_paste_does_not_end() {
    let mut terminal = open("gusto.json");
    terminal.see("VALID");
    terminal.press("\u{1b}[200~{\"access_token\":\"half");
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 0);
    terminal.assert_given_back();
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_another_thing_takes_the_place_of_is_watched_on() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token.json");
    let write = |scope: &str| {
        let text = format!(r#"{{"access_token":"a","scope":"{scope}"}}"#);
        fs::write(&path, text).expect("it can be written");
    };
    write("before:read");
    let mut terminal = Terminal::start(&["--at", AT, &path.display().to_string()]);
    terminal.see("before");
    fs::remove_file(&path).expect("it is ours");
    mknodat(CWD, &path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("a pipe");
    terminal.see("a pipe or a device");
    fs::remove_file(&path).expect("it is ours");
    fs::create_dir(&path).expect("a folder");
    terminal.see("is a folder");
    terminal.see("before");
    fs::remove_dir(&path).expect("it is ours");
    write("afterwards:read");
    terminal.see("afterwards");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}
