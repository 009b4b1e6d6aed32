//! The command reference cannot drift: it is written from the program.

use std::{fmt::Write as _, fs};

use clap::CommandFactory as _;
use strum::VariantArray as _;
use tokenscope::{
    cli::Cli,
    commands::ExitStatus,
    config::{
        environment,
        settings::{FlagValue, SETTINGS, Setting, SettingForm},
    },
};

use crate::support::{command, compare_with_file, project, run_command};

#[test]
fn the_reference_says_what_the_program_says() {
    let mut text = "# Reference\n\n\
        Written by `UPDATE_EXPECTED=1 cargo test --test suite reference`; a test fails where it is \
        out of date.\n"
        .to_owned();
    section(&mut text, "Exit status");
    text.push_str("| status | meaning |\n|---|---|\n");
    for status in ExitStatus::VARIANTS {
        writeln!(text, "| {} | {} |", *status as u8, status.meaning()).unwrap();
    }
    section(&mut text, "Settings");
    text.push_str(
        "A flag beats the variable, which beats the member of a profile. `TOKENSCOPE_CLIENT_SECRET` \
         and `TOKENSCOPE_CLIENT_KEY` hold the value itself. [config.example.toml](config.example.toml) shows profiles in use.\n\n\
         | member | in a profile | flag | variable | |\n|---|---|---|---|---|\n",
    );
    for setting in SETTINGS {
        row(&mut text, setting);
    }
    section(&mut text, "Environment");
    text.push_str("Beside the variables of the settings:\n\n| variable | |\n|---|---|\n");
    for (names, meaning) in environment::OTHERS {
        let names: Vec<_> = names.split(", ").map(|name| format!("`{name}`")).collect();
        writeln!(text, "| {} | {meaning} |", names.join(", ")).unwrap();
    }
    section(&mut text, "Commands");
    text.push_str(&help(None));
    let mut program = Cli::command();
    program.build();
    for name in program.get_subcommands().map(clap::Command::get_name) {
        if name != "help" {
            write!(text, "\n### {name}\n\n{}", help(Some(name))).unwrap();
        }
    }
    let compared = compare_with_file(&project("assets/reference.md"), &text);
    compared.unwrap_or_else(|difference| panic!("{difference}"));
}

/// No variable is read that the reference does not name.
#[test]
fn the_reference_names_every_variable() {
    let reference = fs::read_to_string(project("assets/reference.md")).unwrap();
    let mut folders = vec![project("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = fs::read_to_string(&path).unwrap();
            for read in ["var(\"", "var_os(\"", "set(\""] {
                for name in code.split(read).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let is_variable = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
                    assert!(!is_variable || reference.contains(&format!("`{name}`")), "{name}");
                }
            }
        }
    }
}

#[test]
fn the_readme_names_files_that_exist() {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let paths = readme.split(['`', '(', ')', ' ', '\n']).filter(|word| {
        ["src/", "tests/", "assets/"].iter().any(|start| word.starts_with(start))
            && !word.contains(['{', '*', '…'])
    });
    let missing: Vec<&str> = paths.filter(|path| !project(path).exists()).collect();
    assert_eq!(missing, [""; 0], "the README names what is not there");
}

fn section(text: &mut String, title: &str) {
    write!(text, "\n## {title}\n\n").unwrap();
}

fn row(text: &mut String, setting: &Setting) {
    let form = match setting.form {
        SettingForm::Text | SettingForm::Path => "string",
        SettingForm::Duration => "duration",
        SettingForm::List => "string or list",
        SettingForm::Table => "table",
        SettingForm::Switch => "true or false",
    };
    let flag = setting.flag.map_or_else(String::new, |flag| match flag.takes {
        FlagValue::Named(value) => format!("`--{} {value}`", flag.name),
        FlagValue::Implied(_) => format!("`--{}`", flag.name),
    });
    let variable = setting.variable().map_or_else(String::new, |name| format!("`{name}`"));
    let (member, help) = (setting.member, setting.help);
    writeln!(text, "| `{member}` | {form} | {flag} | {variable} | {help} |").unwrap();
}

fn help(name: Option<&str>) -> String {
    let args: Vec<&str> = name.into_iter().chain(["--help"]).collect();
    let mut command = command(&args);
    command.env("COLUMNS", "100");
    let ran = run_command(command, "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    format!("```text\n{}\n```\n", ran.out.trim_end())
}
