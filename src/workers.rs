//! Worker threads that do what `app` asks, and answer with events.

mod board_watcher;
pub mod clipboard;
pub mod server;
pub mod verification_key;

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    thread,
};

use crate::{
    app::{
        effect::Effect,
        event::{Event, RequestId},
    },
    input::{InputOrigin, Loaded},
    oauth::http_client::Now,
    problem::Problem,
    storage::{folder, read, rescue, save, watch::Watcher},
};

use board_watcher::BoardWatcher;
use clipboard::NativeClipboard;
use server::{ClientSource, Confirmation, ServerWorker};

/// Where workers put their answers.
#[derive(Clone)]
pub struct Outbox(Arc<dyn Fn(Event) + Send + Sync>);

impl Outbox {
    /// An outbox that hands every event to this function.
    pub fn new(send: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(send))
    }

    /// Hands over one event.
    pub fn send(&self, event: Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbox")
    }
}

/// What is watched for as long as this lives.
#[derive(Debug)]
#[expect(dead_code, reason = "dropping it ends the watch")]
enum Watching {
    Files(Watcher),
    Board(BoardWatcher),
}

/// The workers of one session.
#[derive(Debug)]
pub struct Workers {
    outbox: Outbox,
    clock: Now,
    watching: Option<Watching>,
    clipboard: Option<NativeClipboard>,
    server: ServerWorker,
}

impl Workers {
    /// No worker runs yet; requests go to the server of `source`, and `clock` tells the time.
    pub fn new(outbox: Outbox, source: ClientSource, clock: Now) -> Self {
        let server = ServerWorker::new(source, clock, outbox.clone());
        Self { outbox, clock, watching: None, clipboard: None, server }
    }

    /// Has the workers keep new refresh tokens in this folder until they are saved.
    #[must_use]
    pub fn keeping_in(self, folder: Option<PathBuf>) -> Self {
        self.server.set_rescue_folder(folder);
        self
    }

    /// Does what a worker can do; gives back what it cannot.
    pub fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Load { id, path } => self.work(id, "reading the file", move || {
                let result = read::file(&path);
                Event::Loaded { id, origin: InputOrigin::File(path), result }
            }),
            Effect::ReadStdin { id } => self.work(id, "reading standard input", move || {
                let result = read::stdin();
                Event::Loaded { id, origin: InputOrigin::Stdin, result }
            }),
            Effect::ReadKey { id, argument } => {
                let clock = self.clock;
                self.work(id, "reading the key", move || {
                    // It may be a key itself, and is needed whole to be read.
                    let result =
                        verification_key::read(argument.expose(), clock).map_err(Problem::from);
                    Event::Keys { id, result }
                });
            }
            Effect::Inspect { id, job } => self.work(id, "reading the inputs", move || {
                Event::Inspected { id, opened: job.run(read_input) }
            }),
            Effect::Watch { id, files } => {
                let outbox = self.outbox.clone();
                let watcher = Watcher::start(files, move |path, result| {
                    outbox.send(Event::FileChanged { id, path: path.to_owned(), result });
                });
                self.watching = watcher.map(Watching::Files);
            }
            Effect::WatchBoard { id, settings, now } => {
                let (outbox, clock) = (self.outbox.clone(), self.clock);
                let watcher = BoardWatcher::start(id, *settings, now, clock, outbox);
                self.watching = Some(Watching::Board(watcher));
            }
            Effect::ListFolder { id, folder } => self.work(id, "reading the folder", move || {
                Event::FolderListed { id, result: folder::list(&folder) }
            }),
            Effect::RemoveKept { path } => rescue::remove(&path),
            Effect::Unwatch => self.watching = None,
            Effect::Copy { what, text } => {
                let outbox = &self.outbox;
                self.clipboard
                    .get_or_insert_with(|| NativeClipboard::start(outbox.clone()))
                    .copy(what, text);
            }
            Effect::Save { id, path, bytes, replaces } => {
                self.work(id, "saving the response", move || {
                    let result = save::save_response(&path, &bytes.bytes, replaces);
                    Event::Saved { id, path, result }
                });
            }
            other => return self.perform_at_server(other),
        }
        None
    }

    /// Does what has to do with a server; gives back what has not.
    fn perform_at_server(&self, effect: Effect) -> Option<Effect> {
        let server = self.server.clone();
        match effect {
            Effect::Run { id, operation } => {
                let started = server.start(id, operation);
                self.work(id, "sending the request", move || server.run(started));
            }
            Effect::Confirm { id, consent, file, rescue_terms } => {
                let confirmation = Confirmation { consent, file, rescue_terms };
                if let Some(event) = server.confirm(id, confirmation) {
                    self.outbox.send(event);
                }
            }
            Effect::GiveText { id, text } => server.give_text(id, text),
            Effect::Abandon { id } => server.abandon(id),
            Effect::ReleaseFile { path } => server.release_file(&path),
            Effect::Discover { id, issuer } => {
                self.work(id, "asking the issuer", move || server.discover(id, &issuer));
            }
            Effect::DescribeClient { id } => self.outbox.send(server.describe(id)),
            Effect::Configure { id, edits } => self.outbox.send(server.configure(id, &edits)),
            Effect::Forget => server.forget(),
            other => return Some(other),
        }
        None
    }

    /// Runs a job on a thread of its own. If it panics, that is the answer.
    fn work(
        &self,
        id: RequestId,
        what: &'static str,
        job: impl FnOnce() -> Event + Send + 'static,
    ) {
        let outbox = self.outbox.clone();
        let worker = thread::Builder::new().name("worker".to_owned()).spawn(move || {
            let event = catch_unwind(AssertUnwindSafe(job));
            outbox.send(event.unwrap_or(Event::WorkerFailed { id, what }));
        });
        if worker.is_err() {
            self.outbox.send(Event::WorkerFailed { id, what });
        }
    }
}

/// Reads an input that can be read at any time.
fn read_input(origin: &InputOrigin) -> Result<Loaded, Problem> {
    match origin {
        InputOrigin::File(path) => read::file(path),
        InputOrigin::Stdin => read::stdin(),
        _ => Err(Problem::new("it cannot be read again")),
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.server.leave_nothing();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        let (sender, receiver) = mpsc::channel();
        let outbox = Outbox::new(move |event| drop(sender.send(event)));
        let workers = Workers::new(outbox, ClientSource::Nobody, || chrono::DateTime::UNIX_EPOCH);
        workers.work(7, "testing", || panic!("on purpose"));
        assert!(matches!(receiver.recv(), Ok(Event::WorkerFailed { id: 7, what: "testing" })));
    }
}
