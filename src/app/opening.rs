//! Opening what the person names, pastes or pipes, and following its files.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{
    app::server_answer::TokenOrigin,
    emphasis::Emphasis,
    input::{InputOrigin, Loaded},
    problem::Problem,
    storage::WatchedFile,
    text::visible,
    words,
};

use super::{
    App, Document, Effect, Loading, RequestId,
    dialog::Dialog,
    history::{HistoryEntry, Provenance},
    inspected_input::InspectedInput,
    item_list::reading::{OpenedInputs, ReadInput, ReadJob},
    item_list::{ItemList, ListSubject},
};

impl App {
    /// A request to read something; its answer replaces what is shown.
    pub fn request(&mut self, origin: &InputOrigin) -> RequestId {
        self.read(origin.name(), TokenOrigin::Elsewhere)
    }

    /// A request to read what the command line names. Where the command line or a profile names a
    /// server, the tokens count as that server's.
    pub fn request_at_start(&mut self, origin: &InputOrigin) -> RequestId {
        let token_origin = self.token_origin_at_start();
        self.read(origin.name(), token_origin)
    }

    /// Opens what the command line names.
    pub fn open_at_start(&mut self, inputs: Vec<ReadInput>) -> Vec<Effect> {
        let name = match inputs.as_slice() {
            [ReadInput::Unread(origin) | ReadInput::Read(origin, _)] => origin.name(),
            several => words::count(several.len(), "input"),
        };
        let token_origin = self.token_origin_at_start();
        let id = self.read(name, token_origin);
        let job = self.job(inputs);
        self.inspect_inputs(id, job)
    }

    /// Opens every token that the tools of this machine keep.
    pub(super) fn open_board(&mut self) -> Vec<Effect> {
        let id = self.request(&InputOrigin::Board);
        self.watch_board(id)
    }

    /// Has the board read, and watched from now on.
    pub(super) fn watch_board(&mut self, id: RequestId) -> Vec<Effect> {
        self.watch = Some(id);
        let settings = Box::new(self.settings.clone());
        vec![Effect::WatchBoard { id, settings, now: self.now }]
    }

    pub(super) fn token_origin_at_start(&self) -> TokenOrigin {
        match self.requests.server {
            Some(_) => TokenOrigin::Named,
            None => TokenOrigin::Elsewhere,
        }
    }

    fn read(&mut self, name: String, token_origin: TokenOrigin) -> RequestId {
        let id = self.next_id();
        self.loading = Some(Loading { id, name, token_origin });
        id
    }

    /// What there is to do to open inputs.
    pub(super) fn job(&self, inputs: Vec<ReadInput>) -> Box<ReadJob> {
        let subject = (inputs.len() > 1).then_some(ListSubject::Inputs);
        Box::new(ReadJob { inputs, subject, settings: self.settings.clone(), now: self.now })
    }

    /// Inspects inputs: at once where they are small, else beside the screen.
    pub(super) fn inspect_inputs(&mut self, id: RequestId, job: Box<ReadJob>) -> Vec<Effect> {
        if !job.is_small() {
            return vec![Effect::Inspect { id, job }];
        }
        // Nothing of it is left to be read.
        let opened = job.run(|_| Err(Problem::new("it was not read")));
        self.on_inspected(id, opened)
    }

    /// A file or a pipe was read.
    pub(super) fn on_loaded(
        &mut self,
        id: RequestId,
        origin: InputOrigin,
        result: Result<Loaded, Problem>,
    ) -> Vec<Effect> {
        if self.loading.as_ref().is_none_or(|loading| loading.id != id) {
            return Vec::new();
        }
        match result {
            Ok(loaded) => {
                let job = self.job(vec![ReadInput::Read(origin, Ok(loaded))]);
                self.inspect_inputs(id, job)
            }
            Err(problem) => {
                self.loading = None;
                self.refuse(problem);
                Vec::new()
            }
        }
    }

    /// Inputs were inspected: they are what is shown, or what an opened one has changed to.
    pub(super) fn on_inspected(&mut self, id: RequestId, opened: OpenedInputs) -> Vec<Effect> {
        if self.items.as_ref().is_some_and(|items| items.awaits(id)) {
            return match opened {
                OpenedInputs::Several(items) => self.replace_list(items),
                OpenedInputs::One(_) => Vec::new(),
            };
        }
        let is_board = |items: &ItemList| items.subject == ListSubject::Board;
        if self.watch == Some(id) && self.items.as_deref().is_some_and(is_board) {
            return match opened {
                OpenedInputs::Several(items) => self.replace_list(items),
                OpenedInputs::One(_) => Vec::new(),
            };
        }
        if self.reloading.take_if(|reloading| *reloading == id).is_some() {
            return match opened {
                OpenedInputs::One(input) => self.show_changed(*input),
                OpenedInputs::Several(_) => self.open(opened, TokenOrigin::Elsewhere),
            };
        }
        match self.loading.take_if(|loading| loading.id == id) {
            Some(Loading { token_origin, .. }) => self.open(opened, token_origin),
            None => Vec::new(),
        }
    }

