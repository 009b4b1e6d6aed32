//! What each event brings in: the time, pastes, files, and results of workers.

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{
    app::server_answer::TokenOrigin,
    emphasis::Emphasis,
    input::{InputOrigin, Loaded},
    problem::Problem,
    text::visible,
    value::Text,
};

use super::{
    App, Clipboard, Document, Effect, Loading, Mode, Panel, RequestId,
    dialog::{Dialog, form::FormPurpose},
    history::{HistoryEntry, Provenance},
};

impl App {
    pub(super) fn tick(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        self.now = now;
        if self.notice.as_ref().is_some_and(|notice| notice.until <= now) {
            self.notice = None;
        }
        if self.revealed.as_ref().is_some_and(|(_, until)| *until <= now) {
            self.revealed = None;
        }
        if let Some(document) = self.history.document_mut()
            && document.judge(&self.settings, now)
        {
            self.refill_panels();
        }
        self.run_auto_refresh_if_due()
    }

    /// A bracketed paste. One line that can be part of what is being typed goes there; anything
    /// else replaces what is shown, whatever stands on top.
    pub(super) fn on_paste(&mut self, text: &Text) -> Vec<Effect> {
        if let Some(callback) = self.paste_callback(text.as_str()) {
            return vec![callback];
        }
        let line = text.as_str().trim_end_matches(['\n', '\r']);
        let typed = !line.is_empty()
            && line.len() < 1_024
            && !line.contains(['\n', '\r', '{'])
            && !line.contains("eyJ");
        match (self.mode(), self.dialogs.last_mut()) {
            (Mode::Form, Some(Dialog::Form(form))) if typed || form.purpose == FormPurpose::Key => {
                form.problem = None;
                form.completion = None;
                if let Some(entry) = form.input() {
                    entry.insert(line);
                }
                Vec::new()
            }
            (Mode::Palette, Some(Dialog::Palette(palette))) if typed => {
                palette.insert(line);
                Vec::new()
            }
            (Mode::Find, _) if typed => {
                if let Some(find) = &mut self.find {
                    find.input.insert(line);
                }
                self.narrow();
                Vec::new()
            }
            _ => self.take_paste(text),
        }
    }

    /// Shows a paste in place of what was there.
    pub(super) fn take_paste(&mut self, text: &Text) -> Vec<Effect> {
        self.dialogs.clear();
        self.requests.pending = None;
        let mut effects = self.abandon_unsent();
        let bytes = Zeroizing::new(text.as_str().as_bytes().to_vec());
        self.show(InputOrigin::Paste, &Loaded::bytes(bytes), TokenOrigin::Elsewhere);
        effects.extend(self.stop_watching());
        effects
    }

    /// A request to read something; its answer replaces what is shown.
    pub fn request(&mut self, origin: InputOrigin) -> RequestId {
        self.read(origin, TokenOrigin::Elsewhere)
    }

    /// A request to read what the command line names. Where the command line or a profile names a
    /// server, the tokens count as that server's.
    pub fn request_at_start(&mut self, origin: InputOrigin) -> RequestId {
        let token_origin = self.token_origin_at_start();
        self.read(origin, token_origin)
    }

    fn token_origin_at_start(&self) -> TokenOrigin {
        match self.requests.server {
            Some(_) => TokenOrigin::Named,
            None => TokenOrigin::Elsewhere,
        }
    }

    fn read(&mut self, origin: InputOrigin, token_origin: TokenOrigin) -> RequestId {
        let id = self.next_id();
        self.loading = Some(Loading { id, origin, token_origin });
        id
    }

    pub(super) fn on_loaded(
        &mut self,
        id: RequestId,
        origin: InputOrigin,
        result: Result<Loaded, Problem>,
    ) -> Vec<Effect> {
        if self.watch == Some(id) {
            return self.reloaded(origin, result);
        }
        let Some(Loading { token_origin, .. }) = self.loading.take_if(|loading| loading.id == id)
        else {
            return Vec::new();
        };
        match result {
            Ok(loaded) => {
                for dialog in std::mem::take(&mut self.dialogs) {
                    if let Dialog::Form(form) = dialog {
                        self.drop_draft(&form);
                    }
                }
                self.requests.pending = None;
                let mut effects = self.abandon_unsent();
                let path = match &origin {
                    InputOrigin::File(path) => Some(path.clone()),
                    _ => None,
                };
                let modified = loaded.modified;
                self.show(origin, &loaded, token_origin);
                match path {
                    Some(path) => {
                        let id = self.next_id();
                        self.watch = Some(id);
                        effects.push(Effect::Watch { id, path, modified });
                    }
                    None => effects.extend(self.stop_watching()),
                }
                effects
            }
            Err(problem) => {
                self.refuse(problem);
                Vec::new()
            }
        }
    }

