//! The clipboard of the desktop.

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{self, Sender},
    thread,
};

use crate::{
    app::event::{Clipboard, Event},
    secret::Secret,
};

use super::Outbox;

/// A thread that owns the desktop's clipboard: on X11 its content is gone with its owner.
#[derive(Debug)]
pub struct NativeClipboard {
    jobs: Option<Sender<(String, Secret)>>,
    outbox: Outbox,
}

impl NativeClipboard {
    /// Starts the thread where there is a desktop to talk to.
    pub fn start(outbox: Outbox) -> Self {
        if !has_desktop() {
            return Self { jobs: None, outbox };
        }
        let (jobs, queue) = mpsc::channel::<(String, Secret)>();
        let answers = outbox.clone();
        let serve = move || {
            let mut board = None;
            for (what, text) in queue {
                let put = AssertUnwindSafe(|| {
                    if board.is_none() {
                        board = arboard::Clipboard::new().ok();
                    }
                    // The person asked for this very content on the clipboard.
                    board.as_mut().is_some_and(|board| board.set_text(text.expose()).is_ok())
                });
                // The terminal has been asked too, and is all that is left where this fails.
                let reached = match catch_unwind(put) {
                    Ok(true) => Clipboard::System,
                    _ => Clipboard::Terminal,
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
            self.outbox.send(Event::Copied { what, result: Ok(Clipboard::Terminal) });
        }
    }
}

/// Whether there is a desktop, and it is the one in front of the person.
fn has_desktop() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("SSH_CONNECTION") || set("SSH_TTY") {
        return false;
    }
    cfg!(any(target_os = "macos", target_os = "windows"))
        || set("DISPLAY")
        || set("WAYLAND_DISPLAY")
}
