//! `tokenscope inspect`: print a report and exit.

mod lines;

use std::io::{self, IsTerminal as _, Write as _};

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs,
    check_args::CheckArgs,
    input_args::{self, InputsArgs},
    terminal_size::terminal_columns,
    theme_and_keys::colours,
    verification_keys,
};
use crate::{
    inspection::{CollectionItem, Contents},
    jose::Keys,
    kind::Kind,
    report::{self, ReportFormat},
    token::Zone,
};

/// Print a report and exit
#[derive(Args, Debug, Default)]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct InspectArgs {
    #[command(flatten)]
    pub inputs: InputsArgs,
    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Print the report as Markdown, to be shared; secrets are masked, and what is masked is said
    #[arg(long, conflicts_with_all = ["json", "lines"])]
    pub markdown: bool,
    /// Behind the table of several credentials, print the report of each, too
    #[arg(long)]
    pub all: bool,
    /// Each input line is one artifact: print one compact report (or one text line) a line
    #[arg(long)]
    pub lines: bool,
    /// Withhold what is said of persons: the claims about the end-user of OpenID Connect Core §5.1 and
    /// their like (`sub`, `name`, `email`, `phone_number`, `address`, `birthdate`, `picture` …), every copy
    /// of them, and every mail address; not with --reveal
    #[arg(long)]
    pub mask_personal: bool,
    /// What it must meet.
    #[command(flatten)]
    pub check_args: CheckArgs,
}

/// Runs `inspect`.
///
/// # Errors
/// The input or a key cannot be read, nothing in it is recognized, or the output cannot be written.
pub fn run(options: &InspectArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    if shared.reveal && (options.mask_personal || options.markdown) {
        let other = if options.markdown { "--markdown" } else { "--mask-personal" };
        return Err(CommandError::usage(format!("--reveal and {other} contradict each other"))
            .hint("a report to share shows no secrets, and a token that is shown whole says who its user is"));
    }
    let mut sources = options.inputs.sources()?;
    if sources.is_empty() {
        return Err(CommandError::usage("there is no input")
            .hint("name a file, pipe something in, or paste after `-`"));
    }
    let keys = verification_keys::load(shared)?;
    if options.lines {
        return match sources.pop() {
            Some(source) if sources.is_empty() && options.inputs.pick.pick.is_none() => {
                lines::run(source, options, shared, &keys)
            }
            _ => Err(CommandError::usage("--lines reads one input, and picks none of its lines")),
        };
    }
    let now = shared.judged_at();
    let contents = input_args::read_contents(sources, shared, &keys, now)?;
    let contents = options.inputs.pick.apply(contents, options.mask_personal)?;
    let stdout = io::stdout();
    let report_options = report::ReportOptions {
        now,
        reveal: shared.reveal,
        colour: colours(&stdout),
        columns: terminal_columns(),
        ascii: shared.ascii,
        mask_personal: options.mask_personal,
        all: options.all,
        zone: Zone::System,
    };
    let format = if options.markdown {
        ReportFormat::Markdown
    } else {
        ReportFormat::of_output(options.json, stdout.is_terminal())
    };
    let mut out = io::BufWriter::new(stdout.lock());
    report::write_contents(&mut out, &contents, &report_options, format)
        .map_err(CommandError::output)?;
    let verdict = verdict(&contents, options, &keys, now, &mut out)?;
    out.flush().map_err(CommandError::output)?;
    match unrecognized(&contents) {
        Some(failure) => Err(failure),
        None => Ok(verdict),
    }
}

/// The failure that an input is in which nothing is known.
fn unrecognized(contents: &Contents) -> Option<CommandError> {
    let nothing =
        || CommandError::input("this is no token response, nor anything else that is known");
    match contents {
        Contents::One(item) if item.inspection.kind == Kind::Unrecognized => {
            Some(item.inspection.problem.as_ref().map_or_else(nothing, CommandError::problem))
        }
        Contents::One(_) => None,
        Contents::Several(collection) => {
            let is_known = |item: &CollectionItem| item.inspection.kind != Kind::Unrecognized;
            (!collection.all().any(is_known))
                .then(|| collection.problem.as_ref().map_or_else(nothing, CommandError::problem))
        }
    }
}

/// What `--check` says: a line a requirement, on standard output below the text report, on
/// standard error beside JSON and Markdown.
fn verdict(
    contents: &Contents,
    options: &InspectArgs,
    keys: &Keys,
    now: DateTime<Utc>,
    out: &mut impl io::Write,
) -> Result<ExitStatus, CommandError> {
    if !options.check_args.any() {
        return Ok(ExitStatus::Done);
    }
    let verdict =
        options.check_args.verdict(contents, !keys.is_empty(), options.mask_personal, now);
    let text = &verdict.text;
    if options.json || options.markdown {
        // A closed standard error is no reason to fail.
        let _ = write!(io::stderr(), "{text}");
    } else {
        write!(out, "\nCheck\n{text}").map_err(CommandError::output)?;
    }
    Ok(if verdict.met { ExitStatus::Done } else { ExitStatus::No })
}