    /// The opened file has changed: the same panel, the same row, the new content.
    pub(super) fn reloaded(
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
                let effects = self.abandon_unsent();
                let name = visible(&origin.name()).into_owned();
                let document = Document::of(origin, &loaded, &self.settings, self.now);
                let id = self.history.push(HistoryEntry::opened(
                    Provenance::Changed,
                    document,
                    TokenOrigin::Elsewhere,
                    self.now,
                ));
                self.history.select(id);
                self.auto_refresh = None;
                self.refill_panels();
                self.notify(Emphasis::Good, format!("{name} changed on disk and was read again"));
                effects
            }
            Err(problem) => {
                self.notify(Emphasis::Bad, problem.to_string());
                Vec::new()
            }
        }
    }

    /// Why something could not be read, in the form that asked for it or in a notice.
    fn refuse(&mut self, problem: Problem) {
        if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
            form.blame(0, problem);
        } else {
            self.notify(Emphasis::Bad, problem.to_string());
        }
    }

    /// Inspects what was loaded and starts at its top.
    pub(super) fn show(&mut self, origin: InputOrigin, loaded: &Loaded, token_origin: TokenOrigin) {
        let document = Document::of(origin, loaded, &self.settings, self.now);
        let entry = HistoryEntry::opened(Provenance::Opened, document, token_origin, self.now);
        self.display(entry.with_content(&loaded.bytes));
    }

    /// Starts at the top of what the command line named.
    pub fn display_at_start(&mut self, document: Document) {
        let token_origin = self.token_origin_at_start();
        self.display(HistoryEntry::opened(Provenance::Opened, document, token_origin, self.now));
    }

    /// Starts at the top of a response.
    fn display(&mut self, entry: HistoryEntry) {
        let id = self.history.push(entry);
        self.auto_refresh = None;
        self.history.select(id);
        self.start_at_top();
    }

    /// After the same thing was inspected again: every cursor stays where it can.
    pub(super) fn refill_panels(&mut self) {
        let Some(document) = self.history.document() else { return };
        self.fields.resize(document.inspection.fields.len());
        self.scopes.resize(document.resources.len());
        self.findings.resize(document.findings.len());
        if !self.panels().contains(&self.focus) {
            self.focus = Panel::Fields;
        }
        if !self.panels().contains(&self.source) {
            self.source = Panel::Fields;
        }
        self.narrow();
        self.refill_detail();
        self.sync_detail();
        self.refresh_search();
    }

    /// Says again what there is to say of the selected row, the cursor where it was.
    pub(super) fn refill_detail(&mut self) {
        let Some(document) = self.history.document() else { return };
        let subject = self.list_target(self.source);
        if self.detail.subject == subject && subject.is_some() {
            self.detail.refill(document, self.settings.zone);
        } else {
            self.detail.follow(document, subject, self.settings.zone);
        }
    }

    /// Watches a file again after the program has written it.
    pub(super) fn watch_again(
        &mut self,
        path: std::path::PathBuf,
        modified: Option<DateTime<Utc>>,
    ) -> Vec<Effect> {
        let current = self.history.current().and_then(|entry| entry.file.as_ref());
        if current != Some(&path) {
            return Vec::new();
        }
        let id = self.next_id();
        self.watch = Some(id);
        vec![Effect::Watch { id, path, modified }]
    }

    pub(super) fn stop_watching(&mut self) -> Vec<Effect> {
        match self.watch.take() {
            Some(_) => vec![Effect::Unwatch],
            None => Vec::new(),
        }
    }

    pub(super) fn copied(&mut self, what: &str, result: Result<Clipboard, Problem>) -> Vec<Effect> {
        match result {
            Ok(Clipboard::System) => self.notify(Emphasis::Good, format!("Copied {what}")),
            Ok(Clipboard::Terminal) => {
                self.notify(Emphasis::Good, format!("Copied {what} through the terminal"));
            }
            Err(problem) => self.notify(Emphasis::Bad, problem.to_string()),
        }
        Vec::new()
    }

    pub(super) fn on_worker_failed(&mut self, id: RequestId, what: &str) -> Vec<Effect> {
        if let Some(effects) = self.fail_request(id, what) {
            return effects;
        }
        if self.fail_contact(id, what) || self.fail_saving(id) {
            return Vec::new();
        }
        if self.loading.as_ref().is_some_and(|loading| loading.id == id) {
            self.loading = None;
            self.refuse(Problem::new(format!("{what} failed unexpectedly")));
        } else {
            self.notify(Emphasis::Bad, format!("{what} failed unexpectedly"));
        }
        Vec::new()
    }
}
