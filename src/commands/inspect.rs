//! `tokenscope inspect`: print a report and exit.

mod lines;

use std::io::{self, IsTerminal as _, Write as _};

use clap::Args;

use super::{Failure, Shared, Status, colours, judged_at, keys, received, source::Source};
use crate::{
    inspection::{Context, Inspection},
    report,
    token::{Kind, Zone},
};

/// Options of `inspect`.
#[derive(Args, Debug, Default)]
pub struct Options {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Each input line is one artifact: print one compact report (or one text line) a line
    #[arg(long)]
    pub lines: bool,
}

/// Runs `inspect`.
///
/// # Errors
/// The input or a key cannot be read, nothing in it is recognised, or the output cannot be written.
pub fn run(options: &Options, shared: &Shared) -> Result<Status, Failure> {
    let source = Source::of(options.input.as_deref())?.ok_or_else(|| {
        Failure::usage("there is no input")
            .hint("name a file, pipe something in, or paste after `-`")
    })?;
    let keys = keys::load(shared)?;
    if options.lines {
        return lines::run(source, options, shared, &keys);
    }
    let loaded = source.load()?;
    let now = judged_at(shared);
    let context = Context {
        now,
        received: received(shared, loaded.modified, now),
        zone: Zone::System,
        keys: &keys,
        asked: None,
        previous: None,
    };
    let inspection = Inspection::of(&loaded.bytes, &context);
    let stdout = io::stdout();
    let report_options = report::Options {
        now,
        reveal: shared.reveal,
        colour: colours(&stdout),
        zone: Zone::System,
    };
    let mut out = io::BufWriter::new(stdout.lock());
    if options.json {
        if stdout.is_terminal() {
            report::json::write_pretty(&mut out, &inspection, &report_options)
        } else {
            report::json::write_compact(&mut out, &inspection, &report_options)
        }
        .and_then(|()| writeln!(out))
    } else {
        write!(out, "{}", report::text::render(&inspection, &report_options))
    }
    .map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    if inspection.kind == Kind::Unrecognized {
        let failure = match &inspection.problem {
            Some(problem) => Failure::problem(problem),
            None => Failure::input("this is no token response, nor anything else that is known"),
        };
        return Err(failure);
    }
    Ok(Status::Done)
}
