//! The command line: what can be said, and which command it goes to.

pub mod crash;

use std::io::{self, Write as _};

use clap::{
    CommandFactory as _, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};

use crate::{
    commands::{Failure, Shared, Status, about, demo, diff, fetch, inspect, refresh, view},
    oauth::request::Purpose,
    runtime::hardening,
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
    pub view: view::View,
    /// What holds for every command.
    #[command(flatten)]
    pub shared: Shared,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Print a report and exit
    Inspect(inspect::Options),
    /// Get a new token from an authorization server
    Fetch(Box<fetch::Options>),
    /// Spend the refresh token in INPUT
    Refresh(Box<refresh::Options>),
    /// Ask the server about the token in INPUT (RFC 7662)
    Introspect(Box<about::Options>),
    /// End the token in INPUT (RFC 7009)
    Revoke(Box<about::Options>),
    /// Read the claims of the user of the token in INPUT
    Userinfo(Box<about::UserinfoOptions>),
    /// Try everything on a short-lived token of a built-in authorization server
    Demo(demo::Options),
    /// Compare two artifacts, say the token that works and the one that does not; exit 1 when they
    /// differ
    Diff(diff::Options),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Reads the command line; on a mistake, or where help is asked for, it says so and ends the
/// program.
pub fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| discreet(error).exit())
}

/// The error without what may be a token: an argument that nobody expected, or a value that is
/// long or neither a time nor a word.
fn discreet(mut error: clap::Error) -> clap::Error {
    let quoted = |error: &clap::Error, kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let flag = |text: &str| {
        text.len() < 32 && text.starts_with('-') && !text.contains(|c: char| c.is_ascii_uppercase())
    };
    let argument = quoted(&error, ContextKind::InvalidArg).filter(|text| !text.contains(" <"));
    if argument.is_some_and(|text| !flag(&text)) {
        error.insert(ContextKind::InvalidArg, ContextValue::String("…".to_owned()));
        error.remove(ContextKind::Suggested);
        error.remove(ContextKind::SuggestedArg);
        error.remove(ContextKind::SuggestedSubcommand);
    }
    if quoted(&error, ContextKind::InvalidValue).is_some_and(|text| may_be_token(&text)) {
        error.insert(ContextKind::InvalidValue, ContextValue::String("…".to_owned()));
    }
    error
}

/// Whether a value of an option could be a token that was put in its place.
fn may_be_token(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_mixed = text.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    text.len() >= 32 || text.len() >= 12 && letters >= 5 && is_mixed
}

/// Runs the command that the command line asks for.
///
/// # Errors
/// What went wrong, with a hint and the exit status.
pub fn run(cli: Cli) -> Result<Status, Failure> {
    hardening::harden();
    let Some(command) = cli.command else {
        return view::run(&cli.view, &cli.shared);
    };
    match command {
        Command::Inspect(options) => inspect::run(&options, &cli.shared),
        Command::Fetch(options) => fetch::run(&options, &cli.shared),
        Command::Refresh(options) => refresh::run(&options, &cli.shared),
        Command::Introspect(options) => about::run(Purpose::Introspection, &options, &cli.shared),
        Command::Revoke(options) => about::run(Purpose::Revocation, &options, &cli.shared),
        Command::Userinfo(options) => about::userinfo(&options, &cli.shared),
        Command::Demo(options) => demo::run(&options, &cli.shared),
        Command::Diff(options) => diff::run(&options, &cli.shared),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "tokenscope", &mut script);
            print(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(Failure::output)?;
            print(&page)
        }
    }
}

/// Writes bytes to standard output.
fn print(bytes: &[u8]) -> Result<Status, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(Failure::output)?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
