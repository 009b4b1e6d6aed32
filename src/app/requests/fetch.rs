//! Fetching a new token from the inspector: what the person has to do for it, and the callback that
//! is pasted.

use crate::{
    app::{App, Effect, RequestId, dialog::Dialog},
    emphasis::Emphasis,
    oauth::{Operation, UserStep},
    secret::Secret,
};

use super::{RequestStage, form_request::FormRequest};

impl App {
    /// `f`: asks how a new token is to be got.
    pub(in crate::app) fn ask_for_grant(&mut self) -> Vec<Effect> {
        if self.requests.running.is_some() {
            self.notify(Emphasis::Warning, "One request is under way: esc abandons it");
            return Vec::new();
        }
        let operation = Operation::Fetch { grant: None, scope: Vec::new() };
        self.edit_request(FormRequest::new(operation, self.history.current_id()))
    }

    /// The person has something to do.
    pub(in crate::app) fn on_user_step(&mut self, id: RequestId, new: UserStep) {
        if let Some((step, rejected)) = self.fetching(id) {
            *step = Some(new);
            *rejected = None;
        }
    }

    /// What came back was not accepted.
    pub(in crate::app) fn on_callback_rejected(&mut self, id: RequestId, why: String) {
        if let Some((_, rejected)) = self.fetching(id) {
            *rejected = Some(why);
        }
    }

    /// What the person has to do for this request, and why a callback was not accepted.
    fn fetching(&mut self, id: RequestId) -> Option<(&mut Option<UserStep>, &mut Option<String>)> {
        let running = self.requests.running.as_mut().filter(|running| running.id == id)?;
        match &mut running.stage {
            RequestStage::Fetching { step, rejected } => Some((step, rejected)),
            _ => None,
        }
    }

    /// A paste while a browser is waited for: the address that it ended at.
    pub(in crate::app) fn paste_callback(&self, text: &str) -> Option<Effect> {
        let waits = matches!(self.requests.user_step(), Some(UserStep::Browser { .. }))
            && matches!(self.dialogs.last(), Some(Dialog::Request(_)));
        let running = self.requests.running.as_ref().filter(|_| waits)?;
        Some(Effect::GiveText { id: running.id, text: Secret::new(text.trim()) })
    }
}
