//! The command line: what can be said, and which command it goes to.

use std::{
    ffi::OsString,
    fmt,
    io::{self, Write as _},
    panic::PanicHookInfo,
};

use clap::{
    CommandFactory as _, Parser, Subcommand,
    builder::PossibleValuesParser,
    error::{ContextKind, ContextValue},
};
use color_eyre::{config::HookBuilder, section::PanicMessage};
use strum::VariantNames;

use crate::{
    commands::{
        CommandError, ExitStatus, GlobalArgs, board, completions, demo, diff, fetch, inspect,
        introspect, man, refresh, revoke, schema, userinfo, view,
    },
    platform,
    secrecy::quote_user_text,
};

/// Inspect OAuth tokens in the terminal: paste, pipe, open or fetch a token response and see what
/// it holds, how long it lives, what it may do, and whether it is what it claims to be.
///
/// Without a command it opens the inspector. Secrets are masked unless --reveal is given, and
/// nothing found in a token is ever contacted.
#[derive(Debug, Parser)]
#[command(name = "tokenscope", version, max_term_width = 100)]
pub struct Cli {
    /// The command; the inspector without one.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the inspector opens.
    #[command(flatten)]
    pub view: view::InspectorArgs,
    /// What holds for every command.
    #[command(flatten)]
    pub shared: GlobalArgs,
}

/// The commands.
#[derive(Debug, Subcommand, VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[command(defer = true)]
pub enum Command {
    /// Print a report and exit
    Inspect(inspect::InspectArgs),
    /// Show every token that the tools of this machine have cached, with a countdown each (read only)
    Board(board::BoardArgs),
    /// Get a new token from an authorization server
    Fetch(Box<fetch::FetchArgs>),
    /// Spend the refresh token in INPUT
    Refresh(Box<refresh::RefreshArgs>),
    /// Ask the server about the token in INPUT (RFC 7662)
    Introspect(Box<introspect::IntrospectArgs>),
    /// End the token in INPUT (RFC 7009)
    Revoke(Box<revoke::RevokeArgs>),
    /// Read the claims of the user of the token in INPUT
    Userinfo(Box<userinfo::UserinfoArgs>),
    /// Try everything on a short-lived token of a built-in authorization server
    Demo(demo::DemoArgs),
    /// Compare two artifacts, say the token that works and the one that does not; exit 1 when they
    /// differ
    Diff(diff::DiffArgs),
    /// Print the JSON Schema of what --json prints
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man {
        /// The command whose page it is; the program's own without one
        #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(Command::VARIANTS), hide_possible_values = true)]
        command: Option<String>,
    },
}

/// Reads the command line, the program's name first; on a mistake, or where help is asked for, it says so and ends the
/// program.
pub fn parse(arguments: &[OsString]) -> Cli {
    let parsed = match arguments.split_first() {
        Some((_, rest)) if rest.first().is_some_and(|first| first == "inspect") => {
            read(rest).map(|InspectAlone { options, shared }| Cli {
                command: Some(Command::Inspect(options)),
                view: view::InspectorArgs::default(),
                shared,
            })
        }
        _ => read(arguments),
    };
    parsed.unwrap_or_else(|error| without_arguments(error).exit())
}

/// `inspect` without the other commands, whose options it need not build: scripts run it for every
/// token that they see.
#[derive(Debug, Parser)]
#[group(skip)]
#[command(
    name = "inspect",
    bin_name = "tokenscope inspect",
    about = "Print a report and exit",
    max_term_width = 100
)]
struct InspectAlone {
    #[command(flatten)]
    options: inspect::InspectArgs,
    #[command(flatten, next_help_heading = None)]
    shared: GlobalArgs,
}

/// Reads arguments, the first of which is the name that the program is called by.
fn read<P: Parser>(arguments: &[OsString]) -> Result<P, clap::Error> {
    let mut command = P::command();
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|mut matches| P::from_arg_matches_mut(&mut matches))
        .map_err(|error| error.format(&mut command));
    // The program ends soon; to take the options apart before costs as much as a small report.
    std::mem::forget(command);
    parsed
}

/// The error without what may be a token: an argument that nobody expected, or a value that was
/// put in the place of another.
fn without_arguments(mut error: clap::Error) -> clap::Error {
    const WRITTEN: [ContextKind; 5] = [
        ContextKind::InvalidArg,
        ContextKind::PriorArg,
        ContextKind::InvalidValue,
        ContextKind::InvalidSubcommand,
        ContextKind::TrailingArg,
    ];
    for kind in WRITTEN {
        let Some(ContextValue::String(text)) = error.get(kind) else { continue };
        // What is unexpected and no flag stands for itself alone.
        let is_own =
            text.starts_with('-') || text.contains(" <") || kind != ContextKind::InvalidArg;
        let shown = if is_own { quote_user_text(text).into_owned() } else { "…".to_owned() };
        if shown == *text {
            continue;
        }
        error.insert(kind, ContextValue::String(shown));
        // What it was taken for would repeat a part of it.
        for hint in [
            ContextKind::Suggested,
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ] {
            error.remove(hint);
        }
    }
    error
}

/// Runs the command that the command line asks for.
///
/// # Errors
/// What went wrong, with a hint and the exit status.
pub fn run(cli: Cli) -> Result<ExitStatus, CommandError> {
    platform::process::protect_memory();
    let Some(command) = cli.command else {
        return view::run(&cli.view, &cli.shared);
    };
    match command {
        Command::Inspect(options) => inspect::run(&options, &cli.shared),
        Command::Board(options) => board::run(&options, &cli.shared),
        Command::Fetch(options) => fetch::run(&options, &cli.shared),
        Command::Refresh(options) => refresh::run(&options, &cli.shared),
        Command::Introspect(options) => introspect::run(&options, &cli.shared),
        Command::Revoke(options) => revoke::run(&options, &cli.shared),
        Command::Userinfo(options) => userinfo::run(&options, &cli.shared),
        Command::Demo(options) => demo::run(&options, &cli.shared),
        Command::Diff(options) => diff::run(&options, &cli.shared),
        Command::Schema => print(schema::SCHEMA.as_bytes()),
        Command::Completions { shell } => {
            print(completions::script(&Cli::command(), shell).as_bytes())
        }
        Command::Man { command } => {
            let page = man::page(Cli::command(), command.as_deref(), cli.shared.judged_at());
            print(page.map_err(CommandError::output)?.as_bytes())
        }
    }
}

/// Writes bytes to standard output.
fn print(bytes: &[u8]) -> Result<ExitStatus, CommandError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(CommandError::output)?;
    Ok(ExitStatus::Done)
}

/// From now on a panic says where it happened, and never why: its message may quote the text that
/// the program tripped over, and that may be a token.
pub fn install_panic_message() {
    // Without the hook a panic is still reported, only less kindly.
    let _ = HookBuilder::blank().panic_message(PanicLocation).install();
}

struct PanicLocation;

impl PanicMessage for PanicLocation {
    fn display(&self, info: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tokenscope: this is a bug in tokenscope {}", env!("CARGO_PKG_VERSION"))?;
        if let Some(place) = info.location() {
            write!(f, ", at {}:{}", place.file(), place.line())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
