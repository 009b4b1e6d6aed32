//! What each event brings in: the time, pastes, files, and results of workers.

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    emphasis::Emphasis,
    input::{InputOrigin, Loaded},
    problem::Problem,
    value::Text,
};

use super::{
    App, Clipboard, Document, Effect, Mode, Panel, RequestId,
    dialog::{Dialog, form::FormPurpose},
    history::{HistoryEntry, Provenance},
    item_list::reading::ReadInput,
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
        if self.document().is_none()
            && let Some(items) = &mut self.items
            && items.tick(now)
            && self.find.is_some()
        {
            self.narrow();
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
        let bytes = Wiping::new(text.as_str().as_bytes().to_vec());
        let origin = InputOrigin::Paste;
        let id = self.request(&origin);
        let job = self.job(vec![ReadInput::Read(origin, Ok(Loaded::bytes(bytes)))]);
        self.inspect_inputs(id, job)
    }

    /// Why something could not be read, in the form that asked for it or in a notice.
    pub(super) fn refuse(&mut self, problem: Problem) {
        if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
            form.blame(0, problem);
        } else {
            self.notify(Emphasis::Bad, problem.to_string());
        }
    }

    /// Starts at the top of what the command line named.
    pub fn display_at_start(&mut self, document: Document) {
        let token_origin = self.token_origin_at_start();
        self.display(HistoryEntry::opened(Provenance::Opened, document, token_origin, self.now));
    }

    /// Starts at the top of a response.
    pub(super) fn display(&mut self, entry: HistoryEntry) {
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

    pub(super) fn copied(&mut self, what: &str, result: Result<Clipboard, Problem>) -> Vec<Effect> {
        match result {
            Ok(Clipboard::System) => self.notify(Emphasis::Good, format!("Copied {what}")),
            Ok(Clipboard::Terminal { why }) => {
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                self.notify(Emphasis::Good, format!("Copied {what} through the terminal{why}"));
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
