//! `commands.md`: the exit statuses, and what `--help` prints.

use std::fmt::Write as _;

use clap::CommandFactory as _;
use strum::VariantArray as _;
use tokenscope::{cli::Cli, commands::ExitStatus};

use super::{check_page, markdown::table};
use crate::support::{command, run_command};

#[test]
fn commands_are_those_of_the_program() {
    let mut text = format!(
        "# Commands\n\n\
         What a flag does not say comes from the [environment](environment.md) or from a profile of \
         the [configuration file](settings.md).\n\n\
         ## Exit status\n\n\
         Scripts rely on them: none changes its meaning.\n\n{}\n\
         ## tokenscope\n\n{}",
        exit_statuses(),
        help(None)
    );
    let mut program = Cli::command();
    program.build();
    for name in program.get_subcommands().map(clap::Command::get_name) {
        if name != "help" {
            write!(text, "\n## tokenscope {name}\n\n{}", help(Some(name))).unwrap();
        }
    }
    check_page("commands.md", &text);
}

/// The table of exit statuses.
pub fn exit_statuses() -> String {
    let statuses = ExitStatus::VARIANTS.iter();
    let rows = statuses.map(|it| [(*it as u8).to_string(), it.meaning().to_owned()]);
    table(["status", "meaning"], rows)
}

fn help(name: Option<&str>) -> String {
    let args: Vec<&str> = name.into_iter().chain(["--help"]).collect();
    let mut command = command(&args);
    command.env("COLUMNS", "100");
    let ran = run_command(command, "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    format!("```text\n{}\n```\n", ran.out.trim_end())
}
