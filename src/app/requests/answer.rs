//! What becomes of an answer: a new token is shown, a refusal explained, the rest kept.

use std::path::Path;

use crate::{
    app::{
        App, Document, Effect, RequestId,
        dialog::{self, Dialog},
        history::{HistoryEntry, Provenance},
        server_answer::ServerAnswer,
    },
    emphasis::Emphasis,
    explain,
    findings::RequestContext,
    inspection::Inspection,
    oauth::{Operation, RefreshTokenUse, judgement::is_refusal},
    problem::Problem,
    secret::Secret,
};

use super::{PendingRequest, form_request::FormRequest};

impl App {
    pub(in crate::app) fn on_answer(
        &mut self,
        id: RequestId,
        answer: &ServerAnswer,
    ) -> Vec<Effect> {
        let Some((running, late)) = self.requests.take(id) else { return Vec::new() };
        if running.operation.spends_refresh_token() {
            self.note_kept(answer);
        }
        match &running.operation {
            Operation::Fetch { .. }
            | Operation::ExchangeCode { .. }
            | Operation::PollDevice { .. } => self.on_fetched(&running, answer, late),
            Operation::Refresh { token, .. } => {
                self.on_refreshed(&running, &token.clone(), answer, late)
            }
            Operation::Revoke { token, .. } => {
                let answered = self.inspect(answer, None);
                if answer.is_granted(&running.operation, &answered.inspection) {
                    self.history.revoke(token);
                    self.stop_renewing(token);
                }
                if late { Vec::new() } else { self.show_answer(&running, answer) }
            }
            Operation::Introspect { .. } | Operation::Userinfo { .. } => {
                if late {
                    Vec::new()
                } else {
                    self.show_answer(&running, answer)
                }
            }
        }
    }

    /// A refresh was answered: with a new token, a refusal, or something else.
    fn on_refreshed(
        &mut self,
        running: &PendingRequest,
        token: &Secret,
        answer: &ServerAnswer,
        late: bool,
    ) -> Vec<Effect> {
        if !late {
            self.hide_request();
        }
        let previous = self.history.document_of(running.history_entry_id);
        let document = self.inspect(answer, previous);
        let (operation, inspection) = (&running.operation, &document.inspection);
        self.set_refresh_token_use(
            running,
            operation.refresh_token_use(answer.facts(), inspection),
        );
        if answer.is_granted(operation, inspection) {
            return self.show_refreshed(running, token, answer, document, late);
        }
        self.keep_rest(running, token, answer, &document);
        self.on_refused(running, answer, &document, late)
    }

    /// A new token came: it is shown, unless nobody waited for it, and kept in any case.
    fn show_refreshed(
        &mut self,
        running: &PendingRequest,
        spent: &Secret,
        answer: &ServerAnswer,
        shown: Document,
        late: bool,
    ) -> Vec<Effect> {
        let came = if late { Provenance::Late } else { Provenance::Refreshed };
        let (file, is_part) = self.history.file_of(running.history_entry_id);
        let mut entry = HistoryEntry::answered(came, shown, answer, Some(spent), file, self.now);
        entry.is_part = is_part;
        entry.file_content =
            self.history.get(running.history_entry_id).and_then(|entry| entry.file_content);
        let id = self.history.push(entry);
        let mut effects = Vec::new();
        if late {
            self.notify(
                Emphasis::Warning,
                "The abandoned request was answered: see the history (H)",
            );
        } else {
            let auto_refresh = self.auto_refresh.take();
            effects.extend(self.show_entry(id));
            self.auto_refresh = auto_refresh;
            self.continue_auto_refresh(id);
            if running.is_automatic {
                self.notify(Emphasis::Good, "The token was renewed");
            } else {
                self.show_changes(running.history_entry_id, id);
            }
        }
        effects.extend(self.save_by_itself(id));
        effects
    }

    /// Takes in what a command was answered before the inspector opened: for this refresh token,
    /// where one was spent, and saved in this file.
    pub fn receive(
        &mut self,
        answer: &ServerAnswer,
        spent: Option<&Secret>,
        saved: Option<&Path>,
    ) -> Vec<Effect> {
        self.note_kept(answer);
        let before = self.history.current_id();
        let (file, is_part) = match saved {
            Some(path) => (Some(path.to_owned()), false),
            None => self.history.file_of(before),
        };
        let previous = self.document().filter(|_| spent.is_some());
        let shown = self.inspect(answer, previous);
        let came = if spent.is_some() { Provenance::Refreshed } else { Provenance::Fetched };
        let mut entry = HistoryEntry::answered(came, shown, answer, spent, file, self.now);
        entry.is_part = is_part;
        if let Some(old) = self.history.get_mut(before).filter(|_| entry.rotated) {
            old.refresh_token_use = RefreshTokenUse::Spent;
        }
        let id = self.history.push(entry);
        if let Some(entry) = self.history.get_mut(id) {
            entry.saved = saved.is_some();
        }
        let mut effects = self.show_entry(id);
        effects.extend(self.remove_kept());
        if spent.is_some() && before != 0 {
            self.show_changes(before, id);
        }
        effects
    }

