//! This process, and those that it starts.

use std::{
    io::{self, Read as _},
    os::unix::process::CommandExt as _,
    process::{ChildStdout, Command},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{OFlags, fcntl_getfl, fcntl_setfl},
    process::{Resource, Rlimit, setrlimit},
};

/// Keeps the secrets in memory from leaving the process: no core dumps, and no debugger of the same
/// user. What the system does not offer is left as it is.
pub fn protect_memory() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Nothing depends on it: a system that refuses is no worse than before.
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// A line as the system's shell runs it.
pub fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

/// Lets a program live on while this one is stopped, and after its end.
pub fn detach(command: &mut Command) {
    command.process_group(0);
}

/// What a child prints, read without waiting for more than there is.
#[derive(Debug)]
pub struct ChildOutput(ChildStdout);

impl ChildOutput {
    /// # Errors
    /// The system does not let it be read so.
    pub fn new(output: ChildStdout) -> io::Result<Self> {
        let flags = fcntl_getfl(&output)?;
        fcntl_setfl(&output, flags | OFlags::NONBLOCK)?;
        Ok(Self(output))
    }

    /// Reads what is there; 0 at its end.
    ///
    /// # Errors
    /// `WouldBlock` where nothing is there yet, or it cannot be read.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }

    /// Waits until something is there, at most so long.
    pub fn wait(&self, limit: Duration) {
        let limit = Timespec::try_from(limit).ok();
        // Whatever it says, the next look tells more.
        let _ = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], limit.as_ref());
    }
}
