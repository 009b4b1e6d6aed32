//! This process, and those that it starts.

use std::{
    io::{self, Read as _},
    os::windows::process::CommandExt as _,
    process::{ChildStdout, Command},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

use crate::secret::Wiping;

/// A new process group: `ctrl-c` is not for it (CREATE_NEW_PROCESS_GROUP).
const NEW_PROCESS_GROUP: u32 = 0x200;

/// What is read of a child's output at a time, in bytes.
const CHUNK: usize = 4096;

/// How long what a child has printed may take from its pipe to the one who reads it.
const PASSAGE: Duration = Duration::from_millis(50);

/// Does nothing: whether there are dumps of crashed programs is for the machine to say, and another
/// program of the same user may read this one's memory.
pub fn protect_memory() {}

/// A line as the system's shell runs it.
pub fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    // What `cmd` is given is not quoted as other programs' arguments are.
    command.arg("/C").raw_arg(line);
    command
}

/// Keeps the console's `ctrl-c` from a program.
pub fn detach(command: &mut Command) {
    command.creation_flags(NEW_PROCESS_GROUP);
}

/// What a child prints. A pipe cannot be asked whether there is something in it, so a thread reads
/// it, until its end.
#[derive(Debug)]
pub struct ChildOutput {
    chunks: Receiver<io::Result<Wiping<Vec<u8>>>>,
    /// What was received and not read.
    chunk: Wiping<Vec<u8>>,
    /// From where on.
    from: usize,
}

impl ChildOutput {
    /// # Errors
    /// No thread can be had.
    pub fn new(mut output: ChildStdout) -> io::Result<Self> {
        // Nobody reads ahead of the one who listens.
        let (send, chunks) = mpsc::sync_channel(1);
        let read = move || {
            loop {
                let mut chunk = Wiping::new(vec![0; CHUNK]);
                let count = output.read(&mut chunk);
                let ends = !matches!(count, Ok(1..));
                let chunk = count.map(|count| {
                    chunk.truncate(count);
                    chunk
                });
                if send.send(chunk).is_err() || ends {
                    return;
                }
            }
        };
        thread::Builder::new().name("output".to_owned()).spawn(read)?;
        Ok(Self { chunks, chunk: Wiping::default(), from: 0 })
    }

    /// Reads what is there; 0 at its end.
    ///
    /// # Errors
    /// `WouldBlock` where nothing is there yet, or it cannot be read.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.from == self.chunk.len() {
            self.chunk = match self.chunks.recv_timeout(PASSAGE) {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
            self.from = 0;
        }
        let rest = &self.chunk[self.from..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.from += count;
        Ok(count)
    }

    /// Returns at once: reading waits.
    pub fn wait(&self, _limit: Duration) {}
}
