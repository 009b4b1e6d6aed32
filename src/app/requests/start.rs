//! The life of a request: it is started, shown, abandoned, or fails.

use crate::{
    app::list::Scroll,
    app::{
        App, Effect, RequestId,
        dialog::{Dialog, answer, text::TextDialog},
        server_answer::ExchangeFailure,
    },
    emphasis::Emphasis,
    oauth::{Operation, PreparedRequest, RefreshTokenUse},
};

use super::{PendingRequest, RequestStage, form_request::FormRequest, problem_of};

impl App {
    /// `r`: a new token for the refresh token, or the code, on screen.
    pub(in crate::app) fn refresh(&mut self) -> Vec<Effect> {
        if self.requests.running.is_some() {
            self.show_request();
            return Vec::new();
        }
        let token = self.history.current().and_then(|entry| entry.refresh_token.clone());
        let Some(token) = token else { return self.use_code() };
        self.ask_server(Operation::Refresh { token, scope: Vec::new() }, false)
    }

    /// Asks a server for something, with a token of the response on screen: the request is built
    /// first.
    pub fn ask_server(&mut self, operation: Operation, is_automatic: bool) -> Vec<Effect> {
        self.ask_server_with(operation, self.history.current_id(), is_automatic)
    }

    /// Asks a server for something with a token of this response of the history.
    pub(in crate::app) fn ask_server_with(
        &mut self,
        operation: Operation,
        of: u64,
        is_automatic: bool,
    ) -> Vec<Effect> {
        if self.requests.running.is_some() {
            self.notify(Emphasis::Warning, "One request is under way: esc abandons it");
            return Vec::new();
        }
        if self.requests.server.is_none() {
            return self.edit_request(FormRequest::new(operation, of));
        }
        let id = self.next_id();
        let running = PendingRequest::new(id, operation.clone(), is_automatic, of, self.now);
        self.requests.running = Some(running);
        if !is_automatic {
            self.show_request();
        }
        vec![Effect::Run { id, operation }]
    }

    /// Opens the dialog of the request that is running.
    pub(in crate::app) fn show_request(&mut self) {
        if !self.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Request(_))) {
            self.dialogs.push(Dialog::Request(Scroll::default()));
        }
    }

    /// Closes the dialog of the request.
    pub(in crate::app) fn hide_request(&mut self) {
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Request(_)));
    }

    /// A request is complete: it is sent where that was agreed to before, and shown otherwise.
    pub(in crate::app) fn on_prepared(
        &mut self,
        id: RequestId,
        request: PreparedRequest,
    ) -> Vec<Effect> {
        let now = self.now;
        let is_expected = |running: &&mut PendingRequest| {
            running.id == id && running.stage == RequestStage::Preparing
        };
        let Some(running) = self.requests.running.as_mut().filter(is_expected) else {
            // Nobody waits for it any more.
            return vec![Effect::Abandon { id }];
        };
        running.enter(RequestStage::AwaitingConsent { request, risk: None }, now);
        let (is_automatic, is_edited) = (running.is_automatic, running.is_edited);
        // A token that may be spent is never sent unseen, nor is what was typed just now.
        match self.given_consent().filter(|_| !is_edited && !self.maybe_spent()) {
            None if is_automatic => self.stop_for_consent(),
            consent => self.send_agreed(consent),
        }
    }

    /// Whether the refresh token that would be sent has been sent before, without an answer.
    pub fn maybe_spent(&self) -> bool {
        let Some(running) = &self.requests.running else { return false };
        running.operation.spends_refresh_token()
            && self
                .history
                .get(running.history_entry_id)
                .is_some_and(|entry| entry.refresh_token_use != RefreshTokenUse::Unused)
    }

    /// Whether a request waits for the person's consent.
    pub(in crate::app) fn is_ready(&self) -> bool {
        self.requests.running.as_ref().is_some_and(|running| running.stage.awaits_consent())
    }

    /// Stops waiting. What is on its way stays on its way.
    pub(in crate::app) fn abandon(&mut self) -> Vec<Effect> {
        self.hide_request();
        let Some(running) = self.requests.running.take() else { return Vec::new() };
        let id = running.id;
        if running.stage.is_under_way() {
            self.set_refresh_token_use(&running, RefreshTokenUse::MaybeSpent);
            let words = if running.operation.spends_refresh_token() {
                "No longer waiting; a late answer goes into the history (H)"
            } else {
                "No longer waiting"
            };
            self.notify(Emphasis::Warning, words);
            self.requests.abandoned.push(running);
        }
        vec![Effect::Abandon { id }]
    }

    /// Something else is on screen: what was not sent yet is no longer meant.
    pub(in crate::app) fn abandon_unsent(&mut self) -> Vec<Effect> {
        match &self.requests.running {
            Some(running) if !running.stage.is_under_way() => self.abandon(),
            _ => Vec::new(),
        }
    }

    /// Remembers what became of the refresh token of a request.
    pub(in crate::app) fn set_refresh_token_use(
        &mut self,
        running: &PendingRequest,
        used: RefreshTokenUse,
    ) {
        if running.operation.spends_refresh_token()
            && let Some(entry) = self.history.get_mut(running.history_entry_id)
        {
            entry.refresh_token_use = used;
        }
    }

    pub(in crate::app) fn on_failure(
        &mut self,
        id: RequestId,
        failure: &ExchangeFailure,
    ) -> Vec<Effect> {
        let Some((running, late)) = self.requests.take(id) else { return Vec::new() };
        if failure.maybe_sent {
            self.set_refresh_token_use(&running, RefreshTokenUse::MaybeSpent);
        } else if late {
            self.set_refresh_token_use(&running, RefreshTokenUse::Unused);
        }
        let has_dialogue =
            matches!(running.operation, Operation::Fetch { .. } | Operation::PollDevice { .. });
        if late && has_dialogue {
            // It ended because it was abandoned.
            return Vec::new();
        }
        if late {
            self.notify(
                Emphasis::Warning,
                format!("The abandoned request got no answer: {}", failure.message),
            );
            return Vec::new();
        }
        self.hide_request();
        if self.try_again_later(&running, failure) {
            return Vec::new();
        }
        self.stop_auto_refresh(&running, "there is no answer");
        let retry = FormRequest::new(running.operation.clone(), running.history_entry_id)
            .blaming(failure.setting, problem_of(failure));
        if failure.setting.is_some() && !failure.network && !running.is_automatic {
            return self.edit_request(retry);
        }
        let page = answer::failure(&running.operation, failure);
        self.show_setback(page, &running, retry)
    }

    /// Shows why a request came to nothing. It can be corrected; where it was typed by hand, its form
    /// is below.
    pub(in crate::app) fn show_setback(
        &mut self,
        page: TextDialog,
        running: &PendingRequest,
        retry: FormRequest,
    ) -> Vec<Effect> {
        self.dialogs.push(Dialog::Text(page.with_retry(retry.clone())));
        if !running.is_edited {
            return Vec::new();
        }
        self.edit_request(retry.below())
    }

    /// A worker died in the middle of a request.
    pub(in crate::app) fn fail_request(
        &mut self,
        id: RequestId,
        what: &str,
    ) -> Option<Vec<Effect>> {
        let mut all = self.requests.running.iter().chain(&self.requests.abandoned);
        let running = all.find(|running| running.id == id)?;
        let failure = ExchangeFailure {
            message: format!("{what} failed unexpectedly"),
            hint: None,
            maybe_sent: running.stage.is_under_way(),
            network: false,
            setting: None,
        };
        Some(self.on_failure(id, &failure))
    }
}
