//! A token in every wrong place of the command line, the environment and the configuration.

use std::fs;

use clap::CommandFactory as _;
use tokenscope::{cli::Cli, config::settings::SETTINGS};

use crate::support::{command, run_command};

/// What no message may hold of the tokens below.
const MARK: &str = "s3cr3tMARK";

/// Tokens as people have them on the clipboard.
fn tokens() -> [String; 3] {
    [
        format!("{MARK}0123456789abcdef"),
        format!("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.{MARK}0123456789abcdefghijklmnopqrstu"),
        format!("ghp_{MARK}0123456789abcdefghijklmn"),
    ]
}

/// Runs without a terminal or input, and what they quoted.
#[derive(Default)]
struct Runs {
    wrong: Vec<String>,
}

impl Runs {
    fn run(&mut self, args: &[&str]) {
        self.run_command(args, command(args));
    }

    fn run_command(&mut self, args: &[&str], command: std::process::Command) {
        let ran = run_command(command, "");
        let is_crash = !(0..=4).contains(&ran.status);
        if is_crash || ran.err.contains(MARK) || ran.out.contains(MARK) {
            self.wrong.push(format!("{args:?}: {} {}{}", ran.status, ran.out, ran.err));
        }
    }

    fn assert_discreet(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn on_the_command_line() {
    let mut runs = Runs::default();
    let mut program = Cli::command();
    program.build();
    let commands = ["inspect", "fetch", "refresh", "introspect", "revoke", "userinfo", "diff"];
    for (turn, name) in commands.into_iter().enumerate() {
        let options: Vec<String> = program
            .find_subcommand(name)
            .unwrap()
            .get_arguments()
            .filter_map(|argument| argument.get_long())
            // What is asked for is said again, and so is what is to be revealed.
            .filter(|long| *long != "reveal" && !long.starts_with("require-"))
            .map(|long| format!("--{long}"))
            .collect();
        let token = &tokens()[turn % 3];
        for (turn, option) in options.iter().enumerate() {
            let token = &tokens()[turn % 3];
            runs.run(&[name, &format!("{option}={token}"), "x.json"]);
            if name == "inspect" {
                runs.run(&[name, option, token]);
                runs.run(&[name, &format!("{option}-{token}"), "x.json"]);
            }
        }
        runs.run(&[name, &format!("--{token}")]);
        runs.run(&[name, &format!("-{token}")]);
        runs.run(&[name, "x.json", "y.json", token]);
        runs.run(&[name, &format!("./{token}"), token]);
        runs.run(&[name, &format!("{token}.json"), "x.json"]);
    }
    for token in &tokens() {
        runs.run(&["help", token]);
        runs.run(&["completions", token]);
        runs.run(&["inspect", "--key", &format!("@{token}"), "{}"]);
        runs.run(&["inspect", "--key", &format!("env:{token}"), "{}"]);
        runs.run(&["inspect", "--key", &format!("b64:{token}"), "{}"]);
        runs.run(&["inspect", "--key", &format!("http://{token}/"), "{}"]);
        for source in ["env", "file", "cmd", token] {
            let secret = format!("{source}:{token}");
            for option in ["--client-secret", "--client-key"] {
                let args = ["fetch", "--token-url", "http://127.0.0.1:1/", option, &secret];
                runs.run(&args);
            }
        }
    }
    runs.assert_discreet();
}

#[test]
fn in_the_environment_and_the_configuration() {
    let mut runs = Runs::default();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let path = file.display().to_string();
    for (turn, token) in tokens().iter().enumerate() {
        let texts = [
            token.clone(),
            format!("{token} = 1"),
            format!("\"{token}\" = \"{token}\""),
            format!("[\"{token}\"]\na = 1"),
            format!("[profile.a]\n\"{token}\" = \"x\""),
            format!("[profile.\"{token}\"]\nissuer = 1\ngrnt = \"x\""),
            format!("default_profile = \"{token}\""),
            format!("confirm = \"{token}\""),
            format!("[theme]\n\"{token}\" = \"red\"\naccent = \"{token}\""),
            format!("[keys]\n\"{token}\" = \"q\"\nquit = \"{token}\""),
            format!("[profile.a]\nclient_secret = \"{token}"),
            format!("[profile.a]\nparams = {{ \"{token} \" = \"{token}\" }}"),
            format!("[profile.a]\nheaders = {{ \"{token} \" = \"{token}\" }}"),
            format!("[profile.a]\nsecret_params = {{ \"{token}\" = \"{token}\" }}"),
        ];
        let members = SETTINGS.iter().map(|setting| setting.member);
        let members = members.map(|name| format!("[profile.a]\n{name} = \"{token}\""));
        for text in texts.into_iter().chain(members.skip(turn).step_by(3)) {
            fs::write(&file, text).unwrap();
            for args in [
                &["fetch", "--config", &path][..],
                &["fetch", "--config", &path, "--profile", "a"],
                &["fetch", "--config", &path, "--profile", token],
            ] {
                runs.run(args);
            }
        }
        for setting in SETTINGS.iter().skip(turn).step_by(3) {
            let Some(name) = setting.variable() else { continue };
            let mut command = command(&["fetch"]);
            command.env(&name, token);
            runs.run_command(&[&name], command);
        }
    }
    runs.assert_discreet();
}
