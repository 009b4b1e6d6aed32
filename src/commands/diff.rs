//! `tokenscope diff`: compare two artifacts.

use std::io::{self, IsTerminal as _, Write as _};

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs, input_args::PickArgs, input_source::InputSource,
    verification_keys,
};
use crate::{
    diff,
    report::json::{self, Layout},
};

/// Compare two artifacts, say the token that works and the one that does not; exit 1 when they
/// differ
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// The first: a path, `-` for standard input, or the text itself
    #[arg(value_name = "A")]
    pub first: String,
    /// The second
    #[arg(value_name = "B")]
    pub second: String,
    #[command(flatten)]
    pub pick: PickArgs,
    /// Print the difference as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs `diff`: the exit status is 0 where nothing differs, else 1.
///
/// # Errors
/// An input or a key cannot be read, or the output cannot be written.
pub fn run(options: &DiffArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    if options.first == "-" && options.second == "-" {
        return Err(CommandError::usage("only one of the two can be standard input"));
    }
    let keys = verification_keys::load(shared)?;
    let now = shared.judged_at();
    let read = |input: &str| {
        let source = InputSource::of(Some(input))?
            .ok_or_else(|| CommandError::usage("both A and B must be given"))?;
        let (contents, _) = source.inspect(shared, &keys, now)?;
        let inspection = options.pick.one(contents)?.inspection;
        match &inspection.problem {
            Some(problem) if inspection.fields.is_empty() => Err(CommandError::problem(problem)),
            _ => Ok(inspection),
        }
    };
    let (first, second) = (read(&options.first)?, read(&options.second)?);
    let diff = diff::diff(&first, &second, now);
    let stdout = io::stdout();
    let mut out = io::BufWriter::new(stdout.lock());
    if options.json {
        let layout = if stdout.is_terminal() { Layout::Indented } else { Layout::Compact };
        json::write(&mut out, layout, &diff.to_json()).and_then(|()| writeln!(out))
    } else {
        write!(out, "{}", diff.to_text())
    }
    .and_then(|()| out.flush())
    .map_err(CommandError::output)?;
    Ok(if diff.is_same() { ExitStatus::Done } else { ExitStatus::No })
}
