//! Requests to a server: shown, sent, waited for, abandoned, answered.

use std::path::Path;

use crate::{
    findings::RequestContext,
    oauth::{Operation, PreparedRequest, RefreshTokenUse, judgement::is_refusal},
    secret::Secret,
};

use super::{
    App, Document, Effect, RequestId, Tone,
    exchange::{ExchangeFailure, PendingRequest, RequestStage, ServerAnswer},
    history::{HistoryEntry, Provenance},
    modal::{Dialog, Scroll},
    outcome,
};

impl App {
    /// `r`: a new token for the refresh token on screen.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        if self.exchanges.running.is_some() {
            self.show_request();
            return Vec::new();
        }
        let Some(past) = self.history.current() else { return Vec::new() };
        let Some(token) = past.refresh_token.clone() else {
            self.notify(
                Tone::Warning,
                "There is no refresh token here: a new token is got with tokenscope fetch",
            );
            return Vec::new();
        };
        self.ask_server(Operation::Refresh { token, scope: Vec::new() }, false)
    }

    /// Asks a server for something, with a token of the response on screen: the request is built
    /// first.
    pub fn ask_server(&mut self, operation: Operation, by_itself: bool) -> Vec<Effect> {
        self.ask_server_with(operation, self.history.current_id(), by_itself)
    }

    /// The same with a token of this response of the history.
    pub(super) fn ask_server_with(
        &mut self,
        operation: Operation,
        of: u64,
        by_itself: bool,
    ) -> Vec<Effect> {
        if self.exchanges.running.is_some() {
            self.notify(Tone::Warning, "One request is under way: esc abandons it");
            return Vec::new();
        }
        if self.exchanges.server.is_none() {
            self.ask_for_server(operation, of);
            return Vec::new();
        }
        let id = self.next_id();
        let running = PendingRequest::new(id, operation.clone(), by_itself, of, self.now);
        self.exchanges.running = Some(running);
        if !by_itself {
            self.show_request();
        }
        vec![Effect::Run { id, operation }]
    }

    /// Opens the box of the request that is running.
    pub(super) fn show_request(&mut self) {
        if !self.modals.iter().any(|modal| matches!(modal, Dialog::Request(_))) {
            self.modals.push(Dialog::Request(Scroll::default()));
        }
    }

    /// Closes the box of the request.
    pub(super) fn hide_request(&mut self) {
        self.modals.retain(|modal| !matches!(modal, Dialog::Request(_)));
    }

    /// A request is complete: it is sent where that was agreed to before, and shown otherwise.
    pub(super) fn on_prepared(&mut self, id: RequestId, request: PreparedRequest) -> Vec<Effect> {
        let now = self.now;
        let is_expected = |running: &&mut PendingRequest| {
            running.id == id && running.stage == RequestStage::Preparing
        };
        let Some(running) = self.exchanges.running.as_mut().filter(is_expected) else {
            // Nobody waits for it any more.
            return vec![Effect::Abandon { id }];
        };
        running.enter(RequestStage::AwaitingConsent { request, risk: None }, now);
        let by_itself = running.by_itself;
        // A token that may be spent is never sent unseen.
        match self.given_consent().filter(|_| !self.maybe_spent()) {
            None if by_itself => self.stop_for_consent(),
            consent => self.send_agreed(consent),
        }
    }

    /// Whether the refresh token that would be sent has been sent before, without an answer.
    pub fn maybe_spent(&self) -> bool {
        let Some(running) = &self.exchanges.running else { return false };
        running.operation.spends_refresh_token()
            && self.history.get(running.of).is_some_and(|past| past.used != RefreshTokenUse::Unused)
    }

    /// Whether a request waits for the person's word.
    pub(super) fn is_ready(&self) -> bool {
        self.exchanges.running.as_ref().is_some_and(|running| running.stage.awaits_consent())
    }

    /// Stops waiting. What is on its way stays on its way.
    pub(super) fn abandon(&mut self) -> Vec<Effect> {
        self.hide_request();
        let Some(running) = self.exchanges.running.take() else { return Vec::new() };
        let id = running.id;
        if running.stage.is_under_way() {
            self.mark(&running, RefreshTokenUse::MaybeSpent);
            let words = if running.operation.spends_refresh_token() {
                "No longer waiting; a late answer goes into the history (H)"
            } else {
                "No longer waiting"
            };
            self.notify(Tone::Warning, words);
            self.exchanges.abandoned.push(running);
        }
        vec![Effect::Abandon { id }]
    }

    /// Something else is on screen: what was not sent yet is no longer meant.
    pub(super) fn drop_unsent(&mut self) -> Vec<Effect> {
        match &self.exchanges.running {
            Some(running) if !running.stage.is_under_way() => self.abandon(),
            _ => Vec::new(),
        }
    }

    /// Remembers what became of the refresh token of a request.
    pub(super) fn mark(&mut self, running: &PendingRequest, used: RefreshTokenUse) {
        if running.operation.spends_refresh_token()
            && let Some(past) = self.history.get_mut(running.of)
        {
            past.used = used;
        }
    }

    pub(super) fn on_answer(&mut self, id: RequestId, answer: &ServerAnswer) -> Vec<Effect> {
        let Some((running, late)) = self.exchanges.take(id) else { return Vec::new() };
        if running.operation.spends_refresh_token() {
            self.note_kept(answer);
        }
        match &running.operation {
            Operation::Fetch { .. } => self.on_fetched(&running, answer, late),
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
        let previous = self.history.document_of(running.of);
        let document = self.inspect(answer, previous);
        let (operation, inspection) = (&running.operation, &document.inspection);
        self.mark(running, operation.refresh_token_use(answer.facts(), inspection));
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
        let file = self.history.get(running.of).and_then(|past| past.file.clone());
        let mut past = HistoryEntry::answered(came, shown, answer, Some(spent), file, self.now);
        past.held = self.history.get(running.of).and_then(|past| past.held);
        let id = self.history.push(past);
        let mut effects = Vec::new();
        if late {
            self.notify(Tone::Warning, "The abandoned request was answered: see the history (H)");
        } else {
            let fresh = self.fresh.take();
            effects.extend(self.turn_to(id));
            self.fresh = fresh;
            self.keep_fresh_after(id);
            if running.by_itself {
                self.notify(Tone::Info, "The token was renewed");
            } else {
                self.show_changes(running.of, id);
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
        let file = self.history.current().and_then(|past| past.file.clone());
        let file = saved.map(Path::to_owned).or(file);
        let previous = self.document().filter(|_| spent.is_some());
        let shown = self.inspect(answer, previous);
        let came = if spent.is_some() { Provenance::Refreshed } else { Provenance::Fetched };
        let past = HistoryEntry::answered(came, shown, answer, spent, file, self.now);
        if let Some(old) = self.history.get_mut(before).filter(|_| past.rotated) {
            old.used = RefreshTokenUse::Spent;
        }
        let id = self.history.push(past);
        if let Some(past) = self.history.get_mut(id) {
            past.saved = saved.is_some();
        }
        let mut effects = self.turn_to(id);
        effects.extend(self.take_away());
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
        let file = self.history.get(running.of).and_then(|past| past.file.clone());
        let rest = self.inspect(answer, None);
        let mut past =
            HistoryEntry::answered(Provenance::Broken, rest, answer, Some(token), file, self.now);
        past.rotated |= would_be_lost;
        if past.rotated || !is_refusal(answer.facts()) {
            self.history.push(past);
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
        let page = outcome::refusal(answer, &shown.inspection);
        if late {
            self.notify(
                Tone::Warning,
                format!("The abandoned request was refused: {}", page.title),
            );
            return Vec::new();
        }
        self.stop_keeping_fresh(running, "the server refused");
        self.modals.push(Dialog::Text(page));
        Vec::new()
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
            let past =
                HistoryEntry::answered(Provenance::Late, shown, answer, None, None, self.now);
            self.history.push(past);
            self.notify(Tone::Warning, "The token came after all: it is in the history (H)");
            return Vec::new();
        }
        let effects = self.receive(answer, None, None);
        self.notify(Tone::Info, "A new token came");
        effects
    }

    /// An answer that is no token: the state of one is an artifact of its own, the rest is shown in
    /// a box.
    fn show_answer(&mut self, running: &PendingRequest, answer: &ServerAnswer) -> Vec<Effect> {
        self.hide_request();
        let about = self.history.document_of(running.of);
        let subject = about.and_then(|shown| shown.inspection.subject()).map(str::to_owned);
        let asked = RequestContext { subject, ..answer.asked.clone() };
        let shown = self.inspect_about(answer, asked, None);
        let is_state = matches!(running.operation, Operation::Introspect { .. });
        if is_state && answer.is_granted(&running.operation, &shown.inspection) {
            let mut past = HistoryEntry::answered(
                Provenance::Introspected,
                shown,
                answer,
                None,
                None,
                self.now,
            );
            past.about = Some(self.history.current_id());
            let id = self.history.push(past);
            let effects = self.turn_to(id);
            self.notify(Tone::Info, "What the server says of the token; esc leads back to it");
            return effects;
        }
        self.modals.push(Dialog::Text(outcome::answer(
            &running.operation,
            answer,
            &shown.inspection,
        )));
        Vec::new()
    }

    pub(super) fn on_failure(&mut self, id: RequestId, failure: &ExchangeFailure) -> Vec<Effect> {
        let Some((running, late)) = self.exchanges.take(id) else { return Vec::new() };
        if failure.maybe_sent {
            self.mark(&running, RefreshTokenUse::MaybeSpent);
        } else if late {
            self.mark(&running, RefreshTokenUse::Unused);
        }
        if late && matches!(running.operation, Operation::Fetch { .. }) {
            // It ended because it was abandoned.
            return Vec::new();
        }
        if late {
            self.notify(
                Tone::Warning,
                format!("The abandoned request got no answer: {}", failure.message),
            );
            return Vec::new();
        }
        self.hide_request();
        if self.try_again_later(&running, failure) {
            return Vec::new();
        }
        self.stop_keeping_fresh(&running, "there is no answer");
        self.modals.push(Dialog::Text(outcome::failure(&running.operation, failure)));
        Vec::new()
    }

    /// A worker died in the middle of a request.
    pub(super) fn request_broke(&mut self, id: RequestId, what: &str) -> bool {
        let mut all = self.exchanges.running.iter().chain(&self.exchanges.abandoned);
        let Some(running) = all.find(|running| running.id == id) else {
            return false;
        };
        let failure = ExchangeFailure {
            message: format!("{what} failed unexpectedly"),
            hint: None,
            maybe_sent: running.stage.is_under_way(),
            network: false,
        };
        self.on_failure(id, &failure);
        true
    }
}
