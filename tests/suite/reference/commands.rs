//! `commands.md`: the exit statuses, and what `--help` prints.

use std::fmt::Write as _;

use clap::CommandFactory as _;
use strum::VariantArray as _;
use tokenscope::{cli::Cli, commands::ExitStatus};

use super::{check_page, markdown::table};
use crate::support::{command, run_command};

#[test]
fn commands_are_those_of_the_program() {
    let mut program = Cli::command();
    program.build();
    let commands = || program.get_subcommands().filter(|command| command.get_name() != "help");
    let all = commands().map(|command| {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string);
        [format!("[`tokenscope {name}`](#tokenscope-{name})"), about.unwrap_or_default()]
    });
    let mut text = format!(
        "# Commands\n\n\
         What a flag does not say comes from the [environment](environment.md) or from a profile of \
         the [configuration file](settings.md).\n\n\
         ## Exit status\n\n\
         Scripts rely on them: none changes its meaning.\n\n{}\n\
         ## All\n\n{}\n\
         ## tokenscope\n\n{}",
        exit_statuses(),
        table(["command", ""], all),
        help(None)
    );
    for command in commands() {
        let name = command.get_name();
        write!(text, "\n## tokenscope {name}\n\n{}", help(Some(name))).unwrap();
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