    /// What is no token response may hold the only valid refresh token all the same, half an answer,
    /// an error beside one, or what cannot be read: it goes into the history.
    fn keep_rest(
        &mut self,
        running: &PendingRequest,
        token: &Secret,
        answer: &ServerAnswer,
        document: &Document,
    ) {
        let inspection = &document.inspection;
        let holds = |name| inspection.field(name).is_some();
        let would_be_lost = running.operation.would_be_lost(answer.facts(), inspection);
        if !(would_be_lost || holds("access_token") || holds("refresh_token")) {
            return;
        }
        let (file, is_part) = self.history.file_of(running.history_entry_id);
        let rest = self.inspect(answer, None);
        let mut entry =
            HistoryEntry::answered(Provenance::Broken, rest, answer, Some(token), file, self.now);
        entry.is_part = is_part;
        entry.rotated |= would_be_lost;
        if entry.rotated || !is_refusal(answer.facts()) {
            self.history.push(entry);
        }
    }

    /// The server said no, or nothing that can be used. What is shown stays.
    fn on_refused(
        &mut self,
        running: &PendingRequest,
        answer: &ServerAnswer,
        shown: &Document,
        late: bool,
    ) -> Vec<Effect> {
        let page = dialog::answer::refusal(answer, &shown.inspection);
        if late {
            self.notify(
                Emphasis::Warning,
                format!("The abandoned request was refused: {}", page.title),
            );
            return Vec::new();
        }
        self.stop_auto_refresh(running, "the server refused");
        if running.is_automatic {
            self.dialogs.push(Dialog::Text(page));
            return Vec::new();
        }
        let retry = refused_request(running, &shown.inspection, &page.title);
        self.show_setback(page, running, retry)
    }

    /// A new token was fetched, or refused. One that nobody waited for goes into the history.
    fn on_fetched(
        &mut self,
        running: &PendingRequest,
        answer: &ServerAnswer,
        late: bool,
    ) -> Vec<Effect> {
        let shown = self.inspect(answer, None);
        if !late {
            self.hide_request();
        }
        if !answer.is_granted(&running.operation, &shown.inspection) {
            return self.on_refused(running, answer, &shown, late);
        }
        if late {
            let entry =
                HistoryEntry::answered(Provenance::Late, shown, answer, None, None, self.now);
            self.history.push(entry);
            self.notify(Emphasis::Warning, "The token came after all: it is in the history (H)");
            return Vec::new();
        }
        let effects = self.receive(answer, None, None);
        self.notify(Emphasis::Good, "A new token came");
        effects
    }

    /// An answer that is no token: the state of one is an artifact of its own, the rest is shown in
    /// a box.
    fn show_answer(&mut self, running: &PendingRequest, answer: &ServerAnswer) -> Vec<Effect> {
        self.hide_request();
        let about = self.history.document_of(running.history_entry_id);
        let subject = about.and_then(|shown| shown.inspection.subject()).map(str::to_owned);
        let request = RequestContext { subject, ..answer.request.clone() };
        let shown = self.inspect_about(answer, request, None);
        let about = self.history.document_of(running.history_entry_id);
        let refused = dialog::refused_access::parts(
            &running.operation,
            about.map(|document| &document.inspection),
            &shown.inspection,
        );
        let is_state = matches!(running.operation, Operation::Introspect { .. });
        if is_state && answer.is_granted(&running.operation, &shown.inspection) {
            let mut entry = HistoryEntry::answered(
                Provenance::Introspected,
                shown,
                answer,
                None,
                None,
                self.now,
            );
            entry.introspected = Some(self.history.current_id());
            let id = self.history.push(entry);
            let effects = self.show_entry(id);
            self.notify(Emphasis::Good, "What the server says of the token; esc leads back to it");
            return effects;
        }
        let mut page = dialog::answer::answer(&running.operation, answer, &shown.inspection);
        page.parts.splice(0..0, refused.unwrap_or_default());
        if answer.is_granted(&running.operation, &shown.inspection) {
            self.dialogs.push(Dialog::Text(page));
            return Vec::new();
        }
        let retry = refused_request(running, &shown.inspection, &page.title);
        self.show_setback(page, running, retry)
    }
}

/// The request that was refused, to be corrected at the entry that the error is about.
fn refused_request(running: &PendingRequest, answer: &Inspection, title: &str) -> FormRequest {
    let code = explain::error(answer).and_then(|explanation| explanation.code);
    let setting = match code.as_deref() {
        Some("invalid_client" | "unauthorized_client") => Some("client_id"),
        Some("invalid_scope") => Some("scope"),
        Some("unsupported_grant_type") => Some("grant"),
        Some("invalid_target") => Some("resource"),
        _ => None,
    };
    FormRequest::new(running.operation.clone(), running.history_entry_id)
        .blaming(setting, Problem::new(title))
}
