//! Fetching a new token from the inspector: the form that asks for the grant, and the callback that
//! the person pastes.

use crate::{
    app::{
        App, Effect, RequestId,
        dialog::{
            Dialog,
            form::{Form, FormPurpose, InputMasking, Question, TextInput},
        },
    },
    emphasis::Emphasis,
    oauth::{Operation, UserStep},
    secret::Secret,
};

use super::RequestStage;

/// What the form says of itself.
const NOTE: &str = "client_credentials · authorization_code, in the browser · device_code, on \
                    another device · or a name of the server's own.";

/// The note of the form where a profile names a grant.
const NOTE_OF_PROFILE: &str = "client_credentials · authorization_code, in the browser · \
                               device_code, on another device · or a name of the server's own. \
                               Nothing typed: as the profile says.";

impl App {
    /// `f`: asks how a new token is to be got.
    pub(in crate::app) fn ask_for_grant(&mut self) {
        if self.requests.running.is_some() {
            return self.notify(Emphasis::Warning, "One request is under way: esc abandons it");
        }
        let question = |label, example| Question {
            label,
            input: TextInput::default(),
            masking: InputMasking::Never,
            example,
        };
        let known = self.requests.server.is_some();
        let (grant, scope, note) = if known {
            ("as the profile says", "as the profile says", NOTE_OF_PROFILE)
        } else {
            ("client_credentials", "none", NOTE)
        };
        let form = Form {
            questions: vec![question("Grant", grant), question("Scope", scope)],
            note,
            ..Form::ask(FormPurpose::Fetch, "A new token", question("", ""))
        };
        self.dialogs.push(Dialog::Form(form));
    }

    /// Asks for a token by the grant that was typed.
    pub(in crate::app) fn fetch(&mut self) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.pop() else { return Vec::new() };
        let grant = form.answer(0).trim().to_owned();
        let scope = form.answer(1).split_whitespace().map(str::to_owned).collect();
        self.ask_server(
            Operation::Fetch { grant: (!grant.is_empty()).then_some(grant), scope },
            false,
        )
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
