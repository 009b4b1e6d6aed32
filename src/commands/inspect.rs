//! `tokenscope inspect`: print a report and exit.

mod lines;

use std::io::{self, IsTerminal as _, Write as _};

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs, check_args::CheckArgs, input_source::InputSource,
    theme_and_keys::colours, verification_keys,
};
use crate::{
    check,
    inspection::Inspection,
    jose::Keys,
    kind::Kind,
    report::{self, ReportFormat},
    token::Zone,
};

/// Print a report and exit
#[derive(Args, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct InspectArgs {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Print the report as Markdown, to be shared; secrets are masked, and what is masked is said
    #[arg(long, conflicts_with_all = ["json", "lines"])]
    pub markdown: bool,
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
    let source = InputSource::of(options.input.as_deref())?.ok_or_else(|| {
        CommandError::usage("there is no input")
            .hint("name a file, pipe something in, or paste after `-`")
    })?;
    let keys = verification_keys::load(shared)?;
    if options.lines {
        return lines::run(source, options, shared, &keys);
    }
    let now = shared.judged_at();
    let (inspection, _) = source.inspect(shared, &keys, now)?;
    let stdout = io::stdout();
    let report_options = report::ReportOptions {
        now,
        reveal: shared.reveal,
        colour: colours(&stdout),
        ascii: shared.ascii,
        mask_personal: options.mask_personal,
        zone: Zone::System,
    };
    let format = if options.markdown {
        ReportFormat::Markdown
    } else {
        ReportFormat::of_output(options.json, stdout.is_terminal())
    };
    let mut out = io::BufWriter::new(stdout.lock());
    report::write(&mut out, &inspection, &report_options, format).map_err(CommandError::output)?;
    let verdict = verdict(&inspection, options, &keys, now, &mut out)?;
    out.flush().map_err(CommandError::output)?;
    if inspection.kind == Kind::Unrecognized {
        let failure = match &inspection.problem {
            Some(problem) => CommandError::problem(problem),
            None => {
                CommandError::input("this is no token response, nor anything else that is known")
            }
        };
        return Err(failure);
    }
    Ok(verdict)
}

/// What `--check` says: a line a requirement, on standard output below the text report, on
/// standard error beside JSON and Markdown.
fn verdict(
    inspection: &Inspection,
    options: &InspectArgs,
    keys: &Keys,
    now: DateTime<Utc>,
    out: &mut impl io::Write,
) -> Result<ExitStatus, CommandError> {
    if !options.check_args.any() {
        return Ok(ExitStatus::Done);
    }
    let outcomes = options.check_args.outcomes(inspection, !keys.is_empty(), now);
    let mut text = String::new();
    for outcome in &outcomes {
        text.push_str(&outcome.line());
        text.push('\n');
    }
    if options.json || options.markdown {
        // A closed standard error is no reason to fail.
        let _ = write!(io::stderr(), "{text}");
    } else {
        write!(out, "\nCheck\n{text}").map_err(CommandError::output)?;
    }
    Ok(if check::all_met(&outcomes) { ExitStatus::Done } else { ExitStatus::No })
}
