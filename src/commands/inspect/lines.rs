//! `inspect --lines`: each line is one artifact; the memory does not grow with the input.

use std::{
    io::{self, BufRead, BufReader, IsTerminal as _, Read as _, Write},
    time::{Duration, Instant},
};

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

/// How long the work takes before it says how far it is.
const LONG: Duration = Duration::from_secs(1);

/// How often it says so then.
const OFTEN: Duration = Duration::from_millis(200);

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
            columns: None,
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

/// One line on standard error that says how far the work is, when that is a terminal and the work is
/// long. It is written over itself, and taken away in the end.
struct LineProgress {
    length: Option<u64>,
    done: u64,
    lines: u64,
    /// When the line was last written; before that, when the work began.
    told: Instant,
    has_told: bool,
    wanted: bool,
}

impl LineProgress {
    fn new(length: Option<u64>) -> Self {
        // The reports themselves on the same terminal are progress enough.
        let wanted = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self { length, done: 0, lines: 0, told: instant(), has_told: false, wanted }
    }

    fn advance(&mut self, bytes: usize) {
        self.done += bytes as u64;
        self.lines += 1;
        // Looking at the clock for every line would cost more than the progress is worth.
        if !self.wanted || !self.lines.is_multiple_of(4096) {
            return;
        }
        let pause = if self.has_told { OFTEN } else { LONG };
        if instant() - self.told > pause {
            self.told = instant();
            self.has_told = true;
            let part = self.length.filter(|length| *length > 0);
            let part = part
                .map_or_else(String::new, |length| format!("{:>3} %  ", self.done * 100 / length));
            Self::write(&format!("{part}{} lines  {} MiB", self.lines, self.done >> 20));
        }
    }

    fn finish(self) {
        if self.has_told {
            Self::write("");
        }
    }

    /// Writes a text in the place of the line (ECMA-48 §8.3.41, erase in line).
    fn write(text: &str) {
        let mut err = io::stderr().lock();
        // Nobody is worse off without it.
        let _ = write!(err, "\r\u{1b}[K{text}").and_then(|()| err.flush());
    }
}

#[expect(clippy::disallowed_methods, reason = "only says when progress is worth telling")]
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
