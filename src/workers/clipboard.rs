//! The clipboard of the desktop, through the programs that the desktop has for it.

mod programs;

use std::{
    process::Child,
    sync::mpsc::{self, Sender},
    thread,
};

use programs::{CopyProgram, Outcome};

use crate::{
    app::event::{Clipboard, Event},
    secret::Secret,
};

use super::Outbox;

/// A thread that gives texts to the desktop's programs, one after the other.
#[derive(Debug)]
pub struct NativeClipboard {
    jobs: Option<Sender<(String, Secret)>>,
    outbox: Outbox,
}

impl NativeClipboard {
    /// Starts the thread where there is a desktop to talk to.
    pub fn start(outbox: Outbox) -> Self {
        let programs = programs::of_this_desktop();
        if programs.is_empty() {
            return Self { jobs: None, outbox };
        }
        let (jobs, queue) = mpsc::channel::<(String, Secret)>();
        let answers = outbox.clone();
        let serve = move || {
            let mut running = None;
            for (what, text) in queue {
                // The terminal has been asked too, and is all that is left where this fails.
                let reached = match put(&programs, &text, &mut running) {
                    Ok(()) => Clipboard::System,
                    Err(why) => Clipboard::Terminal { why: Some(why) },
                };
                answers.send(Event::Copied { what, result: Ok(reached) });
            }
        };
        let thread = thread::Builder::new().name("clipboard".to_owned()).spawn(serve);
        Self { jobs: thread.ok().map(|_| jobs), outbox }
    }

    /// Puts a text there, after the terminal was asked for the same.
    pub fn copy(&self, what: String, text: Secret) {
        let unsent = match &self.jobs {
            Some(jobs) => jobs.send((what, text)).err().map(|error| error.0.0),
            None => Some(what),
        };
        if let Some(what) = unsent {
            let reached = Clipboard::Terminal { why: None };
            self.outbox.send(Event::Copied { what, result: Ok(reached) });
        }
    }
}

/// Gives a text to the first program that takes it. What is still `running` from a copy before ends
/// once another has taken its place: there is never more than one.
///
/// # Errors
/// None has confirmed it; why, in words.
fn put(programs: &[CopyProgram], text: &Secret, running: &mut Option<Child>) -> Result<(), String> {
    let mut failures = Vec::new();
    let mut missing = Vec::new();
    for program in programs.iter().filter(|program| program.can_take(text)) {
        match program.run(text) {
            Outcome::Copied => return Ok(()),
            Outcome::Running(child) => {
                if let Some(mut before) = running.replace(child) {
                    programs::end(&mut before);
                }
                return Err(format!("{} has not ended", program.name));
            }
            Outcome::Missing => missing.push(program.name),
            Outcome::Failed(why) => failures.push(format!("{} failed ({why})", program.name)),
        }
    }
    if failures.is_empty() {
        failures.push(format!("{} not found", missing.join(", ")));
    }
    Err(failures.join("; "))
}