    /// Shows what was opened in place of what was there.
    fn open(&mut self, opened: OpenedInputs, token_origin: TokenOrigin) -> Vec<Effect> {
        for dialog in std::mem::take(&mut self.dialogs) {
            if let Dialog::Form(form) = dialog {
                self.drop_draft(&form);
            }
        }
        self.requests.pending = None;
        let mut effects = self.abandon_unsent();
        match opened {
            OpenedInputs::One(mut input) => {
                let Some(item) = input.items.pop() else { return effects };
                self.items = None;
                let document = Document::of_item(&input, item, &self.settings, self.now);
                let entry =
                    HistoryEntry::opened(Provenance::Opened, document, token_origin, self.now);
                let file = file_of(&input);
                self.display(entry.with_content(input.loaded.bytes));
                effects.extend(self.watch_files(file.into_iter().collect()));
            }
            OpenedInputs::Several(mut items) => {
                items.token_origin = token_origin;
                let files = items.inputs.iter().filter_map(|input| file_of(input)).collect();
                let is_watched = items.subject == ListSubject::Board;
                self.leave_document();
                self.items = Some(items);
                self.start_list();
                if !is_watched {
                    effects.extend(self.watch_files(files));
                }
            }
        }
        effects
    }

    /// Has these files watched, and no others.
    fn watch_files(&mut self, files: Vec<WatchedFile>) -> Vec<Effect> {
        if files.is_empty() {
            return self.watch.take().map(|_| Effect::Unwatch).into_iter().collect();
        }
        let id = self.next_id();
        self.watch = Some(id);
        vec![Effect::Watch { id, files }]
    }

    /// A watched file has changed.
    pub(super) fn on_file_changed(
        &mut self,
        id: RequestId,
        path: PathBuf,
        result: Result<Loaded, Problem>,
    ) -> Vec<Effect> {
        if self.watch != Some(id) {
            return Vec::new();
        }
        if self.items.is_some() {
            return self.on_listed_file(path, result);
        }
        self.reload(InputOrigin::File(path), result)
    }

    /// What an opened file holds now is shown in place of what it held.
    pub(super) fn reload(
        &mut self,
        origin: InputOrigin,
        result: Result<Loaded, Problem>,
    ) -> Vec<Effect> {
        match result {
            // It was seen already, by whoever looked at it before the watcher did.
            Ok(loaded)
                if self.document().is_some_and(|document| {
                    document.origin == origin && document.file_content == Some(loaded.fingerprint())
                }) =>
            {
                Vec::new()
            }
            Ok(loaded) => {
                let id = self.next_id();
                self.reloading = Some(id);
                let job = self.job(vec![ReadInput::Read(origin, Ok(loaded))]);
                self.inspect_inputs(id, job)
            }
            Err(problem) => {
                self.notify(Emphasis::Bad, problem.to_string());
                Vec::new()
            }
        }
    }

    /// The opened file has changed: the same panel, the same row, the new content.
    fn show_changed(&mut self, mut input: InspectedInput) -> Vec<Effect> {
        let Some(item) = input.items.pop() else { return Vec::new() };
        let effects = self.abandon_unsent();
        let name = visible(&input.origin.name()).into_owned();
        let document = Document::of_item(&input, item, &self.settings, self.now);
        let (came, origin) = (Provenance::Changed, TokenOrigin::Elsewhere);
        let id = self.history.push(HistoryEntry::opened(came, document, origin, self.now));
        self.history.select(id);
        self.auto_refresh = None;
        self.refill_panels();
        self.notify(Emphasis::Good, format!("{name} changed on disk and was read again"));
        effects
    }

    /// Watches a file again after the program has written it.
    pub(super) fn watch_again(
        &mut self,
        path: PathBuf,
        modified: Option<DateTime<Utc>>,
    ) -> Vec<Effect> {
        let current = self.history.current().and_then(|entry| entry.file.as_ref());
        if current != Some(&path) || self.items.is_some() {
            return Vec::new();
        }
        self.watch_files(vec![WatchedFile { path, modified }])
    }

    /// Watches the file of a document no longer; those of a list are watched as long as there is one.
    pub(super) fn stop_watching(&mut self) -> Vec<Effect> {
        if self.items.is_some() { Vec::new() } else { self.watch_files(Vec::new()) }
    }
}

/// The file of an input, to be watched.
fn file_of(input: &InspectedInput) -> Option<WatchedFile> {
    match &input.origin {
        InputOrigin::File(path) => {
            Some(WatchedFile { path: path.clone(), modified: input.loaded.modified })
        }
        _ => None,
    }
}
