//! `inspect --lines`: each line is one artifact; the memory does not grow with the input.

mod blocks;
mod progress;
mod turns;

use std::{
    io::{self, Write},
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, TryRecvError},
    },
    thread,
};

use chrono::{DateTime, Utc};

use self::{
    blocks::LineReader,
    turns::{Turn, Turns},
};
use super::{
    super::{CommandError, ExitStatus, GlobalArgs, input_source::InputSource, now},
    InspectArgs,
};
use crate::{
    check,
    findings::SecretTrials,
    inspection::{Context, Inspection},
    jose::Keys,
    report,
    secret::Wiping,
    storage::read,
    token::Zone,
};

/// Reads line by line and prints one report a line, in order. A long input is shared by the cores.
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
    let mut lines = LineReader::new(reader, length);
    let inspector =
        LineInspector { options, shared, keys, modified, all_met: AtomicBool::new(true) };
    // Most inputs end within the first block, which is not worth a thread.
    let turns = Turns::new(io::stdout());
    let mut block = BlockWriter::new(&inspector, turns.of(0));
    let mut read = lines.read_block(|piece| block.write_out(&piece));
    drop(block);
    if matches!(read, Ok(true)) {
        read = share(&mut lines, &inspector, &turns);
    }
    lines.finish();
    turns.finish().map_err(CommandError::output)?;
    read.map_err(unreadable)?;
    Ok(if inspector.all_met.into_inner() { ExitStatus::Done } else { ExitStatus::No })
}

/// A block to be worked on, and its lines as they are read.
struct LineBlock {
    number: u64,
    pieces: Receiver<Wiping<Vec<u8>>>,
}

/// Reads the blocks behind the first, which the cores work on.
fn share<W: Write + Send>(
    lines: &mut LineReader,
    inspector: &LineInspector<'_>,
    turns: &Turns<W>,
) -> io::Result<bool> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    // One more than is worked on, so that nobody waits for the reader.
    let (blocks, waiting) = mpsc::sync_channel::<LineBlock>(1);
    // With the last worker it goes, so that a send to nobody fails.
    let waiting = Arc::new(Mutex::new(waiting));
    let work = |waiting: Arc<Mutex<Receiver<LineBlock>>>| {
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        while let Some(LineBlock { number, pieces }) = next() {
            BlockWriter::new(inspector, turns.of(number)).write_all(&pieces);
        }
    };
    thread::scope(|scope| {
        let spawn = |_: &usize| {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().spawn_scoped(scope, || work(waiting)).is_ok()
        };
        let workers = (0..cores).filter(spawn).count();
        drop(waiting);
        let mut more = Ok(true);
        for number in 1.. {
            if !matches!(more, Ok(true)) || turns.has_failed() {
                break;
            }
            if workers == 0 {
                let mut block = BlockWriter::new(inspector, turns.of(number));
                more = lines.read_block(|piece| block.write_out(&piece));
                continue;
            }
            let (pieces, receiver) = mpsc::channel();
            // Where nobody is left to receive, the loop ends above.
            let _ = blocks.send(LineBlock { number, pieces: receiver });
            more = lines.read_block(|piece| drop(pieces.send(piece)));
        }
        drop(blocks);
        more
    })
}

/// Inspects the lines of one block, and writes their reports when it is its turn.
struct BlockWriter<'a, W> {
    inspector: &'a LineInspector<'a>,
    turn: Turn<'a, W>,
    /// Of each block its own, so that a report does not depend on which block is done first.
    trials: SecretTrials,
    json: report::json::Writer,
    /// Reports that are not written out yet; secrets may be in them when all is to be revealed.
    ready: Wiping<Vec<u8>>,
}

impl<'a, W: Write> BlockWriter<'a, W> {
    fn new(inspector: &'a LineInspector<'a>, turn: Turn<'a, W>) -> Self {
        let (trials, json) = (SecretTrials::default(), report::json::Writer::default());
        Self { inspector, turn, trials, json, ready: Wiping::default() }
    }

    /// Inspects all lines. What is ready goes out before more of them are waited for.
    fn write_all(&mut self, pieces: &Receiver<Wiping<Vec<u8>>>) {
        loop {
            let piece = match pieces.try_recv() {
                Ok(piece) => piece,
                Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {
                    self.turn.write(&mut self.ready);
                    let Ok(piece) = pieces.recv() else { break };
                    piece
                }
            };
            self.inspect(&piece);
        }
        self.turn.write(&mut self.ready);
    }

    /// Inspects some lines, and writes their reports out.
    fn write_out(&mut self, piece: &[u8]) {
        self.inspect(piece);
        self.turn.write(&mut self.ready);
    }

    fn inspect(&mut self, piece: &[u8]) {
        let at = self.inspector.shared.at.unwrap_or_else(now);
        for line in blocks::lines(piece) {
            if let Err(error) =
                self.inspector.write(line, at, &self.trials, &mut self.json, &mut self.ready)
            {
                return self.turn.fail(error);
            }
        }
    }
}

/// What the inspection of a line needs beside the line.
struct LineInspector<'a> {
    options: &'a InspectArgs,
    shared: &'a GlobalArgs,
    keys: &'a Keys,
    /// When the file was last changed.
    modified: Option<DateTime<Utc>>,
    /// Whether every line so far meets the requirements of `--check`.
    all_met: AtomicBool,
}

impl LineInspector<'_> {
    /// Writes the report of a line.
    fn write(
        &self,
        line: &[u8],
        at: DateTime<Utc>,
        trials: &SecretTrials,
        json: &mut report::json::Writer,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let context = Context {
            now: at,
            received: self.shared.received(self.modified, at),
            zone: Zone::System,
            keys: self.keys,
            request: None,
            previous: None,
            file_mode: None,
            secret_trials: Some(trials),
        };
        let inspection = Inspection::of(line, &context);
        let report_options = report::ReportOptions {
            now: at,
            reveal: self.shared.reveal,
            colour: false,
            columns: None,
            ascii: self.shared.ascii,
            mask_personal: self.options.mask_personal,
            all: false,
            zone: Zone::System,
        };
        if self.options.json {
            json.compact(&mut *out, &inspection, &report_options)?;
        } else {
            out.extend_from_slice(
                report::text::render_line(&inspection, &report_options).as_bytes(),
            );
        }
        out.push(b'\n');
        let checks = &self.options.check_args;
        if checks.any() {
            let outcomes = checks.outcomes(&inspection, !self.keys.is_empty(), at);
            if !check::all_met(&outcomes) {
                self.all_met.store(false, Ordering::Relaxed);
            }
        }
        Ok(())
    }
}
