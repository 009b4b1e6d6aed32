//! `inspect --lines`: each line is one artifact; the memory does not grow with the input.

use std::{
    io::{self, BufRead, BufReader, IsTerminal as _, Read as _, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use zeroize::Zeroize as _;

use super::{
    super::{CommandError, ExitStatus, GlobalArgs, input_source::InputSource, now},
    InspectArgs,
};
use crate::{
    check,
    inspection::{Context, Inspection},
    jose::Keys,
    report,
    storage::read,
    token::Zone,
};

/// The longest line that is read whole; a longer one is reported as unrecognized.
const MAX_LINE: usize = 16 << 20;

/// How long the work takes before a progress bar says so.
const LONG: Duration = Duration::from_secs(1);

/// Reads line by line and prints one report a line.
pub(super) fn run(
    source: InputSource,
    options: &InspectArgs,
    shared: &GlobalArgs,
    keys: &Keys,
) -> Result<ExitStatus, CommandError> {
    let name = source.name();
    let unreadable =
        |error: io::Error| CommandError::input(format!("{name} could not be read")).because(error);
    let mut modified = None;
    let mut length = None;
    let reader: Box<dyn io::Read> = match source {
        InputSource::Stdin => Box::new(io::stdin().lock()),
        InputSource::Argument(text) => Box::new(io::Cursor::new(text.as_str().as_bytes().to_vec())),
        InputSource::File(path) => {
            let opened = read::pieces(&path).map_err(unreadable)?;
            modified = opened.modified;
            length = Some(opened.length);
            Box::new(opened.file)
        }
    };
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut progress = LineProgress::new(length);
    let mut json = report::json::Writer::default();
    let mut line = Vec::new();
    let mut all_met = true;
    loop {
        // What is ready goes out before waiting for more, so that a pipe sees each report.
        if reader.buffer().is_empty() {
            out.flush().map_err(CommandError::output)?;
        }
        line.zeroize();
        let read = read_line(&mut reader, &mut line).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        let at = shared.at.unwrap_or_else(now);
        let context = Context {
            now: at,
            received: shared.received(modified, at),
            zone: Zone::System,
            keys,
            request: None,
            previous: None,
            file_mode: None,
        };
        let inspection = Inspection::of(&line, &context);
        let report_options = report::ReportOptions {
            now: at,
            reveal: shared.reveal,
            colour: false,
            ascii: shared.ascii,
            mask_personal: options.mask_personal,
            all: false,
            zone: Zone::System,
        };
        if options.json {
            json.compact(&mut out, &inspection, &report_options).and_then(|()| writeln!(out))
        } else {
            writeln!(out, "{}", report::text::render_line(&inspection, &report_options))
        }
        .map_err(CommandError::output)?;
        if options.check_args.any() {
            let outcomes = options.check_args.outcomes(&inspection, !keys.is_empty(), at);
            all_met &= check::all_met(&outcomes);
        }
        progress.advance(read);
    }
    line.zeroize();
    progress.finish();
    out.flush().map_err(CommandError::output)?;
    Ok(if all_met { ExitStatus::Done } else { ExitStatus::No })
}

/// Reads one line without its end into `line`, and says how many bytes were read; zero at the end.
/// What is over [`MAX_LINE`] is skipped, and the line is left cut.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let mut read = reader.by_ref().take(MAX_LINE as u64).read_until(b'\n', line)?;
    if line.pop_if(|last| *last == b'\n').is_some() {
        line.pop_if(|last| *last == b'\r');
    } else if read == MAX_LINE {
        read += reader.skip_until(b'\n')?;
    }
    Ok(read)
}

/// A progress bar on standard error, when that is a terminal and the work is long.
struct LineProgress {
    bar: Option<ProgressBar>,
    length: Option<u64>,
    done: u64,
    lines: u64,
    started: Instant,
    wanted: bool,
}

impl LineProgress {
    fn new(length: Option<u64>) -> Self {
        // The reports themselves on the same terminal are progress enough.
        let wanted = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self { bar: None, length, done: 0, lines: 0, started: instant(), wanted }
    }

    fn advance(&mut self, bytes: usize) {
        self.done += bytes as u64;
        self.lines += 1;
        // Looking at the clock for every line would cost more than the bar is worth.
        if !self.wanted || !self.lines.is_multiple_of(4096) {
            return;
        }
        if self.bar.is_none() && instant() - self.started > LONG {
            let bar = match self.length {
                Some(length) => ProgressBar::new(length).with_style(style(
                    "{bar:32} {percent:>3} %  {msg} lines  {bytes_per_sec}  {eta} left",
                )),
                None => ProgressBar::new_spinner()
                    .with_style(style("{spinner} {msg} lines  {bytes}  {bytes_per_sec}")),
            };
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_message(self.lines.to_string());
            bar.set_position(self.done);
        }
    }

    fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[expect(clippy::disallowed_methods, reason = "only says when a progress bar is worth showing")]
fn instant() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_lf_crlf_or_the_input() {
        let mut reader = BufReader::with_capacity(2, &b"ab\r\n\nlast"[..]);
        let mut lines = Vec::new();
        let mut line = Vec::new();
        while read_line(&mut reader, &mut line).expect("memory can be read") > 0 {
            lines.push(String::from_utf8(std::mem::take(&mut line)).expect("text"));
        }
        assert_eq!(lines, ["ab", "", "last"]);
    }
}
