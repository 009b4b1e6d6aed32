//! An answer on standard output: as it came, or as a report.

use std::io::{self, IsTerminal as _, Write as _};

use super::verification;
use crate::{
    commands::{
        CommandError, ExitStatus, GlobalArgs, check_args::CheckArgs, client_args::ClientArgs,
        theme_and_keys::colours,
    },
    inspection::Inspection,
    report::{self, ReportFormat},
    token::Zone,
};

/// Prints a token that another program has got, in place of an answer: what is demanded of the
/// answer is demanded of it. `is_raw` where it was written whole to standard output.
///
/// # Errors
/// Standard output is closed.
pub(in crate::commands) fn print_newer(
    inspection: &Inspection,
    has_keys: bool,
    client_args: &ClientArgs,
    checks: &CheckArgs,
    shared: &GlobalArgs,
    is_raw: bool,
) -> Result<ExitStatus, CommandError> {
    if !is_raw {
        print(inspection, client_args, shared)?;
    }
    let acceptance = verification::acceptance(inspection);
    verification::warn(&acceptance);
    let aside = is_raw || client_args.json;
    let met = verification::check(inspection, acceptance, has_keys, checks, shared, aside);
    Ok(if met.map_err(CommandError::output)? { ExitStatus::Done } else { ExitStatus::No })
}

/// Writes a response to standard output as it came.
pub(in crate::commands) fn print_raw(bytes: &[u8]) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(CommandError::output)
}

/// Prints the report.
pub(in crate::commands) fn print(
    inspection: &Inspection,
    client_args: &ClientArgs,
    shared: &GlobalArgs,
) -> Result<(), CommandError> {
    let stdout = io::stdout();
    let options = report::ReportOptions {
        now: shared.judged_at(),
        reveal: shared.reveal,
        colour: colours(&stdout),
        columns: None,
        ascii: shared.ascii,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    };
    let format = ReportFormat::of_output(client_args.json, stdout.is_terminal());
    let mut out = io::BufWriter::new(stdout.lock());
    report::write(&mut out, inspection, &options, format)
        .and_then(|()| out.flush())
        .map_err(CommandError::output)
}
