//! What a shell command prints.

use std::{
    io::{self, ErrorKind},
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use super::LONGEST;
use crate::{
    platform::process::{self, ChildOutput},
    secret::{self, Wiping},
};

/// How often to look whether the command has ended while something holds its output open.
const GLANCE: Duration = Duration::from_millis(20);

/// What a command printed, or why that cannot be had.
type CommandOutput = Result<Wiping<Vec<u8>>, String>;

/// Runs a shell command, within `limit` where there is one, and gives what it prints, or its
/// beginning where that is more than any secret. Children that it leaves running in the background
/// are not waited for, although they may hold its output open.
///
/// # Errors
/// It cannot be started, fails, or takes too long: then it is killed. What it printed is not told.
pub(super) fn output(command: &str, limit: Option<Duration>) -> CommandOutput {
    // Its standard error is not shown: it could hold anything, and a full screen may be up.
    let child = process::shell(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let too_late = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&too_late);
    let (sender, receiver) = mpsc::channel();
    let collect = move || drop(sender.send(collect(child, &told)));
    thread::Builder::new()
        .name("command".to_owned())
        .spawn(collect)
        .map_err(|error| error.to_string())?;
    let result = match limit {
        Some(limit) => receiver.recv_timeout(limit),
        None => receiver.recv().map_err(Into::into),
    };
    result.unwrap_or_else(|_| {
        too_late.store(true, Ordering::SeqCst);
        Err(match limit {
            Some(limit) => format!("it did not end within {limit:?}"),
            None => "it was lost".to_owned(),
        })
    })
}

/// Reads what a command prints until it has ended, or until it is too late.
fn collect(mut child: Child, too_late: &AtomicBool) -> CommandOutput {
    let mut bytes = Wiping::new(Vec::new());
    let mut out = child.stdout.take().map(ChildOutput::new).transpose().map_err(in_words)?;
    let status = loop {
        if too_late.load(Ordering::SeqCst) {
            end(&mut child);
            return Err("it took too long".to_owned());
        }
        // Asked before the last look at its output: all that it printed is there by then.
        let ended = child.try_wait().map_err(in_words)?;
        let mut chunk = Wiping::new([0_u8; 4096]);
        while let Some(open) = &mut out {
            match open.read(&mut chunk[..]) {
                Ok(0) => out = None,
                Ok(count) => secret::append(&mut bytes, &chunk[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(in_words(error)),
            }
            if bytes.len() > LONGEST {
                end(&mut child);
                return Ok(bytes);
            }
        }
        if let Some(status) = ended {
            break status;
        }
        match &out {
            Some(out) => out.wait(GLANCE),
            None => thread::sleep(GLANCE),
        }
    };
    if status.success() { Ok(bytes) } else { Err(failure(status)) }
}

/// Ends a command; one that has just ended by itself needs no killing.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[expect(clippy::needless_pass_by_value, reason = "an error that map_err gives is owned")]
fn in_words(error: io::Error) -> String {
    error.to_string()
}

fn failure(status: std::process::ExitStatus) -> String {
    format!("{status}; run it yourself to see why")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn text(command: &str, limit: Option<Duration>) -> Result<String, String> {
        output(command, limit).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn a_command_is_waited_for_and_what_it_leaves_behind_is_not() {
        assert_eq!(text("sleep 0.1; echo late", None).as_deref(), Ok("late\n"));
        // The child in the background holds the output open for an hour.
        assert_eq!(text("sleep 3600 & echo now", None).as_deref(), Ok("now\n"));
    }

    #[test]
    fn a_command_that_takes_too_long_is_given_up() {
        let limit = Some(Duration::from_millis(200));
        let too_late = Err("it did not end within 200ms".to_owned());
        assert_eq!(text("echo hunter2; sleep 3600", limit), too_late);
        // Nor is anybody waited for who holds its output open.
        assert_eq!(text("sleep 3600 & sleep 3600", limit), too_late);
        assert_eq!(
            text("echo in time", Some(Duration::from_secs(600))).as_deref(),
            Ok("in time\n")
        );
    }

    #[test]
    fn more_than_a_secret_is_cut_and_less_is_whole() {
        let print = |count: usize| text(&format!("head -c {count} /dev/zero"), None).unwrap();
        assert_eq!(print(LONGEST).len(), LONGEST);
        assert!(print(LONGEST + 1).len() > LONGEST);
        assert!(text("yes", None).unwrap().len() > LONGEST);
    }
}
